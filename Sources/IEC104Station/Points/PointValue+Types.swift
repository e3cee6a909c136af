public import IEC104Codec

/// A single point.
extension Bool: PointValue {
    /// Single-point information.
    public static var kind: Information.Kind { .singlePoint }
    /// The state of a single point.
    public init?(_ information: Information) {
        guard case .singlePoint(let point) = information else { return nil }
        self = point.isOn
    }
    /// SIQ.
    public func information(_ quality: Quality) -> Information {
        .singlePoint(SIQ(self, quality: quality))
    }
}

/// A double point.
extension DoublePointState: PointValue {
    /// Double-point information.
    public static var kind: Information.Kind { .doublePoint }
    /// The state of a double point.
    public init?(_ information: Information) {
        guard case .doublePoint(let point) = information else { return nil }
        self = point.state
    }
    /// DIQ.
    public func information(_ quality: Quality) -> Information {
        .doublePoint(DIQ(self, quality: quality))
    }
}

/// A step position.
extension VTI: PointValue {
    /// Step position information.
    public static var kind: Information.Kind { .stepPosition }
    /// The step.
    public init?(_ information: Information) {
        guard case .stepPosition(let step, _) = information else { return nil }
        self = step
    }
    /// VTI, QDS.
    public func information(_ quality: Quality) -> Information { .stepPosition(self, quality) }
}

/// A bit string of 32 bits.
extension UInt32: PointValue {
    /// Bit string of 32 bits.
    public static var kind: Information.Kind { .bitString }
    /// The bits.
    public init?(_ information: Information) {
        guard case .bitString(let bits, _) = information else { return nil }
        self = bits
    }
    /// BSI, QDS.
    public func information(_ quality: Quality) -> Information { .bitString(self, quality) }
}

/// A normalized measured value.
extension NVA: PointValue {
    /// Measured value, normalized.
    public static var kind: Information.Kind { .normalized }
    /// The normalized value.
    public init?(_ information: Information) {
        guard case .normalized(let value, _) = information else { return nil }
        self = value
    }
    /// NVA, QDS.
    public func information(_ quality: Quality) -> Information { .normalized(self, quality) }
}

/// A scaled measured value.
extension Int16: PointValue {
    /// Measured value, scaled.
    public static var kind: Information.Kind { .scaled }
    /// The scaled value.
    public init?(_ information: Information) {
        guard case .scaled(let value, _) = information else { return nil }
        self = value
    }
    /// SVA, QDS.
    public func information(_ quality: Quality) -> Information { .scaled(self, quality) }
}

/// A measured value, short floating point.
extension Float: PointValue {
    /// Measured value, short floating point.
    public static var kind: Information.Kind { .shortFloat }
    /// The number.
    public init?(_ information: Information) {
        guard case .shortFloat(let value, _) = information else { return nil }
        self = value.value
    }
    /// R32, QDS.
    public func information(_ quality: Quality) -> Information { .shortFloat(R32(self), quality) }
}

/// An integrated total.
extension BCR: PointValue {
    /// Integrated totals.
    public static var kind: Information.Kind { .integratedTotal }
    /// The reading.
    public init?(_ information: Information) {
        guard case .integratedTotal(let counter) = information else { return nil }
        self = counter
    }
    /// BCR; of the quality only IV counts.
    public func information(_ quality: Quality) -> Information {
        guard quality.contains(.invalid) else { return .integratedTotal(self) }
        return .integratedTotal(BCR(value: value, flags: flags | 0x80))
    }
}

/// 16 single points with status change detection.
extension SCD: PointValue {
    /// Packed single-point information.
    public static var kind: Information.Kind { .packedSinglePoints }
    /// Status and changes.
    public init?(_ information: Information) {
        guard case .packedSinglePoints(let points, _) = information else { return nil }
        self = points
    }
    /// SCD, QDS.
    public func information(_ quality: Quality) -> Information {
        .packedSinglePoints(self, quality)
    }
}

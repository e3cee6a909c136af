/// Value with transient state indication (IEC 60870-5-101, 7.2.6.5): the step of a transformer.
public struct VTI: RawRepresentable, Hashable, Sendable {
    /// The octet on the wire.
    public var rawValue: UInt8
    /// The element with the octet `rawValue`.
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// A step -64...63 (others are clamped), and whether the equipment is moving.
    public init(_ value: Int8, isTransient: Bool = false) {
        let clamped = min(max(value, -64), 63)
        rawValue = UInt8(bitPattern: clamped) & 0x7F | (isTransient ? 0x80 : 0)
    }

    /// The step, -64...63.
    public var value: Int8 { Int8(bitPattern: rawValue << 1) >> 1 }
    /// The equipment is in transient state.
    public var isTransient: Bool { rawValue & 0x80 != 0 }
}

/// Normalized value (IEC 60870-5-101, 7.2.6.6): raw / 32768, -1...1 - 2^-15.
public struct NVA: RawRepresentable, Hashable, Sendable {
    /// The 16 bits on the wire.
    public var rawValue: Int16
    /// The value with the 16 bits `rawValue`.
    public init(rawValue: Int16) { self.rawValue = rawValue }
    /// The value nearest to `value`; outside -1...1 - 2^-15 it is clamped, NaN gives 0.
    public init(_ value: Double) {
        guard !value.isNaN else {
            rawValue = 0
            return
        }
        // By hand: `rounded()` would make every program that uses the codec link the C math library.
        let scaled = min(max(value * 32768, -32768), 32767)
        let whole = Int16(scaled)
        let fraction = scaled - Double(whole)
        rawValue = whole + (fraction >= 0.5 ? 1 : fraction <= -0.5 ? -1 : 0)
    }

    /// raw / 32768.
    public var value: Double { Double(rawValue) / 32768 }
}

/// Short floating point number (IEC 60870-5-101, 7.2.6.8; IEEE 754 single). Two are equal when all
/// their bits are, so that a NaN equals itself and survives a round trip.
public struct R32: RawRepresentable, Hashable, Sendable, ExpressibleByFloatLiteral {
    /// The 32 bits on the wire.
    public var rawValue: UInt32
    /// The number with the 32 bits `rawValue`.
    public init(rawValue: UInt32) { self.rawValue = rawValue }
    /// The number `value`.
    public init(_ value: Float) { rawValue = value.bitPattern }
    /// The number `value`.
    public init(floatLiteral value: Float) { rawValue = value.bitPattern }

    /// The number; NaN and infinities are possible.
    public var value: Float { Float(bitPattern: rawValue) }
}

/// Binary counter reading (IEC 60870-5-101, 7.2.6.9).
public struct BCR: Hashable, Sendable {
    /// The reading, -2147483648...2147483647.
    public var value: Int32
    /// The fifth octet: sequence number, CY, CA, IV.
    public var flags: UInt8

    /// A reading; `sequence` is 0...31 (the low five bits count).
    public init(
        _ value: Int32, sequence: UInt8 = 0, carry: Bool = false, isAdjusted: Bool = false,
        isInvalid: Bool = false
    ) {
        self.value = value
        flags =
            sequence & 0x1F | (carry ? 0x20 : 0) | (isAdjusted ? 0x40 : 0) | (isInvalid ? 0x80 : 0)
    }

    /// A reading with its fifth octet as on the wire.
    public init(value: Int32, flags: UInt8) {
        self.value = value
        self.flags = flags
    }

    /// SQ: 0...31.
    public var sequence: UInt8 { flags & 0x1F }
    /// CY: the counter overflowed in the period.
    public var carry: Bool { flags & 0x20 != 0 }
    /// CA: the counter was adjusted since the last reading.
    public var isAdjusted: Bool { flags & 0x40 != 0 }
    /// IV.
    public var isInvalid: Bool { flags & 0x80 != 0 }
}

/// Status and status change detection of 16 single points (IEC 60870-5-101, 7.2.6.40).
public struct SCD: RawRepresentable, Hashable, Sendable {
    /// The 32 bits on the wire, first octet lowest.
    public var rawValue: UInt32
    /// The element with the bits `rawValue`.
    public init(rawValue: UInt32) { self.rawValue = rawValue }
    /// ST: bit n is the state of point n + 1. CD: bit n is set when it changed since the last report.
    public init(status: UInt16, changed: UInt16) {
        rawValue = UInt32(status) | UInt32(changed) << 16
    }

    /// ST1 (bit 0) to ST16 (bit 15).
    public var status: UInt16 { UInt16(truncatingIfNeeded: rawValue) }
    /// CD1 (bit 0) to CD16 (bit 15).
    public var changed: UInt16 { UInt16(truncatingIfNeeded: rawValue >> 16) }
}

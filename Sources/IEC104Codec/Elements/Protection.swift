/// Single event of protection equipment (IEC 60870-5-101, 7.2.6.10). Reserved bits are kept.
public struct SEP: RawRepresentable, Hashable, Sendable {
    /// The octet on the wire.
    public var rawValue: UInt8
    /// The element with the octet `rawValue`.
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// An event and its quality (EI, BL, SB, NT, IV; other bits are left out).
    public init(_ state: DoublePointState, quality: Quality = []) {
        rawValue = state.rawValue | quality.rawValue & Quality.sharedWithElapsed
    }

    /// ES.
    public var state: DoublePointState { DoublePointState(lowBits: rawValue) }
    /// EI, BL, SB, NT, IV.
    public var quality: Quality { Quality(rawValue: rawValue & Quality.sharedWithElapsed) }
}

/// Start events of protection equipment (IEC 60870-5-101, 7.2.6.11).
public struct SPE: OptionSet, Hashable, Sendable {
    /// The octet on the wire.
    public let rawValue: UInt8
    /// The element with the octet `rawValue`.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// GS: general start of operation.
    public static let generalStart = SPE(rawValue: 0x01)
    /// SL1: start of operation, phase L1.
    public static let startL1 = SPE(rawValue: 0x02)
    /// SL2: start of operation, phase L2.
    public static let startL2 = SPE(rawValue: 0x04)
    /// SL3: start of operation, phase L3.
    public static let startL3 = SPE(rawValue: 0x08)
    /// SIE: start of operation, earth current.
    public static let startEarth = SPE(rawValue: 0x10)
    /// SRD: start of operation in reverse direction.
    public static let startReverse = SPE(rawValue: 0x20)

    /// The standard's short names, lowest bit first.
    public static let names = ["GS", "SL1", "SL2", "SL3", "SIE", "SRD"]
}

/// Output circuit information of protection equipment (IEC 60870-5-101, 7.2.6.12).
public struct OCI: OptionSet, Hashable, Sendable {
    /// The octet on the wire.
    public let rawValue: UInt8
    /// The element with the octet `rawValue`.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// GC: general command to the output circuit.
    public static let generalCommand = OCI(rawValue: 0x01)
    /// CL1: command to the output circuit, phase L1.
    public static let commandL1 = OCI(rawValue: 0x02)
    /// CL2: command to the output circuit, phase L2.
    public static let commandL2 = OCI(rawValue: 0x04)
    /// CL3: command to the output circuit, phase L3.
    public static let commandL3 = OCI(rawValue: 0x08)

    /// The standard's short names, lowest bit first.
    public static let names = ["GC", "CL1", "CL2", "CL3"]
}

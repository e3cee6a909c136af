/// Qualifier of command, QU (IEC 60870-5-101, 7.2.6.26): how an output is operated.
public struct CommandQualifier: RawRepresentable, Hashable, Sendable, ExpressibleByIntegerLiteral {
    /// 0...31.
    public let rawValue: UInt8
    /// The qualifier in the low five bits of `rawValue`.
    public init(rawValue: UInt8) { self.rawValue = rawValue & 0x1F }
    /// The qualifier in the low five bits of `value`.
    public init(integerLiteral value: UInt8) { self.init(rawValue: value) }

    /// No additional definition.
    public static let none: CommandQualifier = 0
    /// A short pulse, its length set in the outstation.
    public static let shortPulse: CommandQualifier = 1
    /// A long pulse, its length set in the outstation.
    public static let longPulse: CommandQualifier = 2
    /// A persistent output.
    public static let persistent: CommandQualifier = 3
}

/// Single command (IEC 60870-5-101, 7.2.6.15). The reserved bit is kept.
public struct SCO: RawRepresentable, Hashable, Sendable {
    /// The octet on the wire.
    public var rawValue: UInt8
    /// The element with the octet `rawValue`.
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// Switches on or off; `isSelect` selects only.
    public init(_ isOn: Bool, qualifier: CommandQualifier = .none, isSelect: Bool = false) {
        rawValue = commandOctet(isOn ? 1 : 0, qualifier, isSelect)
    }

    /// SCS: on.
    public var isOn: Bool { rawValue & 0x01 != 0 }
    /// QU.
    public var qualifier: CommandQualifier { CommandQualifier(rawValue: rawValue >> 2) }
    /// S/E: select, not execute.
    public var isSelect: Bool { rawValue & 0x80 != 0 }
}

/// Double command (IEC 60870-5-101, 7.2.6.16).
public struct DCO: RawRepresentable, Hashable, Sendable {
    /// The octet on the wire.
    public var rawValue: UInt8
    /// The element with the octet `rawValue`.
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// Switches on or off; `isSelect` selects only.
    public init(_ isOn: Bool, qualifier: CommandQualifier = .none, isSelect: Bool = false) {
        rawValue = commandOctet(isOn ? 2 : 1, qualifier, isSelect)
    }

    /// DCS as on the wire: 1 off, 2 on; 0 and 3 are not permitted.
    public var state: UInt8 { rawValue & 0x03 }
    /// On or off; `nil` when DCS is not permitted.
    public var isOn: Bool? { state == 2 ? true : state == 1 ? false : nil }
    /// QU.
    public var qualifier: CommandQualifier { CommandQualifier(rawValue: rawValue >> 2) }
    /// S/E: select, not execute.
    public var isSelect: Bool { rawValue & 0x80 != 0 }
}

/// Regulating step command (IEC 60870-5-101, 7.2.6.17).
public struct RCO: RawRepresentable, Hashable, Sendable {
    /// The octet on the wire.
    public var rawValue: UInt8
    /// The element with the octet `rawValue`.
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// Steps higher or lower; `isSelect` selects only.
    public init(isHigher: Bool, qualifier: CommandQualifier = .none, isSelect: Bool = false) {
        rawValue = commandOctet(isHigher ? 2 : 1, qualifier, isSelect)
    }

    /// RCS as on the wire: 1 lower, 2 higher; 0 and 3 are not permitted.
    public var state: UInt8 { rawValue & 0x03 }
    /// Higher or lower; `nil` when RCS is not permitted.
    public var isHigher: Bool? { state == 2 ? true : state == 1 ? false : nil }
    /// QU.
    public var qualifier: CommandQualifier { CommandQualifier(rawValue: rawValue >> 2) }
    /// S/E: select, not execute.
    public var isSelect: Bool { rawValue & 0x80 != 0 }
}

private func commandOctet(
    _ state: UInt8, _ qualifier: CommandQualifier, _ isSelect: Bool
) -> UInt8 {
    state | qualifier.rawValue << 2 | (isSelect ? 0x80 : 0)
}

/// Qualifier of set-point command (IEC 60870-5-101, 7.2.6.39).
public struct QOS: RawRepresentable, Hashable, Sendable {
    /// The octet on the wire.
    public var rawValue: UInt8
    /// The element with the octet `rawValue`.
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// `qualifier` is QL, 0...127 (the low seven bits count); `isSelect` selects only.
    public init(qualifier: UInt8 = 0, isSelect: Bool = false) {
        rawValue = qualifier & 0x7F | (isSelect ? 0x80 : 0)
    }

    /// QL: 0 default, 1...63 reserved for the standard, 64...127 private.
    public var qualifier: UInt8 { rawValue & 0x7F }
    /// S/E: select, not execute.
    public var isSelect: Bool { rawValue & 0x80 != 0 }
}

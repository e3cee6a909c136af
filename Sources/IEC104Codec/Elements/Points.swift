/// Single-point information with quality descriptor (IEC 60870-5-101, 7.2.6.1). Reserved bits are
/// kept.
public struct SIQ: RawRepresentable, Hashable, Sendable {
    /// The octet on the wire.
    public var rawValue: UInt8
    /// The element with the octet `rawValue`.
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// A state and its quality (BL, SB, NT, IV; other bits are left out).
    public init(_ isOn: Bool, quality: Quality = []) {
        rawValue = (isOn ? 1 : 0) | quality.rawValue & Quality.shared
    }

    /// SPI: on.
    public var isOn: Bool {
        get { rawValue & 0x01 != 0 }
        set { rawValue = rawValue & ~0x01 | (newValue ? 1 : 0) }
    }
    /// BL, SB, NT, IV.
    public var quality: Quality {
        get { Quality(rawValue: rawValue & Quality.shared) }
        set { rawValue = rawValue & ~Quality.shared | newValue.rawValue & Quality.shared }
    }
}

/// The state of a double point (DPI) or of a protection event (ES).
public enum DoublePointState: UInt8, Hashable, Sendable, CaseIterable {
    /// Neither end position reached.
    case intermediate = 0
    /// Off.
    case off = 1
    /// On.
    case on = 2
    /// Both end positions, or not known.
    case indeterminate = 3
}

/// Double-point information with quality descriptor (IEC 60870-5-101, 7.2.6.2). Reserved bits are
/// kept.
public struct DIQ: RawRepresentable, Hashable, Sendable {
    /// The octet on the wire.
    public var rawValue: UInt8
    /// The element with the octet `rawValue`.
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// A state and its quality (BL, SB, NT, IV; other bits are left out).
    public init(_ state: DoublePointState, quality: Quality = []) {
        rawValue = state.rawValue | quality.rawValue & Quality.shared
    }

    /// DPI.
    public var state: DoublePointState {
        get { DoublePointState(lowBits: rawValue) }
        set { rawValue = rawValue & ~0x03 | newValue.rawValue }
    }
    /// BL, SB, NT, IV.
    public var quality: Quality {
        get { Quality(rawValue: rawValue & Quality.shared) }
        set { rawValue = rawValue & ~Quality.shared | newValue.rawValue & Quality.shared }
    }
}

extension DoublePointState {
    /// The state in the low two bits of `octet`.
    init(lowBits octet: UInt8) {
        switch octet & 0x03 {
        case 0: self = .intermediate
        case 1: self = .off
        case 2: self = .on
        default: self = .indeterminate
        }
    }
}

/// Cause of initialization (IEC 60870-5-101, 7.2.6.21).
public struct COI: RawRepresentable, Hashable, Sendable {
    /// The octet on the wire.
    public var rawValue: UInt8
    /// The element with the octet `rawValue`.
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// `cause` is 0...127 (the low seven bits count).
    public init(cause: UInt8, parametersChanged: Bool = false) {
        rawValue = cause & 0x7F | (parametersChanged ? 0x80 : 0)
    }

    /// 0 local power switch on, 1 local manual reset, 2 remote reset; 3...31 reserved, 32...127
    /// private.
    public var cause: UInt8 { rawValue & 0x7F }
    /// Initialization after local parameters were changed.
    public var parametersChanged: Bool { rawValue & 0x80 != 0 }

    /// Local power switch on.
    public static let localPowerOn = COI(cause: 0)
    /// Local manual reset.
    public static let localManualReset = COI(cause: 1)
    /// Remote reset.
    public static let remoteReset = COI(cause: 2)
}

/// Qualifier of interrogation (IEC 60870-5-101, 7.2.6.22).
public struct QOI: RawRepresentable, Hashable, Sendable {
    /// The octet on the wire: 20 station, 21...36 group 1...16.
    public var rawValue: UInt8
    /// The element with the octet `rawValue`.
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// The interrogation of group `number`, 1...16; `nil` for other numbers.
    public init?(group number: UInt8) {
        guard (1...16).contains(number) else { return nil }
        rawValue = 20 + number
    }

    /// The whole station.
    public static let station = QOI(rawValue: 20)
    /// The group, 1...16; `nil` for the station and for other values.
    public var group: UInt8? { (21...36).contains(rawValue) ? rawValue - 20 : nil }
}

/// Qualifier of counter interrogation (IEC 60870-5-101, 7.2.6.23).
public struct QCC: RawRepresentable, Hashable, Sendable {
    /// What happens to the counters.
    public enum Freeze: UInt8, Hashable, Sendable, CaseIterable {
        /// Read, no freeze.
        case read = 0
        /// Freeze without reset.
        case freeze = 1
        /// Freeze with reset.
        case freezeAndReset = 2
        /// Reset.
        case reset = 3
    }

    /// The octet on the wire.
    public var rawValue: UInt8
    /// The element with the octet `rawValue`.
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// `request` is RQT, 0...63 (the low six bits count): 1...4 a group, 5 all.
    public init(request: UInt8, freeze: Freeze = .read) {
        rawValue = request & 0x3F | freeze.rawValue << 6
    }

    /// RQT: 1...4 counter group, 5 general request.
    public var request: UInt8 { rawValue & 0x3F }
    /// FRZ.
    public var freeze: Freeze {
        switch rawValue >> 6 {
        case 0: .read
        case 1: .freeze
        case 2: .freezeAndReset
        default: .reset
        }
    }

    /// The general request, without freeze.
    public static let general = QCC(request: 5)
}

/// Qualifier of reset process command (IEC 60870-5-101, 7.2.6.27).
public struct QRP: RawRepresentable, Hashable, Sendable {
    /// The octet on the wire.
    public var rawValue: UInt8
    /// The element with the octet `rawValue`.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// General reset of the process.
    public static let general = QRP(rawValue: 1)
    /// Reset of pending information with time tag of the event buffer.
    public static let eventBuffer = QRP(rawValue: 2)
}

/// Qualifier of parameter of measured values (IEC 60870-5-101, 7.2.6.24).
public struct QPM: RawRepresentable, Hashable, Sendable {
    /// The octet on the wire.
    public var rawValue: UInt8
    /// The element with the octet `rawValue`.
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// `kind` is KPA, 0...63 (the low six bits count).
    public init(kind: UInt8, isLocalChange: Bool = false, isOutOfOperation: Bool = false) {
        rawValue = kind & 0x3F | (isLocalChange ? 0x40 : 0) | (isOutOfOperation ? 0x80 : 0)
    }

    /// KPA: 1 threshold, 2 smoothing factor, 3 low limit, 4 high limit.
    public var kind: UInt8 { rawValue & 0x3F }
    /// LPC: local parameter change.
    public var isLocalChange: Bool { rawValue & 0x40 != 0 }
    /// POP: parameter not in operation.
    public var isOutOfOperation: Bool { rawValue & 0x80 != 0 }
}

/// Qualifier of parameter activation (IEC 60870-5-101, 7.2.6.25).
public struct QPA: RawRepresentable, Hashable, Sendable {
    /// The octet on the wire.
    public var rawValue: UInt8
    /// The element with the octet `rawValue`.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// (De)activation of the parameters loaded before (object address 0).
    public static let loadedParameters = QPA(rawValue: 1)
    /// (De)activation of the parameter of the addressed object.
    public static let objectParameter = QPA(rawValue: 2)
    /// (De)activation of cyclic transmission of the addressed object.
    public static let cyclicTransmission = QPA(rawValue: 3)
}

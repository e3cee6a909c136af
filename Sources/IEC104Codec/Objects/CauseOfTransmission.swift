/// The cause-of-transmission field of an ASDU (IEC 60870-5-101, 7.2.3).
public struct CauseOfTransmission: Hashable, Sendable {
    /// The cause.
    public var cause: Cause
    /// P/N: a negative confirmation.
    public var isNegative: Bool
    /// T: the ASDU belongs to a test and operates nothing.
    public var isTest: Bool
    /// The controlling station that asked; 0 is the default. Not sent where the field has one octet.
    public var originator: UInt8

    /// A cause of transmission; positive and not a test unless said otherwise.
    public init(
        _ cause: Cause, isNegative: Bool = false, isTest: Bool = false, originator: UInt8 = 0
    ) {
        self.cause = cause
        self.isNegative = isNegative
        self.isTest = isTest
        self.originator = originator
    }

    /// The field with its first octet lowest.
    public var rawValue: UInt16 {
        UInt16(cause.rawValue) | (isNegative ? 0x40 : 0) | (isTest ? 0x80 : 0)
            | UInt16(originator) << 8
    }

    /// The field with its first octet lowest in `rawValue`.
    public init(rawValue: UInt16) {
        cause = Cause(UInt8(truncatingIfNeeded: rawValue))
        isNegative = rawValue & 0x40 != 0
        isTest = rawValue & 0x80 != 0
        originator = UInt8(truncatingIfNeeded: rawValue >> 8)
    }
}

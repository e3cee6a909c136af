/// Quality descriptor: QDS (IEC 60870-5-101, 7.2.6.3), QDP (7.2.6.4), and the quality bits of SIQ,
/// DIQ and SEP. No bit set means good. Reserved bits are kept.
public struct Quality: OptionSet, Hashable, Sendable {
    /// The octet on the wire.
    public let rawValue: UInt8
    /// The descriptor with the octet `rawValue`.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// OV: the value is outside its range (QDS only).
    public static let overflow = Quality(rawValue: 0x01)
    /// EI: the elapsed time is not valid (QDP and SEP only).
    public static let elapsedTimeInvalid = Quality(rawValue: 0x08)
    /// BL: transmission is blocked; the value is from before that.
    public static let blocked = Quality(rawValue: 0x10)
    /// SB: the value was put in by hand or by another source.
    public static let substituted = Quality(rawValue: 0x20)
    /// NT: the last update failed.
    public static let notTopical = Quality(rawValue: 0x40)
    /// IV: the value is not to be used.
    public static let invalid = Quality(rawValue: 0x80)

    /// The bits that SIQ, DIQ and SEP share with this descriptor.
    static let shared: UInt8 = 0xF0
    static let sharedWithElapsed: UInt8 = 0xF8

    /// The standard's short names, in the order in which tools list them.
    public static let names: [(quality: Quality, name: String)] = [
        (.overflow, "OV"), (.blocked, "BL"), (.substituted, "SB"), (.notTopical, "NT"),
        (.invalid, "IV"), (.elapsedTimeInvalid, "EI"),
    ]
}

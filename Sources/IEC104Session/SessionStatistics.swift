/// What one session has done and seen.
public struct SessionStatistics: Hashable, Sendable {
    /// I APDUs sent.
    public var informationSent: UInt64 = 0
    /// S APDUs sent.
    public var supervisorySent: UInt64 = 0
    /// U APDUs sent.
    public var unnumberedSent: UInt64 = 0
    /// I APDUs received and readable, before they are checked.
    public var informationReceived: UInt64 = 0
    /// S APDUs received and readable.
    public var supervisoryReceived: UInt64 = 0
    /// U APDUs received and readable.
    public var unnumberedReceived: UInt64 = 0
    /// I APDUs of this side that the peer acknowledged.
    public var confirmed: UInt64 = 0
    /// Acknowledgements that were due because w I APDUs had been received.
    public var acknowledgedByWindow: UInt64 = 0
    /// Acknowledgements that were due because t2 expired.
    public var acknowledgedByTimer: UInt64 = 0
    /// TESTFR acts sent because t3 expired.
    public var testsByTimer: UInt64 = 0
    /// Expiries of t1, for whatever it ran: at most one, as it closes.
    public var expiredT1: UInt64 = 0
    /// Cons that nobody asked for.
    public var ignoredConfirmations: UInt64 = 0
    /// STARTDT or STOPDT acts that changed nothing, or that came before their time.
    public var oddActivations: UInt64 = 0
    /// Violations of the peer that a quirk allowed.
    public var tolerated: UInt64 = 0
    /// Calls of this side's owner that the state did not allow.
    public var refusedCalls: UInt64 = 0

    /// Nothing yet.
    public init() {}
}

/// What one session has done and seen.
package struct SessionStatistics: Hashable, Sendable {
    /// I, S and U APDUs sent.
    package var informationSent: UInt64 = 0
    package var supervisorySent: UInt64 = 0
    package var unnumberedSent: UInt64 = 0
    /// I, S and U APDUs received and readable, before they are checked.
    package var informationReceived: UInt64 = 0
    package var supervisoryReceived: UInt64 = 0
    package var unnumberedReceived: UInt64 = 0
    /// I APDUs of this side that the peer acknowledged.
    package var confirmed: UInt64 = 0
    /// Acknowledgements because w I APDUs, or t2, were reached.
    package var acknowledgedByWindow: UInt64 = 0
    package var acknowledgedByTimer: UInt64 = 0
    /// TESTFR acts sent because t3 expired.
    package var testsByTimer: UInt64 = 0
    /// Expiries of t1, for whatever it ran: at most one, as it closes.
    package var expiredT1: UInt64 = 0
    /// Cons that nobody asked for.
    package var ignoredConfirmations: UInt64 = 0
    /// STARTDT or STOPDT acts that changed nothing, or that came before their time.
    package var oddActivations: UInt64 = 0
    /// Calls of this side's owner that the state did not allow.
    package var refusedCalls: UInt64 = 0

    package init() {}
}

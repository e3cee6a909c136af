/// A rule of IEC 60870-5-104 that a peer may break without losing the connection. None unless it
/// is asked for: what is tolerated here hides lost APDUs and silent peers at others.
public enum PeerQuirk: String, Hashable, Sendable, CaseIterable {
    /// Its first I APDU of a connection may have N(S) = 1; 5.1 counts from 0.
    case firstNumberOne = "first-number-1"
    /// An outstation may send I APDUs after STARTDT act before its con, or without one (5.3): the
    /// first of them starts data transfer as the con would.
    case dataConfirmsStart = "data-confirms-start"
    /// It may leave out TESTFR con (5.2) when it sends any other APDU within t1.
    case anyAPDUAnswersTest = "any-apdu-answers-test"
}

extension PeerQuirk: CustomStringConvertible {
    /// The name in options and files.
    public var description: String { rawValue }
}

extension SessionError {
    /// The quirk with which this would not have ended the session.
    public var quirk: PeerQuirk? {
        switch code {
        case .sendNumber where offending == 1 && receiveState == 0: .firstNumberOne
        case .informationForbidden where phase == .pendingStarted: .dataConfirmsStart
        default: nil
        }
    }
}

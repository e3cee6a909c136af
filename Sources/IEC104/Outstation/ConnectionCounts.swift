public import IEC104Session

/// What happened to the connections of an outstation.
public struct ConnectionCounts: Hashable, Sendable {
    /// Connections that were accepted, those closed at once too.
    public internal(set) var accepted: UInt64 = 0
    /// Connections closed at once because there were too many.
    public internal(set) var refused: UInt64 = 0
    /// Ends by reason.
    public internal(set) var ends: [SessionError.Code: UInt64] = [:]
}

internal import IEC104Codec

/// Why a point has changed: the cause of transmission of its event. Measured values, counters and
/// events of protection equipment are spontaneous in any case, as their types have no other cause.
public enum ChangeSource: UInt8, Hashable, Sendable, CaseIterable {
    /// The process: cause 3.
    case process
    /// A command of a controlling station: cause 11, return information.
    case remote
    /// Somebody at the station: cause 12, return information.
    case local

    var cause: Cause {
        switch self {
        case .process: .spontaneous
        case .remote: .returnRemote
        case .local: .returnLocal
        }
    }
}

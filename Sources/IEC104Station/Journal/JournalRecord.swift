internal import IEC104Codec

/// What a journal is made of.
///
/// A file begins with a checkpoint, which is everything as it was: `file`, `group`, `event`,
/// `point`, `parameters`, `clock`, `cleared`, in any order, then `checkpoint`. What comes behind it happened later, and
/// replaces what it tells about again. Points are told by address and type, so that a changed point
/// list finds what is still there.
enum JournalRecord: Sendable {
    enum Kind: UInt8, Sendable {
        case file = 1, checkpoint, point, event, group, groupGone, cleared, reserved, end
        case parameters, clock
    }

    /// What the file is; the first record.
    struct File: Sendable, Equatable {
        var generation: UInt64
        /// Of the machine's start, to tell a crash of the process from one of the machine; 0 when it
        /// is not known.
        var boot: UInt64
        /// Of the points: their stations, addresses and types.
        var fingerprint: UInt64
        /// Whether nothing was sent, and no promise given, before it was on the disk.
        var isSyncedFirst: Bool
    }

    /// A point: its value, what was reported of it last, and its reading at the last freeze.
    struct Point: Sendable {
        var station: CommonAddress
        var address: ObjectAddress
        var type: TypeID
        var information: Information
        var reported: Float?
        var frozen: FrozenCounter?
    }

    /// What controlling stations, or the application, have made of the parameters of a point.
    struct Parameters: Sendable {
        var station: CommonAddress
        var address: ObjectAddress
        var type: TypeID
        var remoteKinds: UInt8
        var localKinds: UInt8
        var loadedKinds: UInt8
        var isCyclicStopped: Bool
        var values: ParameterValues
        var loaded: ParameterValues
    }

    /// A clock that was set.
    struct Clock: Sendable {
        /// `nil`: that of all stations, which replaces all before it.
        var station: CommonAddress?
        var state: StationClock.State
    }

    /// A group has got all events up to `position`, or lost them and counted that.
    struct Group: Sendable, Equatable {
        var position: UInt64
        var lost: UInt64
        /// The last event when this was so.
        var sequence: UInt64
    }

    /// Events with a time tag, up to `sequence`, that were cleared.
    struct Clearing: Sendable, Equatable {
        var owner: JournalOwner
        var stations: ClosedRange<CommonAddress>
        var sequence: UInt64
    }

    case file(File)
    /// The checkpoint is complete: the last event, how many events found no room in it, and the last
    /// one of these.
    case checkpoint(sequence: UInt64, omitted: UInt64, lastOmitted: UInt64)
    case point(Point)
    case parameters(Parameters)
    case clock(Clock)
    /// An event; whether its information became the value of the point.
    case event(EventRecord, isValue: Bool)
    case group(JournalOwner, Group)
    case groupGone(JournalOwner)
    case cleared(Clearing)
    /// Events up to this number may have been made before the next such record.
    case reserved(UInt64)
    /// The station was ended in order, and this was its last event.
    case end(UInt64)
}

/// Whose events they are, as a journal knows it: a letter for the kind of owner, and its name.
struct JournalOwner: Hashable, Sendable {
    let octets: [UInt8]
}

extension JournalOwner {
    private static let longest = 512

    init(_ owner: PeerIdentity?) {
        octets = owner.map { [UInt8(ascii: "P")] + $0.description.utf8.prefix(Self.longest) } ?? []
    }

    /// `nil` when it is of a kind that is not known.
    var owner: PeerIdentity?? {
        guard let kind = octets.first else { return .some(nil) }
        guard kind == UInt8(ascii: "P") else { return nil }
        return PeerIdentity(String(decoding: octets.dropFirst(), as: UTF8.self))
    }
}

public import IEC104Codec
public import IEC104Station

/// A value that came from an RTU of a fleet.
public struct FleetUpdate: Hashable, Sendable {
    /// The name of the RTU.
    public var rtu: String
    /// The value: its object has the time tag as it was sent, with its flags; `received` is when it
    /// arrived.
    public var update: PointUpdate
}

/// Something that happened to an RTU of a fleet, beside values.
public struct FleetEvent: Sendable {
    /// The name of the RTU.
    public var rtu: String
    /// When, in milliseconds since 1970-01-01T00:00 UTC.
    public var time: Int64
    /// What happened.
    public var kind: Kind

    /// What happened. A link is the place of its endpoint in the configuration, from 0 on.
    public enum Kind: Sendable {
        /// The RTU belongs to the fleet from now on.
        case added
        /// It does not any more.
        case removed
        /// A connection was made; data transfer is not started yet.
        case connected(link: Int, LinkStatus)
        /// A connection could not be made; the next attempt comes after the pause.
        case notConnected(link: Int, ConnectionFailure, pause: Duration?)
        /// Data transfer has begun.
        case started(link: Int)
        /// Data transfer was stopped; the connection stays.
        case stopped(link: Int)
        /// A connection has ended; the next attempt comes after the pause.
        case ended(link: Int, Disconnection, pause: Duration?)
        /// Data transfer has gone from one link to another.
        case switchedOver(from: Int, to: Int)
        /// A station says that it has initialized.
        case initialized(CommonAddress, COI)
        /// A request of the schedule has ended.
        case requestEnded(MasterRequest, RequestOrigin, Result<RequestOutcome, RequestError>)
        /// An ASDU cannot be read; it was acknowledged and dropped. Each kind of error is told at
        /// most once a minute.
        case malformed(DecodeError)
        /// Nothing was done with an ASDU, as of a type that is not known. Told for each type and
        /// reason when it comes first, then at most once a minute.
        case unexpected(UnexpectedASDU)
        /// So many events came again on the new link and were left out; told within a second, all
        /// that came until then together, and when the link ends.
        case repeatsDropped(Int)
        /// Its times are odd.
        case time(TimeFinding)
        /// What is known of its clock: when it was set, when its offset is known first after that,
        /// and every ten minutes while events come.
        case clock(ClockStatus)
    }
}

public import IEC104Station

/// The time of some connections of an outstation: their masters are told all times in it, and the
/// times that they send are read in it. Events keep the time of the station, and are told to each
/// master in its own.
public struct LinkClock: Hashable, Sendable {
    /// The time: `ZoneRule.utc`, a fixed offset, or a zone with SU in summer.
    public var zone: ZoneRule
    /// Which connections keep it: one of these is enough.
    public var members: [RedundancyGroup.Member]

    /// A time for these connections.
    public init(_ zone: ZoneRule, for members: [RedundancyGroup.Member]) {
        self.zone = zone
        self.members = members
    }
}

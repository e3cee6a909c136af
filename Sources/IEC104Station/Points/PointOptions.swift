/// How a point is reported.
public struct PointOptions: Hashable, Sendable {
    /// How a change is reported.
    public enum Events: UInt8, Hashable, Sendable, CaseIterable {
        /// With CP56Time2a (SOE). Kinds that have no tagged type are sent without.
        case timeTagged
        /// With CP24Time2a, as devices of IEC 60870-5-101 do.
        case shortTimeTagged
        /// Without time tag (COS).
        case untagged
        /// Without time tag, then with CP56Time2a.
        case both
        /// Not at all.
        case none
    }

    /// How a change is reported. Default: with CP56Time2a. Counters are never reported by a
    /// change: see `OutstationSettings.frozenCounters`.
    public var events: Events
    /// The part of the event buffer that its events use. Default: that of its kind of information.
    public var eventClass: EventClass?
    /// Measured values: a change is reported when it exceeds this, in the unit of the value (raw
    /// units for normalized ones), counted from the last reported value. Default 0: any change.
    public var deadband: Float
    /// Measured values: the deadband in percent, 0...100, of the range between `rangeLow` and
    /// `rangeHigh`, instead of `deadband`. Default: none.
    public var deadbandPercent: Float?
    /// The range that percents are of, in the unit of the value (raw units for normalized ones).
    public var rangeLow: Float?
    /// The upper end of the range, above the lower one.
    public var rangeHigh: Float?
    /// Measured values: the weight of the value before in each that is set, 0 up to 1 (not reached):
    /// an exponential filter. Default 0: none.
    public var smoothing: Float = 0
    /// Measured values: what is below has OV, and crossing it is an event, in the unit of the value
    /// (raw units for normalized ones). Default: none.
    public var lowLimit: Float?
    /// Measured values: what is above has OV, and crossing it is an event. Default: none.
    public var highLimit: Float?
    /// The interrogation groups, 1...16. Default: none.
    public var groups: GroupSet
    /// The counter group of an integrated total, 1...4. Default: none.
    public var counterGroup: UInt8?
    /// Measured values: sent with cause 1 this often, 10 ms at least. Default: not at all.
    public var cyclicPeriod: Duration?
    /// Sent with cause 2 this often, 10 ms at least. Default: not at all.
    public var backgroundPeriod: Duration?
    /// Whether the station interrogation reports it. Default true; counters are reported by the
    /// counter interrogation only.
    public var inStationInterrogation: Bool

    /// The defaults, unless given.
    public init(
        events: Events = .timeTagged, eventClass: EventClass? = nil, deadband: Float = 0,
        groups: GroupSet = [],
        counterGroup: UInt8? = nil, cyclicPeriod: Duration? = nil,
        backgroundPeriod: Duration? = nil, inStationInterrogation: Bool = true
    ) {
        self.events = events
        self.eventClass = eventClass
        self.deadband = deadband
        self.groups = groups
        self.counterGroup = counterGroup
        self.cyclicPeriod = cyclicPeriod
        self.backgroundPeriod = backgroundPeriod
        self.inStationInterrogation = inStationInterrogation
    }
}

/// Interrogation groups, 1...16. Written `[1, 3]`.
public struct GroupSet: Hashable, Sendable, ExpressibleByArrayLiteral {
    /// Bit n stands for group n + 1.
    public let rawValue: UInt16
    /// The groups whose bits are set.
    public init(rawValue: UInt16) { self.rawValue = rawValue }
    /// The groups of these numbers; numbers outside 1...16 are left out.
    public init(arrayLiteral groups: UInt8...) { self.init(groups) }
    /// The groups of these numbers; numbers outside 1...16 are left out.
    public init(_ groups: some Sequence<UInt8>) {
        rawValue = groups.reduce(0) { $0 | Self.bit($1) }
    }

    /// Whether it has the group of this number.
    public func contains(_ group: UInt8) -> Bool { rawValue & Self.bit(group) != 0 }

    static func bit(_ group: UInt8) -> UInt16 {
        (1...16).contains(group) ? 1 << UInt16(group - 1) : 0
    }
}

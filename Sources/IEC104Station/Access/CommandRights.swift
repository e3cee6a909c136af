public import IEC104Codec

/// What a controlling station may command.
public struct CommandRights: Hashable, Sendable {
    /// Objects of one station, or of all.
    public struct Objects: Hashable, Sendable {
        /// The station; `nil`: all.
        public var station: CommonAddress?
        /// Object addresses.
        public var addresses: ClosedRange<UInt32>

        /// Objects of a station.
        public init(
            station: CommonAddress? = nil, addresses: ClosedRange<UInt32> = 1...0xFF_FFFF
        ) {
            self.station = station
            self.addresses = addresses
        }

        func contains(_ address: ObjectAddress, _ other: CommonAddress) -> Bool {
            (station == nil || station == other) && addresses.contains(address.value)
        }
    }

    /// How many commands may come in a time: a bucket that holds `burst` commands and is filled by
    /// `perSecond`.
    public struct Rate: Hashable, Sendable {
        /// Commands a second, 0.001...1000000.
        public var perSecond: Double
        /// Commands at once, 1...1000000.
        public var burst: Int

        /// A rate; what is out of range is taken as the nearest allowed number.
        public init(perSecond: Double, burst: Int) {
            self.perSecond = perSecond.isNaN ? 1 : min(max(perSecond, 0.001), 1_000_000)
            self.burst = min(max(burst, 1), 1_000_000)
        }
    }

    /// Whether it may change nothing: commands, parameters, process resets, freezes of counters,
    /// clock synchronizations, files that it writes or deletes are refused.
    public var isReadOnly = false
    /// What it may command; `nil`: everything.
    public var objects: [Objects]?
    /// How fast; `nil`: as fast as it likes.
    public var rate: Rate?

    /// Everything is allowed.
    public init() {}

    /// Whether it may change something other than outputs: who may command nothing may not.
    var mayChangeStation: Bool { !isReadOnly && objects?.isEmpty != true }
}

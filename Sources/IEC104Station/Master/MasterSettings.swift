public import IEC104Codec

/// How a controlling station works on one link.
public struct MasterSettings: Equatable, Sendable {
    /// The originator address in what it sends, 0...255; 0 is the default.
    public var originator: UInt8
    /// Field sizes and private types.
    public var profile: Profile
    /// The stations behind the link, where they are known: a request to all of them has ended when
    /// each of these has answered. Empty: when no other has answered for `answerGap`.
    public var stations: [CommonAddress]
    /// What is asked after each STARTDT con, one after the other, and again of a station that says
    /// that it has initialized (M_EI_NA_1).
    public var startRequests: [MasterRequest]
    /// Whether a station that has initialized is asked the `startRequests` again.
    public var repeatsAfterInitialization: Bool
    /// How long each step of a request may take.
    public var timeouts: RequestTimeouts
    /// After the last answer to a request to all stations, how long others may take to answer;
    /// after an answer that does not fit, or a termination before the confirmation, how long the
    /// right one may take; after a file or a directory was given up, how long the next one waits for
    /// answers to it. Default 2 s.
    public var answerGap: Duration
    /// How many requests that are no commands may be under way at a time; the others wait. At
    /// least 1.
    public var parallelRequests: Int
    /// How many requests may wait or be under way; another one is refused. At least 1.
    public var maximumRequests: Int
    /// What the stations' clocks show less UTC: zero when they run on UTC.
    public var clockOffset: Duration
    /// SU of the times that are sent.
    public var isSummerTime: Bool
    /// The zone whose time the stations' clocks show, with its summer time; then `clockOffset` and
    /// `isSummerTime` say nothing. Default `nil`.
    public var zone: ZoneRule?
    /// Whether an interrogation or a selection is deactivated when its request is given up.
    public var deactivatesWhenGivenUp: Bool
    /// How files are transferred.
    public var files = FileSettings()

    /// The defaults: nothing is asked by itself.
    public init(
        originator: UInt8 = 0, profile: Profile = .standard, stations: [CommonAddress] = [],
        startRequests: [MasterRequest] = [], repeatsAfterInitialization: Bool = true,
        timeouts: RequestTimeouts = RequestTimeouts(), answerGap: Duration = .seconds(2),
        parallelRequests: Int = 16, maximumRequests: Int = 1024, clockOffset: Duration = .zero,
        isSummerTime: Bool = false, deactivatesWhenGivenUp: Bool = true
    ) {
        self.originator = originator
        self.profile = profile
        self.stations = stations
        self.startRequests = startRequests
        self.repeatsAfterInitialization = repeatsAfterInitialization
        self.timeouts = timeouts
        self.answerGap = answerGap
        self.parallelRequests = parallelRequests
        self.maximumRequests = maximumRequests
        self.clockOffset = clockOffset
        self.isSummerTime = isSummerTime
        self.deactivatesWhenGivenUp = deactivatesWhenGivenUp
    }

    /// What most masters do after a start, for each of `stations`: set the clock, then ask for all
    /// values, then for the counters.
    public static func usualStartRequests(
        stations: [CommonAddress], clock: Bool = true, interrogation: Bool = true,
        counters: Bool = false
    ) -> [MasterRequest] {
        var requests: [MasterRequest] = []
        for station in stations {
            if clock { requests.append(.clockSynchronization(station: station, time: nil)) }
            if interrogation { requests.append(.interrogation(station: station, .station)) }
            if counters { requests.append(.counterInterrogation(station: station, .general)) }
        }
        return requests
    }
}

/// How long each step of a request may take.
public struct RequestTimeouts: Hashable, Sendable {
    /// A command that could not be sent for so long is given up, as it would act late. Default
    /// 10 s.
    public var sending: Duration
    /// From sending to the confirmation, or to the value that was read. Default 10 s.
    public var confirmation: Duration
    /// From the confirmation to the termination; of an interrogation, from one answer to the next.
    /// Default 60 s.
    public var termination: Duration
    /// The most that a request may take, from its submission, however much is answered. Default
    /// one hour.
    public var total: Duration

    /// The defaults, unless given.
    public init(
        sending: Duration = .seconds(10), confirmation: Duration = .seconds(10),
        termination: Duration = .seconds(60), total: Duration = .seconds(3600)
    ) {
        self.sending = sending
        self.confirmation = confirmation
        self.termination = termination
        self.total = total
    }
}

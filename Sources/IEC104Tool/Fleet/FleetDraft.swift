import IEC104

/// What a file says of an RTU, before it is known whether all of it goes together.
struct FleetDraft {
    /// Parameters, reconnection and what else is taken as it is.
    var configuration = RTUConfiguration("", endpoints: [])
    /// `nil`: those of the point list, else all.
    var stations: [CommonAddress]?
    var originator = 0
    var causeSize = 2
    var stationSize = 2
    var addressSize = 3
    /// As `--private` has them.
    var privateTypes: [String] = []
    var zone: ZoneRule?
    /// The name of its list.
    var points: String?
    var allowed = AllowRules.none
    var start: [RequestForm] = []
    var schedule: [TaskForm] = []
    /// Where the members stand that were given, by path without the RTU.
    var places: [String: Int] = [:]
    /// The RTU in the file: `rtus[3]`, and where it stands.
    var path = "defaults"
    var offset = 0
    /// Whether something is wrong that further checks would tell again.
    var isWrong = false

    /// What is asked by itself, of each station of the RTU.
    enum RequestForm: Hashable {
        case interrogation(QOI)
        case counters(QCC)
        case clock
        case test(isTimeTagged: Bool)
        case read([ObjectAddress])

        /// Whether all stations may be asked at once.
        var allowsAll: Bool {
            switch self {
            case .interrogation, .counters, .clock: true
            case .test, .read: false
            }
        }

        /// How many requests of a station it is.
        var count: Int {
            if case .read(let addresses) = self { addresses.count } else { 1 }
        }

        func requests(_ station: CommonAddress) -> [MasterRequest] {
            switch self {
            case .interrogation(let qualifier):
                [.interrogation(station: station, qualifier)]
            case .counters(let qualifier): [.counterInterrogation(station: station, qualifier)]
            case .clock: [.clockSynchronization(station: station, time: nil)]
            case .test(let isTimeTagged): [.test(station: station, isTimeTagged: isTimeTagged)]
            case .read(let addresses): addresses.map { .read(station: station, $0) }
            }
        }
    }

    struct TaskForm: Hashable {
        var requests: [RequestForm]
        var atStart = false
        var daily: [Duration] = []
        var period: Duration?
        /// `nil`: those of the RTU.
        var stations: [CommonAddress]?
        var offset: Int
        /// Such as `rtus[3].schedule[0]`.
        var path: String

        /// Of one station: what fails there leaves the others alone.
        func task(_ station: CommonAddress) -> ScheduledTask {
            ScheduledTask(
                requests.flatMap { $0.requests(station) }, runsAtStart: atStart, period: period,
                daily: daily)
        }
    }
}

// MARK: Members
extension FleetDraft {
    typealias Field<Value> = WritableKeyPath<FleetDraft, Value> & Sendable

    /// What a member is, and where it goes.
    enum Member: Sendable {
        case whole(any Field<Int>, ClosedRange<Int64>)
        case number(any Field<Double>, ClosedRange<Double>)
        case flag(any Field<Bool>)
        /// Milliseconds.
        case time(any Field<Duration>, ClosedRange<Int64>)
    }

    /// The objects within an RTU whose members are scalars. `profile`, `time` have others besides.
    static let sections: [(name: String, members: [(name: String, member: Member)])] = [
        (
            "links",
            [
                ("k", .whole(\.configuration.master.parameters.k, 1...32767)),
                ("w", .whole(\.configuration.master.parameters.w, 1...32767)),
                ("t0", .time(\.configuration.master.parameters.t0, 1000...255_000)),
                ("t1", .time(\.configuration.master.parameters.t1, 1000...255_000)),
                ("t2", .time(\.configuration.master.parameters.t2, 1000...255_000)),
                ("t3", .time(\.configuration.master.parameters.t3, 1000...172_800_000)),
                ("sendingRestartsT3", .flag(\.configuration.master.parameters.sendingRestartsT3)),
                ("startsTransfer", .flag(\.configuration.master.startsTransfer)),
                ("closesOnMalformed", .flag(\.configuration.master.closesOnMalformed)),
            ]
        ),
        (
            "profile",
            [
                ("causeSize", .whole(\.causeSize, 1...2)),
                ("commonAddressSize", .whole(\.stationSize, 1...2)),
                ("objectAddressSize", .whole(\.addressSize, 1...3)),
            ]
        ),
        (
            "requests",
            [
                ("sending", .time(\.configuration.master.settings.timeouts.sending, request)),
                (
                    "confirmation",
                    .time(\.configuration.master.settings.timeouts.confirmation, request)
                ),
                (
                    "termination",
                    .time(\.configuration.master.settings.timeouts.termination, request)
                ),
                ("total", .time(\.configuration.master.settings.timeouts.total, request)),
                ("answerGap", .time(\.configuration.master.settings.answerGap, request)),
                ("parallel", .whole(\.configuration.master.settings.parallelRequests, 1...1000)),
                ("most", .whole(\.configuration.master.settings.maximumRequests, 1...1_000_000)),
                ("mostValues", .whole(\.configuration.master.maximumValues, 1...100_000_000)),
                (
                    "deactivatesWhenGivenUp",
                    .flag(\.configuration.master.settings.deactivatesWhenGivenUp)
                ),
                (
                    "repeatsAfterInitialization",
                    .flag(\.configuration.master.settings.repeatsAfterInitialization)
                ),
            ]
        ),
        (
            "files",
            [
                ("timeout", .time(\.configuration.master.settings.files.timeout, 100...3_600_000)),
                (
                    "sectionLength",
                    .whole(\.configuration.master.settings.files.sectionLength, 1...16_777_215)
                ),
                (
                    "sectionAttempts",
                    .whole(\.configuration.master.settings.files.sectionAttempts, 1...100)
                ),
                (
                    "maximumLength",
                    .whole(\.configuration.master.settings.files.maximumLength, 0...16_777_215)
                ),
                (
                    "maximumTransfers",
                    .whole(\.configuration.master.settings.files.maximumTransfers, 1...1000)
                ),
                ("share", .whole(\.configuration.master.settings.files.share, 1...1000)),
                (
                    "maximumEntries",
                    .whole(\.configuration.master.settings.files.maximumEntries, 1...65535)
                ),
            ]
        ),
        ("time", [("tolerance", .time(\.configuration.clockTolerance, 1...86_400_000))]),
        (
            "reconnect",
            [
                ("first", .time(\.configuration.master.reconnection.first, 0...86_400_000)),
                ("longest", .time(\.configuration.master.reconnection.longest, 0...86_400_000)),
                ("factor", .number(\.configuration.master.reconnection.factor, 1...1000)),
                ("jitter", .number(\.configuration.master.reconnection.jitter, 0...1)),
            ]
        ),
    ]

    private static let request: ClosedRange<Int64> = 10...86_400_000

    /// The members that are neither sections nor scalars.
    static let others = ["stations", "originator", "start", "schedule", "dropsRepeats", "allow"]
    /// Those that `defaults` cannot have.
    static let own = ["name", "address", "addresses", "points"]
}

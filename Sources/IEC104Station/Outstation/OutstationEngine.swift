package import IEC104Codec
package import IEC104Session

/// The controlled station as a value without a clock or a socket: time is an argument, ASDUs are
/// given with `receive` and pulled with `next`, and `deadline` says when to call `timeout`.
///
/// One turn of its owner:
///
///     link made:        open          STARTDT confirmed:  started
///     ASDU received:    receive       N(R) received:      confirmed(_:through:)
///     transfer ended:   stopped       connection gone:    closed
///     may write:        while the session may transmit, next(for:into:at:)
///     application:      set, answer; nextRequest until nil
///
/// What a peer sends never traps. Memory is bounded: events by their capacity for each group,
/// answers by that of a queue for each link, commands by a setting, interrogations by a number for
/// each link.
package struct OutstationEngine: Sendable {
    /// What has happened so far.
    package internal(set) var statistics = OutstationStatistics()

    var image: ProcessImage
    let limits: OutstationLimits
    var clocks: StationClocks
    /// Whether they were set, here or before the last start.
    var hasSetClocks = false
    /// Of links that keep another time than the station.
    var linkTimes: [LinkTime] = []

    var links: [OutstationLink] = []
    var freeSlots: [Int] = []
    var groups: [EventGroup]
    /// Who displaced whom, of each redundancy group where that has happened.
    var rivalries: [PeerIdentity: Rivalry] = [:]
    /// Of the last event.
    var sequence: UInt64 = 0
    /// No event before this one can make all groups together have too many.
    var budgetCheck: UInt64 = 0
    /// The points that tell of lost events, whether they do, and how many they have counted.
    let lossPoints: [PointID]
    var tellsLosses = false
    var lossesTold: UInt64 = 0
    /// When they are to be looked at.
    var lossDeadline = Instant.never

    var parameters = ParameterTable()

    var commandStates: [CommandState]
    var selections: [Reservation] = []
    var pending: [UInt64: PendingCommand] = [:]
    var pulses: [Pulse] = []
    var lastRequest: UInt64 = 0
    var files = FileTransfers()
    var requests = Ring<ApplicationRequest>()
    /// Most notices that wait for the application.
    static let mostNotices = 4096

    /// Not after the first selection ends, and the first command goes unanswered.
    var selectionDeadline = Instant.never
    var answerDeadline = Instant.never
    /// Not after the first pulse ends.
    var pulseDeadline = Instant.never
    /// When each scan is due, while a link is started.
    var scanDeadlines: [Instant]
    var scanDeadline = Instant.never
    var startedLinks = 0
    /// When counters are frozen by schedule, and how many periods had begun.
    var counterDeadline = Instant.never
    var counterPeriod: Int64?
    /// How each station was initialized last.
    var initializations: [COI]
    /// How many links were ever started.
    var lastStart: UInt64 = 0

    /// What a journal is told; `nil` without one.
    var journal: EngineJournal?
    /// Events from this number on wait for the disk.
    var firstHeld = UInt64.max

    /// How fast hosts have commanded.
    var rates = CommandRates()
    /// Who tries addresses.
    var sweeps: SweepWatch

    /// How often links got something to send otherwise than by an event.
    var otherOutputs: UInt64 = 0

    /// Where answers are written before they are queued.
    var scratch = [UInt8](repeating: 0, count: APDU.maximumASDULength)

    /// An outstation with the points of a table.
    ///
    /// - Parameter groups: the names of the redundancy groups, none twice and none that of a host.
    package init(
        points: PointTable, settings: OutstationSettings = OutstationSettings(),
        redundancyGroups: [PeerIdentity] = []
    ) {
        limits = OutstationLimits(settings, redundancyGroups: redundancyGroups.count)
        image = ProcessImage(points, profile: limits.profile)
        sweeps = SweepWatch(
            threshold: min(max(settings.sweepThreshold, 0), 10_000), window: 60_000_000_000)
        clocks = StationClocks(
            StationClock(
                offset: settings.clockOffset, isSummerTime: settings.isSummerTime,
                policy: limits.clockPolicy))
        commandStates = [CommandState](repeating: CommandState(), count: image.commands.count)
        scanDeadlines = [Instant](repeating: .never, count: image.scans.count)
        initializations = [COI](repeating: .localPowerOn, count: image.stations.count)
        lossPoints = settings.eventsLostPoints
        groups = []
        // Without redundancy groups, the first station takes what was collected before any came.
        let owners: [PeerIdentity?] = redundancyGroups.isEmpty ? [nil] : redundancyGroups
        for owner in owners {
            groups.append(
                EventGroup(
                    owner: owner, isConfigured: owner != nil, capacity: limits.eventCapacity,
                    initializations: StationSet(image.reachableStations),
                    at: Instant(nanoseconds: .min)))
        }
        addParameters(points.parameters)
        for point in lossPoints {
            if let place = image.place(of: point) { image.prioritize(place) }
        }
    }

    /// The first moment at which `timeout` has something to do.
    package var deadline: Instant {
        min(
            min(selectionDeadline, answerDeadline, scanDeadline, pulseDeadline, counterDeadline),
            lossDeadline, files.deadline)
    }

    /// Does what is due.
    package mutating func timeout(at now: Moment) {
        if selectionDeadline <= now.instant { endSelections(at: now) }
        if pulseDeadline <= now.instant { endPulses(at: now) }
        if answerDeadline <= now.instant { refuseUnanswered(at: now) }
        if scanDeadline <= now.instant { startScans(at: now) }
        if lossDeadline <= now.instant { tellLosses(at: now) }
        if counterDeadline <= now.instant { followCounterSchedule(at: now) }
        if files.deadline <= now.instant { endFiles(at: now) }
    }

    /// What waits for the application, oldest first.
    package mutating func nextRequest() -> ApplicationRequest? {
        guard !requests.isEmpty else { return nil }
        let request = requests.first
        requests.removeFirst()
        return request
    }

    /// Tells the application; forgotten when it does not listen.
    mutating func notify(_ request: ApplicationRequest) {
        if requests.count < Self.mostNotices { requests.append(request) }
    }

    /// The event buffers.
    package var eventGroups: [EventGroupStatus] { groups.map(\.status) }

    /// Changes when links may have got something to send that they have not asked for: events, ends
    /// of initialization, scans. Their owner then looks at `hasOutput` of each.
    package var outputs: UInt64 { statistics.events &+ otherOutputs }

    /// The clock of a station, or of the first one: milliseconds since 1970.
    package func clock(of station: CommonAddress? = nil, at now: Moment) -> Int64 {
        clocks[station.flatMap { image.station($0) } ?? 0].time(now)
    }

    /// The time tag that an event of a station, or of the first one, gets now.
    package mutating func tag(of station: CommonAddress? = nil, at now: Moment) -> CP56Time2a {
        clocks.tag(station: station.flatMap { image.station($0) } ?? 0, now)
    }

    /// The time tag that an event of a point gets now.
    @inline(__always)
    mutating func tag(_ place: Int, at now: Moment) -> CP56Time2a {
        clocks.areSeparate ? ownTag(place, at: now) : clocks.tag(now)
    }

    @inline(never)
    private mutating func ownTag(_ place: Int, at now: Moment) -> CP56Time2a {
        clocks.tag(station: image.station(image.definitions[place].station) ?? 0, now)
    }

    /// The stations, in the order of their addresses.
    package var stations: [CommonAddress] { image.stations.map(\.address) }
}

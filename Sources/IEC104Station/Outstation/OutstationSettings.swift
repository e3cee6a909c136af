public import IEC104Codec

/// How an outstation behaves. What is out of range is taken as the nearest allowed value.
public struct OutstationSettings: Sendable {
    /// What a second interrogation does while the same one runs on the link.
    public enum RepeatedInterrogation: UInt8, Hashable, Sendable, CaseIterable {
        /// It gets a negative act con.
        case refuse
        /// It is confirmed and the running one begins again.
        case restart
    }

    /// How frozen counters are reported.
    public enum FrozenCounters: UInt8, Hashable, Sendable, CaseIterable {
        /// When a counter interrogation asks: modes B and C.
        case whenAsked
        /// As events when they are frozen, and when asked: modes A and D.
        case spontaneously
    }

    /// What a STARTDT act does while another connection of the same redundancy group is started.
    public enum SecondStart: UInt8, Hashable, Sendable, CaseIterable {
        /// It takes the transfer over, and the other connection is closed.
        case closeOld
        /// It takes the transfer over, and the other connection stays, stopped: nothing more is sent
        /// there until it is started again.
        case stopOld
        /// It gets no con, and its connection is closed.
        case refuse
    }

    /// Field sizes and private types. Default: those of the standard.
    public var profile = Profile.standard
    /// Whether runs of consecutive addresses are sent with SQ = 1 in answers to interrogations.
    /// Default true.
    public var sequences = true
    /// Events each group holds.
    public var eventCapacity = EventCapacity()
    /// Most events in all groups together, 48 octets each and up to twice that while a buffer grows;
    /// at least those of one group, and of each redundancy group. More push out the oldest of the
    /// group that has most, measured values first, redundancy groups last. Default 1,000,000.
    public var maximumEvents = 1_000_000
    /// Points that tell of events that were pushed out: single and double points are on while events
    /// are lost, others (scaled, short floating point, bit string, integrated total) count them.
    /// They change by themselves, and their events cannot be pushed out by others. Default: none.
    public var eventsLostPoints: [PointID] = []
    /// Most events in one ASDU, 1...127. Default 127: as many as fit.
    public var maximumObjectsPerEventASDU = 127
    /// How many event ASDUs go before one of a running interrogation or scan, 1...1000. Default 4.
    public var eventShare = 4
    /// How many groups of absent controlling stations are remembered, 1...1000. Default 16.
    public var maximumIdleGroups = 16
    /// Default: the old connection is closed.
    public var secondStart = SecondStart.closeOld
    /// So many connections of a redundancy group displaced within `fightTime` are a fight of its
    /// masters, which is told; 2...100. Default 4.
    public var fightSwitches = 4
    /// 1 s...24 h. Default 2 min.
    public var fightTime = Duration.seconds(120)
    /// Whether a fight is damped: while it is on, a second STARTDT is refused. Default false.
    public var dampsFights = false
    /// Default: refuse.
    public var repeatedInterrogation = RepeatedInterrogation.refuse
    /// Default: when asked.
    public var frozenCounters = FrozenCounters.whenAsked
    /// Whether counters are reported with the time of their freeze, M_IT_TB_1: asked for, and of
    /// their own accord. Default false: M_IT_NA_1 when asked for, as the point says otherwise.
    public var timeTaggedCounters = false
    /// Whether a counter interrogation may freeze and reset counters: modes C and D. Default true;
    /// else that gets a negative act con, as in modes A and B.
    public var acceptsFreeze = true
    /// When the station freezes its counters by itself: modes A and B. Default `nil`: when the
    /// application does.
    public var counterSchedule: CounterSchedule?
    /// The reading after which a counter begins at zero again, 1...2147483647; those of decimal
    /// counters end at 999999999. Default 2147483647.
    public var largestReading = Int32.max
    /// Which parameters of measured values (types 110...112) interrogations report.
    public enum ReportedParameters: UInt8, Hashable, Sendable, CaseIterable {
        /// None.
        case never
        /// Those that controlling stations have loaded.
        case loaded
        /// All that are in operation, those of the point table too.
        case all
    }
    /// Whether parameters of measured values (types 110...113) are taken over. Default true; else
    /// they get a negative act con.
    public var acceptsParameters = true
    /// Which parameters interrogations report. Default: those that were loaded.
    public var reportedParameters = ReportedParameters.loaded
    /// Whether a clock synchronization sets the clock of the station. Default true; else it gets a
    /// negative act con.
    public var acceptsClock = true
    /// Whether a process reset is confirmed. Default true; else it gets a negative act con.
    public var acceptsReset = true
    /// What the clock of the station shows ahead of UTC. Default zero.
    public var clockOffset = Duration.zero
    /// The zone whose local time the clock shows, on top of `clockOffset`, with SU in summer. Then
    /// times of masters are local times of that zone too, whether they set SU or not; SU is looked at
    /// only in the hour that comes twice. Default `nil`: what masters send is shown, with their SU.
    public var zone: ZoneRule?
    /// How much too fast the clock runs between synchronizations, in parts per million; -100000...
    /// 100000. Default 0.
    public var clockDrift = 0.0
    /// Whether time tags are invalid (IV) until the first clock synchronization. Default false.
    public var invalidUntilSynchronized = false
    /// How long a synchronization holds until time tags are invalid again, if they are before the
    /// first one; 1 s...48 h. Default `nil`: for ever.
    public var synchronizationValidity: Duration?
    /// Whether that is summer time: SU in time tags. Default false; each clock synchronization brings
    /// its own. A time with SU = 1 is taken as an hour ahead of the same time without.
    public var isSummerTime = false
    /// Whether the application answers commands. Default false: each is accepted, and sets its
    /// point.
    public var handlesCommands = false
    /// The length of a short pulse (QU 1) of commands that do not say it themselves, 1 ms...1 h.
    /// Default 0.5 s.
    public var shortPulse = Duration.milliseconds(500)
    /// The length of a long pulse (QU 2), 1 ms...1 h. Default 2 s.
    public var longPulse = Duration.seconds(2)
    /// When commands are ended with act term that do not say it themselves. Default: when their
    /// execution has ended.
    public var termination = CommandOptions.Termination.afterExecution
    /// Whether states that a command has changed are reported with cause 11, return information.
    /// Default true; else with cause 3.
    public var returnsInformation = true
    /// How long a selection lasts, 100 ms...1 h. Default 10 s.
    public var selectTimeout = Duration.seconds(10)
    /// How far the time tag of a command may be from the clock of the station, either way;
    /// 1 ms...48 h. Default 10 s.
    public var commandDelay = Duration.seconds(10)
    /// How long the application may take to answer a command until it is refused, 100 ms...1 h.
    /// Default 30 s.
    public var answerTimeout = Duration.seconds(30)
    /// How long an execution that the application has accepted as running may take until it is given
    /// up and terminated, 1 s...48 h. Default 1 h.
    public var maximumRunningTime = Duration.seconds(3600)
    /// Most commands that wait for the application or run, 1...100000. Default 1000; more are
    /// refused.
    public var maximumCommands = 1000

    /// Whether there is a store of files. Default false: types 120...127 are mirrored with cause 44.
    /// An `Outstation` sets it itself.
    public var servesFiles = false
    /// How files are transferred.
    public var files = FileSettings()

    /// Whether points of a kind can be `eventsLostPoints`.
    public static func canTellLosses(_ kind: Information.Kind) -> Bool {
        switch kind {
        case .singlePoint, .doublePoint, .scaled, .shortFloat, .bitString, .integratedTotal: true
        default: false
        }
    }

    /// So many different stations and objects that do not exist, asked for by one host within a
    /// minute, are reported as a sweep of addresses, 0...10000. Default 20; 0: never.
    public var sweepThreshold = 20
    /// Whether what becomes of commands is recorded for an audit; set by `Outstation` when it has an
    /// auditor.
    package var recordsCommands = false

    /// The defaults.
    public init() {}
}

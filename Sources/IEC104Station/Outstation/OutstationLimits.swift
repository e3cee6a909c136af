internal import IEC104Codec

/// Settings as the engine uses them: in range, times in nanoseconds or milliseconds.
struct OutstationLimits: Sendable {
    let profile: Profile
    let sequences: Bool
    let eventCapacity: EventCapacity
    let events: Int
    let objectsPerEventASDU: Int
    let eventShare: Int
    let idleGroups: Int
    let secondStart: OutstationSettings.SecondStart
    let fightSwitches: Int
    let fightTime: Int64
    let dampsFights: Bool
    let restartsInterrogations: Bool
    let reportsFrozenCounters: Bool
    let timeTaggedCounters: Bool
    let acceptsFreeze: Bool
    let counterSchedule: CounterSchedule?
    let largestReading: Int32
    let acceptsParameters: Bool
    let reportedParameters: OutstationSettings.ReportedParameters
    let clockPolicy: ClockPolicy
    let acceptsClock: Bool
    let acceptsReset: Bool
    let handlesCommands: Bool
    let recordsCommands: Bool
    let shortPulse: Int64
    let longPulse: Int64
    let termination: CommandOptions.Termination
    let returnsInformation: Bool
    let selectTimeout: Int64
    let answerTimeout: Int64
    let runningTime: Int64
    /// Milliseconds.
    let commandDelay: Int64
    let commands: Int

    let files: FileLimits
    let servesFiles: Bool

    init(_ settings: OutstationSettings, redundancyGroups: Int) {
        profile = settings.profile
        files = FileLimits(settings.files, settings.profile)
        servesFiles = settings.servesFiles
        sequences = settings.sequences
        eventCapacity = settings.eventCapacity
        events = max(
            min(settings.maximumEvents, 1 << 32),
            settings.eventCapacity.total * max(1, redundancyGroups))
        objectsPerEventASDU = min(max(settings.maximumObjectsPerEventASDU, 1), 127)
        eventShare = min(max(settings.eventShare, 1), 1000)
        idleGroups = min(max(settings.maximumIdleGroups, 1), 1000)
        secondStart = settings.secondStart
        fightSwitches = min(max(settings.fightSwitches, 2), 100)
        fightTime = Self.nanoseconds(settings.fightTime, .seconds(1), .seconds(24 * 3600))
        dampsFights = settings.dampsFights
        restartsInterrogations = settings.repeatedInterrogation == .restart
        reportsFrozenCounters = settings.frozenCounters == .spontaneously
        timeTaggedCounters = settings.timeTaggedCounters
        acceptsFreeze = settings.acceptsFreeze
        counterSchedule = settings.counterSchedule
        largestReading = max(settings.largestReading, 1)
        acceptsParameters = settings.acceptsParameters
        reportedParameters = settings.reportedParameters
        let drift = settings.clockDrift
        clockPolicy = ClockPolicy(
            zone: settings.zone?.bounded,
            base: Self.base(settings),
            drift: drift.isFinite ? min(max(drift, -100_000), 100_000) / 1e6 : 0,
            isInvalidUntilSynchronized: settings.invalidUntilSynchronized,
            validity: settings.synchronizationValidity.map {
                Self.nanoseconds($0, .seconds(1), .seconds(48 * 3600))
            })
        acceptsClock = settings.acceptsClock
        acceptsReset = settings.acceptsReset
        handlesCommands = settings.handlesCommands
        recordsCommands = settings.recordsCommands
        shortPulse = Self.nanoseconds(settings.shortPulse, .milliseconds(1))
        longPulse = Self.nanoseconds(settings.longPulse, .milliseconds(1))
        termination = settings.termination
        returnsInformation = settings.returnsInformation
        selectTimeout = Self.nanoseconds(settings.selectTimeout, .milliseconds(100))
        answerTimeout = Self.nanoseconds(settings.answerTimeout, .milliseconds(100))
        runningTime = Self.nanoseconds(
            settings.maximumRunningTime, .seconds(1), .seconds(48 * 3600))
        commandDelay =
            Self.nanoseconds(settings.commandDelay, .milliseconds(1), .seconds(48 * 3600))
            / 1_000_000
        commands = min(max(settings.maximumCommands, 1), 100_000)
    }

    /// The offset of a clock without zone that shows local time, in whole minutes; what is no offset
    /// of a zone is a clock that is wrong.
    private static func base(_ settings: OutstationSettings) -> Int64 {
        let seconds = settings.clockOffset.components.seconds
        guard (-54_000...54_000).contains(seconds) else { return 0 }
        return seconds / 60 * 60_000 - (settings.isSummerTime ? 3_600_000 : 0)
    }

    private static func nanoseconds(
        _ time: Duration, _ least: Duration, _ most: Duration = .seconds(3600)
    ) -> Int64 {
        time.clamped(to: least...most).wholeNanoseconds
    }
}

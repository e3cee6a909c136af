package import IEC104Codec

/// What the time tags of one RTU tell of its clock: its offset, its drift, and what is odd.
package struct ClockWatch: Sendable {
    private let clock: FieldClock
    /// What is no finding yet, in milliseconds.
    private let tolerance: Int64

    /// The least age of an event in the present window: the clock's offset and the shortest way.
    private var least: Int64?
    private var windowStart: Int64 = 0
    private var samples = 0
    private var firstOffset: (wall: Int64, offset: Int64)?
    /// The last tag of each point, in UTC.
    private var lastTags: [UInt64: Int64] = [:]
    private var told: [TimeFinding.Kind: Int64] = [:]
    private var summerTags = 0

    /// When the offset was told last.
    private var offsetTold: Int64?

    /// What is known.
    package private(set) var status = ClockStatus()
    /// Whether something is known that was not taken with `takeNews`.
    package private(set) var hasNews = false

    private static let window: Int64 = 10_000
    private static let minute: Int64 = 60_000
    private static let mostPoints = 65_536
    /// The same finding is told again after so long, or when its number has changed.
    private static let repetition: Int64 = 3_600_000
    /// The offset is told again after so long.
    private static let newsPeriod = 10 * minute

    /// - Parameters:
    ///   - clock: what the RTU's clock should show.
    ///   - tolerance: how far it may be off.
    package init(clock: FieldClock = FieldClock(), tolerance: Duration = .seconds(2)) {
        self.clock = clock
        self.tolerance = max(tolerance.wholeNanoseconds / 1_000_000, 1)
    }

    /// What is known, to be told: after the first offset since the clock was set, after it was set,
    /// and every ten minutes while events come.
    package mutating func takeNews() -> ClockStatus {
        hasNews = false
        return status
    }

    /// Events have arrived at `wall`, milliseconds since 1970 UTC; what is odd.
    package mutating func receive(
        _ header: ASDUHeader, _ objects: Span<InformationObject>, at wall: Int64
    ) -> [TimeFinding] {
        guard header.cause.cause == .spontaneous else { return [] }
        var findings: [TimeFinding] = []
        for index in objects.indices {
            let object = objects[index]
            guard case .cp56(let tag) = object.timeTag else { continue }
            status.tagged &+= 1
            guard let local = tag.millisecondsSince1970 else {
                tell(.impossible, 0, header.commonAddress, object, wall, &findings)
                continue
            }
            guard !tag.isInvalid else {
                tell(.invalid, 0, header.commonAddress, object, wall, &findings)
                continue
            }
            if tag.isSummerTime { summerTags &+= 1 }
            let utc = clock.utc(local, isSummerTime: tag.isSummerTime)
            note(age: wall &- utc, at: wall)
            let key = UInt64(header.commonAddress.value) << 32 | UInt64(object.address.value)
            if let last = lastTags[key], utc < last {
                tell(.olderThanLast, last &- utc, header.commonAddress, object, wall, &findings)
            }
            if lastTags[key] != nil || lastTags.count < Self.mostPoints { lastTags[key] = utc }
        }
        judge(header, wall, &findings)
        return findings
    }

    /// The station has told what its clock showed when it was set.
    package mutating func synchronized(
        before: CP56Time2a?, station: CommonAddress, at wall: Int64
    ) -> [TimeFinding] {
        status.lastSynchronization = wall
        status.offsetAtSynchronization = nil
        restart()
        hasNews = true
        guard let before, !before.isInvalid, let local = before.millisecondsSince1970 else {
            return []
        }
        let offset = clock.utc(local, isSummerTime: before.isSummerTime) &- wall
        status.offsetAtSynchronization = offset
        var findings: [TimeFinding] = []
        if offset.magnitude > UInt64(tolerance) {
            tell(.clockOff, offset, station, nil, wall, &findings)
        }
        return findings
    }

    private mutating func restart() {
        least = nil
        samples = 0
        firstOffset = nil
        // That of the clock as it was.
        status.offset = nil
        offsetTold = nil
        told = [:]
    }

    private mutating func note(age: Int64, at wall: Int64) {
        status.eventAge = age
        if samples == 0 { windowStart = wall }
        samples &+= 1
        least = min(least ?? age, age)
    }

    /// Tells at the end of a window what its least age says. Old events come after an outage, so
    /// that a clock is held to be slow only when nothing fresh has come.
    private mutating func judge(
        _ header: ASDUHeader, _ wall: Int64, _ findings: inout [TimeFinding]
    ) {
        guard let least else { return }
        // An event of the future tells by itself.
        guard -least > tolerance || samples >= 3 && wall &- windowStart >= Self.window else {
            return
        }
        let offset = -least
        status.offset = offset
        // A wall clock that was set back is no reason to be silent.
        if offsetTold.map({ wall &- $0 >= Self.newsPeriod || wall < $0 }) ?? true {
            offsetTold = wall
            hasNews = true
        }
        if let firstOffset, wall &- firstOffset.wall >= 10 * Self.minute {
            status.drift =
                Double(offset &- firstOffset.offset) / Double(wall &- firstOffset.wall) * 1e6
        } else if firstOffset == nil {
            firstOffset = (wall, offset)
        }
        samples = 0
        self.least = nil
        let hasSummer = summerTags > 0
        summerTags = 0
        guard offset.magnitude > UInt64(tolerance) else { return }
        // Clocks of zones differ by quarters of an hour, 14 hours at most.
        let quarter = 15 * Self.minute
        let zone = (offset + (offset < 0 ? -quarter : quarter) / 2) / quarter * quarter
        let isZone =
            zone != 0 && zone.magnitude <= UInt64(14 * 60 * Self.minute)
            && (offset &- zone).magnitude < 750
        let kind: TimeFinding.Kind =
            !isZone ? .clockOff : hasSummer ? .localTime : .localTimeWithoutSummerTime
        tell(kind, offset, header.commonAddress, nil, wall, &findings)
    }

    private mutating func tell(
        _ kind: TimeFinding.Kind, _ offset: Int64, _ station: CommonAddress,
        _ object: InformationObject?, _ wall: Int64, _ findings: inout [TimeFinding]
    ) {
        status.findings[kind, default: 0] &+= 1
        if let last = told[kind], wall &- last < Self.repetition, wall >= last { return }
        told[kind] = wall
        findings.append(
            TimeFinding(
                kind: kind, milliseconds: offset, station: station, address: object?.address))
    }
}

internal import IEC104Codec
internal import IEC104Session

/// How clocks of stations run.
struct ClockPolicy: Sendable {
    /// `nil` is a time that clock synchronizations set, SU with it.
    let zone: ZoneRule?
    /// What the clock shows ahead of UTC at first, SU not counted: milliseconds.
    let base: Int64
    /// Milliseconds per milliseconds.
    let drift: Double
    let isInvalidUntilSynchronized: Bool
    /// Nanoseconds that a synchronization holds; `nil` is for ever.
    let validity: Int64?
}

/// The clock of a station: the wall clock, what it is ahead of that, and the last time tag made.
struct StationClock: Sendable {
    private let policy: ClockPolicy
    /// Milliseconds ahead of the wall clock: in a zone in UTC, else in what is shown.
    private var offset: Int64
    /// Without a zone.
    private(set) var isSummerTime: Bool
    /// Since when it drifts; `nil` before the station is at work.
    private var start: Instant?
    private var synchronized: Instant?
    private var minute = Int64.min
    /// The tag at the beginning of the minute; `nil` outside the years that a tag can say.
    private var base: CP56Time2a?

    private static let hour: Int64 = 3_600_000
    /// `offset` at first.
    private let configured: Int64

    /// What was set, as a journal keeps it.
    struct State: Sendable, Equatable {
        var offset: Int64
        /// The offset at first, and whether there was a zone: another one is counted from elsewhere.
        var configured: Int64
        var isSummerTime: Bool
        var hasZone: Bool
    }

    var state: State {
        State(
            offset: offset, configured: configured, isSummerTime: isSummerTime,
            hasZone: policy.zone != nil)
    }

    /// Goes on from what was set before, unless its settings are others. It is not synchronized by
    /// that: nobody knows what became of the machine's clock meanwhile.
    mutating func restore(_ state: State) -> Bool {
        guard state.configured == configured, state.hasZone == (policy.zone != nil) else {
            return false
        }
        (offset, isSummerTime) = (state.offset, state.isSummerTime)
        minute = .min
        return true
    }

    init(offset: Duration, isSummerTime: Bool, policy: ClockPolicy) {
        let (seconds, attoseconds) = offset.components
        let bounded = min(max(seconds, -1_000_000_000), 1_000_000_000)
        self.offset = bounded * 1000 + attoseconds / 1_000_000_000_000_000
        configured = self.offset
        self.isSummerTime = isSummerTime
        self.policy = policy
    }

    /// It drifts from now on.
    mutating func begin(at now: Moment) {
        if start == nil { start = now.instant }
    }

    /// What is counted: UTC in a zone, else the time that is shown.
    @inline(__always)
    private func counted(_ now: Moment) -> Int64 {
        let sum = now.wall.addingReportingOverflow(offset)
        guard policy.drift != 0 else { return sum.overflow ? now.wall : sum.partialValue }
        return (sum.overflow ? now.wall : sum.partialValue) &+ drifted(now)
    }

    @inline(never)
    private func drifted(_ now: Moment) -> Int64 {
        guard let start else { return 0 }
        return Int64(Double(now.instant.nanoseconds(since: start)) / 1e6 * policy.drift)
    }

    /// Milliseconds since 1970 on the clock of the station.
    func time(_ now: Moment) -> Int64 {
        let time = counted(now)
        guard let zone = policy.zone else { return time }
        return time &+ Int64(zone.offset(at: time).minutes) &* 60_000
    }

    /// By how many milliseconds the clock is ahead of a time of another one; `nil` when the two are
    /// too far apart.
    func isAhead(of other: CP56Time2a, at now: Moment) -> Int64? {
        guard let milliseconds = other.millisecondsSince1970 else { return nil }
        let ahead: (partialValue: Int64, overflow: Bool)
        if let zone = policy.zone {
            ahead = counted(now).subtractingReportingOverflow(
                zone.utc(local: milliseconds, isSummerTime: other.isSummerTime))
        } else {
            // A time with SU is an hour ahead of the same time without.
            let other = other.isSummerTime
            let step = other == isSummerTime ? 0 : other ? Self.hour : -Self.hour
            ahead = (counted(now) &+ step).subtractingReportingOverflow(milliseconds)
        }
        return ahead.overflow ? nil : ahead.partialValue
    }

    /// Sets the clock to a time and `delay` milliseconds; by how many milliseconds it moves, not
    /// counting the step to or from summer time.
    mutating func set(_ time: CP56Time2a, delay: Int64, at now: Moment) -> Int64? {
        guard let ahead = isAhead(of: time, at: now), let shown = time.millisecondsSince1970 else {
            return nil
        }
        let target =
            policy.zone?.utc(local: shown, isSummerTime: time.isSummerTime) ?? shown
        let offset = (target &+ delay).subtractingReportingOverflow(now.wall)
        guard !offset.overflow else { return nil }
        self.offset = offset.partialValue
        isSummerTime = time.isSummerTime
        start = now.instant
        synchronized = now.instant
        minute = .min
        return delay &- ahead
    }

    /// Moves the clock.
    mutating func move(by milliseconds: Int64) {
        let sum = offset.addingReportingOverflow(milliseconds)
        if !sum.overflow { offset = sum.partialValue }
    }

    /// The time tag of the moment; invalid outside 1970...2069.
    @inline(__always)
    mutating func tag(_ now: Moment) -> CP56Time2a {
        let time = counted(now)
        let quotient = time / 60_000
        let number = time % 60_000 < 0 ? quotient &- 1 : quotient
        if number != minute { enter(number, now) }
        guard let base else { return CP56Time2a(rawValue: 0x80_0000) }
        return CP56Time2a(rawValue: base.rawValue | UInt64(bitPattern: time &- number &* 60_000))
    }

    @inline(never)
    private mutating func enter(_ minute: Int64, _ now: Moment) {
        self.minute = minute
        let zone = policy.zone?.offset(at: minute &* 60_000)
        let shown = minute &+ Int64(zone?.minutes ?? 0)
        base = CP56Time2a(
            CalendarTime(millisecondsSince1970: shown &* 60_000),
            isSummerTime: zone?.isSummerTime ?? isSummerTime, isInvalid: !isValid(now))
    }

    private func isValid(_ now: Moment) -> Bool {
        guard policy.isInvalidUntilSynchronized else { return true }
        guard let synchronized else { return false }
        return policy.validity.map { now.instant.nanoseconds(since: synchronized) <= $0 } ?? true
    }
}

/// The clocks of all stations: one for all, until one of several stations is synchronized by itself.
struct StationClocks: Sendable {
    private(set) var common: StationClock
    /// By the number of the station.
    private(set) var own: [Int: StationClock] = [:]
    /// Whether some have their own.
    private(set) var areSeparate = false
    /// What a delay acquisition has loaded, in milliseconds.
    var delays: [Int: Int64] = [:]

    init(_ common: StationClock) { self.common = common }

    mutating func begin(at now: Moment) { common.begin(at: now) }

    subscript(_ station: Int) -> StationClock { own[station] ?? common }

    mutating func tag(_ now: Moment) -> CP56Time2a { common.tag(now) }

    mutating func tag(station: Int, _ now: Moment) -> CP56Time2a {
        own[station]?.tag(now) ?? common.tag(now)
    }

    /// Goes on from what was set before; how many clocks do not.
    ///
    /// - Parameter number: of a station.
    mutating func restore(
        _ states: [CommonAddress?: StationClock.State], _ number: (CommonAddress) -> Int?
    ) -> Int {
        var foreign = 0
        if let state = states[nil], !common.restore(state) { foreign += 1 }
        for (station, state) in states {
            guard let station else { continue }
            var clock = common
            guard let place = number(station), clock.restore(state) else {
                foreign += 1
                continue
            }
            own[place] = clock
            areSeparate = true
        }
        return foreign
    }

    /// Moves all clocks.
    mutating func move(by milliseconds: Int64) {
        common.move(by: milliseconds)
        for station in own.keys { own[station]?.move(by: milliseconds) }
    }

    /// Sets the clocks of some of all stations; by how many milliseconds the first one moves.
    mutating func set(
        _ time: CP56Time2a, _ stations: Range<Int>, of all: Range<Int>, at now: Moment
    ) -> Int64? {
        if stations == all, delays.isEmpty || all.count == 1 {
            own = [:]
            areSeparate = false
            return common.set(time, delay: stations.first.flatMap { delays[$0] } ?? 0, at: now)
        }
        areSeparate = true
        var moved: Int64?
        for station in stations {
            var clock = self[station]
            let step = clock.set(time, delay: delays[station] ?? 0, at: now)
            own[station] = clock
            if moved == nil { moved = step }
        }
        return moved
    }
}

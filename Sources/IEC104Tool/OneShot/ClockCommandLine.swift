import IEC104
import IEC104Inspect

/// `iec104 clock`: shows how far the clock of an outstation is off, or sets it.
enum ClockCommandLine: Command {
    static let syntax = CommandSyntax(
        name: "clock",
        summary: "shows how far the clock of an outstation is off, or sets it",
        operands: OneShot.operands,
        operandHelp: """
            Without --sync nothing is set: it waits for events with a full time tag (CP56Time2a), and
            compares their times with the time of receipt.
            """,
        options: [
            .init(
                "--station", "CA",
                "The common address, 1 to 65535; default 1. 65535 (255 with --ca-size 1)\n"
                    + "sets, or listens to, all stations of the outstation."),
            .init(
                "--sync", nil,
                "Sets the clock (C_CS_NA_1); its confirmation tells the clock before."),
            .init(
                "--for", "TIME",
                "How long to wait for events, such as 30s; default 10s. 20 are enough."),
            .init(
                "--clock", "ZONE",
                "What the clock of the outstation shows: utc (default), local, +08:00,\n"
                    + "a zone such as Europe/Berlin, or a POSIX rule."),
            RequestAudit.option,
        ] + OneShot.shared,
        notes: """
            Offsets are in milliseconds: positive when the outstation is ahead. The protocol has no
            way to read a clock. Of events the one that came with the least delay counts, so a clock
            that is behind by less than the outstation waits with its events shows 0; an outstation
            that had no connection sends old events first. With --sync half of the time to the
            confirmation is taken off; a station that mirrors the time that it was sent shows 0.

            Examples:
              iec104 clock 127.0.0.1 --sync
              iec104 clock rtu7 --station 3 --for 60s --clock +08:00
              iec104 clock rtu7 --sync --clock Europe/Berlin --format json

            Exit codes: 0 shown, or set; 1 no event came, refused, no answer, or no connection;
            2 wrong usage.
            """)

    static func run(_ arguments: ParsedArguments) throws(UsageError) -> ExitCode {
        var findings = UsageFindings()
        var shot = OneShot(syntax.name, arguments, allowsAll: true, &findings)
        let time = findings.duration(arguments, "--for", in: 100...86_400_000)
        var zone: ZoneRule?
        if let text = arguments.last("--clock") {
            zone = findings.collect { () throws(UsageError) in try ClockOptions.zone(text) }
        }
        let sets = arguments.has("--sync")
        if time != nil, sets {
            findings.add("--for goes without --sync only.", "--for 不能与 --sync 同用。")
        }
        if !sets, arguments.has("--audit") { findings.needs("--audit", "--sync") }
        try findings.check()
        guard shot != nil else { return .usage }
        // Another one would ask for what this one is to tell.
        shot?.settings.repeatsAfterInitialization = false
        if sets, let station = shot?.station {
            shot?.order = .clockSynchronization(station: station, time: nil)
        }
        guard let shot else { return .usage }
        let clock = StationTime(zone: zone)
        return shot.run { session in
            sets
                ? await synchronize(session, clock)
                : await listen(session, clock, for: time ?? .seconds(10))
        }
    }

    // MARK: Setting

    private static func synchronize(_ session: ShotSession, _ clock: StationTime) async -> Bool {
        let sent = WallClock.now
        guard let time = clock.tag(sent) else {
            session.shot.fail("the clock of this machine is outside of 1970 to 2069")
            return false
        }
        let (result, isLogged) = await session.change(
            .clockSynchronization(station: session.shot.station, time: time))
        let reading = result.outcome.flatMap { ClockReading($0, sent: sent, time, clock) }
        let done = result.outcome.map { ClockReading.done($0, session.shot.station) }
        session.tell(
            result, (done?.english ?? "") + (reading?.words.english ?? ""),
            (done?.chinese ?? "") + (reading?.words.chinese ?? "")
        ) { json in reading?.append(to: &json) }
        return result.isDone && isLogged
    }

    // MARK: Listening

    /// So many events are enough.
    private static let mostEvents = 20

    private static func listen(
        _ session: ShotSession, _ clock: StationTime, for time: Duration
    ) async -> Bool {
        let shot = session.shot
        let global = shot.options.link.profile.globalCommonAddress
        let updates = await session.master.updates()
        let events = await session.collect(updates, for: time, limit: mostEvents) { update in
            guard shot.station == global || update.station == shot.station else { return .skip }
            guard case .cp56 = update.object.timeTag,
                [.spontaneous, .returnRemote, .returnLocal].contains(update.cause.cause)
            else { return .skip }
            return .keep
        }
        let (best, invalid) = offset(of: events, clock)
        if let best {
            tell(best, of: events.count, invalid: invalid, session)
        } else if await session.master.link == nil {
            shot.fail(
                shot.words(
                    "the connection has ended, and no event with a full time tag came before",
                    "连接已断开, 此前没有带CP56Time2a时标的事件"))
        } else {
            let seconds = time.rounded
            shot.fail(
                shot.words(
                    "no event with a full time tag came in \(seconds) s: wait longer with --for, or "
                        + "set the clock with --sync, which tells how far it was off",
                    "\(seconds)秒内没有带CP56Time2a时标的事件: 请用--for延长等待, 或用--sync设置时钟并显示偏差"))
        }
        return best != nil
    }

    /// How far a clock is off, and the event that says so.
    private typealias Offset = (offset: Int64, tag: CP56Time2a, update: PointUpdate)

    /// The offset that the event with the least delay says; how many times are invalid.
    private static func offset(
        of events: [PointUpdate], _ clock: StationTime
    ) -> (best: Offset?, invalid: Int) {
        var best: Offset?
        var invalid = 0
        for event in events {
            guard case .cp56(let tag) = event.object.timeTag else { continue }
            let utc = clock.utc(tag)
            if utc == nil || tag.isInvalid { invalid += 1 }
            guard let utc else { continue }
            let offset = utc &- event.received
            if offset > best?.offset ?? .min { best = (offset, tag, event) }
        }
        return (best, invalid)
    }

    private static func tell(
        _ best: Offset, of count: Int, invalid: Int, _ session: ShotSession
    ) {
        let shot = session.shot
        if shot.options.format == .json {
            var json = JSONWriter()
            json.beginObject()
            json.member("host", shot.endpoint.description)
            json.member("command", shot.name)
            json.member("station", best.update.station.value)
            json.member("offset", best.offset)
            json.member("events", count)
            json.member("invalidTimes", invalid)
            json.member("address", best.update.object.address.value)
            json.member("time", best.tag.text)
            json.member("summerTime", best.tag.isSummerTime)
            json.member("result", "accepted")
            json.endObject()
            session.output.line(json.text.string)
        } else {
            session.output.line(
                shot.words(
                    "clock of station \(best.update.station): \(best.offset) ms off, of "
                        + "\(count) events, \(invalid) with an invalid time",
                    "公共地址\(best.update.station) 时钟: 偏差\(best.offset) ms "
                        + "(事件\(count)个, 时标无效\(invalid)个)"))
        }
    }
}

import IEC104
import IEC104Inspect

/// How often a command is sent, and what is waited for.
struct CommandPlan: Sendable {
    var repetitions = 1
    var pause = Duration.zero
    /// How long return information is waited for.
    var watch = Duration.zero
    /// The object that is driven; `nil` when that is not known.
    var returns: ObjectAddress?
}

/// What `iec104 command` does.
struct CommandWork: Sendable {
    let shot: OneShot
    let command: MasterCommand
    let plan: CommandPlan

    private var report: CommandReport {
        CommandReport(command: command, host: shot.endpoint.description)
    }

    /// What the user is asked before it is sent.
    var question: String { report.order(plan.repetitions, in: shot.options.language) }

    /// The user said no.
    func declined() { shot.declined(.command(command)) }

    func run() -> ExitCode {
        let timeline = CommandTimeline(
            command, driven: plan.returns, profile: shot.options.link.profile)
        return shot.run(tracer: { timeline.note($0) }) { session in
            for number in 1...plan.repetitions {
                if number > 1 { await session.loop.sleep(for: plan.pause) }
                guard !Task.isCancelled else {
                    shot.fail(
                        shot.words(
                            "interrupted: \(number - 1) of \(plan.repetitions) were sent",
                            "已中断: 共\(plan.repetitions)次, 已发送\(number - 1)次"))
                    return false
                }
                guard await send(session, timeline) else { return false }
            }
            return true
        }
    }

    /// Sends the command once; whether it was accepted.
    private func send(_ session: ShotSession, _ timeline: CommandTimeline) async -> Bool {
        timeline.restart()
        let (result, isLogged) = await session.change(.command(command))
        if result.isDone { await watch(session, timeline) }
        tell(result, timeline, session)
        return result.isDone && isLogged
    }

    private func watch(_ session: ShotSession, _ timeline: CommandTimeline) async {
        let step = Duration.milliseconds(20)
        var left = plan.watch
        while left > .zero, !Task.isCancelled {
            if plan.returns != nil, !timeline.returns.isEmpty { return }
            guard await session.master.link != nil else { return }
            await session.loop.sleep(for: min(step, left))
            left -= step
        }
    }

    // MARK: What is told

    private func tell(_ result: ShotResult, _ timeline: CommandTimeline, _ session: ShotSession) {
        var lines = ValueLines(shot.options, host: session.peer.map { Endpoint($0) })
        let text = { language in
            result.outcome.map { report.text($0, timeline, in: language) } ?? ""
        }
        session.tell(result, text(.english), text(.chinese)) { report.append(timeline, to: &$0) }
        for found in timeline.returns {
            let (line, time) = (lines.line(found.update), found.time.inMilliseconds)
            if shot.options.format == .json {
                session.output.line(line)
            } else {
                session.output.line(
                    shot.words("return after \(time) ms: ", "返送, \(time) ms后: ") + line)
            }
        }
        if result.isDone, plan.returns != nil, timeline.returns.isEmpty, plan.watch > .zero,
            shot.options.format == .text
        {
            session.output.line(
                shot.words(
                    "no return information in \(plan.watch.rounded) s",
                    "\(plan.watch.rounded)秒内没有返送信息"))
        }
    }

    // MARK: Frames without a connection

    /// Shows what would be sent.
    func showFrames() -> ExitCode {
        let options = shot.options
        var printer = ShotPrinter(always: options)
        var record = APDURecord()
        var text = ""
        for (number, asdu) in frames.enumerated() {
            let octets: [UInt8]
            do throws(EncodeError) {
                octets = try asdu.apdu(
                    send: SequenceNumber(UInt16(number)), receive: 0, profile: options.link.profile)
            } catch {
                shot.fail(error.description(in: options.language))
                return .failed
            }
            record.number = number + 1
            record.direction = .control
            record.reading.read(
                octets.span, direction: .control, profile: options.link.profile)
            printer.removeAll()
            printer.receive(record)
            text += printer.text.string
            if options.format == .text {
                text += "        " + octets.map { $0.hexadecimal }.joined(separator: " ") + "\n"
            }
        }
        return Standard.output.show(text)
    }

    /// What is sent, one after the other.
    private var frames: [ASDU] {
        let steps: [(cause: Cause, isSelect: Bool)] =
            switch command.mode {
            case .direct, .execute: [(.activation, false)]
            case .select: [(.activation, true)]
            case .selectBeforeOperate: [(.activation, true), (.activation, false)]
            case .deactivate: [(.deactivation, true)]
            }
        let link = shot.options.link
        return steps.compactMap { step in
            var object = command.object
            guard let information = object.information.command(isSelect: step.isSelect) else {
                return nil
            }
            object.information = information
            if link.profile.types[command.type]?.timeTag == .cp56, object.timeTag == .none {
                let (seconds, _) = shot.settings.clockOffset.components
                guard let now = StationTime(zone: nil).tag(WallClock.now &+ seconds &* 1000) else {
                    return nil
                }
                object.timeTag = .cp56(now)
            }
            return ASDU(
                command.type,
                cause: CauseOfTransmission(
                    step.cause, isTest: command.isTest,
                    originator: link.profile.causeSize == 2 ? link.originator : 0),
                commonAddress: command.station, objects: [object])
        }
    }
}

extension MasterCommand.Mode {
    /// The stable name in machine-readable output.
    var name: String {
        switch self {
        case .direct: "direct"
        case .select: "select"
        case .execute: "execute"
        case .selectBeforeOperate: "select-before-operate"
        case .deactivate: "deactivate"
        }
    }
}

extension UInt8 {
    /// Two digits.
    var hexadecimal: String {
        let text = String(self, radix: 16)
        return text.utf8.count == 1 ? "0" + text : text
    }
}

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
    let audit: AuditFile?

    /// What the user is asked before it is sent.
    var question: String {
        let request = MasterRequest.command(command)
        let value = command.object.information.commandText
        let times = plan.repetitions == 1 ? "" : " x \(plan.repetitions)"
        return
            "\(shot.endpoint): \(request.description(in: shot.options.language)): \(value)\(times)"
    }

    /// The user said no.
    func declined() {
        log(.declined)
        shot.fail(ShotResult.declined.text(in: shot.options.language))
    }

    func run() -> ExitCode {
        let timeline = CommandTimeline(
            command, driven: plan.returns, profile: shot.options.link.profile)
        return shot.run(tracer: { timeline.note($0) }) { session in
            for number in 1...plan.repetitions {
                if number > 1 { await session.loop.sleep(for: plan.pause) }
                guard !Task.isCancelled, await send(session, timeline) else { return false }
            }
            return true
        }
    }

    /// Sends the command once; whether it was accepted.
    private func send(_ session: ShotSession, _ timeline: CommandTimeline) async -> Bool {
        timeline.restart()
        log(nil)
        let (result, _, _) = await session.ask(.command(command))
        log(result)
        if result.isDone { await watch(session, timeline) }
        tell(result, timeline, session)
        return result.isDone
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
        session.tell(result, text(result, timeline, .english), text(result, timeline, .chinese)) {
            json in
            json.member("address", command.object.address.value)
            json.member("typeId", command.type.rawValue)
            json.member("mode", command.mode.name)
            timeline.append(to: &json)
        }
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

    private func text(
        _ result: ShotResult, _ timeline: CommandTimeline, _ language: Language
    ) -> String {
        guard let outcome = result.outcome else { return "" }
        let (type, address) = (command.type.rawValue, command.object.address)
        let milliseconds = outcome.duration.inMilliseconds
        let steps = timeline.text(in: language)
        if language == .chinese {
            return (outcome.isTerminated ? "已执行" : "已接受")
                + ": 类型\(type) 公共地址\(command.station) 信息体地址\(address): "
                + outcome.words.chinese + ", 用时\(milliseconds) ms: \(steps)"
        }
        return "accepted: type \(type), object \(address) of station \(command.station): "
            + outcome.words.english + " after \(milliseconds) ms: \(steps)"
    }

    // MARK: The audit log

    /// Appends what is sent, or what became of it.
    private func log(_ result: ShotResult?) {
        guard let audit else { return }
        var json = JSONWriter()
        json.beginObject()
        json.member("time", Timestamp.now.text)
        json.member("event", "command")
        json.member("host", shot.endpoint.description)
        json.member("originator", shot.options.link.originator)
        json.member("station", command.station.value)
        json.member("object", command.object.address.value)
        json.member("type", "\(command.type)")
        json.member("mode", command.mode.name)
        json.member("value", command.object.information.commandText)
        if let qualifier = command.object.information.rawQualifier {
            json.member("qualifier", qualifier)
        }
        if command.isTest { json.member("test", true) }
        json.member("result", result?.name ?? "sending")
        result?.append(to: &json)
        json.endObject()
        audit.write(line: json.text.string)
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

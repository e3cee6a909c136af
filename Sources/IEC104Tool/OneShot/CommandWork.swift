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
        let settings = shot.masterSettings
        do throws(EncodeError) {
            let frames = try MasterRequest.command(command).rehearsed(
                settings, wall: WallClock.now)
            return Standard.output.show(
                FrameText.text(frames, ShotPrinter(always: options), settings.profile))
        } catch {
            shot.fail(error.description(in: options.language))
            return .failed
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

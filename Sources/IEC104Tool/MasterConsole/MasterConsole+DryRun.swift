import IEC104
import IEC104Inspect

// What would be sent, for who looks before.
extension MasterConsole {
    /// Most requests whose frames one answer shows.
    private static let mostShown = 50

    private static let nothingSent = Words(
        "nothing was sent (\(MasterConsoleCommand.dryRun))",
        "未发送 (\(MasterConsoleCommand.dryRun))")

    /// Shows the frames of a job; nobody is asked, and the audit log has nothing of it.
    func rehearse(_ job: ConsoleJob) async -> ConsoleAnswer {
        if let rehearsal = job.rehearsal { return await rehearsal() }
        var answer = ConsoleAnswer(job.order.map { [$0] } ?? [])
        for asked in job.asked.prefix(Self.mostShown) {
            if job.order == nil {
                answer.lines.append(
                    "\(asked.rtu.name) (\(asked.rtu.hosts)): "
                        + asked.request.description(in: settings.language))
            }
            show(asked, needsRule: job.order != nil, to: &answer)
        }
        let more = job.asked.count - Self.mostShown
        if more > 0 { answer.lines.append(say("and \(more) more", "还有\(more)个")) }
        answer.lines.append(answers.text(Self.nothingSent))
        return answer
    }

    private func show(
        _ asked: ConsoleJob.Asked, needsRule: Bool, to answer: inout ConsoleAnswer
    ) {
        let (rtu, request) = (asked.rtu, asked.request)
        let missing = needsRule ? missingRule(request, rtu) : nil
        var frames: [[UInt8]] = []
        do throws(EncodeError) {
            frames = try request.rehearsed(
                rtu.target.configuration.master.settings, wall: WallClock.now)
        } catch {
            answer.lines.append(
                say("it cannot be written: ", "无法编码: ")
                    + error.description(in: settings.language))
        }
        let printer = TextPrinter(language: settings.language, profile: rtu.profile)
        let text = FrameText.text(frames, .text(printer), rtu.profile)
        answer.lines += text.split(separator: "\n").map(String.init)
        if let missing { answer.lines.append(answers.text(missing)) }
        for frame in frames {
            answer.results.append { json in
                json.member("rtu", rtu.name)
                json.member("result", "not-sent")
                json.member("station", request.station.value)
                json.member("address", request.address.value)
                json.member("typeId", request.type.rawValue)
                json.member("frame", FrameText.hexadecimal(frame))
                if needsRule { json.member("allowed", missing == nil) }
            }
        }
    }

    // MARK: Links

    /// Shows what a switch-over would send on which link, as the links stand now.
    func rehearseSwitchOver(_ rtu: ConsoleRTU, to link: Int?) async -> ConsoleAnswer {
        let links = await stations?.status(of: rtu.name)?.links ?? []
        let before = links.firstIndex { $0.state == .started }
        let after = links.indices.filter { $0 != before && links[$0].state == .stopped }
        let next = link ?? before.flatMap { before in after.first { $0 > before } } ?? after.first
        guard let next, after.contains(next) else {
            var answer = ConsoleAnswer(
                say(
                    "\(rtu.name): there is no other link that is connected and stopped",
                    "\(rtu.name): 没有其他已连接且停止的链路"))
            answer.isError = true
            return answer
        }
        var answer = ConsoleAnswer([])
        let steps = [(before, UFunction.stopDTAct), (next, .startDTAct)]
        for case (let place?, let function) in steps {
            let frame = FrameText.hexadecimal(APDU.header(.unnumbered(function)))
            let endpoint = "\(links[place].endpoint)"
            answer.lines.append(
                "\(rtu.name) " + say("link \(place + 1)", "链路\(place + 1)")
                    + " (\(endpoint)): \(function): \(frame)")
            answer.results.append { json in
                json.member("rtu", rtu.name)
                json.member("result", "not-sent")
                json.member("link", place + 1)
                json.member("endpoint", endpoint)
                json.member("frame", frame)
            }
        }
        answer.lines.append(answers.text(Self.nothingSent))
        return answer
    }
}

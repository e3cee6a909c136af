import IEC104
import IEC104Inspect

// Commands: what they are, whether they may be sent, what becomes of them.
extension MasterConsole {
    /// - Parameter isDryRun: whether it is shown only: then the audit log has nothing of it.
    func command(_ line: CommandOrder, isDryRun: Bool) throws(Words) -> ConsoleJob {
        let point = try point(line.point, isCommand: true)
        let entry = point.rtu.target.points?.command(point.station, point.address)
        let order = line.completed(point.type)
        guard let type = order.type else {
            throw Words(
                "which type has \(point.description)? No point list says it: add type=single, "
                    + "type=C_SC_NA_1 or another",
                "\(point.description) 是什么类型? 点表中没有: 请加 type=single、type=C_SC_NA_1 等")
        }
        let information: Information
        do throws(Words) {
            information = try Self.information(order, type, entry)
        } catch {
            if !isDryRun {
                auditLog(point.rtu).log(
                    refused: order.value, type, point.address, point.station, error)
            }
            throw error
        }
        let command = MasterCommand(
            station: point.station,
            order.isTimeTagged ? TypeID(type.rawValue + 13) : type, at: point.address,
            information, mode: order.mode,
            completion: order.completion, isTest: order.isTest)
        let request = MasterRequest.command(command)
        let report = CommandReport(
            command: command, host: point.rtu.hosts, rtu: point.rtu.name)
        let name = entry.map { $0.name.isEmpty ? "" : " (\($0.name))" } ?? ""
        return ConsoleJob(
            [.init(rtu: point.rtu, request: request)],
            order: report.order(order.repetitions, in: settings.language) + name,
            decline: { [self] in _ = log(request, point.rtu, $0.result(of: request)) }
        ) { [self] in
            var answer = ConsoleAnswer([])
            for number in 1...max(order.repetitions, 1) {
                if number > 1 { await sleep(for: order.pause) }
                // The file of the fleet may have been read again, and a rule be gone.
                do throws(Words) {
                    try check(request, point.rtu)
                } catch {
                    answer.lines.append(say(error.english, error.chinese))
                    answer.results.append { [self] json in
                        json.member("result", ShotResult.notAllowed.name)
                        json.member("text", say(error.english, error.chinese))
                    }
                    break
                }
                guard !Task.isCancelled,
                    await send(command, order, point.rtu, to: &answer)
                else { break }
            }
            return answer
        }
    }

    /// What is sent for a value: of a set point that the point list scales, the engineering value
    /// is given, within its limits.
    private static func information(
        _ order: CommandOrder, _ type: TypeID, _ entry: PointSheet.Entry?
    ) throws(Words) -> Information {
        if type == .C_BO_NA_1 {
            guard order.qualifier == nil else {
                throw Words("a bit string has no qualifier", "比特串没有限定词")
            }
            guard order.mode == .direct || order.mode == .execute else {
                throw Words(
                    "a bit string has no select bit: it is executed only", "比特串没有选择位, 只能执行")
            }
        }
        let qualifier = try order.qualifier.map { text throws(Words) in
            try CommandValue.qualifier(text, of: type)
        }
        var text = order.value
        if let entry, [.C_SE_NA_1, .C_SE_NB_1, .C_SE_NC_1].contains(type) {
            let value = Double(order.value)
            if let value, value < entry.low ?? value || value > entry.high ?? value {
                throw beyond(entry, order.value)
            }
            if let value, value.isFinite, entry.scale != 1 || entry.offset != 0 {
                let sent = entry.transmitted(value)
                text = "\(sent)"
                if type == .C_SE_NB_1, let whole = Int16(exactly: sent.rounded()) {
                    text = "\(whole)"
                }
            }
        }
        return try CommandValue.information(text, as: type, qualifier: qualifier ?? 0)
    }

    private static func beyond(_ entry: PointSheet.Entry, _ value: String) -> Words {
        let limits = "\(entry.low.map { "\($0)" } ?? "-∞")...\(entry.high.map { "\($0)" } ?? "∞")"
        let unit = entry.unit.isEmpty ? "" : " " + entry.unit
        return Words(
            "not sent: \(shortened(value)) is beyond the limits \(limits)\(unit) of the point list",
            "未发送: \(shortened(value)) 超出点表的限值 \(limits)\(unit)")
    }

    // MARK: Sending

    /// Sends a command once; whether it was accepted.
    private func send(
        _ command: MasterCommand, _ order: CommandOrder, _ rtu: ConsoleRTU,
        to answer: inout ConsoleAnswer
    ) async -> Bool {
        let report = CommandReport(command: command, host: rtu.hosts, rtu: rtu.name)
        let timeline = CommandTimeline(command, driven: order.returns, profile: rtu.profile)
        rtu.begin(timeline)
        let changed = await change(.command(command), rtu)
        let isDone = changed.result.isDone && changed.isLogged
        if isDone { await wait(order, timeline) }
        rtu.end(timeline)
        tell(changed, report, timeline, rtu, to: &answer)
        return isDone
    }

    private func wait(_ order: CommandOrder, _ timeline: CommandTimeline) async {
        let step = Duration.milliseconds(20)
        var left = order.watch
        while left > .zero, !Task.isCancelled {
            if order.returns != nil, !timeline.returns.isEmpty { return }
            await sleep(for: min(step, left))
            left -= step
        }
    }

    private func tell(
        _ changed: Changed, _ report: CommandReport, _ timeline: CommandTimeline,
        _ rtu: ConsoleRTU, to answer: inout ConsoleAnswer
    ) {
        let text = { [settings] in
            changed.result.outcome.map { report.text($0, timeline, in: settings.language) } ?? ""
        }
        tell(
            changed, "command", rtu, report.command.station, Words(text(), text()), to: &answer
        ) { report.append(timeline, to: &$0) }
        guard !settings.isJSON else { return }
        for found in timeline.returns {
            let update = found.update
            let line = line(
                rtu, update.station, update.object, type: update.type, cause: update.cause,
                received: update.received)
            let time = found.time.inMilliseconds
            answer.lines.append(say("  return after \(time) ms: ", "  返送, \(time) ms后: ") + line)
        }
    }

    // MARK: Permission

    /// Whether a request that changes something may be sent.
    ///
    /// - Throws: that no rule allows it, and what to pass.
    func check(_ request: MasterRequest, _ rtu: ConsoleRTU) throws(Words) {
        guard let words = missingRule(request, rtu) else { return }
        _ = log(request, rtu, .notAllowed)
        throw Words("not sent: " + words.english, "未发送: " + words.chinese)
    }

    /// That no rule allows a request, and what to pass; `nil`: one does.
    func missingRule(_ request: MasterRequest, _ rtu: ConsoleRTU) -> Words? {
        let (station, address, type) = (request.station, request.address, request.type)
        guard !rtu.target.allowed.allows(station: station, address: address, type: type) else {
            return nil
        }
        let name = TypeTable.standard[type]?.mnemonic ?? "\(type.rawValue)"
        let rule = "\(station):\(address):\(name)"
        return Words(
            "no rule allows \(request) at \(rtu.name): start with --allow \(rule), or "
                + "add \"\(rule)\" to \"allow\" of the RTU in fleet.json",
            "没有规则允许 \(rtu.name) 的\(request.description(in: .chinese)): "
                + "请用 --allow \(rule) 启动, 或在 fleet.json 中该子站的 \"allow\" 加入 \"\(rule)\"")
    }

    /// What became of something that changes an outstation.
    struct Changed {
        var result: ShotResult
        /// Whether the audit log has it.
        var isLogged = true
    }

    /// Asks for something that changes an outstation: the audit log has it before and afterwards,
    /// and what cannot be written there is not asked.
    func change(_ request: MasterRequest, _ rtu: ConsoleRTU) async -> Changed {
        let status = await stations?.status(of: rtu.name)
        let host = status?.activeEndpoint.map { "\($0)" }
        guard log(request, rtu, nil, host: host) else { return Changed(result: .notAudited) }
        let result = await ask(request, rtu)
        return Changed(result: result, isLogged: log(request, rtu, result, host: host))
    }

    /// Appends to the audit log what is sent, or what became of it; whether it is written.
    func log(
        _ request: MasterRequest, _ rtu: ConsoleRTU, _ result: ShotResult?, host: String? = nil
    ) -> Bool {
        auditLog(rtu, host: host).log(request, result)
    }

    private func auditLog(_ rtu: ConsoleRTU, host: String? = nil) -> RequestAudit {
        RequestAudit(
            file: audit, host: host ?? rtu.hosts, rtu: rtu.name,
            originator: rtu.target.configuration.master.settings.originator)
    }
}

import IEC104
import IEC104Inspect

/// `iec104 demo`: an outstation and a master talk on loopback, and every APDU is shown.
enum DemoCommandLine: Command {
    static let syntax = CommandSyntax(
        name: "demo",
        summary: "lets an outstation and a master talk, and shows every APDU",
        operands: "",
        operandHelp: "",
        options: [LanguageOption.option, ColorOption.option],
        notes: """
            Example:
              iec104 demo --lang zh

            Exit codes: 0 done, 1 something failed or the command was interrupted, 2 wrong usage.
            """)

    static func run(_ arguments: ParsedArguments) throws(UsageError) -> ExitCode {
        if let operand = arguments.operands.first {
            throw UsageError("'\(operand)': there are no operands.")
        }
        let demo = Demo(
            language: try LanguageOption.language(arguments),
            isColored: try ColorOption.isColored(arguments))
        return StationRun.run("demo", spin: nil) { loop in await demo.run(on: loop) }
    }
}

/// The talk, step by step.
struct Demo: Sendable {
    let language: Language
    let isColored: Bool

    func run(on loop: EventLoop) async -> ExitCode {
        let output = StationOutput(
            TextPrinter(language: language, isColored: isColored), role: .master,
            profile: .standard, loop: loop)
        do {
            try await talk(output, on: loop)
            output.flush()
            return output.hasFailed ? .failed : .done
        } catch {
            output.flush()
            if !Signals.wantsStop { Standard.error.write("iec104 demo: \(error)\n") }
            return .failed
        }
    }

    private func talk(_ output: StationOutput<TextPrinter>, on loop: EventLoop) async throws {
        func say(_ english: String, _ chinese: String) {
            output.line("\n== " + (language == .chinese ? chinese : english))
        }
        var points = PointTable()
        let breaker = try points.add(1001, DoublePointState.off)
        let alarm = try points.add(1002, false)
        let voltage = try points.add(4001, Float(110.4), PointOptions(deadband: 0.5))
        try points.add(4002, Float(236.1))
        try points.add(4003, Int16(-1200))
        try points.addCommand(
            .C_DC_NA_1, at: 6001, drives: breaker, CommandOptions(mode: .selectBeforeOperate))
        let outstation = try Outstation(points, on: loop)
        let address = try await outstation.listen(port: 0)

        var configuration = MasterConfiguration()
        configuration.tracer = { output.show($0) }
        let master = try Master(
            address.host, port: address.port, configuration: configuration, on: loop)
        say(
            "The master connects (TCP) and starts data transfer (STARTDT)",
            "主站建立TCP连接并启动数据传输 (STARTDT)")
        try await master.connect()
        say("General interrogation: all YX and YC points", "总召唤: 全部遥信、遥测")
        let image = try await master.interrogate()
        say("Spontaneous changes: the voltage moves, an alarm comes", "突发: 电压变化, 告警动作 (SOE)")
        let updates = await master.updates()
        await outstation.update {
            $0[voltage] = 111.7
            $0[alarm] = true
        }
        var iterator = updates.makeAsyncIterator()
        for _ in 0..<2 { _ = await iterator.next() }
        say(
            "Command: the breaker is selected, then switched on (select before operate)",
            "遥控: 选择断路器, 然后合闸 (选择-执行)")
        let selection = try await master.select(
            .C_DC_NA_1, at: 6001, .doubleCommand(DCO(true)))
        try await selection.execute()
        _ = await iterator.next()
        say("The master stops data transfer (STOPDT) and closes", "主站停止数据传输 (STOPDT) 并关闭连接")
        await master.disconnect()
        await outstation.close()
        output.line("")
        let state = await outstation.value(of: breaker)
        output.line(
            language == .chinese
                ? "总召唤得到\(image.values.count)个点; 断路器现在: \(state == .on ? "合" : "分")。"
                : "\(image.values.count) points were interrogated; the breaker is now "
                    + "\(state == .on ? "on" : "off").")
    }
}

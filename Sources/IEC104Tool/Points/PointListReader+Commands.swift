import IEC104
import IEC104Codec

// The columns of commands that few rows use.
extension PointListReader {
    mutating func readCommandOptions(_ type: PointType, _ options: inout CommandOptions) {
        let pulses: [Duration] = optional(.pulse, []) { reader, cell throws(Words) in
            guard Self.canPulse(type) else { throw Self.noPulse(type) }
            return try reader.pulses(cell)
        }
        options.shortPulse = pulses.first
        options.longPulse = pulses.dropFirst().first
        options.afterPulse = optional(.afterPulse, nil) { reader, cell throws(Words) in
            try reader.choice(cell, Self.afterPulse)
        }
        let retriggers = optional(.retrigger, false) { reader, cell throws(Words) in
            try Self.flag(reader.scanner.string(cell))
        }
        options.duringPulse = retriggers ? .retrigger : .refuse
        options.termination = optional(.termination, nil) { reader, cell throws(Words) in
            try reader.choice(cell, Self.terminations)
        }
        options.interlock = optional(.interlock, nil) { reader, cell throws(Words) in
            do throws(InterlockError) {
                return try Interlock(reader.scanner.string(cell))
            } catch {
                throw Words("\(error)", error.description(in: .chinese))
            }
        }
        let scale: Float = type.kind == .normalizedSetPoint ? 32768 : 1
        guard Self.hasLimits(type) else {
            for column in [PointColumn.lowLimit, .highLimit] where !cell(column).isEmpty {
                problem(column, Self.noLimits(type))
            }
            return
        }
        options.lowLimit = limit(.lowLimit, scale)
        options.highLimit = limit(.highLimit, scale)
        checkOrder(options.lowLimit, options.highLimit)
    }

    /// Single, double and step commands have a qualifier of pulses.
    private static func canPulse(_ type: PointType) -> Bool {
        [45, 46, 47, 58, 59, 60].contains(type.id.rawValue)
    }

    private static func hasLimits(_ type: PointType) -> Bool {
        [47, 48, 49, 50, 60, 61, 62, 63].contains(type.id.rawValue)
    }

    private func pulses(_ cell: Range<Int>) throws(Words) -> [Duration] {
        let words = CellText.words(scanner.string(cell))
        var pulses: [Duration] = []
        for word in words {
            let seconds = CellText.decimal(Array(word.utf8).span, comma: false) ?? 0
            guard (0.001...3600).contains(seconds), pulses.count < 2 else { throw Self.wrongPulse }
            pulses.append(.milliseconds(Int((seconds * 1000).rounded())))
        }
        return pulses
    }

    private static let afterPulse: [(CommandOptions.AfterPulse, english: String, chinese: String)] =
        [(.returns, "returns", "返回"), (.stays, "stays", "保持")]
    private static let terminations:
        [(CommandOptions.Termination, english: String, chinese: String)] = [
            (.afterExecution, "end", "执行后"), (.atOnce, "at-once", "立即"), (.never, "never", "不发"),
        ]

    // MARK: Words

    private static let wrongPulse = Words(
        "write the length of a short pulse in seconds, 0.001 to 3600, or short and long as 0.5|2",
        "请写短脉冲的秒数,0.001至3600,或短脉冲|长脉冲,例如0.5|2")

    private static func noPulse(_ type: PointType) -> Words {
        Words(
            "\(type.mnemonic) has no pulses: leave the cell empty",
            "\(type.mnemonic)没有脉冲:请留空")
    }

    private static func noLimits(_ type: PointType) -> Words {
        Words(
            "\(type.mnemonic) has no limits, set points and step commands have: leave the cell empty",
            "\(type.mnemonic)没有限值,只有设定值和步调节命令有:请留空")
    }
}

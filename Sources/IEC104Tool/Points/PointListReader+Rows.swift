import IEC104
import IEC104Codec

// What a row says beside station, address and type. Whatever is wrong is told, and the row is kept:
// others may refer to it.
extension PointListReader {
    mutating func readPoint(
        _ station: CommonAddress, _ address: ObjectAddress, _ type: PointType
    ) {
        let quality = optional(.quality, []) { reader, cell throws(Words) in
            try PointQuality.read(reader.scanner.string(cell), for: type)
        }
        let value = PointValueText(type: type, quality: quality, decimalComma: decimalComma)
        var information = Information.empty
        do throws(Words) {
            information = try value.information(text.span.extracting(cell(.value)))
        } catch {
            problem(.value, error)
        }
        let groups = optional(.group, 0) { reader, cell throws(Words) in
            try Self.groups(reader.scanner.string(cell), type)
        }
        let extras = readExtras(type)
        let deadband = optional(.deadband, 0) { reader, cell throws(Words) in
            reader.isPercent(cell, type) ? 0 : try reader.deadband(cell, type)
        }
        let period = optional(.cyclic, 0) { reader, cell throws(Words) in
            try reader.period(cell, type)
        }
        note(period, .cyclic)
        note(extras.background, .background)
        if !cell(.command).isEmpty { problem(.command, Self.commandOfPoint) }
        for column in Self.columnsOfCommands where !cell(column).isEmpty {
            problem(column, Self.belongsToCommand(column))
        }
        if !cell(.sbo).isEmpty, CellText.mode(scanner.string(cell(.sbo))) != .direct {
            problem(.sbo, Self.selectionOfPoint)
        }
        readSimulation(type)
        let isInterrogated = optional(.interrogated, true) { reader, cell throws(Words) in
            try Self.flag(reader.scanner.string(cell))
        }
        if extras != PointExtras() { pointExtras[points.count] = extras }
        points.append(
            PointRow(
                station: station, address: address, type: type.id, information: information,
                name: TextSlice(cell(.name)), unit: TextSlice(cell(.unit)), groups: groups,
                deadband: deadband, period: period,
                isInterrogated: isInterrogated, line: UInt32(clamping: recordLine)))
    }

    mutating func readCommand(
        _ station: CommonAddress, _ address: ObjectAddress, _ type: PointType
    ) {
        for column in Self.columnsOfPoints {
            if saysNothing(column) { continue }
            problem(
                column,
                Words(
                    "\(type.mnemonic) is a command, which has no \(column.name): leave the cell "
                        + "empty; these belong to the point that it drives",
                    "\(type.mnemonic)是命令,没有\(column.chineseName):请留空,这些属于被控点"))
        }
        let mode = optional(.sbo, .direct) { reader, cell throws(Words) in
            try Self.mode(reader.scanner.string(cell), type)
        }
        var options = CommandOptions(
            mode: mode, timeTagging: type.timeTag == .cp56 ? .required : .allowed)
        readCommandOptions(type, &options)
        commands.append(
            CommandRow(
                station: station, address: address, type: type.id, name: TextSlice(cell(.name)),
                target: nil, options: options, line: UInt32(clamping: recordLine)))
        targets.append(TextSlice(cell(.command)))
    }

    static func flag(_ text: String) throws(Words) -> Bool {
        switch CellText.mode(text) {
        case .selectBeforeOperate: return true
        case .direct: return false
        default:
            throw Words(
                "'\(shortened(text))' is neither yes nor no", "'\(shortened(text))'不是'是'或'否'")
        }
    }

    private static func mode(
        _ text: String, _ type: PointType
    ) throws(Words) -> CommandOptions.Mode {
        guard let mode = CellText.mode(text) else {
            throw Words(
                "'\(shortened(text))' is no way to operate: write yes (select before operate), no "
                    + "(direct) or either",
                "'\(shortened(text))'不是控制方式:请写是(选控)、否(直控)或均可")
        }
        guard type.kind != .bitStringCommand || mode == .direct else {
            throw Words(
                "\(type.mnemonic) cannot be selected, it has no bit for it: write no",
                "\(type.mnemonic)没有选择位,不能选控:请写否")
        }
        return mode
    }

    /// What an optional cell says; `absent` when it is empty or wrong.
    mutating func optional<Value>(
        _ column: PointColumn, _ absent: Value,
        _ read: (PointListReader, Range<Int>) throws(Words) -> Value
    ) -> Value {
        let cell = cell(column)
        guard !cell.isEmpty else { return absent }
        do throws(Words) {
            return try read(self, cell)
        } catch {
            problem(column, error)
            return absent
        }
    }

    /// A table holds some different periods only.
    private mutating func note(_ period: UInt32, _ column: PointColumn) {
        guard period > 0, !periods.contains(period) else { return }
        if periods.count < PointList.mostPeriods {
            periods.insert(period)
        } else {
            problem(column, Self.tooManyPeriods)
        }
    }

    private static let tooManyPeriods = Words(
        "the list has more than \(PointList.mostPeriods) different periods: use one of the others",
        "不同的周期超过\(PointList.mostPeriods)个:请使用已有的周期")
    private static let commandOfPoint = Words(
        "this row is a point (M_ type): 'command' belongs to the row of the command (C_ type), "
            + "which names the point that it drives",
        "本行是点(M_类型):'控制点'应写在命令(C_类型)的行中,指明所控制的点")
    private static let selectionOfPoint = Words(
        "this row is a point (M_ type): 'sbo' belongs to the row of the command (C_ type)",
        "本行是点(M_类型):'选控'应写在命令(C_类型)的行中")

    // MARK: Groups, deadband, period

    private static func groups(_ text: String, _ type: PointType) throws(Words) -> UInt16 {
        let isCounter = type.kind == .integratedTotal
        let largest = isCounter ? 4 : 16
        var groups: UInt16 = 0
        for word in CellText.words(text) {
            guard let number = Int(word), (0...largest).contains(number) else {
                throw isCounter
                    ? Words(
                        "'\(shortened(word))' is no group of counters: write 1 to 4",
                        "'\(shortened(word))'不是计数量组号:请写1至4")
                    : Words(
                        "'\(shortened(word))' is no group: write 1 to 16, several as 1|3",
                        "'\(shortened(word))'不是组号:请写1至16,多个写作1|3")
            }
            if number > 0 { groups |= 1 << UInt16(number - 1) }
        }
        guard !isCounter || groups.nonzeroBitCount <= 1 else {
            throw Words(
                "a counter belongs to one group of 1 to 4, here are \(groups.nonzeroBitCount)",
                "计数量只能属于1至4中的一个组,此处有\(groups.nonzeroBitCount)个")
        }
        return groups
    }

    private func deadband(_ cell: Range<Int>, _ type: PointType) throws(Words) -> Float {
        let word = shortened(scanner.string(cell))
        guard let number = CellText.decimal(text.span.extracting(cell), comma: decimalComma),
            number >= 0, Float(number).isFinite
        else {
            throw Words(
                "'\(word)' is no deadband: write how far the value moves before that is an event, "
                    + "in the units of the value, such as 0.5",
                "'\(word)'不是死区:请写产生事件的最小变化量,单位与值相同,例如0.5")
        }
        switch type.kind {
        case .normalized, .normalizedWithoutQuality, .scaled, .shortFloat: return Float(number)
        default:
            guard number > 0 else { return 0 }
            throw Words(
                "\(type.mnemonic) has no deadband, measured values (M_ME types) have: leave the "
                    + "cell empty",
                "\(type.mnemonic)没有死区,只有测量值(M_ME类型)有:请留空")
        }
    }

    private func period(_ cell: Range<Int>, _ type: PointType) throws(Words) -> UInt32 {
        let word = shortened(scanner.string(cell))
        let number = CellText.decimal(text.span.extracting(cell), comma: decimalComma)
        guard let number, number == 0 || (0.1...86_400).contains(number) else {
            throw Words(
                "'\(word)' is no period: write seconds, 0.1 to 86400, or leave the cell empty",
                "'\(word)'不是周期:请写秒数,0.1至86400,或留空")
        }
        guard number == 0 || type.repetition != .none else {
            let reason =
                type.kind == .integratedTotal
                ? Words("counters are sent when they are asked for", "计数量在召唤时上送")
                : Words("it is sent as an event", "它以事件上送")
            throw Words(
                "the standard has no cyclic \(type.mnemonic), \(reason.english): leave the cell "
                    + "empty",
                "标准中没有循环上送的\(type.mnemonic),\(reason.chinese):请留空")
        }
        return UInt32((number * 1000).rounded())
    }
}

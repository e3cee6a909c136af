import IEC104Codec

/// The value of a point, as a list writes it.
struct PointValueText {
    let type: PointType
    let quality: Quality
    /// Whether a comma is the decimal point.
    let decimalComma: Bool

    /// What the point carries; an empty cell is 0, off, or for a double point off too.
    func information(_ cell: Span<UInt8>) throws(Words) -> Information {
        switch type.kind {
        case .singlePoint: .singlePoint(SIQ(try state(cell), quality: quality))
        case .doublePoint: .doublePoint(DIQ(try doubleState(cell), quality: quality))
        case .protectionEvent:
            .protectionEvent(SEP(try doubleState(cell), quality: quality), CP16Time2a(rawValue: 0))
        case .protectionStart:
            .protectionStart(
                SPE(rawValue: UInt8(try whole(cell, in: 0...63))), quality, CP16Time2a(rawValue: 0))
        case .protectionOutput:
            .protectionOutput(
                OCI(rawValue: UInt8(try whole(cell, in: 0...15))), quality, CP16Time2a(rawValue: 0))
        case .stepPosition:
            .stepPosition(VTI(Int8(try whole(cell, in: -64...63))), quality)
        case .bitString: .bitString(UInt32(try whole(cell, in: 0...0xFFFF_FFFF)), quality)
        case .packedSinglePoints:
            .packedSinglePoints(
                SCD(status: UInt16(try whole(cell, in: 0...0xFFFF)), changed: 0), quality)
        case .normalized: .normalized(NVA(try normalized(cell)), quality)
        case .normalizedWithoutQuality: .normalizedWithoutQuality(NVA(try normalized(cell)))
        case .scaled: .scaled(Int16(try whole(cell, in: -32768...32767)), quality)
        case .shortFloat: .shortFloat(R32(try float(cell)), quality)
        case .integratedTotal:
            .integratedTotal(
                BCR(
                    Int32(try whole(cell, in: -2_147_483_648...2_147_483_647)),
                    isInvalid: quality.contains(.invalid)))
        default: throw Words("\(type.mnemonic) has no value", "\(type.mnemonic)没有值")
        }
    }

    // MARK: States

    private func state(_ cell: Span<UInt8>) throws(Words) -> Bool {
        if cell.isEmpty { return false }
        if cell.count == 1, cell[0] & 0xFE == 0x30 { return cell[0] == 0x31 }
        let text = string(cell)
        if let state = Self.states[text.lowercased()], state.rawValue == 1 || state.rawValue == 2 {
            return state == .on
        }
        throw Words(
            "'\(text)' is no state of a single point (\(type.mnemonic)): write 0 or off, 1 or on",
            "'\(text)'不是单点(\(type.mnemonic))的状态:请写0或分,1或合")
    }

    private func doubleState(_ cell: Span<UInt8>) throws(Words) -> DoublePointState {
        if cell.isEmpty { return .off }
        let text = string(cell)
        if cell.count == 1, let state = CellText.whole(cell), (0...3).contains(state) {
            return DoublePointState(rawValue: UInt8(state)) ?? .off
        }
        if let state = Self.states[text.lowercased()] { return state }
        throw Words(
            "'\(text)' is no state of a double point (\(type.mnemonic)): write 1 or off, 2 or on, "
                + "0 or intermediate, 3 or indeterminate",
            "'\(text)'不是双点(\(type.mnemonic))的状态:请写1或分,2或合,0或中间,3或不定")
    }

    private static let states: [String: DoublePointState] = {
        var states: [String: DoublePointState] = [:]
        let words: [(DoublePointState, [String])] = [
            (
                .off,
                ["off", "false", "no", "open", "opened", "tripped", "分", "分位", "断开", "复归", "否"]
            ),
            (.on, ["on", "true", "yes", "closed", "close", "合", "合位", "闭合", "动作", "是"]),
            (.intermediate, ["intermediate", "transit", "中间", "中间态"]),
            (.indeterminate, ["indeterminate", "faulty", "不定", "不定态", "故障"]),
        ]
        for (state, names) in words {
            for name in names { states[name] = state }
        }
        return states
    }()

    // MARK: Numbers

    private func whole(_ cell: Span<UInt8>, in range: ClosedRange<Int64>) throws(Words) -> Int64 {
        if cell.isEmpty { return 0 }
        if let number = CellText.whole(cell), range.contains(number) { return number }
        let text = string(cell)
        let isNumber = CellText.whole(cell) != nil
        let hint = isNumber ? Words("", "") : CellText.numberHint(text)
        throw Words(
            "'\(text)' is not a whole number from \(range.lowerBound) to \(range.upperBound), as "
                + "\(type.mnemonic) carries it" + hint.english + largerType.english,
            "'\(text)'不是\(type.mnemonic)的整数值,范围\(range.lowerBound)至\(range.upperBound)"
                + hint.chinese + largerType.chinese)
    }

    /// Where a value fits that does not fit here.
    private var largerType: Words {
        type.kind == .scaled
            ? Words("; M_ME_NC_1 (float) carries any number", ";任意数值可用M_ME_NC_1(短浮点数)")
            : Words("", "")
    }

    private func normalized(_ cell: Span<UInt8>) throws(Words) -> Double {
        if cell.isEmpty { return 0 }
        if let number = CellText.decimal(cell, comma: decimalComma), (-1...1).contains(number) {
            return number
        }
        let text = string(cell)
        throw Words(
            "'\(text)' is not a number from -1 to 1, as \(type.mnemonic) carries it; M_ME_NC_1 "
                + "(float) carries any number" + commaHint(text).english,
            "'\(text)'不是-1至1之间的归一化值(\(type.mnemonic));任意数值可用M_ME_NC_1(短浮点数)"
                + commaHint(text).chinese)
    }

    private func commaHint(_ text: String) -> Words {
        text.contains(",") && !decimalComma
            ? Words("; write a decimal point, and nothing between thousands", ";请用小数点,不用千分位")
            : Words("", "")
    }

    private func float(_ cell: Span<UInt8>) throws(Words) -> Float {
        if cell.isEmpty { return 0 }
        if let number = CellText.decimal(cell, comma: decimalComma), Float(number).isFinite {
            return Float(number)
        }
        let text = string(cell)
        throw Words(
            "'\(text)' is not a number such as 110.4 within +-3.4e38; for a value that is not "
                + "known write 0 and the quality IV" + commaHint(text).english,
            "'\(text)'不是数值(例如110.4,范围±3.4e38);未知值请写0,品质写IV" + commaHint(text).chinese)
    }

    private func string(_ cell: Span<UInt8>) -> String {
        var octets: [UInt8] = []
        for index in cell.indices { octets.append(cell[index]) }
        return String(decoding: octets, as: UTF8.self)
    }
}

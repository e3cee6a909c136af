import IEC104

/// What a command says, as people write it.
enum CommandValue {
    /// What QU is called.
    private static let qualifiers = ["none": 0, "short": 1, "long": 2, "persistent": 3]

    /// Whether `type` is one of 45 to 47, which have QU; set points have QL, bit strings neither.
    private static func hasPulses(_ type: TypeID) -> Bool {
        [.C_SC_NA_1, .C_DC_NA_1, .C_RC_NA_1].contains(type)
    }

    /// The qualifier that `text` says.
    ///
    /// - Throws: what is wrong with it, without the text of an option before it.
    static func qualifier(_ text: String, of type: TypeID) throws(Words) -> UInt8 {
        let isCommand = hasPulses(type)
        let number = (isCommand ? qualifiers[text] : nil) ?? Int(text)
        guard let number, (0...(isCommand ? 31 : 127)).contains(number) else {
            let shown = "'\(shortened(text))'"
            throw isCommand
                ? Words(
                    "\(shown) is not none, short, long, persistent, or a whole number from 0 to 31",
                    "\(shown) 不是 none、short、long、persistent 或0至31的整数")
                : Words(
                    "\(shown) is not a whole number from 0 to 127", "\(shown) 不是0至127的整数")
        }
        return UInt8(number)
    }

    /// What a command of `type`, one of 45 to 51, carries with the value that `text` says.
    ///
    /// - Throws: what is wrong with it, without the text of an option before it.
    static func information(
        _ text: String, as type: TypeID, qualifier: UInt8 = 0
    ) throws(Words) -> Information {
        let command = CommandQualifier(rawValue: qualifier)
        let setPoint = QOS(qualifier: qualifier)
        let shown = "'\(shortened(text))'"
        func refusal(_ english: String, _ chinese: String) -> Words {
            Words("\(shown) is not \(english)", "\(shown) 不是\(chinese)")
        }
        switch type {
        case .C_SC_NA_1:
            return .singleCommand(SCO(try chosen(text, "on", "off"), qualifier: command))
        case .C_DC_NA_1:
            return .doubleCommand(DCO(try chosen(text, "on", "off"), qualifier: command))
        case .C_RC_NA_1:
            return .stepCommand(RCO(isHigher: try chosen(text, "up", "down"), qualifier: command))
        case .C_SE_NA_1:
            guard let value = Double(text), (-1.0..<1.0).contains(value) else {
                throw refusal("a number from -1 to 1 - 2^-15", "-1至1-2^-15的数")
            }
            return .normalizedSetPoint(NVA(value), setPoint)
        case .C_SE_NB_1:
            guard let value = Int16(text) else {
                throw refusal("a whole number, -32768 to 32767", "-32768至32767的整数")
            }
            return .scaledSetPoint(value, setPoint)
        case .C_SE_NC_1:
            guard let value = Float(text), value.isFinite else {
                throw refusal("a number within +-3.4e38", "±3.4e38以内的数")
            }
            return .floatSetPoint(R32(value), setPoint)
        case .C_BO_NA_1:
            let digits = text.hasPrefix("0x") ? text.dropFirst(2) : text[...]
            guard let bits = UInt32(digits, radix: 16), !digits.hasPrefix("+") else {
                throw refusal("1 to 8 hexadecimal digits", "1至8位十六进制数")
            }
            return .bitStringCommand(bits)
        default:
            throw Words("type \(type.rawValue) is no command", "类型\(type.rawValue)不是命令")
        }
    }

    private static func chosen(
        _ text: String, _ yes: String, _ no: String
    ) throws(Words) -> Bool {
        guard text == yes || text == no else {
            throw Words(
                "'\(shortened(text))' is not one of: \(yes), \(no)",
                "'\(shortened(text))' 不是 \(yes) 或 \(no)")
        }
        return text == yes
    }
}

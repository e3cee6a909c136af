import IEC104

/// What the cells of a point list say: numbers and words, as spreadsheets write them.
enum CellText {
    /// A whole number in decimal, or in hexadecimal as `0x4001` or `4001H`; `nil` when it is none
    /// or has more than 15 digits.
    static func whole(_ text: Span<UInt8>) -> Int64? {
        var start = 0
        var end = text.count
        guard end > 0 else { return nil }
        let isNegative = text[0] == UInt8(ascii: "-")
        if isNegative || text[0] == UInt8(ascii: "+") { start = 1 }
        var radix: Int64 = 10
        if end - start > 2, text[start] == UInt8(ascii: "0"), text[start + 1] | 0x20 == 0x78 {
            start += 2
            radix = 16
        } else if end - start > 1, text[end - 1] | 0x20 == 0x68 {
            end -= 1
            radix = 16
        }
        guard (1...15).contains(end - start) else { return nil }
        var number: Int64 = 0
        for index in start..<end {
            guard let digit = digit(text[index]), digit < radix else { return nil }
            number = number &* radix &+ digit
        }
        return isNegative ? 0 &- number : number
    }

    private static func digit(_ octet: UInt8) -> Int64? {
        switch octet {
        case 0x30...0x39: Int64(octet) &- 0x30
        case 0x41...0x46: Int64(octet) &- 0x37
        case 0x61...0x66: Int64(octet) &- 0x57
        default: nil
        }
    }

    /// A decimal number; `nil` when it is none.
    ///
    /// - Parameter comma: whether a comma is the decimal point, as in large parts of Europe; else a
    ///   comma is refused, since it may stand between thousands.
    static func decimal(_ text: Span<UInt8>, comma: Bool) -> Double? {
        guard (1...40).contains(text.count) else { return nil }
        var letters = ""
        for index in text.indices {
            switch text[index] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"),
                UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
                letters.unicodeScalars.append(Unicode.Scalar(text[index]))
            case UInt8(ascii: ",") where comma: letters.append(".")
            default: return nil
            }
        }
        guard let number = Double(letters), number.isFinite else { return nil }
        return number
    }

    /// The words of a list such as `1|3` or `IV, NT`.
    static func words(_ text: String) -> [String] {
        text.split { "|,;/+& \t、，；｜".contains($0) }.map(String.init)
    }

    /// Why a number could not be read, where that can be seen.
    static func numberHint(_ text: String) -> Words {
        if text.unicodeScalars.contains(where: { (0xFF01...0xFF5E).contains($0.value) }) {
            return Words(
                "; it has full-width characters: type it with plain digits", ";含全角字符,请用半角数字")
        }
        if text.contains("E+") || text.contains("e+") {
            return Words(
                "; the spreadsheet has rounded it: format the column as text and enter it again",
                ";电子表格已将其转为科学计数法:请将该列设为文本格式后重新输入")
        }
        if text.contains(where: { ".,".contains($0) }) {
            return Words(
                "; write a whole number without points and commas", ";请写整数,不带小数点和千分位")
        }
        return Words("", "")
    }

    /// How a command is operated, `nil` when the text does not say it.
    static func mode(_ text: String) -> CommandOptions.Mode? {
        modes[text.lowercased()]
    }

    private static let modes: [String: CommandOptions.Mode] = {
        let words: [(CommandOptions.Mode, [String])] = [
            (
                .selectBeforeOperate,
                ["yes", "y", "true", "1", "x", "sbo", "select", "是", "选控", "有", "√"]
            ),
            (.direct, ["no", "n", "false", "0", "direct", "否", "直控", "直接", "无", "×"]),
            (.either, ["either", "both", "均可", "任意"]),
        ]
        var modes: [String: CommandOptions.Mode] = [:]
        for (mode, names) in words {
            for name in names { modes[name] = mode }
        }
        return modes
    }()
}

/// Whether octets are a text in UTF-8, and what they are else.
enum TextEncodingCheck {
    /// What is wrong with `text`, with the line where it is known.
    static func problem(_ text: Span<UInt8>, file: String) -> (line: Int?, words: Words)? {
        if let words = foreignFile(text, file: file) { return (nil, words) }
        let offset: Int
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: text)
            return firstNull(text).map { ($0, nullWords) }
        } catch {
            offset = error.byteOffsets.lowerBound
        }
        guard offset < text.count else { return nil }
        return (line(of: offset, in: text), wrongOctet(text, offset, file: file))
    }

    private static func foreignFile(_ text: Span<UInt8>, file: String) -> Words? {
        func begins(_ octets: [UInt8]) -> Bool {
            text.count >= octets.count && octets.indices.allSatisfy { text[$0] == octets[$0] }
        }
        if begins([0xFF, 0xFE]) || begins([0xFE, 0xFF]) { return utf16("UTF-16", file) }
        if begins([0x50, 0x4B, 0x03, 0x04]) || begins([0xD0, 0xCF, 0x11, 0xE0]) {
            return Words(
                "this is a workbook of Excel or WPS, not a text: save the sheet as "
                    + "'CSV UTF-8 (comma delimited)' and use that file",
                "这是Excel或WPS工作簿,不是文本:请将工作表另存为'CSV UTF-8(逗号分隔)'后再使用")
        }
        // Letters of ASCII in UTF-16 have a null beside them.
        var nulls = (even: 0, odd: 0)
        for index in 0..<min(text.count, 256) where text[index] == 0 {
            if index & 1 == 0 { nulls.even += 1 } else { nulls.odd += 1 }
        }
        if nulls.even + nulls.odd >= 4, min(nulls.even, nulls.odd) * 4 < nulls.even + nulls.odd {
            return utf16(nulls.odd > nulls.even ? "UTF-16LE" : "UTF-16BE", file)
        }
        return nil
    }

    private static func utf16(_ name: String, _ file: String) -> Words {
        Words(
            "the text is \(name), it must be UTF-8: \(convert(name, file))",
            "文本编码为\(name),须为UTF-8:\(convert(name, file))")
    }

    /// The command that makes UTF-8 of it.
    private static func convert(_ encoding: String, _ file: String) -> String {
        var name = file
        var target = "points-utf8.csv"
        if name == "-" || name.isEmpty {
            name = "points.csv"
        } else {
            target = "utf8-" + base(name)
        }
        return "iconv -f \(encoding) -t UTF-8 \(quoted(name)) > \(quoted(target))"
    }

    private static func base(_ path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? "points.csv"
    }

    /// As the shell takes it.
    private static func quoted(_ word: String) -> String {
        let plain = word.utf8.allSatisfy {
            switch $0 {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
                UInt8(ascii: "_"), UInt8(ascii: "/"):
                true
            default: $0 >= 0x80
            }
        }
        return plain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }

    private static func wrongOctet(_ text: Span<UInt8>, _ offset: Int, file: String) -> Words {
        let octet = String(text[offset], radix: 16, uppercase: true)
        if looksChinese(text, from: offset) {
            let command = convert("GB18030", file)
            return Words(
                "octet \(octet) hex is not UTF-8; it looks like GB18030 (GBK), as Chinese "
                    + "spreadsheets save it: \(command), or save as 'CSV UTF-8'",
                "字节\(octet)(十六进制)不是UTF-8,像是GB18030(GBK)编码:"
                    + "请执行 \(command),或另存为'CSV UTF-8'")
        }
        let command = convert("WINDOWS-1252", file)
        return Words(
            "octet \(octet) hex is not UTF-8; if the text is in a Western European code page: "
                + "\(command), or save as 'CSV UTF-8'",
            "字节\(octet)(十六进制)不是UTF-8;若为西欧代码页:\(command),或另存为'CSV UTF-8'")
    }

    /// Whether what follows is mostly pairs of octets as Chinese characters have in GB18030; single
    /// letters with accents between those of ASCII are not.
    private static func looksChinese(_ text: Span<UInt8>, from offset: Int) -> Bool {
        var pairs = 0
        var others = 0
        var index = offset
        let end = min(text.count, offset + 4096)
        while index < end {
            guard text[index] >= 0x80 else {
                index += 1
                continue
            }
            if text[index] > 0x80, index + 1 < end, text[index + 1] >= 0x80 {
                pairs += 1
                index += 2
            } else {
                others += 1
                index += 1
            }
        }
        return pairs > others
    }

    private static let nullWords = Words(
        "an octet 0 stands in the text: this is no text file, or it is damaged; export it again",
        "文本中有字节0:不是文本文件或已损坏,请重新导出")

    private static func firstNull(_ text: Span<UInt8>) -> Int? {
        for index in text.indices where text[index] == 0 { return line(of: index, in: text) }
        return nil
    }

    private static func line(of offset: Int, in text: Span<UInt8>) -> Int {
        var line = 1
        for index in 0..<min(offset, text.count) where text[index] == 0x0A { line += 1 }
        return line
    }
}

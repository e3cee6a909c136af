/// Faults of the input itself, and other protocols, in words.
extension Phrase {
    /// Why text that looks like hex cannot be read.
    static func problem(_ problem: HexProblem) -> Phrase {
        let chinese =
            switch problem {
            case .oddDigits: "十六进制数字的个数为奇数;每个字节应写两位数字"
            case .notHex: "不是十六进制数字;字节只能用0-9、a-f、A-F书写"
            case .squeezeTooLong: "“*”行代表的字节太多;请不压缩地重新转储文件(-v)"
            case .foreignDump:
                "转储不是成对的十六进制数字(如od、xxd -b、xxd -e);请用xxd或od -A x -t x1重新转储"
            }
        return Phrase(problem.description, chinese)
    }

    /// What is wrong with a capture file.
    static func problem(_ error: CaptureError) -> Phrase {
        let hexadecimal = "0x" + String(error.value, radix: 16)
        let chinese =
            switch error.code {
            case .notACapture: "\(hexadecimal)不是pcap或pcapng文件的开头;请将抓包另存为其中一种格式"
            case .compressed: "文件已压缩;请先解压(gunzip、zstd -d)"
            case .version: "未知的格式版本\(error.value);请另存为pcapng 1.0"
            case .truncated: "文件在此记录中间结束;之前的内容完整"
            case .capturedLength: "报文长度不可能为\(error.value)字节;文件在此处损坏"
            case .blockLength: "块长度不可能为\(error.value);文件在此处损坏"
            case .trailingLength: "块尾的长度\(error.value)与块首的长度不同;文件在此处损坏"
            case .blockTooLong: "\(error.value)字节的块超过允许的长度"
            case .byteOrder: "\(hexadecimal)不是字节序标记;文件在此处损坏"
            case .unknownInterface: "报文属于该段未描述的接口\(error.value)"
            case .tooManyInterfaces: "该段描述的接口多于\(error.value)个"
            }
        return Phrase(error.description, "抓包文件第\(error.offset)字节: \(chinese)")
    }

    /// Another protocol, and the step where it is known.
    static func foreign(_ foreign: ForeignProtocol) -> Phrase {
        let name = Phrase(foreign.kind.rawValue, foreign.kind.rawValue)
        return foreign.step.english.isEmpty ? name : name + Phrase(", ", ",") + foreign.step
    }
}

import IEC104
import IEC104Inspect

extension RecentFrame {
    /// In a few words: format, numbers, and of an I APDU type, cause, station, count of objects.
    func words(_ profile: Profile, in language: Language) -> String {
        guard language == .chinese else { return words(profile) }
        return words(profile, isSent ? "发送" : "接收", noAPDU: "\(length)字节, 不是APDU") {
            let type = $1?.mnemonic ?? "类型标识\($0.type.rawValue)"
            return "\(type) \($0.cause.cause.chineseName), 公共地址\($0.commonAddress), "
                + "\($0.count)个信息对象"
        }
    }
}

extension Disconnection {
    /// The last APDUs in words, oldest first.
    func lastWords(in language: Language) -> [String] {
        guard language == .chinese else { return lastWords }
        return lastFrames.map {
            "\($0.words(profile, in: .chinese)), \($0.age.shortSeconds)秒前"
        }
    }
}

extension UnexpectedASDU {
    /// One sentence: what came, why nothing was done with it, what to check.
    func description(in language: Language) -> String {
        guard language == .chinese else { return description }
        let several = count > 1 ? " (共\(count)个)" : ""
        let type =
            Profile.standard.types[header.type]?.mnemonic ?? "类型标识\(header.type.rawValue)"
        return "\(type), \(header.cause.cause.chineseName), "
            + "公共地址\(header.commonAddress)\(several): \(reason.chinese)"
    }
}

extension UnexpectedASDU.Reason {
    fileprivate var chinese: String {
        switch self {
        case .type: "类型标识未知, 或不是子站所发; 已丢弃。专用类型请用 --private 说明"
        case .cause: "此类型标识没有这样的传送原因; 已丢弃"
        case .notAsked: "答复了本主站未提出的请求; 已丢弃"
        case .originator: "答复的是另一主站 (源发地址); 已丢弃"
        case .information: "答复的值或限定词与所发的不同; 已丢弃"
        case .repeated: "重复的答复, 或与步骤不符; 已丢弃"
        }
    }
}

extension FleetError {
    /// One sentence.
    func description(in language: Language) -> String {
        guard language == .chinese else { return description }
        return switch self {
        case .nameInUse(let name): "已有子站 '\(name)': 名称不得重复"
        case .unknown(let name): "没有子站 '\(name)'"
        case .noEndpoint(let name): "子站 '\(name)' 没有地址: 请给出主机和端口"
        case .parameters(let name, let error): "子站 '\(name)' 的链路参数不可用: \(error)"
        case .request(let name, let error): "子站 '\(name)': \(error.description(in: .chinese))"
        }
    }
}

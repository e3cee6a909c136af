import IEC104
import IEC104Inspect

// How RTUs and links stand, in words; in English the stable names of machine-readable output.
extension RTUStatus.State {
    func description(in language: Language) -> String {
        guard language == .chinese else { return rawValue }
        return switch self {
        case .off: "停用"
        case .down: "未连接"
        case .connected: "已连接"
        case .started: "已启动"
        }
    }
}

extension RTULinkStatus.State {
    func description(in language: Language) -> String {
        guard language == .chinese else { return rawValue }
        return switch self {
        case .off: "停用"
        case .waiting: "待重连"
        case .connecting: "连接中"
        case .stopped: "备用"
        case .starting: "启动中"
        case .started: "已启动"
        case .stopping: "停止中"
        }
    }
}

extension RTUMeter.State {
    func description(in language: Language) -> String {
        guard language == .chinese else { return rawValue }
        return switch self {
        case .down: "未连接"
        case .connected: "已连接"
        case .started: "已启动"
        }
    }
}

extension RTUStatus {
    /// Why the last connection ended, or could not be made, in a sentence.
    func lastError(in language: Language) -> String? {
        guard language == .chinese, let link = lastErrorLink, links.indices.contains(link),
            let problem = links[link].problem
        else { return lastError }
        return "\(links[link].endpoint): " + problem.description(in: .chinese)
    }

    /// The same in a few words, for a table.
    func shortError(in language: Language) -> String? {
        guard let link = lastErrorLink, links.indices.contains(link) else { return nil }
        return links[link].problem?.summary(in: language)
    }
}

extension RTULinkStatus {
    /// Why it has no connection, or had none before the present one.
    var problem: LinkProblem? {
        if let lastFailure { return .failure(lastFailure) }
        return lastEnd.map { .end($0) }
    }
}

/// Why a link ended, or was not made.
enum LinkProblem: Sendable {
    case failure(ConnectionFailure)
    case end(Disconnection)

    /// The stable name of the reason.
    var name: String {
        switch self {
        case .failure(let failure): failure.name
        case .end(let disconnection): disconnection.end.name
        }
    }

    /// One sentence.
    func description(in language: Language) -> String {
        switch self {
        case .failure(let failure): failure.description(in: language)
        case .end(let disconnection): disconnection.description(in: language)
        }
    }

    /// A few words.
    func summary(in language: Language) -> String {
        switch self {
        case .failure(let failure): failure.summary(in: language)
        case .end(let disconnection): disconnection.end.summary(in: language)
        }
    }
}

extension ConnectionFailure {
    /// What happened, in a few words.
    func summary(in language: Language) -> String {
        switch self {
        case .notConnected(let error): error.summary(in: language)
        case .ended(let end): end.summary(in: language)
        case .alreadyConnected, .cancelled: description(in: language)
        }
    }
}

extension LinkEnd {
    /// What happened, in a few words.
    func summary(in language: Language) -> String {
        let isChinese = language == .chinese
        return switch network {
        case nil: isChinese ? reason.code.description(in: language) : reason.code.summary
        case .finished: isChinese ? "对侧关闭了连接" : "closed by the peer (FIN)"
        case .reset: isChinese ? "对侧复位了连接" : "broken by the peer (RST)"
        case .failed(let error): isChinese ? error.happening : error.reason
        }
    }
}

/// The stable names of reasons, as people are told them.
enum ReasonWords {
    /// A few words; the name itself when nothing better is known.
    static func text(_ name: String, in language: Language) -> String {
        guard language == .chinese else { return name }
        let network = ["finished": "对侧关闭", "reset": "对侧复位", "network": "网络故障"]
        return network[name] ?? ConnectError.chineseSummary(name)
            ?? SessionError.Code.allCases.first { $0.name == name }?.description(in: .chinese)
            ?? name
    }
}

import IEC104
import IEC104Inspect

// The switch-over that somebody asks for: it is answered when it is done, or has failed.
extension MasterConsole {
    /// Longer than a stop and a start may take: t1 each, and connecting anew in between.
    private static let longest = Duration.seconds(60)

    /// Moves data transfer to another link, and waits for what comes of it.
    func switchOver(_ rtu: ConsoleRTU, to link: Int?) async -> ConsoleAnswer {
        let before = await stations?.status(of: rtu.name)?.startedLink
        if let link, before == link {
            return told(rtu, before, say("is started already", "已经启动"))
        }
        guard await stations?.switchOver(rtu.name, to: link) == true else {
            return refused(
                say(
                    "\(rtu.name): there is no other link that is connected and stopped",
                    "\(rtu.name): 没有其他已连接且停止的链路"))
        }
        let start = ContinuousClock.now
        var hasMoved = false
        while start.duration(to: .now) < Self.longest, !Task.isCancelled {
            let status = await stations?.status(of: rtu.name)
            if let started = status?.startedLink, started != before || hasMoved {
                let time = start.duration(to: .now).inMilliseconds
                guard started != before, link == nil || started == link else {
                    return refused(
                        say(
                            "\(rtu.name): not switched over: "
                                + "\(place(rtu, started)) is started\(reason(status))",
                            "\(rtu.name): 未切换: \(place(rtu, started)) 已启动\(reason(status))"))
                }
                return told(rtu, started, say("is started after \(time) ms", "已启动, 用时\(time) ms"))
            }
            // The one that was started has been stopped, or has ended.
            hasMoved = hasMoved || status?.startedLink == nil
            guard status?.state != .off else { break }
            await sleep(for: .milliseconds(10))
        }
        let status = await stations?.status(of: rtu.name)
        return refused(
            say(
                "\(rtu.name): no link is started yet\(reason(status)): 'links' shows more",
                "\(rtu.name): 尚无链路启动\(reason(status)), 详见 links"))
    }

    private func place(_ rtu: ConsoleRTU, _ link: Int) -> String {
        let endpoints = rtu.target.configuration.endpoints
        let endpoint = endpoints.indices.contains(link) ? " (\(endpoints[link]))" : ""
        return say("link \(link + 1)", "链路\(link + 1)") + endpoint
    }

    private func reason(_ status: RTUStatus?) -> String {
        status?.lastError(in: settings.language).map {
            say(": the last failure: ", ": 最近的故障: ") + $0
        } ?? ""
    }

    private func told(_ rtu: ConsoleRTU, _ link: Int?, _ words: String) -> ConsoleAnswer {
        var answer = ConsoleAnswer("\(rtu.name): \(link.map { place(rtu, $0) } ?? "") \(words)")
        answer.results = [
            { json in
                json.member("rtu", rtu.name)
                json.member("result", "accepted")
                if let link { json.member("link", link + 1) }
            }
        ]
        return answer
    }

    private func refused(_ words: String) -> ConsoleAnswer {
        var answer = ConsoleAnswer(words)
        answer.isError = true
        return answer
    }
}

extension RTUStatus {
    /// The link that data transfer is started on.
    fileprivate var startedLink: Int? { links.firstIndex { $0.state == .started } }
}

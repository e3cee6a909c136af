import IEC104
import IEC104Inspect

// The switch-over that somebody asks for: it is answered when it is done, or has failed.
extension MasterConsole {
    func switchOver(_ words: [String]) throws(Words) -> ConsoleJob {
        let (rtu, words) = try rtu(words)
        try atMost(1, words)
        let links = rtu.target.configuration.endpoints.count
        guard links > 1 else {
            throw Words("\(rtu.name) has one link only", "\(rtu.name) 只有一条链路")
        }
        let link = try words.first.map { word throws(Words) in
            try ConsoleSyntax.number(word, 1...links, "switch-over")
        }
        let place = link.map { $0 - 1 }
        var job = ConsoleJob { [self] in await switchOver(rtu, to: place) }
        job.rehearsal = { [self] in await rehearseSwitchOver(rtu, to: place) }
        return job
    }

    /// Waits until data transfer is started.
    func waiting(_ words: [String]) throws(Words) -> ConsoleJob {
        var (words, waited) = (words, rtus)
        if let first = words.first, let found = rtu(named: first) {
            waited = [found]
            words.removeFirst()
        }
        try atMost(1, words)
        let limit = Duration.milliseconds(
            try words.first.map { word throws(Words) in
                try CommandOrder.milliseconds(word, "wait")
            } ?? 30_000)
        return ConsoleJob { [self, waited] in
            let start = ContinuousClock.now
            var missing = waited
            while !Task.isCancelled {
                var late: [ConsoleRTU] = []
                for rtu in missing where await stations?.status(of: rtu.name)?.state != .started {
                    late.append(rtu)
                }
                missing = late
                guard !missing.isEmpty, start.duration(to: .now) < limit else { break }
                await sleep(for: .milliseconds(50))
            }
            guard let first = missing.first else {
                return ConsoleAnswer(
                    say("\(waited.count) of \(waited.count) started", "\(waited.count)个子站均已启动"))
            }
            let names = missing.prefix(5).map(\.name).joined(separator: ", ")
            let reason = await stations?.status(of: first.name)?.lastError(in: settings.language)
            var answer = ConsoleAnswer(
                say("not started: \(names)", "未启动: \(names)") + (reason.map { ": " + $0 } ?? ""))
            answer.isError = true
            return answer
        }
    }

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

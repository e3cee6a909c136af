import IEC104Codec

extension SummaryPrinter {
    /// So many connections are shown in detail.
    private static var shownConnections: Int { 50 }
    private static var shownRanges: Int { 12 }
    private static var shownStations: Int { 32 }

    /// Prints the connections: a line for each when there are several, then each in detail.
    mutating func printConnections(_ summary: Summary) {
        if summary.connections.count > 1 { printOverview(summary) }
        // What carried nothing is told by the overview.
        let detailed = summary.connections.filter {
            !$0.directions.isEmpty || summary.connections.count == 1
        }
        for connection in detailed.prefix(Self.shownConnections) { print(connection) }
        if detailed.count > Self.shownConnections {
            text.append(UInt8(ascii: "\n"))
            let hidden = detailed.count - Self.shownConnections
            line(
                Phrase("not in detail: ", "未详细列出: ")
                    + .count(hidden, "more connection", "more connections", "个连接"))
        }
    }

    private mutating func printOverview(_ summary: Summary) {
        text.append(UInt8(ascii: "\n"))
        line(Phrase("Connections", "连接"))
        var table = TextTable(
            indent: 2, [.right, .left, .left, .left, .right, .right, .right, .left])
        let heading = [
            Phrase("", ""), Phrase("controlling station", "主站"),
            Phrase("controlled station", "子站"), Phrase("start", "开始"),
            Phrase("duration", "时长"), Phrase("APDUs", "APDU"), Phrase("errors", "错误"),
            Phrase("end", "结束"),
        ]
        table.append(heading.map { $0[language] })
        for connection in summary.connections {
            let apdus = connection.directions.reduce(0) { $0 + $1.apdus }
            table.append([
                connection.connection.map { "[\($0)]" } ?? "",
                connection.client?.description ?? "", connection.server?.description ?? "",
                connection.time.map { written($0.first) } ?? "",
                connection.time?.duration.map { Phrase.text($0) } ?? "", "\(apdus)",
                connection.errors == 0 ? "" : "\(connection.errors)",
                Self.phrase(connection.ending)[language],
            ])
        }
        table.write(to: &text)
        let others = summary.others
        guard others.count > 0 else { return }
        line(
            Phrase(
                "and \(others.count) more, not looked at: \(others.records) records, "
                    + "\(others.octets) octets, \(others.refused) refused, \(others.reset) reset",
                "另有\(others.count)个连接未分析: \(others.records)条记录,\(others.octets)字节,"
                    + "\(others.refused)次被拒绝,\(others.reset)次被复位"), indent: 2)
    }

    // MARK: One connection

    private mutating func print(_ connection: ConnectionSummary) {
        text.append(UInt8(ascii: "\n"))
        if let number = connection.connection, let client = connection.client,
            let server = connection.server
        {
            line(
                Phrase(
                    "Connection \(number): \(client) (controlling station) -> \(server) "
                        + "(controlled station)",
                    "连接\(number): \(client) (主站) -> \(server) (子站)"))
            let end = Self.phrase(connection.ending)
            let time = connection.time.map { span($0) + "; " } ?? ""
            line(Phrase(time, time) + end, indent: 2)
        } else {
            line(Phrase("The log", "日志"))
            if let time = connection.time { line(Phrase(span(time), span(time)), indent: 2) }
        }
        printDirections(connection)
        printTimes(connection)
        printTCP(connection.tcp)
        printTraffic(connection)
        printStations(connection)
    }

    private mutating func printDirections(_ connection: ConnectionSummary) {
        guard !connection.directions.isEmpty else { return }
        var table = TextTable(
            indent: 2, [.left, .right, .right, .right, .right, .right, .right, .right, .left])
        let heading = [
            Phrase("", ""), Phrase("octets", "字节"), Phrase("APDUs", "APDU"), Phrase("I", "I帧"),
            Phrase("S", "S帧"), Phrase("U", "U帧"), Phrase("unreadable", "无法读取"),
            Phrase("most unacknowledged", "最多未确认"),
            Phrase("acknowledged after min / mean / max", "确认时间 最短/平均/最长"),
        ]
        table.append(heading.map { $0[language] })
        for way in connection.directions {
            let times = way.acknowledgementTimes
            table.append([
                self.way(way.direction), "\(way.octets)", "\(way.apdus)", "\(way.information)",
                "\(way.supervisory)", "\(way.unnumbered)", "\(way.unreadable)",
                "\(way.mostUnacknowledged)", times.count == 0 ? "" : Self.text(times),
            ])
        }
        table.write(to: &text)
    }

    private mutating func printTimes(_ connection: ConnectionSummary) {
        let rows = [
            (connection.functionTimes, Phrase("U act to con", "U帧激活到确认")),
            (connection.answerTimes, Phrase("request to answer", "请求到应答")),
        ]
        for (times, name) in rows where times.count > 0 {
            let numbers = "\(times.count) x, \(Self.text(times))"
            line(
                name + Phrase(": \(numbers) (min / mean / max)", ": \(numbers) (最短/平均/最长)"),
                indent: 2)
        }
        if let silence = connection.longestSilence {
            let (length, start) = (Phrase.text(silence.duration), written(silence.from))
            line(
                Phrase("longest silence: \(length) from \(start)", "最长静默: \(length),始于\(start)"),
                indent: 2)
        }
    }

    private mutating func printTCP(_ counts: TCPCounts) {
        var parts: [Phrase] = []
        if counts.attempts > 1 {
            parts.append(
                Phrase("SYN sent ", "SYN发送") + .count(counts.attempts, "time", "times", "次"))
        }
        if counts.refusals > 0 {
            parts.append(
                Phrase("refused ", "被拒绝") + .count(counts.refusals, "time", "times", "次"))
        }
        if counts.retransmissions > 0 {
            let (count, octets) = (counts.retransmissions, counts.retransmittedOctets)
            parts.append(
                .count(count, "retransmission", "retransmissions", "次重传")
                    + Phrase(" (\(octets) octets)", "(\(octets)字节)"))
        }
        if counts.keepAlives > 0 {
            parts.append(
                .count(counts.keepAlives, "keep-alive", "keep-alives", "次保活探测"))
        }
        if counts.gaps > 0 {
            let (gaps, octets) = (counts.gaps, counts.missingOctets)
            parts.append(
                Phrase(
                    "\(octets) octets missing in the capture at \(gaps) places",
                    "抓包有\(gaps)处缺口,共缺\(octets)字节"))
        }
        guard let first = parts.first else { return }
        line(
            parts.dropFirst().reduce(Phrase("TCP: ", "TCP: ") + first) {
                $0 + Phrase(", ", ",") + $1
            }, indent: 2)
    }

    private mutating func printTraffic(_ connection: ConnectionSummary) {
        guard !connection.traffic.isEmpty else { return }
        text.append(UInt8(ascii: "\n"))
        var table = TextTable(
            indent: 2, [.left, .left, .left, .left, .right, .right, .left, .left])
        let heading = [
            Phrase("", ""), Phrase("type", "类型"), Phrase("cause", "原因"), Phrase("", ""),
            Phrase("ASDUs", "ASDU"), Phrase("objects", "对象"), Phrase("first", "最早"),
            Phrase("last", "最晚"),
        ]
        table.append(heading.map { $0[language] })
        for row in connection.traffic {
            table.append([
                way(row.direction), Phrase.named(row.type, profile)[language],
                Phrase.cause(row.cause)[language],
                row.isNegative ? Phrase("negative", "否定")[language] : "", "\(row.asdus)",
                "\(row.objects)", row.time.map { written($0.first) } ?? "",
                row.time.map { written($0.last) } ?? "",
            ])
        }
        table.write(to: &text)
    }

    private mutating func printStations(_ connection: ConnectionSummary) {
        guard !connection.stations.isEmpty else { return }
        text.append(UInt8(ascii: "\n"))
        for station in connection.stations.prefix(Self.shownStations) {
            let (address, asdus) = (station.address, station.asdus)
            line(
                Phrase("station \(address): ", "公共地址\(address): ")
                    + .count(asdus, "ASDU", "ASDUs", "个ASDU"), indent: 2)
            var table = TextTable(indent: 4, [.left, .right, .left])
            for points in station.points { table.append(cells(points)) }
            table.write(to: &text)
        }
        if connection.stations.count > Self.shownStations {
            line(Self.more(connection.stations.count - Self.shownStations), indent: 2)
        }
    }

    private func cells(_ points: PointSummary) -> [String] {
        var ranges = points.ranges.prefix(Self.shownRanges).map {
            $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)"
        }
        if points.ranges.count > Self.shownRanges || points.hasMoreRanges { ranges.append("...") }
        let atLeast = points.isAtLeast ? Phrase("at least ", "至少")[language] : ""
        return [
            Self.phrase(points.category)[language], atLeast + "\(points.count)",
            ranges.joined(separator: ", "),
        ]
    }

    // MARK: Words

    private static func text(_ times: DurationStatistics) -> String {
        [times.minimum, times.mean, times.maximum].map { Phrase.text($0) }
            .joined(separator: " / ")
    }

    private static func phrase(_ category: PointCategory?) -> Phrase {
        switch category {
        case .status: Phrase("status points (YX)", "遥信")
        case .measurement: Phrase("measured values (YC)", "遥测")
        case .counter: Phrase("integrated totals (YM)", "遥脉")
        case .command: Phrase("commands (YK)", "遥控")
        case .setPoint: Phrase("set points (YT)", "遥调")
        case nil: Phrase("other objects", "其他对象")
        }
    }

    private static func phrase(_ ending: ConnectionSummary.Ending) -> Phrase {
        func name(_ side: Direction) -> Phrase {
            side == .monitor
                ? Phrase("the controlled station", "子站") : Phrase("the controlling station", "主站")
        }
        return switch ending {
        case .open: Phrase("still open", "未关闭")
        case .closed(let side): Phrase("closed by ", "关闭方: ") + name(side)
        case .reset(let side): Phrase("reset by ", "复位方: ") + name(side)
        case .refused: Phrase("refused", "被拒绝")
        case .unanswered: Phrase("not answered", "无应答")
        case .abandoned: Phrase("not followed to its end", "未跟踪到结束")
        }
    }
}

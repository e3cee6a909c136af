extension SummaryPrinter {
    /// So many findings of a topic are shown.
    private static var shownFindings: Int { 5 }

    /// Prints what is wrong, then what a reader should know, each topic with its first findings.
    mutating func printFindings(_ summary: Summary, _ parameters: AnalysisParameters) {
        let limits =
            "k = \(parameters.k), w = \(parameters.w), t1 = \(Self.seconds(parameters.t1)), "
            + "t2 = \(Self.seconds(parameters.t2)), t3 = \(Self.seconds(parameters.t3))"
        text.append(UInt8(ascii: "\n"))
        if summary.errors == 0 {
            line(Phrase("Nothing wrong found (\(limits)).", "未发现错误 (\(limits))。"))
        } else {
            line(
                Phrase(
                    "What is wrong: \(summary.errors) (\(limits))",
                    "错误: \(summary.errors) (\(limits))"))
            for topic in summary.topics where !topic.topic.isNote { print(topic, summary) }
        }
        let notes = summary.topics.filter { $0.topic.isNote }
        if !notes.isEmpty {
            text.append(UInt8(ascii: "\n"))
            line(Phrase("Notes", "提示"))
            for topic in notes { print(topic, summary) }
        }
    }

    private mutating func print(_ topic: TopicCount, _ summary: Summary) {
        let title = Phrase.topic(topic.topic)
        line(title + Phrase(": \(topic.count)", ": \(topic.count)"), indent: 2)
        var table = TextTable(indent: 4, [.left, .left, .left, .left, .left])
        var shown = 0
        for finding in summary.findings where finding.kind.topic == topic.topic {
            guard shown < Self.shownFindings else { break }
            shown += 1
            table.append(cells(finding))
        }
        table.write(to: &text)
        if topic.count > shown { line(Self.more(topic.count - shown), indent: 4) }
    }

    /// Record and place, time, connection, direction, and what was found.
    private func cells(_ finding: Finding) -> [String] {
        [
            finding.number.map { "#\($0)" } ?? "", place(finding.place),
            finding.time.map { written($0) } ?? "",
            (finding.connection.map { "[\($0)] " } ?? "")
                + (finding.direction.map { way($0) } ?? ""),
            Phrase.finding(finding.kind, profile)[language],
        ]
    }

    private func place(_ place: APDURecord.Place?) -> String {
        switch place {
        case .line(let line): Phrase("line \(line)", "第\(line)行")[language]
        case .packet(let packet): Phrase("packet \(packet)", "报文\(packet)")[language]
        case .offset(let offset): Phrase("octet \(offset)", "偏移\(offset)")[language]
        case nil: ""
        }
    }

    private static func seconds(_ duration: Duration) -> String {
        let nanoseconds = duration.wholeNanoseconds
        return nanoseconds % 1_000_000_000 == 0
            ? "\(nanoseconds / 1_000_000_000) s" : Phrase.text(duration)
    }
}

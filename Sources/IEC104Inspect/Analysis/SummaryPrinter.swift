import IEC104Codec

/// Prints at the end of an input what its sessions carried and what is wrong with them.
public struct SummaryPrinter: InspectionSink {
    /// What was printed since `removeAll`.
    public internal(set) var text = OctetText()
    let language: Language
    let profile: Profile
    private var analyzer: SessionAnalyzer
    private var isEmpty = true

    /// A printer for records read with `profile`.
    public init(
        language: Language = .english, parameters: AnalysisParameters = AnalysisParameters(),
        profile: Profile = .standard
    ) {
        self.language = language
        self.profile = profile
        analyzer = SessionAnalyzer(parameters: parameters, profile: profile)
    }

    /// Forgets what was printed.
    public mutating func removeAll() { text.removeAll() }

    /// Takes an APDU.
    public mutating func receive(_ record: borrowing APDURecord) {
        isEmpty = false
        analyzer.receive(record)
    }

    /// Takes what TCP did.
    public mutating func receive(_ event: ConnectionEvent) {
        isEmpty = false
        analyzer.receive(event)
    }

    /// Takes a notice.
    public mutating func receive(_ notice: Notice) {
        isEmpty = false
        analyzer.receive(notice)
    }

    /// Prints the summary and starts afresh.
    public mutating func finish() {
        if !isEmpty { print(analyzer.summary(), analyzer.parameters) }
        isEmpty = true
        analyzer = SessionAnalyzer(parameters: analyzer.parameters, profile: profile)
    }

    private mutating func print(_ summary: Summary, _ parameters: AnalysisParameters) {
        printTotals(summary)
        printNotices(summary)
        printFindings(summary, parameters)
        printConnections(summary)
    }

    // MARK: The first lines

    private mutating func printTotals(_ summary: Summary) {
        let ways = summary.connections.flatMap { $0.directions }
        let information = ways.reduce(0) { $0 + $1.information }
        let supervisory = ways.reduce(0) { $0 + $1.supervisory }
        let unnumbered = ways.reduce(0) { $0 + $1.unnumbered }
        let unreadable = ways.reduce(0) { $0 + $1.unreadable }
        let apdus = information + supervisory + unnumbered
        line(
            Phrase(
                "\(apdus) APDUs: \(information) I, \(supervisory) S, \(unnumbered) U",
                "\(apdus)个APDU: I帧\(information), S帧\(supervisory), U帧\(unnumbered)"))
        if unreadable > 0 {
            line(
                .count(
                    unreadable, "run of octets that is no APDU", "runs of octets that are no APDU",
                    "段不是APDU的字节"))
        }
        let connections = summary.connections.count { $0.connection != nil }
        if connections + summary.others.count > 0 {
            line(
                .count(
                    connections + summary.others.count, "connection", "connections", "个连接"))
        }
        if let time = summary.time { line(Phrase(span(time), span(time))) }
    }

    private mutating func printNotices(_ summary: Summary) {
        for notice in summary.notices { line(notice.phrase) }
        let hidden = summary.noticeCount - summary.notices.count
        if hidden > 0 { line(Self.more(hidden)) }
        if summary.isCut {
            line(
                Phrase(
                    "too many types, causes or stations: some are not counted",
                    "类型、原因或站过多: 部分未计入"))
        }
    }

    static func more(_ count: Int) -> Phrase { Phrase("and \(count) more", "以及另外\(count)个") }

    // MARK: Pieces

    /// Prints a line; `indent` spaces stand before it.
    mutating func line(_ phrase: Phrase, indent: Int = 0) {
        text.append(String(repeating: " ", count: indent))
        text.append(phrase[language])
        text.append(UInt8(ascii: "\n"))
    }

    /// A time as text.
    func written(_ time: Timestamp) -> String {
        var text = OctetText()
        text.append(time, separator: UInt8(ascii: " "))
        return text.string
    }

    /// Two times, and how long it is from one to the other.
    func span(_ time: TimeRange) -> String {
        let duration = time.duration.map { " (\(Phrase.text($0)))" } ?? ""
        return "\(written(time.first)) - \(written(time.last))" + duration
    }

    /// An arrow or a word for a direction.
    func way(_ direction: Direction?) -> String {
        switch direction {
        case .control: "->"
        case .monitor: "<-"
        case .sent: Phrase("sent", "发送")[language]
        case .received: Phrase("received", "接收")[language]
        case nil: "?"
        }
    }
}

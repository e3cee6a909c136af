import IEC104Codec
import IEC104Inspect

/// All printers at once.
struct AllSinks: InspectionSink {
    private(set) var json: JSONPrinter
    private(set) var text: TextPrinter
    private var explanation: ExplanationPrinter
    private(set) var summary: SummaryPrinter
    /// What the printers printed that keep only the latest record.
    private(set) var isUTF8 = true

    /// - Parameter isStrict: whether the summary finds fault with much, and keeps little of it.
    init(_ language: Language, isColored: Bool, isStrict: Bool = false, _ profile: Profile) {
        json = JSONPrinter(profile: profile)
        text = TextPrinter(language: language, isColored: isColored, profile: profile)
        explanation = ExplanationPrinter(
            language: language, isColored: isColored, profile: profile)
        var parameters = AnalysisParameters()
        if isStrict {
            parameters.k = 2
            parameters.w = 1
            parameters.t1 = .milliseconds(2)
            parameters.t2 = .milliseconds(1)
            parameters.t3 = .milliseconds(3)
            parameters.answerTime = .milliseconds(2)
            parameters.tolerance = .zero
            parameters.connections = 2
            parameters.findings = 2
        }
        summary = SummaryPrinter(language: language, parameters: parameters, profile: profile)
    }

    mutating func receive(_ record: borrowing APDURecord) {
        json.receive(record)
        text.receive(record)
        explanation.receive(record)
        forgetExplanation()
        summary.receive(record)
    }

    mutating func receive(_ event: ConnectionEvent) {
        json.receive(event)
        text.receive(event)
        explanation.receive(event)
        forgetExplanation()
        summary.receive(event)
    }

    mutating func receive(_ notice: Notice) {
        json.receive(notice)
        text.receive(notice)
        explanation.receive(notice)
        forgetExplanation()
        summary.receive(notice)
    }

    private mutating func forgetExplanation() {
        if !Self.isUTF8(explanation.text.octets) { isUTF8 = false }
        explanation.removeAll()
    }

    /// Ends the run unless everything that was printed is what it should be. For the end of an
    /// input: the summary is printed.
    mutating func check() {
        summary.finish()
        require(isUTF8, "the explanation is UTF-8")
        require(Self.isUTF8(text.text.octets), "the text is UTF-8")
        require(Self.isUTF8(summary.text.octets), "the summary is UTF-8")
        if let line = JSONCheck.firstBadLine(json.text.octets) {
            fatalError("property violated: line \(line) of the JSON is JSON: \(json.text.string)")
        }
    }

    private static func isUTF8(_ octets: [UInt8]) -> Bool {
        String(validating: octets, as: UTF8.self) != nil
    }
}

/// What a run of an inspector gave, to be compared with another one.
struct InspectionResult: Equatable {
    let json: [UInt8]
    let text: [UInt8]
    let summary: [UInt8]
    let counts: InspectionCounts
    let hex: HexDumpStatistics?
    let capture: CaptureStatistics?

    init(_ inspector: borrowing Inspector<AllSinks>) {
        json = inspector.sink.json.text.octets
        text = inspector.sink.text.text.octets
        summary = inspector.sink.summary.text.octets
        counts = inspector.counts
        hex = inspector.hexStatistics
        capture = inspector.captureStatistics
    }

    /// Ends the run unless `other`, read in portions, is the same.
    func requireSame(_ other: InspectionResult) {
        require(
            json == other.json, "the JSON does not depend on portions\(differs(json, other.json))")
        require(
            text == other.text, "the text does not depend on portions\(differs(text, other.text))")
        require(
            summary == other.summary,
            "the summary does not depend on portions\(differs(summary, other.summary))")
        require(counts == other.counts, "the counts do not depend on portions")
        require(
            hex == other.hex && capture == other.capture,
            "the statistics do not depend on portions")
    }

    /// The first lines that differ.
    private func differs(_ whole: [UInt8], _ portioned: [UInt8]) -> String {
        let lines = [whole, portioned].map { $0.split(separator: UInt8(ascii: "\n")) }
        let first = zip(lines[0], lines[1]).enumerated().first { $1.0 != $1.1 }?.offset
        let line = first ?? min(lines[0].count, lines[1].count)
        return zip(["whole", "portions"], lines)
            .map { name, lines in
                let text = line < lines.count ? String(decoding: lines[line], as: UTF8.self) : "-"
                return "\nline \(line + 1) \(name): \(text)"
            }
            .joined()
    }
}

import IEC104Codec
import IEC104Inspect

/// All printers at once.
struct AllSinks: InspectionSink {
    private(set) var json: JSONPrinter
    private(set) var text: TextPrinter
    private var explanation: ExplanationPrinter
    private var summary: SummaryPrinter
    /// What the printers printed that keep only the latest record.
    private(set) var isUTF8 = true

    init(_ language: Language, isColored: Bool, _ profile: Profile) {
        json = JSONPrinter(profile: profile)
        text = TextPrinter(language: language, isColored: isColored, profile: profile)
        explanation = ExplanationPrinter(
            language: language, isColored: isColored, profile: profile)
        summary = SummaryPrinter(language: language)
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

    /// Ends the run unless everything that was printed is what it should be.
    mutating func check() {
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
    let counts: InspectionCounts
    let hex: HexDumpStatistics?
    let capture: CaptureStatistics?

    init(_ inspector: borrowing Inspector<AllSinks>) {
        json = inspector.sink.json.text.octets
        text = inspector.sink.text.text.octets
        counts = inspector.counts
        hex = inspector.hexStatistics
        capture = inspector.captureStatistics
    }

    /// Ends the run unless `other`, read in portions, is the same.
    func requireSame(_ other: InspectionResult) {
        require(json == other.json, "the JSON does not depend on portions\n\(difference(json, other.json))")
        require(text == other.text, "the text does not depend on portions\n\(difference(text, other.text))")
        require(counts == other.counts, "the counts do not depend on portions")
        require(
            hex == other.hex && capture == other.capture,
            "the statistics do not depend on portions")
    }

    /// The first lines that differ.
    private func difference(_ whole: [UInt8], _ portioned: [UInt8]) -> String {
        let lines = [whole, portioned].map { $0.split(separator: UInt8(ascii: "\n")) }
        let first = zip(lines[0], lines[1]).enumerated().first { $1.0 != $1.1 }?.offset
        let line = first ?? min(lines[0].count, lines[1].count)
        return zip(["whole", "portions"], lines)
            .map { name, lines in
                let text = line < lines.count ? String(decoding: lines[line], as: UTF8.self) : "-"
                return "line \(line + 1) \(name): \(text)"
            }
            .joined(separator: "\n")
    }
}

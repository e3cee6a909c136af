import IEC104

/// Reads a scenario for the points of a list; see Docs/Guides/Scenario.md.
struct ScenarioReader {
    let directory: PointDirectory
    private var findings: JSONFindings
    /// Of all steps.
    private var pointCount = 0

    /// - Throws: all that is wrong.
    static func read(
        _ text: [UInt8], file: String, _ directory: PointDirectory, problems limit: Int = 100
    ) throws(JSONFileError) -> Scenario {
        var reader = ScenarioReader(
            directory: directory, findings: JSONFindings(limit: limit))
        let scenario = reader.read(text, file)
        if let error = reader.findings.error(file: file, text) { throw error }
        return scenario
    }

    private init(directory: PointDirectory, findings: JSONFindings) {
        self.directory = directory
        self.findings = findings
    }

    mutating func problem(_ offset: Int, _ path: String, _ words: @autoclosure () -> Words) {
        findings.add(offset, path, words())
    }

    /// Counts points of a step; whether there are not too many.
    mutating func takes(_ points: Int) -> Bool {
        pointCount += points
        return pointCount <= Scenario.mostPoints
    }

    // MARK: The whole

    private mutating func read(_ text: [UInt8], _ file: String) -> Scenario {
        if let (line, words) = TextEncodingCheck.problem(text.span, file: file) {
            problem(line.map { TextPlaces.start(ofLine: $0, in: text) } ?? 0, "", words)
            return Scenario()
        }
        do throws(JSONScanner.Fault) {
            let value = try JSONValue(text)
            guard case .object(let members) = value.content else {
                problem(value.offset, "", Self.noScenario)
                return Scenario()
            }
            return scenario(members, value.offset)
        } catch {
            problem(error.offset, "", error.words)
            return Scenario()
        }
    }

    private mutating func scenario(_ members: [JSONValue.Member], _ offset: Int) -> Scenario {
        var scenario = Scenario()
        var length: Int64?
        var hasSteps = false
        for member in members {
            let (key, value) = (member.key, member.value)
            switch key {
            case "seed":
                scenario.seed = UInt64(whole(value, key, 0...Int64.max) ?? 1)
            case "loop":
                switch value.content {
                case .bool(let loops): scenario.turns = loops ? nil : 1
                default: scenario.turns = whole(value, key, 1...1_000_000).map { Int($0) } ?? 1
                }
            case "length": length = time(value, key, from: 10)
            case "remark", "$schema": continue
            case "steps":
                hasSteps = true
                scenario.steps = steps(value)
            default: unknown(value, key, ["steps", "loop", "length", "seed", "remark"])
            }
        }
        if !hasSteps { problem(offset, "", Self.noScenario) }
        let end = scenario.steps.map(\.end).max() ?? 0
        scenario.length = max(length ?? end, 10)
        if let length, length < end {
            problem(
                offset, "length",
                Words(
                    "a turn is \(length) ms, but its last step ends after \(end) ms: make it longer",
                    "一轮为\(length) ms,但最后一步在\(end) ms结束:请加长"))
        }
        return scenario
    }

    private mutating func steps(_ value: JSONValue) -> [Scenario.Step] {
        guard case .array(let values) = value.content, !values.isEmpty else {
            problem(value.offset, "steps", Self.noScenario)
            return []
        }
        guard values.count <= Scenario.mostSteps else {
            problem(
                value.offset, "steps",
                Words(
                    "more than \(Scenario.mostSteps) steps: use 'every' and 'times'",
                    "超过\(Scenario.mostSteps)步:请使用'every'和'times'"))
            return []
        }
        return values.enumerated().compactMap { step($1, "steps[\($0)]") }
    }

    // MARK: Scalars

    mutating func whole(_ value: JSONValue, _ path: String, _ range: ClosedRange<Int64>) -> Int64? {
        findings.whole(value, path, range)
    }

    mutating func time(_ value: JSONValue, _ path: String, from least: Int64) -> Int64? {
        findings.time(value, path, least...DurationText.longest)
    }

    mutating func unknown(_ value: JSONValue, _ path: String, _ known: [String]) {
        findings.unknown(value, path, known)
    }

    private static let noScenario = Words(
        "a scenario is {\"steps\": [{\"at\": \"5s\", \"set\": \"1/1001\", \"value\": \"on\"}, ...]}",
        "场景的写法为{\"steps\": [{\"at\": \"5s\", \"set\": \"1/1001\", \"value\": \"on\"}, ...]}")
}

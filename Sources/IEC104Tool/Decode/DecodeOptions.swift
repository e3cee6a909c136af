import IEC104Codec
import IEC104Inspect

/// The options of `iec104 decode`, checked.
struct DecodeOptions {
    let files: [String]
    let input: InputKind?
    let ports: [UInt16]?
    let profile: Profile
    let filter: RecordFilter
    let parameters: AnalysisParameters
    let language: Language
    let isColored: Bool

    init(_ arguments: ParsedArguments) throws(UsageError) {
        files = arguments.operands.isEmpty ? ["-"] : arguments.operands
        input = try arguments.choice("--input", InputKind.self)
        ports = try Self.ports(arguments)
        var findings = UsageFindings()
        let profile = ProfileOptions.profile(arguments, &findings)
        try findings.check()
        self.profile = profile
        var filter = RecordFilter()
        for text in arguments.all("--only") {
            do throws(RecordFilter.SyntaxError) {
                try filter.add(text, types: profile.types)
            } catch {
                throw UsageError("--only '\(text)': \(error.message)")
            }
        }
        self.filter = filter
        parameters = try Self.parameters(arguments)
        language = try LanguageOption.language(arguments)
        isColored = try ColorOption.isColored(arguments)
    }

    private static func ports(_ arguments: ParsedArguments) throws(UsageError) -> [UInt16]? {
        let texts = arguments.all("--port").flatMap { $0.split(separator: ",") }
        guard arguments.has("--port") else { return nil }
        var ports: [UInt16] = []
        for text in texts {
            guard let port = UInt16(text), port > 0 else {
                throw UsageError("--port '\(text)' is not a port, 1 to 65535.")
            }
            ports.append(port)
        }
        guard !ports.isEmpty else { throw UsageError("--port needs a port, 1 to 65535.") }
        return ports
    }

    private static func parameters(
        _ arguments: ParsedArguments
    ) throws(UsageError) -> AnalysisParameters {
        var parameters = AnalysisParameters()
        if let k = try arguments.number("--k", in: 1...32767) { parameters.k = k }
        if let w = try arguments.number("--w", in: 1...32767) { parameters.w = w }
        if let t1 = try arguments.number("--t1", in: 1...255) { parameters.t1 = .seconds(t1) }
        if let t2 = try arguments.number("--t2", in: 1...255) { parameters.t2 = .seconds(t2) }
        if let t3 = try arguments.number("--t3", in: 1...172_800) { parameters.t3 = .seconds(t3) }
        return parameters
    }
}

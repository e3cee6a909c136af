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

    private enum When: String, CaseIterable {
        case auto, always, never
    }

    init(_ arguments: ParsedArguments) throws(UsageError) {
        files = arguments.operands.isEmpty ? ["-"] : arguments.operands
        input = try arguments.choice("--input", InputKind.self)
        ports = try Self.ports(arguments)
        let profile = try Self.profile(arguments)
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
        language = try arguments.choice("--lang", Language.self) ?? Self.localeLanguage
        switch try arguments.choice("--color", When.self) ?? .auto {
        case .always: isColored = true
        case .never: isColored = false
        case .auto:
            let refuses = !(Standard.environment("NO_COLOR") ?? "").isEmpty
            isColored = Standard.output.isTerminal && !refuses
        }
    }

    /// The language of the first of the locale variables that is set, as POSIX orders them.
    private static var localeLanguage: Language {
        for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
            if let locale = Standard.environment(name), !locale.isEmpty {
                return Language(locale: locale)
            }
        }
        return .english
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

    private static func profile(_ arguments: ParsedArguments) throws(UsageError) -> Profile {
        let cause = try arguments.number("--cot-size", in: 1...2) ?? 2
        let common = try arguments.number("--ca-size", in: 1...2) ?? 2
        let object = try arguments.number("--ioa-size", in: 1...3) ?? 3
        var rows: [TypeDescriptor] = []
        for text in arguments.all("--private") { rows.append(try privateType(text)) }
        do throws(ProfileError) {
            return try Profile(
                causeSize: cause, commonAddressSize: common, objectAddressSize: object,
                privateTypes: rows)
        } catch {
            throw UsageError("--private: \(error).")
        }
    }

    /// Reads `NUMBER:FIELD,FIELD[,cp24|cp56]`.
    private static func privateType(_ text: String) throws(UsageError) -> TypeDescriptor {
        let parts = text.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, let number = UInt8(parts[0]) else {
            throw UsageError(
                "--private '\(text)': write NUMBER:NAME=FORMAT,..., NUMBER 136 to 255.")
        }
        var fields: [PrivateField] = []
        var timeTag = TimeTag.Kind.none
        for part in parts[1].split(separator: ",") {
            if timeTag != .none {
                throw UsageError("--private '\(text)': the time tag stands at the end.")
            }
            if part == "cp24" || part == "cp56" {
                timeTag = part == "cp24" ? .cp24 : .cp56
                continue
            }
            let field = part.split(separator: "=", maxSplits: 1).map(String.init)
            guard field.count == 2, let format = PrivateField.Format(rawValue: field[1]) else {
                let formats = PrivateField.Format.allCases.map { $0.rawValue }
                throw UsageError(
                    "--private '\(text)': '\(part)' is not NAME=FORMAT with FORMAT one of: "
                        + formats.joined(separator: ", ") + ".")
            }
            if fields.contains(where: { $0.name == field[0] }) {
                throw UsageError("--private '\(text)': there are two fields '\(field[0])'.")
            }
            fields.append(PrivateField(field[0], format))
        }
        do throws(ProfileError) {
            return try TypeDescriptor(
                private: TypeID(number), mnemonic: "PRIVATE_\(number)", fields: fields,
                timeTag: timeTag, sequence: timeTag == .none, control: .defined)
        } catch {
            throw UsageError("--private '\(text)': \(error).")
        }
    }
}

import IEC104Codec

/// The options that say what two stations agreed on: sizes of the fields, and private types.
enum ProfileOptions {
    static let sizes: [CommandSyntax.Option] = [
        .init("--cot-size", "1|2", "Octets of the cause of transmission; default 2."),
        .init("--ca-size", "1|2", "Octets of the common address; default 2."),
        .init("--ioa-size", "1|2|3", "Octets of the object address; default 3."),
    ]
    static let privateTypes = CommandSyntax.Option(
        "--private", "TYPE",
        "Decodes a private type: NUMBER:FIELD,FIELD[,cp24|cp56], where FIELD is\n"
            + "NAME=FORMAT with FORMAT uint8, int8, uint16, int16, uint24, uint32, int32,\n"
            + "float32 or quality, such as 140:power=float32,quality=quality,cp56. May be given several "
            + "times.")

    /// The profile of the options; all that is wrong goes to `findings`.
    static func profile(_ arguments: ParsedArguments, _ findings: inout UsageFindings) -> Profile {
        func size(
            _ name: String, _ range: ClosedRange<Int>, _ findings: inout UsageFindings
        ) -> Int {
            let number = findings.collect { () throws(UsageError) in
                try arguments.number(name, in: range)
            }
            return number ?? range.upperBound
        }
        let cause = size("--cot-size", 1...2, &findings)
        let common = size("--ca-size", 1...2, &findings)
        let object = size("--ioa-size", 1...3, &findings)
        var rows: [TypeDescriptor] = []
        for text in arguments.all("--private") {
            let row = findings.collect { () throws(UsageError) in try privateType(text) }
            if let row { rows.append(row) }
        }
        do throws(ProfileError) {
            return try Profile(
                causeSize: cause, commonAddressSize: common, objectAddressSize: object,
                privateTypes: rows)
        } catch {
            findings.add("--private: \(error).")
            return .standard
        }
    }

    /// Reads `NUMBER:FIELD,FIELD[,cp24|cp56]`.
    static func privateType(_ text: String) throws(UsageError) -> TypeDescriptor {
        let parts = text.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, let number = UInt8(parts[0]) else {
            throw UsageError(
                "--private '\(text)': write NUMBER:NAME=FORMAT,..., NUMBER 136 to 255.",
                "--private '\(text)': 请写 NUMBER:NAME=FORMAT,..., NUMBER 为136至255。")
        }
        var fields: [PrivateField] = []
        var timeTag = TimeTag.Kind.none
        for part in parts[1].split(separator: ",") {
            if timeTag != .none {
                throw UsageError(
                    "--private '\(text)': the time tag stands at the end.",
                    "--private '\(text)': 时标应在最后。")
            }
            if part == "cp24" || part == "cp56" {
                timeTag = part == "cp24" ? .cp24 : .cp56
                continue
            }
            let field = part.split(separator: "=", maxSplits: 1).map(String.init)
            guard field.count == 2, let format = PrivateField.Format(rawValue: field[1]) else {
                let formats = PrivateField.Format.allCases.map { $0.rawValue }
                    .joined(separator: ", ")
                throw UsageError(
                    "--private '\(text)': '\(part)' is not NAME=FORMAT with FORMAT one of: "
                        + "\(formats).",
                    "--private '\(text)': '\(part)' 不是 NAME=FORMAT, FORMAT 为以下之一: \(formats)。")
            }
            if fields.contains(where: { $0.name == field[0] }) {
                throw UsageError(
                    "--private '\(text)': there are two fields '\(field[0])'.",
                    "--private '\(text)': 有两个字段 '\(field[0])'。")
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

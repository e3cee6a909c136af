import IEC104

/// Which commands may be sent: those that one of the rules names. Without rules: none.
struct AllowRules: Hashable, Sendable {
    var rules: [AllowRule]

    static let none = AllowRules(rules: [])
    /// Most rules of one RTU.
    static let mostRules = 1000

    init(rules: [AllowRule]) { self.rules = rules }

    /// Reads what `--allow` says, several times.
    ///
    /// - Throws: everything that is wrong, a line each.
    init(parsing texts: [String]) throws(UsageError) {
        var findings = UsageFindings()
        rules = texts.prefix(Self.mostRules).compactMap { text in
            do throws(Words) {
                return try AllowRule(text)
            } catch {
                findings.add(UsageError("--allow", error))
                return nil
            }
        }
        if texts.count > Self.mostRules {
            findings.add(
                "--allow: more than \(Self.mostRules) rules; use ranges of addresses.",
                "--allow: 规则超过\(Self.mostRules)条; 请使用地址范围。")
        }
        try findings.check()
    }

    var isEmpty: Bool { rules.isEmpty }

    /// Whether a command of this type may be sent to an object of a station.
    func allows(station: CommonAddress, address: ObjectAddress, type: TypeID) -> Bool {
        rules.contains { $0.allows(station: station, address: address, type: type) }
    }
}

/// One rule: `CA:IOA[-IOA]:TYPE[,TYPE]`, each part also `*`.
struct AllowRule: Hashable, Sendable {
    /// `nil`: any.
    let station: CommonAddress?
    let addresses: ClosedRange<UInt32>
    let types: Set<TypeID>
    /// As it was written.
    let text: String

    /// - Throws: what is wrong with it and what to write.
    init(_ text: String) throws(Words) {
        self.text = text
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3 else { throw Self.form(text) }
        station = try Self.station(String(parts[0]), text)
        addresses = try Self.addresses(String(parts[1]), text)
        var types: Set<TypeID> = []
        for word in parts[2].split(separator: ",", omittingEmptySubsequences: false) {
            types.formUnion(try Self.types(String(word), text))
        }
        self.types = types
    }

    func allows(station: CommonAddress, address: ObjectAddress, type: TypeID) -> Bool {
        (self.station ?? station) == station && addresses.contains(address.value)
            && types.contains(type)
    }

    // MARK: Parts

    private static func station(_ part: String, _ text: String) throws(Words) -> CommonAddress? {
        if part == "*" { return nil }
        guard let number = CellText.whole(Array(part.utf8).span), (1...65535).contains(number)
        else {
            throw Words(
                "'\(shortened(text))': '\(shortened(part))' is no common address: write 1 to "
                    + "65535, or *",
                "'\(shortened(text))':'\(shortened(part))'不是公共地址:请写1至65535,或*")
        }
        return CommonAddress(UInt16(truncatingIfNeeded: number))
    }

    private static func addresses(
        _ part: String, _ text: String
    ) throws(Words) -> ClosedRange<UInt32> {
        // 0 is the address of what concerns a station as a whole.
        if part == "*" { return 0...0xFF_FFFF }
        let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { end in
            CellText.whole(Array(end.utf8).span).flatMap {
                (0...0xFF_FFFF).contains($0) ? UInt32($0) : nil
            }
        }
        guard (1...2).contains(ends.count), let first = ends.first ?? nil,
            let last = ends.last ?? nil, first <= last
        else {
            throw Words(
                "'\(shortened(text))': '\(shortened(part))' is no object address and no range: "
                    + "write 5001, 5001-5010 or *",
                "'\(shortened(text))':'\(shortened(part))'不是信息体地址或范围:请写5001、5001-5010或*")
        }
        return first...last
    }

    private static func types(_ word: String, _ text: String) throws(Words) -> [TypeID] {
        if let types = words[word.lowercased()] { return types }
        if let type = named[word.uppercased()] { return [type] }
        let near = (words.keys.sorted() + named.keys.sorted())
            .map { ($0, $0.lowercased().distance(to: shortened(word).lowercased())) }
            .min { $0.1 < $1.1 }
        let hint = near.flatMap { $0.1 <= 2 && word.count > 2 ? $0.0 : nil }
        throw Words(
            "'\(shortened(text))': '\(shortened(word))' is no type of a command: "
                + (hint.map { "did you mean '\($0)'?" }
                    ?? "write a mnemonic such as C_SC_NA_1, its number, single, double, step, "
                    + "setpoint, bitstring, or * for all of them"),
            "'\(shortened(text))':'\(shortened(word))'不是命令类型:"
                + (hint.map { "是否为'\($0)'?" }
                    ?? "请写类型标识(例如C_SC_NA_1)、编号、single、double、step、setpoint、"
                    + "bitstring,或*表示全部"))
    }

    private static func form(_ text: String) -> Words {
        Words(
            "'\(shortened(text))' is not CA:IOA[-IOA]:TYPE[,TYPE]: write such as "
                + "1:5001-5010:double, or *:*:* for all commands",
            "'\(shortened(text))'不是CA:IOA[-IOA]:TYPE[,TYPE]:请写例如1:5001-5010:double,"
                + "或*:*:*表示全部命令")
    }

    /// Without and with a time tag.
    private static let words: [String: [TypeID]] = [
        "single": [.C_SC_NA_1, .C_SC_TA_1], "double": [.C_DC_NA_1, .C_DC_TA_1],
        "step": [.C_RC_NA_1, .C_RC_TA_1],
        "setpoint": [
            .C_SE_NA_1, .C_SE_NB_1, .C_SE_NC_1, .C_SE_TA_1, .C_SE_TB_1, .C_SE_TC_1,
        ],
        "bitstring": [.C_BO_NA_1, .C_BO_TA_1],
        // What concerns a station as a whole is allowed by its own name only.
        "*": PointType.all.filter(\.isCommand).map(\.id),
        "reset": [.C_RP_NA_1], "clock": [.C_CS_NA_1], "counters": [.C_CI_NA_1],
        "parameter": [.P_ME_NA_1, .P_ME_NB_1, .P_ME_NC_1, .P_AC_NA_1],
    ]

    /// By mnemonic, also without `_1`, and by number.
    private static let named: [String: TypeID] = {
        var types: [String: TypeID] = [:]
        for type in words.values.joined() {
            types["\(type.rawValue)"] = type
            guard let row = TypeTable.standard[type] else { continue }
            types[row.mnemonic] = type
            types[String(row.mnemonic.dropLast(2))] = type
        }
        return types
    }()
}

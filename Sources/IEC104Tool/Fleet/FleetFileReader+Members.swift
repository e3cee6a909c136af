import IEC104

// The members of an RTU that are neither scalars nor sections.
extension FleetFileReader {
    /// What an RTU has for itself.
    mutating func take(own member: JSONValue.Member, _ path: String, _ draft: inout FleetDraft) {
        let value = member.value
        switch member.key {
        case "name":
            guard case .string(let name) = value.content, Self.isName(name) else {
                return problem(value.offset, path, Self.noName)
            }
            draft.configuration.name = name
        case "points":
            guard case .string(let name) = value.content, !name.isEmpty, name != "-" else {
                return problem(
                    value.offset, path,
                    Words(
                        "write the name of a point list, seen from this file",
                        "请写点表文件名,相对于本文件所在目录"))
            }
            draft.points = name
        default: draft.configuration.endpoints = endpoints(member.key, value, path)
        }
    }

    /// One line that a terminal shows, and a table has room for.
    private static func isName(_ name: String) -> Bool {
        (1...64).contains(name.count) && name.utf8.count <= 256
            && !name.contains { $0.isNewline || $0 == "\t" } && name.harmless == name
            && name.first != " " && name.last != " "
    }

    private mutating func endpoints(
        _ key: String, _ value: JSONValue, _ path: String
    ) -> [RTUEndpoint] {
        var texts = [(value, path)]
        if key == "addresses" {
            guard case .array(let values) = value.content,
                (1...FleetFile.mostEndpoints).contains(values.count)
            else {
                problem(
                    value.offset, path,
                    Words(
                        "write a list of 1 to \(FleetFile.mostEndpoints) addresses",
                        "请写1至\(FleetFile.mostEndpoints)个地址的列表"))
                return []
            }
            texts = values.enumerated().map { ($1, "\(path)[\($0)]") }
        }
        var endpoints: [RTUEndpoint] = []
        for (value, path) in texts {
            guard case .string(let text) = value.content else {
                problem(value.offset, path, Self.noAddress)
                continue
            }
            do throws(UsageError) {
                let address = try HostPort(text)
                endpoints.append(RTUEndpoint(address.host, port: address.port))
            } catch {
                problem(value.offset, path, error.words)
            }
        }
        return endpoints
    }

    /// What `defaults` may have too; `false` for a member that is not known.
    mutating func take(
        _ member: JSONValue.Member, _ path: String, _ draft: inout FleetDraft
    ) -> Bool {
        let value = member.value
        switch member.key {
        case "stations": draft.stations = stations(value, path)
        case "originator":
            if let number = findings.whole(value, path, 0...255) {
                draft.originator = Int(number)
            }
        case "dropsRepeats":
            if let flag = findings.flag(value, path) { draft.configuration.dropsRepeats = flag }
        case "allow": draft.allowed = allow(value, path)
        case "start": draft.start = forms(value, path)
        case "schedule": draft.schedule = tasks(value, path)
        default: return false
        }
        return true
    }

    /// One common address, or a list; `nil` when it is wrong.
    mutating func stations(_ value: JSONValue, _ path: String) -> [CommonAddress]? {
        var values = [(value, path)]
        if case .array(let list) = value.content {
            guard (1...FleetFile.mostStations).contains(list.count) else {
                problem(
                    value.offset, path,
                    Words(
                        "write 1 to \(FleetFile.mostStations) common addresses",
                        "请写1至\(FleetFile.mostStations)个公共地址"))
                return nil
            }
            values = list.enumerated().map { ($1, "\(path)[\($0)]") }
        }
        var stations: [CommonAddress] = []
        for (value, path) in values {
            guard let number = findings.whole(value, path, 1...65535) else { continue }
            let station = CommonAddress(UInt16(clamping: number))
            if stations.contains(station) {
                problem(
                    value.offset, path,
                    Words("station \(station) is there twice", "公共地址\(station)重复"))
            } else {
                stations.append(station)
            }
        }
        return stations.isEmpty ? nil : stations
    }

    private mutating func allow(_ value: JSONValue, _ path: String) -> AllowRules {
        var rules: [AllowRule] = []
        for (value, path) in Self.several(value, path, most: AllowRules.mostRules) {
            guard case .string(let text) = value.content else {
                problem(
                    value.offset, path,
                    Words(
                        "write such as \"1:5001-5010:double\": CA:IOA[-IOA]:TYPE[,TYPE]",
                        "请写例如\"1:5001-5010:double\":CA:IOA[-IOA]:TYPE[,TYPE]"))
                continue
            }
            do throws(Words) {
                rules.append(try AllowRule(text))
            } catch {
                problem(value.offset, path, error)
            }
        }
        if value.count > AllowRules.mostRules {
            problem(
                value.offset, path,
                Words(
                    "more than \(AllowRules.mostRules) rules: use ranges of addresses",
                    "超过\(AllowRules.mostRules)条规则:请使用地址范围"))
        }
        return AllowRules(rules: rules)
    }

    mutating func privateTypes(_ value: JSONValue, _ path: String) -> [String] {
        var types: [String] = []
        for (value, path) in Self.several(value, path, most: 120) {
            guard case .string(let text) = value.content else {
                problem(
                    value.offset, path,
                    Words(
                        "write such as \"140:counts=uint16,q=quality,cp56\", as --private has it",
                        "请写例如\"140:counts=uint16,q=quality,cp56\",同--private"))
                continue
            }
            do throws(UsageError) {
                _ = try ProfileOptions.privateType(text)
                types.append(text)
            } catch {
                problem(value.offset, path, error.words)
            }
        }
        return types
    }

    mutating func quirks(_ value: JSONValue, _ path: String) -> Set<PeerQuirk> {
        var quirks: Set<PeerQuirk> = []
        let names = PeerQuirk.allCases.map { "\"\($0)\"" }.joined(separator: ", ")
        for (value, path) in Self.several(value, path, most: 100) {
            if case .string(let name) = value.content, let quirk = PeerQuirk(rawValue: name) {
                quirks.insert(quirk)
            } else {
                problem(
                    value.offset, path,
                    Words("write a list with some of \(names)", "请写列表,成员可为\(names)"))
            }
        }
        return quirks
    }

    mutating func zone(_ value: JSONValue, _ path: String, _ draft: inout FleetDraft) {
        let example = Words(
            "write \"utc\", \"+08:00\" or \"Europe/Berlin\"",
            "请写\"utc\"、\"+08:00\"或\"Europe/Berlin\"")
        guard case .string(let text) = value.content else {
            return problem(value.offset, path, example)
        }
        do throws(UsageError) {
            draft.zone = try ClockOptions.zone(text, option: "zone")
        } catch {
            problem(
                value.offset, path,
                Words(error.message, "'\(shortened(text))'不是时区:\(example.chinese)"))
        }
    }

    /// The first values of a list, or a value alone.
    static func several(
        _ value: JSONValue, _ path: String, most: Int
    ) -> [(JSONValue, String)] {
        guard case .array(let values) = value.content else { return [(value, path)] }
        return values.prefix(most).enumerated().map { ($1, "\(path)[\($0)]") }
    }

    private static let noName = Words(
        "write a name of 1 to 64 letters, in one line", "请写1至64个字符的名称,不换行")
    private static let noAddress = Words(
        "write HOST:PORT, such as \"192.168.1.10:2404\"",
        "请写主机:端口,例如\"192.168.1.10:2404\"")
}

import IEC104
import IEC104Inspect

/// Reads the file of a fleet.
struct FleetFileReader {
    var findings: JSONFindings
    private(set) var settings = FleetSettings()
    let file: String
    /// Where names and endpoints stand, to find those that are there twice.
    var names: [String: String] = [:]
    var endpoints: [RTUEndpoint: String] = [:]
    /// Names without case and width.
    var foldedNames: [String: String] = [:]
    /// Where something odd was told that many RTUs have of the defaults.
    var warned: Set<String> = []
    /// Profiles with private types have tables, which RTUs share.
    var profiles: [String: Profile] = [:]
    /// What is asked of all stations of all RTUs by itself.
    var requestCount = 0

    init(file: String, limit: Int) {
        self.file = file
        findings = JSONFindings(limit: limit)
    }

    mutating func problem(_ offset: Int, _ path: String, _ words: @autoclosure () -> Words) {
        findings.add(offset, path, words())
    }

    // MARK: The whole

    mutating func read(_ text: [UInt8]) -> [FleetDraft] {
        if let (line, words) = TextEncodingCheck.problem(text.span, file: file) {
            problem(line.map { TextPlaces.start(ofLine: $0, in: text) } ?? 0, "", words)
            return []
        }
        do throws(JSONScanner.Fault) {
            let value = try JSONValue(text)
            guard case .object(let members) = value.content else {
                problem(value.offset, "", Self.noFleet)
                return []
            }
            return fleet(members, value)
        } catch {
            problem(error.offset, "", error.words)
            return []
        }
    }

    private mutating func fleet(_ members: [JSONValue.Member], _ value: JSONValue) -> [FleetDraft] {
        var base = FleetDraft()
        for member in members {
            let (key, value) = (member.key, member.value)
            switch key {
            case "parallelInterrogations":
                if let number = findings.whole(value, key, 1...10_000) {
                    settings.parallelInterrogations = Int(number)
                }
            case "startSpacing":
                if let time = findings.time(value, key, 0...60_000) {
                    settings.startSpacing = .milliseconds(time)
                }
            case "defaults":
                base.offset = value.offset
                apply(value, to: &base, isDefault: true)
                check(&base)
            case "remark", "$schema", "rtus": continue
            default:
                findings.unknown(
                    value, key,
                    ["rtus", "defaults", "parallelInterrogations", "startSpacing", "remark"])
            }
        }
        guard let list = value["rtus"], case .array(let values) = list.content, !values.isEmpty
        else {
            problem(value["rtus"]?.offset ?? value.offset, "rtus", Self.noFleet)
            return []
        }
        guard values.count <= FleetFile.mostRTUs else {
            problem(
                list.offset, "rtus",
                Words("more than \(FleetFile.mostRTUs) RTUs", "超过\(FleetFile.mostRTUs)个RTU"))
            return []
        }
        return values.enumerated().map { place, value in
            var draft = base
            draft.path = "rtus[\(place)]"
            draft.offset = value.offset
            draft.places = base.places.mapValues { _ in value.offset }
            apply(value, to: &draft, isDefault: false)
            check(&draft)
            return draft
        }
    }

    // MARK: An RTU

    private mutating func apply(
        _ value: JSONValue, to draft: inout FleetDraft, isDefault: Bool
    ) {
        guard case .object(let members) = value.content else {
            draft.isWrong = true
            return problem(value.offset, draft.path, Self.noRTU)
        }
        for member in members {
            let path = "\(draft.path).\(member.key)"
            draft.places[member.key] = member.value.offset
            if let section = FleetDraft.sections.first(where: { $0.name == member.key }) {
                apply(section.name, section.members, member.value, to: &draft)
            } else if !isDefault, FleetDraft.own.contains(member.key) {
                take(own: member, path, &draft)
            } else if isDefault, FleetDraft.own.contains(member.key) {
                problem(
                    member.value.offset, path,
                    Words(
                        "'\(member.key)' belongs to an RTU, not to the defaults of all",
                        "'\(member.key)'属于单个RTU,不能写在defaults中"))
            } else if member.key != "remark", !take(member, path, &draft) {
                let sections = FleetDraft.sections.map(\.name)
                let known = (isDefault ? [] : FleetDraft.own) + FleetDraft.others + sections
                findings.unknown(member.value, path, known + ["remark"])
            }
        }
        guard !isDefault else { return }
        if value["name"] == nil {
            problem(value.offset, draft.path, Words("'name' is missing", "缺少'name'"))
        }
        if (value["address"] == nil) == (value["addresses"] == nil) {
            problem(
                value.offset, draft.path,
                Words(
                    "write 'address', or 'addresses' of a redundancy group",
                    "请写'address',冗余组写'addresses'"))
        }
    }

    /// A section: its scalars, and what else it has.
    private mutating func apply(
        _ name: String, _ rows: [(name: String, member: FleetDraft.Member)], _ value: JSONValue,
        to draft: inout FleetDraft
    ) {
        let path = "\(draft.path).\(name)"
        guard case .object(let members) = value.content else {
            let names = rows.map { "\"\($0.name)\"" }.joined(separator: ", ")
            return problem(
                value.offset, path,
                Words("write an object with some of \(names)", "请写对象,成员可为\(names)"))
        }
        for member in members {
            let here = "\(path).\(member.key)"
            if let row = rows.first(where: { $0.name == member.key }) {
                draft.places["\(name).\(member.key)"] = member.value.offset
                set(row.member, member.value, here, &draft)
            } else if name == "profile", member.key == "privateTypes" {
                draft.privateTypes = privateTypes(member.value, here)
            } else if name == "links", member.key == "quirks" {
                draft.configuration.master.parameters.quirks = quirks(member.value, here)
            } else if name == "time", member.key == "zone" {
                zone(member.value, here, &draft)
            } else if member.key != "remark" {
                let more = Self.others[name] ?? []
                findings.unknown(member.value, here, rows.map(\.name) + more)
            }
        }
    }

    /// The members of the sections that are no scalars.
    private static let others = [
        "links": ["quirks"], "profile": ["privateTypes"], "time": ["zone"],
    ]

    private mutating func set(
        _ member: FleetDraft.Member, _ value: JSONValue, _ path: String, _ draft: inout FleetDraft
    ) {
        switch member {
        case .whole(let field, let range):
            guard let number = findings.whole(value, path, range) else { break }
            draft[keyPath: field] = Int(number)
            return
        case .number(let field, let range):
            guard let number = findings.number(value, path, range) else { break }
            draft[keyPath: field] = number
            return
        case .flag(let field):
            guard let flag = findings.flag(value, path) else { break }
            draft[keyPath: field] = flag
            return
        case .time(let field, let range):
            guard let time = findings.time(value, path, range) else { break }
            draft[keyPath: field] = .milliseconds(time)
            return
        }
        draft.isWrong = true
    }

    // MARK: What goes together

    /// k and w, t1 and t2: one that was not said follows the other.
    private mutating func check(_ draft: inout FleetDraft) {
        guard !draft.isWrong else { return }
        var parameters = draft.configuration.master.parameters
        let given = draft.places
        if given["links.k"] != nil, given["links.w"] == nil, parameters.w > parameters.k {
            parameters.w = max(parameters.k * 2 / 3, 1)
        }
        if given["links.t1"] != nil, given["links.t2"] == nil, parameters.t2 >= parameters.t1 {
            let t1 = parameters.t1.wholeNanoseconds / 1_000_000
            parameters.t2 = .milliseconds(max(t1 * 2 / 3, 1000))
        }
        draft.configuration.master.parameters = parameters
        for finding in parameters.findings where !finding.isAdvice {
            draft.isWrong = true
            let name = "links.\(finding.parameter)"
            problem(
                given[name] ?? draft.offset, "\(draft.path).\(name)",
                Words(finding.description, Self.chinese(finding, parameters)))
        }
        if draft.originator > 0, draft.causeSize == 1 {
            draft.isWrong = true
            problem(
                given["originator"] ?? draft.offset, "\(draft.path).originator",
                Words(
                    "an originator needs a cause of transmission of 2 octets (profile.causeSize)",
                    "源发站地址需要2字节的传送原因(profile.causeSize)"))
        }
        let reconnection = draft.configuration.master.reconnection
        if reconnection.first > reconnection.longest {
            draft.isWrong = true
            problem(
                given["reconnect.longest"] ?? given["reconnect.first"] ?? draft.offset,
                "\(draft.path).reconnect",
                Words("'first' is longer than 'longest'", "'first'大于'longest'"))
        }
    }

    private static func chinese(
        _ finding: SessionParameters.Finding, _ parameters: SessionParameters
    ) -> String {
        switch finding.parameter {
        case "w": "w为\(parameters.w),k为\(parameters.k):w不能大于k,否则发送方停止"
        case "t2": "t2为\(parameters.t2),t1为\(parameters.t1):t2须小于t1,否则对方t1超时"
        default: finding.description
        }
    }

    private static let noFleet = Words(
        "a fleet is {\"rtus\": [{\"name\": \"north\", \"address\": \"10.0.0.7:2404\"}, ...]}",
        "写法为{\"rtus\": [{\"name\": \"north\", \"address\": \"10.0.0.7:2404\"}, ...]}")
    private static let noRTU = Words(
        "an RTU is an object: {\"name\": \"north\", \"address\": \"10.0.0.7:2404\"}",
        "RTU须为对象:{\"name\": \"north\", \"address\": \"10.0.0.7:2404\"}")
}

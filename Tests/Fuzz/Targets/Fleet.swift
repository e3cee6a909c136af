import IEC104
import IEC104Inspect

@testable import IEC104Tool

/// The file of a fleet as a whole, with the rest as members of an RTU, with a rule of commands, or
/// with a point list whose scales and offsets the rest has: all that is wrong is told, a line each;
/// what is accepted is one fleet, which its own summary names.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzFleet(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard let input = unsafe FuzzInput(start, count) else { return 0 }
    let limit = 1 + input.option(8, bits: 4)
    switch input.option(0, bits: 2) {
    case 0: read(input.octets, limit)
    case 1: read(Array(head.utf8) + [0x2C] + input.octets + Array("}]}".utf8), limit)
    case 2: rule(String(decoding: input.octets.prefix(300), as: UTF8.self))
    default:
        let list = Array("station,address,type,name,value,unit,scale,offset\n".utf8)
        let text = head + ",\"points\":\"p.csv\"}]}"
        read(Array(text.utf8), limit, points: list + input.octets)
    }
    return 0
}

private let head = "{\"rtus\":[{\"name\":\"a\",\"address\":\"h\""

private let sample = Array(
    "station,address,type,name,value,scale,offset\n1,7,M_ME_NB_1,U,5,0.1,-2\n2,9,C_SC_NA_1,Q,,,\n"
        .utf8)

private func tells(_ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    require(!text.isEmpty && lines.count <= 500, "some problems are told")
    require(lines.allSatisfy { (1..<2000).contains($0.utf8.count) }, "a problem is a short line")
}

private func read(_ text: [UInt8], _ limit: Int, points: [UInt8] = sample) {
    do throws(FleetFileError) {
        let fleet = try FleetFile.read(text, file: "fleet.json", problems: limit) {
            name throws(IEC104Tool.FileError) in
            require(!name.isEmpty, "a point list has a name")
            return points
        }
        let targets = fleet.targets
        require(!targets.isEmpty && Set(targets.map(\.name)).count == targets.count, "unique names")
        let endpoints = targets.flatMap(\.configuration.endpoints)
        require(Set(endpoints).count == endpoints.count, "unique endpoints")
        for target in targets { check(target) }
        for language in Language.allCases {
            if let warnings = fleet.warnings { tells(warnings.description(in: language)) }
            let summary = MasterTargets(fleet: fleet.settings, targets: targets).summary(language)
            require(summary.utf8.count(where: { $0 == 0x0A }) == targets.count + 1, "a line each")
        }
    } catch {
        for language in Language.allCases { tells(error.description(in: language)) }
    }
}

private func check(_ target: MasterTarget) {
    let rtu = target.configuration
    require(!rtu.name.isEmpty && !rtu.name.contains("\n"), "a name is one line")
    require(!rtu.endpoints.isEmpty && !target.stations.isEmpty, "something is asked")
    let parameters = rtu.master.parameters
    require(parameters.w <= parameters.k && parameters.t2 < parameters.t1, "parameters agree")
    require(rtu.schedule.allSatisfy { !$0.requests.isEmpty }, "a task does something")
    guard let sheet = target.points else { return }
    for (station, address) in sheet.places.points {
        guard let entry = sheet.entry(station, address) else {
            fatalError("property violated: a point is at its place")
        }
        require(entry.scale.isFinite && entry.scale != 0 && entry.offset.isFinite, "a scale")
        require(!entry.value(1).isNaN && !entry.transmitted(1).isNaN, "values both ways")
        require((entry.low ?? -.infinity) <= (entry.high ?? .infinity), "limits in their order")
        _ = try? sheet.find(entry.name)
    }
}

private func rule(_ text: String) {
    do throws(Words) {
        let rule = try AllowRule(text)
        require((try? AllowRule(rule.text)) == rule, "a rule reads its own text")
        require(!rule.types.isEmpty, "a rule allows something")
        for type in rule.types {
            let (first, last) = (rule.addresses.lowerBound, rule.addresses.upperBound)
            for address in [first, last] {
                require(
                    rule.allows(
                        station: rule.station ?? 7, address: ObjectAddress(address), type: type),
                    "what a rule names is allowed")
            }
            if last < 0xFF_FFFF {
                require(
                    !rule.allows(
                        station: rule.station ?? 7, address: ObjectAddress(last + 1), type: type),
                    "and nothing besides")
            }
        }
    } catch {
        tells(error.english)
        tells(error.chinese)
    }
}

import IEC104
import IEC104Inspect

@testable import IEC104Tool

/// A point list: it becomes a table, or all that is wrong with it is told, a line each; a table of
/// it is simulated. The first words, as `HOST:PORT`, are understood or refused.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzPoints(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard let input = unsafe FuzzInput(start, count) else { return 0 }
    let profile = FuzzProfiles.all[input.option(0, bits: 8) % FuzzProfiles.all.count]
    // Seeds are short when the header need not be found.
    let header =
        input.option(8, bits: 1) == 1 ? Array("\(headers[input.option(9, bits: 2)])\n".utf8) : []
    read(header + input.octets, profile, limit: 1 + input.option(11, bits: 4))
    let text = String(decoding: input.octets.prefix(300), as: UTF8.self)
    for use in [HostPort.Use.connect, .listen] {
        do throws(UsageError) {
            let place = try HostPort(text, for: use)
            guard !place.host.isEmpty else { continue }
            require((try? HostPort(place.description, for: use)) == place, "a place reads its text")
        } catch {
            require(!error.message.isEmpty && error.message.utf8.count < 1000, "a refusal says why")
        }
    }
    return 0
}

private let headers = [
    "station,address,type,name,value,group,deadband,unit,quality,cyclic,command,sbo,simulate",
    "站址;地址;类型;名称;值;组;死区;单位;品质;周期;控制点;选控",
    "type\tvalue\tname\tstation\taddress\tcommand\tgroup\tsbo\tcyclic",
    "name,value,address,station,type,quality,deadband,simulate",
]

private func simulate(_ list: PointList, _ table: PointTable, seed: UInt64) {
    for point in list.simulated {
        require(list.courses.indices.contains(Int(point.course)), "every course is there")
        require(point.source.map { Int($0) < list.points.count } ?? true, "every source is there")
    }
    var values: [PointID: Information] = [:]
    var simulator = Simulator(list, table, seed: seed, movesAll: true)
    for time in [1, 50, 1000, 100_000, 100_000_000, Int64.max] {
        simulator.advance(
            to: time, reading: { values[$0] ?? table[$0]?.information },
            { point, information in
                require(table[point]?.information.kind == information.kind, "kinds stay")
                values[point] = information
            })
    }
}

private func read(_ octets: [UInt8], _ profile: Profile, limit: Int) {
    do throws(PointListError) {
        let list = try PointList(octets, file: "points.csv", profile: profile, problems: limit)
        let table: PointTable
        do throws(PointListError) {
            table = try PointTable(list, file: "points.csv")
        } catch {
            fatalError("property violated: a list that is accepted becomes a table: \(error)")
        }
        require(table.count == list.points.count, "every point is in the table")
        require(table.commandCount == list.commands.count, "every command is in the table")
        for (row, point) in zip(list.points, table.points) {
            require(table.find(row.address, station: row.station) == point, "places are the same")
            require(row.address.value <= profile.largestObjectAddress, "addresses fit their field")
            require(row.station != profile.globalCommonAddress, "a station is not all stations")
            require(!list.string(row.name).contains("\n"), "a name is one line")
        }
        simulate(list, table, seed: UInt64(limit))
    } catch {
        require(!error.problems.isEmpty && error.problems.count <= limit, "some problems are told")
        for language in Language.allCases {
            let lines = error.lines(in: language)
            require(lines.allSatisfy { !$0.contains("\n") }, "a problem is a line")
            require(lines.allSatisfy { $0.utf8.count < 1000 }, "a problem is a short line")
        }
    }
}

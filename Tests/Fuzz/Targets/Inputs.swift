import IEC104
import IEC104Inspect

@testable import IEC104Tool

/// What else people write, and what a disk gives back; the first octet says which: scenarios,
/// point lists in JSON, interlocks, rules of zones and of commands, faults, lines of the console,
/// records of a journal.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzInputs(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard let input = unsafe FuzzInput(start, count), let kind = input.octets.first else {
        return 0
    }
    let octets = Array(input.octets.dropFirst())
    let text = String(decoding: octets.prefix(1000), as: UTF8.self)
    switch kind % 8 {
    case 0: scenario(octets)
    case 1: list(octets)
    case 2: interlock(text)
    case 3: zone(text)
    case 4: fault(text)
    case 5: line(text)
    case 6: rule(text)
    default: journal(octets, boot: UInt64(input.options))
    }
    return 0
}

private func refuses(_ words: String) {
    require(!words.isEmpty && words.utf8.count < 4000, "a refusal says why, in short")
}

private let directory: PointDirectory? = {
    let text = """
        station,address,type,name,value
        1,1001,M_SP_TB_1,Alarm,off
        1,1002,M_DP_TB_1,Breaker,on
        1,2001,M_ME_NC_1,Voltage,110.4
        2,2001,M_ME_NB_1,Level,50
        2,3001,M_IT_NA_1,Energy,7
        """
    return (try? PointList(Array(text.utf8), file: "points.csv")).map(PointDirectory.init)
}()

private func scenario(_ octets: [UInt8]) {
    guard let directory else { return }
    do throws(JSONFileError) {
        let scenario = try ScenarioReader.read(octets, file: "storm.json", directory)
        let points = directory.points.count
        for step in scenario.steps {
            if case .set(let sets) = step.action {
                require(sets.allSatisfy { $0.point.index < points }, "a step names its points")
            }
        }
    } catch {
        require(!error.problems.isEmpty, "some problems are told")
        for problem in error.problems {
            refuses(problem.words.english)
            refuses(problem.words.chinese)
        }
    }
}

private func list(_ octets: [UInt8]) {
    // A list in JSON begins with a bracket, which the search need not find.
    do throws(PointListError) {
        let list = try PointList(Array("{\"points\":".utf8) + octets, file: "points.json")
        _ = try PointTable(list, file: "points.json")
    } catch {
        for language in Language.allCases {
            require(error.lines(in: language).allSatisfy { !$0.isEmpty }, "a problem is told")
        }
    }
}

private func interlock(_ text: String) {
    do throws(InterlockError) {
        let interlock = try Interlock(text)
        require((try? Interlock(interlock.description)) == interlock, "a rule reads its own text")
    } catch {
        refuses(error.description)
    }
}

private func zone(_ text: String) {
    do throws(ZoneRuleError) {
        let rule = try ZoneRule(posix: text)
        for utc in [
            Int64.min, -1, 0, 1_772_438_401_000, 1_782_438_401_000, 4_000_000_000_000, .max,
        ] {
            let offset = rule.offset(at: utc)
            require(offset.minutes.magnitude <= 100_000, "an offset is one of hours")
            guard utc.magnitude < 1 << 60 else { continue }
            let local = utc + Int64(offset.minutes) * 60_000
            require(
                rule.utc(local: local, isSummerTime: offset.isSummerTime) == utc,
                "local time leads back")
        }
    } catch {
        refuses(error.description)
    }
}

private func fault(_ text: String) {
    do throws(FaultError) {
        let fault = try Fault(text)
        require((try? Fault(fault.description)) == fault, "a fault reads its own text")
    } catch {
        refuses(error.description)
    }
}

private func line(_ text: String) {
    do throws(Words) {
        _ = try ConsoleCommand(text)
        _ = try MasterConsoleLine(text)
    } catch {
        refuses(error.english)
        refuses(error.chinese)
    }
}

private func rule(_ text: String) {
    do throws(CommandRuleError) {
        let rule = try CommandRule(text)
        require(!rule.objects.addresses.isEmpty, "a rule names objects")
    } catch {
        refuses(error.description)
    }
}

// MARK: The journal

/// A file that holds the octets as records of a sound frame, and one behind it without a frame.
private struct FuzzDisk: JournalDisk {
    var files: [String: [UInt8]] = [:]
    private var name = ""

    mutating func open() {}
    mutating func list() -> [String] { Array(files.keys) }
    mutating func read(_ name: String) -> [UInt8] { files[name] ?? [] }
    mutating func create(_ name: String) {
        files[name] = []
        self.name = name
    }
    mutating func append(_ octets: [UInt8]) { files[name, default: []] += octets }
    mutating func sync() {}
    mutating func syncDirectory() {}
    mutating func remove(_ name: String) { files[name] = nil }
    mutating func close() {}
}

private func journal(_ octets: [UInt8], boot: UInt64) {
    var writer = JournalWriter(FuzzDisk())
    var frames: [UInt8] = []
    for part in stride(from: 0, to: octets.count, by: 4096) {
        let records = octets[part..<min(part + 4096, octets.count)]
        frames += [0xE1, 0x4A, UInt8(records.count & 0xFF), UInt8(records.count >> 8)]
        frames += [UInt8](repeating: 0, count: 8) + records
    }
    _ = writer.run(JournalJob(generation: 1, octets: frames, syncs: true))
    var disk = writer.disk
    var table = PointTable()
    let options = PointOptions(groups: [1])
    for (address, value) in [
        Information.singlePoint(SIQ(false)), .bitString(0, []), .shortFloat(R32(1), []),
        .integratedTotal(BCR(9)),
    ].enumerated() {
        _ = try? table.add(ObjectAddress(UInt32(address + 1)), value, options)
    }
    var settings = OutstationSettings()
    settings.reportedParameters = .all
    settings.eventCapacity = EventCapacity(state: 20, measured: 20, counters: 5)
    var engine = OutstationEngine(points: table, settings: settings)
    let now = Moment(Instant(seconds: 1), wall: 1_772_438_401_000)
    do throws(JournalFault) {
        let check = try JournalCheck(&disk, boot: boot)
        require(check.events >= 0 && check.groups.allSatisfy { $0.waiting >= 0 }, "counts are")
        let report = engine.restore(try JournalContents(&disk, boot: boot), at: now)
        require(report.points <= 4, "no point that is not in the list")
    } catch {
        require(error.operation == .understand, "a disk in memory does not fail")
        return
    }
    let link = engine.open(peer: "a", at: now)
    engine.started(link, at: now)
    // C_IC_NA_1 act, QOI 20.
    let request: [UInt8] = [100, 1, 6, 0, 1, 0, 0, 0, 0, 20]
    _ = engine.receive(request.span, on: link, at: now)
    var output = [UInt8](repeating: 0, count: 249)
    var sent = 0
    while sent < 1000 {
        var span = output.mutableSpan
        guard let next = engine.next(for: link, into: &span, at: now) else { break }
        require((try? ASDU(Array(output.prefix(next.length)))) != nil, "what is sent is sound")
        sent += 1
    }
    require(sent < 1000, "what is sent has an end")
}

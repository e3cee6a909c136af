import IEC104Codec
import IEC104Station
import IEC104TestKit
import Testing

/// What masters have set beside values: parameters and clocks.
@Suite("A journal of parameters and clocks")
struct JournalSettingsTests {
    private static func table(threshold: Float = 0) throws -> PointTable {
        var table = PointTable()
        var options = PointOptions(cyclicPeriod: .seconds(1))
        options.deadband = threshold
        try table.add(1, Float(50), options)
        try table.add(2, Int16(50))
        try table.add(3, station: 2, Float(50))
        return table
    }

    private static func points(_ table: PointTable?) throws -> PointTable {
        if let table { return table }
        return try self.table()
    }

    private func probe(
        _ disk: SimulatedDisk, _ table: PointTable? = nil,
        _ change: (inout OutstationSettings) -> Void = { _ in }
    ) throws -> JournalProbe {
        var settings = OutstationSettings()
        settings.reportedParameters = .loaded
        change(&settings)
        let points = try Self.points(table)
        let probe = try JournalProbe(points, .test(.each), on: disk, outstation: settings)
        probe.connect()
        _ = probe.drain()
        return probe
    }

    private func ask(
        _ probe: JournalProbe, _ type: TypeID, station: CommonAddress = 1,
        at address: ObjectAddress = 0, _ information: Information, time: TimeTag = .none,
        cause: Cause = .activation
    ) throws {
        let asdu = ASDU(
            type, cause: CauseOfTransmission(cause), commonAddress: station,
            objects: [InformationObject(address, information, timeTag: time)])
        let link = try #require(probe.link)
        let octets = try asdu.encoded()
        _ = probe.engine.receive(octets.span, on: link, at: probe.now)
        _ = probe.drain()
    }

    private func load(
        _ probe: JournalProbe, _ kind: UInt8, _ value: Float, isLoaded: Bool = false
    ) throws {
        try ask(
            probe, .P_ME_NC_1, at: 1,
            .floatParameter(R32(value), QPM(kind: kind, isOutOfOperation: isLoaded)))
    }

    /// The one that goes on: from the records behind a checkpoint, then from a checkpoint.
    private func successors(
        _ first: JournalProbe, _ table: PointTable? = nil,
        _ change: (inout OutstationSettings) -> Void = { _ in }
    ) throws -> [JournalProbe] {
        first.settle()
        let second = try probe(SimulatedDisk(first.disk.contents), table, change)
        second.settle()
        return [second, try probe(SimulatedDisk(second.disk.contents), table, change)]
    }

    @Test("parameters in operation, loaded ones and stopped cyclic transmission are back")
    func parameters() throws {
        let first = try probe(SimulatedDisk(seed: 1))
        first.settle()
        try load(first, 1, 2)
        try load(first, 4, 60)
        try load(first, 3, 40, isLoaded: true)
        try ask(
            first, .P_AC_NA_1, at: 1, .parameterActivation(.cyclicTransmission),
            cause: .deactivation)
        for next in try successors(first) {
            #expect(next.report.parameters == 1 && next.report.unknownRecords == 0)
            let point = try #require(next.engine.find(1, station: 1))
            #expect(next.engine.parameter(.threshold, of: point) == 2)
            #expect(next.engine.parameter(.highLimit, of: point) == 60)
            #expect(next.engine.parameter(.lowLimit, of: point) == nil)
            // It takes effect.
            let isReported = next.engine.set(point, .shortFloat(R32(51), []), at: next.now)
            #expect(!isReported)
            next.engine.set(point, .shortFloat(R32(70), []), at: next.now)
            #expect(
                next.engine.value(of: point)?.information == .shortFloat(R32(70), .overflow))
            try ask(next, .C_IC_NA_1, .interrogation(.station))
            next.engine.set(point, .shortFloat(R32(50), []), at: next.now)
            // What was loaded can still be put in operation.
            try ask(next, .P_AC_NA_1, at: 0, .parameterActivation(.loadedParameters))
            #expect(next.engine.parameter(.lowLimit, of: point) == 40)
        }
    }

    @Test("OV of a value outside its limits ends with the limit, after a start too")
    func overflow() throws {
        let first = try probe(SimulatedDisk(seed: 1))
        let point = try #require(first.engine.find(1, station: 1))
        try load(first, 4, 40)
        #expect(first.engine.value(of: point)?.information == .shortFloat(R32(50), .overflow))
        for next in try successors(first) {
            #expect(next.engine.value(of: point)?.information == .shortFloat(R32(50), .overflow))
        }
        let next = try #require(try successors(first).first)
        try load(next, 4, 60)
        #expect(next.engine.value(of: point)?.information == .shortFloat(R32(50), []))
    }

    @Test("what was deactivated stays so; what was never set is what the list says now")
    func table() throws {
        let first = try probe(SimulatedDisk(seed: 1))
        try load(first, 1, 2)
        try ask(
            first, .P_AC_NA_1, at: 1, .parameterActivation(.objectParameter), cause: .deactivation)
        try load(first, 4, 99)
        let list = try Self.table(threshold: 7)
        for next in try successors(first, list) {
            let point = try #require(next.engine.find(1, station: 1))
            #expect(next.engine.parameter(.threshold, of: point) == 7)
            #expect(next.engine.parameter(.highLimit, of: point) == 99)
        }
    }

    @Test("a station that takes no parameters any more has none of those that masters set")
    func refused() throws {
        let first = try probe(SimulatedDisk(seed: 1))
        try load(first, 1, 2)
        for next in try successors(first, nil, { $0.acceptsParameters = false }) {
            let point = try #require(next.engine.find(1, station: 1))
            #expect(next.engine.parameter(.threshold, of: point) == 0)
        }
    }

    @Test("clocks go on from what masters set, and time tags are invalid until they do so again")
    func clocks() throws {
        let first = try probe(SimulatedDisk(seed: 1)) { $0.invalidUntilSynchronized = true }
        let wall = first.now.wall
        let local = CalendarTime(millisecondsSince1970: wall + 7_200_000)
        let time = try #require(CP56Time2a(local, isSummerTime: true))
        try ask(first, .C_CS_NA_1, station: 65535, .empty, time: .cp56(time))
        let other = try #require(CP56Time2a(millisecondsSince1970: wall - 5_000))
        try ask(first, .C_CS_NA_1, station: 2, .empty, time: .cp56(other))
        for next in try successors(first, nil, { $0.invalidUntilSynchronized = true }) {
            #expect(next.report.clocks == 2)
            #expect(next.engine.clock(of: 1, at: next.now) == wall + 7_200_000)
            #expect(next.engine.clock(of: 2, at: next.now) == wall - 5_000)
            let tag = next.engine.tag(of: 1, at: next.now)
            #expect(tag.isSummerTime && tag.isInvalid)
        }
    }

    @Test("a clock with other settings begins anew")
    func otherClock() throws {
        let first = try probe(SimulatedDisk(seed: 1))
        let wall = first.now.wall
        let time = try #require(CP56Time2a(millisecondsSince1970: wall + 60_000))
        try ask(first, .C_CS_NA_1, station: 65535, .empty, time: .cp56(time))
        for next in try successors(first, nil, { $0.zone = .utc }) {
            #expect(next.report.clocks == 0)
            #expect(next.engine.clock(of: 1, at: next.now) == wall)
        }
    }
}

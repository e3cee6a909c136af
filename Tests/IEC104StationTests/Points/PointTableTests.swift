import IEC104Codec
import IEC104Station
import Testing

@Suite("The point table")
struct PointTableTests {
    @Test("a point is found by its address and has its value")
    func finds() throws {
        var table = PointTable()
        let breaker = try table.add(1001, DoublePointState.off)
        let voltage = try table.add(2001, station: 7, Float(110.5), PointOptions(deadband: 0.5))
        #expect(table.find(1001) == breaker.id)
        #expect(table.find(2001) == nil)
        #expect(table.find(2001, station: 7) == voltage.id)
        #expect(table[breaker] == .off)
        #expect(table[voltage] == 110.5)
        #expect(table.type(of: voltage.id) == .M_ME_NC_1)
        #expect(table.station(of: voltage.id) == 7)
        #expect(Array(table.points) == [breaker.id, voltage.id])
    }

    @Test("every kind of value comes back from its information")
    func values() throws {
        func check<Value: PointValue>(_ value: Value, _ type: TypeID) throws {
            var table = PointTable()
            let point = try table.add(1, value, quality: .invalid)
            #expect(table[point] == value || Value.self == BCR.self)
            #expect(table.type(of: point.id) == type)
            #expect(table[point.id]?.information.kind == Value.kind)
        }
        try check(true, .M_SP_NA_1)
        try check(DoublePointState.indeterminate, .M_DP_NA_1)
        try check(VTI(-64, isTransient: true), .M_ST_NA_1)
        try check(UInt32.max, .M_BO_NA_1)
        try check(NVA(rawValue: .min), .M_ME_NA_1)
        try check(Int16.min, .M_ME_NB_1)
        try check(Float.infinity, .M_ME_NC_1)
        try check(BCR(-5), .M_IT_NA_1)
        try check(SCD(status: 1, changed: 2), .M_PS_NA_1)
    }

    @Test(
        "what cannot be added is refused with the reason, and changes nothing",
        arguments: [
            (0, 1, .scaled(0, []), PointOptions(), .stationAddress),
            (65535, 1, .scaled(0, []), PointOptions(), .stationAddress),
            (1, 0, .scaled(0, []), PointOptions(), .objectAddress),
            (1, 0x100_0000, .scaled(0, []), PointOptions(), .objectAddress),
            (1, 77, .scaled(0, []), PointOptions(), .repeatedPoint),
            (1, 1, .singleCommand(SCO(true)), PointOptions(), .notAPoint),
            (1, 1, .scaled(0, []), PointOptions(deadband: -1), .deadband),
            (1, 1, .scaled(0, []), PointOptions(deadband: .nan), .deadband),
            (1, 1, .scaled(0, []), PointOptions(counterGroup: 1), .counterGroup),
            (1, 1, .integratedTotal(BCR(0)), PointOptions(counterGroup: 5), .counterGroup),
            (
                1, 1, .singlePoint(SIQ(true)), PointOptions(cyclicPeriod: .seconds(1)),
                .cyclicPeriod
            ),
            (1, 1, .scaled(0, []), PointOptions(cyclicPeriod: .zero), .cyclicPeriod),
            (
                1, 1, .integratedTotal(BCR(0)), PointOptions(backgroundPeriod: .seconds(1)),
                .backgroundPeriod
            ),
        ] as [(UInt16, UInt32, Information, PointOptions, PointTableError.Code)])
    func refuses(
        _ station: UInt16, _ address: UInt32, _ information: Information, _ options: PointOptions,
        _ code: PointTableError.Code
    ) throws {
        var table = PointTable()
        try table.add(77, true)
        let error = #expect(throws: PointTableError.self) {
            try table.add(
                ObjectAddress(address), station: CommonAddress(station), information, options)
        }
        #expect(error?.code == code)
        #expect(error?.description.isEmpty == false)
        #expect(table.count == 1)
        #expect(table.find(77) != nil)
    }

    @Test("a command must be one, be at an address of its own, and be able to set its point")
    func commands() throws {
        var table = PointTable()
        let point = try table.add(1, Float(0))
        let command = try table.addCommand(.C_SE_TC_1, at: 1, drives: point)
        #expect(table.findCommand(1) == command)
        #expect(table.findCommand(1, station: 2) == nil)
        for (type, address, driven, code) in [
            (.M_SP_NA_1, 2, nil, .notACommand), (.C_SC_NA_1, 1, nil, .repeatedCommand),
            (.C_SC_NA_1, 2, point.id, .cannotDrive),
            (.C_SC_NA_1, 2, PointID(index: 5), .unknownPoint), (.C_SC_NA_1, 0, nil, .objectAddress),
        ] as [(TypeID, ObjectAddress, PointID?, PointTableError.Code)] {
            let error = #expect(throws: PointTableError.self) {
                try table.addCommand(type, at: address, drives: driven)
            }
            #expect(error?.code == code)
        }
        #expect(table.commandCount == 1)
    }

    @Test("more than 100 different periods are refused, the same ones are shared")
    func periods() throws {
        var table = PointTable()
        for number in 1...100 {
            let options = PointOptions(cyclicPeriod: .seconds(number))
            try table.add(ObjectAddress(UInt32(number)), Float(0), options)
        }
        try table.add(200, Float(0), PointOptions(cyclicPeriod: .seconds(7)))
        #expect(throws: PointTableError.self) {
            try table.add(201, Float(0), PointOptions(cyclicPeriod: .seconds(101)))
        }
    }

    @Test("types with and without time tag name the same kind; without a value it is invalid")
    func byType() throws {
        var table = PointTable()
        let point = try table.add(1, type: .M_DP_TB_1)
        #expect(table.type(of: point) == .M_DP_NA_1)
        #expect(
            table[point]?.information
                == .doublePoint(DIQ(.indeterminate, quality: .invalid)))
        #expect(throws: PointTableError.self) { try table.add(2, type: .C_IC_NA_1) }
        #expect(throws: PointTableError.self) { try table.add(2, type: 200) }
        #expect(throws: PointTableError.self) { try table.add(2, type: .M_SP_NA_1, .scaled(1, [])) }
    }

    @Test("points added in any order keep their handles, and are found by their addresses")
    func shuffled() throws {
        var table = PointTable()
        var points: [(PointID, Int)] = []
        for number in 0..<1000 {
            // 619 and 1000 have no common factor: every address once.
            let address = number * 619 % 1000 + 1
            let station = CommonAddress(UInt16(address % 3 + 1))
            let point =
                address % 2 == 0
                ? try table.add(
                    ObjectAddress(UInt32(address)), station: station, .scaled(Int16(address), []))
                : try table.add(
                    ObjectAddress(UInt32(address)), station: station,
                    .bitString(UInt32(address), []))
            points.append((point, address))
        }
        let probe = OutstationProbe(table)
        for (point, address) in points {
            let station = CommonAddress(UInt16(address % 3 + 1))
            #expect(table.find(ObjectAddress(UInt32(address)), station: station) == point)
            #expect(probe.engine.find(ObjectAddress(UInt32(address)), station: station) == point)
            #expect(probe.engine.value(of: point)?.address.value == UInt32(address))
        }
        #expect(probe.engine.stations == [1, 2, 3])
        #expect(probe.engine.find(1001) == nil)
    }

    @Test("what the field sizes cannot express is told, left out, and stops nothing else")
    func fieldSizes() throws {
        var table = PointTable()
        for address in [254, 255, 256, 70_000] as [UInt32] {
            try table.add(ObjectAddress(address), Float(0))
        }
        try table.addCommand(.C_SC_NA_1, at: 5, station: 300)
        var settings = OutstationSettings()
        settings.profile = try Profile(causeSize: 1, commonAddressSize: 1, objectAddressSize: 1)
        let problems = table.problems(with: settings.profile)
        #expect(problems.map(\.code) == [.objectField, .objectField, .stationField])
        #expect(table.problems(with: .standard).isEmpty)
        try table.addStation(301)
        try table.add(1, station: 302, false)
        let probe = OutstationProbe(table, settings, drains: false)
        #expect(try probe.pull().short == ["70 4"])
        for point in table.points { probe.set(point, .shortFloat(R32(1), [])) }
        #expect(try probe.pull().flatMap(\.addresses) == [254, 255])
        try probe.ask(
            .C_IC_NA_1, CauseOfTransmission(.activation), station: 255, .interrogation(.station))
        #expect(try probe.pull().flatMap(\.addresses) == [0, 254, 255, 0])
        #expect(probe.next() == nil && !probe.engine.hasOutput(for: probe.last))
    }

    @Test("a station without points answers when it was added")
    func emptyStation() throws {
        var table = PointTable()
        try table.addStation(9)
        #expect(throws: PointTableError.self) { try table.addStation(0) }
        let probe = OutstationProbe(table)
        try probe.ask(.C_IC_NA_1, activation, station: 9, .interrogation(.station))
        #expect(try probe.pull().short == ["100 7", "100 10"])
    }

    @Test("a station that does not fit in its field is a problem, and never answers")
    func stationField() throws {
        var table = PointTable()
        try table.add(1, false)
        for station in [300, 255, 254, 255] as [UInt16] {
            try table.addStation(CommonAddress(station))
        }
        var settings = OutstationSettings()
        settings.profile = try Profile(causeSize: 1, commonAddressSize: 1, objectAddressSize: 2)
        let problems = table.problems(with: settings.profile)
        #expect(problems.map(\.code) == [.stationField, .stationField])
        #expect(problems.map(\.station) == [255, 300])
        #expect(problems[0].description.hasPrefix("cannot add station 255: "))
        let probe = OutstationProbe(table, settings)
        try probe.ask(
            .C_IC_NA_1, CauseOfTransmission(.activation), station: 255, .interrogation(.station))
        let answers = try probe.pull()
        #expect(Set(answers.map(\.commonAddress)) == [1, 254])
    }

    @Test("many stations without points are added fast")
    func manyStations() throws {
        var table = PointTable()
        for _ in 0..<3 {
            for station in 1...65534 as ClosedRange<UInt16> {
                try table.addStation(CommonAddress(station))
            }
        }
        #expect(OutstationProbe(table).engine.stations.count == 65534)
        #expect(throws: PointTableError(.stationAddress, station: 0, address: 0)) {
            try table.addStation(0)
        }
    }
}

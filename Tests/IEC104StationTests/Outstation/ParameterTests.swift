import IEC104Codec
import IEC104Station
import Testing

@Suite("Parameters of measured values")
struct ParameterTests {
    static func probe(
        _ options: PointOptions = PointOptions(),
        _ settings: OutstationSettings = OutstationSettings()
    ) throws -> (OutstationProbe, Point<Float>) {
        var table = PointTable()
        let float = try table.add(1, Float(50), options)
        try table.add(2, Int16(50))
        try table.add(3, NVA(0.5))
        try table.add(4, Information.normalizedWithoutQuality(NVA(0.5)))
        try table.add(5, false)
        try table.add(6, Float(1), PointOptions(cyclicPeriod: .seconds(1)))
        return (OutstationProbe(table, settings), float)
    }

    static func float(_ kind: UInt8, _ value: Float, isLoaded: Bool = false) -> Information {
        .floatParameter(R32(value), QPM(kind: kind, isOutOfOperation: isLoaded))
    }

    @Test("a threshold takes effect at once, and is confirmed with its value")
    func threshold() throws {
        let (probe, point) = try Self.probe()
        try probe.ask(.P_ME_NC_1, activation, at: 1, Self.float(1, 2))
        let answer = try probe.pull()
        #expect(answer.short == ["112 7"])
        #expect(answer[0].objects[0].information == Self.float(1, 2))
        #expect(answer[0].cause.originator == 9)
        #expect(!probe.set(point, 51.5))
        #expect(probe.set(point, 52.5))
        #expect(probe.engine.parameter(.threshold, of: point.id) == 2)
    }

    @Test(
        "what does not fit is refused",
        arguments: [
            (.P_ME_NC_1, 1, float(1, -1)), (.P_ME_NC_1, 1, float(1, .nan)),
            (.P_ME_NC_1, 1, float(1, .infinity)), (.P_ME_NC_1, 1, float(2, 1)),
            (.P_ME_NC_1, 1, float(2, -0.1)), (.P_ME_NC_1, 1, float(3, .nan)),
            (.P_ME_NC_1, 1, float(4, .infinity)), (.P_ME_NC_1, 1, float(0, 1)),
            (.P_ME_NC_1, 1, float(5, 1)), (.P_ME_NC_1, 1, float(63, 1)),
            (.P_ME_NC_1, 1, .floatParameter(R32(1), QPM(kind: 1, isLocalChange: true))),
            (.P_ME_NC_1, 2, float(1, 1)), (.P_ME_NC_1, 5, float(1, 1)),
            (.P_ME_NB_1, 1, .scaledParameter(1, QPM(kind: 1))),
            (.P_ME_NB_1, 2, .scaledParameter(100, QPM(kind: 2))),
            (.P_ME_NB_1, 2, .scaledParameter(-1, QPM(kind: 1))),
            (.P_ME_NA_1, 3, .normalizedParameter(NVA(-0.1), QPM(kind: 2))),
        ] as [(TypeID, ObjectAddress, Information)])
    func refused(_ type: TypeID, _ address: ObjectAddress, _ parameter: Information) throws {
        let (probe, _) = try Self.probe()
        try probe.ask(type, activation, at: address, parameter)
        #expect(try probe.pull().short == ["\(type.rawValue) 7-"])
    }

    @Test("an unknown object, a wrong cause, a station that takes none")
    func unknown() throws {
        var (probe, _) = try Self.probe()
        try probe.ask(.P_ME_NC_1, activation, at: 99, Self.float(1, 1))
        try probe.ask(.P_ME_NC_1, deactivation, at: 1, Self.float(1, 1))
        try probe.ask(.P_AC_NA_1, activation, at: 99, .parameterActivation(.objectParameter))
        try probe.ask(.P_AC_NA_1, activation, at: 1, .parameterActivation(.loadedParameters))
        try probe.ask(.P_AC_NA_1, activation, at: 0, .parameterActivation(.objectParameter))
        #expect(
            try probe.pull().short == ["112 47-", "112 45-", "113 47-", "113 47-", "113 47-"])
        var settings = OutstationSettings()
        settings.acceptsParameters = false
        (probe, _) = try Self.probe(PointOptions(), settings)
        try probe.ask(.P_ME_NC_1, activation, at: 1, Self.float(1, 1))
        try probe.ask(.P_AC_NA_1, deactivation, at: 6, .parameterActivation(.cyclicTransmission))
        #expect(try probe.pull().short == ["112 7-", "113 9-"])
    }

    @Test("limits out of order are refused, whichever comes last")
    func order() throws {
        let (probe, _) = try Self.probe()
        try probe.ask(.P_ME_NC_1, activation, at: 1, Self.float(3, 40))
        try probe.ask(.P_ME_NC_1, activation, at: 1, Self.float(4, 39))
        try probe.ask(.P_ME_NC_1, activation, at: 1, Self.float(4, 60))
        try probe.ask(.P_ME_NC_1, activation, at: 1, Self.float(3, 61))
        #expect(try probe.pull().short == ["112 7", "112 7-", "112 7", "112 7-"])
    }

    @Test("crossing a limit is an event whatever the deadband, and beyond it the value has OV")
    func limits() throws {
        let (probe, point) = try Self.probe(
            PointOptions(deadband: 1000, lowLimit: 40, highLimit: 60))
        for (value, isEvent, quality) in [
            (55, false, []), (61, true, .overflow), (70, false, .overflow), (60, true, []),
            (39, true, .overflow), (80, false, .overflow), (50, true, []), (.nan, true, []),
        ] as [(Float, Bool, Quality)] {
            #expect(probe.set(point, value) == isEvent, "\(value)")
            #expect(
                probe.engine.value(of: point.id)?.information == .shortFloat(R32(value), quality))
        }
    }

    @Test("a limit that is loaded is compared with the present value at once")
    func limitAtOnce() throws {
        let (probe, _) = try Self.probe()
        try probe.ask(.P_ME_NC_1, activation, at: 1, Self.float(4, 49))
        #expect(try probe.pull().short == ["112 7", "36 3"])
        try probe.ask(.P_ME_NC_1, activation, at: 1, Self.float(4, 51))
        let sent = try probe.pull()
        #expect(sent.short == ["112 7", "36 3"])
        #expect(sent[1].objects[0].information == .shortFloat(R32(50), []))
    }

    @Test("a value without quality is reported when it crosses a limit")
    func withoutQuality() throws {
        let (probe, _) = try Self.probe()
        let point = try #require(probe.engine.find(4))
        try probe.ask(
            .P_ME_NA_1, activation, at: 4, .normalizedParameter(NVA(rawValue: 20000), QPM(kind: 1)))
        try probe.ask(
            .P_ME_NA_1, activation, at: 4, .normalizedParameter(NVA(rawValue: 17000), QPM(kind: 4)))
        #expect(try probe.pull().short == ["110 7", "110 7"])
        #expect(!probe.set(point, .normalizedWithoutQuality(NVA(rawValue: 16999))))
        #expect(probe.set(point, .normalizedWithoutQuality(NVA(rawValue: 17001))))
        #expect(!probe.set(point, .normalizedWithoutQuality(NVA(rawValue: 18000))))
    }

    @Test("smoothing weighs the value before; a NaN is taken as it is, and begins anew")
    func smoothing() throws {
        let (probe, point) = try Self.probe(PointOptions(smoothing: 0.5))
        for (value, expected) in [(60, 55), (60, 57.5), (0, 28.75)] as [(Float, Float)] {
            probe.set(point, value)
            #expect(probe.engine.value(of: point) == expected)
        }
        probe.set(point, .nan)
        #expect(probe.engine.value(of: point)?.isNaN == true)
        probe.set(point, 10)
        #expect(probe.engine.value(of: point) == 10)
    }

    @Test("a scaled value is filtered between its whole numbers too; its factor is in percent")
    func scaledSmoothing() throws {
        let (probe, _) = try Self.probe()
        let point = try #require(probe.engine.find(2))
        try probe.ask(.P_ME_NB_1, activation, at: 2, .scaledParameter(90, QPM(kind: 2)))
        #expect(try probe.pull().short == ["111 7"])
        probe.set(point, .scaled(50, []))
        var values: [Int16] = []
        for _ in 0..<60 {
            probe.set(point, .scaled(51, []))
            if case .scaled(let value, _)? = probe.engine.value(of: point)?.information {
                values.append(value)
            }
        }
        #expect(values.first == 50 && values.last == 51 && values == values.sorted())
    }

    @Test("what is loaded with POP waits for its activation; deactivation gives back the table's")
    func activation113() throws {
        let (probe, point) = try Self.probe(PointOptions(deadband: 3))
        try probe.ask(.P_AC_NA_1, activation, at: 0, .parameterActivation(.loadedParameters))
        try probe.ask(.P_ME_NC_1, activation, at: 1, Self.float(1, 10, isLoaded: true))
        #expect(try probe.pull().short == ["113 7-", "112 7"])
        #expect(probe.engine.parameter(.threshold, of: point.id) == 3)
        try probe.ask(.P_AC_NA_1, activation, at: 1, .parameterActivation(.objectParameter))
        #expect(probe.engine.parameter(.threshold, of: point.id) == 10)
        try probe.ask(.P_ME_NC_1, activation, at: 1, Self.float(1, 20, isLoaded: true))
        try probe.ask(.P_AC_NA_1, activation, at: 0, .parameterActivation(.loadedParameters))
        #expect(probe.engine.parameter(.threshold, of: point.id) == 20)
        try probe.ask(.P_AC_NA_1, deactivation, at: 0, .parameterActivation(.loadedParameters))
        #expect(probe.engine.parameter(.threshold, of: point.id) == 3)
        try probe.ask(.P_AC_NA_1, activation, at: 1, .parameterActivation(QPA(rawValue: 9)))
        #expect(try probe.pull().short == ["113 7", "112 7", "113 7", "113 9", "113 7-"])
    }

    @Test("loaded limits may come in any order; activation refuses those that contradict")
    func loadedOrder() throws {
        let (probe, point) = try Self.probe(PointOptions(lowLimit: 40, highLimit: 60))
        try probe.ask(.P_ME_NC_1, activation, at: 1, Self.float(3, 100, isLoaded: true))
        try probe.ask(.P_AC_NA_1, activation, at: 1, .parameterActivation(.objectParameter))
        try probe.ask(.P_ME_NC_1, activation, at: 1, Self.float(4, 200, isLoaded: true))
        try probe.ask(.P_AC_NA_1, activation, at: 1, .parameterActivation(.objectParameter))
        #expect(try probe.pull().short == ["112 7", "113 7-", "112 7", "113 7", "36 3"])
        #expect(probe.engine.parameter(.lowLimit, of: point.id) == 100)
    }

    @Test("cyclic transmission of an object is stopped and started")
    func cyclic() throws {
        let (probe, _) = try Self.probe()
        probe.advance(seconds: 1)
        #expect(try probe.pull().short == ["13 1"])
        try probe.ask(.P_AC_NA_1, deactivation, at: 6, .parameterActivation(.cyclicTransmission))
        probe.advance(seconds: 1)
        #expect(try probe.pull().short == ["113 9"])
        try probe.ask(.P_AC_NA_1, activation, at: 6, .parameterActivation(.cyclicTransmission))
        probe.advance(seconds: 1)
        #expect(try probe.pull().short == ["113 7", "13 1"])
        try probe.ask(.P_AC_NA_1, activation, at: 1, .parameterActivation(.cyclicTransmission))
        #expect(try probe.pull().short == ["113 7-"])
    }

    @Test("interrogations report the parameters that were loaded, behind the points")
    func reported() throws {
        let (probe, _) = try Self.probe(PointOptions(deadband: 1, groups: [3]))
        let station = Information.interrogation(.station)
        try probe.ask(.C_IC_NA_1, activation, station)
        #expect(try !probe.pull().contains { $0.type.rawValue >= 110 })
        try probe.ask(.P_ME_NC_1, activation, at: 1, Self.float(1, 5))
        try probe.ask(.P_ME_NB_1, activation, at: 2, .scaledParameter(25, QPM(kind: 2)))
        _ = try probe.pull()
        try probe.ask(.C_IC_NA_1, activation, station)
        let all = try probe.pull()
        #expect(
            all.short == [
                "100 7", "1 20", "9 20", "11 20", "13 20", "21 20", "112 20", "111 20", "100 10",
            ])
        #expect(all[6].objects[0].information == Self.float(1, 5))
        #expect(all[7].objects[0].information == .scaledParameter(25, QPM(kind: 2)))
        #expect(all[6].cause.originator == 9)
        let group = try #require(QOI(group: 3))
        try probe.ask(.C_IC_NA_1, activation, .interrogation(group))
        #expect(try probe.pull().short == ["100 7", "13 23", "112 23", "100 10"])
    }

    @Test("by a setting all parameters are reported, or none; a local change has LPC")
    func settings() throws {
        for reports in OutstationSettings.ReportedParameters.allCases {
            var settings = OutstationSettings()
            settings.reportedParameters = reports
            let (probe, point) = try Self.probe(PointOptions(lowLimit: 0), settings)
            try probe.ask(.P_ME_NC_1, activation, at: 1, Self.float(1, 5))
            let isSet = probe.engine.setParameter(.threshold, of: point.id, to: 6, at: probe.now)
            let isNaNSet = probe.engine.setParameter(
                .lowLimit, of: point.id, to: .nan, at: probe.now)
            #expect(isSet && !isNaNSet)
            _ = try probe.pull()
            try probe.ask(.C_IC_NA_1, activation, .interrogation(.station))
            let found = try probe.pull().filter { $0.type == .P_ME_NC_1 }.map {
                $0.objects[0].information
            }
            let threshold = Information.floatParameter(
                R32(6), QPM(kind: 1, isLocalChange: true))
            switch reports {
            case .never: #expect(found.isEmpty)
            case .loaded: #expect(found == [threshold])
            case .all: #expect(found == [threshold, Self.float(3, 0)])
            }
        }
    }

    @Test("a test changes nothing")
    func test() throws {
        let (probe, point) = try Self.probe()
        let test = CauseOfTransmission(.activation, isTest: true)
        try probe.ask(.P_ME_NC_1, test, at: 1, Self.float(1, 9))
        try probe.ask(.P_AC_NA_1, test, at: 6, .parameterActivation(.cyclicTransmission))
        #expect(try probe.pull().short == ["112 7t", "113 7t"])
        #expect(probe.engine.parameter(.threshold, of: point.id) == 0)
    }

    @Test(
        "a deadband in percent is a part of the range",
        arguments: [
            (2, 0, 200, 4), (100, -50, 50, 100), (0, 0, 1, 0), (101, 0, 1, nil), (-1, 0, 1, nil),
            (.nan, 0, 1, nil), (1, 1, 1, nil), (1, 2, 1, nil), (1, nil, 1, nil), (1, 0, nil, nil),
            (1, -.greatestFiniteMagnitude, .greatestFiniteMagnitude, nil),
        ] as [(Float, Float?, Float?, Float?)])
    func percent(_ percent: Float, _ low: Float?, _ high: Float?, _ expected: Float?) throws {
        var options = PointOptions()
        (options.deadbandPercent, options.rangeLow, options.rangeHigh) = (percent, low, high)
        var table = PointTable()
        guard let point = try? table.add(1, Float(0), options) else {
            #expect(expected == nil)
            return
        }
        let probe = OutstationProbe(table)
        #expect(probe.engine.parameter(.threshold, of: point.id) == expected)
    }

    @Test("smoothing and limits that make no sense are not added")
    func badOptions() throws {
        var table = PointTable()
        #expect(throws: PointTableError.self) {
            try table.add(1, Float(0), PointOptions(smoothing: 1))
        }
        #expect(throws: PointTableError.self) {
            try table.add(1, Float(0), PointOptions(lowLimit: 2, highLimit: 1))
        }
        #expect(throws: PointTableError.self) { try table.add(1, true, PointOptions(lowLimit: 2)) }
        #expect(table.count == 0)
    }
}

extension PointOptions {
    fileprivate init(
        deadband: Float = 0, groups: GroupSet = [], smoothing: Float = 0, lowLimit: Float? = nil,
        highLimit: Float? = nil
    ) {
        self.init(events: .timeTagged, deadband: deadband, groups: groups)
        self.smoothing = smoothing
        self.lowLimit = lowLimit
        self.highLimit = highLimit
    }
}

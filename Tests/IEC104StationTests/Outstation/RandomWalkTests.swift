import IEC104Codec
import IEC104Station
import IEC104TestKit
import Testing

@Suite("An outstation under random use")
struct RandomWalkTests {
    static func table() throws -> PointTable {
        var table = PointTable()
        for number in 0..<60 {
            let address = ObjectAddress(UInt32(number * 3 % 61 + 1))
            let station = CommonAddress(UInt16(number % 2 + 1))
            let kinds: [TypeID] = [1, 3, 5, 7, 9, 11, 13, 15, 20, 21, 38, 39, 40]
            let type = kinds[number % kinds.count]
            let isMeasured = [9, 11, 13, 21].contains(type.rawValue)
            try table.add(
                address, station: station, type: type, nil,
                PointOptions(
                    events: PointOptions.Events.allCases[number % 5],
                    deadband: number % 4 == 0 ? 0.5 : 0, groups: [UInt8(number % 16 + 1)],
                    counterGroup: type == .M_IT_NA_1 ? UInt8(number % 4 + 1) : nil,
                    cyclicPeriod: isMeasured ? .seconds(1) : nil,
                    backgroundPeriod: type == .M_SP_NA_1 ? .seconds(2) : nil))
        }
        for (number, type) in ([45, 46, 47, 48, 49, 50, 51] as [TypeID]).enumerated() {
            let driven = table.points.first {
                guard let point = table.type(of: $0) else { return false }
                let pairs: [TypeID: TypeID] = [45: 1, 46: 3, 47: 5, 48: 9, 49: 11, 50: 13, 51: 7]
                return pairs[type] == point
            }
            try table.addCommand(
                type, at: ObjectAddress(UInt32(100 + number)), drives: driven,
                CommandOptions(
                    mode: CommandOptions.Mode.allCases[number % 3],
                    duringPulse: CommandOptions.DuringPulse.allCases[number % 2],
                    interlock: number == 0 ? try Interlock("1!=3 | command=off") : nil))
        }
        return table
    }

    @Test("all that it sends is allowed by the standard, and it never stops answering")
    func walk() throws {
        for seed in 1...12 as ClosedRange<UInt64> {
            var random = SeededRandom(seed: seed)
            var settings = OutstationSettings()
            settings.handlesCommands = seed % 2 == 0
            settings.timeTaggedCounters = seed % 3 == 0
            settings.frozenCounters = seed % 4 == 0 ? .spontaneously : .whenAsked
            settings.eventCapacity = EventCapacity(state: 20, measured: 20, counters: 5)
            settings.maximumIdleGroups = 3
            settings.zone = seed % 5 == 0 ? .europe(minutes: 60) : nil
            settings.clockDrift = seed % 3 == 0 ? 5000 : 0
            settings.invalidUntilSynchronized = seed % 4 == 1
            settings.counterSchedule = seed % 2 == 1 ? CounterSchedule(every: .seconds(7)) : nil
            settings.termination = CommandOptions.Termination.allCases[Int(seed % 3)]
            settings.reportedParameters = seed % 2 == 0 ? .all : .loaded
            let table = try Self.table()
            let probe = OutstationProbe(table, settings)
            probe.engine.begin(at: probe.now)
            var links = [probe.last]
            var waiting: [CommandRequest] = []
            for _ in 0..<1500 {
                let link = links[Int.random(in: 0..<links.count, using: &random)]
                switch Int.random(in: 0..<12, using: &random) {
                case 0...3:
                    probe.receive(try Self.request(&random).encoded(), on: link)
                case 4, 5:
                    let point = PointID(index: .random(in: 0..<61, using: &random))
                    guard var value = table[point]?.information else { continue }
                    if let measure = value.measureForTests(&random) { value = measure }
                    probe.set(
                        point, value,
                        mode: EventMode.allCases[Int.random(in: 0..<3, using: &random)])
                case 6...8:
                    while let (octets, ticket) = probe.next(on: link) {
                        try Self.check(octets)
                        if Bool.random(using: &random) {
                            probe.engine.confirmed(link, through: ticket)
                        }
                    }
                case 9: probe.advance(seconds: Double.random(in: 0..<4, using: &random))
                case 10:
                    while let request = probe.nextRequest() {
                        if case .command(let command) = request { waiting.append(command) }
                    }
                    guard let command = waiting.randomElement(using: &random) else { continue }
                    let answers: [CommandAnswer] = [
                        .accept, .acceptRunning, .terminate, .fail, .refuse, .refuseWith(47),
                        .acceptReporting(.scaled(1, [])),
                    ]
                    probe.answer(command.id, answers[Int.random(in: 0..<7, using: &random)])
                default:
                    guard links.count > 1, Bool.random(using: &random) else {
                        let peer = Int.random(in: 0..<6, using: &random)
                        links.append(probe.connect(PeerIdentity("10.0.0.\(peer)")))
                        continue
                    }
                    probe.engine.closed(link, hung: Bool.random(using: &random), at: probe.now)
                    links.removeAll { $0 == link }
                }
            }
            let last = probe.connect("10.9.9.9")
            probe.confirmAll(on: last)
            try probe.ask(.C_TS_NA_1, activation, .testPattern(0x55AA), on: last)
            #expect(try probe.pull(on: last).short == ["104 7"])
            #expect(probe.engine.eventGroups.filter { !$0.isActive }.count <= 3)
        }
    }

    private static func request(_ random: inout SeededRandom) -> ASDU {
        let types: [TypeID] = [
            100, 100, 101, 102, 103, 105, 106, 107, 110, 111, 112, 112, 113, 45, 45, 46, 47, 48,
            49, 50, 51,
        ]
        let type = types[Int.random(in: 0..<types.count, using: &random)]
        let cause = CauseOfTransmission(
            type == .C_RD_NA_1 ? .request : Int.random(in: 0..<4, using: &random) == 0 ? 8 : 6,
            isTest: Int.random(in: 0..<8, using: &random) == 0,
            originator: .random(in: 0..<2, using: &random))
        let state = UInt8.random(in: 0..<4, using: &random)
        let select = Bool.random(using: &random)
        let qualifier = QOS(isSelect: select)
        let output = CommandQualifier(rawValue: .random(in: 0..<4, using: &random))
        let parameter = QPM(
            kind: .random(in: 0..<6, using: &random),
            isOutOfOperation: Bool.random(using: &random))
        var time = TimeTag.none
        let information: Information
        var address = ObjectAddress(type.rawValue >= 45 ? UInt32(type.rawValue) + 55 : 0)
        if type.rawValue >= 100 { address = 0 }
        switch type.rawValue {
        case 100: information = .interrogation(QOI(rawValue: .random(in: 19..<38, using: &random)))
        case 101:
            information = .counterInterrogation(QCC(rawValue: .random(in: 0...255, using: &random)))
        case 102:
            information = .empty
            address = ObjectAddress(.random(in: 1..<64, using: &random))
        case 103:
            information = .empty
            time = .cp56(CP56Time2a(rawValue: .random(in: 0..<(1 << 56), using: &random)))
        case 105: information = .resetProcess(QRP(rawValue: state))
        case 106: information = .delay(CP16Time2a(rawValue: UInt16(state) * 20_000))
        case 110...113:
            address = ObjectAddress(.random(in: 0..<64, using: &random))
            switch type {
            case .P_ME_NA_1: information = .normalizedParameter(NVA(0.3), parameter)
            case .P_ME_NB_1: information = .scaledParameter(Int16(state) * 9, parameter)
            case .P_ME_NC_1: information = .floatParameter(R32(Float(state) / 4), parameter)
            default: information = .parameterActivation(QPA(rawValue: state))
            }
        case 107:
            information = .testSequence(7)
            time = .cp56(CP56Time2a(rawValue: 1))
        case 45:
            information = .singleCommand(
                SCO(state > 1, qualifier: output, isSelect: select))
        case 46: information = .doubleCommand(DCO(rawValue: state | (select ? 0x80 : 0)))
        case 47: information = .stepCommand(RCO(rawValue: state | (select ? 0x80 : 0)))
        case 48: information = .normalizedSetPoint(NVA(0.25), qualifier)
        case 49: information = .scaledSetPoint(Int16(state), qualifier)
        case 50: information = .floatSetPoint(R32(Float(state)), qualifier)
        default: information = .bitStringCommand(UInt32(state))
        }
        let stations: [CommonAddress] = [1, 1, 2, 3, 65535]
        return ASDU(
            type, cause: cause,
            commonAddress: stations[Int.random(in: 0..<stations.count, using: &random)],
            objects: [InformationObject(address, information, timeTag: time)])
    }

    /// Mirrors carry what was asked; all else must be flawless.
    private static func check(_ octets: [UInt8]) throws {
        var reader = try ASDUReader(octets.span)
        let cause = reader.header.cause.cause
        guard !(44...47).contains(cause.rawValue) else {
            #expect(reader.header.cause.isNegative)
            return
        }
        var problems = Problems(keeping: 4)
        reader.appendHeaderProblems(direction: .monitor, to: &problems)
        let isMirrored = [7, 9, 10].contains(cause.rawValue)
        while reader.next(checking: &problems) != nil {}
        if !isMirrored { #expect(problems.first == nil, "\(octets.hex)") }
        #expect(cause != .activationTermination || !reader.header.cause.isNegative)
    }
}

extension Information {
    /// Another value of a kind that has measures or states.
    fileprivate func measureForTests(_ random: inout SeededRandom) -> Information? {
        let number = Int8.random(in: -60...60, using: &random)
        return switch self {
        case .singlePoint: .singlePoint(SIQ(number > 0))
        case .doublePoint: .doublePoint(DIQ(number > 0 ? .on : .off))
        case .stepPosition: .stepPosition(VTI(number), [])
        case .normalized: .normalized(NVA(rawValue: Int16(number)), [])
        case .scaled: .scaled(Int16(number), [])
        case .shortFloat: .shortFloat(R32(Float(number)), [])
        case .integratedTotal: .integratedTotal(BCR(Int32(number)))
        default: nil
        }
    }
}

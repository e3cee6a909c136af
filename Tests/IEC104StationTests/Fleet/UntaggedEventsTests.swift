import IEC104Codec
import IEC104Session
import IEC104Station
import IEC104TestKit
import Testing

/// Events without a time tag cannot be told apart by themselves. The rule: none is missed, and each
/// point shows in the end what it is. Of those that were never acknowledged, which must come again,
/// one is shown twice only when its point showed something else meanwhile; one whose
/// acknowledgement was lost may have happened again, and is shown.
@Suite("Events without time tags and a redundant master")
struct UntaggedEventsTests {
    private static let count = 24

    struct Case: Sendable, CustomTestStringConvertible {
        var blow: RedundantMasterTests.Blow
        var perASDU: Int
        var isInterrogated: Bool
        /// k and w; those that nobody reaches: nothing is acknowledged for a while.
        var window = (k: 3, w: 2)
        /// Whether all that comes again must.
        var isCertain: Bool { blow == .cut && window.w > UntaggedEventsTests.count }
        var testDescription: String {
            "\(blow), \(perASDU), w \(window.w)\(isInterrogated ? ", interrogated" : "")"
        }

        static let all = RedundantMasterTests.Blow.allCases.flatMap { blow in
            [1, 3].flatMap { size in
                [true, false].flatMap { isInterrogated in
                    [(k: 3, w: 2), (k: 32, w: 32)].map {
                        Case(
                            blow: blow, perASDU: size, isInterrogated: isInterrogated, window: $0)
                    }
                }
            }
        }
    }

    /// Points of types 1, 3, 9 and 13, which change in turn, and what each change tells.
    private func world(
        _ row: Case, seed: UInt64 = 5
    ) throws -> (RedundantMasterWorld, [InformationObject]) {
        var table = PointTable()
        var points: [(id: PointID, address: ObjectAddress, type: TypeID)] = []
        let options = PointOptions(events: .untagged)
        for number in 0..<2 as Range<UInt32> {
            for type in [TypeID.M_SP_NA_1, .M_DP_NA_1, .M_ME_NA_1, .M_ME_NC_1] {
                let address = ObjectAddress(UInt32(type.rawValue) * 10 + number)
                points.append(
                    (try table.add(address, type: type, nil, options), address, type))
            }
        }
        var setting = GroupWorld.Setting()
        setting.points = table
        setting.seed = seed
        setting.parameters.k = row.window.k
        setting.parameters.w = row.window.w
        setting.outstation.maximumObjectsPerEventASDU = row.perASDU
        setting.master.stations = [1]
        if row.isInterrogated {
            setting.master.startRequests = [.interrogation(station: 1, .station)]
        }
        var master = RedundantMasterWorld(setting)
        var truth: [InformationObject] = []
        for number in 0..<Self.count {
            let point = points[(number * 3) % points.count]
            let turn = number / points.count + 1
            let value: Information =
                switch point.type {
                case .M_SP_NA_1: .singlePoint(SIQ(turn % 2 == 1))
                case .M_DP_NA_1: .doublePoint(DIQ(turn % 2 == 1 ? .on : .off))
                case .M_ME_NA_1: .normalized(NVA(rawValue: Int16(number + 1)), [])
                default: .shortFloat(R32(Float(number + 1)), [])
                }
            truth.append(InformationObject(point.address, value))
            master.world.changes.append(
                .init(
                    master.world.now.instant.advanced(byNanoseconds: Int64(number) * 3_000_000),
                    point.id, value))
        }
        return (master, truth)
    }

    private func isAtRest(_ master: RedundantMasterWorld) -> Bool {
        master.world.changes.isEmpty && !master.world.outstation.started.isEmpty
            && master.world.outstation.engine.eventGroups.allSatisfy {
                $0.waiting + $0.unconfirmed == 0
            }
    }

    /// What breaks the rule.
    private func fault(_ master: RedundantMasterWorld, _ truth: [InformationObject]) -> String? {
        var rest = truth[...]
        for event in master.events where event == rest.first { rest.removeFirst() }
        if let missed = rest.first { return "missed \(missed)" }
        for event in truth {
            let last = truth.last { $0.address == event.address }
            if master.image[event.address] != last?.information {
                return "\(event.address) shows \(String(describing: master.image[event.address]))"
            }
        }
        return nil
    }

    /// An event that its point has shown just before.
    private func needless(_ events: [InformationObject]) -> InformationObject? {
        var shown: [ObjectAddress: Information] = [:]
        for event in events {
            guard shown.updateValue(event.information, forKey: event.address) != event.information
            else { return event }
        }
        return nil
    }

    private func brief(_ object: InformationObject) -> String {
        "\(object.address.value) \(object.information)"
    }

    @Test(
        "T-19: a switch-over at any moment misses none, and repeats none without need",
        arguments: Case.all)
    func anyMoment(_ row: Case) throws {
        var (whole, truth) = try world(row)
        let starts = whole.run { !$0.world.outstation.started.isEmpty }
        #expect(starts)
        var faults: [String] = []
        var (repeats, again, moments) = (0, 0, 0)
        while !isAtRest(whole), faults.count < 5 {
            var master = whole
            if let active = master.plan.active {
                switch row.blow {
                case .demand: master.switchOver()
                case .cut: master.lose(active, isSilent: false)
                case .silence: master.lose(active, isSilent: true)
                }
            }
            let rests = master.run { isAtRest($0) }
            // All or nothing was acknowledged when the link ended.
            let isCertain =
                row.isCertain && !row.isInterrogated && master.lastUnacknowledged > 0
            if !rests { faults.append("\(moments): no rest") }
            if let fault = fault(master, truth) { faults.append("\(moments): \(fault)") }
            if isCertain, let event = needless(master.events) {
                faults.append(
                    "\(moments): \(event.address) \(event.information) twice: "
                        + "\(master.events.map(brief)) of \(master.arrived.map(brief))")
            }
            repeats += master.arrived.count - truth.count
            again += master.events.count - truth.count
            moments += 1
            whole.step()
        }
        #expect(faults.isEmpty)
        #expect(moments > 20)
        // An orderly switch-over leaves nothing to come again.
        #expect((repeats > 0) == (row.blow != .demand))
        #expect(again >= 0 && again <= repeats)
        if row.isCertain { #expect(again < repeats) }
    }

    @Test("T-19: storms of losses and switch-overs miss none", arguments: 0..<20)
    func storm(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let row = Case(
            blow: .cut, perASDU: [1, 3, 127][Int(seed) % 3], isInterrogated: seed % 2 == 0)
        var (master, truth) = try world(row, seed: seed)
        master.storm(&random)
        let rests = master.run { isAtRest($0) }
        #expect(rests)
        let fault = fault(master, truth)
        #expect(fault == nil)
    }
}

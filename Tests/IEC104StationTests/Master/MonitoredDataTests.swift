import IEC104Codec
import IEC104Session
import IEC104Station
import Testing

@Suite("What a master makes of monitored data")
struct MonitoredDataTests {
    static let unreadable: [[UInt8]] = [
        // Three floats, of which there is an octet.
        [13, 3, 3, 0, 1, 0, 1, 0, 0, 7],
        // No object, with N = 0 and with N = 127.
        [13, 0, 3, 0, 1, 0], [13, 127, 20, 0, 1, 0],
        // An octet too many, and one too few.
        [1, 1, 3, 0, 1, 0, 1, 0, 0, 1, 0], [1, 0x82, 3, 0, 1, 0, 1, 0, 0, 1],
        // SQ = 1 with addresses behind the last one.
        [1, 0x82, 3, 0, 1, 0, 0xFF, 0xFF, 0xFF, 1, 1],
        // A file that is ready, cut.
        [120, 1, 13, 0, 1, 0, 1, 0, 0],
    ]

    @Test("T-7: what cannot be read is told and counted, and is no data", arguments: unreadable)
    func malformed(_ octets: [UInt8]) {
        var probe = MasterProbe()
        guard case .malformed = probe.receive(octets) else {
            Issue.record("\(octets) was taken")
            return
        }
        #expect(probe.engine.statistics.malformed == 1)
        #expect(probe.engine.statistics.data == 0)
    }

    @Test(
        "T-6: what is malformed for a reader is so for a master, and nothing else", arguments: 1...3
    )
    func sameAsReader(_ addressSize: Int) throws {
        let row = try TypeDescriptor(
            private: 200, mnemonic: "X", fields: [PrivateField("a", .uint16)], sequence: true)
        let profile = try Profile(
            causeSize: min(addressSize, 2), objectAddressSize: addressSize, privateTypes: [row])
        var probe = MasterProbe(MasterSettings(profile: profile))
        for type: UInt8 in Array(1...41) + [200] where profile.types[TypeID(type)] != nil {
            for qualifier: UInt8 in [0, 1, 3, 0x7F, 0x80, 0x81, 0x83, 0xFF] {
                for filling: UInt8 in [0, 0x81, 0xFF] {
                    for count in 0..<40 {
                        var octets = [type, qualifier, 3, 0, 1, 0]
                        if addressSize == 1 { octets.remove(at: 3) }
                        octets += Array(repeating: filling, count: count)
                        let sound = try? ASDUReader(reported: octets.span, profile: profile).header
                        let isSound = sound != nil
                        if case .data = probe.receive(octets) {
                            if !isSound { Issue.record("\(octets) was taken") }
                        } else if isSound {
                            Issue.record("\(octets) was not taken")
                        }
                    }
                }
            }
        }
        #expect(probe.engine.statistics.data > 200)
    }

    @Test("a station that uses SQ = 1 where it should not is understood, also when it is read")
    func sequence() {
        var probe = MasterProbe()
        _ = probe.submit(.read(station: 1, 1))
        _ = probe.sent()
        let octets: [UInt8] = [30, 0x81, 5, 0, 1, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]
        guard case .data(_, for: RequestID(1)) = probe.receive(octets) else {
            Issue.record("not taken")
            return
        }
        #expect(probe.result()?.outcome?.type == .M_SP_TB_1)
    }

    @Test("objects that are not there are not counted to an interrogation")
    func truncated() {
        var probe = MasterProbe()
        _ = probe.submit(.stationInterrogation)
        let sent = probe.sent()
        _ = probe.answer(sent, .activationConfirmation)
        _ = probe.receive([13, 127, 20, 0, 1, 0])
        _ = probe.answer(sent, .activationTermination)
        #expect(probe.results() == ["1 terminated"])
    }

    @Test("a type that is not known is no malformed data, whatever follows its header")
    func unknownType() {
        var probe = MasterProbe()
        for octets: [UInt8] in [[200, 0, 3, 0, 1, 0], [200, 5, 3, 0, 1, 0, 1]] {
            guard case .unexpected(.type, _) = probe.receive(octets) else {
                Issue.record("\(octets)")
                continue
            }
        }
        #expect(probe.engine.statistics.malformed == 0)
    }

    @Test("a private type comes with the causes of its row")
    func privateCauses() throws {
        let row = try TypeDescriptor(
            private: 200, mnemonic: "X", fields: [PrivateField("a", .uint8)],
            monitor: CauseSet(48...48))
        var probe = MasterProbe(MasterSettings(profile: try Profile(privateTypes: [row])))
        let octets: [UInt8] = [200, 1, 48, 0, 1, 0, 1, 0, 0, 7]
        #expect(
            probe.receive(octets)
                == .data(
                    try ASDUHeader(octets.span, profile: probe.engine.settings.profile),
                    for: nil))
        let spontaneous = probe.receive([200, 1, 3, 0, 1, 0, 1, 0, 0, 7])
        guard case .unexpected(.cause, _) = spontaneous,
            case .unexpected(.cause, _) = probe.receive([1, 1, 48, 0, 1, 0, 1, 0, 0, 1])
        else {
            Issue.record("another cause was taken")
            return
        }
    }

    @Test("data says which request brought it, and none that waits behind another one")
    func requests() {
        var probe = MasterProbe()
        let object = InformationObject(7, .singlePoint(SIQ(true)))
        func owner(_ cause: Cause, _ probe: inout MasterProbe) -> RequestID? {
            guard case .data(_, let id) = probe.data(.M_SP_NA_1, cause, [object]) else {
                Issue.record("no data")
                return nil
            }
            return id
        }
        let first = probe.submit(.stationInterrogation)
        let second = probe.submit(.stationInterrogation)
        let read = probe.submit(.read(station: 1, 7))
        #expect(owner(.interrogatedByStation, &probe) == nil)
        let sent = probe.sent()
        _ = probe.allSent()
        #expect(owner(.interrogatedByStation, &probe) == first)
        #expect(owner(.spontaneous, &probe) == nil)
        #expect(owner(.interrogatedByGroup(1), &probe) == nil)
        #expect(owner(.request, &probe) == read)
        #expect(owner(.request, &probe) == nil)
        _ = probe.answer(sent, .activationConfirmation)
        _ = probe.answer(sent, .activationTermination)
        #expect(owner(.interrogatedByStation, &probe) == nil)
        _ = probe.allSent()
        #expect(owner(.interrogatedByStation, &probe) == second)
        probe.cancel(second)
        #expect(owner(.interrogatedByStation, &probe) == nil)
    }

    @Test(
        "parameters that an interrogation brings are data of it; their confirmations are answers",
        arguments: [UInt8(110), 111, 112])
    func parameters(_ type: UInt8) {
        var probe = MasterProbe()
        let id = probe.submit(.stationInterrogation)
        _ = probe.sent()
        let value: [UInt8] = type == 112 ? [0, 0, 0x80, 0x3F] : [5, 0]
        func octets(_ cause: UInt8) -> [UInt8] { [type, 1, cause, 0, 1, 0, 9, 0, 0] + value + [1] }
        for cause: UInt8 in [20, 21, 36] {
            guard case .data(let header, let brought) = probe.receive(octets(cause)) else {
                Issue.record("cause \(cause) was not taken")
                continue
            }
            #expect(header.type.rawValue == type && brought == (cause == 20 ? id : nil))
        }
        #expect(probe.engine.statistics.unexpected == 0 && probe.engine.statistics.data == 3)
        guard case .unexpected(.notAsked, _) = probe.receive(octets(7)) else {
            Issue.record("a confirmation that nobody asked for")
            return
        }
    }
}

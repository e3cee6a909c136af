import IEC104
import Testing

/// What an outstation does, and what its master makes of it.
struct Hostility: Sendable, CustomTestStringConvertible {
    var name: String
    /// What is asked.
    var request: MasterRequest
    /// The ASDUs that come instead of a proper answer, for the ASDU that was sent.
    var answers: @Sendable ([UInt8]) -> [[UInt8]]
    /// The code of the failure; `nil`: it is done.
    var failure: String?
    /// ASDUs that nothing is done with, and such that cannot be read.
    var unexpected: UInt64 = 0
    var malformed: UInt64 = 0
    var testDescription: String { name }

    init(
        _ name: String, _ request: MasterRequest, failure: String? = nil, unexpected: UInt64 = 0,
        malformed: UInt64 = 0, _ answers: @escaping @Sendable ([UInt8]) -> [[UInt8]]
    ) {
        (self.name, self.request, self.answers) = (name, request, answers)
        (self.failure, self.unexpected, self.malformed) = (failure, unexpected, malformed)
    }

    /// The ASDU with another cause, originator, station.
    static func with(
        _ asdu: [UInt8], _ cause: UInt8, originator: UInt8? = nil, station: UInt8? = nil
    ) -> [UInt8] {
        var asdu = asdu
        asdu[2] = cause
        if let originator { asdu[3] = originator }
        if let station { asdu[4] = station }
        return asdu
    }

    static let interrogation = MasterRequest.interrogation(station: 1, .station)
    static let command = MasterRequest.command(
        MasterCommand(station: 1, .C_SC_NA_1, at: 3, .singleCommand(SCO(true))))
    static let single: [UInt8] = [1, 1, 20, 0, 1, 0, 9, 0, 0, 1]

    static let all: [Hostility] = [
        Hostility("a read is confirmed before its value", .read(station: 1, 9), unexpected: 1) {
            [with($0, 7), [1, 1, 5, 0, 1, 0, 9, 0, 0, 1]]
        },
        Hostility("an interrogation brings time tags, an object to an ASDU", interrogation) {
            let tagged: [UInt8] = [30, 1, 20, 0, 1, 0, 9, 0, 0, 1, 0, 0, 0, 0, 1, 1, 26]
            return [with($0, 7), tagged, tagged, with($0, 10)]
        },
        Hostility("an interrogation brings parameters", interrogation) {
            [with($0, 7), [110, 1, 20, 0, 1, 0, 9, 0, 0, 1, 0, 1], with($0, 10)]
        },
        Hostility("an interrogation is not confirmed, only terminated", interrogation) {
            [single, with($0, 10)]
        },
        Hostility(
            "an interrogation is terminated with P/N = 1", interrogation
        ) { [with($0, 7), single, with($0, 0x4A)] },
        Hostility("answers with originator 0", command) {
            [with($0, 7, originator: 0), with($0, 10, originator: 0)]
        },
        Hostility("answers to another originator come too", command, unexpected: 2) {
            [with($0, 0x47, originator: 9), with($0, 7), with($0, 10, originator: 9), with($0, 10)]
        },
        Hostility("another station answers too", command, unexpected: 1) {
            [with($0, 0x47, station: 2), with($0, 7), with($0, 10)]
        },
        Hostility("a command is confirmed with another value", command, unexpected: 1) {
            [with($0.dropLast() + [0], 7), with($0, 7), with($0, 10)]
        },
        Hostility("all answers come twice", command, unexpected: 2) {
            [with($0, 7), with($0, 7), with($0, 10), with($0, 10)]
        },
        Hostility(
            "refused, then confirmed all the same", command, failure: "refused", unexpected: 1
        ) { [with($0, 0x47), with($0, 7)] },
        Hostility(
            "two mirrors with different causes, the second without P/N", command,
            failure: "unknown-station", unexpected: 1
        ) { [with($0, 0x6E), with($0, 47)] },
        Hostility("the type is not known", command, failure: "unknown-type") { [with($0, 0x6C)] },
        Hostility("the object is not known", command, failure: "unknown-object") {
            [with($0, 0x6F)]
        },
        Hostility("unknown types between", command, unexpected: 2, malformed: 1) {
            [[200, 1, 3, 0, 1, 0], with($0, 7), [0, 1, 3, 0, 1, 0, 1], [43, 0], with($0, 10)]
        },
        Hostility("ASDUs that cannot be read between", command, malformed: 3) {
            [
                [13, 3, 3, 0, 1, 0, 1, 0, 0, 7], with($0, 7), [1], $0 + [0],
                with($0, 10),
            ]
        },
        Hostility("terminations of commands that nobody gave", interrogation, unexpected: 2) {
            let other: [UInt8] = [46, 1, 10, 0, 1, 0, 3, 0, 0, 2]
            return [other, with($0, 7), other, single, with($0, 10)]
        },
        Hostility("values that are no numbers, times that no calendar has", interrogation) {
            let times: [UInt8] = [0xFF, 0xFF, 0x3F, 0x1F, 0xE0, 0x0F, 0x7F]
            return [
                with($0, 7), [13, 1, 20, 0, 1, 0, 9, 0, 0, 0, 0, 0xC0, 0x7F, 0],
                [13, 1, 20, 0, 1, 0, 9, 0, 0, 0, 0, 0x80, 0xFF, 0],
                [9, 1, 20, 0, 1, 0, 9, 0, 0, 0x00, 0x80, 0],
                [36, 1, 3, 0, 1, 0, 9, 0, 0, 1, 0, 0, 0, 0] + times, with($0, 10),
            ]
        },
    ]
}

/// The master's side of what stacks in the field do; each by itself and all over again on one link.
@Suite("A master and outstations of the field")
struct HostileOutstationTests {
    /// Answers what is asked by a script.
    private func serve(_ field: MasterField, _ answers: Guarded<@Sendable ([UInt8]) -> [[UInt8]]>) {
        field.server.make = {
            let peer = RawPeer()
            var (sent, received): (UInt16, UInt16) = (0, 0)
            peer.answer = { control, asdu, _ in
                guard case .information = control else {
                    switch control {
                    case .unnumbered(.startDTAct): return Frame.u(.startDTCon)
                    case .unnumbered(.stopDTAct): return Frame.u(.stopDTCon)
                    default: return []
                    }
                }
                received = (received + 1) & 0x7FFF
                return answers.withLock { $0 }(asdu).flatMap { asdu in
                    defer { sent = (sent + 1) & 0x7FFF }
                    return Frame.i(sent, received, asdu)
                }
            }
            return peer
        }
    }

    private static func failure(_ master: Master, _ request: MasterRequest) async -> String? {
        do throws(RequestError) {
            try await master.request(request)
            return nil
        } catch {
            return error.code.name
        }
    }

    @Test("T-7, T-23: each request ends as it should, the link stays", arguments: Hostility.all)
    func row(_ row: Hostility) throws {
        let field = try MasterField {
            $0.settings.originator = 5
            $0.settings.timeouts.termination = .seconds(2)
        }
        defer { field.finish() }
        serve(field, Guarded(row.answers))
        let master = field.master
        try field.loop.run { try await master.connect() }
        for round in 1...3 as ClosedRange<UInt64> {
            let failure = try field.loop.run { await Self.failure(master, row.request) }
            #expect(failure == row.failure)
            // What came behind the last answer in the same piece has been read with it.
            try field.loop.turns(10)
            let statistics = try field.loop.here { master.assumeIsolated { $0.statistics } }
            #expect(statistics.unexpected == row.unexpected * round, "round \(round)")
            #expect(statistics.malformed == row.malformed * round, "round \(round)")
        }
        #expect(try field.loop.here { master.assumeIsolated { $0.link?.phase } } == .started)
    }

    @Test("T-1: answers octet by octet, and all in one piece", arguments: [1, 7, 100_000])
    func portions(size: Int) throws {
        let field = try MasterField()
        defer { field.finish() }
        let peer = try field.connect()
        peer.answer = nil
        let master = field.master
        let done = Guarded(-1)
        Task(executorPreference: field.loop) {
            let count = try? await master.interrogate().values.count
            done.withLock { $0 = count ?? 0 }
        }
        try field.loop.drive { peer.informationCount == 1 }
        let request = try #require(peer.asdus.first)
        let many: [UInt8] =
            [1, 0x80 | 100, 20, 0, 1, 0, 1, 0, 0] + [UInt8](repeating: 1, count: 100)
        var octets = Frame.i(0, 1, Hostility.with(request, 7)) + Frame.i(1, 1, many)
        octets += Frame.testFR + Frame.i(2, 1, many) + Frame.i(3, 1, Hostility.with(request, 10))
        while !octets.isEmpty {
            peer.send(Array(octets.prefix(size)))
            octets.removeFirst(min(size, octets.count))
            try field.loop.turns(1)
        }
        try field.loop.drive { done.withLock { $0 } >= 0 }
        #expect(done.withLock { $0 } == 200)
        #expect(peer.count(.testFRCon) == 1)
    }

    @Test(
        "an outstation that sends data for STARTDT con and counts from 1 is served where that is allowed"
    )
    func quirks() throws {
        let quirks: Set<PeerQuirk> = [.firstNumberOne, .dataConfirmsStart]
        let field = try MasterField(parameters: SessionParameters(quirks: quirks))
        defer { field.finish() }
        field.server.answer { control, _, _ in
            control == .unnumbered(.startDTAct)
                ? Frame.i(1, 0, Frame.singlePoint) + Frame.i(2, 0, Frame.singlePoint) : []
        }
        let master = field.master
        try field.loop.run { try await master.connect() }
        try field.loop.drive {
            master.assumeIsolated { $0.link?.statistics.informationReceived } == 2
        }
        let link = try field.loop.here { master.assumeIsolated { $0.link } }
        #expect(link?.phase == .started && link?.statistics.tolerated == 2)
    }

    @Test("a con that nobody asked for changes nothing")
    func unaskedConfirmations() throws {
        let field = try MasterField()
        defer { field.finish() }
        let peer = try field.connect()
        peer.send(Frame.u(.startDTCon) + Frame.u(.stopDTCon) + Frame.u(.testFRCon))
        peer.send(Frame.testFR)
        try field.loop.drive { peer.count(.testFRCon) == 1 }
        let link = try field.loop.here { field.master.assumeIsolated { $0.link } }
        #expect(link?.phase == .started && link?.statistics.ignoredConfirmations == 3)
    }

    @Test("T-17: floods of unknown types and of ASDUs that cannot be read are told once each")
    func flood() throws {
        let notices = Guarded<[String]>([])
        let field = try MasterField {
            $0.observer = { notice in
                switch notice {
                case .unexpected(let asdu): notices.withLock { $0.append("\(asdu.header.type)") }
                case .malformed(let error): notices.withLock { $0.append(error.code.name) }
                default: break
                }
            }
        }
        defer { field.finish() }
        let peer = try field.connect()
        let kinds: [[UInt8]] = [
            [200, 1, 3, 0, 1, 0], [201, 1, 3, 0, 1, 0, 9], [1, 1, 3, 0, 1, 0, 1, 0, 0, 1, 0],
        ]
        for number in 0..<3000 {
            peer.send(Frame.i(UInt16(number), 0, kinds[number % 3]))
            if number % 300 == 0 { try field.loop.turns(1) }
        }
        let master = field.master
        try field.loop.drive {
            let statistics = master.assumeIsolated { $0.statistics }
            return statistics.unexpected == 2000 && statistics.malformed == 1000
        }
        // A minute may pass on a slow machine.
        let told = notices.withLock { $0 }
        #expect(Set(told) == ["type 200", "type 201", "trailing-octets"])
        #expect(told.count < 300)
        #expect(try field.loop.here { master.assumeIsolated { $0.link?.phase } } == .started)
    }

    @Test("an unknown type is told to those who listen to a fleet")
    func fleet() throws {
        let loop = try EventLoop()
        defer { loop.shutDown() }
        let server = try RawServer(loop)
        defer { server.close() }
        server.answer { control, _, _ in
            control == .unnumbered(.startDTAct)
                ? Frame.u(.startDTCon) + Frame.i(0, 0, [200, 1, 3, 0, 7, 0, 1, 2, 3])
                    + Frame.i(1, 0, [200, 1, 3, 0, 7, 0, 1, 2, 3])
                : control == .unnumbered(.stopDTAct) ? Frame.u(.stopDTCon) : []
        }
        var configuration = RTUConfiguration.quick("odd", [server.port])
        configuration.schedule = []
        let running = try RunningFleet(loop, [configuration])
        defer { running.finish() }
        let events = running.fleet.events()
        let told = try loop.run {
            for await event in events {
                if case .unexpected(let asdu) = event.kind { return (event.rtu, asdu) }
            }
            throw CancellationError()
        }
        #expect(told.0 == "odd" && told.1.reason == .type)
        #expect(told.1.header.type == TypeID(200) && told.1.header.commonAddress == 7)
    }

    @Test("T-15: a reporter that asks, an observer that disconnects: each ends once")
    func reentrant() throws {
        let box = Guarded<Master?>(nil)
        let asked = Guarded(0)
        let field = try MasterField {
            $0.reporter = { _, _, _ in
                guard let master = box.withLock({ $0 }) else { return }
                asked.withLock { $0 += 1 }
                Task(executorPreference: master.loop) {
                    _ = try? await master.synchronizeClock()
                    await master.disconnect()
                }
            }
        }
        defer {
            box.withLock { $0 = nil }
            field.finish()
        }
        serve(field, Guarded { [Hostility.with($0, 7), Hostility.single, Hostility.with($0, 10)] })
        let master = field.master
        box.withLock { $0 = master }
        for _ in 0..<3 {
            try field.loop.run { try await master.connect() }
            _ = try? field.loop.run { try await master.interrogate() }
            let end = try field.loop.run { await master.connectionEnd() }
            #expect(end?.reason.code == .ended)
        }
        #expect(asked.withLock { $0 } >= 3)
    }
}

import IEC104
import Testing

/// A master and a hostile outstation on one loop on the test's thread.
final class MasterField {
    let loop: EventLoop
    let master: Master
    let server: RawServer
    let ends = Ends()

    init(
        parameters: SessionParameters = SessionParameters(),
        _ change: (inout MasterConfiguration) -> Void = { _ in }
    ) throws {
        loop = try EventLoop()
        server = try RawServer(loop)
        var configuration = MasterConfiguration()
        configuration.parameters = parameters
        change(&configuration)
        master = try Master(
            "127.0.0.1", port: server.port, configuration: configuration, on: loop)
    }

    /// Connects to a peer that confirms STARTDT and says `more` behind it.
    func connect(_ more: [UInt8] = []) throws -> RawPeer {
        server.answer { control, _, _ in
            control == .unnumbered(.startDTAct) ? Frame.u(.startDTCon) + more : []
        }
        let master = master
        try loop.run { try await master.connect() }
        return try #require(server.peers.last)
    }

    /// The end of the connection.
    func end() throws -> LinkEnd? {
        let master = master
        return try loop.run { await master.connectionEnd() }
    }

    func finish() {
        server.close()
        loop.shutDown()
    }
}

@Suite("A master and an outstation that violates the rules")
struct MasterViolationTests {
    @Test("a master that keeps its connection ends with its loop", arguments: [false, true])
    func loopEnds(isConnected: Bool) async throws {
        let failures = Guarded(0)
        let task = try {
            let field = try MasterField()
            defer { field.finish() }
            if !isConnected { field.server.close() }
            let master = field.master
            let task = Task(executorPreference: field.loop) {
                await master.run { _, _ in failures.withLock { $0 += 1 } }
            }
            try field.loop.drive {
                isConnected
                    ? master.assumeIsolated { $0.link != nil } : failures.withLock { $0 == 1 }
            }
            return task
        }()
        await task.value
        #expect(failures.withLock { $0 } <= 1)
    }

    static let data = Frame.singlePoint

    static let started: [Violation] =
        Violation.framing + [
            Violation("first N(S) is 1", Frame.i(1, 0, data), .sendNumber),
            Violation("a repeated N(S)", Frame.i(0, 0, data) + Frame.i(0, 0, data), .sendNumber),
            Violation("N(R) ahead in S", Frame.s(1), .receiveNumber),
            Violation("N(R) ahead in I", Frame.i(0, 1, data), .receiveNumber),
            Violation("N(R) behind", Frame.s(32767), .receiveNumber),
            Violation("STARTDT act", Frame.startDT, .startReceived),
            Violation("STOPDT act", Frame.stopDT, .stopReceived),
        ]

    @Test(
        "T-4, T-5, T-9, T-10: each violation ends the connection with its reason, and another one can be made"
    )
    func violations() throws {
        let field = try MasterField()
        defer { field.finish() }
        for violation in Self.started {
            let peer = try field.connect()
            peer.send(violation.octets(0))
            let end = try field.end()
            #expect(end?.reason.code == violation.code, "\(violation.name)")
            #expect(end?.network == nil)
        }
    }

    @Test(
        "what comes instead of STARTDT con ends the attempt with its reason",
        arguments: [
            (Frame.i(0, 0, Frame.singlePoint), SessionError.Code.informationForbidden),
            (Frame.s(0), .supervisoryForbidden), (Frame.startDT, .startReceived),
            ([0x15, 0x03, 0x01], .badStart), ([0x68, 0x03], .badLength),
        ])
    func beforeStart(octets: [UInt8], code: SessionError.Code) throws {
        let field = try MasterField()
        defer { field.finish() }
        field.server.make = {
            let peer = RawPeer()
            peer.answer = { _, _, _ in octets }
            return peer
        }
        let master = field.master
        #expect {
            try field.loop.run { try await master.connect() }
        } throws: { error in
            guard case ConnectionFailure.ended(let end) = error else { return false }
            return end.reason.code == code
        }
    }

    @Test("T-3: no STARTDT con, half an APDU, no acknowledgement, no TESTFR con: t1 ends it")
    func timers() throws {
        let parameters = SessionParameters(t1: .seconds(2), t2: .seconds(1), t3: .seconds(1))
        var field = try MasterField(parameters: parameters)
        let silent = field.master
        #expect {
            try field.loop.run { try await silent.connect() }
        } throws: { error in
            guard case ConnectionFailure.ended(let end) = error else { return false }
            return end.reason.code == .startTimeout
        }
        for code in [SessionError.Code.frameTimeout, .informationTimeout, .testTimeout] {
            field.finish()
            field = try MasterField(parameters: parameters)
            let peer = try field.connect()
            if code == .frameTimeout { peer.send([0x68]) }
            let master = field.master
            if code == .informationTimeout {
                #expect(throws: RequestError.self) {
                    try field.loop.run { try await master.interrogate() }
                }
            }
            #expect(try field.end()?.reason.code == code)
        }
        field.finish()
    }

    @Test("an ASDU that cannot be read is acknowledged, or ends the connection where that is set")
    func strict() throws {
        for isStrict in [false, true] {
            let field = try MasterField { $0.closesOnMalformed = isStrict }
            defer { field.finish() }
            let peer = try field.connect()
            peer.send(Frame.i(0, 0, [1, 1, 3, 0, 1, 0, 1, 0, 0]) + Frame.testFR)
            if isStrict {
                #expect(try field.end()?.reason.code == .malformed)
            } else {
                try field.loop.drive { peer.count(.testFRCon) == 1 }
                let status = try field.loop.here { field.master.assumeIsolated { $0.link } }
                #expect(status?.phase == .started && status?.unacknowledgedReceived == 1)
            }
        }
    }

    @Test("T-13, T-17: a flood of TESTFR acts is stopped by TCP", arguments: [Frame.testFR])
    func flood(block: [UInt8]) throws {
        let field = try MasterField()
        defer { field.finish() }
        let peer = try field.connect()
        peer.stream?.pauseReading()
        peer.answer = nil
        peer.reads = false
        let before = Usage.memory
        peer.flood(block, octets: 12 << 20)
        let master = field.master
        try field.loop.drive { master.assumeIsolated { $0.link?.unsent ?? 0 } > 64 << 10 }
        try field.loop.turns(50)
        #expect(try field.loop.here { master.assumeIsolated { $0.link?.unsent ?? 0 } } <= 128 << 10)
        #expect(peer.floodRest > 0)
        #expect(Usage.memory - before < 48 << 20)
        peer.stream?.resumeReading()
        try field.loop.drive { peer.floodRest == 0 }
    }

    @Test("an outstation that answers what nobody asked is counted and otherwise ignored")
    func unasked() throws {
        let field = try MasterField { $0.settings.startRequests = [] }
        defer { field.finish() }
        let peer = try field.connect()
        var send: UInt16 = 0
        for asdu in MalformedTests.all {
            for cause: UInt8 in [3, 7, 9, 10, 20, 0x47, 0x6C] where asdu.count > 3 {
                var asdu = asdu
                asdu[2] = cause
                peer.send(Frame.i(send, 0, asdu))
                send = (send + 1) & 0x7FFF
            }
            try field.loop.turns(1)
        }
        let master = field.master
        try field.loop.drive { (peer.stream?.unsent ?? 0) == 0 }
        try field.loop.turns(20)
        let statistics = try field.loop.here { master.assumeIsolated { $0.statistics } }
        #expect(statistics.unexpected > 100)
        #expect(statistics.malformed > 100)
        #expect(statistics.requests == 0)
        #expect(try field.loop.here { master.assumeIsolated { $0.link?.phase } } == .started)
    }

    @Test("T-17: values without end are collected up to the limit, and what is too much is counted")
    func endless() throws {
        let field = try MasterField { $0.maximumValues = 5_000 }
        defer { field.finish() }
        let peer = try field.connect()
        // 127 single points in one ASDU, cause 20.
        let many: [UInt8] =
            [1, 0x80 | 127, 20, 0, 1, 0, 1, 0, 0] + [UInt8](repeating: 1, count: 127)
        var asked = false
        peer.answer = { control, asdu, _ in
            guard case .information = control, asdu.first == 100, !asked else { return [] }
            asked = true
            var octets = Frame.i(0, 1, [100, 1, 7] + asdu.dropFirst(3))
            for number in 1...200 { octets += Frame.i(UInt16(number), 1, many) }
            return octets + Frame.i(201, 1, [100, 1, 10] + asdu.dropFirst(3))
        }
        let master = field.master
        let result = try field.loop.run { try await master.interrogate() }
        #expect(result.values.count == 5_000)
        #expect(result.lost == 200 * 127 - 5_000)
        #expect(result.outcome.objects == 200 * 127)
    }

    @Test("T-17: an outstation that initializes without end does not make requests pile up")
    func initializations() throws {
        let field = try MasterField {
            $0.settings.startRequests = MasterSettings.usualStartRequests(stations: [.global])
        }
        defer { field.finish() }
        let peer = try field.connect()
        let before = Usage.memory
        for number in 0..<20_000 {
            let station = UInt16(1 + number % 60_000)
            peer.send(
                Frame.i(
                    UInt16(number & 0x7FFF), 0,
                    [70, 1, 4, 0, UInt8(station & 0xFF), UInt8(station >> 8), 0, 0, 0, 0]))
            if number % 100 == 0 { try field.loop.turns(1) }
        }
        try field.loop.drive { (peer.stream?.unsent ?? 0) == 0 }
        try field.loop.turns(20)
        #expect(Usage.memory - before < 16 << 20)
        let master = field.master
        #expect(try field.loop.here { master.assumeIsolated { $0.link?.phase } } == .started)
    }
}

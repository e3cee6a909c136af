import IEC104
import Testing

@Suite("Command handlers that do what they should not")
struct CommandHandlerTests {
    /// What a handler may touch: the station, once it is there.
    final class Box: Sendable {
        let station = Guarded<Outstation?>(nil)
        let asked = Guarded(0)
        var value: Outstation? { station.withLock { $0 } }
    }

    private func field(
        _ change: @escaping (inout OutstationConfiguration) -> Void = { _ in },
        _ handler: @escaping @Sendable (CommandRequest, Box) async -> CommandAnswer
    ) throws -> (Field, Box) {
        let box = Box()
        let field = try Field {
            $0.settings.answerTimeout = .milliseconds(100)
            $0.commandHandler = { request in
                box.asked.withLock { $0 += 1 }
                return await handler(request, box)
            }
            change(&$0)
        }
        let station = field.outstation
        box.station.withLock { $0 = station }
        return (field, box)
    }

    private func execute(_ field: Field, _ address: ObjectAddress = 1) throws -> RequestOutcome {
        let master = field.honest
        return try field.loop.run {
            try await master.execute(.C_SC_NA_1, at: address, .singleCommand(SCO(true)))
        }
    }

    @Test(
        "one that never answers: the command is refused in time, others go on, and nothing piles up"
    )
    func never() throws {
        let (field, box) = try field({ $0.settings.maximumCommands = 30 }) { _, _ in
            // Never resumed, on purpose: the checked kind would complain.
            unsafe await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in }
            return .accept
        }
        defer { field.finish() }
        for _ in 0..<3 {
            #expect(throws: RequestError.self) { _ = try execute(field) }
            try field.checkService()
        }
        #expect(try field.now { $0.statistics.answersMissed } == 3)
        // A peer that asks on and on gets no more handlers than are allowed.
        let peer = try field.startedPeer()
        for round in 0..<4 {
            for address in 1...20 {
                peer.send(
                    Frame.i(
                        UInt16(round * 20 + address - 1), 0, Frame.command(UInt8(address))))
            }
            let missed = UInt64(3 + min(27, (round + 1) * 20))
            try field.drive { $0.statistics.answersMissed >= missed }
            try field.checkService()
        }
        #expect(box.asked.withLock { $0 } == 30)
        #expect(try field.now { $0.statistics.refused } >= 80)
    }

    @Test("one that answers late: the late answer changes nothing")
    func late() throws {
        let (field, _) = try field { _, box in
            await box.value?.loop.sleep(for: .milliseconds(300))
            return .accept
        }
        defer { field.finish() }
        let refused = try field.now { $0.statistics.refused }
        #expect(throws: RequestError.self) { _ = try execute(field, 2) }
        let loop = field.loop
        try loop.run { await loop.sleep(for: .milliseconds(400)) }
        #expect(try field.now { $0.statistics.refused } == refused + 1)
        #expect(try field.now { $0.statistics.commandsExecuted } == 0)
        try field.checkService()
    }

    @Test("one that updates points, asks, and answers other commands from inside")
    func reentrant() throws {
        let points = Guarded<[Point<Bool>]>([])
        let (field, _) = try field { request, box in
            let all = points.withLock { $0 }
            await box.value?.update { access in
                for point in all { access.set(point, true, event: .force) }
            }
            _ = await box.value?.statistics
            _ = await box.value?.answer(request.id, .acceptRunning)
            _ = await box.value?.answer(request.id, .terminate)
            return .refuse
        }
        defer { field.finish() }
        points.withLock { $0 = field.points }
        #expect(try execute(field).isTerminated)
        #expect(try field.now { $0.statistics.commandsExecuted } == 1)
        try field.checkService()
    }

    @Test("one that closes the outstation: the command ends with the link, a new start serves")
    func closing() throws {
        let (field, _) = try field { _, box in
            await box.value?.close()
            return .accept
        }
        defer { field.finish() }
        #expect {
            _ = try execute(field)
        } throws: { ($0 as? RequestError)?.code == .linkLost }
        #expect(try field.now { $0.links.count } == 0)
        let (loop, outstation) = (field.loop, field.outstation)
        let address = try loop.run { try await outstation.listen(port: 0) }
        let master = try Master("127.0.0.1", port: address.port, on: loop)
        try loop.run {
            try await master.connect()
            _ = try await master.interrogate()
            await master.disconnect()
        }
    }

    @Test("a tracer that closes the station, updates it and asks it, at each of its events")
    func tracer() throws {
        for turn in 1...24 {
            let box = Box()
            let count = Guarded(0)
            let field = try Field(honest: false) {
                $0.tracer = { _ in
                    let number = count.withLock {
                        $0 += 1
                        return $0
                    }
                    box.value?.assumeIsolated { station in
                        _ = station.links
                        guard number == turn else { return }
                        station.close()
                    }
                }
            }
            defer { field.finish() }
            let station = field.outstation
            box.station.withLock { $0 = station }
            let master = field.honest
            _ = try? field.loop.run {
                try await master.connect()
                _ = try await master.interrogate()
            }
            try field.loop.turns(5)
            _ = try field.now { $0.close() }
            try field.loop.drive { master.assumeIsolated { $0.link == nil } }
            box.station.withLock { $0 = nil }
        }
    }

    @Test("a master that leaves while its command is asked: the answer goes nowhere")
    func gone() throws {
        let (field, box) = try field { _, box in
            await box.value?.loop.sleep(for: .milliseconds(50))
            return .accept
        }
        defer { field.finish() }
        let peer = try field.startedPeer()
        peer.send(Frame.i(0, 0, Frame.command(5)))
        try field.loop.drive { box.asked.withLock { $0 } == 1 }
        peer.stream?.abort()
        try field.drive { $0.links.count == 1 && $0.statistics.commandsExecuted == 1 }
        try field.checkService()
    }
}

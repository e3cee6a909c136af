import IEC104
import Testing

@Suite("An outstation and a peer that sends without end", .serialized)
struct OutstationFloodTests {
    /// Each block is sent over and over, and nothing is read until all is sent or refused.
    struct Flood: Sendable, CustomTestStringConvertible {
        var name: String
        var block: [UInt8]
        /// The answers to one block; 0 when nothing is answered.
        var answers: UFunction?
        var testDescription: String { name }
    }

    static let floods = [
        Flood(name: "TESTFR act", block: Frame.testFR, answers: .testFRCon),
        Flood(name: "STARTDT act", block: Frame.startDT, answers: .startDTCon),
        Flood(name: "STOPDT act", block: Frame.stopDT, answers: .stopDTCon),
        Flood(name: "STARTDT con", block: Frame.u(.startDTCon)),
        Flood(name: "TESTFR con", block: Frame.u(.testFRCon)),
    ]

    @Test(
        "a flood whose answers nobody reads is stopped by TCP; all is answered in the end",
        arguments: floods)
    func unread(flood: Flood) throws {
        let field = try Field()
        defer { field.finish() }
        let peer = try field.peer()
        peer.reads = false
        peer.keeps = false
        peer.stream?.pauseReading()
        let before = Usage.memory
        peer.flood(flood.block, octets: 1 << 20)
        for _ in 0..<6 { try field.checkService() }
        if flood.answers != nil {
            // The station takes no more than it can answer.
            try field.drive { ($0.links.last?.unsent ?? 0) > 64 << 10 }
            try field.loop.turns(20)
            #expect(peer.floodRest > 0)
            let unsent = try field.now { $0.links.last?.unsent ?? 0 }
            #expect(unsent <= 128 << 10)
            let rest = peer.floodRest
            try field.checkService()
            #expect(peer.floodRest == rest, "it still reads")
        }
        #expect(Usage.memory - before < 48 << 20)
        #expect(try field.now { $0.links.count } == 2)
        #expect(try field.now { $0.connectionCounts.ends }.isEmpty)
        peer.stream?.resumeReading()
        try field.loop.drive { peer.floodRest == 0 }
        if flood.answers != nil {
            // Who is started gets the end of initialization too.
            let sent = peer.flooded + (flood.answers == .startDTCon ? 16 : 0)
            try field.loop.drive { peer.received >= sent }
            #expect(peer.received == sent, "each is answered once")
        }
        try field.checkService()
    }

    @Test("S APDUs without end cost nothing but time")
    func supervisory() throws {
        let field = try Field()
        defer { field.finish() }
        let peer = try field.startedPeer()
        peer.reads = false
        let before = Usage.memory
        peer.flood(Frame.s(UInt16(peer.informationCount)), octets: 1 << 20)
        let wanted = UInt64(peer.flooded / 6)
        while peer.floodRest > 0 { try field.checkService() }
        #expect(Usage.memory - before < 16 << 20)
        try field.drive { station in
            (station.links.last?.statistics.supervisoryReceived ?? 0) >= wanted
        }
        let status = try field.now { $0.links.last }
        #expect(status?.statistics.supervisoryReceived == wanted)
        #expect(try field.now { $0.connectionCounts.ends }.isEmpty)
    }

    @Test("starting and stopping without end leaves others alone")
    func restarts() throws {
        let field = try Field()
        defer { field.finish() }
        let peer = try field.startedPeer()
        peer.send(Frame.s(UInt16(peer.informationCount)))
        peer.reads = false
        peer.flood(Frame.stopDT + Frame.startDT, octets: 1 << 20)
        while peer.floodRest > 0 { try field.checkService() }
        try field.checkService()
        #expect(try field.now { $0.connectionCounts.ends }.isEmpty)
    }

    @Test("a flood of commands to one object is answered within bounds, others operate it too")
    func commands() throws {
        let field = try Field()
        defer { field.finish() }
        let peer = try field.startedPeer()
        peer.reads = false
        peer.stream?.pauseReading()
        var octets: [UInt8] = []
        for number in 0..<6_000 { octets += Frame.i(UInt16(number), 0, Frame.command(1)) }
        let before = Usage.memory
        #expect(peer.send(octets))
        try field.checkService()
        let honest = field.honest
        let outcome = try field.loop.run {
            try await honest.execute(.C_SC_NA_1, at: 1, .singleCommand(SCO(false)))
        }
        #expect(outcome.isTerminated)
        try field.drive { $0.statistics.received >= 6_000 }
        let statistics = try field.now { $0.statistics }
        #expect(statistics.answersDropped > 0)
        #expect(Usage.memory - before < 16 << 20)
        try field.checkService()
    }

    @Test("a flood of interrogations: one runs, the others are refused")
    func interrogations() throws {
        let field = try Field()
        defer { field.finish() }
        let peer = try field.startedPeer()
        var octets: [UInt8] = []
        for number in 0..<5_000 { octets += Frame.i(UInt16(number), 0, Frame.interrogation) }
        let before = Usage.memory
        #expect(peer.send(octets))
        try field.checkService()
        try field.drive { $0.statistics.received >= 5_000 }
        #expect(try field.now { $0.statistics.refused } > 4_000)
        #expect(Usage.memory - before < 16 << 20)
        try field.checkService()
    }
}

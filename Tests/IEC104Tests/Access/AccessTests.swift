import IEC104
import Testing

/// What masters may do, and what is told of it.
@Suite("Access to an outstation")
struct AccessTests {
    private let notices = Guarded<[OutstationNotice]>([])
    private let records = Guarded<[AuditRecord]>([])

    private func field(
        honest: Bool = false, _ change: (inout OutstationConfiguration) -> Void
    ) throws -> Field {
        let (notices, records) = (notices, records)
        return try Field(honest: honest) {
            $0.observer = { notice in notices.withLock { $0.append(notice) } }
            $0.auditor = { record in records.withLock { $0.append(record) } }
            change(&$0)
        }
    }

    private var results: [CommandRecord.Result] {
        records.withLock { $0.map(\.record.result) }
    }

    /// The cause of the answer to a command; negative when P/N is set.
    private func answer(
        _ peer: RawPeer, _ field: Field, _ send: UInt16, _ asdu: [UInt8]
    ) throws -> Int {
        let known = peer.asdus.count
        peer.send(Frame.i(send, UInt16(peer.informationCount), asdu))
        // A termination may come behind it.
        let isAnswer = { (asdu: [UInt8]) in (45...64).contains(asdu[0]) && asdu[2] & 0x3F != 10 }
        try field.loop.drive { peer.asdus.dropFirst(known).contains(where: isAnswer) }
        let found = try #require(peer.asdus.dropFirst(known).first(where: isAnswer))
        return found[2] & 0x40 == 0 ? Int(found[2] & 0x3F) : -Int(found[2] & 0x3F)
    }

    @Test("Without rules everything is allowed, and each step of a command is recorded")
    func recorded() throws {
        let field = try field { _ in }
        defer { field.finish() }
        let peer = try field.startedPeer()
        #expect(try answer(peer, field, 0, Frame.command(1, value: 0x85)) == 7)
        #expect(try answer(peer, field, 1, Frame.command(1, value: 0x05)) == 7)
        try field.loop.drive { results.count >= 3 }
        #expect(try answer(peer, field, 2, Frame.command(99)) == -47)
        #expect(try answer(peer, field, 3, Frame.command(1, cause: 8)) == -9)
        #expect(
            results == [
                .accepted, .accepted, .terminated, .unknown(.unknownObjectAddress),
                .refused(.nothingToDeactivate),
            ])
        let first = try #require(records.withLock { $0.first })
        #expect(first.record.action == .select)
        #expect(first.record.object.address == 1 && first.record.station == 1)
        #expect(first.record.object.information == .singleCommand(SCO(rawValue: 0x85)))
        #expect(first.client == peer.stream?.local && first.connection == 1)
    }

    @Test("Read only: commands are refused, reading goes on")
    func readOnly() throws {
        let field = try field(honest: true) { $0.access.isReadOnly = true }
        defer { field.finish() }
        let peer = try field.startedPeer()
        #expect(try answer(peer, field, 0, Frame.command(1)) == -7)
        #expect(results == [.refused(.readOnly)])
        // C_RP_NA_1 act, QRP 1.
        peer.send(Frame.i(1, UInt16(peer.informationCount), [105, 1, 6, 0, 1, 0, 0, 0, 0, 1]))
        try field.loop.drive { peer.asdus.contains { $0[0] == 105 } }
        #expect(peer.asdus.first { $0[0] == 105 }?[2] == 0x47)
        try field.checkService()
    }

    /// What changes a station and is no command: each with the third octet of its answer.
    private static let changes: [(name: String, asdu: [UInt8])] = [
        ("QRP 1", [105, 1, 6, 0, 1, 0, 0, 0, 0, 1]),
        ("QRP 2", [105, 1, 6, 0, 1, 0, 0, 0, 0, 2]),
        ("freeze", [101, 1, 6, 0, 1, 0, 0, 0, 0, 0x45]),
        ("freeze and reset", [101, 1, 6, 0, 1, 0, 0, 0, 0, 0x85]),
        ("reset", [101, 1, 6, 0, 1, 0, 0, 0, 0, 0xC5]),
        ("clock", [103, 1, 6, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 26]),
    ]

    @Test(
        "Read only, and who may command nothing: what changes the station is refused, too",
        arguments: [nil, "10.0.0.0/8=*"] as [String?])
    func nothingChanges(rule: String?) throws {
        let rules = try rule.map { [try CommandRule($0)] }
        let field = try field(honest: true) {
            $0.access.isReadOnly = rules == nil
            $0.access.commands = rules ?? []
        }
        defer { field.finish() }
        let peer = try field.startedPeer()
        for (number, change) in Self.changes.enumerated() {
            let known = peer.asdus.count
            peer.send(Frame.i(UInt16(number), UInt16(peer.informationCount), change.asdu))
            try field.loop.drive { peer.asdus.count > known }
            #expect(peer.asdus[known].first == change.asdu[0], "\(change.name)")
            #expect(peer.asdus[known][2] == 0x47, "\(change.name)")
        }
        // Counters are read.
        let known = peer.asdus.count
        peer.send(
            Frame.i(
                UInt16(Self.changes.count), UInt16(peer.informationCount),
                [101, 1, 6, 0, 1, 0, 0, 0, 0, 0x05]))
        try field.loop.drive { peer.asdus.count > known }
        #expect(peer.asdus[known][2] == 7)
    }

    @Test(
        "Objects are commanded by whom a rule allows it",
        arguments: [
            ("127.0.0.0/8=1/1-5", 5, true), ("127.0.0.0/8=1/1-5", 6, false),
            ("127.0.0.1=*", 6, true), ("127.0.0.1=1/*", 6, true), ("127.0.0.1=2/*", 6, false),
            ("127.0.0.1=*/6", 6, true), ("10.0.0.0/8=*", 6, false),
        ])
    func rules(rule: String, object: UInt8, isAllowed: Bool) throws {
        let rule = try CommandRule(rule)
        let field = try field { $0.access.commands = [rule] }
        defer { field.finish() }
        let peer = try field.startedPeer()
        #expect(try answer(peer, field, 0, Frame.command(object)) == (isAllowed ? 7 : -7))
        #expect(results.first == (isAllowed ? .accepted : .refused(.notPermitted)))
    }

    @Test("Commands that come too fast are refused; who connects again is no faster")
    func rate() throws {
        let field = try field {
            $0.access.commandRate = CommandRights.Rate(perSecond: 0.001, burst: 2)
        }
        defer { field.finish() }
        let (first, second) = (try field.startedPeer(), try field.startedPeer())
        #expect(try answer(first, field, 0, Frame.command(1)) == 7)
        #expect(try answer(first, field, 1, Frame.command(2)) == 7)
        #expect(try answer(first, field, 2, Frame.command(3)) == -7)
        #expect(try answer(second, field, 0, Frame.command(3)) == -7)
        for peer in [first, second] { peer.stream?.close(lingering: 0) }
        try field.drive { $0.links.isEmpty }
        let third = try field.startedPeer()
        #expect(try answer(third, field, 0, Frame.command(3)) == -7)
        #expect(results.count { $0 == .refused(.tooFast) } == 3)
    }

    @Test("The end of an execution is recorded, although who commanded it is gone")
    func departed() throws {
        let executing = Guarded<CheckedContinuation<Void, Never>?>(nil)
        let field = try field {
            $0.commandHandler = { _ in
                await withCheckedContinuation { continuation in
                    executing.withLock { $0 = continuation }
                }
                return .accept
            }
            $0.settings.answerTimeout = .milliseconds(100)
        }
        defer { field.finish() }
        let peer = try field.startedPeer()
        let address = peer.stream?.local
        peer.send(Frame.i(0, UInt16(peer.informationCount), Frame.command(1)))
        try field.loop.drive { executing.withLock { $0 != nil } }
        peer.stream?.close(lingering: 0)
        try field.drive { $0.links.isEmpty }
        try field.loop.drive { !results.isEmpty }
        #expect(results == [.refused(.unanswered)])
        #expect(records.withLock { $0.first?.client } == address)
        executing.withLock { $0.take() }?.resume()
    }

    @Test("A client that is not allowed is turned away, counted and told once")
    func clients() throws {
        let prefix = try AddressPrefix("10.0.0.0/8")
        let field = try field { $0.access.clients = [prefix] }
        defer { field.finish() }
        let peer = try field.peer()
        try field.loop.drive { peer.isOver }
        let told = notices.withLock { $0 }
        guard case .connectionRefused(_, .notAllowed)? = told.first else {
            Issue.record("\(told)")
            return
        }
        #expect(told.count == 1)
        let counts = try field.now { $0.connectionCounts }
        #expect(counts.refused == 1 && counts.accepted == 1)
    }

    @Test("An address has no more connections than allowed, and one more when one has ended")
    func perHost() throws {
        let field = try field { $0.access.connectionsPerHost = 2 }
        defer { field.finish() }
        let peers = [try field.peer(), try field.peer()]
        let third = try field.peer()
        try field.loop.drive { third.isOver }
        peers[0].stream?.close(lingering: 0)
        try field.drive { $0.links.count == 1 }
        let fourth = try field.peer(Frame.startDT)
        try field.loop.drive { fourth.count(.startDTCon) == 1 }
        #expect(
            notices.withLock { $0 }.contains {
                if case .connectionRefused(_, .tooManyOfHost) = $0 { true } else { false }
            })
    }

    @Test("One who tries many addresses is reported once; one who asks again and again is not")
    func sweep() throws {
        let field = try field { $0.settings.sweepThreshold = 20 }
        defer { field.finish() }
        let peer = try field.startedPeer()
        for number in 0..<30 {
            #expect(try answer(peer, field, UInt16(number), Frame.command(100)) == -47)
        }
        #expect(notices.withLock { $0.isEmpty })
        for number in 0..<30 {
            let asdu = Frame.command(UInt8(101 + number))
            #expect(try answer(peer, field, UInt16(30 + number), asdu) == -47)
        }
        let address = try #require(peer.stream?.local)
        #expect(notices.withLock { $0 } == [.sweep(address, addresses: 20)])
    }
}

@Suite("Rules of commands as text")
struct CommandRuleTests {
    @Test(
        "What is no rule says what to write",
        arguments: [
            "", "10.0.0.7", "rtu=*", "10.0.0.7/8=*", "10.0.0.7=", "10.0.0.7=1", "10.0.0.7=0/1",
            "10.0.0.7=65535/1", "10.0.0.7=1/0", "10.0.0.7=1/5-4", "10.0.0.7=1/1-2-3",
            "10.0.0.7=1/16777216", "10.0.0.7=1/2/3", "10.0.0.7=x/1",
        ])
    func mistakes(text: String) throws {
        let error = try #require(throws: CommandRuleError.self) { try CommandRule(text) }
        #expect(error.description.contains("PREFIX=CA/IOA-IOA"))
    }

    @Test("Rules are read")
    func reads() throws {
        let rule = try CommandRule("fd00::/8=7/5001-5100")
        #expect(rule.clients == (try AddressPrefix("fd00::/8")))
        #expect(rule.objects.station == 7 && rule.objects.addresses == 5001...5100)
        #expect(try CommandRule("10.0.0.7=*/9").objects == .init(addresses: 9...9))
    }
}

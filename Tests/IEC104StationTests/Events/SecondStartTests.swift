import IEC104Codec
import IEC104Station
import Testing

/// Redundancy groups of the configuration: which link of one is started, and what it is sent.
@Suite("A second STARTDT in a redundancy group")
struct SecondStartTests {
    typealias Policy = OutstationSettings.SecondStart

    /// A probe whose first link is the started one of the group `A`.
    private func probe(
        _ policy: Policy = .closeOld, groups: [PeerIdentity] = ["A"],
        _ change: (inout OutstationSettings) -> Void = { _ in }
    ) throws -> OutstationProbe {
        var settings = OutstationSettings()
        settings.secondStart = policy
        settings.maximumObjectsPerEventASDU = 1
        change(&settings)
        return OutstationProbe(try EventGroupTests.table(), settings, groups: groups)
    }

    private func open(_ probe: OutstationProbe, _ peer: PeerIdentity, in group: PeerIdentity = "A")
        -> LinkID
    {
        probe.engine.open(peer: peer, in: group, at: probe.now)
    }

    @Test("the first link of a group starts, and so does one whose group is free again")
    func free() throws {
        let probe = try probe()
        #expect(probe.ask(toStart: probe.last) == .start)
        probe.engine.stopped(probe.last, at: probe.now)
        let other = open(probe, "10.0.0.2")
        #expect(probe.ask(toStart: other) == .start)
        #expect(probe.engine.statistics.switchOvers == 0)
    }

    @Test(
        "the new link takes over: what was not confirmed comes first, in order, and nothing else twice",
        arguments: [Policy.closeOld, .stopOld])
    func takesOver(_ policy: Policy) throws {
        let probe = try probe(policy)
        EventGroupTests.set(probe, 1...20)
        var tickets: [UInt64] = []
        for _ in 0..<10 { tickets.append(try #require(probe.next()).ticket) }
        probe.engine.confirmed(probe.last, through: tickets[3])
        let old = probe.last
        let new = open(probe, "10.0.0.2")
        let decision = probe.ask(toStart: new)
        #expect(decision == (policy == .stopOld ? .stopping(old) : .closing(old)))
        // The old link's N(R) does not count any more, and it is sent nothing.
        probe.engine.confirmed(old, through: tickets[9])
        #expect(!probe.engine.hasOutput(for: old))
        #expect(probe.next(on: old) == nil)
        #expect(EventGroupTests.values(try probe.pull(on: new)) == Array(5...20))
        #expect(probe.engine.eventGroups.count == 1)
        #expect(probe.engine.statistics.switchOvers == 1)
        #expect(probe.engine.statistics.eventsLost == 0)
    }

    @Test("a link that was left stopped gets the transfer back with its next STARTDT")
    func back() throws {
        let probe = try probe(.stopOld)
        let old = probe.last
        EventGroupTests.set(probe, 1...3)
        _ = try probe.pull()
        let new = open(probe, "10.0.0.2")
        probe.ask(toStart: new)
        #expect(EventGroupTests.values(try probe.pull(on: new)) == [1, 2, 3])
        #expect(probe.ask(toStart: old) == .stopping(new))
        #expect(EventGroupTests.values(try probe.pull(on: old)) == [1, 2, 3])
        // The end of a link that has nothing to say any more.
        probe.engine.closed(new, at: probe.now)
        probe.engine.confirmed(old, through: .max)
        #expect(probe.engine.eventGroups[0].unconfirmed == 0)
        EventGroupTests.set(probe, 4...4)
        #expect(EventGroupTests.values(try probe.pull(on: old)) == [4])
    }

    @Test("refused, the new link ends and the old one goes on undisturbed")
    func refuses() throws {
        let probe = try probe(.refuse)
        EventGroupTests.set(probe, 1...3)
        _ = try probe.pull()
        let new = open(probe, "10.0.0.2")
        #expect(probe.ask(toStart: new) == .refuse)
        #expect(probe.engine.statistics.startsRefused == 1)
        #expect(probe.engine.statistics.switchOvers == 0)
        probe.engine.confirmed(probe.last, through: .max)
        EventGroupTests.set(probe, 4...4)
        #expect(EventGroupTests.values(try probe.pull()) == [4])
        probe.engine.closed(probe.last, at: probe.now)
        #expect(probe.ask(toStart: open(probe, "10.0.0.2")) == .start)
    }

    @Test("groups are served apart, and collect before any master has come")
    func apart() throws {
        let probe = try probe(groups: ["A", "B"])
        EventGroupTests.set(probe, 1...2)
        let other = open(probe, "10.0.1.1", in: "B")
        #expect(probe.ask(toStart: other) == .start)
        #expect(EventGroupTests.values(try probe.pull(on: other)) == [1, 2])
        #expect(EventGroupTests.values(try probe.pull()) == [1, 2])
        #expect(probe.engine.eventGroups.map(\.owner) == ["A", "B"])
        #expect(probe.engine.eventGroups.allSatisfy { $0.isConfigured })
    }

    @Test("a master that no group has gets everything from its start on, as without groups")
    func stranger() throws {
        let probe = try probe()
        EventGroupTests.set(probe, 1...2)
        let strangers = [probe.connect("10.9.9.9"), probe.connect("10.9.9.9")]
        for stranger in strangers { probe.confirmAll(on: stranger) }
        EventGroupTests.set(probe, 3...3)
        for stranger in strangers {
            #expect(EventGroupTests.values(try probe.pull(on: stranger)) == [3])
        }
        #expect(EventGroupTests.values(try probe.pull()) == [1, 2, 3])
        #expect(probe.engine.mayStart(strangers[0], at: probe.now) == .start)
    }

    @Test("a group that is configured is never forgotten, however many others are")
    func kept() throws {
        let probe = try probe { $0.maximumIdleGroups = 1 }
        EventGroupTests.set(probe, 1...1)
        probe.engine.closed(probe.last, at: probe.now)
        for number in 1...5 {
            let link = probe.connect(PeerIdentity("192.168.0.\(number)"))
            probe.advance(seconds: 1)
            probe.engine.closed(link, at: probe.now)
        }
        #expect(probe.engine.statistics.groupsForgotten == 4)
        let link = open(probe, "10.0.0.1")
        probe.ask(toStart: link)
        #expect(EventGroupTests.values(try probe.pull(on: link)) == [1])
    }

    @Test("a connection that hung leaves its events to the group, whoever comes next")
    func hung() throws {
        let probe = try probe()
        EventGroupTests.set(probe, 1...3)
        _ = try probe.pull()
        probe.engine.closed(probe.last, hung: true, at: probe.now)
        let link = open(probe, "10.0.0.2")
        #expect(probe.ask(toStart: link) == .start)
        #expect(EventGroupTests.values(try probe.pull(on: link)) == [1, 2, 3])
        #expect(probe.engine.statistics.eventsHandedOver == 0)
    }

    @Test("the end of initialization that was not confirmed is told again on the new link")
    func initialization() throws {
        let table = try EventGroupTests.table()
        let probe = OutstationProbe(table, groups: ["A"], drains: false)
        #expect(try probe.pull().short == ["70 4"])
        let new = open(probe, "10.0.0.2")
        probe.ask(toStart: new)
        #expect(try probe.pull(on: new).short == ["70 4"])
    }

    @Test("an interrogation and a selection of the old link end with the switch-over")
    func procedures() throws {
        var table = try EventGroupTests.table()
        let output = try table.add(10, false)
        try table.addCommand(
            .C_SC_NA_1, at: 11, drives: output, CommandOptions(mode: .selectBeforeOperate))
        var settings = OutstationSettings()
        settings.secondStart = .stopOld
        let probe = OutstationProbe(table, settings, groups: ["A"])
        try probe.ask(.C_IC_NA_1, activation, .interrogation(.station))
        try probe.ask(.C_SC_NA_1, activation, at: 11, .singleCommand(SCO(true, isSelect: true)))
        let new = open(probe, "10.0.0.2")
        probe.ask(toStart: new)
        #expect(try probe.pull(on: probe.last).isEmpty)
        probe.confirmAll(on: new)
        try probe.ask(.C_SC_NA_1, activation, at: 11, .singleCommand(SCO(true)), on: new)
        #expect(try probe.pull(on: new).short == ["45 7-"])
        // The old one is stopped: what it still says is not heard.
        try probe.ask(.C_IC_NA_1, activation, .interrogation(.station), on: probe.last)
        #expect(try probe.pull(on: probe.last).isEmpty)
    }

    // MARK: T-18

    private func fight(
        _ probe: OutstationProbe, _ rounds: Int, seconds: Double
    ) -> [StartDecision] {
        (0..<rounds).map { round in
            probe.advance(seconds: seconds)
            let link = open(probe, round % 2 == 0 ? "10.0.0.2" : "10.0.0.1")
            return probe.ask(toStart: link)
        }
    }

    private func told(_ probe: OutstationProbe) -> [ApplicationRequest] {
        var all: [ApplicationRequest] = []
        while let request = probe.nextRequest() {
            if case .fight = request { all.append(request) }
        }
        return all
    }

    @Test("T-18: two masters that displace each other are told once, until it has been quiet")
    func fights() throws {
        let probe = try probe()
        _ = fight(probe, 3, seconds: 5)
        #expect(told(probe).isEmpty)
        _ = fight(probe, 20, seconds: 5)
        #expect(told(probe) == [.fight("A", ["10.0.0.1", "10.0.0.2"], switches: 4)])
        #expect(probe.engine.statistics.fights == 1)
        #expect(probe.engine.statistics.switchOvers == 23)
        probe.advance(seconds: 200)
        _ = fight(probe, 4, seconds: 5)
        #expect(told(probe).count == 1)
        #expect(probe.engine.statistics.fights == 2)
    }

    @Test("T-18: switch-overs that lie apart are no fight")
    func noFight() throws {
        let probe = try probe()
        _ = fight(probe, 20, seconds: 41)
        #expect(told(probe).isEmpty && probe.engine.statistics.fights == 0)
    }

    @Test("T-18: a damped fight leaves the transfer where it is")
    func damped() throws {
        let probe = try probe { $0.dampsFights = true }
        let decisions = fight(probe, 12, seconds: 5)
        #expect(decisions.prefix(4).allSatisfy { $0 != .refuse })
        #expect(decisions.dropFirst(4).allSatisfy { $0 == .refuse })
        // It is over when the displacements have grown old.
        probe.advance(seconds: 120)
        #expect(fight(probe, 1, seconds: 0).first != .refuse)
    }

    @Test("T-18: a fight over a group repeats what is unconfirmed, loses nothing, keeps the order")
    func fightUnderTraffic() throws {
        let probe = try probe()
        var link = probe.last
        var confirmed: [Int] = []
        var value = 0
        for round in 0..<60 {
            EventGroupTests.set(probe, (value + 1)...(value + 7))
            value += 7
            var sent: [Int] = []
            for _ in 0..<5 {
                guard let (octets, ticket) = probe.next(on: link) else { break }
                sent += EventGroupTests.values([try ASDU(octets)])
                guard round % 3 != 0 else { continue }
                probe.engine.confirmed(link, through: ticket)
                confirmed += sent
                sent = []
            }
            link = open(probe, round % 2 == 0 ? "10.0.0.2" : "10.0.0.1")
            probe.ask(toStart: link)
        }
        confirmed += EventGroupTests.values(try probe.pull(on: link))
        #expect(confirmed == Array(1...value))
    }
}

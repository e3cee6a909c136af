import IEC104Codec
import IEC104Station
import Testing

@Suite("Events for controlling stations")
struct EventGroupTests {
    static func table() throws -> PointTable {
        var table = PointTable()
        try table.add(1, Int16(0))
        try table.add(2, false)
        return table
    }

    static func set(_ probe: OutstationProbe, _ values: some Sequence<Int>) {
        guard let point = probe.engine.find(1) else { return }
        for value in values {
            probe.set(point, .scaled(Int16(value), []))
        }
    }

    static func values(_ asdus: [ASDU]) -> [Int] {
        asdus.flatMap(\.objects).compactMap { Int16($0.information).map(Int.init) }
    }

    @Test("events wait while no link is started, and come in order")
    func collects() throws {
        let probe = OutstationProbe(try Self.table())
        probe.engine.stopped(probe.last, at: probe.now)
        Self.set(probe, 1...100)
        #expect(!probe.engine.hasOutput(for: probe.last))
        #expect(probe.next() == nil)
        probe.engine.started(probe.last, at: probe.now)
        #expect(probe.engine.hasOutput(for: probe.last))
        #expect(Self.values(try probe.pull()) == Array(1...100))
        #expect(!probe.engine.hasOutput(for: probe.last))
    }

    @Test("what was not confirmed is sent again on the next link, in order, and only that")
    func resends() throws {
        var settings = OutstationSettings()
        settings.maximumObjectsPerEventASDU = 1
        let probe = OutstationProbe(try Self.table(), settings)
        Self.set(probe, 1...20)
        var tickets: [UInt64] = []
        for _ in 0..<10 { tickets.append(try #require(probe.next()).ticket) }
        #expect(tickets == tickets.sorted())
        probe.engine.confirmed(probe.last, through: tickets[3])
        #expect(probe.engine.eventGroups[0].unconfirmed == 6)
        #expect(probe.engine.eventGroups[0].waiting == 10)
        probe.engine.closed(probe.last, at: probe.now)
        Self.set(probe, 21...22)
        probe.last = probe.connect("10.0.0.1")
        #expect(Self.values(try probe.pull()) == Array(5...22))
    }

    @Test("the confirmation of an old link does nothing on the new one in its place")
    func oldConfirmation() throws {
        let probe = OutstationProbe(try Self.table())
        let old = probe.last
        probe.engine.closed(old, at: probe.now)
        probe.last = probe.connect("10.0.0.1")
        #expect(probe.last != old)
        Self.set(probe, 1...5)
        _ = try probe.pull()
        probe.engine.confirmed(old, through: .max)
        probe.engine.stopped(old, at: probe.now)
        probe.engine.closed(old, at: probe.now)
        #expect(probe.engine.eventGroups[0].unconfirmed == 5)
        #expect(probe.engine.eventGroups[0].isActive)
    }

    @Test("every controlling station gets everything, two on one host as well")
    func severalStations() throws {
        let probe = OutstationProbe(try Self.table())
        let other = probe.connect("10.0.0.2")
        let sameHost = probe.connect("10.0.0.1")
        for link in [other, sameHost] { probe.confirmAll(on: link) }
        Self.set(probe, 1...3)
        for link in [probe.last, other, sameHost] {
            #expect(Self.values(try probe.pull(on: link)) == [1, 2, 3])
        }
        probe.engine.closed(other, at: probe.now)
        Self.set(probe, 4...4)
        probe.engine.confirmed(sameHost, through: .max)
        #expect(Self.values(try probe.pull(on: sameHost)) == [4])
        let again = probe.connect("10.0.0.2")
        #expect(Self.values(try probe.pull(on: again)) == [1, 2, 3, 4])
    }

    @Test("the first station takes what was collected before any came; later ones begin anew")
    func first() throws {
        let engine = OutstationProbe(try Self.table()).engine
        #expect(engine.eventGroups.count == 1)
        let probe = OutstationProbe(try Self.table(), drains: false)
        Self.set(probe, 1...2)
        let other = probe.connect("10.0.0.2")
        #expect(Self.values(try probe.pull(on: other)).isEmpty)
        #expect(Self.values(try probe.pull()) == [1, 2])
    }

    @Test("of too many absent stations the one absent for longest is forgotten, and counted")
    func forgets() throws {
        var settings = OutstationSettings()
        settings.maximumIdleGroups = 3
        let probe = OutstationProbe(try Self.table(), settings)
        for number in 1...6 {
            let link = probe.connect(PeerIdentity("192.168.0.\(number)"))
            Self.set(probe, [number])
            probe.advance(seconds: 1)
            probe.engine.closed(link, at: probe.now)
        }
        #expect(probe.engine.statistics.groupsForgotten == 3)
        #expect(probe.engine.statistics.eventsForgotten > 0)
        let owners = Set(probe.engine.eventGroups.compactMap { $0.owner?.description })
        #expect(owners == ["10.0.0.1", "192.168.0.4", "192.168.0.5", "192.168.0.6"])
        #expect(Self.values(try probe.pull()) == Array(1...6))
        let link = probe.connect("192.168.0.6")
        #expect(Self.values(try probe.pull(on: link)) == [6])
    }

    @Test("what a hung connection kept back goes to the later one of its station, without repeats")
    func handsOver() throws {
        let probe = OutstationProbe(try Self.table())
        Self.set(probe, 1...3)
        _ = try probe.pull()
        Self.set(probe, 4...5)
        // The old connection hangs; the station has made another one.
        let old = probe.last
        probe.last = probe.connect("10.0.0.1")
        Self.set(probe, 6...7)
        probe.confirmAll()
        Self.set(probe, 8...8)
        probe.engine.closed(old, hung: true, at: probe.now)
        #expect(Self.values(try probe.pull()) == [1, 2, 3, 4, 5, 8])
        #expect(probe.engine.eventGroups.count == 1)
        #expect(probe.engine.statistics.eventsHandedOver == 5)
    }

    @Test("two stations on one host do not disturb each other when nothing was kept back")
    func keepsApart() throws {
        let probe = OutstationProbe(try Self.table())
        let other = probe.connect("10.0.0.1")
        probe.confirmAll(on: other)
        Self.set(probe, 1...2)
        probe.engine.closed(other, at: probe.now)
        Self.set(probe, 3...3)
        #expect(Self.values(try probe.pull()) == [1, 2, 3])
        let again = probe.connect("10.0.0.1")
        #expect(Self.values(try probe.pull(on: again)) == [1, 2, 3])
    }

    @Test("a full buffer loses the oldest of its class that is not in flight, and counts it")
    func overflow() throws {
        var settings = OutstationSettings()
        settings.eventCapacity = EventCapacity(state: 5, measured: 10, counters: 1)
        settings.maximumObjectsPerEventASDU = 1
        let probe = OutstationProbe(try Self.table(), settings)
        let alarm = try #require(probe.engine.find(2))
        probe.set(alarm, .singlePoint(SIQ(true)))
        Self.set(probe, 1...4)
        // The alarm and three values are in flight.
        _ = try probe.pull(most: 4)
        Self.set(probe, 5...20)
        #expect(probe.engine.statistics.eventsLost == 10)
        #expect(probe.engine.eventGroups[0].lost == 10)
        probe.engine.closed(probe.last, at: probe.now)
        probe.last = probe.connect("10.0.0.1")
        let sent = try probe.pull()
        #expect(sent[0].type == .M_SP_TB_1)
        #expect(Self.values(sent) == [1, 2, 3] + Array(14...20))
    }

    @Test("when all of a class is in flight the new event is lost, and counted")
    func allInFlight() throws {
        var settings = OutstationSettings()
        settings.eventCapacity = EventCapacity(measured: 3)
        let probe = OutstationProbe(try Self.table(), settings)
        Self.set(probe, 1...3)
        _ = try probe.pull()
        Self.set(probe, 4...5)
        #expect(probe.engine.statistics.eventsLost == 2)
        probe.engine.confirmed(probe.last, through: .max)
        Self.set(probe, 6...6)
        #expect(Self.values(try probe.pull()) == [6])
    }

    @Test(
        "a storm across broken links loses nothing, repeats only the unconfirmed, in order")
    func storm() throws {
        var random: UInt64 = 104
        func next(_ limit: UInt64) -> Int {
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((random >> 33) % limit)
        }
        for most in [1, 3, 127] {
            var settings = OutstationSettings()
            settings.maximumObjectsPerEventASDU = most
            let probe = OutstationProbe(try Self.table(), settings)
            var value = 0
            var confirmed = 0
            var received: [Int] = []
            var tickets: [(UInt64, Int)] = []
            for _ in 0..<3000 {
                switch next(8) {
                case 0...2:
                    let count = 1 + next(5)
                    Self.set(probe, (value + 1)...(value + count))
                    value += count
                case 3...5:
                    guard let (octets, ticket) = probe.next() else { continue }
                    received += Self.values([try ASDU(octets)])
                    tickets.append((ticket, received.count))
                case 6:
                    guard !tickets.isEmpty else { continue }
                    let number = next(UInt64(tickets.count))
                    probe.engine.confirmed(probe.last, through: tickets[number].0)
                    confirmed = tickets[number].1
                    tickets.removeFirst(number + 1)
                default:
                    guard next(4) == 0 else { continue }
                    probe.engine.closed(probe.last, at: probe.now)
                    received.removeLast(received.count - confirmed)
                    tickets = []
                    probe.last = probe.connect("10.0.0.1")
                }
            }
            received += Self.values(try probe.pull())
            #expect(value > 0 && received == Array(1...value))
            #expect(probe.engine.statistics.eventsLost == 0)
        }
    }
}

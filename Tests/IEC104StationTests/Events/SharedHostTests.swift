import IEC104Codec
import IEC104Station
import Testing

/// Which link of a host gets which events.
@Suite("Several links of one host")
struct SharedHostTests {
    static func probe() throws -> OutstationProbe { OutstationProbe(try EventGroupTests.table()) }

    static func values(_ probe: OutstationProbe, _ link: LinkID) throws -> [Int] {
        EventGroupTests.values(try probe.pull(on: link))
    }

    @Test("of two stations on a host the one that comes back gets what it missed")
    func twoStations() throws {
        let probe = try Self.probe()
        EventGroupTests.set(probe, 1...1)
        let other = probe.connect("10.0.0.1")
        EventGroupTests.set(probe, 2...3)
        #expect(try Self.values(probe, other) == [2, 3])
        probe.engine.closed(probe.last, at: probe.now)
        #expect(try Self.values(probe, other) == [])
        let again = probe.connect("10.0.0.1")
        #expect(try Self.values(probe, again) == [1, 2, 3])
        #expect(probe.engine.statistics.eventsHandedOver == 0)
    }

    @Test("what a stopped link left goes to the next link when no other is started")
    func switchedOver() throws {
        let probe = try Self.probe()
        EventGroupTests.set(probe, 1...2)
        let second = probe.connect("10.0.0.1")
        probe.engine.stopped(probe.last, at: probe.now)
        probe.engine.closed(probe.last, at: probe.now)
        EventGroupTests.set(probe, 3...3)
        #expect(try Self.values(probe, second) == [3])
        probe.engine.closed(second, at: probe.now)
        let third = probe.connect("10.0.0.1")
        #expect(try Self.values(probe, third) == [1, 2, 3])
        #expect(probe.engine.eventGroups.count == 1)
    }

    @Test("what the later link has confirmed is not repeated when the hung one is noticed last")
    func hungNoticedLast() throws {
        let probe = try Self.probe()
        EventGroupTests.set(probe, 1...2)
        let later = probe.connect("10.0.0.1")
        EventGroupTests.set(probe, 3...4)
        probe.confirmAll(on: later)
        EventGroupTests.set(probe, 5...5)
        probe.engine.closed(later, at: probe.now)
        probe.engine.closed(probe.last, hung: true, at: probe.now)
        EventGroupTests.set(probe, 6...6)
        let next = probe.connect("10.0.0.1")
        #expect(try Self.values(probe, next) == [1, 2, 5, 6])
        #expect(probe.engine.eventGroups.count == 1)
        #expect(probe.engine.statistics.eventsHandedOver == 2)
    }

    @Test("a link that ended in order is no heir of what the later one has confirmed")
    func orderlyEnd() throws {
        let probe = try Self.probe()
        let later = probe.connect("10.0.0.1")
        EventGroupTests.set(probe, 1...2)
        probe.confirmAll(on: later)
        probe.engine.closed(later, at: probe.now)
        probe.engine.closed(probe.last, at: probe.now)
        let next = probe.connect("10.0.0.1")
        #expect(try Self.values(probe, next) == [1, 2])
    }

    @Test("a chain of links that hang gives each event once")
    func chain() throws {
        let probe = try Self.probe()
        var hung = [probe.last]
        for number in 1...20 {
            EventGroupTests.set(probe, [number])
            hung.append(probe.connect("10.0.0.1"))
        }
        let last = hung.removeLast()
        EventGroupTests.set(probe, 21...21)
        #expect(try Self.values(probe, last) == [21])
        probe.engine.confirmed(last, through: .max)
        for link in hung.reversed() { probe.engine.closed(link, hung: true, at: probe.now) }
        #expect(try Self.values(probe, last) == Array(1...20))
        #expect(probe.engine.eventGroups.count == 1)
    }

    @Test("a later link that was made twice has confirmed what both of them did")
    func madeTwice() throws {
        let probe = try Self.probe()
        EventGroupTests.set(probe, 1...1)
        for number in 2...4 {
            let later = probe.connect("10.0.0.1")
            EventGroupTests.set(probe, [number])
            probe.confirmAll(on: later)
            if number < 4 {
                probe.engine.closed(later, at: probe.now)
            } else {
                probe.engine.closed(probe.last, hung: true, at: probe.now)
                #expect(try Self.values(probe, later) == [1])
            }
        }
    }

    @Test("an older link of the host is not taken for the station of a hung one")
    func olderLink() throws {
        let probe = try Self.probe()
        let younger = probe.connect("10.0.0.1")
        EventGroupTests.set(probe, 1...2)
        probe.confirmAll()
        probe.engine.closed(younger, hung: true, at: probe.now)
        #expect(try Self.values(probe, probe.last) == [])
        let again = probe.connect("10.0.0.1")
        #expect(try Self.values(probe, again) == [1, 2])
    }

    @Test("what was sent before the older events came is sent again in order")
    func order() throws {
        let probe = try Self.probe()
        EventGroupTests.set(probe, 1...3)
        let later = probe.connect("10.0.0.1")
        EventGroupTests.set(probe, 4...5)
        #expect(try Self.values(probe, later) == [4, 5])
        probe.engine.closed(probe.last, hung: true, at: probe.now)
        #expect(try Self.values(probe, later) == [1, 2, 3])
        probe.engine.closed(later, at: probe.now)
        let next = probe.connect("10.0.0.1")
        #expect(try Self.values(probe, next) == [1, 2, 3, 4, 5])
    }

    @Test("what finds no room in the later link's buffer is counted, and told")
    func noRoom() throws {
        var settings = OutstationSettings()
        settings.eventCapacity = EventCapacity(measured: 4)
        let probe = OutstationProbe(try EventGroupTests.table(), settings)
        EventGroupTests.set(probe, 1...4)
        let later = probe.connect("10.0.0.1")
        // The buffer of the first link overflows too.
        EventGroupTests.set(probe, 5...6)
        let before = probe.engine.statistics.eventsLost
        #expect(before == 2)
        probe.engine.closed(probe.last, hung: true, at: probe.now)
        #expect(try Self.values(probe, later) == [3, 4, 5, 6])
        #expect(probe.engine.statistics.eventsLost == before)
        #expect(probe.engine.eventGroups[0].lost == 2)
    }

    @Test("links of a host that come, hang and end at random lose nothing that is not counted")
    func random() throws {
        var random: UInt64 = 7
        func next(_ limit: Int) -> Int {
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((random >> 33) % UInt64(limit))
        }
        for _ in 0..<40 {
            let probe = try Self.probe()
            var links = [probe.last]
            var sent: [LinkID: Set<Int>] = [:]
            var confirmed: Set<Int> = []
            var value = 0
            for _ in 0..<300 {
                switch next(6) {
                case 0, 1:
                    value += 1
                    EventGroupTests.set(probe, [value])
                case 2, 3:
                    guard let link = links.isEmpty ? nil : links[next(links.count)],
                        let (octets, ticket) = probe.next(on: link)
                    else { continue }
                    sent[link, default: []].formUnion(
                        EventGroupTests.values([try ASDU(octets)]))
                    guard next(3) > 0 else { continue }
                    probe.engine.confirmed(link, through: ticket)
                    confirmed.formUnion(sent.removeValue(forKey: link) ?? [])
                case 4 where links.count < 4: links.append(probe.connect("10.0.0.1"))
                case 5 where !links.isEmpty && next(3) == 0:
                    let link = links.remove(at: next(links.count))
                    probe.engine.closed(link, hung: next(2) == 0, at: probe.now)
                default: break
                }
            }
            for link in links { probe.engine.closed(link, hung: true, at: probe.now) }
            let last = probe.connect("10.0.0.1")
            let rest = try Self.values(probe, last)
            #expect(rest == Set(rest).sorted())
            #expect(confirmed.union(rest) == Set((0..<value).map { $0 + 1 }))
            #expect(probe.engine.eventGroups.count == 1)
            #expect(probe.engine.statistics.eventsLost == 0)
        }
    }
}

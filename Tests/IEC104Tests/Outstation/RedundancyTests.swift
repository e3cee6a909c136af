import IEC104Codec
import IEC104TestKit
import Testing

@testable import IEC104

/// Redundancy groups over TCP: two masters of one group, and what becomes of their connections.
@Suite("Redundancy groups")
struct RedundancyTests {
    typealias Policy = OutstationSettings.SecondStart

    /// A station without an honest master, whose group has every client of 127.0.0.0/8.
    private func field(
        _ policy: Policy = .closeOld, _ change: (inout OutstationConfiguration) -> Void = { _ in }
    ) throws -> Field {
        let clients = try AddressPrefix("127.0.0.0/8")
        return try Field(points: 40, honest: false) {
            $0.redundancyGroups = [RedundancyGroup("A", [.client(clients)])]
            $0.settings.secondStart = policy
            $0.settings.maximumObjectsPerEventASDU = 1
            change(&$0)
        }
    }

    private func start(_ field: Field) throws -> RawPeer {
        let peer = try field.peer(Frame.startDT)
        try field.loop.drive { peer.count(.startDTCon) == 1 }
        return peer
    }

    private func set(_ field: Field, _ values: Range<Int>) throws {
        let points = field.points
        try field.now { outstation in
            outstation.update { access in
                for value in values {
                    access.set(
                        points[value % points.count], value % 2 == 0,
                        time: CP56Time2a(rawValue: UInt64(value)), event: .force)
                }
            }
        }
    }

    /// The numbers of the events that a peer has got: milliseconds of their time tags.
    private func events(_ peer: RawPeer) -> [Int] {
        peer.asdus.filter { $0[0] == 30 }.flatMap { (try? ASDU($0))?.objects ?? [] }.compactMap {
            guard case .cp56(let time) = $0.timeTag else { return nil }
            return Int(time.rawValue)
        }
    }

    @Test("two groups get the same events, each in the time of its connections")
    func times() throws {
        let client = try AddressPrefix("127.0.0.1")
        let field = try Field(points: 40, honest: false) {
            $0.settings.zone = ZoneRule(minutes: 480)
            $0.linkClocks = [LinkClock(.utc, for: [.client(client)])]
        }
        defer { field.finish() }
        let peer = try start(field)
        let newYear = try #require(CalendarTime(year: 2026, month: 1, day: 1, hour: 3))
        let time = try #require(CP56Time2a(newYear))
        let point = field.points[0]
        try field.now { $0.update { _ = $0.set(point, true, time: time, event: .force) } }
        try field.loop.drive { events(peer).count == 1 }
        let shown = CP56Time2a(rawValue: UInt64(events(peer)[0]))
        // 03:00 in China on New Year's Day is the evening before.
        #expect(shown.hour == 19 && shown.day == 31 && shown.month == 12 && shown.year == 2025)
    }

    @Test("the second STARTDT takes the transfer over; the old connection is closed, and told why")
    func closesOld() throws {
        let field = try field()
        defer { field.finish() }
        let old = try start(field)
        let port = try #require(old.stream).local.port
        try set(field, 0..<10)
        try field.loop.drive { events(old).count == 10 }
        // Four events are acknowledged; the end of initialization is the first I APDU.
        old.send(Frame.s(5))
        try field.drive { $0.links.first?.unacknowledged == 6 }
        let new = try start(field)
        try field.loop.drive { old.isOver }
        #expect(try field.end(of: old, port: port).reason.code == .displaced)
        try set(field, 10..<12)
        try field.loop.drive { events(new).count == 8 }
        #expect(events(new) == Array(4..<12))
        let statistics = try field.now { $0.statistics }
        #expect(statistics.switchOvers == 1 && statistics.eventsLost == 0)
        #expect(try field.now { $0.links.map(\.redundancyGroup) } == ["A"])
    }

    @Test("the old connection may stay, stopped, and take the transfer back")
    func stopsOld() throws {
        let field = try field(.stopOld)
        defer { field.finish() }
        let old = try start(field)
        try set(field, 0..<3)
        try field.loop.drive { events(old).count == 3 }
        let new = try start(field)
        try field.loop.drive { events(new).count == 3 }
        new.send(Frame.s(UInt16(new.informationCount)))
        try field.drive { $0.eventGroups[0].unconfirmed == 0 }
        try set(field, 3..<5)
        try field.loop.drive { events(new).count == 5 }
        #expect(!old.isOver && old.informationCount == 4)
        // Its late acknowledgement is heard; its STARTDT takes the transfer back.
        old.send(Frame.s(4) + Frame.testFR + Frame.startDT)
        try field.loop.drive { old.count(.startDTCon) == 2 && old.count(.testFRCon) == 1 }
        try field.loop.drive { events(old).count == 5 }
        #expect(events(old) == [0, 1, 2, 3, 4])
        #expect(!new.isOver)
        #expect(try field.now { $0.links.map(\.phase) }.contains(.started))
    }

    @Test("refused, the second connection gets no con and is closed; the first goes on")
    func refuses() throws {
        let field = try field(.refuse)
        defer { field.finish() }
        let old = try start(field)
        let new = try field.peer(Frame.startDT)
        let port = try #require(new.stream).local.port
        try field.loop.drive { new.isOver }
        #expect(new.count(.startDTCon) == 0)
        #expect(try field.end(of: new, port: port).reason.code == .groupInUse)
        try set(field, 0..<2)
        try field.loop.drive { events(old).count == 2 }
        #expect(try field.now { $0.statistics.startsRefused } == 1)
    }

    @Test("a group is told by the local address, others by their host, each with its own events")
    func byListener() throws {
        let local = try AddressPrefix("127.0.0.2")
        let field = try field {
            $0.redundancyGroups = [RedundancyGroup("B", [.listener(local)])]
        }
        defer { field.finish() }
        let second = try field.now { try $0.listen(on: "127.0.0.2", port: 0) }
        let stranger = try start(field)
        let member = RawPeer()
        member.connect(field.loop, second, first: Frame.startDT)
        try field.loop.drive { member.count(.startDTCon) == 1 }
        let other = try start(field)
        try set(field, 0..<2)
        try field.loop.drive {
            [stranger, member, other].allSatisfy { events($0).count == 2 }
        }
        let groups = try field.now { $0.links.map(\.redundancyGroup) }
        #expect(groups == [nil, "B", nil])
    }

    @Test("T-18: two masters that fight are told, counted, and stay served")
    func fight() throws {
        let notices = Guarded<[OutstationNotice]>([])
        let field = try field { configuration in
            configuration.observer = { notice in notices.withLock { $0.append(notice) } }
        }
        defer { field.finish() }
        for _ in 0..<9 { _ = try start(field) }
        let last = try start(field)
        try set(field, 0..<1)
        try field.loop.drive { events(last).count == 1 }
        #expect(
            notices.withLock { $0 } == [.fight("A", masters: ["127.0.0.1"], switches: 4)])
        try field.drive { $0.links.count == 1 }
        #expect(try field.now { $0.statistics.switchOvers } == 9)
        #expect(try field.now { $0.connectionCounts.ends[.displaced] } == 9)
    }

    @Test("connections that still send what was queued count for the limit")
    func lingering() throws {
        let field = try field { $0.maximumConnections = 2 }
        defer { field.finish() }
        let old = try start(field)
        old.stream?.pauseReading()
        _ = try start(field)
        // The old one is closed, but its peer does not see that.
        let third = try field.peer(Frame.startDT)
        try field.loop.drive { third.isOver }
        #expect(try field.now { $0.connectionCounts.refused } == 1)
        // Its socket is given up in the end.
        try field.drive { $0.lingeringLinks == 0 }
    }

    @Test(
        "groups that cannot be used are refused",
        arguments: [
            ([("", ["10.0.0.1"])], .unfitName), ([("A", [])], .noMembers),
            ([("10.0.0.1", ["10.0.0.2"])], .nameIsAddress),
            ([("A", ["::/0"]), ("A", ["10.0.0.2"])], .nameTwice),
        ] as [([(String, [String])], RedundancyGroupError.Code)])
    func unfit(_ groups: [(String, [String])], _ code: RedundancyGroupError.Code) throws {
        var configuration = OutstationConfiguration()
        configuration.redundancyGroups = try groups.map { name, clients in
            RedundancyGroup(name, try clients.map { .client(try AddressPrefix($0)) })
        }
        do {
            _ = try Outstation(PointTable(), configuration: configuration)
            Issue.record("accepted")
        } catch let error as RedundancyGroupError {
            #expect(error.code == code)
        }
    }
}

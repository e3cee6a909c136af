import IEC104Codec
import Testing

@testable import IEC104Inspect

@Suite("what a summary counts")
struct SummaryTests {
    @Test("ASDUs and objects are counted by direction, type, cause and P/N")
    func traffic() throws {
        var talk = Conversation.started()
        for address in [1, 2, 3, 64, 65, 1024, 70_000] as [UInt32] {
            talk.wait(1)
            try talk.point(address)
            talk.acknowledge(.control)
        }
        try talk.send(.point(1, cause: .backgroundScan), .monitor)
        try talk.send(.point(2, cause: .backgroundScan, station: 9), .monitor)
        let connection = talk.summary.connections[0]
        #expect(connection.traffic.map { $0.cause } == [.backgroundScan, .spontaneous])
        #expect(connection.traffic.map { $0.asdus } == [2, 7])
        #expect(connection.traffic.map { $0.objects } == [2, 7])
        #expect(connection.traffic[1].time?.duration == .seconds(6))
        #expect(connection.stations.map { $0.address } == [1, 9])
        let points = connection.stations[0].points[0]
        #expect(points.category == .status)
        #expect(points.count == 7)
        #expect(points.ranges == [1...3, 64...65, 1024...1024, 70_000...70_000])
        #expect(!points.isAtLeast)
        #expect(connection.client == Conversation.client)
        #expect(connection.server == Conversation.server)
        #expect(connection.directions.map { $0.supervisory } == [7, 0])
        #expect(connection.directions.map { $0.information } == [0, 9])
    }

    @Test("points of all kinds are told apart")
    func kinds() throws {
        var talk = Conversation.started()
        try talk.send(.command(.activation, address: 10), .control)
        try talk.send(
            ASDU(
                .M_ME_NB_1, cause: CauseOfTransmission(.spontaneous), commonAddress: 1,
                objects: [InformationObject(10, .scaled(1, Quality(rawValue: 0)))]), .monitor)
        try talk.point(10)
        let points = talk.summary.connections[0].stations[0].points
        #expect(points.map { $0.category } == [.status, .measurement, .command])
    }

    @Test("a log with sent and received is one connection with all findings")
    func log() throws {
        var talk = Conversation.log(.sent, .received)
        talk.function(.startDTAct, .control)
        talk.function(.startDTCon, .monitor)
        try talk.point()
        try talk.point(send: 3)
        talk.acknowledge(.control, 9)
        let summary = talk.summary
        #expect(summary.connections.count == 1)
        #expect(summary.connections[0].connection == nil)
        #expect(summary.connections[0].directions.map { $0.direction } == [.sent, .received])
        #expect(
            talk.findings == [
                .sendNumberGap(expected: 1, found: 3, missing: 2),
                .receiveNumber(found: 9, acknowledged: nil, next: 4),
            ])
        #expect(summary.findings[0].place == .line(4))
    }

    @Test("a log of the controlled station has its roles from STARTDT")
    func logOfControlledStation() throws {
        var talk = Conversation.log(.received, .sent)
        talk.function(.startDTAct, .control)
        talk.function(.startDTCon, .monitor)
        #expect(talk.findings == [])
        talk.function(.stopDTAct, .monitor)
        #expect(talk.findings == [.wrongRole(.stopDTAct)])
    }

    @Test("a log that goes on over a new connection gives no finding")
    func logOfTwoConnections() throws {
        var talk = Conversation.log(.sent, .received)
        for _ in 0..<2 {
            talk.numbers = [.control: 0, .monitor: 0]
            talk.function(.startDTAct, .control)
            talk.function(.startDTCon, .monitor)
            for _ in 0..<5 { try talk.point() }
            talk.acknowledge(.control)
        }
        #expect(talk.findings == [])
    }

    @Test("without direction it is told from types and functions, and gaps are found")
    func directionless() throws {
        var talk = Conversation.log(nil, nil)
        talk.function(.startDTAct, .control)
        talk.function(.startDTCon, .monitor)
        try talk.send(.interrogation(.activation), .control)
        try talk.send(.interrogation(.activationConfirmation), .monitor)
        for _ in 0..<20 { try talk.point(receive: 77) }
        talk.acknowledge(.control, 5)
        #expect(talk.findings == [])
        try talk.point(send: 30)
        #expect(
            talk.findings == [.sendNumberGap(expected: 21, found: 30, missing: 9)])
        let directions = talk.summary.connections[0].directions.map { $0.direction }
        #expect(directions == [.control, .monitor, nil])
    }

    @Test("without times a request counts as unanswered when the talk goes on")
    func timeless() throws {
        var talk = Conversation.log(.sent, .received)
        talk.hasTimes = false
        try talk.send(.interrogation(.activation), .control)
        #expect(talk.findings == [])
        try talk.point()
        #expect(talk.topics == [.requestUnanswered])
    }

    @Test("a time of day goes on over midnight")
    func midnight() throws {
        var talk = Conversation.log(.sent, .received)
        talk.scale = .timeOfDay
        talk.now = 86_399_000_000_000
        talk.acknowledge(.control, 0)
        try talk.point()
        talk.now = 1_000_000_000
        talk.acknowledge(.control)
        #expect(talk.findings == [])
        let connection = talk.summary.connections[0]
        #expect(connection.directions[1].acknowledgementTimes.maximum == .seconds(2))
    }

    @Test("the summary can be asked for in between")
    func between() throws {
        var talk = Conversation.started()
        try talk.send(.interrogation(.activation), .control)
        talk.event(.fin)
        #expect(talk.topics == [.requestUnanswered])
        #expect(talk.topics == [.requestUnanswered])
        try talk.send(.interrogation(.activationConfirmation), .monitor)
        #expect(talk.topics == [.terminationMissing])
    }
}

@Suite("bounds of a summary")
struct SummaryBoundsTests {
    @Test("connections beyond the limit are counted only")
    func connections() {
        var parameters = AnalysisParameters()
        parameters.connections = 100
        var talk = Conversation(parameters: parameters)
        for connection in 1...1000 {
            talk.connection = connection
            talk.event(.syn)
            talk.event(.refused, .monitor)
        }
        let summary = talk.summary
        #expect(summary.connections.count == 100)
        #expect(summary.others.count == 900)
        #expect(summary.others.refused == 900)
        #expect(summary.counts == [FindingCount(.connectionRefused, 100)])
    }

    @Test("all addresses of a station are counted")
    func addresses() throws {
        var talk = Conversation.started()
        // 127 elements of one sequence at a time.
        var octets = try ASDU(
            .M_SP_NA_1, cause: CauseOfTransmission(.spontaneous), commonAddress: 1,
            isSequence: true,
            objects: (0..<127).map {
                InformationObject(ObjectAddress(1 + $0), .singlePoint(SIQ(rawValue: 0)))
            }
        ).apdu(send: 0, receive: 0)
        let last: UInt32 = 0xFF_FFFF - 127
        var address: UInt32 = 1
        while address <= last {
            octets[12] = UInt8(truncatingIfNeeded: address)
            octets[13] = UInt8(truncatingIfNeeded: address >> 8)
            octets[14] = UInt8(truncatingIfNeeded: address >> 16)
            talk.octets(octets, .monitor)
            // Every 128 addresses, so that each range stands alone.
            address += 128 * 16
        }
        let points = talk.summary.connections[0].stations[0].points[0]
        #expect(points.count == 8192 * 127)
        #expect(points.ranges.count == 1000)
        #expect(points.hasMoreRanges)
        #expect(points.ranges[0] == 1...127)
    }

    @Test("when there is no room for more points, they are counted as at least so many")
    func pages() throws {
        var talk = Conversation.started()
        var octets = try ASDU.point().apdu(send: 0, receive: 0)
        for number in 0..<140_000 as Range<UInt32> {
            // A page each: 16 stations with 8750 addresses, 1024 apart.
            octets[10] = UInt8(truncatingIfNeeded: number & 15) + 1
            let address = (number >> 4) << 10
            octets[12] = UInt8(truncatingIfNeeded: address)
            octets[13] = UInt8(truncatingIfNeeded: address >> 8)
            octets[14] = UInt8(truncatingIfNeeded: address >> 16)
            talk.octets(octets, .monitor)
        }
        let stations = talk.summary.connections[0].stations
        #expect(stations.count == 16)
        #expect(stations.allSatisfy { $0.points[0].isAtLeast })
        #expect(stations.reduce(0) { $0 + $1.points[0].count } == 131_072)
    }

    @Test("many types, causes and stations are counted up to a limit")
    func rows() throws {
        var talk = Conversation.log(nil, nil)
        var octets = try ASDU.point().apdu(send: 0, receive: 0)
        for number in 0..<70_000 as Range<UInt32> {
            octets[10] = UInt8(truncatingIfNeeded: number)
            octets[11] = UInt8(truncatingIfNeeded: number >> 8)
            octets[8] = UInt8(truncatingIfNeeded: number >> 10 & 0x7F)
            talk.octets(octets, .monitor)
        }
        #expect(talk.summary.connections[0].stations.count == 65_536)
        #expect(!talk.summary.isCut)
    }

    @Test("requests without answer do not pile up")
    func requests() throws {
        var talk = Conversation.started()
        for address in 1...5000 as ClosedRange<UInt32> {
            try talk.send(.command(.activation, address: address, isSelect: true), .control)
            talk.function(.testFRAct, .control)
            talk.wait(0.001)
            talk.acknowledge(.monitor)
        }
        #expect(talk.summary.findings.count <= 64)
    }

    @Test("any octets give a summary", arguments: 0..<20 as Range<UInt64>)
    func noise(seed: UInt64) {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        var talk = Conversation()
        for _ in 0..<2000 {
            var octets: [UInt8] = []
            for _ in 0..<16 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                octets.append(UInt8(truncatingIfNeeded: state >> 33))
            }
            octets[0] = 0x68
            octets[1] = state & 0x100 == 0 ? 14 : 4
            if octets[1] == 4 { octets.removeLast(10) }
            if state & 0x200 == 0 { octets[2] &= 0xFE }
            if state & 0x800 == 0, octets.count > 8 { octets[8] &= 0x0F }
            talk.connection = Int(state >> 40 & 3)
            talk.now = Int64(truncatingIfNeeded: state & 0x400 == 0 ? state : state >> 20)
            talk.octets(octets, state & 0x1000 == 0 ? .control : .monitor)
            if state & 0xF000 == 0 { talk.event(.gap(Int(state >> 50)), .monitor) }
        }
        #expect(talk.summary.records == 2000)
    }
}

import IEC104
import IEC104TestKit
import Testing

/// What a peer sends, and how the outstation must end the connection.
struct Violation: Sendable, CustomTestStringConvertible {
    var name: String
    /// Data transfer is started, and one ASDU of the outstation received, before `octets` go.
    var isStarted = false
    /// For so many I APDUs received.
    var octets: @Sendable (UInt16) -> [UInt8]
    var code: SessionError.Code
    var testDescription: String { name }

    init(
        _ name: String, started: Bool = false,
        _ octets: @autoclosure @escaping @Sendable () -> [UInt8], _ code: SessionError.Code
    ) {
        self.init(name, started: started, { _ in octets() }, code)
    }

    init(
        _ name: String, started: Bool = false, _ octets: @escaping @Sendable (UInt16) -> [UInt8],
        _ code: SessionError.Code
    ) {
        (self.name, self.octets, self.code) = (name, octets, code)
        isStarted = started
    }

    /// Those of the frame: the same for both stations, in every state.
    static let framing: [Violation] = {
        var all: [Violation] = []
        for length: UInt8 in [0, 1, 2, 3, 254, 255] {
            let rest = [UInt8](repeating: 0, count: Int(length))
            all.append(Violation("length octet \(length)", [0x68, length] + rest, .badLength))
            all.append(Violation("length octet \(length) alone", [0x68, length], .badLength))
        }
        for start: UInt8 in [0x00, 0x10, 0x16, 0x47, 0x67, 0x69, 0xE5, 0xFF] {
            all.append(
                Violation("start octet \(start)", [start, 4, 0x43, 0, 0, 0], .badStart))
        }
        for control in UInt8.min...UInt8.max
        where control & 3 == 3 && UFunction(rawValue: control) == nil {
            all.append(
                Violation(
                    "U format \(control) with no function or several",
                    [0x68, 4, control, 0, 0, 0], .unknownFunction))
        }
        for place in 3...5 {
            let frame = Frame.testFR.enumerated().map { $0 == place ? 1 : $1 }
            all.append(Violation("U format with octet \(place) set", frame, .reservedBits))
        }
        all += [
            Violation("U format of 5 octets", [0x68, 5, 0x43, 0, 0, 0, 0], .lengthMismatch),
            Violation("S format of 5 octets", [0x68, 5, 1, 0, 0, 0, 0], .lengthMismatch),
            Violation("S format with bits set", [0x68, 4, 5, 0, 0, 0], .reservedBits),
            Violation("N(R) with its lowest bit set", [0x68, 4, 1, 0, 1, 0], .reservedBits),
            Violation("I format without an ASDU", [0x68, 4, 0, 0, 0, 0], .emptyInformation),
        ]
        return all
    }()

    static let order: [Violation] = [
        Violation("I before STARTDT", Frame.i(0, 0, Frame.interrogation), .informationForbidden),
        Violation("S before STARTDT", Frame.s(0), .supervisoryForbidden),
        Violation(
            "I after STOPDT", started: true,
            { Frame.s($0) + Frame.stopDT + Frame.i(0, $0, Frame.interrogation) },
            .informationForbidden),
        Violation(
            "S after STOPDT", started: true,
            { Frame.s($0) + Frame.stopDT + Frame.s($0) }, .supervisoryForbidden),
        Violation(
            "I while a stop waits for acknowledgements", started: true,
            Frame.stopDT + Frame.i(0, 0, Frame.interrogation), .informationForbidden),
        Violation(
            "first N(S) is 1", started: true, Frame.i(1, 0, Frame.interrogation), .sendNumber),
        Violation(
            "N(S) is 32767", started: true, Frame.i(32767, 0, Frame.interrogation), .sendNumber),
        Violation(
            "a repeated N(S)", started: true,
            Frame.i(0, 0, Frame.interrogation) + Frame.i(0, 0, Frame.interrogation), .sendNumber),
        Violation(
            "a gap in N(S)", started: true,
            Frame.i(0, 0, Frame.interrogation) + Frame.i(2, 0, Frame.interrogation), .sendNumber),
        Violation("N(R) ahead in S", started: true, { Frame.s($0 + 1) }, .receiveNumber),
        Violation("N(R) far ahead in S", started: true, Frame.s(16384), .receiveNumber),
        Violation(
            "N(R) ahead in I", started: true, { Frame.i(0, $0 + 1, Frame.interrogation) },
            .receiveNumber),
        Violation(
            "N(R) behind", started: true, { Frame.s($0) + Frame.s($0 - 1) }, .receiveNumber),
        Violation(
            "N(R) behind in I", started: true,
            { Frame.s($0) + Frame.i(0, $0 - 1, Frame.interrogation) }, .receiveNumber),
    ]
}

@Suite("An outstation and a peer that violates the rules")
struct OutstationViolationTests {
    @Test(
        "each violation ends that connection with its reason, others are served meanwhile",
        arguments: [false, true])
    func violations(dripping: Bool) throws {
        let field = try Field()
        defer { field.finish() }
        var expected: [SessionError.Code: UInt64] = [:]
        let cases =
            Violation.framing + Violation.order
            + Violation.framing.map { violation in
                var violation = violation
                violation.isStarted = true
                return violation
            }
        var open: [(Violation, UInt16)] = []
        for violation in cases {
            let peer = violation.isStarted ? try field.startedPeer() : try field.peer()
            let port = try #require(peer.stream?.local.port)
            let octets = violation.octets(UInt16(peer.informationCount))
            if dripping {
                for octet in octets {
                    peer.send([octet])
                    try field.loop.turns(1)
                }
            } else {
                peer.send(octets)
            }
            expected[violation.code, default: 0] += 1
            open.append((violation, port))
        }
        try field.checkService()
        try field.drive { station in
            station.connectionCounts.ends.values.reduce(0, +) == UInt64(cases.count)
        }
        #expect(try field.now { $0.connectionCounts.ends } == expected)
        for (violation, port) in open {
            let end = try #require(field.ends[port], "\(violation.name)")
            #expect(end.reason.code == violation.code, "\(violation.name)")
            #expect(end.network == nil)
            #expect(end.reason.code.isViolation)
        }
        #expect(try field.now { $0.links.count } == 1)
        try field.checkService()
    }

    @Test("a megabyte of garbage ends the connection at its first octet")
    func garbage() throws {
        let field = try Field()
        defer { field.finish() }
        var random = SeededRandom(seed: 5)
        for round in 0..<6 {
            let peer = try field.peer()
            let port = try #require(peer.stream?.local.port)
            var octets = (0..<4096).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            if octets[0] == 0x68 { octets[0] = UInt8(round) }
            peer.flood(octets, octets: 1 << 20)
            try field.checkService()
            let end = try field.end(of: peer, port: port)
            #expect(end.reason.code == .badStart)
            try field.loop.drive { peer.isOver }
        }
    }

    @Test("random octets behind a sound beginning never harm the station")
    func fuzz() throws {
        let field = try Field()
        defer { field.finish() }
        var random = SeededRandom(seed: 6)
        for _ in 0..<100 {
            let peer = try field.startedPeer()
            var octets: [UInt8] = []
            for number in 0..<20 {
                let type = UInt8(truncatingIfNeeded: random.next())
                let body = (0..<Int(random.next() % 60)).map { _ in
                    UInt8(truncatingIfNeeded: random.next() & random.next())
                }
                octets += Frame.i(UInt16(number), 0, [type] + body)
            }
            peer.send(octets)
            try field.loop.turns(3)
            peer.stream?.abort()
        }
        try field.checkService()
        try field.drive { $0.links.count == 1 }
    }
}

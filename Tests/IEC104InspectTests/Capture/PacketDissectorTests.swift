import IEC104Inspect
import Testing

/// A packet that must give the text `hello`, and how it is wrapped.
struct Wrapping: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let link: UInt32
    let octets: [UInt8]

    init(_ name: String, _ link: UInt32, _ octets: [UInt8]) {
        testDescription = name
        self.link = link
        self.octets = octets
    }

    private static let tag: [UInt8] = [0, 7, 0x81, 0]
    private static let lastTag: [UInt8] = [0, 7, 8, 0]
    private static let cooked: [UInt8] = [0, 0, 0, 1, 0, 6] + [UInt8](repeating: 1, count: 8)
    private static let segment = RawPacket.tcp(payload: Array("hello".utf8))
    private static let hopByHop: [UInt8] = [6, 1] + [UInt8](repeating: 0, count: 14)

    static let all = links + versions

    static let links: [Wrapping] = [
        .init("Ethernet", 1, RawPacket.ethernet(RawPacket.hello)),
        .init("Ethernet, IPv6", 1, RawPacket.ethernet(RawPacket.hello6, type: 0x86DD)),
        .init("802.1Q", 1, RawPacket.ethernet(lastTag + RawPacket.hello, type: 0x8100)),
        .init(
            "802.1ad over 802.1Q", 1,
            RawPacket.ethernet(tag + lastTag + RawPacket.hello, type: 0x88A8)),
        .init(
            "ten tags", 1,
            RawPacket.ethernet(
                (0..<9).flatMap { _ in tag } + lastTag + RawPacket.hello, type: 0x9100)),
        .init(
            "PPPoE", 1,
            RawPacket.ethernet([0x11, 0, 0, 1, 0, 47, 0, 0x21] + RawPacket.hello, type: 0x8864)),
        .init("Linux cooked", 113, cooked + [8, 0] + RawPacket.hello),
        .init("Linux cooked, IPv6", 113, cooked + [0x86, 0xDD] + RawPacket.hello6),
        .init(
            "Linux cooked 2", 276,
            [8, 0] + [UInt8](repeating: 0, count: 18) + RawPacket.hello),
        .init("raw", 101, RawPacket.hello), .init("raw, IPv6", 101, RawPacket.hello6),
        .init("raw, 12", 12, RawPacket.hello), .init("raw, 14", 14, RawPacket.hello),
        .init("IPv4", 228, RawPacket.hello), .init("IPv6", 229, RawPacket.hello6),
        .init("null, little", 0, [2, 0, 0, 0] + RawPacket.hello),
        .init("null, big", 0, [0, 0, 0, 2] + RawPacket.hello),
        .init("null, BSD IPv6", 0, [30, 0, 0, 0] + RawPacket.hello6),
        .init("null, big, IPv6", 0, [0, 0, 0, 24] + RawPacket.hello6),
        .init("loop", 108, [0, 0, 0, 2] + RawPacket.hello),
        .init("PPP", 9, [0xFF, 3, 0, 0x21] + RawPacket.hello),
        .init("PPP without address", 9, [0, 0x57] + RawPacket.hello6),
        .init("PPP with short protocol", 9, [0x21] + RawPacket.hello),
        .init(
            "frame check sequence length in the link type", 0x5000_0001,
            RawPacket.ethernet(RawPacket.hello) + [1, 2, 3, 4]),
    ]

    static let versions: [Wrapping] = [
        .init(
            "Ethernet padding", 1,
            RawPacket.ethernet(RawPacket.hello) + [UInt8](repeating: 0, count: 9)),
        .init("IPv4 options", 228, RawPacket.ipv4(segment, options: [1, 1, 1, 1, 1, 1, 1, 0])),
        .init(
            "TCP options", 228,
            RawPacket.ipv4(
                RawPacket.tcp(options: [1, 1, 1, 0], payload: Array("hello".utf8)))),
        .init("total length left to the network card", 228, RawPacket.ipv4(segment, total: 0)),
        .init("total length beyond the frame", 228, RawPacket.ipv4(segment, total: 1000)),
        .init("don't fragment", 228, RawPacket.ipv4(segment, fragment: 0x4000)),
        .init("hop-by-hop", 229, RawPacket.ipv6(hopByHop + segment, next: 0)),
        .init(
            "routing, destination", 229,
            RawPacket.ipv6(
                [60, 0, 0, 0, 0, 0, 0, 0] + [6, 0, 0, 0, 0, 0, 0, 0] + segment, next: 43)),
        .init(
            "authentication", 229,
            RawPacket.ipv6([6, 2] + [UInt8](repeating: 0, count: 14) + segment, next: 51)),
        .init(
            "fragment that is all", 229,
            RawPacket.ipv6([6, 0, 0, 0, 1, 2, 3, 4] + segment, next: 44)),
        .init("IPv6 of untold length", 229, RawPacket.ipv6(segment, length: 0)),
        .init("IPv6 padding", 1, RawPacket.ethernet(RawPacket.hello6, type: 0x86DD) + [0, 0, 0]),
    ]
}

@Suite("Link, network and transport headers")
struct PacketDissectorTests {
    private func run(_ link: UInt32, _ packet: [UInt8], original: Int? = nil) -> DissectorRun {
        var file = CaptureFile.pcap(link: link)
        file.record(packet, original: original)
        return DissectorRun(file)
    }

    @Test("the payload is found in", arguments: Wrapping.all)
    func payload(wrapping: Wrapping) {
        let run = run(wrapping.link, wrapping.octets)
        #expect(run.log.contains("> !\"hello\""), "\(run.log) \(run.statistics)")
        #expect(run.statistics.tcp == 1)
        #expect(run.statistics.streams.gaps == 0)
    }

    @Test("a packet cut anywhere is counted once, and never trapped on", arguments: Wrapping.all)
    func cuts(wrapping: Wrapping) {
        for length in 0..<wrapping.octets.count {
            let cut = Array(wrapping.octets.prefix(length))
            for original in [cut.count, wrapping.octets.count] {
                let statistics = run(wrapping.link, cut, original: original).statistics
                let kinds = [
                    statistics.tcp, statistics.otherPort, statistics.notTCP, statistics.notIP,
                    statistics.fragments, statistics.truncated, statistics.malformed,
                    statistics.unknownLink,
                ]
                #expect(kinds.reduce(0, +) == 1)
            }
        }
    }

    @Test("a packet with any bit inverted is not trapped on", arguments: Wrapping.all)
    func corruptions(wrapping: Wrapping) {
        for bit in 0..<wrapping.octets.count * 8 {
            var octets = wrapping.octets
            octets[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(run(wrapping.link, octets).statistics.packets == 1)
        }
    }

    @Test("addresses and ports of both versions are read")
    func endpoints() {
        #expect(
            run(1, RawPacket.ethernet(RawPacket.hello)).log[0]
                == "open 0 10.0.0.1:50000 10.0.0.2:2404 running")
        #expect(
            run(229, RawPacket.hello6).log[0] == "open 0 [fe80::1]:50000 [fe80::2]:2404 running")
    }

    @Test("what is not TCP is counted by kind")
    func kinds() {
        typealias Count = KeyPath<CaptureStatistics, Int>
        let segment = RawPacket.tcp()
        let rows: [(UInt32, [UInt8], Count)] = [
            (1, RawPacket.ethernet([0, 1, 8, 0], type: 0x0806), \.notIP),
            (1, RawPacket.ethernet([0x42, 0x42, 3], type: 38), \.notIP),
            (0, [5, 0, 0, 0, 1], \.notIP), (9, [0xFF, 3, 0xC0, 0x21], \.notIP),
            (228, RawPacket.ipv4(segment, protocol: 17), \.notTCP),
            (229, RawPacket.ipv6(segment, next: 58), \.notTCP),
            (228, RawPacket.ipv4(segment, fragment: 0x2000), \.fragments),
            (228, RawPacket.ipv4(segment, fragment: 0x00B9), \.fragments),
            (229, RawPacket.ipv6([6, 0, 0, 1, 0, 0, 0, 1] + segment, next: 44), \.fragments),
            (229, RawPacket.ipv6([6, 0, 0, 8, 0, 0, 0, 1] + segment, next: 44), \.fragments),
            (101, [0x50] + segment, \.malformed),
            (228, RawPacket.ipv4(segment, total: 19), \.malformed),
            (228, RawPacket.ipv4(segment, total: 39), \.malformed),
            (228, [0x44] + RawPacket.ipv4(segment).dropFirst(), \.malformed),
            (
                1,
                RawPacket.ethernet(
                    (0..<40).flatMap { _ in [0, 1, 0x81, 0] as [UInt8] }, type: 0x8100),
                \.malformed
            ),
            (
                229,
                RawPacket.ipv6((0..<40).flatMap { _ in [UInt8](repeating: 0, count: 8) }, next: 0),
                \.malformed
            ),
            (147, RawPacket.hello, \.unknownLink),
        ]
        for (link, packet, count) in rows {
            let statistics = run(link, packet).statistics
            #expect(statistics[keyPath: count] == 1, "\(link) \(packet)")
            #expect(statistics.tcp == 0)
        }
    }

    @Test("headers that the snap length cut are counted as truncated")
    func truncated() {
        let frame = RawPacket.ethernet(RawPacket.hello)
        for length in [0, 13, 20, 33, 40, 53] {
            let statistics = run(1, Array(frame.prefix(length)), original: frame.count).statistics
            #expect(statistics.truncated == 1, "\(length)")
        }
    }

    @Test("a port filter drops other segments")
    func filter() {
        var file = CaptureFile.pcap()
        file.record(RawPacket.ethernet(RawPacket.hello))
        file.record(RawPacket.ethernet(RawPacket.ipv4(RawPacket.tcp(to: 80, payload: [1]))))
        file.record(
            RawPacket.ethernet(RawPacket.ipv4(RawPacket.tcp(from: 19_998, to: 81, payload: [1]))))
        let run = DissectorRun(file, CaptureDissector(ports: [2404, 19_998]))
        #expect(run.statistics.tcp == 2)
        #expect(run.statistics.otherPort == 1)
        #expect(run.recorder.connections.count == 2)
    }
}

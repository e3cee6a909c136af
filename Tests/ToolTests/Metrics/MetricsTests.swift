import Foundation
import IEC104
import IEC104TestKit
import Synchronization
import Testing

@testable import IEC104Tool

@Suite("The figures of a master")
struct MetricsTests {
    private func meter(_ events: [(TraceEvent.Kind, Int64)]) throws -> RTUMeter {
        var meter = RTUMeter(name: "a")
        for (kind, time) in events { meter.take(kind, at: time, link: 1, peer: nil) }
        return meter
    }

    private func octets(_ hex: String) throws -> [UInt8] { try #require([UInt8](hex: hex)) }

    @Test("windows are counted by the numbers of the APDUs")
    func windows() throws {
        let sent = try octets("680E0000000064010600010000000014")
        let next = try octets("680E0200000064010600010000000014")
        var meter = try meter([
            (.opened, 0), (.started, 0), (.sent(sent), 1000), (.sent(next), 1500),
        ])
        #expect(meter.waiting == 2 && meter.state == .started)
        // N(R) = 1: the first one has arrived.
        meter.take(.received(try octets("680401000200")), at: 2000, link: 1, peer: nil)
        #expect(meter.waiting == 1 && meter.acknowledgement.last == 1)
        // An I APDU with N(R) = 2 acknowledges the other, and is to be acknowledged.
        meter.take(
            .received(try octets("680E00000400010103000100070000D1")), at: 1750, link: 1, peer: nil)
        #expect(meter.waiting == 0 && meter.owed == 1 && meter.acknowledgement.last == 0.25)
        meter.take(.sent(try octets("680401000200")), at: 2000, link: 1, peer: nil)
        #expect(
            meter.owed == 0 && meter.received.apdus == [1, 1, 0] && meter.sent.apdus == [2, 1, 0])
        #expect(meter.acknowledgement.count == 2 && meter.acknowledgement.sum == 1.25)
    }

    @Test("of several connections each has its windows; the best one is the state")
    func severalLinks() throws {
        let sent = try octets("680E0000000064010600010000000014")
        var meter = RTUMeter(name: "a")
        let peers = ["192.0.2.1", "192.0.2.2"].map { SocketAddress(host: $0, port: 2404) }
        meter.take(.opened, at: 0, link: 1, peer: peers[0])
        meter.take(.opened, at: 0, link: 2, peer: peers[1])
        meter.take(.started, at: 0, link: 2, peer: peers[1])
        meter.take(.sent(sent), at: 1000, link: 2, peer: peers[1])
        #expect(meter.state == .started && meter.waiting == 1)
        #expect(meter.connected.map(\.peer) == ["192.0.2.1:2404", "192.0.2.2:2404"])
        // What the other one receives acknowledges nothing here.
        meter.take(.received(try octets("680401000200")), at: 1500, link: 1, peer: peers[0])
        #expect(meter.waiting == 1)
        meter.take(.stopped, at: 2000, link: 2, peer: peers[1])
        #expect(meter.state == .connected && meter.connections == 2)
    }

    @Test("a number that acknowledges what was never sent changes nothing")
    func oddNumber() throws {
        let meter = try meter([
            (.opened, 0), (.received(try octets("680401006400")), 0),
            (.received([0x68]), 0), (.received([]), 0),
        ])
        #expect(meter.waiting == 0 && meter.acknowledgement.count == 0)
    }

    @Test("the age of an event is the time from its valid tag to its receipt")
    func eventAge() throws {
        var meter = RTUMeter(name: "a")
        let tag = try #require(CP56Time2a(millisecondsSince1970: 1_700_000_000_000))
        let object = InformationObject(
            1, .singlePoint(SIQ(true)), timeTag: .cp56(tag))
        for cause in [Cause.spontaneous, .interrogatedByStation] {
            let header = ASDUHeader(
                type: .M_SP_TB_1, count: 1, cause: CauseOfTransmission(cause), commonAddress: 1)
            meter.take(header, [object].span, at: 1_700_000_002_500, .utc)
        }
        #expect(meter.eventAge.count == 1 && meter.eventAge.sum == 2.5 && meter.objects == 2)
    }

    @Test("histograms count what is below each bound, and the last bound is infinite")
    func histogram() {
        var histogram = Histogram([1, 10])
        for value in [0.5, 1, 5, 100, .nan] { histogram.add(value) }
        var text = PrometheusText()
        text.samples("x", .init(), histogram)
        #expect(
            text.text == """
                x_bucket{le="1.0"} 2
                x_bucket{le="10.0"} 3
                x_bucket{le="+Inf"} 4
                x_sum 106.5
                x_count 4

                """)
    }

    @Test("names in labels are escaped")
    func labels() {
        var text = PrometheusText()
        text.family("x", .gauge, "two\nlines \\")
        text.sample("x", .init("rtu", "a\"b\\c\nd"), count: 1)
        #expect(
            text.text
                == "# HELP x two\\nlines \\\\\n# TYPE x gauge\nx{rtu=\"a\\\"b\\\\c\\nd\"} 1\n")
    }

    @Test("each family stands once, whatever the number of outstations")
    func families() {
        let text = Figures(
            meters: [RTUMeter(name: "a"), RTUMeter(name: "b")], lostLines: 3
        ).text
        let types = text.split(separator: "\n").filter { $0.hasPrefix("# TYPE") }
        #expect(types.count == Set(types).count && types.count > 12)
        #expect(text.contains("iec104_up{rtu=\"a\"} 0\niec104_up{rtu=\"b\"} 0\n"))
        #expect(text.contains("iec104_output_lost_lines_total 3\n"))
        #expect(text.contains("iec104_link_state{rtu=\"b\",state=\"down\"} 1\n"))
    }

    @Test("offset and drift of a clock are figures as soon as they are known")
    func clock() {
        var meters = [RTUMeter(name: "a"), RTUMeter(name: "b")]
        meters[0].clock.offset = -1250
        meters[0].clock.drift = 12.5
        meters[0].clock.lastSynchronization = 1_700_000_000_500
        meters[0].clock.offsetAtSynchronization = 90_000
        meters[0].clock.findings = [.clockOff: 2, .invalid: 7]
        let text = Figures(meters: meters, lostLines: 0).text
        for line in [
            "iec104_clock_offset_seconds{rtu=\"a\"} -1.25",
            "iec104_clock_drift_ratio{rtu=\"a\"} 1.25e-05",
            "iec104_clock_synchronization_timestamp_seconds{rtu=\"a\"} 1700000000.5",
            "iec104_clock_synchronization_offset_seconds{rtu=\"a\"} 90.0",
            "iec104_time_findings_total{rtu=\"a\",finding=\"clock-off\"} 2",
            "iec104_time_findings_total{rtu=\"a\",finding=\"invalid\"} 7",
        ] {
            #expect(text.contains(line + "\n"), "\(line)")
        }
        #expect(!text.contains("clock_offset_seconds{rtu=\"b\"}"))
    }

    @Test(
        "a file that is slow to write is waited for by nobody: the next ones are left out, and counted"
    )
    func slowDisk() throws {
        let loop = try EventLoop()
        let gate = Gate()
        let written = Mutex<[UInt64]>([])
        let file = MetricsFile(
            "f", Meters([RTUMeter(name: "a")], wireTimes: [.utc]), .standard(), on: loop
        ) { figures, _ in
            gate.wait()
            written.withLock { $0.append(figures.skipped) }
            return nil
        }
        try loop.run {
            file.write()
            // The first one is under way, and the loop goes on.
            for _ in 0..<3 { file.write() }
            #expect(written.withLock { $0.isEmpty })
            gate.open()
            await file.finish()
        }
        #expect(written.withLock { $0 } == [0, 3])
        loop.shutDown()
    }

    @Test("figures written in portions are whole, under their name alone")
    func portions() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("m.prom")
        let figures = Figures(meters: (0..<100).map { RTUMeter(name: "rtu \($0)") }, lostLines: 0)
        for _ in 0..<2 { try figures.write(to: path) }
        #expect(try folder.text(of: "m.prom") == figures.text && figures.text.utf8.count > 200_000)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["m.prom"])
    }

    /// Opened once, from then on nobody waits at it.
    private final class Gate: Sendable {
        private let isOpen = Mutex(false)
        private let changed = DispatchSemaphore(value: 0)

        func wait() { if !isOpen.withLock({ $0 }) { changed.wait() } }

        func open() {
            isOpen.withLock { $0 = true }
            changed.signal()
        }
    }
}

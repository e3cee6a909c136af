import Foundation
import IEC104TestKit
import Synchronization
import Testing

@testable import IEC104
@testable import IEC104Tool

/// Figures as Prometheus wants them, and whole for whoever reads them at any moment.
@Suite("The figures of a master and Prometheus", .timeLimit(.minutes(10)))
struct MetricsConventionTests {
    private static func octets(_ hex: String) throws -> [UInt8] { try #require([UInt8](hex: hex)) }

    /// A meter with something of each kind: an outstation that was connected twice.
    private static func meter(_ name: String = "a") throws -> RTUMeter {
        let command = try octets("680E0000000064010600010000000014")
        let next = try octets("680E0200000064010600010000000014")
        var meter = RTUMeter(name: name)
        func take(_ kind: TraceEvent.Kind, _ time: Int64) {
            meter.take(kind, at: time, link: 1, peer: SocketAddress(host: "192.0.2.1", port: 2404))
        }
        let end = { (code: SessionError.Code, network: LinkEnd.NetworkEnd?) in
            LinkEnd(
                reason: SessionError(
                    code: code, phase: .started, sendState: 0, receiveState: 0,
                    acknowledgedState: 0, offending: nil),
                network: network, statistics: SessionStatistics())
        }
        for (code, network) in [
            (SessionError.Code.informationTimeout, nil), (.lost, .finished), (.lost, .finished),
            (.lost, .reset), (.sendNumber, nil),
        ] as [(SessionError.Code, LinkEnd.NetworkEnd?)] {
            take(.opened, 0)
            take(.started, 0)
            take(.closed(end(code, network)), 0)
        }
        take(.opened, 10_000)
        take(.started, 10_000)
        take(.sent(command), 10_000)
        take(.sent(next), 10_500)
        // One is acknowledged by itself, then two together.
        take(.received(try octets("680401000200")), 12_000)
        take(.sent(try octets("680E0400000064010600010000000014")), 13_000)
        take(.received(try octets("680401000600")), 13_250)
        // One each way is not acknowledged.
        take(.sent(try octets("680E0600000064010600010000000014")), 13_250)
        take(.received(try octets("680E0000060001010300010001000001")), 13_250)
        return meter
    }

    /// What is asked and comes, beside what passes.
    private static func filled() throws -> RTUMeter {
        var meter = try meter()
        var outcome = RequestOutcome()
        for milliseconds in [80, 700, 42_000] {
            outcome.duration = .milliseconds(milliseconds)
            meter.take(.interrogation(station: 1, .station), .success(outcome))
        }
        let request = MasterRequest.interrogation(station: 1, .station)
        meter.take(request, .failure(RequestError(.notConfirmed, request)))
        meter.take(.test(station: 1, isTimeTagged: true), .success(outcome))
        for failure in [ConnectionFailure.cancelled, .alreadyConnected, .cancelled] {
            meter.take(failure)
        }
        let sent: Int64 = 1_700_000_000_000
        let tag = try #require(CP56Time2a(millisecondsSince1970: sent))
        let header = ASDUHeader(
            type: .M_SP_TB_1, count: 1, cause: CauseOfTransmission(.spontaneous), commonAddress: 1)
        let event = InformationObject(1, .singlePoint(SIQ(true)), timeTag: .cp56(tag))
        let untagged = InformationObject(1, .singlePoint(SIQ(true)))
        for age: Int64 in [50, 2_500, 90_000_000] {
            meter.take(header, [event, untagged].span, at: sent + age, .utc)
        }
        meter.take(repeats: 4)
        meter.clock.offset = -1250
        meter.clock.drift = -12.5
        meter.clock.lastSynchronization = sent
        meter.clock.offsetAtSynchronization = 90_000
        meter.clock.findings = [.clockOff: 2]
        return meter
    }

    @Test(
        "latency, reconnects with their reasons, interrogations and ages of events have their values",
        arguments: [
            // Three APDUs: after 2 s, 2.75 s and 0.25 s.
            """
            iec104_acknowledgement_seconds_bucket{rtu="a",le="0.1"} 0
            iec104_acknowledgement_seconds_bucket{rtu="a",le="0.5"} 1
            iec104_acknowledgement_seconds_bucket{rtu="a",le="1.0"} 1
            iec104_acknowledgement_seconds_bucket{rtu="a",le="2.5"} 2
            iec104_acknowledgement_seconds_bucket{rtu="a",le="5.0"} 3
            iec104_acknowledgement_seconds_bucket{rtu="a",le="10.0"} 3
            iec104_acknowledgement_seconds_bucket{rtu="a",le="15.0"} 3
            iec104_acknowledgement_seconds_bucket{rtu="a",le="+Inf"} 3
            iec104_acknowledgement_seconds_sum{rtu="a"} 5.0
            iec104_acknowledgement_seconds_count{rtu="a"} 3
            """,
            """
            # TYPE iec104_disconnections_total counter
            iec104_disconnections_total{rtu="a",reason="finished"} 2
            iec104_disconnections_total{rtu="a",reason="information-timeout"} 1
            iec104_disconnections_total{rtu="a",reason="reset"} 1
            iec104_disconnections_total{rtu="a",reason="send-number"} 1
            """,
            """
            # TYPE iec104_connection_failures_total counter
            iec104_connection_failures_total{rtu="a",reason="already-connected"} 1
            iec104_connection_failures_total{rtu="a",reason="cancelled"} 2
            """,
            """
            iec104_window_used{rtu="a",direction="sent"} 1
            iec104_window_used{rtu="a",direction="received"} 1
            """,
            """
            iec104_window_limit{rtu="a",direction="sent"} 12
            iec104_window_limit{rtu="a",direction="received"} 8
            """,
            """
            iec104_bytes_total{rtu="a",direction="sent"} 64
            iec104_bytes_total{rtu="a",direction="received"} 28
            """,
            "iec104_connection_started{rtu=\"a\",peer=\"192.0.2.1:2404\"} 1",
            "iec104_connections_total{rtu=\"a\"} 6", "iec104_requests_failed_total{rtu=\"a\"} 1",
            "iec104_repeats_dropped_total{rtu=\"a\"} 4",
            "iec104_last_received_timestamp_seconds{rtu=\"a\"} 13.25",
            """
            iec104_interrogation_seconds_bucket{rtu="a",le="0.1"} 1
            iec104_interrogation_seconds_bucket{rtu="a",le="0.5"} 1
            iec104_interrogation_seconds_bucket{rtu="a",le="1.0"} 2
            iec104_interrogation_seconds_bucket{rtu="a",le="5.0"} 2
            iec104_interrogation_seconds_bucket{rtu="a",le="10.0"} 2
            iec104_interrogation_seconds_bucket{rtu="a",le="30.0"} 2
            iec104_interrogation_seconds_bucket{rtu="a",le="60.0"} 3
            iec104_interrogation_seconds_bucket{rtu="a",le="300.0"} 3
            iec104_interrogation_seconds_bucket{rtu="a",le="+Inf"} 3
            iec104_interrogation_seconds_sum{rtu="a"} 42.78
            iec104_interrogation_seconds_count{rtu="a"} 3
            """,
            """
            iec104_event_age_seconds_bucket{rtu="a",le="86400.0"} 2
            iec104_event_age_seconds_bucket{rtu="a",le="+Inf"} 3
            iec104_event_age_seconds_sum{rtu="a"} 90002.55
            iec104_event_age_seconds_count{rtu="a"} 3
            """,
        ])
    func values(_ lines: String) throws {
        let text = Figures(meters: [try Self.filled()], lostLines: 0).text
        #expect(text.contains("\n" + lines + "\n"), "\(text)")
    }

    /// A family of the text format: its lines, in their order.
    private struct Family {
        var name: Substring
        var help: Substring
        var kind: Substring = ""
        var samples: [Substring] = []
    }

    private static func families(_ text: String) throws -> [Family] {
        var families: [Family] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            if let match = line.firstMatch(of: /^# HELP (\S+) (.+)$/) {
                families.append(Family(name: match.output.1, help: match.output.2))
            } else if let match = line.firstMatch(of: /^# TYPE (\S+) (\S+)$/) {
                // Behind the help of the same family, and before its samples.
                #expect(families.last?.name == match.output.1 && families.last?.samples == [])
                families[families.count - 1].kind = match.output.2
            } else {
                families[families.count - 1].samples.append(line)
            }
        }
        return families
    }

    @Test("each family keeps to the conventions: one HELP, one TYPE, suffixes of unit and kind")
    func conventions() throws {
        let meters = [try Self.filled(), try Self.meter("b")]
        let text = Figures(meters: meters, lostLines: 3, skipped: 2).text
        #expect(text.hasSuffix("\n"))
        let families = try Self.families(text)
        #expect(families.count > 15 && Set(families.map(\.name)).count == families.count)
        // Units are base units, in full, and stand before `_total`.
        let wrong = [
            "milliseconds", "ms", "us", "ns", "s", "sec", "secs", "minutes", "hours", "octets",
            "kilobytes", "kb", "mb", "percent", "counter", "gauge", "histogram", "count", "sum",
            "bucket", "info",
        ]
        for family in families {
            let name = family.name
            #expect(name.wholeMatch(of: /iec104(_[a-z]+)+/) != nil, "\(name)")
            let words = name.split(separator: "_")
            #expect(words.allSatisfy { !wrong.contains(String($0)) }, "\(name)")
            #expect(
                family.help.first?.isUppercase == true || family.help.first?.isNumber == true
                    || family.help.hasPrefix("k "), "\(name)")
            #expect(family.help.last == "." && !family.help.contains(name), "\(name)")
            #expect((words.last == "total") == (family.kind == "counter"), "\(name)")
            switch family.kind {
            case "counter", "gauge": break
            case "histogram": #expect(words.last == "seconds", "\(name)")
            default: Issue.record("\(name) is a \(family.kind)")
            }
            // What its help says it is measured in is in its name.
            for (unit, suffix) in [("seconds", "seconds"), ("Octets", "bytes")] {
                let isMeasured = family.help.contains(unit)
                #expect(!isMeasured || words.contains { $0 == suffix }, "\(name)")
            }
            #expect(!family.samples.isEmpty, "\(name)")
            try samples(of: family)
        }
    }

    private func samples(of family: Family) throws {
        let suffixes = family.kind == "histogram" ? ["_bucket", "_sum", "_count"] : [""]
        let names = suffixes.map { family.name + $0 }
        var seen: Set<Substring> = []
        for sample in family.samples {
            let form = /([a-z0-9_]+)(\{([^}]*)\})? (-?\d+(?:\.\d+)?(?:e[+-]\d+)?)/
            let match = try #require(sample.wholeMatch(of: form), "\(sample)")
            #expect(names.contains { $0 == match.output.1 }, "\(sample)")
            // A sample stands once; its value is a number, and what is no difference not negative.
            let isDifference = family.name.hasPrefix("iec104_clock_")
            #expect(isDifference || !match.output.4.hasPrefix("-"), "\(sample)")
            #expect(seen.insert(sample.dropLast(match.output.4.count)).inserted, "\(sample)")
            let labels = (match.output.3 ?? "").matches(of: /([a-z]+)="[^"]*"/).map(\.output.1)
            #expect(Set(labels).count == labels.count)
            let isBucket = labels.contains { $0 == "le" }
            #expect(isBucket == match.output.1.hasSuffix("_bucket"), "\(sample)")
            #expect(labels.isEmpty || labels.first == "rtu", "\(sample)")
        }
    }

    /// What somebody has seen who reads all the time.
    private final class Reader: Sendable {
        let isDone = Mutex(false)
        let found = Mutex((reads: 0, changes: 0, wrong: 0))
    }

    @Test("whoever reads the file while it is written again and again finds a whole one each time")
    func whole() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path("m.prom")
        // Of different lengths, of several portions, and so that each octet tells which one it is of.
        let figures = try [40, 3, 150].map { count in
            Figures(
                meters: try (0..<count).map { try Self.meter("rtu \($0) of \(count)") },
                lostLines: count)
        }
        let texts = Set(figures.map { Data($0.text.utf8) })
        try figures[0].write(to: path)
        let reader = Reader()
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                var last: Data?
                while !reader.isDone.withLock({ $0 }) {
                    let data = try? Data(contentsOf: URL(fileURLWithPath: path))
                    reader.found.withLock {
                        $0.reads += 1
                        if data != last { $0.changes += 1 }
                        if !texts.contains(data ?? Data()) { $0.wrong += 1 }
                    }
                    last = data
                    await Task.yield()
                }
            }
            group.addTask {
                // Until the reader has seen many of them.
                var number = 0
                while reader.found.withLock({ $0.changes < 40 }), number < 100_000 {
                    number += 1
                    #expect(figures[number % figures.count].put(to: path) == nil)
                    await Task.yield()
                }
                reader.isDone.withLock { $0 = true }
            }
        }
        let (reads, changes, wrong) = reader.found.withLock { $0 }
        #expect(wrong == 0 && reads >= changes && changes >= 40)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["m.prom"])
    }
}

import IEC104

/// All figures of a master at one time.
struct Figures: Sendable {
    let meters: [RTUMeter]
    let lostLines: Int
    /// Files that were left out.
    var skipped: UInt64 = 0

    private static let portion = 1 << 16

    func write(to path: String) throws(FileError) {
        try OutputFile.replace(path) { file throws(FileError) in
            try write { octets throws(FileError) in try file.write(octets) }
        }
    }

    /// - Returns: what has gone wrong.
    func put(to path: String) -> FileError? {
        do throws(FileError) {
            try write(to: path)
            return nil
        } catch {
            return error
        }
    }

    /// The whole text.
    var text: String {
        var text: [UInt8] = []
        write { text += $0 }
        return String(decoding: text, as: UTF8.self)
    }

    private func write<E>(_ take: ([UInt8]) throws(E) -> Void) throws(E) {
        var text = PrometheusText()
        let labels = meters.map { PrometheusText.Labels("rtu", $0.name) }
        for row in Self.rows {
            text.family(row.name, row.kind, row.help)
            for (place, meter) in meters.enumerated() {
                row.samples(&text, row.name, labels[place], meter)
                if text.text.utf8.count >= Self.portion { try take(text.take()) }
            }
        }
        for (name, help, count) in totals {
            text.family(name, .counter, help)
            text.sample(name, .init(), count: count)
        }
        try take(text.take())
    }

    /// What is not of one outstation.
    private var totals: [(name: String, help: String, count: UInt64)] {
        [
            (
                "iec104_output_lost_lines_total",
                "Lines of output that were lost as their reader was too slow.",
                UInt64(max(lostLines, 0))
            ),
            (
                "iec104_metrics_skipped_total",
                "Files of figures left out, as the former one was not written yet.", skipped
            ),
        ]
    }

    /// A family with a sample for each outstation.
    private struct Row {
        let name: String
        let kind: PrometheusText.Kind
        let help: String
        let samples: (inout PrometheusText, String, PrometheusText.Labels, RTUMeter) -> Void
    }

    private static func value(
        _ name: String, _ kind: PrometheusText.Kind, _ help: String,
        _ value: @escaping (RTUMeter) -> UInt64
    ) -> Row {
        Row(name: name, kind: kind, help: help) { text, name, labels, meter in
            text.sample(name, labels, count: value(meter))
        }
    }

    /// A figure of each direction.
    private static func directed(
        _ name: String, _ kind: PrometheusText.Kind, _ help: String,
        _ counts: @escaping (RTUMeter) -> (sent: UInt64, received: UInt64)
    ) -> Row {
        Row(name: name, kind: kind, help: help) { text, name, labels, meter in
            let (sent, received) = counts(meter)
            text.sample(name, labels, ("direction", "sent"), count: sent)
            text.sample(name, labels, ("direction", "received"), count: received)
        }
    }

    /// A figure that is not always known.
    private static func figure(
        _ name: String, _ help: String, _ value: @escaping (ClockStatus) -> Double?
    ) -> Row {
        Row(name: name, kind: .gauge, help: help) { text, name, labels, meter in
            if let value = value(meter.clock) { text.sample(name, labels, value) }
        }
    }

    private static func reasons(
        _ name: String, _ help: String, _ counts: @escaping (RTUMeter) -> [String: UInt64]
    ) -> Row {
        Row(name: name, kind: .counter, help: help) { text, name, labels, meter in
            for (reason, count) in counts(meter).sorted(by: { $0.key < $1.key }) {
                text.sample(name, labels, ("reason", reason), count: count)
            }
        }
    }

    private static func histogram(
        _ name: String, _ help: String, _ histogram: @escaping (RTUMeter) -> Histogram
    ) -> Row {
        Row(name: name, kind: .histogram, help: help) { text, name, labels, meter in
            text.samples(name, labels, histogram(meter))
        }
    }

    private static var ways: [(String, (RTUMeter) -> RTUMeter.Traffic)] {
        [("sent", { $0.sent }), ("received", { $0.received })]
    }

    private static var rows: [Row] {
        [
            value("iec104_up", .gauge, "1 while data transfer is started, else 0.") {
                $0.state == .started ? 1 : 0
            },
            Row(
                name: "iec104_link_state", kind: .gauge,
                help: "1 for the state in which the connection is, 0 for the others."
            ) { text, name, labels, meter in
                let now = meter.state
                for state in RTUMeter.State.allCases {
                    text.sample(
                        name, labels, ("state", state.rawValue), count: now == state ? 1 : 0)
                }
            },
            Row(
                name: "iec104_connection_started", kind: .gauge,
                help: "For each connection that is there: 1 while it has data transfer, else 0."
            ) { text, name, labels, meter in
                for link in meter.connected {
                    text.sample(
                        name, labels, ("peer", link.peer), count: link.isStarted ? 1 : 0)
                }
            },
            Row(
                name: "iec104_apdus_total", kind: .counter, help: "APDUs by direction and format."
            ) { text, name, labels, meter in
                for (way, traffic) in ways {
                    for format in RTUMeter.Format.allCases {
                        text.sample(
                            name, labels, ("direction", way), ("format", format.letter),
                            count: traffic(meter).apdus[format.rawValue])
                    }
                }
            },
            directed("iec104_bytes_total", .counter, "Octets of APDUs by direction.") {
                ($0.sent.octets, $0.received.octets)
            },
            value("iec104_objects_total", .counter, "Information objects with monitored data.") {
                $0.objects
            },
            value(
                "iec104_repeats_dropped_total", .counter,
                "Events that came again after a lost connection and were left out."
            ) { $0.repeatsDropped },
            value("iec104_malformed_asdus_total", .counter, "ASDUs that could not be read.") {
                $0.malformed
            },
            directed(
                "iec104_window_used", .gauge,
                "I APDUs not acknowledged: sent (at most k), and received (w)."
            ) { (UInt64(max($0.waiting, 0)), UInt64(max($0.owed, 0))) },
            directed("iec104_window_limit", .gauge, "k (sent) and w (received).") {
                (UInt64(max($0.parameters.k, 0)), UInt64(max($0.parameters.w, 0)))
            },
            value("iec104_connections_total", .counter, "Connections made.") { $0.connections },
            reasons("iec104_disconnections_total", "Connections that ended, by reason.") {
                $0.ends
            },
            reasons("iec104_connection_failures_total", "Connections not made, by reason.") {
                $0.failures
            },
            value("iec104_requests_failed_total", .counter, "Requests that failed.") {
                $0.failedRequests
            },
            Row(
                name: "iec104_last_received_timestamp_seconds", kind: .gauge,
                help: "When the last APDU was received, in seconds since 1970."
            ) { text, name, labels, meter in
                guard let time = meter.lastReceived else { return }
                text.sample(name, labels, Double(time) / 1000)
            },
            histogram(
                "iec104_acknowledgement_seconds", "From an I APDU sent to its acknowledgement."
            ) { $0.acknowledgement },
            histogram("iec104_interrogation_seconds", "General interrogations that ended well.") {
                $0.interrogation
            },
            histogram(
                "iec104_event_age_seconds",
                "From the valid time tag of a spontaneous value to its receipt."
            ) { $0.eventAge },
            figure(
                "iec104_clock_offset_seconds",
                "What the clock shows less what it should show, as the freshest events tell."
            ) { $0.offset.map { Double($0) / 1000 } },
            figure(
                "iec104_clock_drift_ratio",
                "Seconds that the clock gains in a second; known after ten minutes of events."
            ) { $0.drift.map { $0 / 1e6 } },
            figure(
                "iec104_clock_synchronization_timestamp_seconds",
                "When the clock was set last, in seconds since 1970."
            ) { $0.lastSynchronization.map { Double($0) / 1000 } },
            figure(
                "iec104_clock_synchronization_offset_seconds",
                "How far the clock was off when it was set last, as its confirmation tells."
            ) { $0.offsetAtSynchronization.map { Double($0) / 1000 } },
            Row(
                name: "iec104_time_findings_total", kind: .counter,
                help: "What was odd about the times of events and of the clock, by finding."
            ) { text, name, labels, meter in
                for kind in TimeFinding.Kind.allCases {
                    guard let count = meter.clock.findings[kind] else { continue }
                    text.sample(name, labels, ("finding", kind.rawValue), count: count)
                }
            },
        ]
    }
}

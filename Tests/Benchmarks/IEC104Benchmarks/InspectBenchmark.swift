import IEC104Codec
import IEC104Inspect

/// The decoder on captures made here: interrogations in full segments, and single events.
enum InspectBenchmark {
    static func run() {
        print("decoder, MB of capture per second (median of \(Bench.repetitions))")
        row("interrogation, 30 objects an ASDU, 5 ASDUs a packet", events: false)
        row("events, 1 object an ASDU, 1 ASDU a packet", events: true)
    }

    private static func row(_ name: String, events: Bool) {
        let capture = CaptureMaker.capture(octets: 16_000_000, events: events)
        let times = Bench.interleaved([
            { decode(capture, SummaryPrinter(language: .english)) },
            { decode(capture, JSONPrinter()) },
            { decode(capture, TextPrinter()) },
        ])
        let rates = times.map { Bench.text(Double(capture.count) / 1e6 / $0) }
        print("  \(name): summary \(rates[0]), json \(rates[1]), text \(rates[2])")
    }

    /// Feeds the capture in portions, as the command does.
    @inline(never)
    private static func decode<Sink: InspectionSink & Forgetting>(
        _ capture: [UInt8], _ sink: Sink
    ) -> UInt64 {
        var inspector = Inspector(sink: sink)
        var printed: UInt64 = 0
        for first in stride(from: 0, to: capture.count, by: 262_144) {
            let portion = first..<min(first + 262_144, capture.count)
            inspector.consume(capture.span.extracting(portion))
            printed += UInt64(inspector.sink.text.octets.count)
            inspector.sink.removeAll()
        }
        inspector.finish()
        return printed + UInt64(inspector.counts.apdus)
    }
}

protocol Forgetting {
    var text: OctetText { get }
    mutating func removeAll()
}

extension SummaryPrinter: Forgetting {}
extension JSONPrinter: Forgetting {}
extension TextPrinter: Forgetting {}

/// A pcap file of one connection, made in memory.
enum CaptureMaker {
    static func capture(octets size: Int, events: Bool) -> [UInt8] {
        var file = [0xD4, 0xC3, 0xB2, 0xA1, 2, 0, 4, 0] as [UInt8]
        file += little(0) + little(0) + little(65_535) + little(1)
        var send: SequenceNumber = 0
        var sequence: [UInt32] = [1000, 5000]
        var packet = 0
        func append(_ payload: [UInt8], isMonitor: Bool) {
            packet += 1
            let side = isMonitor ? 1 : 0
            let frame = frame(payload, isMonitor, sequence[side], sequence[1 - side])
            sequence[side] &+= UInt32(payload.count)
            file += little(1_700_000_000 + UInt32(packet / 2000))
            file += little(UInt32(packet % 2000) * 500)
            file += little(UInt32(frame.count)) + little(UInt32(frame.count)) + frame
        }
        append([0x68, 4, 0x07, 0, 0, 0], isMonitor: false)
        append([0x68, 4, 0x0B, 0, 0, 0], isMonitor: true)
        var unacknowledged = 0
        while file.count < size {
            var payload: [UInt8] = []
            for _ in 0..<(events ? 1 : 5) {
                payload += apdu(send, events: events)
                send = send.next
                unacknowledged += 1
            }
            append(payload, isMonitor: true)
            if unacknowledged >= 8 {
                append(APDU.header(.supervisory(receive: send)), isMonitor: false)
                unacknowledged = 0
            }
        }
        return file
    }

    private static func apdu(_ send: SequenceNumber, events: Bool) -> [UInt8] {
        let first = 4001 + UInt32(send.value % 500) * 30
        let asdu = ASDU(
            events ? .M_ME_TF_1 : .M_ME_NC_1,
            cause: CauseOfTransmission(events ? .spontaneous : .interrogatedByStation),
            commonAddress: 1,
            objects: (0..<(events ? 1 : 30)).map { index in
                InformationObject(
                    ObjectAddress(first + UInt32(index)),
                    .shortFloat(R32(Float(send.value) / 7 + Float(index)), []),
                    timeTag: events ? .cp56(CP56Time2a(rawValue: 0x1A_0A09_061E_3B92)) : .none)
            })
        return (try? asdu.apdu(send: send, receive: 0)) ?? []
    }

    private static func frame(
        _ payload: [UInt8], _ isMonitor: Bool, _ sequence: UInt32, _ acknowledgment: UInt32
    ) -> [UInt8] {
        let ports: [UInt8] = isMonitor ? [0x09, 0x64, 0x9C, 0x40] : [0x9C, 0x40, 0x09, 0x64]
        let hosts: [UInt8] = isMonitor ? [10, 0, 0, 2, 10, 0, 0, 1] : [10, 0, 0, 1, 10, 0, 0, 2]
        let total = 40 + payload.count
        let ethernet: [UInt8] = [2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0]
        let ip: [UInt8] =
            [0x45, 0, UInt8(total >> 8), UInt8(total & 255), 0, 0, 0, 0, 64, 6, 0, 0] + hosts
        let tcp =
            ports + big(sequence) + big(acknowledgment) + [0x50, 0x18, 0x20, 0, 0, 0, 0, 0]
        return ethernet + ip + tcp + payload
    }

    private static func little(_ value: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    private static func big(_ value: UInt32) -> [UInt8] { little(value).reversed() }
}

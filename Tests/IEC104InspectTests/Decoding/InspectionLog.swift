import IEC104Codec
import IEC104Inspect
import IEC104TestKit

/// Writes down what an inspector finds, one line for each record, event and notice.
struct InspectionLog: InspectionSink {
    var lines: [String] = []
    var records: [APDURecord] = []
    var events: [ConnectionEvent] = []
    var notices: [Notice] = []

    mutating func receive(_ record: borrowing APDURecord) {
        let kept = copy record
        records.append(kept)
        let connection = kept.connection.map { "[\($0)] " } ?? ""
        let what =
            if let foreign = kept.foreign {
                "foreign \(foreign)"
            } else if let broken = kept.broken {
                "broken \(broken.code)"
            } else if let error = kept.reading.error {
                "error \(error.code.name)"
            } else {
                switch kept.reading.control {
                case .information(let send, _): "I \(send)"
                case .supervisory(let receive): "S \(receive)"
                case .unnumbered(let function): "\(function)"
                case nil: "nothing"
                }
            }
        lines.append("\(connection)\(what) \(kept.reading.octets.hex)")
    }

    mutating func receive(_ event: ConnectionEvent) {
        events.append(event)
        lines.append("[\(event.connection)] tcp \(event.kind)")
    }

    mutating func receive(_ notice: Notice) {
        notices.append(notice)
        lines.append("notice \(notice.description(in: .english))")
    }
}

/// A run of an inspector over an input.
struct Inspection {
    var log: InspectionLog
    var counts: InspectionCounts
    var kind: InputKind?

    var lines: [String] { log.lines }

    /// Feeds the input in portions of `portion` octets; 0: all at once.
    init(
        _ octets: [UInt8], input: InputKind? = nil, ports: [UInt16]? = nil,
        profile: Profile = .standard, portion: Int = 0
    ) {
        var inspector = Inspector(
            sink: InspectionLog(), input: input, ports: ports, profile: profile)
        var at = 0
        while at < octets.count {
            let end = portion == 0 ? octets.count : min(at + portion, octets.count)
            inspector.consume(octets.span.extracting(at..<end))
            at = end
        }
        inspector.finish()
        log = inspector.sink
        counts = inspector.counts
        kind = inspector.inputKind
    }

    init(text: String) { self.init(Array(text.utf8)) }
}

/// APDUs that many tests use.
enum Sample {
    static let startAct: [UInt8] = [0x68, 0x04, 0x07, 0x00, 0x00, 0x00]
    static let startCon: [UInt8] = [0x68, 0x04, 0x0B, 0x00, 0x00, 0x00]
    static let testAct: [UInt8] = [0x68, 0x04, 0x43, 0x00, 0x00, 0x00]
    static let testCon: [UInt8] = [0x68, 0x04, 0x83, 0x00, 0x00, 0x00]
    /// General interrogation of station 1, N(S) = 0.
    static let interrogation: [UInt8] = [
        0x68, 0x0E, 0x00, 0x00, 0x00, 0x00, 0x64, 0x01, 0x06, 0x00, 0x01, 0x00, 0x00, 0x00, 0x00,
        0x14,
    ]
    /// Two scaled values at 1234 and 1235, the second invalid; N(S) = 1.
    static let measured: [UInt8] = [
        0x68, 0x16, 0x02, 0x00, 0x02, 0x00, 0x0B, 0x02, 0x03, 0x00, 0x01, 0x00, 0xD2, 0x04, 0x00,
        0x10, 0x00, 0x00, 0xD3, 0x04, 0x00, 0xF0, 0xFF, 0x80,
    ]
    /// Acknowledges two APDUs.
    static let acknowledgment: [UInt8] = [0x68, 0x04, 0x01, 0x00, 0x04, 0x00]

    /// Octets in which no APDU begins.
    static func garbage(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
        var random = SeededRandom(seed: seed)
        return (0..<count).map { _ in
            let octet = UInt8.random(in: 0...255, using: &random)
            return octet == 0x68 ? 0x67 : octet
        }
    }
}

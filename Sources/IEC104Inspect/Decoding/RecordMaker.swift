import IEC104Codec

/// Numbers records and hands them to the sink that it owns.
struct RecordMaker<Sink: InspectionSink> {
    var sink: Sink
    let profile: Profile
    /// Reused, so that a record costs no memory of its own.
    private var record = APDURecord()
    private(set) var summary = InspectionCounts()

    init(sink: Sink, profile: Profile) {
        self.sink = sink
        self.profile = profile
    }

    /// What is known of a record beside its octets.
    struct Origin {
        var time: Timestamp?
        var connection: Int?
        var from: Endpoint?
        var to: Endpoint?
        var direction: Direction?
        var place: APDURecord.Place?
    }

    mutating func make(_ finding: StreamDecoder.Finding, _ octets: Span<UInt8>, _ origin: Origin) {
        record.number += 1
        record.time = origin.time
        record.connection = origin.connection
        record.from = origin.from
        record.to = origin.to
        record.direction = origin.direction
        record.place = origin.place
        record.foreign = nil
        record.broken = nil
        switch finding {
        case .apdu, .truncated:
            record.reading.read(octets, direction: origin.direction?.transfer, profile: profile)
        case .skipped:
            record.foreign = ForeignProtocol(octets)
            record.reading.refuse(octets, Self.reason(octets))
        case .foreign(let foreign):
            record.foreign = foreign
            record.reading.refuse(octets, DecodeError(.badStart, at: 0))
        case .broken(let problem):
            record.broken = problem
            record.reading.refuse(octets, DecodeError(.apduTruncated, at: octets.count))
        }
        summary.records += 1
        if record.reading.isUnreadable { summary.unreadable += 1 }
        if record.reading.control != nil { summary.apdus += 1 }
        sink.receive(record)
    }

    /// Why octets are no APDU: no start octet, or one that is not followed by an APDU.
    private static func reason(_ octets: Span<UInt8>) -> DecodeError {
        var problems = Problems()
        let length = octets.count > 1 ? min(Int(octets[1]) + 2, octets.count) : octets.count
        _ = APDU.control(octets.extracting(0..<length), problems: &problems)
        return problems.first ?? DecodeError(.badStart, at: 0)
    }

    mutating func make(_ notice: Notice) {
        if notice.isFault { summary.faults += 1 }
        sink.receive(notice)
    }
}

/// How much was found in an input.
public struct InspectionCounts: Hashable, Sendable {
    /// APDUs, and runs of octets that should be APDUs.
    public internal(set) var records = 0
    /// Records with a control field that could be read.
    public internal(set) var apdus = 0
    /// Records that could not be read wholly.
    public internal(set) var unreadable = 0
    /// Faults of the input itself: broken hex, broken capture.
    public internal(set) var faults = 0

    /// Nothing found.
    public init() {}

    /// Whether a guess that octets are IEC 104 turned out wrong.
    var isUnlikely: Bool { records - apdus >= 16 && records > 2 * apdus }
}

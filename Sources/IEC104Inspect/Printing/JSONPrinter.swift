import IEC104Codec

/// Prints one JSON object a line for each APDU; see Docs/Guides/Decoder.md for the keys.
public struct JSONPrinter: InspectionSink {
    private var json = JSONWriter()
    private let profile: Profile

    /// A printer for records read with `profile`.
    public init(profile: Profile = .standard) { self.profile = profile }

    /// What was printed since `removeAll`.
    public var text: OctetText { json.text }

    /// Forgets what was printed.
    public mutating func removeAll() { json.removeAll() }

    /// Prints an APDU.
    public mutating func receive(_ record: borrowing APDURecord) {
        json.beginObject()
        json.member("n", record.number)
        if let time = record.time { json.member("time") { $0.append(time) } }
        if let from = record.from { json.member("from") { $0.append(from) } }
        if let to = record.to { json.member("to") { $0.append(to) } }
        if let direction = record.direction { json.member("direction", direction.name) }
        json.member("bytes") { $0.append(hex: record.reading.octets.span) }
        if let control = record.reading.control { append(control) }
        if let header = record.reading.header {
            append(header)
            json.beginArray("objects")
            for object in record.reading.objects {
                json.beginObject()
                json.append(object, of: record.reading, profile)
                json.endObject()
            }
            json.endArray()
        }
        if !record.reading.problems.isEmpty {
            json.beginArray("problems")
            for problem in record.reading.problems.list { append(problem, foreign: nil) }
            json.endArray()
        }
        if let error = record.reading.error {
            json.key("error")
            append(error, foreign: record.foreign)
        }
        json.endObject()
        json.endLine()
    }

    /// Prints nothing: TCP events are no APDUs.
    public mutating func receive(_ event: ConnectionEvent) {}

    /// Prints nothing: notices are no APDUs.
    public mutating func receive(_ notice: Notice) {}

    private mutating func append(_ control: ControlField) {
        switch control {
        case .information(let send, let receive):
            json.member("format", "I")
            json.member("ns", send.value)
            json.member("nr", receive.value)
        case .supervisory(let receive):
            json.member("format", "S")
            json.member("nr", receive.value)
        case .unnumbered(let function):
            json.member("format", "U")
            json.member("function", function.description)
        }
    }

    private mutating func append(_ header: ASDUHeader) {
        json.member("typeId", header.type.rawValue)
        if let row = profile.types[header.type] { json.member("type", row.mnemonic) }
        json.member("sq", header.isSequence)
        json.member("count", header.count)
        json.member("causeId", header.cause.cause.rawValue)
        json.member("cause", header.cause.cause.description)
        json.member("negative", header.cause.isNegative)
        json.member("test", header.cause.isTest)
        if profile.causeSize == 2 { json.member("originator", header.cause.originator) }
        json.member("commonAddress", header.commonAddress.value)
    }

    private mutating func append(_ problem: DecodeError, foreign: ForeignProtocol?) {
        json.beginObject()
        json.member("code", foreign == nil ? problem.code.name : "foreign-protocol")
        json.member("offset", problem.offset)
        if let foreign {
            json.member("message", "not IEC 104 but \(foreign)")
        } else {
            json.member("message", problem.description)
        }
        json.endObject()
    }
}

extension OctetText {
    mutating func append(_ endpoint: Endpoint) {
        append(endpoint.description)
    }
}

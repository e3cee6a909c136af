import IEC104Codec

/// Prints one JSON object a line for each APDU; see Docs/Guides/Decoder.md for the keys.
public struct JSONPrinter: InspectionSink, Sendable {
    /// What was noticed of the input as such since `removeAll`: it is no APDU and has no line.
    public private(set) var notices: [Notice] = []
    private var json = JSONWriter()
    /// The endpoints of the record before: mostly they are those of the next one too.
    private var from: (endpoint: Endpoint, text: String)?
    private var to: (endpoint: Endpoint, text: String)?
    private let profile: Profile

    /// A printer for records read with `profile`.
    public init(profile: Profile = .standard) { self.profile = profile }

    /// What was printed since `removeAll`.
    public var text: OctetText { json.text }

    /// Forgets what was printed.
    public mutating func removeAll() {
        json.removeAll()
        notices.removeAll(keepingCapacity: true)
    }

    /// Prints an APDU.
    public mutating func receive(_ record: borrowing APDURecord) {
        json.beginObject()
        json.member("n", record.number)
        if let time = record.time { json.member("time") { $0.append(time) } }
        if let from = record.from, let to = record.to { append(from, to) }
        if let direction = record.direction { json.member("direction", plain: direction.name) }
        json.member("bytes") { $0.append(hex: record.reading.octets.span) }
        if let control = record.reading.control { append(control) }
        if let header = record.reading.header {
            let row = profile.types[header.type]
            append(header, row)
            json.beginArray("objects")
            for object in record.reading.objects {
                json.beginObject()
                json.append(object, of: record.reading, row)
                json.endObject()
            }
            json.endArray()
        }
        if !record.reading.problems.isEmpty {
            json.beginArray("problems")
            for problem in record.reading.problems.list { append(problem) }
            json.endArray()
        }
        if let error = record.reading.error {
            json.key("error")
            if let foreign = record.foreign {
                append("foreign-protocol", error.offset, "not IEC 104 but \(foreign)")
            } else if let broken = record.broken {
                append(broken.code, error.offset, broken.description)
            } else {
                append(error)
            }
        }
        json.endObject()
        json.endLine()
    }

    /// Prints nothing: TCP events are no APDUs.
    public mutating func receive(_ event: ConnectionEvent) {}

    /// Keeps a notice in `notices`.
    public mutating func receive(_ notice: Notice) { notices.append(notice) }

    private mutating func append(_ from: Endpoint, _ to: Endpoint) {
        if self.from?.endpoint != from { self.from = (from, from.description) }
        if self.to?.endpoint != to { self.to = (to, to.description) }
        if let text = self.from?.text { json.member("from", plain: text) }
        if let text = self.to?.text { json.member("to", plain: text) }
    }

    private mutating func append(_ control: ControlField) {
        switch control {
        case .information(let send, let receive):
            json.member("format", plain: "I")
            json.member("ns", send.value)
            json.member("nr", receive.value)
        case .supervisory(let receive):
            json.member("format", plain: "S")
            json.member("nr", receive.value)
        case .unnumbered(let function):
            json.member("format", plain: "U")
            json.member("function", plain: function.description)
        }
    }

    private mutating func append(_ header: ASDUHeader, _ row: TypeDescriptor?) {
        json.member("typeId", header.type.rawValue)
        if let row { json.member("type", row.mnemonic) }
        json.member("sq", header.isSequence)
        json.member("count", header.count)
        json.member("causeId", header.cause.cause.rawValue)
        json.member("cause", plain: header.cause.cause.description)
        json.member("negative", header.cause.isNegative)
        json.member("test", header.cause.isTest)
        if profile.causeSize == 2 { json.member("originator", header.cause.originator) }
        json.member("commonAddress", header.commonAddress.value)
    }

    private mutating func append(_ problem: DecodeError) {
        append(problem.code.name, problem.offset, problem.description)
    }

    private mutating func append(_ code: String, _ offset: Int, _ message: String) {
        json.beginObject()
        json.member("code", code)
        json.member("offset", offset)
        json.member("message", message)
        json.endObject()
    }
}

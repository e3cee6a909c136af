import IEC104Codec

/// Prints a line for each value that an outstation reports; all else that passes is left out.
public struct ValuePrinter: InspectionSink, Sendable {
    /// How a line is written.
    public enum Format: Sendable {
        /// For readers.
        case text
        /// One JSON object a line; see Docs/Guides/Master.md for the keys.
        case json
        /// Comma-separated values (RFC 4180), a row a value; see `header`.
        case csv
        /// InfluxDB line protocol with times in nanoseconds.
        case influx
    }

    private let format: Format
    private let language: Language
    private let profile: Profile
    let wireTime: WireTime
    private let colors: Colors
    var lines = OctetText()
    private var json = JSONWriter()
    /// What the lines of one APDU have in common, which is written once for all its objects.
    var head = OctetText()
    private var jsonHead = JSONWriter()

    /// A printer for records read with `profile`; language and colors are those of text, `wireTime`
    /// is for the times of Influx lines.
    public init(
        format: Format, language: Language = .english, isColored: Bool = false,
        profile: Profile = .standard, wireTime: WireTime = .utc
    ) {
        self.format = format
        self.language = language
        self.profile = profile
        self.wireTime = wireTime
        colors = Colors(isOn: isColored)
    }

    /// What was printed since `removeAll`.
    public var text: OctetText { format == .json ? json.text : lines }

    /// Forgets what was printed.
    public mutating func removeAll() {
        lines.removeAll()
        json.removeAll()
    }

    /// Prints the values of an APDU.
    public mutating func receive(_ record: borrowing APDURecord) {
        receive(record, from: ValueSource())
    }

    /// Prints the values of an APDU of an RTU that the user has names for.
    public mutating func receive(
        _ record: borrowing APDURecord, from source: borrowing ValueSource
    ) {
        // What cannot be read whole is no value: with other sizes of the fields it would be nonsense.
        guard !record.reading.isUnreadable,
            let header = record.reading.header,
            let row = (source.profile ?? profile).types[header.type],
            !row.monitorCauses.isEmpty, row.controlCauses.isEmpty, row.addressRule == .object
        else { return }
        head.removeAll()
        switch format {
        case .text: writeLineHead(header, record, source)
        case .json: writeJSONHead(header, row, record, source)
        case .csv: writeRowHead(header, row, record)
        case .influx: writePointHead(header, row, record, source)
        }
        for object in record.reading.objects {
            let label = source.label(of: object, header)
            switch format {
            case .text: appendLine(object, header, row, record, source, label)
            case .json: appendJSON(object, row, record, label)
            case .csv: appendRow(object, row, record, source, label)
            case .influx: appendPoint(object, row, record, label)
            }
        }
    }

    /// Prints nothing.
    public mutating func receive(_ event: ConnectionEvent) {}
    /// Prints nothing.
    public mutating func receive(_ notice: Notice) {}

    private mutating func writeLineHead(
        _ header: ASDUHeader, _ record: borrowing APDURecord, _ source: borrowing ValueSource
    ) {
        colors.set(.dim, in: &head)
        if let time = record.time {
            head.append(time, separator: UInt8(ascii: " "))
            head.append("  ")
        }
        if !source.rtu.isEmpty {
            head.append(source.rtu)
            head.append("  ")
        } else if let from = record.from {
            head.append(from)
            head.append("  ")
        }
        colors.reset(in: &head)
        head.append(language == .chinese ? "公共地址 " : "CA ")
        head.append(number: header.commonAddress.value)
        head.append("  ")
        colors.set(.cyan, in: &head)
    }

    private mutating func appendLine(
        _ object: InformationObject, _ header: ASDUHeader, _ row: TypeDescriptor,
        _ record: borrowing APDURecord, _ source: borrowing ValueSource, _ label: PointLabel?
    ) {
        lines.append(head)
        let start = lines.octets.count
        lines.append(number: object.address.value)
        lines.pad(lines.octets.count - start, to: 9)
        colors.reset(in: &lines)
        if let category = row.category {
            lines.append(word(category))
            lines.append("  ")
        }
        if source.labels != nil {
            let start = lines.octets.count
            lines.append(label?.name ?? "")
            lines.pad(lines.columns(from: start), to: Self.nameColumns)
        }
        let value = lines.octets.count
        lines.append(
            object.information, of: record.reading, source.profile ?? profile, in: language)
        if let label { append(label) }
        var width = lines.columns(from: value)
        if let limit = label?.limit {
            let text = limit.phrase[language]
            width += text.columns
            colors.set(.yellow, in: &lines)
            lines.append(text)
            colors.reset(in: &lines)
        }
        lines.pad(width, to: source.labels == nil ? 16 : 28)
        if object.timeTag != .none {
            colors.set(.dim, in: &lines)
            lines.append(object.timeTag, in: language)
            lines.append("  ")
            colors.reset(in: &lines)
        }
        let cause = header.cause.cause
        colors.set(.green, in: &lines)
        lines.append(language == .chinese ? cause.chineseName : cause.description)
        colors.reset(in: &lines)
        if header.cause.isTest { lines.append(Phrase(", test", ",试验")[language]) }
        lines.append(UInt8(ascii: "\n"))
    }

    /// What names of points take, where there are any; longer ones take what they need.
    private static let nameColumns = 22

    /// Engineering value and unit.
    private mutating func append(_ label: PointLabel) {
        if let scaled = label.scaled {
            lines.append(" = ")
            lines.append(scaled)
        }
        if !label.unit.isEmpty { lines.append(" " + label.unit) }
    }

    private func word(_ category: PointCategory) -> String {
        language == .chinese ? category.chineseName : category.rawValue
    }

    private mutating func writeJSONHead(
        _ header: ASDUHeader, _ row: TypeDescriptor, _ record: borrowing APDURecord,
        _ source: borrowing ValueSource
    ) {
        jsonHead.removeAll()
        jsonHead.beginObject()
        if let time = record.time { jsonHead.member("received") { $0.append(time) } }
        if !source.rtu.isEmpty { jsonHead.member("rtu", source.rtu) }
        if let from = record.from { jsonHead.member("host") { $0.append(from) } }
        jsonHead.member("station", header.commonAddress.value)
        jsonHead.member("typeId", header.type.rawValue)
        jsonHead.member("type", row.mnemonic)
        jsonHead.member("causeId", header.cause.cause.rawValue)
        jsonHead.member("cause", plain: header.cause.cause.description)
        if header.cause.isTest { jsonHead.member("test", true) }
    }

    private mutating func appendJSON(
        _ object: InformationObject, _ row: TypeDescriptor, _ record: borrowing APDURecord,
        _ label: PointLabel?
    ) {
        json.goOn(with: jsonHead)
        json.append(object, of: record.reading, row)
        if let label {
            if !label.name.isEmpty { json.member("name", label.name) }
            if let scaled = label.scaled {
                json.key("scaled")
                json.value(scaled)
            }
            if !label.unit.isEmpty { json.member("unit", label.unit) }
            if let limit = label.limit { json.member("limit", limit.rawValue) }
        }
        json.endObject()
        json.endLine()
    }
}

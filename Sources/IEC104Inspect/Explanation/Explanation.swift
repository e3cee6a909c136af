import IEC104Codec

/// One line of an explanation: a field of an APDU, down to single bits.
public struct ExplanationRow: Hashable, Sendable {
    /// The offset of its first octet in the APDU.
    public let offset: Int
    /// Its octets.
    public let octets: [UInt8]
    /// Which bits of the octets it is, bit 0 lowest; `nil`: all.
    public let bits: ClosedRange<Int>?
    /// The field's name.
    public let name: String
    /// The value as it is written.
    public let value: String
    /// What the value means.
    public let meaning: String
    /// The clause of the standard: of IEC 60870-5-101, unless it names another.
    public let clause: String
    /// The object that the field belongs to, from 0 on; `nil` in the header.
    public let object: Int?
}

/// Takes an APDU apart into its fields.
public struct Explanation: Sendable {
    /// The fields, in the order of their octets.
    public private(set) var rows: [ExplanationRow] = []

    private let octets: [UInt8]
    private let language: Language
    private let profile: Profile
    private var offset = 0
    private var object: Int?

    /// The fields of `reading`, with words in `language`.
    public init(
        _ reading: APDUReading, language: Language = .english, profile: Profile = .standard
    ) {
        octets = reading.octets
        self.language = language
        self.profile = profile
        guard let control = reading.control else {
            appendRest(Phrase("not readable", "无法解析"))
            return
        }
        appendFrame(control)
        if let header = reading.header { appendHeader(header) }
        appendObjects(reading.isPruned ? reading.unpruned(profile) : reading)
        object = nil
        appendRest(Phrase("belongs to no object", "不属于任何信息对象"))
        if reading.isPruned { rows.removeAll { $0.object.map { !reading.keeps($0) } ?? false } }
    }

    // MARK: Frame

    private static let frame = "60870-5-104, 5"
    private static let sequence = "60870-5-104, 5.1"
    private static let cp24 = Phrase("CP24Time2a", "CP24Time2a")
    private static let cp56 = Phrase("CP56Time2a", "CP56Time2a")

    private mutating func appendFrame(_ control: ControlField) {
        append(1, Phrase("START", "START"), hex(1), Phrase("start character", "启动字符"), Self.frame)
        append(
            1, Phrase("Length", "长度"), "\(octets[1])",
            Phrase("octets that follow", "APDU长度(其后的字节数)"), Self.frame)
        switch control {
        case .information(let send, let receive):
            appendSequence(
                2, "N(S)", send, Phrase("send sequence number", "发送序号"),
                format: Phrase("I format", "I格式"))
            appendSequence(
                2, "N(R)", receive, Phrase("receive sequence number", "接收序号"), format: nil)
        case .supervisory(let receive):
            append(
                2, Phrase("Control field 1-2", "控制域1-2"), hex(2),
                Phrase("S format", "S格式"), Self.frame)
            appendSequence(
                2, "N(R)", receive, Phrase("receive sequence number", "接收序号"), format: nil)
        case .unnumbered(let function):
            append(
                1, Phrase("Control field 1", "控制域1"), hex(1),
                Phrase("U format, ", "U格式, ") + Phrase.function(function), "60870-5-104, 5.3")
            append(
                3, Phrase("Control field 2-4", "控制域2-4"), hex(3), Phrase.reserved, Self.frame)
        }
    }

    private mutating func appendSequence(
        _ size: Int, _ name: String, _ number: SequenceNumber, _ meaning: Phrase, format: Phrase?
    ) {
        let bit = octets.count > offset ? octets[offset] & 1 : 0
        appendRow(
            size, 0...0, format == nil ? Phrase("RES", "RES") : Phrase("Format", "格式"),
            "\(bit)", format ?? .reserved, Self.frame)
        appendRow(size, 1...15, Phrase(name, name), "\(number)", meaning, Self.sequence)
        offset += size
    }

    // MARK: Header of the ASDU

    private mutating func appendHeader(_ header: ASDUHeader) {
        let row = profile.types[header.type]
        let name = row.map {
            Phrase("\($0.mnemonic) \($0.name)", "\($0.mnemonic) \($0.chineseName)")
        }
        append(
            1, Phrase("Type identification", "类型标识"), "\(header.type.rawValue)",
            name ?? Phrase("unknown type", "未知类型"), row?.clause ?? "7.2.1")
        appendRow(
            1, 0...6, Phrase("N", "N"), "\(header.count)",
            Phrase("number of objects or elements", "信息对象或元素数目"), "7.2.2")
        appendRow(
            1, 7...7, Phrase("SQ", "SQ"), header.isSequence ? "1" : "0",
            header.isSequence
                ? Phrase("elements of consecutive addresses", "地址连续的信息元素序列")
                : Phrase("objects with an address each", "每个信息对象各有地址"), "7.2.2")
        offset += 1
        appendCause(header.cause)
        append(
            profile.commonAddressSize, Phrase("Common address", "公共地址"), "\(header.commonAddress)",
            header.commonAddress == profile.globalCommonAddress
                ? Phrase("all stations", "所有站(全局地址)") : Phrase("station", "站地址"), "7.2.4")
    }

    private mutating func appendCause(_ cause: CauseOfTransmission) {
        appendRow(
            1, 0...5, Phrase("Cause", "传送原因"), "\(cause.cause.rawValue)",
            Phrase(cause.cause.description, cause.cause.chineseName), "7.2.3")
        appendRow(
            1, 6...6, Phrase("P/N", "P/N"), cause.isNegative ? "1" : "0",
            cause.isNegative ? Phrase("negative", "否定确认") : Phrase("positive", "肯定确认"), "7.2.3")
        appendRow(
            1, 7...7, Phrase("T", "T"), cause.isTest ? "1" : "0",
            cause.isTest ? Phrase("test", "试验") : Phrase("no test", "未试验"), "7.2.3")
        offset += 1
        if profile.causeSize == 2 {
            append(
                1, Phrase("Originator", "源发者"), "\(cause.originator)",
                cause.originator == 0
                    ? Phrase("default", "缺省(未用)") : Phrase("originator address", "源发地址"), "7.2.3")
        }
    }

    // MARK: Objects

    private mutating func appendObjects(_ reading: APDUReading) {
        guard let header = reading.header, let row = profile.types[header.type] else {
            return appendRawObjects(reading, hasAddress: true)
        }
        guard row.information != .raw else {
            return appendRawObjects(reading, hasAddress: row.addressRule != .absent)
        }
        for (index, item) in reading.objects.enumerated() {
            object = index
            if index == 0 || !header.isSequence { appendAddress(item.address) }
            for element in row.information.elements { append(element) }
            switch item.information {
            case .fileSegment(_, _, let range):
                if range.count > 0 {
                    append(
                        Int(range.count), Phrase("Segment", "段"), "",
                        Phrase("octets of the file", "文件数据"), "7.3.6.6")
                }
            case .privateFields(let range): appendPrivate(row.fields, reading.octets(range))
            default: break
            }
            switch row.timeTag {
            case .none: break
            case .cp24: append(3, ElementFields.cp24, Self.cp24, "7.2.6.19")
            case .cp56: append(7, ElementFields.cp56, Self.cp56, "7.2.6.18")
            }
        }
    }

    private mutating func appendRawObjects(_ reading: APDUReading, hasAddress: Bool) {
        guard let item = reading.objects.first, case .raw(_, let range) = item.information else {
            return
        }
        object = 0
        if hasAddress { appendAddress(item.address) }
        append(
            Int(range.count), Phrase("Raw", "原始数据"), "", Phrase("not taken apart", "不作解析的原始数据"),
            "7.2.6")
    }

    private mutating func appendAddress(_ address: ObjectAddress) {
        append(
            profile.objectAddressSize, Phrase("Object address", "信息对象地址"), "\(address)",
            Phrase("information object address", "信息对象地址"), "7.2.5")
    }

    private mutating func append(_ element: ElementDescriptor) {
        append(
            element.size, ElementFields.fields(of: element), ElementFields.name(of: element),
            element.clause)
    }

    /// The bit fields of an element; one that fills it takes the element's own name.
    private mutating func append(
        _ size: Int, _ fields: [BitField], _ element: Phrase, _ clause: String
    ) {
        var bits: UInt64 = 0
        for index in 0..<min(size, 8) where offset + index < octets.count {
            bits |= UInt64(octets[offset + index]) << UInt64(8 * index)
        }
        for field in fields {
            let (value, meaning) = field.text(bits, in: language)
            let isWhole = field.width == size * 8
            let first = field.first / 8
            let last = (field.first + field.width - 1) / 8
            let start = field.first - first * 8
            addRow(
                offset + first, last - first + 1,
                isWhole ? nil : start...(start + field.width - 1),
                (isWhole ? field.name : element + Phrase(" ", " ") + field.name)[language], value,
                meaning, clause)
        }
        offset += size
    }

    private mutating func appendPrivate(_ fields: [PrivateField], _ octets: ArraySlice<UInt8>) {
        let values = PrivateField.values(of: fields, in: octets.span) ?? []
        for (field, value) in zip(fields, values) {
            let text: String
            switch value {
            case .unsigned(let number): text = "\(number)"
            case .signed(let number): text = "\(number)"
            case .float(let number):
                var digits = OctetText()
                digits.append(number.value)
                text = digits.string
            case .quality(let quality): text = "\(quality.rawValue)"
            }
            append(
                field.format.size, Phrase(field.name, field.name), text,
                Phrase(field.format.rawValue, field.format.rawValue), "private")
        }
    }

    // MARK: Rows

    private mutating func appendRest(_ meaning: Phrase) {
        if offset < octets.count {
            append(octets.count - offset, Phrase("Octets", "字节"), "", meaning, "")
        }
    }

    /// The next `count` octets.
    private func hex(_ count: Int) -> String {
        var text = OctetText()
        text.append(
            hex: octets[min(offset, octets.count)..<min(offset + count, octets.count)].span,
            separator: UInt8(ascii: " "))
        return text.string
    }

    private mutating func append(
        _ size: Int, _ name: Phrase, _ value: String, _ meaning: Phrase, _ clause: String
    ) {
        appendRow(size, nil, name, value, meaning, clause)
        offset += size
    }

    private mutating func appendRow(
        _ size: Int, _ bits: ClosedRange<Int>?, _ name: Phrase, _ value: String,
        _ meaning: Phrase, _ clause: String
    ) {
        addRow(offset, size, bits, name[language], value, meaning[language], clause)
    }

    private mutating func addRow(
        _ offset: Int, _ size: Int, _ bits: ClosedRange<Int>?, _ name: String, _ value: String,
        _ meaning: String, _ clause: String
    ) {
        let first = min(offset, octets.count)
        rows.append(
            ExplanationRow(
                offset: offset, octets: Array(octets[first..<min(first + size, octets.count)]),
                bits: bits, name: name, value: value, meaning: meaning, clause: clause,
                object: object))
    }
}

extension Phrase {
    static func + (left: Phrase, right: Phrase) -> Phrase {
        Phrase(left.english + right.english, left.chinese + right.chinese)
    }
}

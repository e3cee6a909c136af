import IEC104Codec

/// Rows of CSV.
extension ValuePrinter {
    /// The first line of CSV: the names of the columns.
    public static let header =
        "received,host,station,type_id,type,cause_id,cause,test,address,value,quality,time,"
        + "time_flags,more,raw,rtu,name,scaled,unit,limit\n"

    /// Begins each row of an APDU.
    mutating func writeRowHead(
        _ header: ASDUHeader, _ row: TypeDescriptor, _ record: borrowing APDURecord
    ) {
        if let time = record.time { head.append(time) }
        head.comma()
        if let from = record.from { head.append(from) }
        head.comma()
        head.append(number: header.commonAddress.value)
        head.comma()
        head.append(number: header.type.rawValue)
        head.comma()
        head.append(cell: row.mnemonic)
        head.comma()
        head.append(number: header.cause.cause.rawValue)
        head.comma()
        head.append(cell: header.cause.cause.description)
        head.append(header.cause.isTest ? ",1," : ",0,")
    }

    mutating func appendRow(
        _ object: InformationObject, _ row: TypeDescriptor, _ record: borrowing APDURecord,
        _ source: borrowing ValueSource, _ label: PointLabel?
    ) {
        let value = FlatValue(object, of: record.reading, row)
        lines.append(head)
        lines.append(number: object.address.value)
        comma()
        if let number = value.number { lines.append(number) }
        comma()
        if let quality = value.quality { lines.append(names: quality) }
        comma()
        lines.append(clock: object.timeTag)
        comma()
        lines.append(flagsOf: object.timeTag)
        comma()
        if !value.extras.isEmpty {
            var more = OctetText()
            for (index, extra) in value.extras.enumerated() {
                if index > 0 { more.append(UInt8(ascii: ";")) }
                more.append(extra.name)
                more.append(UInt8(ascii: "="))
                more.append(extra.number)
            }
            lines.append(cell: more.string)
        }
        comma()
        lines.append(hex: value.raw.span)
        comma()
        lines.append(cell: source.rtu)
        comma()
        lines.append(cell: label?.name ?? "")
        comma()
        if let scaled = label?.scaled { lines.append(scaled) }
        comma()
        lines.append(cell: label?.unit ?? "")
        comma()
        lines.append(label?.limit?.rawValue ?? "")
        lines.append(UInt8(ascii: "\n"))
    }

    private mutating func comma() { lines.comma() }
}

extension OctetText {
    fileprivate mutating func comma() { append(UInt8(ascii: ",")) }

    /// A cell of CSV, in quotes where it needs them.
    mutating func append(cell text: String) {
        let isPlain = text.utf8.allSatisfy {
            $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "\"") && $0 >= 0x20
        }
        guard !isPlain else { return append(text) }
        append(UInt8(ascii: "\""))
        for octet in text.utf8 {
            if octet == UInt8(ascii: "\"") { append(octet) }
            append(octet)
        }
        append(UInt8(ascii: "\""))
    }

    /// What the station's clock showed; nothing when it is impossible.
    fileprivate mutating func append(clock tag: TimeTag) {
        switch tag {
        case .none: break
        case .cp24(let time): if time.isPossible { append(time) }
        case .cp56(let time): if let calendar = time.calendarTime { append(calendar) }
        }
    }
}

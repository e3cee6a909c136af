import IEC104Codec

/// Points of the InfluxDB line protocol.
extension ValuePrinter {
    /// What stands behind the address in each point of an APDU.
    mutating func writePointHead(
        _ header: ASDUHeader, _ row: TypeDescriptor, _ record: borrowing APDURecord,
        _ source: borrowing ValueSource
    ) {
        // An RTU with several links is one series.
        if !source.rtu.isEmpty {
            head.append(",rtu=")
            head.append(influxName: source.rtu)
        } else if let from = record.from {
            head.append(",host=")
            head.append(from)
        }
        head.append(",station=")
        head.append(number: header.commonAddress.value)
        head.append(" type=\"")
        head.append(influxText: row.mnemonic)
        head.append("\",cause=\"")
        head.append(influxText: header.cause.cause.description)
        head.append("\",test=")
        head.append(header.cause.isTest ? "true" : "false")
    }

    /// Measurement `iec104`; the tags name the point and nothing else, so that a point is one
    /// series whatever type and cause its values come with. Fields have one kind each: InfluxDB
    /// refuses a point whose field was of another kind before.
    mutating func appendPoint(
        _ object: InformationObject, _ row: TypeDescriptor, _ record: borrowing APDURecord,
        _ label: PointLabel?
    ) {
        let value = FlatValue(object, of: record.reading, row)
        lines.append("iec104,address=")
        lines.append(number: object.address.value)
        lines.append(head)
        // The protocol has neither NaN nor infinity: such a value is left out.
        if let number = value.number, number.isFinite {
            lines.append(",value=")
            lines.append(number)
        }
        if let quality = value.quality {
            lines.append(",good=")
            lines.append(quality.isEmpty ? "true" : "false")
            lines.append(",quality=\"")
            lines.append(names: quality)
            lines.append("\"")
        }
        if let scaled = label?.scaled, scaled.isFinite {
            lines.append(",scaled=")
            lines.append(scaled)
        }
        if let name = label?.name, !name.isEmpty { append("name", name) }
        if let unit = label?.unit, !unit.isEmpty { append("unit", unit) }
        if let limit = label?.limit { append("limit", limit.rawValue) }
        for extra in value.extras where extra.number.isFinite {
            lines.append(",")
            lines.append(influxName: extra.name)
            lines.append("=")
            lines.append(extra.number)
        }
        if !value.raw.isEmpty {
            lines.append(",raw=\"")
            lines.append(hex: value.raw.span)
            lines.append("\"")
        }
        appendTimes(object.timeTag, record.time?.nanoseconds)
        lines.append(UInt8(ascii: "\n"))
    }

    private mutating func append(_ field: StaticString, _ text: String) {
        lines.append(",")
        lines.append(field)
        lines.append("=\"")
        lines.append(influxText: text)
        lines.append("\"")
    }

    /// Both times as fields, and the time of the point: that of the wire when it is valid.
    private mutating func appendTimes(_ tag: TimeTag, _ received: Int64?) {
        let wire = wireTime.milliseconds(
            of: tag, received: (received ?? 0).floorDivided(by: 1_000_000).quotient
        )
        .map { $0 &* 1_000_000 }
        if let received {
            lines.append(",received=")
            lines.append(number: received)
            lines.append("i")
        }
        if let wire {
            lines.append(",wire=")
            lines.append(number: wire)
            lines.append("i")
        }
        var flags = OctetText()
        flags.append(flagsOf: tag)
        if !flags.octets.isEmpty {
            lines.append(",time_flags=\"")
            lines.append(flags)
            lines.append("\"")
        }
        if let time = wire ?? received {
            lines.append(UInt8(ascii: " "))
            lines.append(number: time)
        }
    }
}

extension OctetText {
    /// A name or a tag's value of the line protocol: comma, equals sign and space are escaped. What
    /// it cannot say: a control character becomes `_`; a backslash at the end, or before what is
    /// escaped, would be one that escapes, and becomes `＼` (U+FF3C), so that no two names get one.
    mutating func append(influxName text: String) {
        var isBackslash = false
        for octet in text.utf8 {
            let isEscaped =
                octet == UInt8(ascii: ",") || octet == UInt8(ascii: "=")
                || octet == UInt8(ascii: " ")
            if isBackslash { append(isEscaped ? "\u{FF3C}" : "\\") }
            isBackslash = octet == UInt8(ascii: "\\")
            if isEscaped { append(UInt8(ascii: "\\")) }
            if octet < 0x20 { append(UInt8(ascii: "_")) } else if !isBackslash { append(octet) }
        }
        if isBackslash { append("\u{FF3C}") }
    }

    /// A text field of the line protocol, between its quotes. It has no line ends.
    mutating func append(influxText text: String) {
        for octet in text.utf8 {
            switch octet {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                append(UInt8(ascii: "\\"))
                append(octet)
            case 0..<0x20: append(UInt8(ascii: " "))
            default: append(octet)
            }
        }
    }
}

import IEC104Codec

extension JSONWriter {
    /// The members of an information object.
    ///
    /// - Parameter row: the row of their type; `nil` when the profile does not know it.
    mutating func append(
        _ object: InformationObject, of reading: borrowing APDUReading,
        _ row: TypeDescriptor?
    ) {
        if row?.addressRule != .absent { member("address", object.address.value) }
        switch object.information {
        case .singlePoint(let point):
            member("value", point.isOn)
            append(point.quality)
        case .doublePoint(let point):
            member("value", point.state.rawValue)
            append(point.quality)
        case .stepPosition(let step, let quality):
            member("value", step.value)
            member("transient", step.isTransient)
            append(quality)
        case .bitString(let bits, let quality):
            member("value", bits)
            append(quality)
        case .normalized(let value, let quality):
            append(value)
            append(quality)
        case .scaled(let value, let quality):
            member("value", value)
            append(quality)
        case .shortFloat(let value, let quality):
            append(value)
            append(quality)
        case .integratedTotal(let counter): append(counter)
        case .packedSinglePoints(let points, let quality):
            member("status", points.status)
            member("changed", points.changed)
            append(quality)
        case .normalizedWithoutQuality(let value): append(value)
        case .protectionEvent, .protectionStart, .protectionOutput:
            appendProtection(object.information)
        case .singleCommand, .doubleCommand, .stepCommand, .normalizedSetPoint, .scaledSetPoint,
            .floatSetPoint, .bitStringCommand:
            appendCommand(object.information)
        case .fileReady, .sectionReady, .fileCall, .fileLast, .fileAcknowledgement, .fileSegment,
            .fileDirectory, .logQuery:
            appendFile(object.information, reading)
        case .securityStatistics(let association, let counter):
            member("aid", association)
            append(counter)
        case .privateFields(let range):
            append(row?.fields ?? [], reading.octets(range))
        case .raw(_, let range): member("raw") { $0.append(hex: reading.octets(range).span) }
        default: appendSystem(object.information)
        }
        append(object.timeTag)
    }

    private mutating func appendProtection(_ information: Information) {
        switch information {
        case .protectionEvent(let event, let elapsed):
            member("value", event.state.rawValue)
            append(event.quality)
            member("elapsed", elapsed.milliseconds)
        case .protectionStart(let events, let quality, let elapsed):
            append(events.rawValue, SPE.names)
            append(quality)
            member("elapsed", elapsed.milliseconds)
        case .protectionOutput(let circuits, let quality, let elapsed):
            append(circuits.rawValue, OCI.names)
            append(quality)
            member("elapsed", elapsed.milliseconds)
        default: break
        }
    }

    private mutating func appendCommand(_ information: Information) {
        switch information {
        case .singleCommand(let command):
            member("value", command.isOn)
            append(qualifier: command.qualifier.rawValue, select: command.isSelect)
        case .doubleCommand(let command):
            member("value", command.state)
            append(qualifier: command.qualifier.rawValue, select: command.isSelect)
        case .stepCommand(let command):
            member("value", command.state)
            append(qualifier: command.qualifier.rawValue, select: command.isSelect)
        case .normalizedSetPoint(let value, let qualifier):
            append(value)
            append(qualifier: qualifier.qualifier, select: qualifier.isSelect)
        case .scaledSetPoint(let value, let qualifier):
            member("value", value)
            append(qualifier: qualifier.qualifier, select: qualifier.isSelect)
        case .floatSetPoint(let value, let qualifier):
            append(value)
            append(qualifier: qualifier.qualifier, select: qualifier.isSelect)
        case .bitStringCommand(let bits): member("value", bits)
        default: break
        }
    }

    private mutating func appendSystem(_ information: Information) {
        switch information {
        case .endOfInitialization(let cause):
            member("coi", cause.cause)
            member("parametersChanged", cause.parametersChanged)
        case .interrogation(let qualifier): member("qoi", qualifier.rawValue)
        case .counterInterrogation(let qualifier):
            member("rqt", qualifier.request)
            member("frz", qualifier.freeze.rawValue)
        case .testPattern(let pattern): member("fbp", pattern)
        case .resetProcess(let qualifier): member("qrp", qualifier.rawValue)
        case .delay(let delay): member("delay", delay.milliseconds)
        case .testSequence(let counter): member("tsc", counter)
        case .normalizedParameter(let value, let qualifier):
            append(value)
            append(qualifier)
        case .scaledParameter(let value, let qualifier):
            member("value", value)
            append(qualifier)
        case .floatParameter(let value, let qualifier):
            append(value)
            append(qualifier)
        case .parameterActivation(let qualifier): member("qpa", qualifier.rawValue)
        default: break
        }
    }

    private mutating func appendFile(_ information: Information, _ reading: borrowing APDUReading) {
        switch information {
        case .fileReady(let file, let length, let qualifier):
            member("nof", file)
            member("lof", length)
            member("frq", qualifier.rawValue)
        case .sectionReady(let file, let section, let length, let qualifier):
            member("nof", file)
            member("nos", section)
            member("lof", length)
            member("srq", qualifier.rawValue)
        case .fileCall(let file, let section, let qualifier):
            member("nof", file)
            member("nos", section)
            member("scq", qualifier.rawValue)
        case .fileLast(let file, let section, let qualifier, let checksum):
            member("nof", file)
            member("nos", section)
            member("lsq", qualifier.rawValue)
            member("chs", checksum)
        case .fileAcknowledgement(let file, let section, let qualifier):
            member("nof", file)
            member("nos", section)
            member("afq", qualifier.rawValue)
        case .fileSegment(let file, let section, let range):
            member("nof", file)
            member("nos", section)
            member("los", range.count)
            member("segment") { $0.append(hex: reading.octets(range).span) }
        case .fileDirectory(let file, let length, let status):
            member("nof", file)
            member("lof", length)
            member("sof", status.rawValue)
        case .logQuery(let file, let start, let stop):
            member("nof", file)
            append("start", start)
            append("stop", stop)
        default: break
        }
    }

    private mutating func append(_ quality: Quality) {
        beginArray("quality")
        appendNames(quality)
    }

    /// The names in an array that has begun, and its end.
    private mutating func appendNames(_ quality: Quality) {
        if !quality.isEmpty {
            for (flag, name) in Quality.names where quality.contains(flag) { value(name) }
        }
        endArray()
    }

    private mutating func append(_ octet: UInt8, _ names: [String]) {
        member("value", octet)
        beginArray("flags")
        for (bit, name) in names.enumerated() where octet >> bit & 1 == 1 { value(name) }
        endArray()
    }

    private mutating func append(_ number: NVA) {
        key("value")
        value(number.value)
        member("raw", number.rawValue)
    }

    private mutating func append(_ number: R32) {
        key("value")
        value(number.value)
    }

    private mutating func append(_ counter: BCR) {
        member("value", counter.value)
        member("sequence", counter.sequence)
        member("carry", counter.carry)
        member("adjusted", counter.isAdjusted)
        append(counter.isInvalid ? Quality.invalid : [])
    }

    private mutating func append(_ qualifier: QPM) {
        member("kpa", qualifier.kind)
        member("lpc", qualifier.isLocalChange)
        member("pop", qualifier.isOutOfOperation)
    }

    private mutating func append(qualifier: UInt8, select: Bool) {
        member("qualifier", qualifier)
        member("select", select)
    }

    private mutating func append(_ key: StaticString, _ time: CP56Time2a) {
        if let calendar = time.calendarTime {
            member(key) { $0.append(calendar) }
        } else {
            null(key)
        }
    }

    private mutating func append(_ timeTag: TimeTag) {
        switch timeTag {
        case .none: break
        case .cp24(let time):
            if time.isPossible {
                member("time") { $0.append(time) }
            } else {
                null("time")
                appendRaw(UInt64(time.rawValue), size: 3)
            }
            appendFlags(time.isInvalid, false, time.isSubstituted)
        case .cp56(let time):
            append("time", time)
            if !time.isPossible { appendRaw(time.rawValue, size: 7) }
            appendFlags(time.isInvalid, time.isSummerTime, time.isSubstituted)
            member("dayOfWeek", time.dayOfWeek)
        }
    }

    private mutating func appendRaw(_ bits: UInt64, size: Int) {
        member("timeRaw") { text in
            for index in 0..<size {
                text.append(hex: UInt8(truncatingIfNeeded: bits >> UInt64(8 * index)))
            }
        }
    }

    private mutating func appendFlags(_ invalid: Bool, _ summer: Bool, _ substituted: Bool) {
        beginArray("timeFlags")
        if invalid { value(plain: "IV") }
        if summer { value(plain: "SU") }
        if substituted { value(plain: "RES1") }
        endArray()
    }

    private mutating func append(_ fields: [PrivateField], _ octets: ArraySlice<UInt8>) {
        guard let values = PrivateField.values(of: fields, in: octets.span) else { return }
        for (field, fieldValue) in zip(fields, values) {
            switch fieldValue {
            case .unsigned(let number):
                key(field.name)
                value(number)
            case .signed(let number):
                key(field.name)
                value(number)
            case .float(let number):
                key(field.name)
                value(number.value)
            case .quality(let quality):
                key(field.name)
                beginArray()
                appendNames(quality)
            }
        }
    }
}

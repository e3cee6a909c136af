import IEC104Codec

extension OctetText {
    /// What an information object carries, in words.
    mutating func append(
        _ information: Information, of reading: APDUReading, _ profile: Profile,
        in language: Language
    ) {
        switch information {
        case .singlePoint(let point):
            append((point.isOn ? Phrase.on : .off)[language])
            append(point.quality, in: language)
        case .doublePoint(let point):
            append(Phrase.doublePoint[Int(point.state.rawValue & 3)][language])
            append(point.quality, in: language)
        case .stepPosition(let step, let quality):
            append(number: step.value)
            if step.isTransient { appendPart(Phrase.moving[language]) }
            append(quality, in: language)
        case .bitString(let bits, let quality):
            append(bits: bits)
            append(quality, in: language)
        case .normalized(let value, let quality):
            append(value)
            append(quality, in: language)
        case .scaled(let value, let quality):
            append(number: value)
            append(quality, in: language)
        case .shortFloat(let value, let quality):
            append(value.value)
            append(quality, in: language)
        case .integratedTotal(let counter): append(counter, in: language)
        case .normalizedWithoutQuality(let value): append(value)
        case .packedSinglePoints(let points, let quality):
            append("ST ")
            append(bits: points.status)
            append(" CD ")
            append(bits: points.changed)
            append(quality, in: language)
        case .protectionEvent(let event, let elapsed):
            append(Phrase.doublePoint[Int(event.state.rawValue & 3)][language])
            append(event.quality, in: language)
            append(elapsed)
        case .protectionStart(let events, let quality, let elapsed):
            append(events.rawValue, Phrase.start, in: language)
            append(quality, in: language)
            append(elapsed)
        case .protectionOutput(let circuits, let quality, let elapsed):
            append(circuits.rawValue, Phrase.output, in: language)
            append(quality, in: language)
            append(elapsed)
        case .securityStatistics(let association, let counter):
            append("AID \(association), ")
            append(counter, in: language)
        case .privateFields(let range): append(reading, range, profile, in: language)
        case .raw(_, let range): append(hex: reading.octets(range).span, separator: 0x20)
        default:
            appendCommand(information, in: language)
            appendSystem(information, in: language)
            appendFile(information, of: reading, in: language)
        }
    }

    private mutating func appendCommand(_ information: Information, in language: Language) {
        switch information {
        case .singleCommand(let command):
            append((command.isOn ? Phrase.on : .off)[language])
            append(command.qualifier, command.isSelect, in: language)
        case .doubleCommand(let command):
            append(Phrase.doubleCommand[Int(command.state & 3)][language])
            append(command.qualifier, command.isSelect, in: language)
        case .stepCommand(let command):
            append(Phrase.stepCommand[Int(command.state & 3)][language])
            append(command.qualifier, command.isSelect, in: language)
        case .normalizedSetPoint(let value, let qualifier):
            append(value)
            append(qualifier, in: language)
        case .scaledSetPoint(let value, let qualifier):
            append(number: value)
            append(qualifier, in: language)
        case .floatSetPoint(let value, let qualifier):
            append(value.value)
            append(qualifier, in: language)
        case .bitStringCommand(let bits): append(bits: bits)
        default: break
        }
    }

    private mutating func appendSystem(_ information: Information, in language: Language) {
        switch information {
        case .endOfInitialization(let cause):
            append("COI \(cause.cause) ")
            append(Phrase.initialization(cause.cause)[language])
            if cause.parametersChanged {
                appendPart(Phrase("parameters changed", "当地参数改变后")[language])
            }
        case .interrogation(let qualifier):
            append("QOI \(qualifier.rawValue) ")
            append(Phrase.interrogation(qualifier.rawValue)[language])
        case .counterInterrogation(let qualifier):
            append("QCC \(qualifier.rawValue) ")
            append(Phrase.counterRequest(qualifier.request)[language])
            appendPart(Phrase.freeze[Int(qualifier.freeze.rawValue & 3)][language])
        case .testPattern(let pattern):
            append("FBP ")
            append(bits: pattern)
        case .resetProcess(let qualifier):
            append("QRP \(qualifier.rawValue) ")
            append(Phrase.reset(qualifier.rawValue)[language])
        case .delay(let delay): append("\(delay.milliseconds) ms")
        case .testSequence(let counter): append("TSC \(counter)")
        case .normalizedParameter(let value, let qualifier):
            append(value)
            append(qualifier, in: language)
        case .scaledParameter(let value, let qualifier):
            append(number: value)
            append(qualifier, in: language)
        case .floatParameter(let value, let qualifier):
            append(value.value)
            append(qualifier, in: language)
        case .parameterActivation(let qualifier):
            append("QPA \(qualifier.rawValue) ")
            append(Phrase.parameterActivation(qualifier.rawValue)[language])
        default: break
        }
    }

    private mutating func appendFile(
        _ information: Information, of reading: APDUReading, in language: Language
    ) {
        let file = Phrase("file", "文件")[language]
        let section = Phrase("section", "节")[language]
        let length = Phrase("length", "长度")[language]
        switch information {
        case .fileReady(let name, let octets, let qualifier):
            append("\(file) \(name), \(length) \(octets)")
            append(qualifier, in: language)
        case .sectionReady(let name, let part, let octets, let qualifier):
            append("\(file) \(name), \(section) \(part), \(length) \(octets)")
            append(qualifier, in: language)
        case .fileCall(let name, let part, let qualifier):
            append("\(file) \(name), \(section) \(part)")
            appendPart(Phrase.fileCall(qualifier.action)[language])
            appendError(qualifier.rawValue >> 4, in: language)
        case .fileLast(let name, let part, let qualifier, let checksum):
            append("\(file) \(name), \(section) \(part)")
            appendPart(Phrase.fileLast(qualifier.rawValue)[language])
            append(", CHS ")
            append(hex: checksum)
        case .fileAcknowledgement(let name, let part, let qualifier):
            append("\(file) \(name), \(section) \(part)")
            appendPart(Phrase.fileAcknowledgement(qualifier.action)[language])
            appendError(qualifier.rawValue >> 4, in: language)
        case .fileSegment(let name, let part, let range):
            append("\(file) \(name), \(section) \(part), \(length) \(range.count): ")
            append(hex: reading.octets(range).span, separator: 0x20)
        case .fileDirectory(let name, let octets, let status):
            append(
                "\((status.isDirectory ? Phrase("directory", "子目录") : Phrase("file", "文件"))[language])"
                    + " \(name), \(length) \(octets), SOF \(status.status)")
            if status.isLast { appendPart(Phrase("last of directory", "目录的最后文件")[language]) }
            if status.isActive { appendPart(Phrase("being transferred", "文件传输已激活")[language]) }
        case .logQuery(let name, let start, let stop):
            append("\(file) \(name), ")
            append(start, in: language)
            append(" ... ")
            append(stop, in: language)
        default: break
        }
    }

    /// The time tag, in words.
    mutating func append(_ timeTag: TimeTag, in language: Language) {
        switch timeTag {
        case .none: break
        case .cp24(let time):
            append(time)
            appendFlags(time.isPossible, time.isInvalid, false, time.isSubstituted, in: language)
        case .cp56(let time): append(time, in: language)
        }
    }

    private mutating func append(_ time: CP56Time2a, in language: Language) {
        if let calendar = time.calendarTime {
            append(calendar, separator: UInt8(ascii: " "))
        } else {
            appendFields(of: time)
        }
        appendFlags(
            time.isPossible, time.isInvalid, time.isSummerTime, time.isSubstituted, in: language)
    }

    /// The fields as they are on the wire, where no calendar has them.
    private mutating func appendFields(of time: CP56Time2a) {
        let year = time.yearOfCentury < 100 ? time.year : Int(time.yearOfCentury)
        let parts: [(number: Int, width: Int, behind: StaticString)] = [
            (year, 1, "-"), (Int(time.month), 2, "-"), (Int(time.day), 2, " "),
            (Int(time.hour), 2, ":"), (Int(time.minute), 2, ":"),
            (Int(time.milliseconds) / 1000, 2, "."), (Int(time.milliseconds) % 1000, 3, ""),
        ]
        for part in parts {
            append(unsigned: UInt64(part.number), width: part.width)
            append(part.behind)
        }
    }

    private mutating func appendFlags(
        _ isPossible: Bool, _ isInvalid: Bool, _ isSummer: Bool, _ isSubstituted: Bool,
        in language: Language
    ) {
        if !isPossible { appendPart(Phrase("no such time", "不存在的时间")[language]) }
        if isInvalid { appendPart(Phrase("time invalid", "时标无效")[language]) }
        if isSummer { appendPart(Phrase("summer time", "夏时制")[language]) }
        if isSubstituted { appendPart(Phrase("time substituted", "时标被取代")[language]) }
    }

    private mutating func appendPart(_ text: String) {
        append(", ")
        append(text)
    }

    private mutating func append(_ quality: Quality, in language: Language) {
        for (flag, phrase) in Phrase.quality where quality.contains(flag) {
            appendPart(phrase[language])
        }
    }

    private mutating func append(bits: some FixedWidthInteger & UnsignedInteger) {
        append("0x")
        var shift = bits.bitWidth
        while shift > 0 {
            shift -= 8
            append(hex: UInt8(truncatingIfNeeded: bits >> shift))
        }
    }

    private mutating func append(_ value: NVA) {
        append(value.value)
        append(" (\(value.rawValue))")
    }

    private mutating func append(_ counter: BCR, in language: Language) {
        append(number: counter.value)
        appendPart(Phrase("sequence \(counter.sequence)", "顺序号 \(counter.sequence)")[language])
        if counter.carry { appendPart(Phrase("carry", "进位")[language]) }
        if counter.isAdjusted { appendPart(Phrase("adjusted", "被调整")[language]) }
        if counter.isInvalid { append(Quality.invalid, in: language) }
    }

    private mutating func append(_ elapsed: CP16Time2a) { append(", \(elapsed.milliseconds) ms") }

    private mutating func append(_ octet: UInt8, _ names: [Phrase], in language: Language) {
        let set = names.indices.filter { octet >> $0 & 1 == 1 }
        if set.isEmpty { append("-") }
        for (place, bit) in set.enumerated() {
            if place > 0 { append(" + ") }
            append(names[bit][language])
        }
    }

    private mutating func append(
        _ qualifier: CommandQualifier, _ isSelect: Bool, in language: Language
    ) {
        appendPart((isSelect ? Phrase.select : .execute)[language])
        if qualifier.rawValue != 0 {
            append(", QU \(qualifier.rawValue) ")
            append(Phrase.commandQualifier(qualifier.rawValue)[language])
        }
    }

    private mutating func append(_ qualifier: QOS, in language: Language) {
        appendPart((qualifier.isSelect ? Phrase.select : .execute)[language])
        if qualifier.qualifier != 0 { append(", QL \(qualifier.qualifier)") }
    }

    private mutating func append(_ qualifier: QPM, in language: Language) {
        append(", KPA \(qualifier.kind) ")
        append(Phrase.parameter(qualifier.kind)[language])
        if qualifier.isLocalChange {
            appendPart(Phrase("local parameter change", "当地参数改变")[language])
        }
        if qualifier.isOutOfOperation {
            appendPart(Phrase("not in operation", "参数未运行")[language])
        }
    }

    private mutating func append(_ qualifier: ReadyQualifier, in language: Language) {
        appendPart(
            (qualifier.isReady ? Phrase("ready", "已准备好") : Phrase("not ready", "未准备好"))[language])
    }

    private mutating func appendError(_ number: UInt8, in language: Language) {
        if number != 0 { appendPart(Phrase.fileError(number)[language]) }
    }

    private mutating func append(
        _ reading: APDUReading, _ range: OctetRange, _ profile: Profile, in language: Language
    ) {
        let fields = reading.header.flatMap { profile.types[$0.type] }?.fields ?? []
        let values = PrivateField.values(of: fields, in: reading.octets(range).span) ?? []
        for (index, (field, value)) in zip(fields, values).enumerated() {
            if index > 0 { append(", ") }
            append(field.name)
            append(" ")
            switch value {
            case .unsigned(let number): append(number: number)
            case .signed(let number): append(number: number)
            case .float(let number): append(number.value)
            case .quality(let quality):
                let set = Phrase.quality.filter { quality.contains($0.quality) }
                append(
                    set.isEmpty
                        ? Phrase.good[language]
                        : set.map { $0.phrase[language] }.joined(separator: ", "))
            }
        }
    }
}

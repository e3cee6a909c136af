import IEC104Codec

extension Information {
    /// The fields beside address and time tag, read with the properties of the elements.
    func meaning(octets: [UInt8]) -> Meaning {
        switch self {
        case .singlePoint(let point):
            return ["value": word(point.isOn), "quality": point.quality.text]
        case .doublePoint(let point):
            return ["value": "\(point.state.rawValue)", "quality": point.quality.text]
        case .stepPosition(let step, let quality):
            return [
                "value": "\(step.value)", "transient": word(step.isTransient),
                "quality": quality.text,
            ]
        case .bitString(let bits, let quality):
            return ["value": "\(bits)", "quality": quality.text]
        case .normalized(let value, let quality):
            return value.meaning.adding(["quality": quality.text])
        case .scaled(let value, let quality):
            return ["value": "\(value)", "quality": quality.text]
        case .shortFloat(let value, let quality):
            return ["value": value.text, "quality": quality.text]
        case .integratedTotal(let counter): return counter.meaning
        case .protectionEvent(let event, let elapsed):
            return [
                "value": "\(event.state.rawValue)", "quality": event.quality.text,
                "elapsed": "\(elapsed.milliseconds)",
            ]
        case .protectionStart(let events, let quality, let elapsed):
            let set = SPE.names.enumerated().map { ($1, events.rawValue >> $0 & 1 == 1) }
            return [
                "value": "\(events.rawValue)", "flags": namesOfSet(set), "quality": quality.text,
                "elapsed": "\(elapsed.milliseconds)",
            ]
        case .protectionOutput(let circuits, let quality, let elapsed):
            let set = OCI.names.enumerated().map { ($1, circuits.rawValue >> $0 & 1 == 1) }
            return [
                "value": "\(circuits.rawValue)", "flags": namesOfSet(set), "quality": quality.text,
                "elapsed": "\(elapsed.milliseconds)",
            ]
        case .packedSinglePoints(let points, let quality):
            return [
                "status": "\(points.status)", "changed": "\(points.changed)",
                "quality": quality.text,
            ]
        case .normalizedWithoutQuality(let value): return value.meaning
        case .securityStatistics(let association, let counter):
            return counter.meaning.adding(["aid": "\(association)"])
        case .privateFields(let range), .raw(_, let range):
            return ["raw": part(range, of: octets).hex]
        default: return commandMeaning ?? systemMeaning ?? fileMeaning(octets)
        }
    }

    private var commandMeaning: Meaning? {
        switch self {
        case .singleCommand(let command):
            return [
                "value": word(command.isOn), "qualifier": "\(command.qualifier.rawValue)",
                "select": word(command.isSelect),
            ]
        case .doubleCommand(let command):
            return [
                "value": "\(command.state)", "qualifier": "\(command.qualifier.rawValue)",
                "select": word(command.isSelect),
            ]
        case .stepCommand(let command):
            return [
                "value": "\(command.state)", "qualifier": "\(command.qualifier.rawValue)",
                "select": word(command.isSelect),
            ]
        case .normalizedSetPoint(let value, let qualifier):
            return value.meaning.adding(qualifier.meaning)
        case .scaledSetPoint(let value, let qualifier):
            return qualifier.meaning.adding(["value": "\(value)"])
        case .floatSetPoint(let value, let qualifier):
            return qualifier.meaning.adding(["value": value.text])
        case .bitStringCommand(let bits): return ["value": "\(bits)"]
        default: return nil
        }
    }

    private var systemMeaning: Meaning? {
        switch self {
        case .empty: return [:]
        case .endOfInitialization(let cause):
            return ["coi": "\(cause.cause)", "parametersChanged": word(cause.parametersChanged)]
        case .interrogation(let qualifier): return ["qoi": "\(qualifier.rawValue)"]
        case .counterInterrogation(let qualifier):
            return ["rqt": "\(qualifier.request)", "frz": "\(qualifier.freeze.rawValue)"]
        case .testPattern(let pattern): return ["fbp": "\(pattern)"]
        case .resetProcess(let qualifier): return ["qrp": "\(qualifier.rawValue)"]
        case .delay(let delay): return ["delay": "\(delay.milliseconds)"]
        case .testSequence(let counter): return ["tsc": "\(counter)"]
        case .normalizedParameter(let value, let qualifier):
            return value.meaning.adding(qualifier.meaning)
        case .scaledParameter(let value, let qualifier):
            return qualifier.meaning.adding(["value": "\(value)"])
        case .floatParameter(let value, let qualifier):
            return qualifier.meaning.adding(["value": value.text])
        case .parameterActivation(let qualifier): return ["qpa": "\(qualifier.rawValue)"]
        default: return nil
        }
    }

    private func fileMeaning(_ octets: [UInt8]) -> Meaning {
        switch self {
        case .fileReady(let file, let length, let qualifier):
            return ["nof": "\(file)", "lof": "\(length)", "frq": "\(qualifier.rawValue)"]
        case .sectionReady(let file, let section, let length, let qualifier):
            return [
                "nof": "\(file)", "nos": "\(section)", "lof": "\(length)",
                "srq": "\(qualifier.rawValue)",
            ]
        case .fileCall(let file, let section, let qualifier):
            return ["nof": "\(file)", "nos": "\(section)", "scq": "\(qualifier.rawValue)"]
        case .fileLast(let file, let section, let qualifier, let checksum):
            return [
                "nof": "\(file)", "nos": "\(section)", "lsq": "\(qualifier.rawValue)",
                "chs": "\(checksum)",
            ]
        case .fileAcknowledgement(let file, let section, let qualifier):
            return ["nof": "\(file)", "nos": "\(section)", "afq": "\(qualifier.rawValue)"]
        case .fileSegment(let file, let section, let range):
            let segment = part(range, of: octets).hex
            return [
                "nof": "\(file)", "nos": "\(section)", "los": "\(range.count)",
                "segment": segment.isEmpty ? "-" : segment,
            ]
        case .fileDirectory(let file, let length, let status):
            return ["nof": "\(file)", "lof": "\(length)", "sof": "\(status.rawValue)"]
        case .logQuery(let file, let start, let stop):
            return ["nof": "\(file)", "start": start.text, "stop": stop.text]
        default: return [:]
        }
    }
}

private func part(_ range: OctetRange, of octets: [UInt8]) -> [UInt8] {
    Array(octets.dropFirst(Int(range.offset)).prefix(Int(range.count)))
}

extension Meaning {
    fileprivate func adding(_ others: Meaning) -> Meaning { merging(others) { first, _ in first } }
}

extension NVA {
    fileprivate var meaning: Meaning { ["value": "\(value)", "raw": "\(rawValue)"] }
}

extension R32 {
    fileprivate var text: String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value > 0 ? "Infinity" : "-Infinity" }
        return "\(Double(value))"
    }
}

extension BCR {
    fileprivate var meaning: Meaning {
        [
            "value": "\(value)", "sequence": "\(sequence)", "carry": word(carry),
            "adjusted": word(isAdjusted), "quality": namesOfSet([("IV", isInvalid)]),
        ]
    }
}

extension QOS {
    fileprivate var meaning: Meaning { ["qualifier": "\(qualifier)", "select": word(isSelect)] }
}

extension QPM {
    fileprivate var meaning: Meaning {
        ["kpa": "\(kind)", "lpc": word(isLocalChange), "pop": word(isOutOfOperation)]
    }
}

extension Quality {
    fileprivate var text: String {
        namesOfSet([
            ("OV", contains(.overflow)), ("EI", contains(.elapsedTimeInvalid)),
            ("BL", contains(.blocked)), ("SB", contains(.substituted)),
            ("NT", contains(.notTopical)), ("IV", contains(.invalid)),
        ])
    }
}

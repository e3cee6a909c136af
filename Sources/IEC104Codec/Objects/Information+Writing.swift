extension Information {
    /// Writes the octets, those that vary in number out of `octets`. Room and kind have been
    /// checked by the caller.
    @inline(__always)
    func write(to writer: inout OctetWriter, octets: Span<UInt8>) {
        switch self {
        case .singlePoint(let point): writer.write(point.rawValue)
        case .doublePoint(let point): writer.write(point.rawValue)
        case .stepPosition(let step, let quality):
            writer.write(step.rawValue)
            writer.write(quality.rawValue)
        case .bitString(let bits, let quality):
            writer.write(bits)
            writer.write(quality.rawValue)
        case .normalized(let value, let quality):
            writer.write(value.rawValue)
            writer.write(quality.rawValue)
        case .scaled(let value, let quality):
            writer.write(value)
            writer.write(quality.rawValue)
        case .shortFloat(let value, let quality):
            writer.write(value.rawValue)
            writer.write(quality.rawValue)
        case .integratedTotal(let counter): writer.write(counter)
        case .normalizedWithoutQuality(let value): writer.write(value.rawValue)
        case .packedSinglePoints(let points, let quality):
            writer.write(points.rawValue)
            writer.write(quality.rawValue)
        default: writeRare(to: &writer, octets: octets)
        }
    }

    @inline(never)
    private func writeRare(to writer: inout OctetWriter, octets: Span<UInt8>) {
        switch self {
        case .singlePoint, .doublePoint, .stepPosition, .bitString, .normalized, .scaled,
            .shortFloat, .integratedTotal, .normalizedWithoutQuality, .packedSinglePoints, .empty:
            break
        case .protectionEvent(let event, let elapsed):
            writer.write(event.rawValue)
            writer.write(elapsed.rawValue)
        case .protectionStart(let events, let quality, let elapsed):
            writer.write(events.rawValue)
            writer.write(quality.rawValue)
            writer.write(elapsed.rawValue)
        case .protectionOutput(let circuits, let quality, let elapsed):
            writer.write(circuits.rawValue)
            writer.write(quality.rawValue)
            writer.write(elapsed.rawValue)
        case .singleCommand(let command): writer.write(command.rawValue)
        case .doubleCommand(let command): writer.write(command.rawValue)
        case .stepCommand(let command): writer.write(command.rawValue)
        case .normalizedSetPoint(let value, let qualifier):
            writer.write(value.rawValue)
            writer.write(qualifier.rawValue)
        case .scaledSetPoint(let value, let qualifier):
            writer.write(value)
            writer.write(qualifier.rawValue)
        case .floatSetPoint(let value, let qualifier):
            writer.write(value.rawValue)
            writer.write(qualifier.rawValue)
        case .bitStringCommand(let bits): writer.write(bits)
        case .endOfInitialization(let cause): writer.write(cause.rawValue)
        case .interrogation(let qualifier): writer.write(qualifier.rawValue)
        case .counterInterrogation(let qualifier): writer.write(qualifier.rawValue)
        case .testPattern(let pattern): writer.write(pattern)
        case .resetProcess(let qualifier): writer.write(qualifier.rawValue)
        case .delay(let time): writer.write(time.rawValue)
        case .testSequence(let counter): writer.write(counter)
        case .normalizedParameter(let value, let qualifier):
            writer.write(value.rawValue)
            writer.write(qualifier.rawValue)
        case .scaledParameter(let value, let qualifier):
            writer.write(value)
            writer.write(qualifier.rawValue)
        case .floatParameter(let value, let qualifier):
            writer.write(value.rawValue)
            writer.write(qualifier.rawValue)
        case .parameterActivation(let qualifier): writer.write(qualifier.rawValue)
        case .fileReady, .sectionReady, .fileCall, .fileLast, .fileAcknowledgement, .fileSegment,
            .fileDirectory, .logQuery:
            writeFile(to: &writer, octets: octets)
        case .securityStatistics(let association, let counter):
            writer.write(association)
            writer.write(counter)
        case .privateFields(let range), .raw(_, let range):
            writer.write(octets.extracting(range.indices(within: octets.count)))
        }
    }

    private func writeFile(to writer: inout OctetWriter, octets: Span<UInt8>) {
        switch self {
        case .fileReady(let file, let length, let qualifier):
            writer.write(file)
            writer.write(UInt64(length), octets: 3)
            writer.write(qualifier.rawValue)
        case .sectionReady(let file, let section, let length, let qualifier):
            writer.write(file)
            writer.write(section)
            writer.write(UInt64(length), octets: 3)
            writer.write(qualifier.rawValue)
        case .fileCall(let file, let section, let qualifier):
            writer.write(file)
            writer.write(section)
            writer.write(qualifier.rawValue)
        case .fileLast(let file, let section, let qualifier, let checksum):
            writer.write(file)
            writer.write(section)
            writer.write(qualifier.rawValue)
            writer.write(checksum)
        case .fileAcknowledgement(let file, let section, let qualifier):
            writer.write(file)
            writer.write(section)
            writer.write(qualifier.rawValue)
        case .fileSegment(let file, let section, let segment):
            writer.write(file)
            writer.write(section)
            writer.write(UInt8(truncatingIfNeeded: segment.count))
            writer.write(octets.extracting(segment.indices(within: octets.count)))
        case .fileDirectory(let file, let length, let status):
            writer.write(file)
            writer.write(UInt64(length), octets: 3)
            writer.write(status.rawValue)
        case .logQuery(let file, let start, let stop):
            writer.write(file)
            writer.writeTime(start.rawValue)
            writer.writeTime(stop.rawValue)
        default: break
        }
    }

    /// Where the octets are that vary in number.
    var range: OctetRange? {
        get {
            switch self {
            case .fileSegment(_, _, let range), .privateFields(let range), .raw(_, let range):
                range
            default: nil
            }
        }
        set {
            guard let newValue else { return }
            switch self {
            case .fileSegment(let file, let section, _):
                self = .fileSegment(file: file, section: section, newValue)
            case .privateFields: self = .privateFields(newValue)
            case .raw(let count, _): self = .raw(count: count, newValue)
            default: break
            }
        }
    }

    /// Octets beside address and time tag, of the kinds whose number varies.
    var variableSize: Int {
        switch self {
        case .fileSegment(_, _, let range): 4 + Int(range.count)
        case .raw(_, let range): Int(range.count)
        default: 0
        }
    }

    /// Whether all numbers fit in their fields, and the octets that vary in number are there.
    ///
    /// - Parameters:
    ///   - size: the octets of a private type's fields.
    ///   - available: how many octets stand beside the object.
    func fits(size: Int, available: Int) -> Bool {
        switch self {
        case .fileReady(_, let length, _), .fileDirectory(_, let length, _),
            .sectionReady(_, _, let length, _):
            length <= 0xFF_FFFF
        case .fileSegment(_, _, let range):
            range.count <= 255 && Int(range.offset) + Int(range.count) <= available
        case .privateFields(let range):
            Int(range.count) == size && Int(range.offset) + Int(range.count) <= available
        case .raw(_, let range): Int(range.offset) + Int(range.count) <= available
        default: true
        }
    }
}

extension OctetWriter {
    @inline(__always)
    @_lifetime(self: copy self)
    fileprivate mutating func write(_ counter: BCR) {
        write(counter.value)
        write(counter.flags)
    }

    @inline(__always)
    @_lifetime(self: copy self)
    mutating func write(_ timeTag: TimeTag) {
        switch timeTag {
        case .none: break
        case .cp24(let time): write(UInt64(time.rawValue), octets: 3)
        case .cp56(let time): writeTime(time.rawValue)
        }
    }
}

extension Information {
    /// Writes the octets, those that vary in number out of `octets`; `false` when the information
    /// is not of `kind`. Room has been checked by the caller.
    @inline(__always)
    @_lifetime(output: copy output)
    func write(
        _ kind: Kind, to output: inout MutableSpan<UInt8>, at offset: inout Int,
        octets: Span<UInt8>
    ) -> Bool {
        switch self {
        case .singlePoint(let point):
            output.write(point.rawValue, at: &offset)
            return kind == .singlePoint
        case .doublePoint(let point):
            output.write(point.rawValue, at: &offset)
            return kind == .doublePoint
        case .normalized(let value, let quality):
            output.write(value.rawValue, at: &offset)
            output.write(quality.rawValue, at: &offset)
            return kind == .normalized
        case .scaled(let value, let quality):
            output.write(value, at: &offset)
            output.write(quality.rawValue, at: &offset)
            return kind == .scaled
        case .shortFloat(let value, let quality):
            output.write(value.rawValue, at: &offset)
            output.write(quality.rawValue, at: &offset)
            return kind == .shortFloat
        default:
            var place = offset
            writeRare(to: &output, at: &place, octets: octets)
            offset = place
            return kind == self.kind
        }
    }

    /// The octets of the commonest kinds, at most five, as a little-endian number; `nil` when it is
    /// not of `kind`, or of another one.
    @inline(__always)
    func word(_ kind: Kind) -> UInt64? {
        switch self {
        case .shortFloat(let value, let quality) where kind == .shortFloat:
            UInt64(value.rawValue) | UInt64(quality.rawValue) &<< 32
        case .scaled(let value, let quality) where kind == .scaled:
            UInt64(UInt16(bitPattern: value)) | UInt64(quality.rawValue) &<< 16
        case .normalized(let value, let quality) where kind == .normalized:
            UInt64(UInt16(bitPattern: value.rawValue)) | UInt64(quality.rawValue) &<< 16
        case .singlePoint(let point) where kind == .singlePoint: UInt64(point.rawValue)
        case .doublePoint(let point) where kind == .doublePoint: UInt64(point.rawValue)
        default: nil
        }
    }

    @inline(never)
    @_lifetime(output: copy output)
    private func writeRare(
        to output: inout MutableSpan<UInt8>, at offset: inout Int, octets: Span<UInt8>
    ) {
        switch self {
        case .singlePoint, .doublePoint, .normalized, .scaled, .shortFloat, .empty: break
        case .stepPosition(let step, let quality):
            output.write(step.rawValue, at: &offset)
            output.write(quality.rawValue, at: &offset)
        case .bitString(let bits, let quality):
            output.write(bits, at: &offset)
            output.write(quality.rawValue, at: &offset)
        case .integratedTotal(let counter): output.write(counter, at: &offset)
        case .normalizedWithoutQuality(let value): output.write(value.rawValue, at: &offset)
        case .packedSinglePoints(let points, let quality):
            output.write(points.rawValue, at: &offset)
            output.write(quality.rawValue, at: &offset)
        case .protectionEvent(let event, let elapsed):
            output.write(event.rawValue, at: &offset)
            output.write(elapsed.rawValue, at: &offset)
        case .protectionStart(let events, let quality, let elapsed):
            output.write(events.rawValue, at: &offset)
            output.write(quality.rawValue, at: &offset)
            output.write(elapsed.rawValue, at: &offset)
        case .protectionOutput(let circuits, let quality, let elapsed):
            output.write(circuits.rawValue, at: &offset)
            output.write(quality.rawValue, at: &offset)
            output.write(elapsed.rawValue, at: &offset)
        case .singleCommand(let command): output.write(command.rawValue, at: &offset)
        case .doubleCommand(let command): output.write(command.rawValue, at: &offset)
        case .stepCommand(let command): output.write(command.rawValue, at: &offset)
        case .normalizedSetPoint(let value, let qualifier):
            output.write(value.rawValue, at: &offset)
            output.write(qualifier.rawValue, at: &offset)
        case .scaledSetPoint(let value, let qualifier):
            output.write(value, at: &offset)
            output.write(qualifier.rawValue, at: &offset)
        case .floatSetPoint(let value, let qualifier):
            output.write(value.rawValue, at: &offset)
            output.write(qualifier.rawValue, at: &offset)
        case .bitStringCommand(let bits): output.write(bits, at: &offset)
        case .endOfInitialization(let cause): output.write(cause.rawValue, at: &offset)
        case .interrogation(let qualifier): output.write(qualifier.rawValue, at: &offset)
        case .counterInterrogation(let qualifier): output.write(qualifier.rawValue, at: &offset)
        case .testPattern(let pattern): output.write(pattern, at: &offset)
        case .resetProcess(let qualifier): output.write(qualifier.rawValue, at: &offset)
        case .delay(let time): output.write(time.rawValue, at: &offset)
        case .testSequence(let counter): output.write(counter, at: &offset)
        case .normalizedParameter(let value, let qualifier):
            output.write(value.rawValue, at: &offset)
            output.write(qualifier.rawValue, at: &offset)
        case .scaledParameter(let value, let qualifier):
            output.write(value, at: &offset)
            output.write(qualifier.rawValue, at: &offset)
        case .floatParameter(let value, let qualifier):
            output.write(value.rawValue, at: &offset)
            output.write(qualifier.rawValue, at: &offset)
        case .parameterActivation(let qualifier): output.write(qualifier.rawValue, at: &offset)
        case .fileReady, .sectionReady, .fileCall, .fileLast, .fileAcknowledgement, .fileSegment,
            .fileDirectory, .logQuery:
            writeFile(to: &output, at: &offset, octets: octets)
        case .securityStatistics(let association, let counter):
            output.write(association, at: &offset)
            output.write(counter, at: &offset)
        case .privateFields(let range), .raw(_, let range):
            output.write(octets.extracting(range.indices(within: octets.count)), at: &offset)
        }
    }

    @_lifetime(output: copy output)
    private func writeFile(
        to output: inout MutableSpan<UInt8>, at offset: inout Int, octets: Span<UInt8>
    ) {
        switch self {
        case .fileReady(let file, let length, let qualifier):
            output.write(file, at: &offset)
            output.write(UInt64(length), octets: 3, at: &offset)
            output.write(qualifier.rawValue, at: &offset)
        case .sectionReady(let file, let section, let length, let qualifier):
            output.write(file, at: &offset)
            output.write(section, at: &offset)
            output.write(UInt64(length), octets: 3, at: &offset)
            output.write(qualifier.rawValue, at: &offset)
        case .fileCall(let file, let section, let qualifier):
            output.write(file, at: &offset)
            output.write(section, at: &offset)
            output.write(qualifier.rawValue, at: &offset)
        case .fileLast(let file, let section, let qualifier, let checksum):
            output.write(file, at: &offset)
            output.write(section, at: &offset)
            output.write(qualifier.rawValue, at: &offset)
            output.write(checksum, at: &offset)
        case .fileAcknowledgement(let file, let section, let qualifier):
            output.write(file, at: &offset)
            output.write(section, at: &offset)
            output.write(qualifier.rawValue, at: &offset)
        case .fileSegment(let file, let section, let segment):
            output.write(file, at: &offset)
            output.write(section, at: &offset)
            output.write(UInt8(truncatingIfNeeded: segment.count), at: &offset)
            output.write(octets.extracting(segment.indices(within: octets.count)), at: &offset)
        case .fileDirectory(let file, let length, let status):
            output.write(file, at: &offset)
            output.write(UInt64(length), octets: 3, at: &offset)
            output.write(status.rawValue, at: &offset)
        case .logQuery(let file, let start, let stop):
            output.write(file, at: &offset)
            output.write(start, at: &offset)
            output.write(stop, at: &offset)
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
        case .raw(let count, let range):
            count & 0x7F > 0 && Int(range.offset) + Int(range.count) <= available
        default: true
        }
    }
}

extension MutableSpan<UInt8> {
    @inline(__always)
    @_lifetime(self: copy self)
    fileprivate mutating func write(_ counter: BCR, at offset: inout Int) {
        write(counter.value, at: &offset)
        write(counter.flags, at: &offset)
    }

    @inline(__always)
    @_lifetime(self: copy self)
    mutating func write(_ timeTag: TimeTag, at offset: inout Int) {
        switch timeTag {
        case .none: break
        case .cp56(let time): write(time, at: &offset)
        case .cp24(let time): write(UInt64(time.rawValue), octets: 3, at: &offset)
        }
    }
}

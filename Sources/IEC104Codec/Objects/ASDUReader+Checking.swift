/// Which way an ASDU goes, for the causes and addresses that are allowed there.
public enum TransferDirection: UInt8, Hashable, Sendable {
    /// From the controlling to the controlled station.
    case control
    /// From the controlled to the controlling station.
    case monitor
}

extension ASDUReader {
    /// Appends what the header says that the standard does not allow: an unknown type, a cause or a
    /// common address that does not fit the type and the direction.
    ///
    /// - Parameter direction: `nil` when it is not known; then either direction's causes pass.
    public func appendHeaderProblems(
        direction: TransferDirection?, to problems: inout Problems
    ) {
        let causeOffset = 2
        let addressOffset = start - (globalAddress == .global ? 2 : 1)
        if !layout.isKnown {
            problems.append(DecodeError(.unknownType, at: 0, found: Int(header.type.rawValue)))
        }
        let cause = header.cause.cause
        if !cause.isDefined {
            problems.append(DecodeError(.causeUnknown, at: causeOffset, found: Int(cause.rawValue)))
        } else if layout.isKnown {
            let allowed: CauseSet =
                switch direction {
                case .control: layout.controlCauses
                case .monitor: layout.monitorCauses
                case nil: layout.controlCauses.union(layout.monitorCauses)
                }
            if !allowed.contains(cause) {
                problems.append(
                    DecodeError(.causeNotAllowed, at: causeOffset, found: Int(cause.rawValue)))
            }
        }
        let address = header.commonAddress
        let isGlobal = address == globalAddress
        // A controlled station answers under its own address, also when all were asked.
        let mayBeGlobal = layout.allowsGlobalAddress && direction != .monitor
        if address.value == 0 || isGlobal && layout.isKnown && !mayBeGlobal {
            problems.append(
                DecodeError(.commonAddress, at: addressOffset, found: Int(address.value)))
        }
    }

    /// Reads the next object as `next` does, and appends what it says that the standard does not
    /// allow. Offsets count from the start of the ASDU.
    public mutating func next(checking problems: inout Problems) -> InformationObject? {
        let start = offset
        let hasAddress = readsAddress
        guard let object = next() else { return nil }
        let information = hasAddress ? start + addressSize : start
        if hasAddress, layout.isKnown {
            let rule =
                layout.addressRule == .any ? object.information.addressRule : layout.addressRule
            if !rule.allows(object.address) {
                problems.append(
                    DecodeError(.objectAddress, at: start, found: Int(object.address.value)))
            }
        }
        appendReservedBits(information, to: &problems)
        if layout.hasReservedValues {
            object.information.appendProblems(at: information, to: &problems)
        }
        object.timeTag.appendProblems(at: offset - layout.timeTag.size, to: &problems)
        return object
    }

    /// Compares the octets from `start` on with the bits that the type's elements reserve.
    private func appendReservedBits(_ start: Int, to problems: inout Problems) {
        var mask = layout.reservedBits
        // Mostly no bit is set: one look at eight octets tells it, where there are so many.
        if layout.size <= 16, octets.hasBits(mask.low, at: start) == false,
            mask.high == 0 || octets.hasBits(mask.high, at: start + 8) == false
        {
            return
        }
        for index in 0..<min(Int(layout.size), 16) {
            check(start + index, UInt8(truncatingIfNeeded: mask.low), &problems)
            mask.low = mask.low >> 8 | mask.high << 56
            mask.high >>= 8
        }
        // The time tag of a long private type, which the mask does not reach.
        guard layout.timeTag == .cp56, Int(layout.size) > 16 else { return }
        for index in max(16, Int(layout.size) - 7)..<Int(layout.size) {
            let place = UInt64(index - (Int(layout.size) - 7))
            let reserved = UInt8(truncatingIfNeeded: CP56Time2a.reservedBits >> (8 * place))
            check(start + index, reserved, &problems)
        }
    }

    private func check(_ octet: Int, _ reserved: UInt8, _ problems: inout Problems) {
        guard octet < octets.count, octets[octet] & reserved != 0 else { return }
        problems.append(
            DecodeError(
                .reservedBits, at: octet, expected: 0, found: Int(octets[octet] & reserved)))
    }
}

extension AddressRule {
    fileprivate func allows(_ address: ObjectAddress) -> Bool {
        switch self {
        case .object: address.value != 0
        case .irrelevant: address.value == 0
        case .any, .absent: true
        }
    }
}

extension Information {
    /// Which object address goes with the qualifier, where the type alone does not tell.
    fileprivate var addressRule: AddressRule {
        switch self {
        case .parameterActivation(.loadedParameters): .irrelevant
        case .parameterActivation(.objectParameter), .parameterActivation(.cyclicTransmission):
            .object
        case .fileCall(_, _, let qualifier): qualifier.action == 0 ? .any : .object
        default: .any
        }
    }

    /// Appends values that the standard reserves or does not permit.
    fileprivate func appendProblems(at offset: Int, to problems: inout Problems) {
        switch self {
        case .doubleCommand(let command):
            Self.checkState(command.state, command.qualifier, offset, &problems)
        case .stepCommand(let command):
            Self.checkState(command.state, command.qualifier, offset, &problems)
        case .singleCommand(let command):
            Self.check(command.qualifier, offset, &problems)
        case .protectionEvent(_, let elapsed): Self.check(elapsed, offset + 1, &problems)
        case .protectionStart(_, _, let elapsed), .protectionOutput(_, _, let elapsed):
            Self.check(elapsed, offset + 2, &problems)
        case .delay(let delay): Self.check(delay, offset, &problems)
        case .interrogation(let qualifier):
            let number = qualifier.rawValue
            let isReserved = number < 20 || (37...63).contains(number)
            Self.check(number, isReserved, offset, &problems)
        case .counterInterrogation(let qualifier):
            let request = qualifier.request
            Self.check(request, request == 0 || (6...31).contains(request), offset, &problems)
        case .resetProcess(let qualifier):
            let number = qualifier.rawValue
            Self.check(number, number == 0 || (3...127).contains(number), offset, &problems)
        case .endOfInitialization(let cause):
            Self.check(cause.cause, (3...31).contains(cause.cause), offset, &problems)
        case .parameterActivation(let qualifier):
            let number = qualifier.rawValue
            Self.check(number, number == 0 || (4...127).contains(number), offset, &problems)
        case .normalizedParameter(_, let qualifier), .scaledParameter(_, let qualifier):
            Self.check(qualifier.kind, Self.isReserved(qualifier), offset + 2, &problems)
        case .floatParameter(_, let qualifier):
            Self.check(qualifier.kind, Self.isReserved(qualifier), offset + 4, &problems)
        case .normalizedSetPoint(_, let qualifier), .scaledSetPoint(_, let qualifier):
            Self.check(qualifier, offset + 2, &problems)
        case .floatSetPoint(_, let qualifier): Self.check(qualifier, offset + 4, &problems)
        case .fileCall(_, _, let qualifier):
            let action = qualifier.action
            Self.check(action, (8...10).contains(action), offset + 3, &problems)
            Self.checkFileError(qualifier.rawValue, offset + 3, &problems)
        case .fileLast(_, _, let qualifier, _):
            let number = qualifier.rawValue
            Self.check(number, number == 0 || (5...127).contains(number), offset + 3, &problems)
        case .fileAcknowledgement(_, _, let qualifier):
            let action = qualifier.action
            Self.check(action, action == 0 || (5...10).contains(action), offset + 3, &problems)
            Self.checkFileError(qualifier.rawValue, offset + 3, &problems)
        case .fileDirectory(_, _, let status):
            Self.check(status.status, (1...15).contains(status.status), offset + 5, &problems)
        case .testPattern(let pattern):
            if pattern != 0x55AA {
                problems.append(
                    DecodeError(.testPattern, at: offset, expected: 0x55AA, found: Int(pattern)))
            }
        case .logQuery(_, let start, let stop):
            TimeTag.cp56(start).appendProblems(at: offset + 2, to: &problems)
            TimeTag.cp56(stop).appendProblems(at: offset + 9, to: &problems)
        default: break
        }
    }

    private static func isReserved(_ qualifier: QPM) -> Bool {
        qualifier.kind == 0 || (5...31).contains(qualifier.kind)
    }

    private static func checkState(
        _ state: UInt8, _ qualifier: CommandQualifier, _ offset: Int, _ problems: inout Problems
    ) {
        if state == 0 || state == 3 {
            problems.append(DecodeError(.commandState, at: offset, found: Int(state)))
        }
        check(qualifier, offset, &problems)
    }

    private static func check(
        _ qualifier: CommandQualifier, _ offset: Int, _ problems: inout Problems
    ) {
        check(qualifier.rawValue, (4...8).contains(qualifier.rawValue), offset, &problems)
    }

    private static func check(_ qualifier: QOS, _ offset: Int, _ problems: inout Problems) {
        let number = qualifier.qualifier
        check(number, (1...63).contains(number), offset, &problems)
    }

    /// The high four bits of SCQ and AFQ: 11...15 are private.
    private static func checkFileError(
        _ octet: UInt8, _ offset: Int, _ problems: inout Problems
    ) {
        check(octet >> 4, (6...10).contains(octet >> 4), offset, &problems)
    }

    private static func check(
        _ value: UInt8, _ isReserved: Bool, _ offset: Int, _ problems: inout Problems
    ) {
        if isReserved {
            problems.append(DecodeError(.reservedValue, at: offset, found: Int(value)))
        }
    }

    private static func check(
        _ time: CP16Time2a, _ offset: Int, _ problems: inout Problems
    ) {
        if !time.isPossible {
            problems.append(
                DecodeError(.impossibleTime, at: offset, found: Int(time.milliseconds)))
        }
    }
}

extension TimeTag {
    /// Appends a time that no calendar has, unless its IV says that it is not to be used.
    fileprivate func appendProblems(at offset: Int, to problems: inout Problems) {
        let isWrong =
            switch self {
            case .none: false
            case .cp24(let time): !time.isPossible && !time.isInvalid
            case .cp56(let time): !time.isPossible && !time.isInvalid
            }
        if isWrong { problems.append(DecodeError(.impossibleTime, at: offset)) }
    }
}

extension ASDU {
    /// Reads the ASDU `octets` and refuses everything that the standard does not allow, not only
    /// what breaks its structure.
    ///
    /// - Throws: the first violation of any kind.
    public init(
        checking octets: Span<UInt8>, direction: TransferDirection?, profile: Profile = .standard
    ) throws(DecodeError) {
        var reader = try ASDUReader(octets, profile: profile)
        var problems = Problems(keeping: 1)
        reader.appendHeaderProblems(direction: direction, to: &problems)
        while problems.isEmpty, reader.next(checking: &problems) != nil {}
        if let first = problems.first { throw first }
        try self.init(octets, profile: profile)
    }
}

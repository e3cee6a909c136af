internal import IEC104Codec

/// A request as it came.
struct Request {
    let header: ASDUHeader
    let object: InformationObject
    let link: LinkID
    let slot: Int

    /// The same cause of transmission with another cause.
    func cause(_ cause: Cause, isNegative: Bool = false) -> CauseOfTransmission {
        CauseOfTransmission(
            cause, isNegative: isNegative, isTest: header.cause.isTest,
            originator: header.cause.originator)
    }
}

extension OutstationEngine {
    /// Sends a request back with the cause that says what is unknown, and P/N = 1; everything else
    /// as it came.
    mutating func mirror(_ octets: Span<UInt8>, _ cause: Cause, _ slot: Int) {
        statistics.mirrored &+= 1
        guard octets.count <= scratch.count, octets.count > 2 else { return }
        for index in octets.indices { scratch[index] = octets[index] }
        scratch[2] = octets[2] & 0x80 | 0x40 | cause.rawValue
        queueScratch(octets.count, slot)
    }

    /// Confirms a request, or refuses it, with its own object or another.
    mutating func confirm(
        _ request: Request, isNegative: Bool = false, as cause: Cause = .activationConfirmation,
        station: CommonAddress? = nil, object: InformationObject? = nil
    ) {
        if isNegative { statistics.refused &+= 1 }
        answer(
            request.header.type, request.cause(cause, isNegative: isNegative),
            station ?? request.header.commonAddress, object ?? request.object, request.slot)
    }

    /// Queues an ASDU of one object for a link.
    mutating func answer(
        _ type: TypeID, _ cause: CauseOfTransmission, _ station: CommonAddress,
        _ object: InformationObject, _ slot: Int
    ) {
        let length = writeScratch(type, cause, station, object)
        if length > 0 { queueScratch(length, slot) }
    }

    /// Queues an ASDU that follows the events made so far.
    mutating func answerAfterEvents(
        _ type: TypeID, _ cause: CauseOfTransmission, _ station: CommonAddress,
        _ object: InformationObject, _ slot: Int
    ) {
        let length = writeScratch(type, cause, station, object)
        guard length > 0 else { return }
        if links[slot].terminations.append(scratch, count: length) {
            links[slot].terminationsAfter.append(sequence)
        } else {
            statistics.answersDropped &+= 1
        }
    }

    private mutating func writeScratch(
        _ type: TypeID, _ cause: CauseOfTransmission, _ station: CommonAddress,
        _ object: InformationObject
    ) -> Int {
        let header = ASDUHeader(type: type, count: 1, cause: cause, commonAddress: station)
        let profile = limits.profile
        do throws(EncodeError) {
            var writer = try ASDUWriter(
                into: scratch.mutableSpan, header: header, profile: profile)
            return try writer.append(object) ? writer.finish() : 0
        } catch {
            return 0
        }
    }

    private mutating func queueScratch(_ length: Int, _ slot: Int) {
        if !links[slot].answers.append(scratch, count: length) {
            statistics.answersDropped &+= 1
        }
    }
}

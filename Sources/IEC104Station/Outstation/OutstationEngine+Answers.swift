internal import IEC104Codec

extension OutstationEngine {
    /// Sends a request back with the cause that says what is unknown, and P/N = 1; everything else
    /// as it came.
    mutating func mirror(_ octets: Span<UInt8>, _ cause: Cause, _ slot: Int) {
        guard octets.count <= scratch.count, octets.count > 2 else { return }
        // What was sent back already is not sent back again: two that do would never end.
        let isMirrored = octets[2] & 0x40 != 0 && (44...47).contains(octets[2] & 0x3F)
        guard !isMirrored else { return }
        statistics.mirrored &+= 1
        for index in octets.indices { scratch[index] = octets[index] }
        scratch[2] = octets[2] & 0x80 | 0x40 | cause.rawValue
        queueScratch(octets.count, slot)
    }

    /// Confirms a request, or refuses it.
    mutating func confirm(
        _ request: Request, isNegative: Bool = false, as cause: Cause = .activationConfirmation
    ) {
        if isNegative { statistics.refused &+= 1 } else { record(request, .accepted) }
        answer(
            request.header.type, request.cause(cause, isNegative: isNegative),
            request.header.commonAddress, request.object, request.slot)
    }

    /// The same of each of `stations`, under its own address; `false` when the peer does not take
    /// it.
    @discardableResult
    mutating func confirm(
        _ request: Request, _ stations: Range<Int>, isNegative: Bool = false,
        as cause: Cause = .activationConfirmation, object: InformationObject? = nil
    ) -> Bool {
        guard let first = stations.first else { return true }
        if isNegative { statistics.refused &+= UInt64(stations.count) }
        let type = request.header.type
        let cause = request.cause(cause, isNegative: isNegative)
        let object = object ?? request.object
        if stations.count == 1 {
            return answer(type, cause, image.stations[first].address, object, request.slot)
        }
        if links[request.slot].append(type, cause, object, stations) { return true }
        statistics.answersDropped &+= UInt64(stations.count)
        return false
    }

    /// Queues an ASDU of one object for a link; `false` when the peer does not take it.
    @discardableResult
    mutating func answer(
        _ type: TypeID, _ cause: CauseOfTransmission, _ station: CommonAddress,
        _ object: InformationObject, _ slot: Int
    ) -> Bool {
        let length = writeScratch(type, cause, station, object)
        return length == 0 || queueScratch(length, slot)
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

    @discardableResult
    private mutating func queueScratch(_ length: Int, _ slot: Int) -> Bool {
        if links[slot].answers.append(scratch, count: length) { return true }
        statistics.answersDropped &+= 1
        return false
    }
}

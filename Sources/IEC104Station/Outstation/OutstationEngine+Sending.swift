internal import IEC104Codec
internal import IEC104Session

extension OutstationEngine {
    /// Whether `next` has something for a link.
    package func hasOutput(for link: LinkID) -> Bool {
        guard let slot = slot(link), let group = links[slot].group else { return false }
        return links[slot].hasAnswers || !links[slot].terminations.isEmpty
            || links[slot].hasData || groups[group].hasOutput(below: firstHeld)
            || links[slot].transfers > 0 && files.hasOutput(for: link)
    }

    /// Writes the next ASDU for a started link at the beginning of `output`, which has room for 249
    /// octets; `nil` when there is none.
    ///
    /// The order: ends of initialization, but not before the answers to what caused them;
    /// confirmations and other answers, as they were given; terminations behind the events of their
    /// commands; then events and what else is under way, each with its share: interrogations,
    /// cyclic transmission and background scan; then files, which have a share too.
    package mutating func next(
        for link: LinkID, into output: inout MutableSpan<UInt8>, at now: Moment
    ) -> Outgoing? {
        guard let slot = slot(link), let group = links[slot].group,
            output.count >= APDU.maximumASDULength
        else { return nil }
        while let station = groups[group].nextInitialization(links[slot].answersSent) {
            let length = writeInitialization(station, slot, group, into: &output)
            if length > 0 { return sent(length, slot) }
        }
        if let length = writeAnswer(slot, into: &output) { return sent(length, slot) }
        if isTerminationDue(slot, group) {
            links[slot].terminationWaits = 0
            links[slot].terminationsAfter.removeFirst()
            let length = links[slot].terminations.take(into: &output)
            if length > 0 { return sent(length, slot) }
        }
        if links[slot].transfers > 0, isFileDue(slot, group),
            let length = writeFile(slot, link, at: now, into: &output)
        {
            return sent(length, slot)
        }
        if links[slot].hasData {
            if links[slot].share < limits.eventShare,
                groups[group].buffer.hasWaiting(below: firstHeld)
            {
                links[slot].share &+= 1
            } else {
                links[slot].share = 0
                if let length = writeData(slot, at: now, into: &output) {
                    if let time = links[slot].time { convertTimes(time, &output, length, at: now) }
                    return sent(length, slot)
                }
            }
        }
        let lost = groups[group].buffer.lost
        let written = groups[group].buffer.write(
            into: &output, limit: limits.objectsPerEventASDU, below: firstHeld,
            profile: limits.profile)
        statistics.eventsLost &+= groups[group].buffer.lost &- lost
        guard written.length > 0 else {
            guard links[slot].transfers > 0,
                let length = writeFile(slot, link, at: now, into: &output)
            else { return nil }
            return sent(length, slot)
        }
        if let time = links[slot].time { convertTimes(time, &output, written.length, at: now) }
        links[slot].ticket &+= 1
        groups[group].sentEvents(written.count, links[slot].ticket)
        if !links[slot].terminations.isEmpty { links[slot].terminationWaits &+= 1 }
        return sent(written.length, slot)
    }

    private mutating func sent(_ length: Int, _ slot: Int) -> Outgoing {
        statistics.sent &+= 1
        return Outgoing(length: length, ticket: links[slot].ticket)
    }

    /// Answers, in their order.
    private mutating func writeAnswer(
        _ slot: Int, into output: inout MutableSpan<UInt8>
    ) -> Int? {
        while let answer = links[slot].nextStationAnswer() {
            let length = write(
                answer.type, answer.cause, image.stations[answer.stations.lowerBound].address,
                answer.object, into: &output)
            if length > 0 { return length }
        }
        let length = links[slot].answers.take(into: &output)
        return length > 0 ? length : nil
    }

    private mutating func writeInitialization(
        _ station: Int, _ slot: Int, _ group: Int, into output: inout MutableSpan<UInt8>
    ) -> Int {
        links[slot].ticket &+= 1
        groups[group].sentInitialization(station, links[slot].ticket)
        return write(
            .M_EI_NA_1, CauseOfTransmission(.initialized), image.stations[station].address,
            InformationObject(.irrelevant, .endOfInitialization(initializations[station])),
            into: &output)
    }

    /// Whether the events have been sent that a termination follows, or so many that it has waited
    /// long enough. Inlined: a call would copy the engine.
    @inline(__always)
    private func isTerminationDue(_ slot: Int, _ group: Int) -> Bool {
        guard !links[slot].terminationsAfter.isEmpty else { return false }
        return links[slot].terminationWaits >= Self.longestTerminationWait
            || groups[group].buffer.oldestSequence > links[slot].terminationsAfter.first
    }

    /// A few hundred events: a peer with a full buffer must not time out on its command.
    private static let longestTerminationWait = 32

    /// Interrogations, scans: octets; `nil` when nothing of them is left.
    private mutating func writeData(
        _ slot: Int, at now: Moment, into output: inout MutableSpan<UInt8>
    ) -> Int? {
        while !links[slot].interrogations.isEmpty {
            let length = writeInterrogation(slot, at: now, into: &output)
            if length > 0 { return length }
        }
        return writeScan(slot, into: &output)
    }

    /// Writes an ASDU of one object: its octets, 0 when the profile cannot express it.
    func write(
        _ type: TypeID, _ cause: CauseOfTransmission, _ station: CommonAddress,
        _ object: InformationObject, into output: inout MutableSpan<UInt8>
    ) -> Int {
        let header = ASDUHeader(type: type, count: 1, cause: cause, commonAddress: station)
        do throws(EncodeError) {
            var writer = try ASDUWriter(
                into: output._mutatingExtracting(0..<output.count), header: header,
                profile: limits.profile)
            return try writer.append(object) ? writer.finish() : 0
        } catch {
            return 0
        }
    }
}

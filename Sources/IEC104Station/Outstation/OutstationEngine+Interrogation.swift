internal import IEC104Codec

extension OutstationEngine {
    /// C_IC_NA_1: each station that is asked answers under its own address.
    mutating func interrogate(_ request: Request, _ stations: Range<Int>) {
        guard case .interrogation(let qualifier) = request.object.information else { return }
        let isKnown = qualifier == .station || qualifier.group != nil
        for station in stations {
            begin(
                Interrogation(
                    type: .C_IC_NA_1, qualifier: qualifier.rawValue, station: station,
                    request: request.header.cause),
                request, isAllowed: isKnown)
        }
    }

    /// Starts, starts again, refuses or stops an interrogation; whether it was started.
    @discardableResult
    mutating func begin(
        _ interrogation: Interrogation, _ request: Request, isAllowed: Bool
    ) -> Bool {
        let slot = request.slot
        let station = image.stations[interrogation.station].address
        let running = links[slot].interrogations.firstIndex { $0.isSame(as: interrogation) }
        if request.header.cause.cause == .deactivation {
            if let running { endInterrogation(running, slot) }
            confirm(
                request, isNegative: running == nil, as: .deactivationConfirmation,
                station: station)
            return false
        }
        guard isAllowed, running == nil || limits.restartsInterrogations else {
            confirm(request, isNegative: true, station: station)
            return false
        }
        if let running { endInterrogation(running, slot) }
        links[slot].interrogations.append(interrogation)
        return true
    }

    private mutating func endInterrogation(_ number: Int, _ slot: Int) {
        let ended = links[slot].interrogations.remove(at: number)
        if number < links[slot].confirmedInterrogations {
            links[slot].confirmedInterrogations -= 1
        } else {
            // Its peer waits for the confirmation all the same.
            answer(
                ended.type, ended.cause(.activationConfirmation),
                image.stations[ended.station].address, ended.object, slot)
        }
    }

    /// Writes the next ASDU of the first interrogation: data or termination; its octets.
    mutating func writeInterrogation(
        _ slot: Int, at now: Moment, into output: inout MutableSpan<UInt8>
    ) -> Int {
        let interrogation = links[slot].interrogations[0]
        var place = interrogation.place
        let length: Int
        if interrogation.type == .C_IC_NA_1 {
            let group = QOI(rawValue: interrogation.qualifier).group
            length = image.writeInterrogated(
                group.map { .group($0) } ?? .station, station: interrogation.station,
                from: &place, cause: interrogation.cause(.interrogatedByGroup(group ?? 0)),
                sequences: limits.sequences, profile: limits.profile, into: &output)
        } else {
            length = writeCounters(interrogation, from: &place, at: now, into: &output)
        }
        if length > 0 {
            links[slot].interrogations[0].place = place
            return length
        }
        links[slot].interrogations.removeFirst()
        links[slot].confirmedInterrogations -= 1
        return write(
            interrogation.type, interrogation.cause(.activationTermination),
            image.stations[interrogation.station].address, interrogation.object, into: &output)
    }
}

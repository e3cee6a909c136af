internal import IEC104Codec

extension OutstationEngine {
    /// C_IC_NA_1: each station that is asked answers under its own address.
    mutating func interrogate(_ request: Request, _ stations: Range<Int>, at now: Moment) {
        guard case .interrogation(let qualifier) = request.object.information else { return }
        begin(
            RunningInterrogation(
                type: .C_IC_NA_1, qualifier: qualifier.rawValue, request: request.header.cause,
                stations: stations),
            request, isAllowed: qualifier == .station || qualifier.group != nil, at: now)
    }

    /// Starts, starts again, refuses or stops an interrogation.
    mutating func begin(
        _ interrogation: RunningInterrogation, _ request: Request, isAllowed: Bool,
        at now: Moment
    ) {
        let slot = request.slot
        let asked = interrogation.stations
        if request.header.cause.cause == .deactivation {
            return deactivate(interrogation, request)
        }
        let running = running(interrogation, slot)
        guard isAllowed,
            links[slot].interrogations.count &+ running.count
                < OutstationLink.mostInterrogations
        else {
            confirm(request, asked, isNegative: true)
            return
        }
        if running.isEmpty || limits.restartsInterrogations {
            if !running.isEmpty { end(interrogation, slot) }
            return start(interrogation, asked, request, at: now)
        }
        for (stations, isRunning) in Self.parts(of: asked, running) {
            if isRunning {
                confirm(request, stations, isNegative: true)
            } else {
                start(interrogation, stations, request, at: now)
            }
        }
    }

    private mutating func start(
        _ interrogation: RunningInterrogation, _ stations: Range<Int>, _ request: Request,
        at now: Moment
    ) {
        guard !stations.isEmpty, confirm(request, stations) else { return }
        statistics.interrogations &+= UInt64(stations.count)
        var interrogation = interrogation
        interrogation.stations = stations
        links[request.slot].interrogations.append(interrogation)
        freeze(interrogation, at: now)
    }

    private mutating func deactivate(_ interrogation: RunningInterrogation, _ request: Request) {
        let slot = request.slot
        let asked = interrogation.stations
        let running = running(interrogation, slot)
        // One that is cut in two takes one more place.
        guard links[slot].interrogations.count <= 2 * OutstationLink.mostInterrogations else {
            confirm(request, asked, isNegative: true, as: .deactivationConfirmation)
            return
        }
        if !running.isEmpty { end(interrogation, slot) }
        for (stations, isRunning) in Self.parts(of: asked, running) {
            confirm(request, stations, isNegative: !isRunning, as: .deactivationConfirmation)
        }
    }

    /// The stations, of those asked, for which it is under way.
    private func running(
        _ interrogation: RunningInterrogation, _ slot: Int
    ) -> [Range<Int>] {
        links[slot].interrogations
            .filter { $0.isSame(as: interrogation) && $0.stations.overlaps(interrogation.stations) }
            .map { $0.stations.clamped(to: interrogation.stations) }
            .sorted { $0.lowerBound < $1.lowerBound }
    }

    /// Splits stations into those of `running`, which are in order and apart, and the others.
    private static func parts(
        of stations: Range<Int>, _ running: [Range<Int>]
    ) -> [(Range<Int>, Bool)] {
        var parts: [(Range<Int>, Bool)] = []
        var next = stations.lowerBound
        for part in running {
            if next < part.lowerBound { parts.append((next..<part.lowerBound, false)) }
            parts.append((part, true))
            next = part.upperBound
        }
        if next < stations.upperBound { parts.append((next..<stations.upperBound, false)) }
        return parts
    }

    /// Stops what runs for its stations.
    private mutating func end(_ interrogation: RunningInterrogation, _ slot: Int) {
        links[slot].interrogations = links[slot].interrogations.flatMap {
            $0.isSame(as: interrogation) ? $0.without(interrogation.stations) : [$0]
        }
    }

    /// Writes the next ASDU of the first interrogation: data or termination; its octets.
    mutating func writeInterrogation(
        _ slot: Int, at now: Moment, into output: inout MutableSpan<UInt8>
    ) -> Int {
        let interrogation = links[slot].interrogations[0]
        let station = interrogation.stations.lowerBound
        var place = interrogation.place
        var length: Int
        if interrogation.type == .C_IC_NA_1 {
            let group = QOI(rawValue: interrogation.qualifier).group
            length = image.writeInterrogated(
                group.map { .group($0) } ?? .station, station: station,
                from: &place, cause: interrogation.cause(.interrogatedByGroup(group ?? 0)),
                sequences: limits.sequences, profile: limits.profile, into: &output)
            if length == 0, !parameters.entries.isEmpty {
                length = writeParameter(group, interrogation, station, from: &place, into: &output)
            }
        } else {
            length = writeCounters(interrogation, station, from: &place, at: now, into: &output)
        }
        if length > 0 {
            links[slot].interrogations[0].place = place
            return length
        }
        if interrogation.stations.count == 1 {
            links[slot].interrogations.removeFirst()
        } else {
            links[slot].interrogations[0].stations =
                (station + 1)..<interrogation.stations.upperBound
            links[slot].interrogations[0].place = 0
        }
        return write(
            interrogation.type, interrogation.cause(.activationTermination),
            image.stations[station].address, interrogation.object, into: &output)
    }
}

package import IEC104Codec

extension OutstationEngine {
    /// C_CS_NA_1: sets the clock of the station, and SU with it; the answer carries what it showed.
    mutating func synchronizeClock(
        _ request: Request, _ stations: Range<Int>, at now: Moment
    ) {
        guard limits.acceptsClock, case .cp56(let sent) = request.object.timeTag, !sent.isInvalid
        else {
            confirm(request, stations, isNegative: true)
            return
        }
        let time = stationTime(sent, from: request.slot, station: stations.first ?? 0)
        guard let milliseconds = time.millisecondsSince1970 else {
            confirm(request, stations, isNegative: true)
            return
        }
        confirmClock(request, stations, at: now)
        guard !request.header.cause.isTest,
            let moved = clocks.set(time, stations, of: image.reachableStations, at: now)
        else { return }
        recordClocks()
        followCounterSchedule(at: now)
        notify(.clock(milliseconds: milliseconds, moved: moved, request.link))
    }

    /// The answer shows what the clock was before: one for all stations that have the same.
    private mutating func confirmClock(
        _ request: Request, _ stations: Range<Int>, at now: Moment
    ) {
        // So many different answers would not find room.
        let isCommon = !clocks.areSeparate || stations.count > 100
        for part in isCommon ? [stations] : stations.map({ $0..<($0 + 1) }) {
            let tag = linkTime(clocks.tag(station: part.lowerBound, now), for: request.slot)
            confirm(
                request, part, object: InformationObject(.irrelevant, .empty, timeTag: .cp56(tag)))
        }
    }

    /// C_TS_NA_1 and C_TS_TA_1: mirrored, negative when the pattern is not the one of the standard.
    mutating func test(_ request: Request) {
        var isNegative = false
        if case .testPattern(let pattern) = request.object.information {
            isNegative = pattern != 0x55AA
        }
        confirm(request, isNegative: isNegative)
    }

    /// C_CD_NA_1: the time that the request took here is below a millisecond. With cause 3 it loads
    /// the delay of the line, which is added to the times of clock synchronizations from then on.
    mutating func acquireDelay(_ request: Request) {
        guard case .delay(let delay) = request.object.information else { return }
        guard request.header.cause.cause == .spontaneous else {
            return confirm(request, isNegative: !delay.isPossible)
        }
        guard delay.isPossible, !request.header.cause.isTest, limits.acceptsClock,
            let station = image.station(request.header.commonAddress)
        else { return }
        clocks.delays[station] = delay.milliseconds == 0 ? nil : Int64(delay.milliseconds)
    }

    /// C_RP_NA_1: QRP 1 is a general reset, QRP 2 clears the events with time tag that wait for the
    /// station that asks.
    mutating func reset(_ request: Request, _ stations: Range<Int>, at now: Moment) {
        guard case .resetProcess(let qualifier) = request.object.information else { return }
        let isAllowed =
            limits.acceptsReset && (qualifier == .general || qualifier == .eventBuffer)
        confirm(request, stations, isNegative: !isAllowed)
        guard isAllowed, !request.header.cause.isTest, let first = stations.first,
            let last = stations.last
        else { return }
        let addresses = image.stations[first].address...image.stations[last].address
        if qualifier == .general {
            initialize(stations, .remoteReset, at: now)
        } else if let group = links[request.slot].group {
            let cleared = groups[group].buffer.clearTimeTagged(addresses)
            recordClearing(group, addresses)
            statistics.eventsCleared &+= UInt64(cleared)
        }
        let isGlobal = request.header.commonAddress == limits.profile.globalCommonAddress
        notify(
            .reset(isGlobal ? .global : request.header.commonAddress, qualifier, request.link))
    }

    /// A station, or all, starts again: what is selected or runs ends, outputs fall back, and each
    /// controlling station is told the end of initialization with `cause`.
    ///
    /// - Returns: whether there is such a station.
    @discardableResult
    package mutating func restart(
        _ station: CommonAddress?, cause: COI, at now: Moment
    ) -> Bool {
        guard let station else {
            initialize(image.reachableStations, cause, at: now)
            return true
        }
        guard let number = image.station(station), image.reachableStations.contains(number) else {
            return false
        }
        initialize(number..<(number + 1), cause, at: now)
        return true
    }

    private mutating func initialize(_ stations: Range<Int>, _ cause: COI, at now: Moment) {
        guard let first = stations.first, let last = stations.last else { return }
        let addresses = image.stations[first].address...image.stations[last].address
        endSelections(of: addresses)
        endPulses(of: addresses, at: now)
        endExecutions(of: addresses)
        otherOutputs &+= 1
        for station in stations { initializations[station] = cause }
        for group in groups.indices {
            let answers = groups[group].slot.map { links[$0].answersAdded }
            groups[group].initialized(stations, after: answers ?? 0)
        }
    }
}

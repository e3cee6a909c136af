internal import IEC104Codec

extension OutstationEngine {
    /// COI of the ends of initialization that are due.
    var initialization: COI { wasReset ? .remoteReset : .localPowerOn }

    /// C_CS_NA_1: sets the clock of the station; the answer carries what it showed.
    mutating func synchronizeClock(
        _ request: Request, _ stations: Range<Int>, at now: Moment
    ) {
        guard limits.acceptsClock, case .cp56(let time) = request.object.timeTag,
            !time.isInvalid, let milliseconds = time.millisecondsSince1970
        else {
            for station in stations {
                confirm(request, isNegative: true, station: image.stations[station].address)
            }
            return
        }
        let shown = InformationObject(.irrelevant, .empty, timeTag: .cp56(clock.tag(now.wall)))
        for station in stations {
            confirm(request, station: image.stations[station].address, object: shown)
        }
        guard !request.header.cause.isTest else { return }
        let moved = clock.set(milliseconds, wall: now.wall)
        notify(.clock(milliseconds: milliseconds, moved: moved, request.link))
    }

    /// C_TS_NA_1 and C_TS_TA_1: mirrored, negative when the pattern is not the one of the standard.
    mutating func test(_ request: Request) {
        var isNegative = false
        if case .testPattern(let pattern) = request.object.information {
            isNegative = pattern != 0x55AA
        }
        confirm(request, isNegative: isNegative)
    }

    /// C_CD_NA_1: the time that the request took here is below a millisecond. With cause 3 it tells
    /// the delay, which nothing on a network needs.
    mutating func acquireDelay(_ request: Request) {
        if request.header.cause.cause == .activation { confirm(request) }
    }

    /// C_RP_NA_1: QRP 1 is a general reset, QRP 2 clears the events with time tag that wait for the
    /// station that asks.
    mutating func reset(_ request: Request, _ stations: Range<Int>, at now: Moment) {
        guard case .resetProcess(let qualifier) = request.object.information else { return }
        let isAllowed =
            limits.acceptsReset && (qualifier == .general || qualifier == .eventBuffer)
        for number in stations {
            let station = image.stations[number].address
            confirm(request, isNegative: !isAllowed, station: station)
            guard isAllowed, !request.header.cause.isTest else { continue }
            if qualifier == .general {
                endSelections(of: station)
                wasReset = true
                otherOutputs &+= 1
                for group in groups.indices { groups[group].initialized(number) }
            } else if let group = links[request.slot].group {
                let cleared = groups[group].buffer.clearTimeTagged(station)
                statistics.eventsCleared &+= UInt64(cleared)
            }
            notify(.reset(station, qualifier, request.link))
        }
    }
}

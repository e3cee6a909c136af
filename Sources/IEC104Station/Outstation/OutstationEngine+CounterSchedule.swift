package import IEC104Codec
internal import IEC104Session

extension OutstationEngine {
    /// The station is at work from now on: what it does by its clock begins. Doing it again changes
    /// nothing.
    package mutating func begin(at now: Moment) {
        clocks.begin(at: now)
        guard counterPeriod == nil, limits.counterSchedule != nil else { return }
        followCounterSchedule(at: now)
    }

    /// Freezes the counters if a period has begun since this was done last. A clock that was moved on
    /// by several periods makes one freeze, one that was moved back none.
    mutating func followCounterSchedule(at now: Moment) {
        guard let schedule = limits.counterSchedule else { return }
        let time = clocks[0].time(now)
        let number = schedule.number(at: time)
        if let last = counterPeriod, number > last {
            for station in image.stations.indices {
                freeze(
                    station, schedule.group ?? Self.allCounters,
                    schedule.resets ? .freezeAndReset : .freeze, at: now)
            }
        }
        counterPeriod = number
        let next = schedule.milliseconds - (time - number * schedule.milliseconds)
        // The clock of the machine may be set: it is looked at once a minute.
        counterDeadline = now.instant.advanced(byNanoseconds: min(next, 60_000) * 1_000_000)
    }

    /// Lets a counter go on. Beyond its largest reading it begins at zero again and carries (CY).
    ///
    /// - Returns: whether there is such a counter.
    @discardableResult
    package mutating func count(_ counter: Point<BCR>, by amount: Int32) -> Bool {
        let most = Int64(limits.largestReading)
        return changeCounter(counter) { reading in
            let least = most == Int64(Int32.max) ? Int64(Int32.min) : -most
            var value = Int64(reading.value) + Int64(amount)
            let isOver = !(least...most).contains(value)
            if isOver { value = value > 0 ? value % (most + 1) : value % (least - 1) }
            return BCR(
                value: Int32(truncatingIfNeeded: value),
                flags: reading.flags & 0x7F | (isOver ? 0x20 : 0))
        }
    }

    /// Sets a counter to a reading by hand: it is adjusted (CA) until it is frozen.
    ///
    /// - Returns: whether there is such a counter.
    @discardableResult
    package mutating func adjust(_ counter: Point<BCR>, to value: Int32) -> Bool {
        changeCounter(counter) { BCR(value: value, flags: $0.flags & 0x7F | 0x40) }
    }

    private mutating func changeCounter(_ counter: Point<BCR>, _ change: (BCR) -> BCR) -> Bool {
        guard let place = image.place(of: counter.id),
            case .integratedTotal(let reading) = image.values[place].information
        else {
            statistics.wrongValues &+= 1
            return false
        }
        _ = image.replace(place, .integratedTotal(change(reading)))
        return true
    }
}

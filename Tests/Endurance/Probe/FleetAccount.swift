import IEC104

/// What has arrived of the events of one RTU of a fleet, in its places in the fleet one after the
/// other.
struct FleetAccount {
    private(set) var events = EventAccount()
    /// The greatest number on the present connection.
    private var onConnection: Int32 = 0
    /// The greatest number in the present place, which was added or put in the place of another.
    private var inPlace: Int32 = 0
    /// Connections that may still bring what was acknowledged to a process that was killed.
    private var doubtful = 0
    /// Events that came again: to another place in the fleet, which knows nothing of those before;
    /// after a kill, as the journal had not heard of the acknowledgement; and all others, which the
    /// filter of repeats should have left out.
    private(set) var repeatsInNewPlace = 0
    private(set) var repeatsAfterKill = 0
    private(set) var repeatsOtherwise = 0
    /// Events that came again, of points with several events in one tick of the clock: which of
    /// them is which, the filter cannot know, and shows them twice rather than not at all, and with
    /// them what comes again of their points behind them, so that the last one shown is the last.
    private(set) var repeatsInTick = 0
    private var ticks: [ObjectAddress: Tick] = [:]
    private var inTicks: Set<Int32> = []
    /// Points of which such an event has come again on this connection.
    private var shownTwice: Set<ObjectAddress> = []

    /// The last event of a point.
    private struct Tick {
        var number: Int32
        var time: TimeTag
    }

    mutating func beganPlace() { inPlace = 0 }

    mutating func wasKilled() { doubtful = 2 }

    mutating func started() {
        onConnection = 0
        shownTwice = []
        doubtful = max(0, doubtful - 1)
        events.connected()
    }

    mutating func take(_ object: InformationObject) {
        let number = NumberedPoints.number(object)
        note(number, object)
        if number <= inPlace {
            if doubtful > 0 {
                repeatsAfterKill += 1
            } else if inTicks.contains(number) || shownTwice.contains(object.address) {
                repeatsInTick += 1
                shownTwice.insert(object.address)
            } else {
                repeatsOtherwise += 1
            }
        } else if number <= events.last {
            repeatsInNewPlace += 1
        }
        inPlace = max(inPlace, number)
        events.take(number, after: &onConnection)
    }

    private mutating func note(_ number: Int32, _ object: InformationObject) {
        if let last = ticks[object.address], last.time == object.timeTag, last.number != number {
            // What comes again is among the last k APDUs.
            if inTicks.count >= 2000 { inTicks = inTicks.filter { $0 > number - 1000 } }
            inTicks.insert(last.number)
            inTicks.insert(number)
        }
        ticks[object.address] = Tick(number: number, time: object.timeTag)
    }

    /// `LAST EVENTS REPEATS GAPS DISORDER CONNECTIONS NEW-PLACE KILL TICK OTHERWISE`.
    var words: String {
        "\(events.words) \(repeatsInNewPlace) \(repeatsAfterKill) \(repeatsInTick) "
            + "\(repeatsOtherwise)"
    }
}

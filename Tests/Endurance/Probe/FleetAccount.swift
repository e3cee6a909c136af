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

    mutating func beganPlace() { inPlace = 0 }

    mutating func wasKilled() { doubtful = 2 }

    mutating func started() {
        onConnection = 0
        doubtful = max(0, doubtful - 1)
        events.connected()
    }

    mutating func take(_ number: Int32) {
        if number <= inPlace {
            if doubtful > 0 { repeatsAfterKill += 1 } else { repeatsOtherwise += 1 }
        } else if number <= events.last {
            repeatsInNewPlace += 1
        }
        inPlace = max(inPlace, number)
        events.take(number, after: &onConnection)
    }

    /// `LAST EVENTS REPEATS GAPS DISORDER CONNECTIONS NEW-PLACE KILL OTHERWISE`.
    var words: String {
        "\(events.words) \(repeatsInNewPlace) \(repeatsAfterKill) \(repeatsOtherwise)"
    }
}

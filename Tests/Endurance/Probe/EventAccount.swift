/// What has arrived of the events of a station, which are numbered 1, 2, 3...
struct EventAccount {
    /// The greatest number so far.
    private(set) var last: Int32 = 0
    /// How many events came, and how many of them again.
    private(set) var events = 0
    private(set) var repeats = 0
    /// How many numbers never came, though a greater one did.
    private(set) var gaps = 0
    /// How often one came behind a greater one on one connection.
    private(set) var disorder = 0
    private(set) var connections = 0

    /// An event has arrived on a connection, which remembers the last one in `previous`.
    mutating func take(_ number: Int32, after previous: inout Int32) {
        events += 1
        if number <= previous { disorder += 1 }
        previous = number
        if number <= last {
            repeats += 1
        } else {
            gaps += Int(number - last) - 1
            last = number
        }
    }

    mutating func connected() { connections += 1 }

    /// `LAST EVENTS REPEATS GAPS DISORDER CONNECTIONS`.
    var words: String { "\(last) \(events) \(repeats) \(gaps) \(disorder) \(connections)" }
}

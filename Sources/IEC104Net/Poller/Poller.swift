/// What a descriptor is watched for.
struct Interest: OptionSet, Sendable {
    let rawValue: UInt8

    static let reading = Interest(rawValue: 1)
    static let writing = Interest(rawValue: 2)
}

/// What the system says of a descriptor.
struct Readiness: OptionSet, Sendable {
    let rawValue: UInt8

    /// Something to read, or the end of the stream.
    static let readable = Readiness(rawValue: 1)
    static let writable = Readiness(rawValue: 2)
    /// Both directions are over, or an error waits. Told whatever the interest is.
    static let broken = Readiness(rawValue: 4)
}

/// One descriptor that is ready.
struct ReadyEvent {
    /// What was given when the descriptor was added.
    var token: UInt64
    var readiness: Readiness
}

/// Waits for descriptors, level-triggered: what is not dealt with is told again.
protocol Poller: AnyObject {
    /// Watches `descriptor`; `token` comes back with every event of it.
    func add(_ descriptor: Int32, _ interest: Interest, token: UInt64) throws(SystemError)
    /// Changes what is watched for, or the token.
    func modify(_ descriptor: Int32, _ interest: Interest, token: UInt64) throws(SystemError)
    /// Ends the watch, before the descriptor is closed.
    func remove(_ descriptor: Int32)
    /// Waits at most `nanoseconds` (`.max`: for ever) and fills `events` from its start; how many.
    /// A signal ends the wait with 0. Wake-ups are not among the events.
    func wait(
        nanoseconds: Int64, _ events: UnsafeMutableBufferPointer<ReadyEvent>
    ) throws(SystemError) -> Int
}

/// The token of the wake-up, which no source has.
let wakeUpToken = UInt64.max

/// Milliseconds for a call of the system: rounded up, so that a timer never wakes early.
func pollMilliseconds(_ nanoseconds: Int64) -> Int32 {
    guard nanoseconds > 0 else { return 0 }
    guard nanoseconds < .max else { return -1 }
    return Int32(clamping: (nanoseconds - 1) / 1_000_000 + 1)
}

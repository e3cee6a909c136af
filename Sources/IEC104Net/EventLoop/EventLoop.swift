import Glibc
import Synchronization

/// One thread that waits for sockets and timers and runs the actors that live on it.
///
/// A loop is an executor of actors and tasks. It runs on a thread of its own (`start`), or on the
/// caller's (`run`).
///
/// Sendable, though the compiler cannot see why: what other threads may touch is `inbox`,
/// `counters` and `wakeUp`, which are Sendable, and constants. All other state is touched only by
/// the thread that runs the loop, or, while none does, by the one thread that sets it up.
@safe public final class EventLoop: SerialExecutor, TaskExecutor, @unchecked Sendable {
    /// The name of its thread.
    public let name: String
    let spin: Int64
    let socketBuffer: Int32?
    let inbox = Inbox()
    let counters = LoopCounters()
    let wakeUp: WakeUp
    let ownThread = Guarded(OwnThread())

    // From here on: confined to the thread of the loop.

    let poller: any Poller
    var sources = SourceTable()
    var timers = TimerHeap()
    /// Who sleeps.
    var alarms: [ObjectIdentifier: Alarm] = [:]
    // Plain numbers beside the collections: asking a collection costs a check of exclusivity,
    // which is most of what a turn costs beside the calls of the system.
    var nextTimer = Int64.max
    var pendingCount = 0
    var jobCount = 0
    /// Sources that asked for a call at the end of this turn.
    var pending: [EventSource] = []
    var finishing: [EventSource] = []
    /// Jobs that were enqueued on the loop's own thread.
    var jobs: [UnownedJob] = []
    var runningJobs: [UnownedJob] = []
    let buffers = BufferPool()
    /// What every read of every stream goes to.
    let scratch = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: StreamLimit.read)
    /// How much of it one read takes in this turn.
    var readLimit = StreamLimit.read
    let readyEvents = UnsafeMutableBufferPointer<ReadyEvent>.allocate(capacity: 256)
    var lastActivity = Int64.min
    /// The clock when it was last read: a wait is counted from here.
    var latest: Int64

    /// Nanoseconds on a monotonic clock at the start of this turn.
    package internal(set) var now: Int64

    /// A loop that does not run yet.
    ///
    /// - Throws: when the system has no descriptors left.
    public init(_ options: EventLoopOptions = EventLoopOptions()) throws(SystemError) {
        name = options.name
        spin = options.spin.wholeNanoseconds
        socketBuffer = options.socketBuffer.map { Int32(clamping: max($0, 4096)) }
        wakeUp = try WakeUp()
        now = MonotonicClock.now()
        latest = now
        poller = try Self.makePoller(options.poller, wakeUp)
    }

    deinit {
        unsafe scratch.deallocate()
        unsafe readyEvents.deallocate()
    }

    private static func makePoller(
        _ kind: EventLoopOptions.Poller, _ wakeUp: WakeUp
    ) throws(SystemError) -> any Poller {
        #if os(Linux)
            if kind != .poll { return try EpollPoller(wakeUp: wakeUp) }
        #endif
        return PollPoller(wakeUp: wakeUp)
    }

    /// What it did so far. May be asked from any thread.
    public var statistics: EventLoopStatistics { counters.statistics }

    /// Nanoseconds on the clock of `now`, read at this moment.
    package static func monotonicNow() -> Int64 { MonotonicClock.now() }

    /// A timer that is off.
    package func makeTimer(_ fire: @escaping () -> Void) -> LoopTimer {
        assertConfined()
        return LoopTimer(self, fire)
    }

    /// Streams, listeners and connectors that are open.
    package var openSources: Int { sources.count }

    /// Descriptor and interest of a source are known to the poller from here on.
    func open(_ source: EventSource, _ interest: Interest) throws(SystemError) {
        source.token = sources.insert(source)
        do {
            try poller.add(source.descriptor, interest, token: source.token)
            source.interest = interest
        } catch {
            _ = sources.remove(source.token)
            throw error
        }
    }
}

import Glibc
import Synchronization

/// Whether the user asked to stop.
enum Signals {
    private static let signals = Atomic(0)
    /// Who is to be woken by a signal; -1: nobody.
    private static let waiter = Atomic<Int32>(-1)
    /// The ends of a pipe that a signal writes to: a signal that comes just before a wait ends it
    /// too.
    private static let readEnd = Atomic<Int32>(-1)
    private static let writeEnd = Atomic<Int32>(-1)

    static var wantsStop: Bool { count > 0 }
    /// How often the user has asked to stop.
    static var count: Int { signals.load(ordering: .relaxed) }
    /// As if the user had asked to stop: nobody reads what is written any more.
    static func requestStop() { signals.add(1, ordering: .relaxed) }
    /// Wakes a loop by its descriptor when the user asks to stop.
    static func wake(_ descriptor: Int32) { waiter.store(descriptor, ordering: .relaxed) }

    /// Ctrl-C and `kill` end the work at the next record; a reader that went away is an error of
    /// `write`, not the end of the process.
    static func install() {
        makeGlobals()
        var ends: [Int32] = [-1, -1]
        if unsafe pipe(&ends) == 0 {
            for end in ends { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
            readEnd.store(ends[0], ordering: .relaxed)
            writeEnd.store(ends[1], ordering: .relaxed)
        }
        var action = sigaction()
        unsafe action.__sigaction_handler.sa_handler = { _ in
            Signals.signals.add(1, ordering: .relaxed)
            var mark: UInt8 = 0
            _ = unsafe write(Signals.writeEnd.load(ordering: .relaxed), &mark, 1)
            // An eventfd takes eight octets; a pipe takes as many.
            var one: UInt64 = 1
            _ = unsafe write(Signals.waiter.load(ordering: .relaxed), &one, 8)
        }
        // No SA_RESTART: a write that waits must come back.
        unsafe sigaction(SIGINT, &action, nil)
        unsafe sigaction(SIGTERM, &action, nil)
        // Who started us may have blocked them, as threads of Dispatch do.
        var ours = sigset_t()
        unsafe sigemptyset(&ours)
        unsafe sigaddset(&ours, SIGINT)
        unsafe sigaddset(&ours, SIGTERM)
        unsafe sigprocmask(SIG_UNBLOCK, &ours, nil)
        var ignore = sigaction()
        unsafe ignore.__sigaction_handler.sa_handler = SIG_IGN
        unsafe sigaction(SIGPIPE, &ignore, nil)
        // A file that may not grow is an error of a write, as a full disk is.
        unsafe sigaction(SIGXFSZ, &ignore, nil)
    }

    /// A global is made when it is used first, and a handler that comes in the midst of that would
    /// wait for ever: all that handlers use is made before them.
    private static func makeGlobals() {
        signals.add(0, ordering: .relaxed)
        hangups.add(0, ordering: .relaxed)
        writeEnd.store(-1, ordering: .relaxed)
        waiter.store(-1, ordering: .relaxed)
    }

    private static let hangups = Atomic(0)
    private static let catches = Atomic(false)

    /// Whether SIGHUP asks to read files again.
    static var catchesHangups: Bool { catches.load(ordering: .relaxed) }

    /// How often that was asked.
    static var hangupCount: Int { hangups.load(ordering: .relaxed) }

    /// From now on, SIGHUP sent by a process asks to read files again; one that the system sends, as
    /// the terminal has gone, asks to stop.
    static func catchHangups() {
        catches.store(true, ordering: .relaxed)
        var action = sigaction()
        action.sa_flags = Int32(SA_SIGINFO)
        unsafe action.__sigaction_handler.sa_sigaction = { _, info, _ in
            let isOfSystem = unsafe info.map { unsafe $0.pointee.si_code > 0 } ?? false
            if isOfSystem {
                Signals.signals.add(1, ordering: .relaxed)
            } else {
                Signals.hangups.add(1, ordering: .relaxed)
            }
            var one: UInt64 = 1
            _ = unsafe write(Signals.waiter.load(ordering: .relaxed), &one, 8)
        }
        unsafe sigaction(SIGHUP, &action, nil)
        var ours = sigset_t()
        unsafe sigemptyset(&ours)
        unsafe sigaddset(&ours, SIGHUP)
        unsafe sigprocmask(SIG_UNBLOCK, &ours, nil)
    }

    /// Waits until `descriptor` takes octets; `false` when it does not within `milliseconds`.
    ///
    /// - Parameters:
    ///   - milliseconds: -1: without a limit.
    ///   - isInterruptible: whether the wait ends when the user asks to stop.
    static func waitToWrite(
        _ descriptor: Int32, milliseconds: Int32, isInterruptible: Bool
    ) -> Bool {
        var ends = [pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)]
        if isInterruptible {
            let end = readEnd.load(ordering: .relaxed)
            ends.append(pollfd(fd: end, events: Int16(POLLIN), revents: 0))
        }
        _ = unsafe poll(&ends, nfds_t(ends.count), milliseconds)
        return ends[0].revents != 0
    }

    /// Waits until `descriptor` can be read or the user asks to stop.
    ///
    /// - Parameter milliseconds: -1: without a limit.
    /// - Returns: whether it can be read.
    @discardableResult
    static func wait(for descriptor: Int32, milliseconds: Int32 = -1) -> Bool {
        var ends = [descriptor, readEnd.load(ordering: .relaxed)].map {
            pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
        }
        _ = unsafe poll(&ends, nfds_t(ends.count), milliseconds)
        return ends[0].revents != 0
    }
}

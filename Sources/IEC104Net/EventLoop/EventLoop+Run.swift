import Glibc
import Synchronization

#if os(Linux)
    import CIEC104System
#endif

/// Running a loop on the caller's thread or on its own, and its end.
extension EventLoop {
    /// The thread of a loop that was started.
    struct OwnThread {
        var handle: pthread_t?
    }

    /// Runs the loop on the caller's thread until `isDone`, which is asked before every turn, or
    /// until it is shut down.
    ///
    /// - Throws: when it runs already or was shut down before; when the system fails.
    public func run(until isDone: () -> Bool) throws(SystemError) {
        try claim()
        defer {
            inbox.thread.store(0, ordering: .sequentiallyConsistent)
            if wantsStop { serveAfterEnd() }
        }
        now = MonotonicClock.now()
        latest = now
        while !isDone() {
            guard !wantsStop else {
                closeAll()
                return
            }
            try turn()
        }
    }

    /// Runs an asynchronous function on the caller's thread till it ends: a program with one
    /// thread.
    ///
    /// - Throws: what `body` throws; `SystemError` when the loop was shut down before its end.
    public func run<T: Sendable>(_ body: @Sendable @escaping () async throws -> T) throws -> T {
        let result = RunResult<T>()
        Task(executorPreference: self) {
            do { result.set(.success(try await body())) } catch { result.set(.failure(error)) }
            if !self.isCurrent { self.submit {} }
        }
        try run(until: { result.isSet.load(ordering: .acquiring) })
        guard let value = result.value.withLock({ $0 }) else {
            throw SystemError(
                number: ECANCELED, operation: "run to the end",
                context: "on a loop that was shut down")
        }
        return try value.get()
    }

    /// Runs the loop on a thread of its own until `shutDown`.
    ///
    /// - Throws: when the system has no thread left.
    public func start() throws(SystemError) {
        let result: Int32 = ownThread.withLock { own in
            guard own.handle == nil, !wantsStop else { return 0 }
            let context = unsafe Unmanaged.passRetained(self).toOpaque()
            var handle = pthread_t()
            let result = unsafe pthread_create(
                &handle, nil,
                { context in
                    if let context = unsafe context {
                        // The reference that `start` handed over.
                        unsafe Unmanaged<EventLoop>.fromOpaque(context).takeRetainedValue()
                            .runThread()
                    }
                    return nil
                }, context)
            if result == 0 {
                own.handle = handle
            } else {
                unsafe Unmanaged<EventLoop>.fromOpaque(context).release()
            }
            return result
        }
        guard result == 0 else {
            throw SystemError(number: result, operation: "start the thread of a loop")
        }
    }

    private func runThread() {
        #if os(Linux)
            unsafe iec104_name_thread(name)
        #endif
        try? run(until: { false })
    }

    /// Ends the loop: everything that is open is aborted (each handler is told), and a thread of
    /// its own has ended when this returns, unless it is the caller. From any thread, any number
    /// of times.
    public func shutDown() {
        inbox.wantsStop.store(true, ordering: .sequentiallyConsistent)
        if inbox.mustWake() { wakeUp.signal() }
        let handle = ownThread.withLock { own in
            let handle = own.handle
            own.handle = nil
            return handle
        }
        if let handle {
            if pthread_equal(handle, pthread_self()) != 0 {
                pthread_detach(handle)
            } else {
                pthread_join(handle, nil)
            }
        }
        // Nobody runs it: what is open is closed here.
        guard (try? claim(evenStopped: true)) != nil else { return }
        closeAll()
        inbox.thread.store(0, ordering: .sequentiallyConsistent)
        serveAfterEnd()
    }

    /// Whether `shutDown` was called. From any thread.
    package var isShutDown: Bool { wantsStop }

    var wantsStop: Bool { inbox.wantsStop.load(ordering: .relaxed) }

    func claim(evenStopped: Bool = false) throws(SystemError) {
        guard evenStopped || !wantsStop else {
            throw SystemError(number: ECANCELED, operation: "run a loop that was shut down")
        }
        let claimed = inbox.thread.compareExchange(
            expected: 0, desired: ThreadName.current, ordering: .sequentiallyConsistent)
        guard claimed.exchanged else {
            throw SystemError(number: EBUSY, operation: "run a loop that runs already")
        }
    }

    /// Ends all sources and gives the tasks that wait for them a chance to see it.
    private func closeAll() {
        for _ in 0..<64 {
            for source in sources.all { source.loopEnds() }
            for alarm in alarms.values { alarm.ring() }
            finishPending()
            guard runJobs() > 0 || pendingCount > 0 else { break }
        }
        inbox.isClosed.store(true, ordering: .sequentiallyConsistent)
    }
}

/// Where the task of `run` leaves its result.
private final class RunResult<T: Sendable>: Sendable {
    let value = Guarded<Result<T, any Error>?>(nil)
    let isSet = Atomic(false)

    func set(_ result: Result<T, any Error>) {
        value.withLock { $0 = result }
        isSet.store(true, ordering: .releasing)
    }
}

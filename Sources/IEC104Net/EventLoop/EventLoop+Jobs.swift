import Glibc
import Synchronization

/// The loop as an executor.
extension EventLoop {
    /// Puts a part of an asynchronous function into the queue. Called by the language's runtime,
    /// from any thread.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        if isCurrent {
            jobs.append(job)
            jobCount += 1
        } else {
            // The runtime holds no reference to an executor, and the job may end the last user of
            // this loop before it is woken.
            let held = unsafe Self.hold(self)
            wake(inbox.put { $0.jobs.append(job) })
            unsafe Self.letGo(held)
        }
    }

    // Functions of their own, as the optimizer takes the loop of a call for held and would leave out
    // a pair of retain and release.
    @inline(never)
    private static func hold(_ loop: EventLoop) -> Unmanaged<EventLoop> {
        unsafe Unmanaged.passRetained(loop)
    }

    @inline(never)
    private static func letGo(_ held: Unmanaged<EventLoop>) { unsafe held.release() }

    /// The loop as executor of an actor: `nonisolated var unownedExecutor` of the actor gives it.
    public func asUnownedSerialExecutor() -> UnownedSerialExecutor {
        unsafe UnownedSerialExecutor(complexEquality: self)
    }

    /// Whether the two are one loop.
    public func isSameExclusiveExecutionContext(other: EventLoop) -> Bool { self === other }

    /// Whether the caller is on this loop's thread, for `assumeIsolated`.
    public func isIsolatingCurrentContext() -> Bool? { isCurrent }

    /// Stops the program when the caller is not on this loop's thread, for `assumeIsolated`.
    public func checkIsolated() {
        precondition(isCurrent, "this must be called on the thread of the event loop \(name)")
    }

    /// Whether the caller is on the thread that runs this loop.
    public var isCurrent: Bool {
        inbox.thread.load(ordering: .relaxed) == ThreadName.current
    }

    /// Whether the caller may touch what is confined: on the loop's thread, or while none runs it.
    var isConfined: Bool {
        let thread = inbox.thread.load(ordering: .relaxed)
        return thread == 0 || thread == ThreadName.current
    }

    /// The same for timers that go with their owners, anywhere: after the end of the loop the
    /// threads that serve it take turns.
    var mayChangeTimers: Bool {
        isCurrent || isConfined && !inbox.isClosed.load(ordering: .sequentiallyConsistent)
    }

    @inline(__always)
    func assertConfined() { assert(isConfined, "not on the thread of the event loop") }

    /// Calls `body` on the loop's thread, soon. From any thread.
    package func submit(_ body: @escaping @Sendable () -> Void) {
        wake(inbox.put { $0.calls.append(body) })
    }

    private func wake(_ isAsleep: Bool) {
        if isAsleep { wakeUp.signal() }
        if inbox.isClosed.load(ordering: .sequentiallyConsistent) { serveAfterEnd() }
    }

    /// After `shutDown` there is no thread: who brings work does it, one at a time, so that an
    /// actor that outlives its loop still answers.
    func serveAfterEnd() {
        while inbox.isFilled.load(ordering: .sequentiallyConsistent) {
            // Who has claimed the loop looks again after giving it up.
            guard (try? claim(evenStopped: true)) != nil else { return }
            finishPending()
            while runJobs() > 0 { finishPending() }
            inbox.thread.store(0, ordering: .sequentiallyConsistent)
        }
    }

    /// Runs what was in the queues when it began; how much that was.
    func runJobs() -> Int {
        var calls: [@Sendable () -> Void] = []
        if inbox.isFilled.load(ordering: .relaxed) {
            inbox.isFilled.store(false, ordering: .sequentiallyConsistent)
            inbox.contents.withLock { contents in
                jobs.append(contentsOf: contents.jobs)
                jobCount += contents.jobs.count
                contents.jobs.removeAll(keepingCapacity: true)
                swap(&calls, &contents.calls)
            }
        }
        for call in calls { call() }
        guard jobCount > 0 else { return calls.count }
        swap(&jobs, &runningJobs)
        jobCount = 0
        let count = runningJobs.count
        let (serial, task) = unsafe (asUnownedSerialExecutor(), asUnownedTaskExecutor())
        for index in 0..<count {
            // The runtime's own reference: it is run exactly once, here.
            unsafe runningJobs[index].runSynchronously(isolatedTo: serial, taskExecutor: task)
        }
        runningJobs.removeAll(keepingCapacity: true)
        counters.jobs.count(count)
        return count &+ calls.count
    }
}

/// A number that tells threads apart, never 0.
enum ThreadName {
    @inline(__always)
    static var current: UInt {
        #if os(Linux)
            pthread_self()
        #else
            UInt(bitPattern: pthread_self())
        #endif
    }
}

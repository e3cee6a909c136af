import Synchronization

/// The one part of a loop that other threads touch.
final class Inbox: Sendable {
    struct Contents {
        var jobs: [UnownedJob] = []
        var calls: [@Sendable () -> Void] = []
    }

    let contents = Guarded(Contents())
    /// Whether there is something in `contents`: the loop looks here first, without the lock.
    let isFilled = Atomic(false)
    /// Whether the loop waits, or is about to: whoever takes this flag down wakes it, so that any
    /// number of jobs costs one wake-up, and none while the loop is awake.
    let isSleeping = Atomic(false)
    /// The thread that runs the loop; 0 when none does.
    let thread = Atomic<UInt>(0)
    let wantsStop = Atomic(false)
    /// Whether the loop has ended for good.
    let isClosed = Atomic(false)

    /// Puts something in. Whether the loop must be woken.
    func put(_ change: (inout sending Contents) -> Void) -> Bool {
        contents.withLock { contents in
            change(&contents)
        }
        isFilled.store(true, ordering: .sequentiallyConsistent)
        return mustWake()
    }

    /// Whether the loop sleeps and nobody has woken it yet.
    func mustWake() -> Bool { isSleeping.exchange(false, ordering: .sequentiallyConsistent) }

    /// Says that the loop is going to wait; false when there is something to do.
    func mayGoToSleep() -> Bool {
        isSleeping.store(true, ordering: .sequentiallyConsistent)
        guard
            isFilled.load(ordering: .sequentiallyConsistent)
                || wantsStop.load(ordering: .sequentiallyConsistent)
        else { return true }
        isSleeping.store(false, ordering: .relaxed)
        return false
    }
}

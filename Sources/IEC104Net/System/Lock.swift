import Glibc

/// A lock for a few instructions. Not `Synchronization.Mutex`: on Linux the thread sanitizer cannot
/// see through that one, and reports races that are none.
///
/// Sendable, as a `pthread_mutex_t` may be used from any thread; it stays at one address for its
/// whole life.
@safe package final class Lock: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)

    package init() {
        unsafe mutex.initialize(to: pthread_mutex_t())
        unsafe pthread_mutex_init(mutex, nil)
    }

    deinit {
        unsafe pthread_mutex_destroy(mutex)
        unsafe mutex.deallocate()
    }

    /// Runs `body` while no other thread has the lock. Not to be nested.
    @inline(__always)
    package func withLock<R: ~Copyable, Failure: Error>(
        _ body: () throws(Failure) -> R
    ) throws(Failure) -> R {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        return try body()
    }
}

/// A value behind a lock.
///
/// Sendable, as the value is touched under the lock only; what goes in and comes out is `Sendable`
/// or handed over.
package final class Guarded<Value>: @unchecked Sendable {
    private let lock = Lock()
    private var value: Value

    package init(_ value: sending Value) { self.value = value }

    /// Runs `body` on the value while no other thread has it. Not to be nested.
    package func withLock<R: Sendable, Failure: Error>(
        _ body: (inout Value) throws(Failure) -> R
    ) throws(Failure) -> R {
        try lock.withLock { () throws(Failure) in try body(&value) }
    }
}

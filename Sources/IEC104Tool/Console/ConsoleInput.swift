import Glibc
import IEC104

/// Standard input, read by a thread of its own: it may be a terminal, a pipe or a file, of which
/// only some can be waited for in a loop.
///
/// Sendable, as the semaphore is the only thing that both threads touch.
@safe final class ConsoleInput: @unchecked Sendable {
    private let loop: EventLoop
    /// Takes a portion; no octets: the end.
    private let take: @Sendable ([UInt8]) async -> Void
    /// Counts the portions that were taken: the reader waits for the loop.
    private let taken = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

    private init(_ loop: EventLoop, _ take: @escaping @Sendable ([UInt8]) async -> Void) {
        self.loop = loop
        self.take = take
        unsafe sem_init(taken, 0, 0)
    }

    /// Reads until the end; `take` is called on the thread of the loop, for the next portion when it
    /// has returned.
    static func start(
        on loop: EventLoop, _ take: @escaping @Sendable ([UInt8]) async -> Void
    ) -> Bool {
        let input = ConsoleInput(loop, take)
        var thread = pthread_t()
        let context = unsafe Unmanaged.passRetained(input).toOpaque()
        let result = unsafe pthread_create(
            &thread, nil,
            { context in
                if let context = unsafe context {
                    unsafe Unmanaged<ConsoleInput>.fromOpaque(context).takeRetainedValue().read()
                }
                return nil
            }, context)
        guard result == 0 else {
            unsafe Unmanaged<ConsoleInput>.fromOpaque(context).release()
            return false
        }
        pthread_detach(thread)
        return true
    }

    private func read() {
        guard let file = try? InputFile("-") else { return }
        var portion = [UInt8](repeating: 0, count: 4096)
        while !Signals.wantsStop {
            let count = (try? file.read(into: &portion)) ?? 0
            let octets = Array(portion.prefix(count))
            Task(executorPreference: loop) {
                await self.take(octets)
                unsafe sem_post(self.taken)
            }
            guard count > 0 else { return }
            while unsafe sem_wait(taken) != 0, !Signals.wantsStop {}
        }
    }
}

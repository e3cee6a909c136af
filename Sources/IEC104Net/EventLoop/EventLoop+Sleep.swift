extension EventLoop {
    /// Waits without another thread; ends early when the task is cancelled or the loop shut down.
    public func sleep(for duration: Duration) async {
        let alarm = Alarm(self)
        await withTaskCancellationHandler {
            await withCheckedContinuation { sleeper in
                submit { alarm.start(duration, sleeper) }
            }
        } onCancel: {
            submit { alarm.ring() }
        }
    }
}

/// One sleep. Sendable, as its state is touched on the thread of its loop only.
final class Alarm: @unchecked Sendable {
    private let loop: EventLoop
    private var timer: LoopTimer?
    private var sleeper: CheckedContinuation<Void, Never>?
    private var hasRung = false

    init(_ loop: EventLoop) { self.loop = loop }

    func start(_ duration: Duration, _ sleeper: CheckedContinuation<Void, Never>) {
        // A loop that was shut down has no timers any more.
        guard !hasRung, !loop.wantsStop else { return sleeper.resume() }
        self.sleeper = sleeper
        loop.alarms[ObjectIdentifier(self)] = self
        timer = loop.makeTimer { [weak self] in self?.ring() }
        timer?.deadline = loop.now.later(by: duration.wholeNanoseconds)
    }

    func ring() {
        hasRung = true
        loop.alarms[ObjectIdentifier(self)] = nil
        timer = nil
        let sleeper = sleeper
        self.sleeper = nil
        sleeper?.resume()
    }
}

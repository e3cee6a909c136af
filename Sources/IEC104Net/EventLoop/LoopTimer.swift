/// A timer of a loop; gone with its last reference.
///
/// Confined to the loop's thread, like all of a loop; only letting go of it is allowed anywhere.
package final class LoopTimer {
    private let loop: EventLoop
    private let slot: Int

    init(_ loop: EventLoop, _ fire: @escaping () -> Void) {
        self.loop = loop
        slot = loop.timers.insert(fire)
    }

    /// The moment on the loop's clock (`now`) at or after which it fires, once; `.max` is off.
    ///
    /// May be set at any time, also while it fires. Later is cheap, earlier O(log n).
    package var deadline: Int64 {
        get { loop.timers.deadline(slot) }
        set {
            loop.timers.setDeadline(newValue, slot)
            if newValue < loop.nextTimer { loop.nextTimer = newValue }
        }
    }

    deinit {
        if loop.mayChangeTimers {
            _ = loop.timers.remove(slot)
        } else {
            loop.submit { [loop, slot] in _ = loop.timers.remove(slot) }
        }
    }
}

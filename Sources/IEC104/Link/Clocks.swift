import Glibc
import IEC104Net
import IEC104Session
import IEC104Station

/// The clock of the machine's date and time.
package enum WallClock {
    /// Milliseconds since 1970-01-01T00:00 UTC.
    package static var now: Int64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}

extension EventLoop {
    /// When this turn of the loop began, as the session counts time.
    var instant: Instant { Instant(nanoseconds: now) }

    /// Now, on both clocks.
    var moment: Moment { Moment(instant, wall: WallClock.now) }
}

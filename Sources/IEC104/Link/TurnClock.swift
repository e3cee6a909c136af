import IEC104Net
import IEC104Session
import IEC104Station

/// The time of the present turn of a loop on both clocks. The wall clock is read once in a turn,
/// however many APDUs the turn has.
struct TurnClock {
    private let loop: EventLoop
    // Not read when it is made: that may be on another thread than the loop's.
    private var latest = Moment(Instant(nanoseconds: .min), wall: 0)

    init(_ loop: EventLoop) { self.loop = loop }

    /// Now.
    mutating func now() -> Moment {
        if latest.instant != loop.instant { latest = loop.moment }
        return latest
    }
}

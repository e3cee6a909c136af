import IEC104Net
import IEC104Session
import IEC104Station

/// The time of the present turn of a loop on both clocks. The wall clock is read once in a turn,
/// however many APDUs the turn has.
struct TurnClock {
    private let loop: EventLoop
    private var latest: Moment

    init(_ loop: EventLoop) {
        self.loop = loop
        latest = loop.moment
    }

    /// Now.
    mutating func now() -> Moment {
        if latest.instant != loop.instant { latest = loop.moment }
        return latest
    }
}

/// When a station freezes its counters by itself: at the multiples of a period on its clock.
public struct CounterSchedule: Hashable, Sendable {
    /// 1 s...48 h, in whole seconds. Parts of a day begin at midnight of the station's clock, others
    /// at the midnight that began 1970.
    public var period: Duration
    /// Whether the counters go on or begin again at zero.
    public var resets: Bool
    /// The counter group, 1...4; `nil` is all counters.
    public var group: UInt8?

    /// All counters each `period`, unless a group is given.
    public init(every period: Duration, resets: Bool = false, group: UInt8? = nil) {
        self.period = period
        self.resets = resets
        self.group = group
    }

    /// The period in milliseconds, in its range.
    var milliseconds: Int64 {
        period.clamped(to: .seconds(1) ... .seconds(48 * 3600)).components.seconds * 1000
    }

    /// How many periods have begun on a clock that shows `time`, in milliseconds since 1970.
    func number(at time: Int64) -> Int64 {
        let quotient = time / milliseconds
        return time % milliseconds < 0 ? quotient - 1 : quotient
    }
}

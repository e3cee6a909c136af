/// Requests that are made of an RTU by themselves, one after the other: after each start of data
/// transfer, every so long, at times of the day.
public struct ScheduledTask: Hashable, Sendable {
    /// What is asked, in this order; when one fails, the rest of this turn is left out.
    public var requests: [MasterRequest]
    /// Whether it is done after each STARTDT con, and when a station has initialized (M_EI_NA_1).
    public var runsAtStart: Bool
    /// How often it is done, counted from the start; default never. At least one second.
    public var period: Duration?
    /// At which times of the day it is done, each counted from midnight on the stations' clock
    /// (`MasterSettings.zone`, or UTC and `clockOffset`), less than 24 h; when the link is down then, it is
    /// left out, and so it is when the clock is set to a time more than three hours later.
    public var daily: [Duration]

    /// A task.
    public init(
        _ requests: [MasterRequest], runsAtStart: Bool = false, period: Duration? = nil,
        daily: [Duration] = []
    ) {
        self.requests = requests
        self.runsAtStart = runsAtStart
        self.period = period
        self.daily = daily
    }
}

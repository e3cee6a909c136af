public import IEC104Codec

/// Something odd about the times that an RTU sends.
public struct TimeFinding: Hashable, Sendable {
    /// What is odd.
    public var kind: Kind
    /// By how much, in milliseconds: what the RTU's clock shows less what it should show, or how
    /// much older the event is than the last one of its point.
    public var milliseconds: Int64
    /// The station.
    public var station: CommonAddress
    /// The point, where it is about one.
    public var address: ObjectAddress?

    /// What is odd about a time.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// The clock differs from this one.
        case clockOff = "clock-off"
        /// The clock shows the time of another zone, and says whether it is summer time there.
        case localTime = "local-time"
        /// The clock shows the time of another zone, or summer time, and SU is not set.
        case localTimeWithoutSummerTime = "local-time-without-su"
        /// An event is older than the last one of its point.
        case olderThanLast = "older-than-last"
        /// No calendar has such a time.
        case impossible
        /// IV: the RTU says that its clock is not synchronized.
        case invalid
    }
}

extension TimeFinding: CustomStringConvertible {
    /// One sentence.
    public var description: String {
        let place = address.map { "station \(station), object \($0)" } ?? "station \(station)"
        let direction = milliseconds < 0 ? "slow" : "fast"
        return switch kind {
        case .clockOff: "\(place): clock \(seconds) s off (\(direction)): synchronize it"
        case .localTime:
            "\(place): sends local time, \(hours) h off: give the RTU's clock offset"
        case .localTimeWithoutSummerTime:
            "\(place): sends local time without SU, \(hours) h off: give the RTU's clock offset, "
                + "or set it to UTC"
        case .olderThanLast:
            "\(place): event \(seconds) s older than the last one of its point"
        case .impossible: "\(place): sends a time that no calendar has"
        case .invalid: "\(place): sends times marked invalid (IV): synchronize its clock"
        }
    }

    private var seconds: String {
        let size = milliseconds.magnitude
        let rest = size % 1000
        guard size < 10_000, rest != 0 else { return "\(size / 1000)" }
        return "\(size / 1000).\(rest / 100)"
    }

    private var hours: String {
        let quarters = (milliseconds.magnitude + 450_000) / 900_000
        let part = ["", ".25", ".5", ".75"][Int(quarters % 4)]
        return (milliseconds < 0 ? "-" : "+") + "\(quarters / 4)" + part
    }
}

/// What is known of the clock of an RTU.
public struct ClockStatus: Hashable, Sendable {
    /// What the clock shows less what it should show, in milliseconds, as the freshest of the last
    /// events tell: less than the truth by the shortest time that they took. `nil` before the first
    /// window of events (three at least, ten seconds at least), and once the clock was set again.
    public var offset: Int64?
    /// How the offset changes, in millionths (ppm), since the clock was set or the first event;
    /// known after ten minutes.
    public var drift: Double?
    /// When the clock was set last, in milliseconds since 1970 UTC.
    public var lastSynchronization: Int64?
    /// What it showed then less what it should have shown, in milliseconds, as its confirmation
    /// tells; about 0 of a station that sends back what it gets.
    public var offsetAtSynchronization: Int64?
    /// The age of the last event when it was received, in milliseconds.
    public var eventAge: Int64?
    /// Events that came with a date and time.
    public var tagged: UInt64 = 0
    /// How often each thing was found.
    public var findings: [TimeFinding.Kind: UInt64] = [:]

    /// Nothing is known.
    public init() {}
}

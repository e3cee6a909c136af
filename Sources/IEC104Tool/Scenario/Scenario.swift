import IEC104

/// What happens to an outstation in time, read from a file: a pure value, the same however often it
/// is played. Times are in milliseconds.
struct Scenario: Hashable, Sendable {
    /// What changes that look random depend on.
    var seed: UInt64 = 1
    /// How often it is played; `nil` is without end.
    var turns: Int? = 1
    /// From the start of a turn to the next.
    var length: Int64 = 0
    var steps: [Step] = []

    struct Step: Hashable, Sendable {
        /// From the start of a turn.
        let at: Int64
        /// How often it happens in a turn, and how far apart.
        var times = 1
        var every: Int64 = 0
        /// Which of its changes are events.
        var events = EventMode.detect
        let action: Action
        /// The action as the file has it, for who watches: `burst 200 within 100ms`.
        var text = ""

        /// When its last event happens.
        var end: Int64 {
            let last = at + every * Int64(times - 1)
            guard case .burst(_, let count, let within) = action else { return last }
            return last + within * Int64(count - 1) / Int64(count)
        }
    }

    enum Action: Hashable, Sendable {
        /// Points get these values.
        case set([Change])
        /// States become the other one.
        case toggle([PointID])
        /// Values stay, their quality changes.
        case quality([PointID], Quality)
        /// So many events within a time, of the points in turn.
        case burst([PointID], count: Int, within: Int64)
        /// Connections are closed: all, or those of a client.
        case drop(Client)
        /// A station, or all, starts anew.
        case restart(CommonAddress?, COI)
        /// The clock of the stations moves.
        case clock(by: Int64)
    }

    struct Change: Hashable, Sendable {
        let point: PointID
        let information: Information
    }

    enum Client: Hashable, Sendable {
        case all
        case host(String)
    }

    /// Most octets of a file: 16 MiB.
    static let mostOctets = 16 << 20
    static let mostSteps = 10_000
    /// Most points of all steps together.
    static let mostPoints = 1_000_000
    /// Most events of a burst, and most repetitions of a step.
    static let mostEvents = 1_000_000
}

/// Something that happens at once.
enum ScenarioEvent: Hashable, Sendable {
    /// The step at a place begins, in a turn from 0 on: what follows is what it does.
    case begin(step: Int, turn: Int)
    case set(PointID, Information, EventMode = .detect)
    case toggle(PointID, EventMode = .detect)
    case quality(PointID, Quality, EventMode = .detect)
    /// An event of a burst; the number says where a measured value goes.
    case disturb(PointID, UInt64)
    case drop(Scenario.Client)
    case restart(CommonAddress?, COI)
    case clock(by: Int64)
}

extension ScenarioEvent {
    /// What a point says after the event, when it said `now`; `nil` when it is no event of a point.
    func information(after now: Information) -> Information? {
        switch self {
        case .set(_, let information, _): information
        case .toggle: now.otherState
        case .quality(_, let quality, _): now.with(quality)
        case .disturb(_, let number): now.otherState ?? Self.disturbed(now, number)
        case .begin, .drop, .restart, .clock: nil
        }
    }

    var point: PointID? {
        switch self {
        case .set(let point, _, _), .toggle(let point, _), .quality(let point, _, _),
            .disturb(let point, _):
            point
        case .begin, .drop, .restart, .clock: nil
        }
    }

    /// Whether the change of a point is an event.
    var mode: EventMode {
        switch self {
        case .set(_, _, let mode), .toggle(_, let mode), .quality(_, _, let mode): mode
        // Within a deadband too.
        case .disturb: .force
        case .begin, .drop, .restart, .clock: .detect
        }
    }

    /// Somewhere within a tenth of the value, or of one.
    private static func disturbed(_ now: Information, _ number: UInt64) -> Information? {
        guard now.kind.isNumber, let value = now.number, value.isFinite else { return now }
        let part = Double(number >> 11) / Double(1 << 53) * 2 - 1
        let band: Double =
            switch now {
            case .normalized, .normalizedWithoutQuality: 0.1
            case .shortFloat: max(abs(value) * 0.1, 0.1)
            default: max(abs(value) * 0.1, 2)
            }
        return now.with(number: value + part * band)
    }
}

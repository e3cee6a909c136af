/// What an event is about: each class has its own part of the event buffer, so that measured
/// values never push out a breaker's event. A point has that of its kind, or the one that
/// `PointOptions.eventClass` says.
public enum EventClass: UInt8, Hashable, Sendable, CaseIterable {
    /// States: types 1...8, 17...20 and their tagged ones.
    case state
    /// Measured values.
    case measured
    /// Integrated totals.
    case counters
    /// Points that are given this class: what must not be pushed out by other states either.
    case priority
}

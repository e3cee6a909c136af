import IEC104

/// What few points of a list have; limits and ranges as on the wire (raw for normalized values).
struct PointExtras: Hashable, Sendable {
    /// How changes are reported, where it is not as the type says.
    var events: PointOptions.Events?
    var eventClass: EventClass?
    /// Milliseconds between two transmissions with cause 2; 0 for none.
    var background: UInt32 = 0
    var deadbandPercent: Float?
    var range: ClosedRange<Float>?
    var smoothing: Float = 0
    var lowLimit: Float?
    var highLimit: Float?
    /// For masters: engineering value = transmitted value x scale + offset.
    var scale: Double = 1
    var offset: Double = 0
    /// Whether it tells of events that were pushed out.
    var tellsLosses = false
}

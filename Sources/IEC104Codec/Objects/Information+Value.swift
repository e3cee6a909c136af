extension Information {
    /// What a point carries, as a number: 0 and 1 for a single point, 0 to 3 for a double one, the
    /// fraction of a normalized value, the sum of a counter, the bits of protection equipment and
    /// bit strings. `nil` for what is no point, and for private types.
    public var number: Double? {
        switch self {
        case .singlePoint(let point): point.isOn ? 1 : 0
        case .doublePoint(let point): Double(point.state.rawValue)
        case .protectionEvent(let event, _): Double(event.state.rawValue)
        case .protectionStart(let start, _, _): Double(start.rawValue)
        case .protectionOutput(let output, _, _): Double(output.rawValue)
        case .stepPosition(let step, _): Double(step.value)
        case .bitString(let bits, _): Double(bits)
        case .packedSinglePoints(let points, _): Double(points.status)
        case .normalized(let value, _), .normalizedWithoutQuality(let value): value.value
        case .scaled(let value, _): Double(value)
        case .shortFloat(let value, _): Double(value.value)
        case .integratedTotal(let reading): Double(reading.value)
        default: nil
        }
    }

    /// The quality of a point: IV, NT, SB, BL, OV or EI, as far as its type has them. Of a counter,
    /// IV alone. Empty, which is good, for what has none.
    public var quality: Quality {
        switch self {
        case .singlePoint(let point): point.quality
        case .doublePoint(let point): point.quality
        case .protectionEvent(let event, _): event.quality
        case .protectionStart(_, let quality, _), .protectionOutput(_, let quality, _),
            .stepPosition(_, let quality), .bitString(_, let quality),
            .packedSinglePoints(_, let quality), .normalized(_, let quality),
            .scaled(_, let quality), .shortFloat(_, let quality):
            quality
        case .integratedTotal(let reading): reading.isInvalid ? .invalid : []
        default: []
        }
    }
}

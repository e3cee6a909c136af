import IEC104Codec

// The values of points as numbers, in the units of a list.
extension Information {
    /// The same point with another number, the nearest that its kind can carry.
    func with(number: Double) -> Information {
        guard number.isFinite else { return self }
        func whole(_ range: ClosedRange<Double>) -> Double {
            min(max(number, range.lowerBound), range.upperBound).rounded()
        }
        func state() -> DoublePointState { DoublePointState(rawValue: UInt8(whole(0...3))) ?? .off }
        switch self {
        case .singlePoint(let point):
            return .singlePoint(SIQ(number >= 0.5, quality: point.quality))
        case .doublePoint(let point):
            return .doublePoint(DIQ(state(), quality: point.quality))
        case .protectionEvent(let event, let time):
            return .protectionEvent(SEP(state(), quality: event.quality), time)
        case .protectionStart(_, let quality, let time):
            return .protectionStart(SPE(rawValue: UInt8(whole(0...63))), quality, time)
        case .protectionOutput(_, let quality, let time):
            return .protectionOutput(OCI(rawValue: UInt8(whole(0...15))), quality, time)
        case .stepPosition(_, let quality):
            return .stepPosition(VTI(Int8(whole(-64...63))), quality)
        case .bitString(_, let quality):
            return .bitString(UInt32(whole(0...4_294_967_295)), quality)
        case .packedSinglePoints(_, let quality):
            return .packedSinglePoints(
                SCD(status: UInt16(whole(0...65535)), changed: 0), quality)
        case .normalized(_, let quality):
            return .normalized(NVA(min(max(number, -1), 1)), quality)
        case .normalizedWithoutQuality:
            return .normalizedWithoutQuality(NVA(min(max(number, -1), 1)))
        case .scaled(_, let quality): return .scaled(Int16(whole(-32768...32767)), quality)
        case .shortFloat(_, let quality):
            let limit = Double(Float.greatestFiniteMagnitude)
            return .shortFloat(R32(Float(min(max(number, -limit), limit))), quality)
        case .integratedTotal(let reading):
            // Counters go round.
            let turn = 4_294_967_296.0
            let place = number.rounded(.down).truncatingRemainder(dividingBy: turn)
            let value = UInt32(truncatingIfNeeded: Int64(place))
            return .integratedTotal(BCR(value: Int32(bitPattern: value), flags: reading.flags))
        default: return self
        }
    }
}

import IEC104Codec
import IEC104Inspect

// The values of points, as a list writes them: what is written is read as the same value.
extension Information {
    /// The value, such as `on`, `-3` or `10.4`; empty for what is not that of a point.
    ///
    /// A number that is none is `nan`, `inf` or `-inf`, which a list cannot have.
    var valueText: String {
        switch self {
        case .singlePoint(let point): point.isOn ? "on" : "off"
        case .doublePoint(let point): Self.text(point.state)
        case .protectionEvent(let event, _): Self.text(event.state)
        case .protectionStart(let start, _, _): "\(start.rawValue)"
        case .protectionOutput(let output, _, _): "\(output.rawValue)"
        case .stepPosition(let step, _): "\(step.value)"
        case .bitString(let bits, _): "\(bits)"
        case .packedSinglePoints(let points, _): "\(points.status)"
        case .normalized(let value, _), .normalizedWithoutQuality(let value): "\(value.value)"
        case .scaled(let value, _): "\(value)"
        case .shortFloat(let value, _): "\(value.value)"
        case .integratedTotal(let reading): "\(reading.value)"
        default: ""
        }
    }

    /// The value for readers: `on`, `合`, `-3`, `10.4`.
    func shownValue(in language: Language) -> String { stateText(in: language) ?? valueText }

    private static func text(_ state: DoublePointState) -> String {
        switch state {
        case .off: "off"
        case .on: "on"
        case .intermediate: "intermediate"
        case .indeterminate: "indeterminate"
        }
    }

    /// The same value with another quality, as far as the kind has one.
    func with(_ quality: Quality) -> Information {
        switch self {
        case .singlePoint(let point): .singlePoint(SIQ(point.isOn, quality: quality))
        case .doublePoint(let point): .doublePoint(DIQ(point.state, quality: quality))
        case .protectionEvent(let event, let time):
            .protectionEvent(SEP(event.state, quality: quality), time)
        case .stepPosition(let step, _): .stepPosition(step, quality)
        case .bitString(let bits, _): .bitString(bits, quality)
        case .packedSinglePoints(let points, _): .packedSinglePoints(points, quality)
        case .normalized(let value, _): .normalized(value, quality)
        case .scaled(let value, _): .scaled(value, quality)
        case .shortFloat(let value, _): .shortFloat(value, quality)
        case .protectionStart(let start, _, let time): .protectionStart(start, quality, time)
        case .protectionOutput(let output, _, let time): .protectionOutput(output, quality, time)
        case .integratedTotal(let reading):
            .integratedTotal(
                BCR(
                    value: reading.value,
                    flags: quality.contains(.invalid) ? reading.flags | 0x80 : reading.flags & 0x7F)
            )
        default: self
        }
    }
}

extension Quality {
    /// Such as `IV|NT`; empty when good.
    var listText: String {
        Self.names.filter { contains($0.quality) }.map(\.name).joined(separator: "|")
    }
}

internal import IEC104Codec

/// The parameters of all points that have some.
struct ParameterTable: Sendable {
    var entries: [PointParameters] = []
    /// The entries of each station that has some.
    private(set) var stations: [Int: [Int]] = [:]

    /// Adds those of a point; the number of the entry.
    mutating func append(_ parameters: PointParameters, station: Int) -> Int {
        entries.append(parameters)
        stations[station, default: []].append(entries.count - 1)
        return entries.count - 1
    }
}

extension Information {
    /// The parameter of P_ME and its value in the unit of the measure; `nil` when KPA is none of the
    /// standard. A smoothing factor is a part of 1 for normalized and floating point values, and in
    /// percent for scaled ones.
    var parameter: (kind: ParameterKind, value: Float, qualifier: QPM)? {
        let (value, smoothing, qualifier): (Float, Float, QPM)
        switch self {
        case .normalizedParameter(let number, let bits):
            (value, smoothing, qualifier) = (Float(number.rawValue), Float(number.value), bits)
        case .scaledParameter(let number, let bits):
            (value, smoothing, qualifier) = (Float(number), Float(number) / 100, bits)
        case .floatParameter(let number, let bits):
            (value, smoothing, qualifier) = (number.value, number.value, bits)
        default: return nil
        }
        guard let kind = ParameterKind(rawValue: qualifier.kind) else { return nil }
        return (kind, kind == .smoothing ? smoothing : value, qualifier)
    }

    /// A parameter of a point of a kind, as P_ME carries it; `nil` when the point is no measured
    /// value.
    static func parameter(
        _ parameter: ParameterKind, _ value: Float, of kind: Kind, isLocalChange: Bool
    ) -> Information? {
        let qualifier = QPM(kind: parameter.rawValue, isLocalChange: isLocalChange)
        let isSmoothing = parameter == .smoothing
        func whole(_ factor: Double) -> Int16 {
            let scaled = min(max(Double(value) * (isSmoothing ? factor : 1), -32768), 32767)
            return Int16(scaled + (scaled >= 0 ? 0.5 : -0.5))
        }
        return switch kind {
        case .normalized, .normalizedWithoutQuality:
            .normalizedParameter(NVA(rawValue: whole(32768)), qualifier)
        case .scaled: .scaledParameter(whole(100), qualifier)
        case .shortFloat: .floatParameter(R32(value), qualifier)
        default: nil
        }
    }
}

extension Information.Kind {
    /// The type of the parameters of a point of this kind; `nil` when it has none.
    var parameterType: TypeID? {
        switch self {
        case .normalized, .normalizedWithoutQuality: .P_ME_NA_1
        case .scaled: .P_ME_NB_1
        case .shortFloat: .P_ME_NC_1
        default: nil
        }
    }
}

internal import IEC104Codec

/// A parameter of a measured value: what KPA of P_ME says (IEC 60870-5-101, 7.2.6.24).
public enum ParameterKind: UInt8, Hashable, Sendable, CaseIterable {
    /// The deadband.
    case threshold = 1
    /// The weight of the value before in that of now, 0 (none) up to 1 (not reached).
    case smoothing = 2
    /// The low limit: what is below has OV.
    case lowLimit = 3
    /// The high limit: what is above has OV.
    case highLimit = 4

    var bit: UInt8 { 1 << rawValue }
}

/// The values of the parameters of a point, in the unit of its measure.
struct ParameterValues: Hashable, Sendable {
    var threshold: Float = 0
    var smoothing: Float = 0
    var lowLimit: Float?
    var highLimit: Float?

    subscript(_ kind: ParameterKind) -> Float? {
        get {
            switch kind {
            case .threshold: threshold
            case .smoothing: smoothing
            case .lowLimit: lowLimit
            case .highLimit: highLimit
            }
        }
        set {
            switch kind {
            case .threshold: threshold = newValue ?? 0
            case .smoothing: smoothing = newValue ?? 0
            case .lowLimit: lowLimit = newValue
            case .highLimit: highLimit = newValue
            }
        }
    }

    /// Whether all are numbers in their range, and the limits in their order.
    var areValid: Bool {
        guard threshold.isFinite, threshold >= 0, smoothing >= 0, smoothing < 1,
            lowLimit?.isFinite != false, highLimit?.isFinite != false
        else { return false }
        guard let lowLimit, let highLimit else { return true }
        return lowLimit <= highLimit
    }
}

/// What an outstation keeps of the parameters of a point. Only points that have some have it.
struct PointParameters: Sendable {
    let place: Int
    /// What the table said.
    let configured: ParameterValues
    /// What is in operation.
    var values: ParameterValues
    /// Parameters that were loaded and are not in operation, a bit each, and their values.
    var loadedKinds: UInt8 = 0
    var loaded = ParameterValues()
    /// Parameters that controlling stations have set, and those changed here since (LPC).
    var remoteKinds: UInt8 = 0
    var localKinds: UInt8 = 0
    /// What the filter has come to.
    var filtered: Double?
    /// Whether the value is outside its limits, and only therefore has OV.
    var isBeyond = false
    var setsOverflow = false
    /// Whether cyclic transmission was deactivated.
    var isCyclicStopped = false

    init(place: Int, values: ParameterValues) {
        self.place = place
        configured = values
        self.values = values
    }

    /// Filters a value and compares it with the limits; whether it has crossed one.
    ///
    /// - Parameter isNew: whether it comes from the process, so that it is to be filtered.
    mutating func condition(_ information: inout Information, isNew: Bool) -> Bool {
        guard let measure = information.measure else { return false }
        var value = measure
        if isNew, values.smoothing > 0, measure.isFinite {
            let next = Double(measure)
            let filtered = filtered.map { next + Double(values.smoothing) * ($0 - next) } ?? next
            self.filtered = filtered
            information = information.with(measure: filtered)
            value = information.measure ?? value
        } else if isNew {
            filtered = nil
        }
        let wasBeyond = isBeyond
        isBeyond = value < values.lowLimit ?? -.infinity || value > values.highLimit ?? .infinity
        setsOverflow = isBeyond && information.setOverflow(true)
        return isBeyond != wasBeyond
    }
}

extension Information {
    /// The same information with another measure, the nearest that it can have.
    func with(measure: Double) -> Information {
        let bounded = min(max(measure, -32768), 32767)
        let whole = Int16(bounded + (bounded >= 0 ? 0.5 : -0.5))
        return switch self {
        case .shortFloat(_, let quality): .shortFloat(R32(Float(measure)), quality)
        case .scaled(_, let quality): .scaled(whole, quality)
        case .normalized(_, let quality): .normalized(NVA(rawValue: whole), quality)
        case .normalizedWithoutQuality: .normalizedWithoutQuality(NVA(rawValue: whole))
        default: self
        }
    }

    /// Sets or clears OV; whether it was otherwise.
    mutating func setOverflow(_ isOver: Bool) -> Bool {
        func changed(_ quality: Quality) -> Quality {
            isOver ? quality.union(.overflow) : quality.subtracting(.overflow)
        }
        let before = self
        switch self {
        case .shortFloat(let value, let quality): self = .shortFloat(value, changed(quality))
        case .scaled(let value, let quality): self = .scaled(value, changed(quality))
        case .normalized(let value, let quality): self = .normalized(value, changed(quality))
        default: break
        }
        return self != before
    }
}

// How values print: short English, for logs and debuggers. `IEC104Inspect` puts them in full words.

extension Quality: CustomStringConvertible {
    /// `good`, or the standard's short names: `NT IV`.
    public var description: String {
        let set = Self.names.filter { contains($0.quality) }.map { $0.name }
        return set.isEmpty ? "good" : set.joined(separator: " ")
    }
}

extension SIQ: CustomStringConvertible {
    /// `on` or `off`, and the quality when it is not good.
    public var description: String { (isOn ? "on" : "off") + quality.suffix }
}

extension DIQ: CustomStringConvertible {
    /// `intermediate`, `off`, `on` or `indeterminate`, and the quality when it is not good.
    public var description: String { "\(state)" + quality.suffix }
}

extension DoublePointState: CustomStringConvertible {
    /// `intermediate`, `off`, `on` or `indeterminate`.
    public var description: String {
        switch self {
        case .intermediate: "intermediate"
        case .off: "off"
        case .on: "on"
        case .indeterminate: "indeterminate"
        }
    }
}

extension VTI: CustomStringConvertible {
    /// The step, and `moving` in transient state.
    public var description: String { "\(value)" + (isTransient ? " moving" : "") }
}

extension NVA: CustomStringConvertible {
    /// The value, -1...1.
    public var description: String { "\(value)" }
}

extension R32: CustomStringConvertible {
    /// The number.
    public var description: String { "\(value)" }
}

extension BCR: CustomStringConvertible {
    /// The reading, the sequence number, and the flags that are set.
    public var description: String {
        "\(value) sequence \(sequence)" + (carry ? " CY" : "") + (isAdjusted ? " CA" : "")
            + (isInvalid ? " IV" : "")
    }
}

extension CP56Time2a: CustomStringConvertible {
    /// `2026-03-02 08:25:11.123`, with SU and IV when they are set; fields as they are when no
    /// calendar has the time.
    public var description: String {
        let date = "\(year)-\(two(month))-\(two(day)) \(two(hour)):\(two(minute)):"
        return date + seconds(milliseconds) + (isSummerTime ? " SU" : "") + (isInvalid ? " IV" : "")
    }
}

extension CP24Time2a: CustomStringConvertible {
    /// `25:11.123`, with IV when it is set.
    public var description: String {
        "\(two(minute)):" + seconds(milliseconds) + (isInvalid ? " IV" : "")
    }
}

extension CalendarTime: CustomStringConvertible {
    /// `2026-03-02 08:25:11.123`.
    public var description: String {
        "\(year)-\(two(month))-\(two(day)) \(two(hour)):\(two(minute)):"
            + seconds(UInt16(truncatingIfNeeded: second * 1000 + millisecond))
    }
}

extension ControlField: CustomStringConvertible {
    /// `I N(S)=0 N(R)=3`, `S N(R)=3`, `U STARTDT act`.
    public var description: String {
        switch self {
        case .information(let send, let receive): "I N(S)=\(send) N(R)=\(receive)"
        case .supervisory(let receive): "S N(R)=\(receive)"
        case .unnumbered(let function): "U \(function)"
        }
    }
}

extension TypeID: CustomStringConvertible {
    /// The standard's short name, or the number of a type that has none.
    public var description: String {
        TypeTable.standard[self]?.mnemonic ?? "type \(rawValue)"
    }
}

extension Quality {
    fileprivate var suffix: String { isEmpty ? "" : " \(self)" }
}

private func two(_ number: some BinaryInteger) -> String {
    number < 10 ? "0\(number)" : "\(number)"
}

private func seconds(_ milliseconds: UInt16) -> String {
    let rest = milliseconds % 1000
    let zeros = rest < 10 ? "00" : rest < 100 ? "0" : ""
    return two(milliseconds / 1000) + "." + zeros + "\(rest)"
}

import IEC104Codec

/// The fields of a value in the words of the vector files.
public typealias Meaning = [String: String]

extension ASDUHeader {
    /// The fields of the header.
    public var meaning: Meaning {
        [
            "type": "\(type.rawValue)", "sq": word(isSequence), "n": "\(count)",
            "cause": "\(cause.cause.rawValue)", "negative": word(cause.isNegative),
            "test": word(cause.isTest), "originator": "\(cause.originator)",
            "address": "\(commonAddress.value)",
        ]
    }
}

extension ControlField {
    /// The control field in words.
    public var meaning: String {
        switch self {
        case .information(let send, let receive): "I ns=\(send.value) nr=\(receive.value)"
        case .supervisory(let receive): "S nr=\(receive.value)"
        case .unnumbered(let function): "U \(function)"
        }
    }
}

extension InformationObject {
    /// All fields of the object; `octets` is what its `OctetRange` counts in.
    public func meaning(octets: [UInt8]) -> Meaning {
        var fields = information.meaning(octets: octets)
        fields["address"] = "\(address.value)"
        return fields.merging(timeTag.meaning) { first, _ in first }
    }
}

extension TimeTag {
    fileprivate var meaning: Meaning {
        switch self {
        case .none: return [:]
        case .cp24(let time):
            return [
                "time": time.isPossible ? time.text : "none",
                "timeFlags": namesOfSet([("IV", time.isInvalid), ("RES1", time.isSubstituted)]),
            ]
        case .cp56(let time):
            let set = [
                ("IV", time.isInvalid), ("SU", time.isSummerTime), ("RES1", time.isSubstituted),
            ]
            return [
                "time": time.text, "timeFlags": namesOfSet(set), "dayOfWeek": "\(time.dayOfWeek)",
            ]
        }
    }
}

extension CP24Time2a {
    fileprivate var text: String {
        let second = Int(milliseconds) / 1000
        return
            "\(padded(Int(minute), 2)):\(padded(second, 2)).\(padded(Int(milliseconds) % 1000, 3))"
    }
}

extension CP56Time2a {
    /// As in ISO 8601, without a zone; `none` when no calendar has it.
    var text: String {
        guard let time = calendarTime else { return "none" }
        let date = "\(time.year)-\(padded(time.month, 2))-\(padded(time.day, 2))"
        let minutes = "\(padded(time.hour, 2)):\(padded(time.minute, 2))"
        return "\(date)T\(minutes):\(padded(time.second, 2)).\(padded(time.millisecond, 3))"
    }
}

func padded(_ number: Int, _ width: Int) -> String {
    let digits = "\(number)"
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

func word(_ flag: Bool) -> String { flag ? "1" : "0" }

/// The names of those that are set, `-` when none is.
func namesOfSet(_ all: [(name: String, isSet: Bool)]) -> String {
    let names = all.filter(\.isSet).map(\.name)
    return names.isEmpty ? "-" : names.joined(separator: ",")
}

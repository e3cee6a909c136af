import IEC104Codec

extension OctetText {
    /// `2023-09-03T08:25:11.123`, with `separator` between date and time.
    mutating func append(_ time: CalendarTime, separator: UInt8 = UInt8(ascii: "T")) {
        append(unsigned: UInt64(time.year), width: 4)
        append(UInt8(ascii: "-"))
        append(unsigned: UInt64(time.month), width: 2)
        append(UInt8(ascii: "-"))
        append(unsigned: UInt64(time.day), width: 2)
        append(separator)
        append(unsigned: UInt64(time.hour), width: 2)
        append(UInt8(ascii: ":"))
        append(unsigned: UInt64(time.minute), width: 2)
        append(UInt8(ascii: ":"))
        append(unsigned: UInt64(time.second), width: 2)
        append(UInt8(ascii: "."))
        append(unsigned: UInt64(time.millisecond), width: 3)
    }

    /// `25:11.123`: minute, second, milliseconds.
    mutating func append(_ time: CP24Time2a) {
        append(unsigned: UInt64(time.minute), width: 2)
        append(UInt8(ascii: ":"))
        append(unsigned: UInt64(time.milliseconds / 1000), width: 2)
        append(UInt8(ascii: "."))
        append(unsigned: UInt64(time.milliseconds % 1000), width: 3)
    }

    /// The time in ISO 8601, as far as the source gave it: with `Z` when it is UTC, without a date
    /// when there was none.
    package mutating func append(_ time: Timestamp, separator: UInt8 = UInt8(ascii: "T")) {
        let (seconds, fraction) = time.nanoseconds.floorDivided(by: 1_000_000_000)
        let whole = CalendarTime(millisecondsSince1970: seconds * 1000)
        if time.scale != .timeOfDay {
            append(unsigned: UInt64(whole.year), width: 4)
            append(UInt8(ascii: "-"))
            append(unsigned: UInt64(whole.month), width: 2)
            append(UInt8(ascii: "-"))
            append(unsigned: UInt64(whole.day), width: 2)
            append(separator)
        }
        append(unsigned: UInt64(whole.hour), width: 2)
        append(UInt8(ascii: ":"))
        append(unsigned: UInt64(whole.minute), width: 2)
        append(UInt8(ascii: ":"))
        append(unsigned: UInt64(whole.second), width: 2)
        if time.fractionDigits > 0 {
            append(UInt8(ascii: "."))
            var digits = fraction
            for _ in time.fractionDigits..<9 { digits /= 10 }
            append(unsigned: UInt64(digits), width: Int(time.fractionDigits))
        }
        if time.scale == .utc { append(UInt8(ascii: "Z")) }
    }
}

extension Int64 {
    /// The quotient rounded down, and the remainder 0..<`divisor`.
    func floorDivided(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}

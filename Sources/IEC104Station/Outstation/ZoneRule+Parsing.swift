extension ZoneRule {
    /// Reads a rule as systems write it (POSIX, TZ), such as `CET-1CEST,M3.5.0,M10.5.0/3` or
    /// `<+08>-8`: the name, how far it is **behind** UTC, the same of summer time, an hour ahead when
    /// nothing stands there, and when it begins and ends. Names are not kept.
    ///
    /// - Throws: what is wrong, and where. Times of less than a minute are refused.
    public init(posix text: String) throws(ZoneRuleError) {
        var parser = Parser(octets: Array(text.utf8.prefix(101)))
        self = try parser.rule()
    }

    private struct Parser {
        let octets: [UInt8]
        var place = 0

        private func error(_ code: ZoneRuleError.Code) -> ZoneRuleError {
            ZoneRuleError(code: code, column: place + 1)
        }

        private var next: UInt8? { place < octets.count ? octets[place] : nil }

        private mutating func take(_ character: Unicode.Scalar) -> Bool {
            guard next == UInt8(ascii: character) else { return false }
            place += 1
            return true
        }

        mutating func rule() throws(ZoneRuleError) -> ZoneRule {
            guard octets.count <= 100 else { throw error(.tooLong) }
            try name()
            let standard = -(try time(24))
            guard next != nil else { return ZoneRule(minutes: standard) }
            try name()
            let other = next == UInt8(ascii: ",") || next == nil ? standard + 60 : -(try time(24))
            guard take(",") else { throw error(next == nil ? .missingChange : .extra) }
            let begin = try change()
            guard take(",") else { throw error(.missingChange) }
            let end = try change()
            guard next == nil else { throw error(.extra) }
            guard other != standard else { return ZoneRule(minutes: standard) }
            // Ireland writes its winter as the exception: summer is what is farther ahead.
            let isSummer = other > standard
            return ZoneRule(
                minutes: min(standard, other),
                summer: Summer(
                    minutes: max(standard, other), begin: isSummer ? begin : end,
                    end: isSummer ? end : begin))
        }

        private mutating func name() throws(ZoneRuleError) {
            let start = place
            let isQuoted = take("<")
            while let octet = next {
                switch octet {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
                    place += 1
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"):
                    guard isQuoted else { return try check(start) }
                    place += 1
                default:
                    guard isQuoted else { return try check(start) }
                    guard take(">") else { throw error(.name) }
                    return
                }
            }
            guard !isQuoted else { throw error(.name) }
            try check(start)
        }

        private func check(_ start: Int) throws(ZoneRuleError) {
            if place - start < 3 { throw ZoneRuleError(code: .name, column: start + 1) }
        }

        private mutating func number(_ range: ClosedRange<Int>) throws(ZoneRuleError) -> Int {
            let start = place
            var value = 0
            while let octet = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(octet),
                place - start < 3
            {
                value = value * 10 + Int(octet - UInt8(ascii: "0"))
                place += 1
            }
            guard place > start, range.contains(value) else {
                throw ZoneRuleError(code: .number, column: start + 1)
            }
            return value
        }

        /// `[+-]hh[:mm[:ss]]` in minutes.
        private mutating func time(_ hours: Int) throws(ZoneRuleError) -> Int {
            let isNegative = take("-")
            if !isNegative { _ = take("+") }
            var minutes = try number(0...hours) * 60
            if take(":") { minutes += try number(0...59) }
            if take(":"), try number(0...59) != 0 { throw error(.seconds) }
            return isNegative ? -minutes : minutes
        }

        /// `Mm.w.d`, `Jn` or `n`, then `/time`; 02:00 without it.
        private mutating func change() throws(ZoneRuleError) -> Change {
            let day: Change.Day
            if take("M") {
                let month = try number(1...12)
                guard take(".") else { throw error(.number) }
                let week = try number(1...5)
                guard take(".") else { throw error(.number) }
                day = .weekday(try number(0...6), week: week, month: month)
            } else if take("J") {
                day = .ofCommonYear(try number(1...365))
            } else {
                day = .ofYear(try number(0...365))
            }
            return Change(day, minute: take("/") ? try time(167) : 120)
        }
    }
}

/// Why a rule of local time cannot be read.
public struct ZoneRuleError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of reason. New ones may be added: always handle unknown ones.
    public struct Code: Hashable, Sendable {
        enum Kind: String, Sendable {
            case name = "a name has 3 letters or more, or stands in < >: write such as CET or <+08>"
            case number =
                "a number is missing or out of range: write such as CET-1CEST,M3.5.0,M10.5.0/3"
            case seconds = "times have whole minutes: leave out the seconds"
            case missingChange =
                "when summer time begins and ends is missing: add ,M3.5.0,M10.5.0/3"
            case extra = "this cannot follow here: leave it out"
            case tooLong = "a rule has at most 100 characters: make it shorter"
        }
        let kind: Kind

        init(_ kind: Kind) { self.kind = kind }

        /// A name is too short, or not closed.
        public static let name = Code(.name)
        /// A number is missing or out of range.
        public static let number = Code(.number)
        /// A time has seconds.
        public static let seconds = Code(.seconds)
        /// Summer time has no beginning or end.
        public static let missingChange = Code(.missingChange)
        /// Something stands behind the end.
        public static let extra = Code(.extra)
        /// There are more than 100 characters.
        public static let tooLong = Code(.tooLong)
    }

    /// The reason.
    public let code: Code
    /// Which octet, counted from 1.
    public let column: Int

    /// One English sentence: where, why, how to mend it.
    public var description: String { "character \(column): \(code.kind.rawValue)" }
}

public import IEC104Codec

extension Interlock {
    /// Most characters of an expression.
    public static let longest = 1000

    /// Reads an expression.
    ///
    /// - Throws: what is wrong, and where.
    public init(_ text: String) throws(InterlockError) {
        var parser = Parser(text)
        steps = try parser.parse()
        description = text
    }

    /// The addresses that it names, with the station where one is given.
    public var points: [(station: CommonAddress?, address: ObjectAddress)] {
        steps.compactMap {
            guard case .compare(let operand?, _, _) = $0 else { return nil }
            return (operand.station, operand.address)
        }
    }

    /// A parser by recursive descent; its depth is bounded.
    private struct Parser {
        private let text: [Character]
        private var place = 0
        private var depth = 0
        private var steps: [Step] = []

        init(_ text: String) { self.text = Array(text.prefix(Interlock.longest + 1)) }

        mutating func parse() throws(InterlockError) -> [Step] {
            guard text.count <= Interlock.longest else { throw error(.tooLong) }
            try either()
            guard next == nil else { throw error(.extra) }
            return steps
        }

        private func error(
            _ code: InterlockError.Code, at place: Int? = nil
        ) -> InterlockError {
            InterlockError(code: code, column: (place ?? self.place) + 1)
        }

        /// The next character that is no white space.
        private var next: Character? {
            mutating get {
                while place < text.count, text[place].isWhitespace { place += 1 }
                return place < text.count ? text[place] : nil
            }
        }

        private mutating func take(_ characters: [Character]) -> Bool {
            guard let next, characters.contains(next) else { return false }
            place += 1
            // `&&` and `||` are what programmers write.
            if place < text.count, text[place] == next, next == "&" || next == "|" { place += 1 }
            return true
        }

        private mutating func either() throws(InterlockError) {
            try both()
            while take(["|"]) {
                try both()
                steps.append(.or)
            }
        }

        private mutating func both() throws(InterlockError) {
            try term()
            while take(["&"]) {
                try term()
                steps.append(.and)
            }
        }

        private mutating func term() throws(InterlockError) {
            depth += 1
            defer { depth -= 1 }
            guard depth <= 32 else { throw error(.tooDeep) }
            if take(["!"]) {
                try term()
                steps.append(.not)
            } else if take(["(", "（"]) {
                let opening = place - 1
                try either()
                guard take([")", "）"]) else {
                    throw next == nil ? error(.bracket, at: opening) : error(.extra)
                }
            } else {
                try comparison()
            }
        }

        private mutating func comparison() throws(InterlockError) {
            let operand = try operand()
            guard let comparison = sign() else {
                steps.append(.compare(operand, .equal, .on))
                return
            }
            steps.append(.compare(operand, comparison, try literal()))
        }

        private mutating func operand() throws(InterlockError) -> Operand? {
            guard next != nil else { throw error(.missing) }
            let start = place
            let word = word()
            if word == "command" || word == "命令" { return nil }
            let parts = word.split(separator: "/", omittingEmptySubsequences: false)
            guard (1...2).contains(parts.count), let last = parts.last,
                let address = Self.number(last), let first = parts.first
            else { throw error(.operand, at: start) }
            guard (1...0xFF_FFFF).contains(address) else { throw error(.address, at: start) }
            guard parts.count == 2 else {
                return Operand(station: nil, address: ObjectAddress(address))
            }
            guard let station = Self.number(first) else { throw error(.operand, at: start) }
            guard (1...65534).contains(station) else { throw error(.address, at: start) }
            return Operand(
                station: CommonAddress(UInt16(station)), address: ObjectAddress(address))
        }

        private static func number(_ text: Substring) -> UInt32? {
            text.allSatisfy(\.isASCII) && text.first?.isNumber == true ? UInt32(text) : nil
        }

        /// Letters, digits and what stands in numbers and addresses.
        private mutating func word() -> String {
            let start = place
            while place < text.count, !text[place].isWhitespace,
                !"=!<>&|()（）".contains(text[place])
            {
                place += 1
            }
            return String(text[start..<place]).lowercased()
        }

        private mutating func sign() -> Comparison? {
            guard let first = next else { return nil }
            let isFollowed = place + 1 < text.count && text[place + 1] == "="
            let found: Comparison? =
                switch first {
                case "=": .equal
                case "!" where isFollowed: .unequal
                case "<": isFollowed ? .lessOrEqual : .less
                case ">": isFollowed ? .greaterOrEqual : .greater
                default: nil
                }
            if found != nil { place += isFollowed ? 2 : 1 }
            return found
        }

        private mutating func literal() throws(InterlockError) -> Literal {
            guard next != nil else { throw error(.missing) }
            let start = place
            let word = word()
            switch word {
            case "on", "合": return .on
            case "off", "分": return .off
            case "intermediate": return .intermediate
            case "indeterminate": return .indeterminate
            default:
                // Not `inf`, `nan` or hexadecimal ones.
                guard word.allSatisfy({ "0123456789.+-e".contains($0) }),
                    let number = Double(word), number.isFinite
                else { throw error(.literal, at: start) }
                return .number(number)
            }
        }
    }
}

/// Why an interlock cannot be read.
public struct InterlockError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of reason. New ones may be added: always handle unknown ones.
    public struct Code: Hashable, Sendable {
        enum Kind: String, Sendable {
            case missing = "something is missing here: write a comparison, such as 1001=on"
            case operand = "this is no point: write an address, station/address or command"
            case address = "an object address is 1 to 16777215, a common address 1 to 65534"
            case literal =
                "this is no value: write a number, on, off, intermediate or indeterminate"
            case bracket = "this bracket is not closed: write ) behind its end"
            case extra = "this cannot follow here: join comparisons by & or |"
            case tooLong = "at most 1000 characters are possible: make it shorter"
            case tooDeep = "more than 32 brackets or ! in one another: make it simpler"
        }
        let kind: Kind

        init(_ kind: Kind) { self.kind = kind }

        /// A comparison or a value is missing at the end.
        public static let missing = Code(.missing)
        /// What is compared is no point.
        public static let operand = Code(.operand)
        /// An address is out of range.
        public static let address = Code(.address)
        /// What a point is compared with is no value.
        public static let literal = Code(.literal)
        /// A bracket is not closed.
        public static let bracket = Code(.bracket)
        /// What follows belongs to nothing.
        public static let extra = Code(.extra)
        /// There are more than `Interlock.longest` characters.
        public static let tooLong = Code(.tooLong)
        /// Brackets stand in one another too deep.
        public static let tooDeep = Code(.tooDeep)
    }

    /// The reason.
    public let code: Code
    /// Which character, counted from 1.
    public let column: Int

    /// One English sentence: where, why, how to mend it.
    public var description: String { "character \(column): \(code.kind.rawValue)" }
}

/// What is wrong with octets that should be IEC 104, and where.
///
/// Strict reading throws it; lenient reading collects it as a problem and goes on.
public struct DecodeError: Error, Hashable, Sendable {
    /// What kind of violation it is.
    public var code: Code
    /// Where it is: octets from the start of what was read (the APDU, unless said otherwise).
    public var offset: Int
    /// What the standard asks for at that place; `nil` where no number says it.
    public var expected: Int?
    /// What was found there; `nil` where no number says it.
    public var found: Int?

    /// A violation of kind `code` at `offset`.
    public init(_ code: Code, at offset: Int, expected: Int? = nil, found: Int? = nil) {
        self.code = code
        self.offset = offset
        self.expected = expected
        self.found = found
    }

    /// The same violation, seen from `distance` octets earlier.
    public func moved(by distance: Int) -> DecodeError {
        var error = self
        error.offset &+= distance
        return error
    }
}

extension DecodeError: CustomStringConvertible {
    /// One English sentence: what, where, expected and found.
    public var description: String {
        var text = "\(code.summary) at offset \(offset)"
        if let expected { text += ", expected \(written(expected))" }
        if let found { text += ", found \(written(found))" }
        return text
    }

    /// A number as it is best understood: octets and bits in hexadecimal, `0A`, counts in decimal.
    public func written(_ number: Int) -> String {
        guard code.isAboutOctets else { return "\(number)" }
        let digits = String(number, radix: 16, uppercase: true)
        return digits.utf8.count % 2 == 0 ? digits : "0" + digits
    }
}

extension DecodeError {
    /// The kind of a violation. New kinds may be added: always handle unknown ones.
    public struct Code: Hashable, Sendable {
        /// The stable name in machine-readable output, such as `objects-truncated`.
        public var name: String { row.name }
        /// A few English words.
        public var summary: String { row.summary }
        /// Whether octets could not be read as what they should be. The other kinds are readable,
        /// but break a rule of the standard.
        public var isStructural: Bool { row.isStructural }

        /// Whether `expected` and `found` are octets or bits, not counts.
        var isAboutOctets: Bool {
            let codes: [Code] = [
                .badStart, .unknownFunction, .controlReservedBits, .reservedBits, .testPattern,
            ]
            return codes.contains(self)
        }

        private let kind: Kind
        private init(_ kind: Kind) { self.kind = kind }
        private var row: (name: String, summary: String, isStructural: Bool) { kind.row }

        /// Every kind there is, in the order of the octets that they concern.
        public static var allCases: [Code] { Kind.allCases.map(Code.init) }
    }
}

extension DecodeError.Code {
    private enum Kind: CaseIterable {
        case badStart, lengthOutOfRange, apduTruncated, lengthMismatch, unknownFunction
        case controlReservedBits, asduMissing, asduHeaderTruncated, unknownType, countZero
        case sequenceNotAllowed, objectCount, objectsTruncated, trailingOctets, addressOverflow
        case causeUnknown, causeNotAllowed, commonAddress, objectAddress
        case reservedBits, reservedValue, commandState, impossibleTime, testPattern

        var row: (name: String, summary: String, isStructural: Bool) {
            switch self {
            case .badStart: ("bad-start", "no start octet 68", true)
            case .lengthOutOfRange: ("length-out-of-range", "length octet outside 4...253", true)
            case .apduTruncated: ("apdu-truncated", "APDU ends before its length", true)
            case .lengthMismatch:
                ("length-mismatch", "length octet of an S or U APDU is not 4", true)
            case .unknownFunction:
                ("unknown-function", "U APDU without exactly one function", true)
            case .controlReservedBits:
                ("control-reserved-bits", "reserved bits of the control field are not 0", false)
            case .asduMissing: ("asdu-missing", "I APDU without an ASDU", true)
            case .asduHeaderTruncated:
                ("asdu-header-truncated", "ASDU ends within its header", true)
            case .unknownType: ("unknown-type", "type identification not known", false)
            case .countZero: ("count-zero", "number of objects is 0", true)
            case .sequenceNotAllowed:
                ("sequence-not-allowed", "SQ = 1 is not allowed for the type", false)
            case .objectCount: ("object-count", "the type carries one object only", false)
            case .objectsTruncated:
                ("objects-truncated", "ASDU ends before its last object", true)
            case .trailingOctets: ("trailing-octets", "octets left over after the objects", true)
            case .addressOverflow:
                ("address-overflow", "object addresses run past the largest one", true)
            case .causeUnknown: ("cause-unknown", "cause of transmission not defined", false)
            case .causeNotAllowed:
                ("cause-not-allowed", "cause of transmission not allowed for the type", false)
            case .commonAddress: ("common-address", "common address not allowed", false)
            case .objectAddress: ("object-address", "object address not allowed", false)
            case .reservedBits: ("reserved-bits", "reserved bits are not 0", false)
            case .reservedValue: ("reserved-value", "value reserved by the standard", false)
            case .commandState: ("command-state", "command state 0 or 3 is not permitted", false)
            case .impossibleTime:
                ("impossible-time", "impossible time", false)
            case .testPattern: ("test-pattern", "fixed test pattern is not 55AA", false)
            }
        }
    }

    /// The first octet is not 68 (IEC 60870-5-104, 5).
    public static let badStart = Self(.badStart)
    /// The length octet is outside 4...253.
    public static let lengthOutOfRange = Self(.lengthOutOfRange)
    /// Fewer octets than the length octet says.
    public static let apduTruncated = Self(.apduTruncated)
    /// An S or U APDU whose length octet is not 4.
    public static let lengthMismatch = Self(.lengthMismatch)
    /// A U APDU with no function or with several.
    public static let unknownFunction = Self(.unknownFunction)
    /// A reserved bit of the control field is set.
    public static let controlReservedBits = Self(.controlReservedBits)
    /// An I APDU that ends behind its control field.
    public static let asduMissing = Self(.asduMissing)
    /// The ASDU ends before its common address does.
    public static let asduHeaderTruncated = Self(.asduHeaderTruncated)
    /// No row of the type table has this type identification: its objects stay raw.
    public static let unknownType = Self(.unknownType)
    /// N = 0 in the variable structure qualifier.
    public static let countZero = Self(.countZero)
    /// SQ = 1 with a type that allows SQ = 0 only.
    public static let sequenceNotAllowed = Self(.sequenceNotAllowed)
    /// N > 1 with a type that carries one object only.
    public static let objectCount = Self(.objectCount)
    /// The ASDU has fewer octets than its N objects need.
    public static let objectsTruncated = Self(.objectsTruncated)
    /// The ASDU has more octets than its N objects need.
    public static let trailingOctets = Self(.trailingOctets)
    /// A sequence of addresses that runs past the largest object address.
    public static let addressOverflow = Self(.addressOverflow)
    /// A cause that the standard does not define.
    public static let causeUnknown = Self(.causeUnknown)
    /// A cause that the table does not allow for the type and the direction.
    public static let causeNotAllowed = Self(.causeNotAllowed)
    /// Common address 0, or the global address with a type that does not allow it.
    public static let commonAddress = Self(.commonAddress)
    /// Object address other than 0 where it is irrelevant, or 0 where an object is meant.
    public static let objectAddress = Self(.objectAddress)
    /// A reserved bit of an element or a time tag is set.
    public static let reservedBits = Self(.reservedBits)
    /// A qualifier with a value that the standard reserves.
    public static let reservedValue = Self(.reservedValue)
    /// DCS or RCS 0 or 3.
    public static let commandState = Self(.commandState)
    /// Month 13, 31 February, minute 60 and the like.
    public static let impossibleTime = Self(.impossibleTime)
    /// The pattern of a test command is not 55AA.
    public static let testPattern = Self(.testPattern)
}

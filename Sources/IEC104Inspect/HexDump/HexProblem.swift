/// Why text that looks like hex cannot be read.
public enum HexProblem: String, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    /// A group of hex digits with an odd number of digits.
    case oddDigits = "odd-digits"
    /// A character among hex digits that is none, such as the `G` of `6G`.
    case notHex = "not-hex"
    /// A `*` line of a dump that stands for more octets than the reader repeats.
    case squeezeTooLong = "squeeze-too-long"
    /// A dump in octal or binary numbers, or with the octets of each group turned round.
    case foreignDump = "foreign-dump"

    /// The code of the problem, such as `odd-digits`.
    public var code: String { rawValue }

    /// What is wrong and how to mend it.
    public var description: String {
        switch self {
        case .oddDigits:
            "an odd number of hex digits; write two digits for each octet"
        case .notHex:
            "not a hex digit; octets are written with 0-9, a-f and A-F only"
        case .squeezeTooLong:
            "the '*' line stands for too many octets; dump the file without squeezing (-v)"
        case .foreignDump:
            "a dump that is not in pairs of hex digits, such as that of od, xxd -b or xxd -e; "
                + "dump the file with xxd or od -A x -t x1"
        }
    }
}

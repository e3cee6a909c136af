/// How a file of a journal is named and begins.
enum JournalFile {
    /// What every file begins with; the last octet is the version.
    static let magic = Array("IEC104-JOURNAL 1".utf8)
    private static let suffix = ".journal"

    /// Such as `0000000000000012.journal`.
    static func name(_ generation: UInt64) -> String {
        let digits = String(generation)
        return String(repeating: "0", count: 20 - digits.count) + digits + suffix
    }

    /// The generation of a file; `nil` when it is not one of a journal.
    static func generation(_ name: String) -> UInt64? {
        guard name.hasSuffix(suffix) else { return nil }
        let digits = name.dropLast(suffix.count)
        guard digits.count == 20, digits.utf8.allSatisfy({ (48...57).contains($0) }) else {
            return nil
        }
        return UInt64(digits)
    }

    /// What the checksums of a file begin with, so that nothing of another file is taken for a part
    /// of it.
    static func seed(_ generation: UInt64) -> UInt32 {
        var sum = CRC32C()
        var octets: [UInt8] = []
        for octet in 0..<8 { octets.append(UInt8(truncatingIfNeeded: generation >> (octet * 8))) }
        sum.add(octets.span)
        return sum.value
    }
}

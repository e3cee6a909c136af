/// IPv6 addresses as text (RFC 4291, 2.2), with a zone behind `%` (RFC 4007, 11).
enum IPv6Text {
    static func isAddress(_ text: String) -> Bool {
        let parts = text.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2, !isZone(parts[1]) { return false }
        guard let address = parts.first, address.utf8.count <= 45 else { return false }
        let halves = address.components(separatedBy: "::")
        switch halves.count {
        case 1: return count(halves[0], mayEndInIPv4: true) == 8
        case 2:
            guard let first = halves[0].isEmpty ? 0 : count(halves[0], mayEndInIPv4: false),
                let second = halves[1].isEmpty ? 0 : count(halves[1], mayEndInIPv4: true)
            else { return false }
            return first + second <= 7
        default: return false
        }
    }

    /// The name or the number of an interface.
    private static func isZone(_ text: Substring) -> Bool {
        (1...15).contains(text.utf8.count)
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
    }

    /// How many groups of 16 bits `text` has; `nil` when one is none.
    private static func count(_ text: Substring, mayEndInIPv4: Bool) -> Int? {
        let groups = text.split(separator: ":", omittingEmptySubsequences: false)
        var count = 0
        for (index, group) in groups.enumerated() {
            if mayEndInIPv4, index == groups.count - 1, group.contains(".") {
                guard isIPv4(group) else { return nil }
                count += 2
            } else {
                guard (1...4).contains(group.utf8.count), UInt16(group, radix: 16) != nil,
                    !group.hasPrefix("+")
                else { return nil }
                count += 1
            }
        }
        return count
    }

    private static func isIPv4(_ text: Substring) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                (1...3).contains(part.utf8.count)
                    && part.utf8.allSatisfy { (0x30...0x39).contains($0) }
                    && UInt8(part) != nil && (part == "0" || !part.hasPrefix("0"))
            }
    }
}

extension Substring {
    /// The parts between occurrences of `separator`.
    fileprivate func components(separatedBy separator: String) -> [Substring] {
        var parts: [Substring] = []
        var rest = self
        while let range = rest.firstRange(of: separator) {
            parts.append(rest[..<range.lowerBound])
            rest = rest[range.upperBound...]
        }
        return parts + [rest]
    }
}

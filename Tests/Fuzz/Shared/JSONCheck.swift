/// Whether octets are lines of JSON (RFC 8259), each an object. Without recursion: the printers
/// nest a few levels only, so a stack of open brackets will do.
struct JSONCheck {
    private let octets: ArraySlice<UInt8>
    private var index: Int
    private var open: [UInt8] = []

    /// The number of the first line that is no JSON object, from 1 on; `nil` when all are.
    static func firstBadLine(_ octets: [UInt8]) -> Int? {
        guard octets.last ?? 0x0A == 0x0A else { return octets.count(where: { $0 == 0x0A }) + 1 }
        var number = 0
        for line in octets.dropLast().split(separator: 0x0A, omittingEmptySubsequences: false) {
            number += 1
            if octets.isEmpty { return nil }
            var check = JSONCheck(line)
            if line.first != UInt8(ascii: "{") || !check.isValue() { return number }
        }
        return nil
    }

    private init(_ octets: ArraySlice<UInt8>) {
        self.octets = octets
        index = octets.startIndex
    }

    private var next: UInt8? { index < octets.endIndex ? octets[index] : nil }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    private mutating func take(_ word: StaticString) -> Bool {
        let rest = octets[index...]
        let text = "\(word)".utf8
        guard rest.starts(with: text) else { return false }
        index += text.count
        return true
    }

    /// A value and nothing behind it.
    private mutating func isValue() -> Bool {
        var expectsValue = true
        while true {
            if expectsValue {
                if take("{" as Unicode.Scalar) {
                    if take("}" as Unicode.Scalar) {
                        expectsValue = false
                        continue
                    }
                    open.append(UInt8(ascii: "{"))
                    guard isKey() else { return false }
                    continue
                }
                if take("[" as Unicode.Scalar) {
                    if take("]" as Unicode.Scalar) {
                        expectsValue = false
                    } else {
                        open.append(UInt8(ascii: "["))
                    }
                    continue
                }
                guard isScalar() else { return false }
                expectsValue = false
            }
            guard let last = open.last else { return index == octets.endIndex }
            if take("," as Unicode.Scalar) {
                if last == UInt8(ascii: "{"), !isKey() { return false }
                expectsValue = true
            } else if last == UInt8(ascii: "{")
                ? take("}" as Unicode.Scalar) : take("]" as Unicode.Scalar)
            {
                open.removeLast()
            } else {
                return false
            }
        }
    }

    private mutating func isKey() -> Bool { isString() && take(":" as Unicode.Scalar) }

    private mutating func isScalar() -> Bool {
        next == UInt8(ascii: "\"")
            ? isString() : take("true") || take("false") || take("null") || isNumber()
    }

    private mutating func isString() -> Bool {
        guard take("\"" as Unicode.Scalar) else { return false }
        let first = index
        while let octet = next {
            index += 1
            switch octet {
            case UInt8(ascii: "\""):
                return String(validating: octets[first..<index], as: UTF8.self) != nil
            case 0..<0x20: return false
            case UInt8(ascii: "\\"):
                guard let escaped = next else { return false }
                index += 1
                if escaped == UInt8(ascii: "u") {
                    guard octets[index...].prefix(4).count(where: Self.isHexDigit) == 4 else {
                        return false
                    }
                    index += 4
                } else if !"\"\\/bfnrt".utf8.contains(escaped) {
                    return false
                }
            default: break
            }
        }
        return false
    }

    private static func isHexDigit(_ octet: UInt8) -> Bool {
        switch octet {
        case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
        default: false
        }
    }

    private mutating func isNumber() -> Bool {
        _ = take("-" as Unicode.Scalar)
        let leading = next
        let whole = digits()
        guard whole > 0, whole == 1 || leading != UInt8(ascii: "0") else { return false }
        if take("." as Unicode.Scalar), digits() == 0 { return false }
        if take("e" as Unicode.Scalar) || take("E" as Unicode.Scalar) {
            _ = take("+" as Unicode.Scalar) || take("-" as Unicode.Scalar)
            if digits() == 0 { return false }
        }
        return true
    }

    private mutating func digits() -> Int {
        let first = index
        while let octet = next, (0x30...0x39).contains(octet) { index += 1 }
        return index - first
    }
}

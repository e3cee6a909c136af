extension Endpoint: CustomStringConvertible {
    /// The endpoint as it is usually written: `10.0.0.1:2404`, `[fe80::1]:2404`.
    public var description: String {
        var text: [UInt8] = []
        append(to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// The address without the port, IPv6 in the canonical form of RFC 5952.
    public var addressDescription: String {
        var text: [UInt8] = []
        appendAddress(to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// Appends what `description` says, as UTF-8.
    public func append(to text: inout [UInt8]) {
        if isIPv4 {
            appendAddress(to: &text)
        } else {
            text.append(UInt8(ascii: "["))
            appendAddress(to: &text)
            text.append(UInt8(ascii: "]"))
        }
        text.append(UInt8(ascii: ":"))
        Self.append(UInt32(port), radix: 10, to: &text)
    }

    /// Appends what `addressDescription` says, as UTF-8.
    public func appendAddress(to text: inout [UInt8]) {
        if isIPv4 {
            Self.appendIPv4(low, to: &text)
        } else if high == 0, low >> 32 == 0xFFFF {
            text.append(contentsOf: "::ffff:".utf8)
            Self.appendIPv4(low, to: &text)
        } else {
            appendIPv6(to: &text)
        }
    }

    private static func appendIPv4(_ address: UInt64, to text: inout [UInt8]) {
        for shift in [24, 16, 8, 0] as [UInt64] {
            if shift < 24 { text.append(UInt8(ascii: ".")) }
            append(UInt32(address >> shift & 0xFF), radix: 10, to: &text)
        }
    }

    private func appendIPv6(to text: inout [UInt8]) {
        let zeros = longestZeros
        var index = 0
        while index < 8 {
            if index == zeros.lowerBound, !zeros.isEmpty {
                text.append(contentsOf: "::".utf8)
                index = zeros.upperBound
                continue
            }
            if index > 0, index != zeros.upperBound || zeros.isEmpty {
                text.append(UInt8(ascii: ":"))
            }
            Self.append(group(index), radix: 16, to: &text)
            index += 1
        }
    }

    /// The sixteen bits at `index`, 0...7.
    private func group(_ index: Int) -> UInt32 {
        let half = index < 4 ? high : low
        return UInt32(half >> UInt64(48 - 16 * (index & 3)) & 0xFFFF)
    }

    /// The first of the longest runs of at least two groups that are zero.
    private var longestZeros: Range<Int> {
        var longest = 0..<0
        var start = 0
        for index in 0..<8 {
            if group(index) != 0 {
                start = index + 1
            } else if index - start + 1 > max(longest.count, 1) {
                longest = start..<index + 1
            }
        }
        return longest
    }

    /// Appends a number without leading zeros, in lower-case digits.
    private static func append(_ number: UInt32, radix: UInt32, to text: inout [UInt8]) {
        var divisor: UInt32 = 1
        while number / divisor >= radix { divisor *= radix }
        while divisor > 0 {
            let digit = UInt8(number / divisor % radix)
            text.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
            divisor /= radix
        }
    }
}

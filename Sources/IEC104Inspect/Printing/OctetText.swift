import IEC104Codec

/// UTF-8 text that grows at its end: what printers write into, without a `String` for each piece.
public struct OctetText: Sendable {
    /// The text.
    public private(set) var octets: [UInt8] = []

    /// No text.
    public init() {}

    /// Forgets the text and keeps the memory.
    public mutating func removeAll() { octets.removeAll(keepingCapacity: true) }

    /// The text as a string.
    public var string: String { String(decoding: octets, as: UTF8.self) }

    @inline(__always)
    mutating func append(_ octet: UInt8) { octets.append(octet) }

    mutating func append(_ text: StaticString) {
        text.withUTF8Buffer { buffer in unsafe octets.append(contentsOf: buffer) }
    }

    mutating func append(_ text: String) { octets.append(copying: text.utf8.span) }

    mutating func append(_ text: OctetText) { octets.append(contentsOf: text.octets) }

    mutating func append(_ endpoint: Endpoint) { endpoint.append(to: &octets) }

    mutating func append(number value: some BinaryInteger) {
        if value < 0 { append(UInt8(ascii: "-")) }
        append(unsigned: UInt64(value.magnitude), width: 1)
    }

    /// Decimal digits, at least `width` (at most 20) of them.
    mutating func append(unsigned value: UInt64, width: Int) {
        var digits = InlineArray<20, UInt8>(repeating: UInt8(ascii: "0"))
        var first = 20
        var rest = value
        while rest > 0 || first == 20 {
            first -= 1
            digits[first] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        octets.append(copying: digits.span.extracting(min(first, 20 - min(width, 20))..<20))
    }

    /// The shortest digits that give the same number again; `NaN`, `Infinity`, `-Infinity`.
    mutating func append(_ value: Float) {
        if value.isNaN {
            append("NaN")
        } else if value.isInfinite {
            append(value < 0 ? "-Infinity" : "Infinity")
        } else if value == Float(Int32(truncatingFloat: value)), value != 0 {
            append(number: Int32(truncatingFloat: value))
            append(".0")
        } else if value.isSubnormal {
            // So few digits would do for a float that a reader of doubles would see another number.
            append(Double(value).description)
        } else {
            append(value.description)
        }
    }

    /// A finite number with the shortest digits that give it again.
    mutating func append(_ value: Double) { append(value.description) }

    /// `octet` as two lower-case hexadecimal digits.
    @inline(__always)
    mutating func append(hex octet: UInt8) {
        octets.append(Self.digit(octet >> 4))
        octets.append(Self.digit(octet & 0x0F))
    }

    /// All of `span` as hexadecimal digits, with `separator` between octets.
    mutating func append(hex span: Span<UInt8>, separator: UInt8? = nil) {
        if separator == nil { return append(joined: span) }
        for index in span.indices {
            if index > 0, let separator { octets.append(separator) }
            append(hex: span[index])
        }
    }

    /// Digits without a separator, some octets at a time.
    private mutating func append(joined span: Span<UInt8>) {
        var digits = InlineArray<64, UInt8>(repeating: 0)
        var filled = 0
        for index in span.indices {
            digits[filled] = Self.digit(span[index] >> 4)
            digits[filled + 1] = Self.digit(span[index] & 0x0F)
            filled += 2
            if filled == 64 {
                octets.append(copying: digits.span)
                filled = 0
            }
        }
        octets.append(copying: digits.span.extracting(0..<filled))
    }

    @inline(__always)
    private static func digit(_ nibble: UInt8) -> UInt8 {
        nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") - 10 + nibble
    }
}

extension Int32 {
    /// The whole part of `value`, or 0 where it does not fit or has a long one.
    fileprivate init(truncatingFloat value: Float) {
        self = value.magnitude < 1_000_000 ? Int32(value) : 0
    }
}

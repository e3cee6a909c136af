import IEC104Codec

/// A run of bits in an information element, and how it is put in words.
struct BitField: Sendable {
    let first: Int
    let width: Int
    /// The standard's short name, the same in all languages, or words.
    let name: Phrase
    let kind: Kind

    /// How the bits are read.
    enum Kind: Sendable {
        /// One bit: what 1 and 0 mean.
        case flag(Phrase, Phrase)
        /// A number and what it means.
        case choice(@Sendable (UInt8) -> Phrase)
        /// An unsigned number, and what it counts.
        case number(Phrase)
        /// A two's complement number, and what it counts.
        case signed(Phrase)
        /// raw / 32768.
        case normalized
        /// IEEE 754 single.
        case float
        /// Bits without a number.
        case bits(Phrase)
        /// Should be 0.
        case reserved
    }

    init(_ bits: ClosedRange<Int>, _ symbol: String, _ kind: Kind) {
        self.init(bits, Phrase(symbol, symbol), kind)
    }

    init(_ bits: ClosedRange<Int>, _ name: Phrase, _ kind: Kind) {
        first = bits.lowerBound
        width = bits.count
        self.name = name
        self.kind = kind
    }

    init(_ bit: Int, _ name: String, _ set: Phrase, _ clear: Phrase) {
        self.init(bit...bit, name, .flag(set, clear))
    }

    static func reserved(_ bits: ClosedRange<Int>) -> BitField {
        BitField(bits, "RES", .reserved)
    }

    /// The field's bits out of those of the element.
    func value(_ bits: UInt64) -> UInt64 {
        width >= 64 ? bits : bits >> UInt64(first) & ((1 << UInt64(width)) - 1)
    }

    /// The value as it is written, and what it means.
    func text(_ bits: UInt64, in language: Language) -> (value: String, meaning: String) {
        let value = value(bits)
        let octet = UInt8(truncatingIfNeeded: value)
        switch kind {
        case .flag(let set, let clear): return ("\(value)", (value == 1 ? set : clear)[language])
        case .choice(let phrase): return ("\(value)", phrase(octet)[language])
        case .number(let phrase): return ("\(value)", phrase[language])
        case .signed(let phrase):
            let shift = UInt64(64 - width)
            return ("\(Int64(bitPattern: value << shift) >> Int64(shift))", phrase[language])
        case .normalized:
            let raw = Int16(truncatingIfNeeded: value)
            return ("\(raw)", "\(NVA(rawValue: raw).value) (\(raw) / 32768)")
        case .float:
            var text = OctetText()
            text.append(Float(bitPattern: UInt32(truncatingIfNeeded: value)))
            return (text.string, Phrase("short floating point", "短浮点数")[language])
        case .bits(let phrase):
            var text = OctetText()
            var shift = (width + 7) / 8 * 8
            while shift > 0 {
                shift -= 8
                text.append(hex: UInt8(truncatingIfNeeded: value >> UInt64(shift)))
            }
            return (text.string, phrase[language])
        case .reserved:
            return (
                "\(value)",
                (value == 0 ? Phrase.reserved : Phrase("reserved, should be 0", "保留,应为0"))[language]
            )
        }
    }
}

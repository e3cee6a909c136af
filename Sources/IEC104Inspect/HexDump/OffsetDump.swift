/// The offset in front of a line of xxd, hexdump, od or Wireshark, read in each radix.
struct DumpOffset {
    /// The value in radix 16, 10 and 8; nil where the digits do not fit.
    var values: [3 of UInt64?]
    /// How many digits it has.
    var digits: Int
    var hasColon: Bool
    /// The blanks between it and the first group; a tab counts as two.
    var gap: Int
    /// Where the first group begins.
    var bodyStart: Int

    var isZero: Bool { values[0] == 0 }

    /// The offset that the line begins with, if its first word may be one.
    init?(_ text: Span<UInt8>) {
        var index = text.skippingSpaces(0)
        if text.octet(index) == 0x30, text.octet(index + 1) | 0x20 == 0x78 { index += 2 }
        let start = index
        while index - start <= 16, TextOctet.isHex(text.octet(index)) { index += 1 }
        digits = index - start
        guard digits >= 4, digits <= 16, Self.mayEnd(text.octet(index)) else { return nil }
        values = [0, 0, 0]
        for digit in start..<index {
            let value = TextOctet.hexValue(text[digit])
            Self.add(value, to: &values[0], radix: 16)
            Self.add(value, to: &values[1], radix: 10)
            Self.add(value, to: &values[2], radix: 8)
        }
        // Only od counts in octal, with seven digits; xxd -d may count in decimal.
        if digits != 7 { values[2] = nil }
        if digits != 7, digits != 8 { values[1] = nil }
        if text.octet(index) | 0x20 == 0x68 { index += 1 }
        hasColon = text.octet(index) == 0x3A
        if hasColon { index += 1 }
        let gapStart = index
        index = text.skippingSpaces(index)
        gap = index - gapStart
        for blank in gapStart..<index where text[blank] == 0x09 { gap += 1 }
        guard index >= text.count || gap > 0 else { return nil }
        bodyStart = index
    }

    /// Whether an offset may stand before the octet: a blank, a colon, an `h`, or the line's end.
    private static func mayEnd(_ octet: UInt8) -> Bool {
        TextOctet.isSpace(octet) || octet == 0x3A || octet | 0x20 == 0x68 || octet == 0
    }

    private static func add(_ digit: UInt8, to value: inout UInt64?, radix: UInt64) {
        guard let known = value, UInt64(digit) < radix, known < 1 << 59 else {
            value = nil
            return
        }
        value = known * radix + UInt64(digit)
    }
}

/// Follows the lines of a dump by their offsets.
struct OffsetDump {
    /// What a line is in a dump.
    enum Line {
        /// Not a line of a dump.
        case other
        /// Octets of the dump, which go on behind those before.
        case octets
        /// Octets of a new dump, or behind a gap.
        case first
        /// A line of a dump that is not read, and the first one of it.
        case foreign, firstForeign
        /// The last line, an offset alone; true if it says that the last octet was padding.
        case end(isPadded: Bool)
    }

    /// More octets than this are not repeated for a `*` line.
    static let longestSqueeze = 4096

    private(set) var isActive = false
    /// A `*` line came before.
    private(set) var isSqueezed = false
    /// The dump writes words of two octets with the low one first.
    private(set) var isSwapped = false
    /// The dump writes its octets in a way that is not read; its lines are passed over.
    private(set) var isForeign = false
    /// The offset of the next line in each radix.
    private var expected: [3 of UInt64?] = [nil, nil, nil]
    /// Octets in the longest line, 0 before the first.
    private var width = 0
    /// The digits of its offsets.
    private var digits = 0
    /// Its first line has offset 0.
    private(set) var beganAtZero = false
    /// How many octets a `*` line stands for, known once the next offset is.
    private(set) var squeezed: UInt64 = 0

    mutating func end() { self = OffsetDump() }

    mutating func takeSqueeze() { isSqueezed = true }

    /// Judges the line by its offset.
    mutating func judge(_ offset: DumpOffset, _ text: Span<UInt8>) -> Line {
        squeezed = 0
        if isForeign, digits == offset.digits, !offset.isZero { return .foreign }
        if DumpStyle.isForeign(text, offset) { return .firstForeign }
        let isAlone = offset.bodyStart >= text.count
        let matches = expects(offset)
        if isAlone {
            guard isActive else { return .other }
            if isSqueezed, takeSqueezed(offset) { return .end(isPadded: false) }
            let isPadded = isSwapped && (0..<3).contains { isMatch(offset.values[$0], $0, 1) }
            return matches || isPadded ? .end(isPadded: isPadded) : .other
        }
        let group = Self.groupDigits(text, offset.bodyStart)
        guard group >= 2, group & 1 == 0 else { return .other }
        if isActive, isSqueezed, takeSqueezed(offset) { return .octets }
        if matches {
            for radix in 0..<3 where !isMatch(offset.values[radix], radix, 0) {
                expected[radix] = nil
            }
            return .octets
        }
        guard begins(offset, group: group, text) else { return .other }
        self = OffsetDump()
        isActive = true
        digits = offset.digits
        beganAtZero = offset.isZero
        expected = offset.values
        isSwapped = offset.digits == 7 && group == 4 && !offset.hasColon
        return .first
    }

    /// Counts the octets of the line that was judged.
    mutating func advance(by count: Int) {
        width = max(width, count)
        isSqueezed = false
        for radix in 0..<3 {
            expected[radix] = expected[radix].map { $0 &+ UInt64(count) &+ squeezed }
        }
    }

    /// Takes the first line of a dump that is not read.
    mutating func beginForeign(_ offset: DumpOffset) {
        self = OffsetDump()
        isActive = true
        isForeign = true
        digits = offset.digits
    }

    /// Says whether the words of the dump are to be read as they stand.
    mutating func keepOrder() { isSwapped = false }

    /// The most octets that one more line can hold. A line may have been cut short where a
    /// segment ended.
    var room: Int { width == 0 ? 4096 : max(width, 16) }

    /// Whether a line with the offset goes on where the last one ended.
    func expects(_ offset: DumpOffset) -> Bool {
        isActive && (0..<3).contains { isMatch(offset.values[$0], $0, 0) }
    }

    private func isMatch(_ value: UInt64?, _ radix: Int, _ padding: UInt64) -> Bool {
        guard let value, let next = expected[radix] else { return false }
        return value < UInt64.max - padding && value + padding == next
    }

    /// Takes the octets that a `*` line stands for from the offset behind it.
    private mutating func takeSqueezed(_ offset: DumpOffset) -> Bool {
        for radix in 0..<3 {
            guard let value = offset.values[radix], let next = expected[radix], value > next,
                width > 0, (value - next) % UInt64(width) == 0
            else { continue }
            squeezed = value - next
            for other in 0..<3 where other != radix { expected[other] = nil }
            return true
        }
        return false
    }

    /// Whether a dump may begin with the line: at offset 0, in its midst, or behind a gap.
    private func begins(_ offset: DumpOffset, group: Int, _ text: Span<UInt8>) -> Bool {
        if offset.hasColon { return true }
        if offset.isZero { return offset.gap > 1 || group != offset.digits }
        guard let value = offset.values[0] else { return false }
        switch offset.digits {
        case 4, 6, 7, 8:
            guard offset.gap > 1, group == 2 else { return false }
            if value % 8 == 0 { return true }
            let isBehindGap = isActive && digits == offset.digits
            return text.octet(text.skippingSpaces(0)) == 0x30
                && (isBehindGap || text.reads68(offset.bodyStart))
        default: return false
        }
    }

    /// How many hex digits stand at `index` before a blank or the end, 0 if something else is.
    private static func groupDigits(_ text: Span<UInt8>, _ index: Int) -> Int {
        var end = index
        while TextOctet.isHex(text.octet(end)) { end += 1 }
        return end >= text.count || TextOctet.isSpace(text[end]) ? end - index : 0
    }
}

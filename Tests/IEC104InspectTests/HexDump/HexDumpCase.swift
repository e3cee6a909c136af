import IEC104Inspect
import Testing

/// One text and the items that must come of it, in the notation of `HexDumpRun`.
struct HexDumpCase: Sendable, CustomTestStringConvertible {
    var name: String
    var text: [UInt8]
    var items: [String]

    init(_ name: String, _ text: String, _ items: [String]) {
        self.name = name
        self.text = Array(text.utf8)
        self.items = items
    }

    init(_ name: String, octets: [UInt8], _ items: [String]) {
        self.name = name
        self.text = octets
        self.items = items
    }

    var testDescription: String { name }

    static let all =
        plain + forms + dumps + streams + logs + marks + times + mixtures + broken + encodings
}

/// What a reader gave for a text: each item as `kind line:column octets`, then the direction and
/// the time as `scale:seconds.fraction` where there are any. A problem's kind is its code.
struct HexDumpRun {
    var items: [String] = []
    var octets: [[UInt8]] = []
    var kinds: [HexItem.Kind] = []
    var lines: [Int] = []
    var statistics = HexDumpStatistics()

    init(_ text: [UInt8], portion: Int = .max) {
        var reader = HexDumpReader()
        var index = 0
        while index < text.count {
            let end = min(text.count, portion < text.count ? index + portion : text.count)
            reader.consume(text.span.extracting(index..<end)) { take($0, $1) }
            index = end
        }
        reader.finish { take($0, $1) }
        statistics = reader.statistics
    }

    private mutating func take(_ item: borrowing HexItem, _ span: Span<UInt8>) {
        let item = copy item
        var octets: [UInt8] = []
        for index in 0..<span.count { octets.append(span[index]) }
        var text: String
        switch item.kind {
        case .apdu: text = "apdu"
        case .fragment: text = "fragment"
        case .skipped: text = "skipped"
        case .problem(let problem): text = problem.code
        }
        text += " \(item.line):\(item.column)"
        if !octets.isEmpty { text += " " + Self.hex(octets) }
        if let direction = item.direction { text += " \(direction)" }
        if let time = item.timestamp {
            text += " \(time.scale):\(time.nanoseconds / 1_000_000_000)"
            if time.fractionDigits > 0 {
                let digits = String(1_000_000_000 + time.nanoseconds % 1_000_000_000).dropFirst()
                text += "." + digits.prefix(Int(time.fractionDigits))
            }
        }
        items.append(text)
        self.octets.append(octets)
        kinds.append(item.kind)
        lines.append(item.line)
    }

    static func hex(_ octets: [UInt8]) -> String {
        octets.reduce(into: "") { text, octet in
            text += (octet < 16 ? "0" : "") + String(octet, radix: 16)
        }
    }
}

/// The text format of Prometheus (0.0.4): families with HELP and TYPE, and their samples.
struct PrometheusText {
    private(set) var text = ""

    enum Kind: String {
        case counter, gauge, histogram
    }

    typealias Labels = [(name: String, value: String)]

    mutating func family(_ name: String, _ kind: Kind, _ help: String) {
        text += "# HELP \(name) \(Self.escaped(help, quotes: false))\n"
        text += "# TYPE \(name) \(kind.rawValue)\n"
    }

    mutating func sample(_ name: String, _ labels: Labels, _ value: Double) {
        begin(name, labels)
        text += Self.text(value)
        text += "\n"
    }

    mutating func sample(_ name: String, _ labels: Labels, _ value: UInt64) {
        begin(name, labels)
        text += "\(value)\n"
    }

    mutating func samples(_ name: String, _ labels: Labels, _ histogram: Histogram) {
        let bucket = name + "_bucket"
        var total: UInt64 = 0
        for (place, count) in histogram.counts.enumerated() {
            total += count
            let bound =
                histogram.bounds.indices.contains(place)
                ? Self.text(histogram.bounds[place]) : "+Inf"
            sample(bucket, labels + [("le", bound)], total)
        }
        sample(name + "_sum", labels, histogram.sum)
        sample(name + "_count", labels, total)
    }

    /// A sample up to its value: a file of a thousand outstations has 70,000, so nothing is made
    /// that is not written.
    private mutating func begin(_ name: String, _ labels: Labels) {
        text += name
        var separator = "{"
        for label in labels {
            text += separator
            text += label.name
            text += "=\""
            text += Self.escaped(label.value, quotes: true)
            text += "\""
            separator = ","
        }
        text += labels.isEmpty ? " " : "} "
    }

    private static func text(_ value: Double) -> String {
        value.isNaN ? "NaN" : value.isInfinite ? (value < 0 ? "-Inf" : "+Inf") : "\(value)"
    }

    /// With a backslash before what needs one, which is rare.
    private static func escaped(_ text: String, quotes: Bool) -> String {
        let isPlain = text.utf8.allSatisfy {
            $0 != UInt8(ascii: "\\") && $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\"")
        }
        guard !isPlain else { return text }
        var escaped = ""
        for character in text.unicodeScalars {
            switch character {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quotes: escaped += "\\\""
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }
}

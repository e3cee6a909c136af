/// The text format of Prometheus (0.0.4): families with HELP and TYPE, and their samples.
struct PrometheusText {
    private(set) var text = ""

    enum Kind: String {
        case counter, gauge, histogram
    }

    /// Labels as they are written, which many samples have.
    struct Labels {
        fileprivate let text: String

        init() { text = "" }

        init(_ name: String, _ value: String) {
            text = "\(name)=\"\(PrometheusText.escaped(value, quotes: true))\""
        }
    }

    /// Takes what was written, so that a long text needs no memory as a whole.
    mutating func take() -> [UInt8] {
        defer { text.removeAll(keepingCapacity: true) }
        return Array(text.utf8)
    }

    mutating func family(_ name: String, _ kind: Kind, _ help: String) {
        text += "# HELP \(name) \(Self.escaped(help, quotes: false))\n"
        text += "# TYPE \(name) \(kind.rawValue)\n"
    }

    mutating func sample(_ name: String, _ labels: Labels, _ value: Double) {
        begin(name, labels)
        text += Self.text(value)
        text += "\n"
    }

    /// - Parameter further: labels behind the others.
    mutating func sample(
        _ name: String, _ labels: Labels, _ further: (name: String, value: String)...,
        count: UInt64
    ) {
        begin(name, labels, further)
        text += String(count)
        text += "\n"
    }

    mutating func samples(_ name: String, _ labels: Labels, _ histogram: Histogram) {
        let bucket = name + "_bucket"
        var total: UInt64 = 0
        for (place, count) in histogram.counts.enumerated() {
            total += count
            let bound =
                histogram.bounds.indices.contains(place)
                ? Self.text(histogram.bounds[place]) : "+Inf"
            sample(bucket, labels, ("le", bound), count: total)
        }
        sample(name + "_sum", labels, histogram.sum)
        sample(name + "_count", labels, count: total)
    }

    /// A sample up to its value: a file of a thousand outstations has 70,000, so nothing is made
    /// that is not written.
    private mutating func begin(
        _ name: String, _ labels: Labels, _ further: [(name: String, value: String)] = []
    ) {
        text += name
        var separator = "{"
        if !labels.text.isEmpty {
            text += separator
            text += labels.text
            separator = ","
        }
        for label in further {
            text += separator
            text += label.name
            text += "=\""
            text += Self.escaped(label.value, quotes: true)
            text += "\""
            separator = ","
        }
        text += separator == "{" ? " " : "} "
    }

    private static func text(_ value: Double) -> String {
        value.isNaN ? "NaN" : value.isInfinite ? (value < 0 ? "-Inf" : "+Inf") : "\(value)"
    }

    /// With a backslash before what needs one, which is rare.
    fileprivate static func escaped(_ text: String, quotes: Bool) -> String {
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

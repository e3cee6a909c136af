/// The text format of Prometheus (0.0.4): families with HELP and TYPE, and their samples.
struct PrometheusText {
    private(set) var text = ""

    enum Kind: String {
        case counter, gauge, histogram
    }

    typealias Labels = [(name: String, value: String)]

    mutating func family(_ name: String, _ kind: Kind, _ help: String) {
        let help = help.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
    }

    mutating func sample(_ name: String, _ labels: Labels, _ value: Double) {
        text += name + Self.text(labels) + " \(Self.text(value))\n"
    }

    mutating func sample(_ name: String, _ labels: Labels, _ value: UInt64) {
        text += name + Self.text(labels) + " \(value)\n"
    }

    mutating func samples(_ name: String, _ labels: Labels, _ histogram: Histogram) {
        var total: UInt64 = 0
        let bounds = histogram.bounds.map(Self.text) + ["+Inf"]
        for (bound, count) in zip(bounds, histogram.counts) {
            total += count
            sample(name + "_bucket", labels + [("le", bound)], total)
        }
        sample(name + "_sum", labels, histogram.sum)
        sample(name + "_count", labels, total)
    }

    private static func text(_ value: Double) -> String {
        value.isNaN ? "NaN" : value.isInfinite ? (value < 0 ? "-Inf" : "+Inf") : "\(value)"
    }

    private static func text(_ labels: Labels) -> String {
        guard !labels.isEmpty else { return "" }
        let parts = labels.map { label in
            let value = label.value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
                .replacing("\n", with: "\\n")
            return "\(label.name)=\"\(value)\""
        }
        return "{" + parts.joined(separator: ",") + "}"
    }
}

/// Terminal colors, or none.
struct Colors: Sendable {
    let isOn: Bool

    enum Color: Sendable {
        case dim, bold, red, green, yellow, cyan
    }

    func set(_ color: Color, in text: inout OctetText) {
        guard isOn else { return }
        switch color {
        case .dim: text.append("\u{1B}[2m")
        case .bold: text.append("\u{1B}[1m")
        case .red: text.append("\u{1B}[31m")
        case .green: text.append("\u{1B}[32m")
        case .yellow: text.append("\u{1B}[33m")
        case .cyan: text.append("\u{1B}[36m")
        }
    }

    func reset(in text: inout OctetText) {
        if isOn { text.append("\u{1B}[0m") }
    }
}

import IEC104

extension EventMode {
    /// How scenarios and the console call it.
    var name: String {
        switch self {
        case .detect: "detect"
        case .force: "force"
        case .suppress: "suppress"
        }
    }

    /// The mode that is called so.
    init?(name: String) {
        guard let mode = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = mode
    }
}

/// What a run is asked for: `--name VALUE` pairs behind the role.
struct Arguments {
    let role: String
    private var values: [String: String] = [:]

    init?(_ words: [String]) {
        guard let role = words.first, words.count % 2 == 1 else { return nil }
        self.role = role
        for place in stride(from: 1, to: words.count, by: 2) {
            guard words[place].hasPrefix("--") else { return nil }
            values[words[place]] = words[place + 1]
        }
    }

    func text(_ name: String) -> String? { values[name] }
    func number(_ name: String, _ standard: Int) -> Int {
        values[name].flatMap(Int.init) ?? standard
    }
    func real(_ name: String, _ standard: Double) -> Double {
        values[name].flatMap(Double.init) ?? standard
    }
    func flag(_ name: String, _ standard: Bool = false) -> Bool {
        number(name, standard ? 1 : 0) != 0
    }
}

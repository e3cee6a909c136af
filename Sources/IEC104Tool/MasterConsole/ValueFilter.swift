import IEC104

/// Which of the values that come are shown.
struct ValueFilter {
    /// A point of an RTU.
    struct Key: Hashable {
        let rtu: String
        let station: CommonAddress
        let address: ObjectAddress
    }

    /// Whether all are, while nothing is watched.
    private let showsAllAtFirst: Bool
    /// Whether all are.
    private(set) var showsAll: Bool
    private(set) var points: [Key] = []
    private var set: Set<Key> = []

    /// Most points that are watched.
    static let mostPoints = 1000

    init(showsAll: Bool = true) {
        showsAllAtFirst = showsAll
        self.showsAll = showsAll
    }

    /// All are shown, or none; `nil`: as at first.
    mutating func reset(showsAll: Bool? = nil) {
        self.showsAll = showsAll ?? showsAllAtFirst
        points = []
        set = []
    }

    /// Shows a point, and no others than those that are watched; `false` when there are too many.
    mutating func insert(_ key: Key) -> Bool {
        showsAll = false
        guard !set.contains(key) else { return true }
        guard points.count < Self.mostPoints else { return false }
        points.append(key)
        set.insert(key)
        return true
    }

    /// No longer shows a point; whether it was watched.
    mutating func remove(_ key: Key) -> Bool {
        guard set.remove(key) != nil else { return false }
        points.removeAll { $0 == key }
        return true
    }

    /// Those of `objects` that are shown.
    func shown(
        _ rtu: String, _ station: CommonAddress, _ objects: Span<InformationObject>
    ) -> [InformationObject] {
        guard !set.isEmpty else { return [] }
        return objects.indices.map { objects[$0] }.filter {
            set.contains(Key(rtu: rtu, station: station, address: $0.address))
        }
    }
}

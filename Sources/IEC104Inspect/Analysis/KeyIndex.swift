/// Numbers keys in the order in which they appear, up to a limit. Keys asked for often cost little.
struct KeyIndex: Sendable {
    /// The keys, each at its number.
    private(set) var keys: [UInt64] = []
    private var places: [UInt64: Int] = [:]
    private let capacity: Int
    /// The last key of each hash, and its number: most questions end here.
    private var recent = [(key: UInt64, place: Int)](
        repeating: (.max, 0), count: Self.recentCount)

    private static var recentCount: Int { 1024 }

    init(capacity: Int) { self.capacity = capacity }

    /// The number of `key` (not `UInt64.max`); a new one when it is new; `nil` when there is no
    /// room for a new one.
    @inline(__always)
    mutating func place(of key: UInt64) -> Int? {
        let slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 54)
        let known = recent[slot]
        return known.key == key ? known.place : look(up: key, slot)
    }

    @inline(never)
    private mutating func look(up key: UInt64, _ slot: Int) -> Int? {
        let place: Int
        if let known = places[key] {
            place = known
        } else {
            guard keys.count < capacity else { return nil }
            place = keys.count
            keys.append(key)
            places[key] = place
        }
        recent[slot] = (key, place)
        return place
    }
}

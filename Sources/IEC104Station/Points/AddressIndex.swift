internal import IEC104Codec

/// Finds the number of an entry by station and object address: a hash table of the numbers alone,
/// as the addresses stand with the entries.
struct AddressIndex: Sendable {
    /// Number + 1, or 0 where there is none; a power of two places.
    private var places: [UInt32] = []
    private(set) var count = 0

    static func key(_ station: CommonAddress, _ address: ObjectAddress) -> UInt64 {
        UInt64(station.value) << 32 | UInt64(address.value)
    }

    private func start(_ key: UInt64) -> Int {
        let mixed = (key ^ key >> 29) &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: mixed >> 24) & (places.count &- 1)
    }

    /// The entry with the address; `keyOf` tells the address of an entry.
    func find(_ key: UInt64, keyOf: (Int) -> UInt64) -> Int? {
        guard !places.isEmpty else { return nil }
        var place = start(key)
        // Ends: the table is never full.
        while places[place] != 0 {
            let entry = Int(places[place]) &- 1
            if keyOf(entry) == key { return entry }
            place = (place &+ 1) & (places.count &- 1)
        }
        return nil
    }

    /// Adds the next entry, whose number is `count` and whose address no other one has.
    mutating func append(_ key: UInt64, keyOf: (Int) -> UInt64) {
        if (count &+ 1) &* 4 > places.count &* 3 {
            places = [UInt32](repeating: 0, count: max(16, places.count &* 2))
            for entry in 0..<count { put(entry, keyOf(entry)) }
        }
        put(count, key)
        count &+= 1
    }

    private mutating func put(_ entry: Int, _ key: UInt64) {
        var place = start(key)
        while places[place] != 0 { place = (place &+ 1) & (places.count &- 1) }
        places[place] = UInt32(truncatingIfNeeded: entry &+ 1)
    }
}

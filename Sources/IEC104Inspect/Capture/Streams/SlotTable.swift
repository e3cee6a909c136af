/// A hash table from hashes to slot numbers: open addressing, linear probing, at most half full.
///
/// The caller compares the keys; the table knows 32 bits of each hash and seldom asks in vain.
struct SlotTable: Sendable {
    /// Hash in the upper half, slot + 1 in the lower one; 0: free.
    private var entries: [UInt64] = Array(repeating: 0, count: 256)
    private var count = 0

    private var mask: Int { entries.count - 1 }

    /// The slot under this hash that `matches`.
    @inline(__always)
    func find(_ hash: UInt64, _ matches: (Int) -> Bool) -> Int? {
        let wanted = Self.tag(hash)
        var place = Int(wanted) & mask
        while entries[place] != 0 {
            if entries[place] >> 32 == wanted {
                let slot = Self.slot(entries[place])
                if matches(slot) { return slot }
            }
            place = (place + 1) & mask
        }
        return nil
    }

    /// Adds a slot that is not in the table.
    mutating func insert(_ slot: Int, _ hash: UInt64) {
        if (count + 1) * 2 > entries.count { grow() }
        place(Self.tag(hash) << 32 | UInt64(slot + 1))
        count += 1
    }

    /// Takes a slot out, and closes the hole so that probing never meets one.
    mutating func remove(_ slot: Int, _ hash: UInt64) {
        let entry = Self.tag(hash) << 32 | UInt64(slot + 1)
        var hole = Int(Self.tag(hash)) & mask
        while entries[hole] != entry {
            guard entries[hole] != 0 else { return }
            hole = (hole + 1) & mask
        }
        var next = (hole + 1) & mask
        while entries[next] != 0 {
            let home = Int(entries[next] >> 32) & mask
            // The entry may move to the hole unless its home lies behind the hole.
            if (next - home) & mask >= (next - hole) & mask {
                entries[hole] = entries[next]
                hole = next
            }
            next = (next + 1) & mask
        }
        entries[hole] = 0
        count -= 1
    }

    private mutating func place(_ entry: UInt64) {
        var place = Int(entry >> 32) & mask
        while entries[place] != 0 { place = (place + 1) & mask }
        entries[place] = entry
    }

    private mutating func grow() {
        let old = entries
        entries = Array(repeating: 0, count: old.count * 2)
        for entry in old where entry != 0 { place(entry) }
    }

    @inline(__always)
    private static func tag(_ hash: UInt64) -> UInt64 {
        hash >> 32
    }

    @inline(__always)
    private static func slot(_ entry: UInt64) -> Int {
        Int(entry & 0xFFFF_FFFF) - 1
    }
}

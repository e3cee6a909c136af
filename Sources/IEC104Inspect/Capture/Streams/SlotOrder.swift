/// Slot numbers in the order of their last use: a doubly linked list in one flat array.
struct SlotOrder: Sendable {
    private struct Link {
        var older: Int32
        var newer: Int32
    }

    private static let none: Int32 = -1

    private var links: [Link] = []
    private var first = none
    private var last = none
    /// How many slots are in the list.
    private(set) var count = 0

    /// The slot that was used longest ago.
    @inline(__always)
    var oldest: Int? {
        first == Self.none ? nil : Int(first)
    }

    /// Adds a slot that is not in the list as the newest.
    mutating func append(_ slot: Int) {
        while links.count <= slot { links.append(Link(older: Self.none, newer: Self.none)) }
        let number = Int32(slot)
        links[slot] = Link(older: last, newer: Self.none)
        if last == Self.none { first = number } else { links[Int(last)].newer = number }
        last = number
        count += 1
    }

    /// Takes out a slot that is in the list.
    mutating func remove(_ slot: Int) {
        let link = links[slot]
        if link.older == Self.none {
            first = link.newer
        } else {
            links[Int(link.older)].newer = link.newer
        }
        if link.newer == Self.none {
            last = link.older
        } else {
            links[Int(link.newer)].older = link.older
        }
        count -= 1
    }

    /// Makes a slot that is in the list the newest.
    @inline(__always)
    mutating func touch(_ slot: Int) {
        guard Int32(slot) != last else { return }
        remove(slot)
        append(slot)
    }
}

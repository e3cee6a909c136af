/// A queue that takes and gives at both ends. Its room doubles when needed and is kept.
struct Ring<Element: Sendable>: Sendable {
    /// A power of two places, or none.
    private var places: [Element] = []
    private var head = 0
    private(set) var count = 0

    var isEmpty: Bool { count == 0 }

    /// The oldest. Reading an empty ring is a bug of the caller's, and stopped by the array.
    var first: Element { places[head] }

    @inline(__always)
    private func place(_ offset: Int) -> Int { (head &+ offset) & (places.count &- 1) }

    subscript(_ offset: Int) -> Element {
        get { places[place(offset)] }
        set { places[place(offset)] = newValue }
    }

    /// Adds the newest.
    @inline(__always)
    mutating func append(_ element: Element) {
        if count == places.count { grow(filling: element) }
        places[place(count)] = element
        count &+= 1
    }

    /// Adds the oldest.
    mutating func prepend(_ element: Element) {
        if count == places.count { grow(filling: element) }
        head = place(-1)
        places[head] = element
        count &+= 1
    }

    /// Removes the oldest, when there is one.
    @inline(__always)
    mutating func removeFirst() {
        guard count > 0 else { return }
        head = place(1)
        count &-= 1
    }

    /// Removes the newest, when there is one.
    mutating func removeLast() {
        if count > 0 { count &-= 1 }
    }

    mutating func removeAll() {
        head = 0
        count = 0
    }

    /// Removes what `isWanted` says, and keeps the others in their order.
    mutating func removeAll(where isWanted: (Element) -> Bool) {
        var kept = 0
        for offset in 0..<count where !isWanted(self[offset]) {
            if kept != offset { places[place(kept)] = self[offset] }
            kept &+= 1
        }
        count = kept
    }

    /// Gives room back, when much more is there than is needed; a little is always kept.
    mutating func trim() {
        guard places.count > 4096, places.count / 8 >= count else { return }
        var smaller: [Element] = []
        var room = 8
        while room < count { room *= 2 }
        if let filling = places.first {
            smaller.reserveCapacity(room)
            for offset in 0..<count { smaller.append(self[offset]) }
            while smaller.count < room { smaller.append(filling) }
        }
        places = smaller
        head = 0
    }

    @inline(never)
    private mutating func grow(filling element: Element) {
        var larger: [Element] = []
        let room = max(8, places.count * 2)
        larger.reserveCapacity(room)
        for offset in 0..<count { larger.append(self[offset]) }
        while larger.count < room { larger.append(element) }
        places = larger
        head = 0
    }
}

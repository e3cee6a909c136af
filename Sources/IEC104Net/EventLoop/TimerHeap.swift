/// The timers of a loop: a heap by the moment at which each must be looked at.
///
/// A deadline that moves later costs nothing: the entry stays where it is and finds its place when
/// its turn comes. Sessions move theirs later with nearly every frame.
struct TimerHeap {
    private struct Entry {
        /// At or before the deadline of the slot.
        var moment: Int64
        var slot: Int
    }

    private struct Slot {
        var deadline = Int64.max
        /// Where it is in the heap.
        var place: Int?
        var fire: (() -> Void)?
    }

    private var entries: [Entry] = []
    private var slots: [Slot] = []
    private var free: [Int] = []

    /// The first moment at which `takeDue` may have something.
    var next: Int64 { entries.isEmpty ? .max : entries[0].moment }
    /// At most so many can be due.
    var count: Int { entries.count }

    mutating func insert(_ fire: @escaping () -> Void) -> Int {
        if let slot = free.popLast() {
            slots[slot] = Slot(fire: fire)
            return slot
        }
        slots.append(Slot(fire: fire))
        return slots.count - 1
    }

    /// The closure is handed out, as what it holds must not end while the heap is being changed.
    mutating func remove(_ slot: Int) -> (() -> Void)? {
        guard slots.indices.contains(slot) else { return nil }
        if let place = slots[slot].place { removeEntry(place) }
        let fire = slots[slot].fire
        slots[slot] = Slot()
        free.append(slot)
        return fire
    }

    func deadline(_ slot: Int) -> Int64 { slots[slot].deadline }

    mutating func setDeadline(_ deadline: Int64, _ slot: Int) {
        slots[slot].deadline = deadline
        if let place = slots[slot].place {
            guard deadline < entries[place].moment else { return }
            entries[place].moment = deadline
            rise(place)
        } else if deadline < .max {
            entries.append(Entry(moment: deadline, slot: slot))
            slots[slot].place = entries.count - 1
            rise(entries.count - 1)
        }
    }

    /// What the earliest timer that is due by `now` does; it is off from here on.
    mutating func takeDue(_ now: Int64) -> (() -> Void)? {
        while let first = entries.first, first.moment <= now {
            let deadline = slots[first.slot].deadline
            if deadline == first.moment {
                removeEntry(0)
                slots[first.slot].deadline = .max
                return slots[first.slot].fire
            } else if deadline == .max {
                removeEntry(0)
            } else {
                // It has moved later: others may be before it now.
                entries[0].moment = deadline
                sink(0)
            }
        }
        return nil
    }

    private mutating func removeEntry(_ place: Int) {
        slots[entries[place].slot].place = nil
        guard let last = entries.popLast(), place < entries.count else { return }
        entries[place] = last
        slots[last.slot].place = place
        rise(place)
        sink(slots[last.slot].place ?? place)
    }

    private mutating func rise(_ start: Int) {
        var place = start
        let entry = entries[place]
        while place > 0 {
            let parent = (place - 1) / 2
            guard entry.moment < entries[parent].moment else { break }
            entries[place] = entries[parent]
            slots[entries[place].slot].place = place
            place = parent
        }
        entries[place] = entry
        slots[entry.slot].place = place
    }

    private mutating func sink(_ start: Int) {
        var place = start
        let entry = entries[place]
        while true {
            var child = place * 2 + 1
            guard child < entries.count else { break }
            if child + 1 < entries.count, entries[child + 1].moment < entries[child].moment {
                child += 1
            }
            guard entries[child].moment < entry.moment else { break }
            entries[place] = entries[child]
            slots[entries[place].slot].place = place
            place = child
        }
        entries[place] = entry
        slots[entry.slot].place = place
    }
}

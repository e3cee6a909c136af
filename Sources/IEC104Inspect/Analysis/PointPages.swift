/// Which object addresses were seen: a bit for each, in pages that are made when they are needed,
/// up to a limit.
struct PointPages: Sendable {
    /// Addresses of a page: 2^10.
    private static var shift: UInt32 { 10 }
    private static var wordsPerPage: Int { 16 }
    /// 131,072 pages: 16 MB, eight stations with all 16,777,216 addresses.
    private static var capacity: Int { 131_072 }

    private var words: [UInt64] = []
    private var index = KeyIndex(capacity: Self.capacity)
    private var lastKey = UInt64.max
    private var lastBase = 0
    /// The sets in which there was no room for a point.
    private(set) var incomplete: Set<UInt32> = []

    /// Adds `address` (0...16777215) to the set `set` (less than 2^24).
    @inline(__always)
    mutating func insert(_ address: UInt32, into set: UInt32) {
        let key = UInt64(set) << 14 | UInt64(address >> Self.shift)
        if key != lastKey, !open(key) { return }
        let place = lastBase &+ Int(address >> 6 & 15)
        words[place] |= 1 << UInt64(address & 63)
    }

    private mutating func open(_ key: UInt64) -> Bool {
        guard let page = index.place(of: key) else {
            // Bounded by the number of sets.
            incomplete.insert(UInt32(truncatingIfNeeded: key >> 14))
            return false
        }
        if page * Self.wordsPerPage == words.count {
            words.append(contentsOf: repeatElement(0, count: Self.wordsPerPage))
        }
        lastKey = key
        lastBase = page * Self.wordsPerPage
        return true
    }

    /// Calls `body` with each set, how many addresses it has, and its first `limit` ranges.
    func forEachSet(
        ranges limit: Int, _ body: (UInt32, _ count: Int, [ClosedRange<UInt32>], Bool) -> Void
    ) {
        let pages = index.keys.enumerated().sorted { $0.element < $1.element }
        var place = 0
        while place < pages.count {
            let set = pages[place].element >> 14
            var ranges = RangeList(limit: limit)
            while place < pages.count, pages[place].element >> 14 == set {
                let (page, key) = pages[place]
                let first = UInt32(truncatingIfNeeded: key & 0x3FFF) << Self.shift
                for word in 0..<Self.wordsPerPage {
                    ranges.append(
                        words[page * Self.wordsPerPage + word], at: first + UInt32(word) * 64)
                }
                place += 1
            }
            body(UInt32(truncatingIfNeeded: set), ranges.count, ranges.list, ranges.isCut)
        }
    }
}

/// Addresses in rising order as ranges.
private struct RangeList {
    let limit: Int
    private(set) var list: [ClosedRange<UInt32>] = []
    private(set) var count = 0
    private(set) var isCut = false

    init(limit: Int) { self.limit = limit }

    /// Adds the addresses `first` + n for each bit n of `word`.
    mutating func append(_ word: UInt64, at first: UInt32) {
        count += word.nonzeroBitCount
        var rest = word
        while rest != 0 {
            let start = rest.trailingZeroBitCount
            let length = (~(rest >> UInt64(start))).trailingZeroBitCount
            append(first + UInt32(start)...first + UInt32(start + length - 1))
            // A shift by 64 gives 0, as it should.
            rest &= UInt64.max << UInt64(start + length)
        }
    }

    private mutating func append(_ range: ClosedRange<UInt32>) {
        if let last = list.last, last.upperBound &+ 1 == range.lowerBound, !isCut {
            list[list.count - 1] = last.lowerBound...range.upperBound
        } else if list.count < limit {
            list.append(range)
        } else {
            isCut = true
        }
    }
}

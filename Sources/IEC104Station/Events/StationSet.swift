/// Stations by their numbers: a bit for each.
struct StationSet: Sendable {
    private var words: [UInt64] = []
    private(set) var count = 0
    /// The words before it are 0.
    private var begin = 0

    init() {}

    init(_ stations: Range<Int>) { insert(stations) }

    var isEmpty: Bool { count == 0 }

    /// The lowest one.
    var first: Int? {
        guard count > 0 else { return nil }
        for word in begin..<words.count where words[word] != 0 {
            return word &* 64 &+ words[word].trailingZeroBitCount
        }
        return nil
    }

    mutating func insert(_ station: Int) {
        guard station >= 0 else { return }
        let word = station / 64
        if word >= words.count {
            words.append(contentsOf: repeatElement(0, count: word + 1 - words.count))
        }
        let bit = UInt64(1) << UInt64(station % 64)
        if words[word] & bit == 0 { count &+= 1 }
        words[word] |= bit
        begin = min(begin, word)
    }

    mutating func insert(_ stations: Range<Int>) {
        for station in stations { insert(station) }
    }

    mutating func removeFirst() {
        guard let station = first else { return }
        begin = station / 64
        words[begin] &= words[begin] &- 1
        count &-= 1
    }

    mutating func formUnion(_ other: StationSet) {
        for word in other.words.indices where other.words[word] != 0 {
            for bit in 0..<64 where other.words[word] >> UInt64(bit) & 1 != 0 {
                insert(word &* 64 &+ bit)
            }
        }
    }
}

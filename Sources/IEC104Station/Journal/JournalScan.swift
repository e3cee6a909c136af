/// A file of a journal, taken apart: which frames are sound, and what is not.
struct JournalScan: Sendable {
    let name: String
    let octets: [UInt8]
    /// The records of each sound frame, in their order.
    private(set) var frames: [Range<Int>] = []
    private(set) var damages: [JournalReport.Damage] = []
    /// Whether it begins with a whole checkpoint.
    private(set) var isComplete = false
    /// Whether it is of another version, which this one cannot read.
    private(set) var isOtherVersion = false

    /// A frame is no longer than this.
    private static let longest =
        JournalBuffer.headerLength + JournalBuffer.frameLength + JournalBuffer.longestBody + 3

    init(_ name: String, _ octets: [UInt8], generation: UInt64) {
        self.name = name
        self.octets = octets
        let seed = JournalFile.seed(generation)
        let magic = JournalFile.magic
        var place = magic.count
        if !octets.starts(with: magic) { add(0..<min(place, octets.count)) }
        var (last, isWhole) = (UInt32?.none, true)
        // Octets that look like many frames must not cost a checksum of each.
        var budget = octets.count * 16 + 1 << 20
        while place < octets.count {
            let limit = min(octets.count, place + Self.longest)
            if budget > 0, let frame = JournalFrame.find(octets, at: place, limit, seed, &budget),
                last.map({ frame.number > $0 }) ?? true
            {
                if frame.number != last.map({ $0 + 1 }) ?? 0 { isWhole = false }
                last = frame.number
                if isWhole, !isComplete { isComplete = endsCheckpoint(frame.records) }
                frames.append(frame.records)
                place = frame.records.upperBound
            } else {
                add(place..<place + 1)
                place += 1
            }
        }
        if let tail = damages.indices.last, damages[tail].end == octets.count {
            damages[tail].isTail = true
        }
        isOtherVersion =
            frames.isEmpty && octets.count > magic.count && !octets.starts(with: magic)
            && octets.starts(with: magic.dropLast())
    }

    private mutating func add(_ range: Range<Int>) {
        if let last = damages.indices.last, damages[last].end == range.lowerBound {
            damages[last].count += range.count
        } else {
            damages.append(
                JournalReport.Damage(
                    file: name, offset: range.lowerBound, count: range.count, isTail: false))
        }
    }

    private func endsCheckpoint(_ records: Range<Int>) -> Bool {
        var (rest, unknown) = (records, 0)
        while let record = JournalRecord.next(octets, &rest, &unknown) {
            if case .checkpoint = record { return true }
        }
        return false
    }
}

extension JournalReport.Damage {
    fileprivate var end: Int { offset + count }
}

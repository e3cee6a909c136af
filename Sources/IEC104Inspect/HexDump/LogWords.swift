/// Words of log lines that say which way octets went.
enum LogWord {
    case sent, received
    /// Means something only beside a mark, as `T:`, `[R]` or `OUT>`.
    case sentIfMarked, receivedIfMarked
    case master, slave
    /// A single letter, which means something only beside an arrow, as `M->S`.
    case masterLetter, slaveLetter

    /// The meaning of the word at `range`, nil for most words.
    static func read(_ text: Span<UInt8>, _ range: Range<Int>) -> LogWord? {
        switch text.octet(range.lowerBound) | 0x20 {
        case 0x63, 0x69, 0x6D, 0x6F, 0x72, 0x73, 0x74, 0x77, 0x78: break
        default: return nil
        }
        let packed = text.packedWord(range)
        guard packed != 0 else { return nil }
        for entry in table where entry.packed == packed { return entry.meaning }
        return nil
    }

    private struct Entry {
        var packed: UInt64
        var meaning: LogWord

        init(_ word: String, _ meaning: LogWord) {
            packed = word.utf8.reduce(0) { $0 << 8 | UInt64($1) }
            self.meaning = meaning
        }
    }

    private static let table: [Entry] = [
        Entry("tx", .sent), Entry("rx", .received), Entry("txd", .sent), Entry("rxd", .received),
        Entry("send", .sent), Entry("recv", .received), Entry("sent", .sent),
        Entry("received", .received), Entry("receive", .received), Entry("sending", .sent),
        Entry("snd", .sent), Entry("rcv", .received), Entry("rcvd", .received),
        Entry("recvd", .received), Entry("transmit", .sent),
        Entry("xmit", .sent), Entry("outgoing", .sent), Entry("incoming", .received),
        Entry("outbound", .sent), Entry("inbound", .received),
        Entry("write", .sent), Entry("read", .received),
        Entry("out", .sentIfMarked), Entry("in", .receivedIfMarked),
        Entry("t", .sentIfMarked), Entry("r", .receivedIfMarked),
        Entry("master", .master), Entry("slave", .slave), Entry("client", .master),
        Entry("server", .slave), Entry("m", .masterLetter), Entry("s", .slaveLetter),
        Entry("scada", .master), Entry("rtu", .slave), Entry("ied", .slave),
    ]
}

/// The month names of log lines, three letters or in full.
enum MonthName {
    /// The month 1...12 of the word at `range`, nil if it is no English month name.
    static func read(_ text: Span<UInt8>, _ range: Range<Int>) -> Int? {
        guard range.count >= 3, range.count <= 9 else { return nil }
        switch text.octet(range.upperBound) {
        case 0x20, 0x09, 0x2D, 0x2E, 0x2F: break
        default: return nil
        }
        let packed = text.packedWord(range.lowerBound..<range.lowerBound + 3)
        guard let month = table.firstIndex(of: UInt32(truncatingIfNeeded: packed)) else {
            return nil
        }
        return month + 1
    }

    private static let table: [UInt32] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ].map { name in name.utf8.reduce(0) { $0 << 8 | UInt32($1) } }
}

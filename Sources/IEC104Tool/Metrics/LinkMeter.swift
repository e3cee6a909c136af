import IEC104

/// The windows of one connection. A value: it is told what passes.
struct LinkMeter {
    let peer: String
    var isStarted = false
    /// When the I APDUs were sent that are not acknowledged, and the number of the first.
    private var unacknowledged: [Int64] = []
    private var firstUnacknowledged: UInt16 = 0
    /// I APDUs received since N(R) was sent.
    private(set) var owed = 0

    init(peer: String) { self.peer = peer }

    /// I APDUs sent and not acknowledged.
    var waiting: Int { unacknowledged.count }

    /// - Parameter time: milliseconds since 1970, UTC.
    mutating func send(_ octets: [UInt8], _ time: Int64) {
        guard octets.count >= 6 else { return }
        let format = Self.format(octets)
        if format == .information {
            if unacknowledged.isEmpty {
                firstUnacknowledged = Self.number(octets[2], octets[3])
            }
            // k is the most that a window has.
            if unacknowledged.count < 32_768 { unacknowledged.append(time) }
        }
        if format != .unnumbered { owed = 0 }
    }

    /// - Parameter acknowledgement: takes the seconds from what was sent to now.
    mutating func receive(
        _ octets: [UInt8], _ time: Int64, into acknowledgement: inout Histogram
    ) {
        guard octets.count >= 6 else { return }
        let format = Self.format(octets)
        if format == .information { owed += 1 }
        guard format != .unnumbered else { return }
        let number = Self.number(octets[4], octets[5])
        let count = Int((number &- firstUnacknowledged) & 0x7FFF)
        guard count <= unacknowledged.count else { return }
        for sent in unacknowledged.prefix(count) {
            acknowledgement.add(Double(max(time - sent, 0)) / 1000)
        }
        unacknowledged.removeFirst(count)
        firstUnacknowledged = number
    }

    private static func number(_ low: UInt8, _ high: UInt8) -> UInt16 {
        UInt16(low >> 1) | UInt16(high) << 7
    }

    static func format(_ octets: [UInt8]) -> RTUMeter.Format {
        guard octets.count > 2 else { return .unnumbered }
        return octets[2] & 1 == 0
            ? .information : octets[2] & 3 == 1 ? .supervisory : .unnumbered
    }
}

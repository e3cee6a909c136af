import IEC104Codec
import IEC104Net

/// What a connection with faults has besides: the octets that it holds back, the requests that it
/// serves late, and the timer for them.
final class FaultInjector {
    var faults: LinkFaults
    /// Of the last ASDU of the station.
    var ticket: UInt64 = 0
    /// Written and not sent, as writing is slow.
    var held: [UInt8] = []
    /// Read from the socket and not yet by the link, as reading is slow.
    var unread: [UInt8] = []
    /// Requests that are served late, by the time on the loop's clock.
    var late: [(due: Int64, asdu: [UInt8])] = []
    var writeTime: Int64 = .max
    var readTime: Int64 = .max
    /// What was written and read last lasts until then, at the rate of the fault.
    var writesAgain: Int64 = 0
    var readsAgain: Int64 = 0
    var isPaused = false
    var timer: LoopTimer?

    /// Held octets from which on the station is asked for nothing more, and reading stops.
    static let mostHeld = 1024
    static let choke = 16 * 1024
    /// Late requests from which on reading stops.
    static let mostLate = 1000

    init(_ faults: LinkFaults) { self.faults = faults }

    /// Whether nothing more is to be written for now.
    var isCongested: Bool { held.count >= Self.mostHeld }

    /// Whether nothing more is to be read for now.
    var wantsPause: Bool {
        !unread.isEmpty || held.count > Self.choke || late.count >= Self.mostLate
    }

    var deadline: Int64 { min(writeTime, readTime, late.map(\.due).min() ?? .max) }

    /// Nothing is served late any more.
    func serveAtOnce(at now: Int64) {
        for index in late.indices { late[index].due = now }
    }

    /// How many octets go at once.
    static func portion(_ rate: Int) -> Int { max(1, rate / 20) }

    /// How many nanoseconds so many octets take; at least a millisecond.
    static func time(of octets: Int, at rate: Int?) -> Int64 {
        guard let rate, rate > 0 else { return 1_000_000 }
        return max(Int64(octets) * 1_000_000_000 / Int64(rate), 1_000_000)
    }
}

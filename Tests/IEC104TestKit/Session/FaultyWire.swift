import IEC104Session

/// One direction of a connection in virtual time: octets arrive in order, in portions cut anywhere,
/// after a delay, unless a fault is set.
package struct FaultyWire: Sendable {
    private var portions: [(arrival: Instant, octets: [UInt8])] = []
    private var lastArrival = Instant(nanoseconds: 0)
    private var random: SeededRandom
    private var end: Instant?
    private var stalledUntil = Instant(nanoseconds: 0)
    private var octetsUntilCut: Int?
    private var octetsUntilSilence: Int?
    private var pace: (octets: Int, nanoseconds: Int64)?

    /// The longest delay without a fault.
    package var longestDelay: Int64
    /// What the reader's and the writer's buffers hold; the writer must stop there.
    package var capacity = 2048
    /// Whether octets vanish and nobody is told.
    package var isHalfOpen = false
    /// Whether the stream has ended for its reader.
    package private(set) var hasEnded = false

    package init(seed: UInt64, longestDelay: Int64 = 200_000_000) {
        random = SeededRandom(seed: seed)
        self.longestDelay = longestDelay
    }

    // MARK: Faults

    /// Nothing arrives before `moment`, then all of it.
    package mutating func stall(until moment: Instant) { stalledUntil = max(stalledUntil, moment) }

    /// The stream ends after so many more written octets.
    package mutating func cut(after octets: Int) { octetsUntilCut = octets }

    /// After so many more written octets all others vanish, and nobody is told.
    package mutating func silence(after octets: Int) { octetsUntilSilence = octets }

    /// The reader takes at most so many octets in such a time; `nil`: at once.
    package mutating func slow(to pace: (octets: Int, nanoseconds: Int64)?) { self.pace = pace }

    // MARK: The writer's side

    /// Octets that wait to be read.
    package var waiting: Int { portions.reduce(0) { $0 + $1.octets.count } }

    /// Whether the writer may write an APDU more.
    package var hasRoom: Bool { waiting < capacity }

    /// Octets are written at `now`.
    package mutating func write(_ octets: [UInt8], at now: Instant) {
        guard !isHalfOpen, end == nil, !octets.isEmpty else { return }
        var octets = octets
        if let left = octetsUntilCut ?? octetsUntilSilence {
            let remaining = max(0, left - octets.count)
            if octetsUntilCut == nil { octetsUntilSilence = remaining }
            if octetsUntilCut != nil { octetsUntilCut = remaining }
            octets.removeLast(max(0, octets.count - left))
        }
        var rest = octets[...]
        while !rest.isEmpty {
            let bits = random.next()
            let isWhole = bits & 3 != 0
            let length = isWhole ? rest.count : Int((bits >> 8) % UInt64(rest.count)) + 1
            let delay = Int64((bits >> 32) % UInt64(longestDelay))
            append(Array(rest.prefix(length)), now.advanced(byNanoseconds: delay))
            rest = rest.dropFirst(length)
        }
        if octetsUntilCut == 0 { finish(at: now) }
    }

    private mutating func append(_ octets: [UInt8], _ arrival: Instant) {
        lastArrival = max(lastArrival, arrival, stalledUntil)
        guard let pace, octets.count > pace.octets else {
            portions.append((lastArrival, octets))
            return
        }
        var rest = octets[...]
        while !rest.isEmpty {
            portions.append((lastArrival, Array(rest.prefix(pace.octets))))
            lastArrival = lastArrival.advanced(byNanoseconds: pace.nanoseconds)
            rest = rest.dropFirst(pace.octets)
        }
    }

    /// The writer closes; the reader learns of it behind the last octet.
    package mutating func finish(at now: Instant) {
        guard !isHalfOpen, end == nil else { return }
        lastArrival = max(lastArrival, now.advanced(byNanoseconds: longestDelay))
        end = lastArrival
    }

    // MARK: The reader's side

    /// When there is something to read.
    package var nextArrival: Instant {
        guard !isHalfOpen, !hasEnded else { return .never }
        return portions.first?.arrival ?? end ?? .never
    }

    /// The octets that have arrived by `now`, in one read.
    package mutating func read(at now: Instant) -> [UInt8] {
        var octets: [UInt8] = []
        var count = 0
        guard !isHalfOpen else { return [] }
        while count < portions.count, portions[count].arrival <= now {
            octets += portions[count].octets
            count += 1
        }
        portions.removeFirst(count)
        if portions.isEmpty, let end, end <= now { hasEnded = true }
        return octets
    }
}

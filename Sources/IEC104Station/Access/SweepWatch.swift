internal import IEC104Codec

/// Watches for masters that try addresses: many different stations or objects that do not exist,
/// asked for by one host within a time.
struct SweepWatch: Sendable {
    /// Different unknown addresses that make a sweep, and within which time.
    private let threshold: Int
    private let window: Int64
    private var hosts: [PeerIdentity: Trail] = [:]

    private struct Trail {
        var start: Int64
        var tried: Set<UInt64> = []
        var isTold = false
    }

    /// Most hosts that are watched at a time.
    static let mostHosts = 1000

    init(threshold: Int, window: Int64) {
        self.threshold = threshold
        self.window = window
    }

    /// An unknown address was asked for: how many different ones by now, when that makes a sweep
    /// that was not told yet.
    mutating func note(
        _ host: PeerIdentity, _ station: CommonAddress, _ address: ObjectAddress, at now: Moment
    ) -> Int? {
        guard threshold > 0 else { return nil }
        let time = now.instant.nanoseconds
        if hosts[host] == nil, hosts.count >= Self.mostHosts { forget(time) }
        var trail = hosts[host] ?? Trail(start: time)
        if time &- trail.start > window { trail = Trail(start: time) }
        if !trail.isTold { trail.tried.insert(UInt64(station.value) << 32 | UInt64(address.value)) }
        let isSweep = !trail.isTold && trail.tried.count >= threshold
        let count = trail.tried.count
        if isSweep { (trail.isTold, trail.tried) = (true, []) }
        hosts[host] = trail
        return isSweep ? count : nil
    }

    /// Makes room: those whose time is over, or else all.
    private mutating func forget(_ time: Int64) {
        hosts = hosts.filter { time &- $0.value.start <= window }
        if hosts.count >= Self.mostHosts { hosts = [:] }
    }
}

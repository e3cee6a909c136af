internal import IEC104Codec

/// How fast the hosts of controlling stations have commanded: a bucket each, which all connections of
/// a host share and none of them takes with it, so that who connects again is no faster.
struct CommandRates: Sendable {
    private struct Bucket {
        var tokens: Double
        var filled: Int64
    }

    private var hosts: [PeerIdentity: Bucket] = [:]

    /// Most hosts that are remembered.
    static let mostHosts = 1000

    /// Whether another command of a host comes too fast; it counts when it does not.
    mutating func isTooFast(
        _ host: PeerIdentity, _ rate: CommandRights.Rate, at now: Moment
    ) -> Bool {
        let time = now.instant.nanoseconds
        let burst = Double(rate.burst)
        if hosts[host] == nil, hosts.count >= Self.mostHosts { forget(rate, time) }
        var bucket = hosts[host] ?? Bucket(tokens: burst, filled: time)
        bucket.tokens = Self.tokens(bucket.tokens, since: bucket.filled, rate, time)
        bucket.filled = time
        let isTooFast = bucket.tokens < 1
        if !isTooFast { bucket.tokens -= 1 }
        hosts[host] = bucket
        return isTooFast
    }

    private static func tokens(
        _ tokens: Double, since filled: Int64, _ rate: CommandRights.Rate, _ time: Int64
    ) -> Double {
        let elapsed = max(time &- filled, 0)
        return min(tokens + Double(elapsed) * rate.perSecond / 1e9, Double(rate.burst))
    }

    /// Makes room: those that may do all again, or else the one that is nearest to it.
    private mutating func forget(_ rate: CommandRights.Rate, _ time: Int64) {
        let levels = hosts.mapValues { Self.tokens($0.tokens, since: $0.filled, rate, time) }
        hosts = hosts.filter { levels[$0.key, default: 0] < Double(rate.burst) }
        guard hosts.count >= Self.mostHosts else { return }
        if let fullest = hosts.keys.max(by: { levels[$0, default: 0] < levels[$1, default: 0] }) {
            hosts[fullest] = nil
        }
    }
}

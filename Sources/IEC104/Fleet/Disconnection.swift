package import IEC104Codec
public import IEC104Session

/// Why a connection of an RTU ended: the reason, timers and counters at that moment, what passed
/// last, what to check.
public struct Disconnection: Error, Sendable {
    /// The reason, with the numbers and what the connection had done.
    public var end: LinkEnd
    /// Where to it was.
    public var endpoint: RTUEndpoint
    /// Its parameters.
    public var parameters: SessionParameters
    /// How long it lasted.
    public var duration: Duration
    /// How long nothing had been received.
    public var silence: Duration
    /// I APDUs received and not acknowledged.
    public var unacknowledgedReceived: Int
    /// Octets that the peer had not taken.
    public var unsent: Int
    /// How many transfers of the RTU in a row, this one with them, have ended within ten seconds
    /// of their start: many do when another master of the same redundancy group takes each of them.
    public var shortTransfers = 0
    /// The last APDUs, oldest first.
    public var lastFrames: [RecentFrame]
    /// The sizes of fields in them.
    package var profile: Profile

    /// Whether another master seems to take the transfer again and again.
    package var looksLikeFight: Bool { shortTransfers >= 3 && end.reason.code == .lost }

    /// The last APDUs in words, oldest first.
    public var lastWords: [String] {
        lastFrames.map { "\($0.words(profile)), \($0.age.shortSeconds) s before" }
    }
}

extension Disconnection: CustomStringConvertible {
    /// One sentence: what happened, the numbers and timers at that moment, what passed last.
    public var description: String {
        var text = "\(end); connected for \(duration.shortSeconds) s, nothing received for "
        text += "\(silence.shortSeconds) s (t1 \(parameters.t1.shortSeconds) s, "
        text += "t3 \(parameters.t3.shortSeconds) s); "
        text += "\(end.unconfirmed) of k = \(parameters.k) sent and not acknowledged, "
        text += "\(unacknowledgedReceived) of w = \(parameters.w) received and not acknowledged"
        if unsent > 0 { text += "; \(unsent) octets not taken by the peer" }
        if looksLikeFight {
            text += "; \(shortTransfers) transfers in a row ended soon after their start: "
            text += "check whether another master of the redundancy group is active too"
        }
        let last = lastWords.suffix(3)
        return last.isEmpty ? text : text + "; last: " + last.joined(separator: "; ")
    }
}

extension Duration {
    /// Seconds with one digit behind the point; none when they are whole.
    package var shortSeconds: String {
        let tenths = max(wholeNanoseconds, 0) / 100_000_000
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }
}

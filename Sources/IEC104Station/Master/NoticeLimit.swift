package import IEC104Codec
package import IEC104Session

/// Keeps what a peer can repeat without end from flooding those who are told: each thing is told
/// when it comes first, and again after a minute at the earliest, with how many there were.
package struct NoticeLimit: Sendable {
    private struct Entry: Sendable {
        var told: Instant
        var untold: UInt64 = 0
    }

    /// 256 types and six reasons, and the codes of errors: no peer can make it grow beyond.
    private enum Key: Hashable, Sendable {
        case unexpected(TypeID, UnexpectedASDU.Reason)
        case malformed(DecodeError.Code)
    }

    private var entries: [Key: Entry] = [:]
    private static let repetition: Int64 = 60_000_000_000

    /// Nothing was told yet.
    package init() {}

    /// An ASDU that nothing was done with; `nil`: it is not told.
    package mutating func note(
        _ reason: UnexpectedASDU.Reason, _ header: ASDUHeader, at now: Instant
    ) -> UnexpectedASDU? {
        count(.unexpected(header.type, reason), at: now).map {
            UnexpectedASDU(reason, header, count: $0)
        }
    }

    /// An ASDU that cannot be read; whether it is told.
    package mutating func note(_ error: DecodeError, at now: Instant) -> Bool {
        count(.malformed(error.code), at: now) != nil
    }

    /// How many there were since it was told; `nil`: it is not yet to be told again.
    private mutating func count(_ key: Key, at now: Instant) -> UInt64? {
        guard var entry = entries[key] else {
            entries[key] = Entry(told: now)
            return 1
        }
        entry.untold &+= 1
        defer { entries[key] = entry }
        guard now.nanoseconds(since: entry.told) >= Self.repetition else { return nil }
        defer { entry = Entry(told: now) }
        return entry.untold
    }
}

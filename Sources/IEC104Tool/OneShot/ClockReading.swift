import IEC104
import IEC104Inspect

/// What the confirmation of a clock synchronization says of the clock before.
struct ClockReading: Sendable {
    /// What the clock showed.
    let before: CP56Time2a
    /// Milliseconds; positive when it was ahead.
    let offset: Int64
    /// Whether the station has perhaps sent back the time that it got.
    let mirrors: Bool

    /// `nil` when the confirmation has no time that a calendar has.
    ///
    /// - Parameters:
    ///   - sent: when it was sent, in milliseconds since 1970 UTC.
    ///   - time: the time that was sent.
    init?(
        _ outcome: RequestOutcome, sent: Int64, _ time: CP56Time2a, _ clock: StationTime
    ) {
        guard case .cp56(let tag)? = outcome.object?.timeTag, let utc = clock.utc(tag) else {
            return nil
        }
        before = tag
        mirrors = tag.millisecondsSince1970 == time.millisecondsSince1970
        let half = Int64((outcome.duration / .milliseconds(2)).rounded())
        offset = mirrors ? 0 : utc &- sent &- half
    }

    /// Behind the sentence that says that the clock was set.
    var words: Words {
        Words(
            "; it was \(offset) ms off" + (mirrors ? ", or mirrors what it gets" : ""),
            "; 设置前偏差\(offset) ms" + (mirrors ? " (或仅返回所收时间)" : ""))
    }

    /// That the clock was set.
    static func done(_ outcome: RequestOutcome, _ station: CommonAddress) -> Words {
        let milliseconds = outcome.duration.inMilliseconds
        return Words(
            "clock of station \(station): set, confirmed after \(milliseconds) ms",
            "公共地址\(station) 时钟: 已设置, 用时\(milliseconds) ms")
    }

    func append(to json: inout JSONWriter) {
        json.member("offset", offset)
        json.member("before", before.text)
        json.member("invalid", before.isInvalid)
        json.member("summerTime", before.isSummerTime)
    }
}

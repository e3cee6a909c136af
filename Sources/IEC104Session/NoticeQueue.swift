/// What waits for `next`, in order: up to 16 notices of four bits.
struct NoticeQueue: Hashable, Sendable {
    enum Notice: UInt8 {
        case startDTAct, startDTCon, stopDTAct, stopDTCon, testFRAct, testFRCon
        /// An S APDU, unless an I APDU has carried N(R) meanwhile.
        case acknowledge
        case confirmed, deliver, startAsked, started, stopped
    }

    private var bits: UInt64 = 0
    private var count: UInt8 = 0

    /// Adds `notice`; `false` when there is no room.
    mutating func append(_ notice: Notice) -> Bool {
        guard count < 16 else { return false }
        bits |= UInt64(notice.rawValue) << (UInt64(count) &* 4)
        count &+= 1
        return true
    }

    /// Takes the oldest.
    mutating func take() -> Notice? {
        guard count > 0 else { return nil }
        let notice = Notice(rawValue: UInt8(bits & 0x0F))
        bits >>= 4
        count &-= 1
        return notice
    }
}

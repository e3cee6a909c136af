import Glibc

/// Any POSIX system: `poll` looks at every descriptor on every wait.
final class PollPoller: Poller {
    private let wakeUp: WakeUp
    /// The wake-up first, then what is watched, in no order.
    private var records: [pollfd]
    private var tokens: [UInt64]
    /// Where a descriptor is in `records`.
    private var places: [Int32: Int] = [:]
    /// Where the next report begins when more are ready than fit, so that none starves.
    private var start = 0

    init(wakeUp: WakeUp) {
        self.wakeUp = wakeUp
        records = [pollfd(fd: wakeUp.readEnd, events: Int16(POLLIN), revents: 0)]
        tokens = [wakeUpToken]
    }

    private static func bits(_ interest: Interest) -> Int16 {
        var bits: Int16 = 0
        if interest.contains(.reading) { bits |= Int16(POLLIN) }
        if interest.contains(.writing) { bits |= Int16(POLLOUT) }
        return bits
    }

    func add(_ descriptor: Int32, _ interest: Interest, token: UInt64) throws(SystemError) {
        guard places[descriptor] == nil else {
            throw SystemError(number: EEXIST, operation: "watch a descriptor")
        }
        places[descriptor] = records.count
        records.append(pollfd(fd: descriptor, events: Self.bits(interest), revents: 0))
        tokens.append(token)
    }

    func modify(_ descriptor: Int32, _ interest: Interest, token: UInt64) throws(SystemError) {
        guard let place = places[descriptor] else {
            throw SystemError(number: ENOENT, operation: "watch a descriptor")
        }
        records[place].events = Self.bits(interest)
        tokens[place] = token
    }

    func remove(_ descriptor: Int32) {
        guard let place = places.removeValue(forKey: descriptor),
            let lastRecord = records.popLast(), let lastToken = tokens.popLast()
        else { return }
        guard place < records.count else { return }
        records[place] = lastRecord
        tokens[place] = lastToken
        places[lastRecord.fd] = place
    }

    func wait(
        nanoseconds: Int64, _ events: UnsafeMutableBufferPointer<ReadyEvent>
    ) throws(SystemError) -> Int {
        let total = records.count
        var left = unsafe poll(&records, nfds_t(total), pollMilliseconds(nanoseconds))
        guard left >= 0 else {
            if errno == EINTR { return 0 }
            throw SystemError.last("wait for events")
        }
        var filled = 0
        var place = start < total ? start : 0
        for _ in 0..<total where left > 0 && filled < events.count {
            let bits = Int32(records[place].revents)
            if bits != 0 {
                left -= 1
                if tokens[place] == wakeUpToken {
                    wakeUp.clear()
                } else {
                    let event = ReadyEvent(token: tokens[place], readiness: Self.readiness(bits))
                    unsafe events[filled] = event
                    filled += 1
                }
            }
            place = place + 1 < total ? place + 1 : 0
        }
        start = place
        return filled
    }

    private static func readiness(_ bits: Int32) -> Readiness {
        var readiness: Readiness = []
        if bits & Int32(POLLIN) != 0 { readiness.insert(.readable) }
        if bits & Int32(POLLOUT) != 0 { readiness.insert(.writable) }
        if bits & Int32(POLLERR | POLLHUP | POLLNVAL) != 0 { readiness.insert(.broken) }
        return readiness
    }
}

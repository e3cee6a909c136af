import Glibc

#if os(Linux)
    import CIEC104System
#endif

/// Ends the wait of a loop from another thread: an eventfd, or a pipe where there is none.
final class WakeUp: Sendable {
    /// What the poller watches.
    let readEnd: Int32
    let writeEnd: Int32

    init() throws(SystemError) {
        #if os(Linux)
            readEnd = iec104_eventfd()
            writeEnd = readEnd
            guard readEnd >= 0 else { throw SystemError.last("create the wake-up of a loop") }
        #else
            var ends: [Int32] = [-1, -1]
            let result = unsafe pipe(&ends)
            (readEnd, writeEnd) = (ends[0], ends[1])
            guard result == 0 else { throw SystemError.last("create the wake-up of a loop") }
            for end in ends {
                _ = fcntl(end, F_SETFL, O_NONBLOCK)
                _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            }
        #endif
    }

    deinit {
        if readEnd >= 0 { close(readEnd) }
        if writeEnd >= 0, writeEnd != readEnd { close(writeEnd) }
    }

    /// From any thread. A counter or a pipe that is full wakes as well.
    func signal() {
        var one: UInt64 = 1
        while unsafe write(writeEnd, &one, 8) < 0, errno == EINTR {}
    }

    /// Takes back all signals, for pollers that are told again and again otherwise.
    func clear() {
        var octets = [UInt8](repeating: 0, count: 64)
        while unsafe read(readEnd, &octets, octets.count) == octets.count {}
    }
}

extension EventLoop {
    /// Writing eight octets here, an integer 1, ends the wait of the loop: for handlers of signals,
    /// which may do nothing else.
    package var signalDescriptor: Int32 { wakeUp.writeEnd }
}

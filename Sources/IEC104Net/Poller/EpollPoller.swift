#if os(Linux)
    import CIEC104System
    import Glibc

    /// Linux: the work of a wait grows with what is ready, not with what is watched.
    @safe final class EpollPoller: Poller {
        private let epoll: Int32
        private let capacity = 256
        /// Where the system writes; a plain buffer, as an array would be checked on every event.
        private let ready: UnsafeMutablePointer<epoll_event>

        init(wakeUp: WakeUp) throws(SystemError) {
            epoll = iec104_epoll_create()
            unsafe ready = .allocate(capacity: capacity)
            guard epoll >= 0 else { throw SystemError.last("create an epoll instance") }
            guard iec104_epoll_add_wake_up(epoll, wakeUp.readEnd, wakeUpToken) == 0 else {
                throw SystemError.last("watch the wake-up of a loop")
            }
        }

        deinit {
            if epoll >= 0 { close(epoll) }
            unsafe ready.deallocate()
        }

        private static func bits(_ interest: Interest) -> UInt32 {
            var bits: UInt32 = 0
            if interest.contains(.reading) { bits |= UInt32(IEC104_READABLE) }
            if interest.contains(.writing) { bits |= UInt32(IEC104_WRITABLE) }
            return bits
        }

        func add(_ descriptor: Int32, _ interest: Interest, token: UInt64) throws(SystemError) {
            guard iec104_epoll_add(epoll, descriptor, Self.bits(interest), token) == 0 else {
                throw SystemError.last("watch a descriptor")
            }
        }

        func modify(
            _ descriptor: Int32, _ interest: Interest, token: UInt64
        ) throws(SystemError) {
            guard iec104_epoll_modify(epoll, descriptor, Self.bits(interest), token) == 0 else {
                throw SystemError.last("watch a descriptor")
            }
        }

        func remove(_ descriptor: Int32) { _ = iec104_epoll_remove(epoll, descriptor) }

        func wait(
            nanoseconds: Int64, _ events: UnsafeMutableBufferPointer<ReadyEvent>
        ) throws(SystemError) -> Int {
            let room = Int32(min(capacity, events.count))
            let count = unsafe epoll_wait(epoll, ready, room, pollMilliseconds(nanoseconds))
            guard count >= 0 else {
                if errno == EINTR { return 0 }
                throw SystemError.last("wait for events")
            }
            var filled = 0
            for index in 0..<Int(count) {
                // The system filled `count` records, at most `room`.
                let event = unsafe ready[index]
                let token = unsafe event.data.u64
                let bits = unsafe event.events
                guard token != wakeUpToken else { continue }
                var readiness: Readiness = []
                if bits & UInt32(IEC104_READABLE) != 0 { readiness.insert(.readable) }
                if bits & UInt32(IEC104_WRITABLE) != 0 { readiness.insert(.writable) }
                if bits & UInt32(IEC104_BROKEN) != 0 { readiness.insert(.broken) }
                unsafe events[filled] = ReadyEvent(token: token, readiness: readiness)
                filled += 1
            }
            return filled
        }
    }
#endif

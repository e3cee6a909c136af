import Glibc

extension TCPStream {
    enum ReadResult {
        case octets, nothing, over
    }

    /// One read, and what follows from it.
    func read() -> ReadResult {
        let buffer = unsafe loop.scratch
        var count: Int
        repeat {
            count = unsafe recv(descriptor, buffer.baseAddress, loop.readLimit, 0)
        } while count < 0 && errno == EINTR
        guard count > 0 else { return readNothing(count) }
        octetsIn &+= count
        reads &+= 1
        guard case .open = state, let handler else { return .octets }
        isReceiving = true
        // The system filled `count` octets of the buffer, which is only read during the call.
        unsafe handler.received(UnsafeBufferPointer(rebasing: buffer[..<count]).span, on: self)
        isReceiving = false
        if output != nil, !isPending { flush() }
        // Nothing was flushed while the system takes nothing: is it too much to read on?
        if isBlocked, unsent > StreamLimit.choke { updateInterest() }
        return .octets
    }

    /// The end of the stream, or an error.
    private func readNothing(_ count: Int) -> ReadResult {
        let number = errno
        if count < 0, number == EAGAIN || number == EWOULDBLOCK { return .nothing }
        if let verdict {
            finish(verdict)
        } else if count < 0 {
            finish(SocketOption.end(number))
        } else if case .closing = state {
            if output != nil { flush() }
            finish(.closed)
        } else {
            // The peer may still read: it gets what was ready for it.
            if output != nil { flush() }
            finish(.finished)
        }
        return .over
    }

    /// After a failed write: what the peer sent before it went is still delivered.
    func readRest() {
        for _ in 0..<16 where !isPausedByUser && descriptor >= 0 {
            guard case .octets = read() else { break }
        }
        if descriptor >= 0, let verdict { finish(verdict) }
    }
}

import Glibc

extension TCPStream {
    /// Queues `octets`; they are sent at the end of the callback or of the turn, by one call.
    ///
    /// - Returns: false, and nothing was queued, when they are more than `room`.
    @discardableResult
    package func append(_ octets: Span<UInt8>) -> Bool {
        guard octets.count <= room else { return false }
        guard !octets.isEmpty else { return true }
        let buffer = buffer(for: octets.count)
        unsafe octets.withUnsafeBufferPointer { source in
            let target = unsafe buffer.room(source.count)
            if let start = source.baseAddress {
                unsafe target.baseAddress?.update(from: start, count: target.count)
            }
        }
        added(octets.count, to: buffer)
        return true
    }

    /// Queues what `body` writes to the front of a span of `count` octets; `body` gives back how
    /// many. The span is empty when `count` is more than `room`.
    ///
    /// `body` must not touch the stream.
    package func append(upTo count: Int, _ body: (inout MutableSpan<UInt8>) -> Int) {
        guard count > 0, count <= room else {
            var none = MutableSpan<UInt8>()
            _ = body(&none)
            return
        }
        let buffer = buffer(for: count)
        let target = unsafe buffer.room(count)
        // Room that nobody else has until `added`; read by nobody before it is written, as the
        // system gets only what `body` says it wrote.
        var span = unsafe target.mutableSpan
        let written = body(&span)
        added(min(max(written, 0), count), to: buffer)
    }

    /// Sends now what is queued, unless the system has said that it takes nothing.
    package func flush() {
        guard !isBlocked, descriptor >= 0, verdict == nil else { return }
        send()
    }

    /// A buffer with `count` octets of room at its end; `count` is at most `room`.
    private func buffer(for count: Int) -> OutputBuffer {
        guard let buffer = output else {
            let buffer = loop.buffers.borrow(large: count > StreamLimit.smallBuffer)
            output = buffer
            return buffer
        }
        if buffer.roomAtEnd >= count { return buffer }
        if buffer.capacity &- buffer.count >= count {
            buffer.compact()
            return buffer
        }
        let larger = loop.buffers.borrow(large: true)
        larger.take(buffer)
        loop.buffers.giveBack(buffer)
        output = larger
        return larger
    }

    private func added(_ count: Int, to buffer: OutputBuffer) {
        buffer.added(count)
        if buffer.count == 0 {
            releaseOutput()
        } else if !isReceiving, !isBlocked {
            askForEndOfTurn()
        }
    }

    func releaseOutput() {
        guard let buffer = output else { return }
        output = nil
        loop.buffers.giveBack(buffer)
    }

    /// The system takes more: sends, and tells the handler when all is gone.
    func sendMore() {
        isBlocked = false
        send()
        guard descriptor >= 0, verdict == nil, !isBlocked else { return }
        if case .closing(isFinSent: false) = state {
            sendFinWhenDone()
        } else if case .open = state {
            isReceiving = true
            handler?.drained(self)
            isReceiving = false
            flush()
        }
    }

    /// One call of the system.
    private func send() {
        guard let buffer = output else { return }
        let octets = unsafe buffer.octets
        var count: Int
        repeat {
            count = unsafe Glibc.send(
                descriptor, octets.baseAddress, octets.count, Int32(MSG_NOSIGNAL))
        } while count < 0 && errno == EINTR
        writes &+= 1
        if count < 0 {
            let number = errno
            let isFull =
                number == EAGAIN || number == EWOULDBLOCK || number == ENOBUFS || number == ENOMEM
            guard isFull else {
                fail(SocketOption.end(number))
                return
            }
            count = 0
        }
        octetsOut &+= count
        buffer.removed(count)
        if buffer.count == 0 {
            releaseOutput()
        } else {
            isBlocked = true
        }
        if isBlocked || interest != .reading { updateInterest() }
    }
}

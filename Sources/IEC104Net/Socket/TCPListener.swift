import Glibc

#if os(Linux)
    import CIEC104System
#endif

/// Accepts connections at one address until it is closed.
package final class TCPListener: EventSource {
    /// The address it listens on, with the port that the system chose when 0 was asked for.
    package private(set) var local: SocketAddress
    private var onAccept: ((TCPStream) -> Void)?
    private var pause: LoopTimer?

    /// How many connections are accepted in one turn.
    static let budget = 64
    /// For how long accepting is put off when descriptors or memory have run out.
    static let pauseNanoseconds: Int64 = 100_000_000

    /// Listens at `address`, port 0 for any. `onAccept` must give the stream its handler.
    ///
    /// - Throws: when the address or the port is not to be had.
    package init(
        _ loop: EventLoop, address: SocketAddress, backlog: Int32 = 1024,
        onAccept: @escaping (TCPStream) -> Void
    ) throws(SystemError) {
        guard !loop.wantsStop else {
            throw SystemError(
                number: ECANCELED, operation: "listen on",
                context: "\(address) with a loop that was shut down")
        }
        let descriptor = try SocketOption.makeSocket(address, "listen on")
        SocketOption.set(descriptor, SOL_SOCKET, SO_REUSEADDR, 1)
        // Accepted sockets inherit these on Linux.
        SocketOption.setForStreams(descriptor, of: loop)
        if address.family == .v6 {
            SocketOption.set(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, 1)
        }
        let isBound = unsafe address.withSystemAddress { unsafe bind(descriptor, $0, $1) } == 0
        guard isBound, listen(descriptor, backlog) == 0 else {
            let error = SystemError.last("listen on", "\(address)")
            Glibc.close(descriptor)
            throw error
        }
        self.onAccept = onAccept
        local = SocketOption.localAddress(descriptor) ?? address
        super.init(loop, descriptor: descriptor)
        do {
            try loop.open(self, .reading)
        } catch {
            Glibc.close(descriptor)
            self.descriptor = -1
            throw error
        }
    }

    /// No more connections; those that were accepted go on.
    package func close() {
        guard descriptor >= 0 else { return }
        release()
        pause = nil
        onAccept = nil
    }

    override func ready(_ readiness: Readiness) {
        for _ in 0..<Self.budget {
            // `onAccept` may close the listener.
            guard descriptor >= 0, let onAccept else { return }
            let accepted = unsafe SocketAddress.filled { address, length in
                unsafe Self.accept(descriptor, address, &length)
            }
            guard accepted.result >= 0 else {
                if mayGoOn(after: errno) { continue }
                return
            }
            guard let stream = take(accepted.result, accepted.address) else { return }
            onAccept(stream)
        }
    }

    /// Whether there may be more connections after this error.
    private func mayGoOn(after number: Int32) -> Bool {
        switch number {
        case EAGAIN, EWOULDBLOCK, EBADF, EINVAL:
            return false
        case EMFILE, ENFILE, ENOBUFS, ENOMEM:
            takeBreak()
            return false
        default:
            // That one connection was gone before it was accepted.
            return true
        }
    }

    private func take(_ descriptor: Int32, _ remote: SocketAddress?) -> TCPStream? {
        #if !os(Linux)
            SocketOption.makeNonBlocking(descriptor)
            SocketOption.setForStreams(descriptor, of: loop)
        #endif
        let stream = TCPStream(
            loop, descriptor: descriptor, local: SocketOption.localAddress(descriptor) ?? local,
            remote: remote ?? local)
        do {
            try loop.open(stream, .reading)
        } catch {
            Glibc.close(descriptor)
            stream.descriptor = -1
            takeBreak()
            return nil
        }
        loop.counters.accepted.count()
        return stream
    }

    /// Accepting again at once would spin: what has run out will not come back so soon.
    private func takeBreak() {
        loop.counters.acceptPauses.count()
        guard (try? watch([])) != nil else { return }
        let timer =
            pause
            ?? loop.makeTimer { [weak self] in
                try? self?.watch(.reading)
            }
        pause = timer
        timer.deadline = loop.now.later(by: Self.pauseNanoseconds)
    }

    private static func accept(
        _ listener: Int32, _ address: UnsafeMutablePointer<sockaddr>, _ length: inout socklen_t
    ) -> Int32 {
        #if os(Linux)
            return unsafe iec104_accept(listener, address, &length)
        #else
            return unsafe Glibc.accept(listener, address, &length)
        #endif
    }

    override func loopEnds() { close() }
}

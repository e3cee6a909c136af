import Glibc

/// Options of sockets, and what their errors mean.
enum SocketOption {
    static func set(_ descriptor: Int32, _ level: Int32, _ name: Int32, _ value: Int32) {
        var value = value
        _ = unsafe setsockopt(
            descriptor, level, name, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    /// Small APDUs go at once, and a peer that vanished is found out in the end.
    static func setForStreams(_ descriptor: Int32, of loop: EventLoop) {
        set(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
        set(descriptor, SOL_SOCKET, SO_KEEPALIVE, 1)
        guard let buffer = loop.socketBuffer else { return }
        // To count for the window that TCP offers they must be set before it connects or listens.
        set(descriptor, SOL_SOCKET, SO_RCVBUF, buffer)
        set(descriptor, SOL_SOCKET, SO_SNDBUF, buffer)
    }

    /// `close` sends RST and forgets what is queued.
    static func resetOnClose(_ descriptor: Int32) {
        var value = linger(l_onoff: 1, l_linger: 0)
        _ = unsafe setsockopt(
            descriptor, SOL_SOCKET, SO_LINGER, &value, socklen_t(MemoryLayout<linger>.size))
    }

    /// The error that waits at the socket; 0 when none does.
    static func pendingError(_ descriptor: Int32) -> Int32 {
        var value: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        let result = unsafe getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &value, &length)
        return result == 0 ? value : errno
    }

    /// What an error of reading or writing says about the stream.
    static func end(_ number: Int32) -> StreamEnd {
        number == ECONNRESET || number == EPIPE
            ? .reset : .failed(SystemError(number: number, operation: "use a connection"))
    }

    static func endFromError(_ descriptor: Int32) -> StreamEnd {
        let number = pendingError(descriptor)
        return number == 0 ? .reset : end(number)
    }

    /// A socket of that family that does not block and is not inherited.
    static func makeSocket(
        _ address: SocketAddress, _ operation: String
    ) throws(SystemError) -> Int32 {
        #if os(Linux)
            let kind =
                Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
                | Int32(SOCK_NONBLOCK.rawValue)
        #else
            let kind = SOCK_STREAM
        #endif
        let descriptor = socket(address.systemFamily, kind, 0)
        guard descriptor >= 0 else { throw SystemError.last(operation, "\(address)") }
        #if !os(Linux)
            makeNonBlocking(descriptor)
        #endif
        return descriptor
    }

    #if !os(Linux)
        static func makeNonBlocking(_ descriptor: Int32) {
            _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        }
    #endif

    /// The address of this side.
    static func localAddress(_ descriptor: Int32) -> SocketAddress? {
        unsafe SocketAddress.filled { address, length in
            unsafe getsockname(descriptor, address, &length)
        }.address
    }
}

import Glibc

/// What the system's resolver says about a name.
enum Resolution: Sendable {
    case addresses([SocketAddress])
    case failure(String)
}

/// Looks names up on a thread of their own, as the system's resolver blocks.
enum Resolver {
    private final class Request {
        let host: String
        let port: UInt16
        let completion: @Sendable (Resolution) -> Void

        init(_ host: String, _ port: UInt16, _ completion: @escaping @Sendable (Resolution) -> Void)
        {
            self.host = host
            self.port = port
            self.completion = completion
        }
    }

    /// Calls `completion` on another thread.
    static func start(
        _ host: String, _ port: UInt16, _ completion: @escaping @Sendable (Resolution) -> Void
    ) throws(SystemError) {
        let request = Request(host, port, completion)
        let context = unsafe Unmanaged.passRetained(request).toOpaque()
        var thread = pthread_t()
        let result = unsafe pthread_create(
            &thread, nil,
            { context in
                if let context = unsafe context {
                    // The reference that `start` handed over.
                    let request = unsafe Unmanaged<Request>.fromOpaque(context).takeRetainedValue()
                    request.completion(Resolver.resolve(request.host, request.port))
                }
                return nil
            }, context)
        guard result == 0 else {
            unsafe Unmanaged<Request>.fromOpaque(context).release()
            throw SystemError(number: result, operation: "start a thread to look up", context: host)
        }
        pthread_detach(thread)
    }

    /// Blocks.
    static func resolve(_ host: String, _ port: UInt16) -> Resolution {
        var hints = unsafe addrinfo()
        unsafe hints.ai_family = AF_UNSPEC
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let result = unsafe getaddrinfo(host, nil, &hints, &list)
        guard result == 0 else {
            guard let text = unsafe gai_strerror(result) else { return .failure("error \(result)") }
            return .failure(unsafe String(cString: text))
        }
        defer { if let list = unsafe list { unsafe freeaddrinfo(list) } }
        var addresses: [SocketAddress] = []
        var next = unsafe list
        while let record = unsafe next, addresses.count < 16 {
            if let pointer = unsafe record.pointee.ai_addr,
                var address = unsafe SocketAddress(pointer, length: record.pointee.ai_addrlen)
            {
                address.port = port
                if !addresses.contains(address) { addresses.append(address) }
            }
            unsafe next = record.pointee.ai_next
        }
        return addresses.isEmpty ? .failure("no IPv4 or IPv6 address") : .addresses(addresses)
    }
}

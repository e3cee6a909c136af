import Glibc

/// What the system's resolver says about a name.
enum Resolution: Sendable {
    case addresses([SocketAddress])
    case failure(String)
}

/// Looks names up on a few threads, as the system's resolver blocks: a minute or more for each name
/// where no name server answers.
final class Resolver: Sendable {
    private struct Lookup: Sendable {
        let id: UInt64
        let host: String
        let port: UInt16
        let completion: @Sendable (Resolution) -> Void
    }

    private struct State: Sendable {
        var waiting: [Lookup] = []
        var lookups: UInt64 = 0
        var threads = 0
    }

    /// That of the process.
    static let system = Resolver(threads: 16, lookUp: Resolver.resolve)

    private let state = Guarded(State())
    private let limit: Int
    private let lookUp: @Sendable (String, UInt16) -> Resolution

    /// - Parameters:
    ///   - threads: how many there are at most; more names wait for their turn.
    ///   - lookUp: looks a name up, and blocks.
    init(threads: Int, lookUp: @escaping @Sendable (String, UInt16) -> Resolution) {
        limit = max(threads, 1)
        self.lookUp = lookUp
    }

    /// Calls `completion` on another thread, unless it is given up before its turn.
    ///
    /// - Returns: what gives it up.
    func start(
        _ host: String, _ port: UInt16, _ completion: @escaping @Sendable (Resolution) -> Void
    ) throws(SystemError) -> UInt64 {
        let (id, needsThread) = state.withLock { state in
            state.lookups &+= 1
            state.waiting.append(
                Lookup(id: state.lookups, host: host, port: port, completion: completion))
            let needsThread = state.threads < limit
            if needsThread { state.threads += 1 }
            return (state.lookups, needsThread)
        }
        guard needsThread else { return id }
        let number = startThread()
        guard number != 0 else { return id }
        let isLost = state.withLock { state in
            state.threads -= 1
            guard state.threads == 0 else { return false }
            state.waiting.removeAll { $0.id == id }
            return true
        }
        guard !isLost else {
            throw SystemError(number: number, operation: "start a thread to look up", context: host)
        }
        return id
    }

    /// Nobody waits for it any more.
    func cancel(_ id: UInt64) { state.withLock { $0.waiting.removeAll { $0.id == id } } }

    private func startThread() -> Int32 {
        let context = unsafe Unmanaged.passRetained(self).toOpaque()
        var thread = pthread_t()
        let number = unsafe pthread_create(
            &thread, nil,
            { context in
                // The reference that `startThread` handed over.
                if let context = unsafe context {
                    unsafe Unmanaged<Resolver>.fromOpaque(context).takeRetainedValue().work()
                }
                return nil
            }, context)
        guard number == 0 else {
            unsafe Unmanaged<Resolver>.fromOpaque(context).release()
            return number
        }
        pthread_detach(thread)
        return 0
    }

    private func work() {
        while let lookup = next() {
            lookup.completion(lookUp(lookup.host, lookup.port))
        }
    }

    /// The next one, or the end of the thread.
    private func next() -> Lookup? {
        state.withLock { state in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
            state.threads -= 1
            return nil
        }
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

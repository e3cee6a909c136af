import Glibc

/// Makes one connection: resolves the name, tries all addresses in turn, completes exactly once.
package final class TCPConnector: EventSource {
    private let host: String
    private let port: UInt16
    private let source: SocketAddress?
    private let deadline: Int64
    private var completion: ((Result<TCPStream, ConnectError>) -> Void)?
    private var timer: LoopTimer?
    private var lookup: UInt64?
    private var addresses: [SocketAddress] = []
    /// The address of `addresses` that is being tried.
    private var current = 0
    private var attempts: [String] = []
    private var lastCode = ConnectError.Code.failed
    /// What the end of the turn has to tell.
    private var verdict: ConnectError?

    /// Starts. `completion` is called by the loop, later than this returns, exactly once.
    ///
    /// - Parameters:
    ///   - host: An address or a name.
    ///   - port: The port.
    ///   - timeout: Nanoseconds for all addresses together (t0); the resolver's time counts.
    ///   - local: The address to connect from, port 0 for any; `nil` leaves it to the system.
    @discardableResult
    package init(
        _ loop: EventLoop, host: String, port: UInt16, timeout: Int64, from local: SocketAddress?,
        completion: @escaping (Result<TCPStream, ConnectError>) -> Void
    ) {
        self.host = host
        self.port = port
        source = local
        deadline = MonotonicClock.now().later(by: timeout)
        self.completion = completion
        super.init(loop, descriptor: -1)
        token = loop.sources.insert(self)
        timer = loop.makeTimer { [weak self] in self?.timeout() }
        timer?.deadline = deadline
        if loop.wantsStop {
            // Nobody waits for sockets and timers any more.
            fail(.cancelled, detail: "the loop was shut down")
        } else if let address = SocketAddress(host: host, port: port) {
            addresses = [address]
            askForEndOfTurn()
        } else {
            resolve()
        }
    }

    /// Gives it up: completes with `.cancelled`, unless it has completed.
    package func cancel() {
        guard completion != nil, verdict == nil else { return }
        fail(.cancelled)
    }

    private func resolve() {
        do {
            // The thread knows a token only: a connector that is gone is not found.
            lookup = try Resolver.system.start(host, port) { [loop, token] resolution in
                loop.submit { (loop.sources[token] as? TCPConnector)?.resolved(resolution) }
            }
        } catch {
            fail(.failed, detail: error.description)
        }
    }

    private func resolved(_ resolution: Resolution) {
        lookup = nil
        guard verdict == nil, completion != nil, addresses.isEmpty else { return }
        switch resolution {
        case .failure(let reason): fail(.notResolved, detail: "the resolver says: " + reason)
        case .addresses(let found):
            addresses = found
            tryNext()
        }
    }

    /// Tries addresses until one is under way.
    private func tryNext() {
        while current < addresses.count {
            let address = addresses[current]
            do {
                try begin(address)
            } catch {
                note(error.number)
                continue
            }
            return
        }
        fail(lastCode)
    }

    private func begin(_ address: SocketAddress) throws(SystemError) {
        let descriptor = try SocketOption.makeSocket(address, "connect to")
        self.descriptor = descriptor
        SocketOption.setForStreams(descriptor, of: loop)
        if let source, source.family == address.family {
            SocketOption.set(descriptor, SOL_SOCKET, SO_REUSEADDR, 1)
            guard unsafe source.withSystemAddress({ unsafe bind(descriptor, $0, $1) }) == 0 else {
                throw SystemError.last("connect from", "\(source)")
            }
        }
        let result = unsafe address.withSystemAddress { unsafe connect(descriptor, $0, $1) }
        guard result == 0 || errno == EINPROGRESS || errno == EINTR else {
            throw SystemError.last("connect to", "\(address)")
        }
        try loop.poller.add(descriptor, .writing, token: token)
        interest = .writing
        // Each address gets its share of the time that is left.
        let now = MonotonicClock.now()
        let share = max(deadline &- now, 0) / Int64(addresses.count - current)
        timer?.deadline = min(deadline, now.later(by: share))
    }

    /// The address of this attempt did not work.
    private func note(_ number: Int32) {
        let reason = SystemError(number: number, operation: "").reason
        attempts.append("\(addresses[current]): \(reason)")
        lastCode = Self.code(number)
        closeDescriptor()
        current += 1
    }

    private func closeDescriptor() {
        guard descriptor >= 0 else { return }
        loop.poller.remove(descriptor)
        Glibc.close(descriptor)
        descriptor = -1
    }

    private static func code(_ number: Int32) -> ConnectError.Code {
        switch number {
        case ECONNREFUSED, ECONNRESET: .refused
        case EHOSTUNREACH, ENETUNREACH, ENETDOWN, EHOSTDOWN: .unreachable
        case ETIMEDOUT: .timedOut
        default: .failed
        }
    }

    private func timeout() {
        guard verdict == nil, completion != nil else { return }
        guard current < addresses.count else {
            fail(.timedOut, detail: "the resolver did not answer")
            return
        }
        note(ETIMEDOUT)
        tryNext()
    }

    override func ready(_ readiness: Readiness) {
        guard descriptor >= 0, current < addresses.count, verdict == nil else { return }
        let number = SocketOption.pendingError(descriptor)
        let local = SocketOption.localAddress(descriptor)
        // A port of our own that we hit by chance connects to itself: nobody listens there.
        guard number == 0, let local, local != addresses[current] else {
            note(number == 0 ? ECONNREFUSED : number)
            tryNext()
            return
        }
        succeed(local)
    }

    private func succeed(_ local: SocketAddress) {
        let stream = TCPStream(
            loop, descriptor: descriptor, local: local, remote: addresses[current])
        stream.token = loop.sources.insert(stream)
        stream.interest = interest
        do {
            try loop.poller.modify(descriptor, .reading, token: stream.token)
        } catch {
            _ = loop.sources.remove(stream.token)
            fail(.failed, detail: error.description)
            return
        }
        stream.interest = .reading
        descriptor = -1
        complete(.success(stream))
    }

    private func fail(_ code: ConnectError.Code, detail: String = "") {
        closeDescriptor()
        verdict = ConnectError(code, host: host, port: port, attempts: attempts, detail: detail)
        askForEndOfTurn()
    }

    private func complete(_ result: Result<TCPStream, ConnectError>) {
        release()
        timer = nil
        if let lookup { Resolver.system.cancel(lookup) }
        lookup = nil
        let completion = self.completion
        self.completion = nil
        completion?(result)
    }

    override func endOfTurn() {
        if let verdict {
            complete(.failure(verdict))
        } else if descriptor < 0, current == 0, attempts.isEmpty, !addresses.isEmpty {
            // The first step of a numeric address.
            tryNext()
        }
    }

    override func loopEnds() { cancel() }
}

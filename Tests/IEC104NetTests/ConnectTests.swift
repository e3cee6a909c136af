import Glibc
import IEC104Net
import Testing

@Suite("Connecting and listening")
struct ConnectTests {
    private func connect(
        _ loop: EventLoop, _ host: String, _ port: UInt16, timeout: Int64 = 10_000_000_000,
        cancel: Bool = false
    ) throws -> Result<TCPStream, ConnectError> {
        var results: [Result<TCPStream, ConnectError>] = []
        let connector = TCPConnector(loop, host: host, port: port, timeout: timeout, from: nil) {
            results.append($0)
        }
        #expect(results.isEmpty)
        if cancel { connector.cancel() }
        #expect(results.isEmpty)
        try loop.drive { !results.isEmpty }
        connector.cancel()
        var turns = 0
        try loop.drive {
            turns += 1
            loop.submit {}
            return turns > 3
        }
        #expect(results.count == 1)
        return try #require(results.first)
    }

    /// A port where nobody listens.
    private func freePort(_ loop: EventLoop) throws -> UInt16 {
        let listener = try TCPListener(loop, address: .loopback(port: 0)) { _ in }
        listener.close()
        return listener.local.port
    }

    @Test(
        "a port where nobody listens refuses, and the message says what to check",
        arguments: pollers)
    func refused(poller: EventLoopOptions.Poller) throws {
        let loop = try makeLoop(poller)
        let port = try freePort(loop)
        let error = #expect(throws: ConnectError.self) {
            try connect(loop, "127.0.0.1", port).get()
        }
        #expect(error?.code == .refused)
        #expect(error?.attempts == ["127.0.0.1:\(port): Connection refused"])
        #expect(error?.description.contains("is the station running") == true)
        #expect(loop.openSources == 0)
    }

    @Test("a name is looked up off the loop", arguments: pollers)
    func named(poller: EventLoopOptions.Poller) throws {
        let loop = try makeLoop(poller)
        let echo = Recorder.echo()
        let listener = try TCPListener(loop, address: .loopback(port: 0)) { $0.handler = echo }
        let stream = try connect(loop, "localhost", listener.local.port).get()
        #expect(stream.remote.port == listener.local.port)
        let mine = Recorder()
        stream.handler = mine
        stream.append([1])
        try loop.drive { mine.count == 1 }
        loop.shutDown()
    }

    @Test(
        "a name that cannot be a name is said to be none", arguments: ["a..b", "no such host!", ""])
    func unknownName(name: String) throws {
        let loop = try makeLoop()
        let error = #expect(throws: ConnectError.self) { try connect(loop, name, 2404).get() }
        if name.isEmpty {
            #expect(error?.code != .cancelled)
        } else {
            #expect(error?.code == .notResolved)
            #expect(error?.description.contains("the resolver says") == true)
        }
        loop.shutDown()
    }

    @Test("giving up completes with that, once", arguments: ["127.0.0.1", "localhost"])
    func cancel(host: String) throws {
        let loop = try makeLoop()
        let error = #expect(throws: ConnectError.self) {
            try connect(loop, host, 9, cancel: true).get()
        }
        #expect(error?.code == .cancelled)
        loop.shutDown()
    }

    @Test("no answer within t0 is a time-out", arguments: pollers)
    func timeout(poller: EventLoopOptions.Poller) throws {
        let loop = try makeLoop(poller)
        // A backlog that is full drops what comes more.
        let listener = try TCPListener(loop, address: .loopback(port: 0), backlog: 0) { _ in }
        var results: [Result<TCPStream, ConnectError>] = []
        let deaf = try EventLoop()
        let silent = try TCPListener(deaf, address: .loopback(port: 0), backlog: 0) { _ in }
        listener.close()
        for _ in 0..<4 {
            TCPConnector(
                loop, host: "127.0.0.1", port: silent.local.port, timeout: 20_000_000, from: nil
            ) { results.append($0) }
        }
        try loop.drive { results.count == 4 }
        let errors = results.compactMap { result -> ConnectError? in
            if case .failure(let error) = result { return error }
            return nil
        }
        #expect(!errors.isEmpty)
        #expect(errors.allSatisfy { $0.code == .timedOut })
        #expect(errors.first?.description.contains("t0") == true)
        loop.shutDown()
        deaf.shutDown()
    }

    @Test("connecting from an address of this machine", arguments: pollers)
    func from(poller: EventLoopOptions.Poller) throws {
        let loop = try makeLoop(poller)
        var remote: SocketAddress?
        let listener = try TCPListener(loop, address: .loopback(port: 0)) { stream in
            remote = stream.remote
            stream.abort()
        }
        let local = try #require(SocketAddress(host: "127.0.0.2", port: 0))
        TCPConnector(
            loop, host: "127.0.0.1", port: listener.local.port, timeout: 1_000_000_000, from: local
        ) { _ in }
        try loop.drive { remote != nil }
        #expect(remote?.hasSameHost(as: local) == true)
        loop.shutDown()
    }

    @Test("an address that is taken is refused with advice", arguments: pollers)
    func taken(poller: EventLoopOptions.Poller) throws {
        let loop = try makeLoop(poller)
        let first = try TCPListener(loop, address: .loopback(port: 0)) { _ in }
        do {
            _ = try TCPListener(loop, address: first.local) { _ in }
            Issue.record("listens twice")
        } catch {
            #expect(error.number == EADDRINUSE)
            #expect(
                error.description
                    == "cannot listen on \(first.local): Address already in use "
                    + "(another program uses this port: stop it or choose another port)")
        }
        let foreign = SocketAddress(v4: (192, 0, 2, 1), port: 0)
        #expect(throws: SystemError.self) { try TCPListener(loop, address: foreign) { _ in } }
        loop.shutDown()
        #expect(loop.openSources == 0)
    }
}

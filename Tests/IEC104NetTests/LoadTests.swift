import Glibc
import IEC104Net
import Testing

/// What uses up descriptors runs alone.
@Suite("Many connections", .serialized)
struct LoadTests {
    @Test("no descriptor is left behind")
    func leak() async {
        // Other tests open descriptors of the same process.
        await #expect(processExitsWith: .success) {
            var counts: [Int] = []
            for _ in 0..<3 {
                for poller in pollers { try openAndClose(poller) }
                counts.append((0..<Int32(1_024)).count { fcntl($0, F_GETFD) >= 0 })
            }
            precondition(counts[1] == counts[2], "\(counts)")
        }
    }

    @Test("a thousand connections, each with its own octets", arguments: pollers)
    func thousand(poller: EventLoopOptions.Poller) throws {
        try raiseDescriptorLimit(to: 4_096)
        let loop = try makeLoop(poller)
        let echo = Recorder.echo()
        echo.keepsOctets = false
        let listener = try TCPListener(loop, address: .loopback(port: 0)) { $0.handler = echo }
        var streams: [TCPStream] = []
        let recorders = (0..<1_000).map { _ in Recorder() }
        for recorder in recorders {
            TCPConnector(
                loop, host: "127.0.0.1", port: listener.local.port, timeout: 20_000_000_000,
                from: nil
            ) { result in
                guard case .success(let stream) = result else { return }
                stream.handler = recorder
                streams.append(stream)
                stream.append([UInt8(truncatingIfNeeded: stream.local.port)])
            }
        }
        try loop.drive { recorders.allSatisfy { $0.count == 1 } }
        #expect(streams.count == 1_000)
        #expect(loop.statistics.accepted == 1_000)
        loop.shutDown()
        #expect(recorders.allSatisfy { $0.ends == [.aborted] })
        #expect(loop.openSources == 0)
    }

    @Test("descriptors that are used again wake their new owners only", arguments: pollers)
    func reuse(poller: EventLoopOptions.Poller) throws {
        let loop = try makeLoop(poller)
        for round in 0..<200 {
            let (mine, echo) = (Recorder(), Recorder.echo())
            let pair = try loop.makePair(mine, echo)
            pair.client.append([UInt8(round)])
            try loop.drive { mine.count == 1 }
            #expect(mine.octets == [UInt8(round)])
            if round % 2 == 0 { pair.client.abort() } else { pair.server.close(lingering: 0) }
            try loop.drive { !mine.ends.isEmpty && !echo.ends.isEmpty }
        }
        #expect(loop.openSources == 0)
        loop.shutDown()
    }

    @Test("accepting pauses when descriptors have run out, and goes on later")
    func exhausted() async {
        // The limit is of the whole process.
        await #expect(processExitsWith: .success) {
            for poller in pollers { try acceptWithoutDescriptors(poller) }
        }
    }

    @Test("a limit beyond the hard one is refused with a number")
    func limit() throws {
        let hard = try descriptorLimit().hard
        guard hard < Int(Int32.max) else { return }
        let error = #expect(throws: SystemError.self) { try raiseDescriptorLimit(to: hard + 1) }
        #expect(error?.description.contains("\(hard)") == true)
    }
}

private func acceptWithoutDescriptors(_ poller: EventLoopOptions.Poller) throws {
    let loop = try makeLoop(poller)
    let (mine, theirs) = (Recorder(), Recorder())
    let listener = try TCPListener(loop, address: .loopback(port: 0)) { $0.handler = theirs }
    TCPConnector(
        loop, host: "127.0.0.1", port: listener.local.port, timeout: 10_000_000_000, from: nil
    ) { result in
        if case .success(let stream) = result { stream.handler = mine }
    }
    // The first turn makes the socket that connects.
    try loop.drive { loop.statistics.turns == 1 }
    let soft = try descriptorLimit().soft
    setSoftLimit(3)
    try loop.drive { loop.statistics.acceptPauses > 0 }
    precondition(loop.statistics.accepted == 0)
    setSoftLimit(soft)
    let turns = loop.statistics.turns
    try loop.drive { loop.statistics.accepted == 1 }
    precondition(loop.statistics.turns - turns < 10, "it must not spin")
    loop.shutDown()
}

private func setSoftLimit(_ soft: Int) {
    var limit = rlimit()
    unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    limit.rlim_cur = rlim_t(soft)
    let result = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    precondition(result == 0)
}

private func openAndClose(_ poller: EventLoopOptions.Poller) throws {
    let loop = try makeLoop(poller)
    for round in 0..<20 {
        let (mine, theirs) = (Recorder(), Recorder())
        let pair = try loop.makePair(mine, theirs)
        if round % 2 == 0 { pair.client.abort() } else { pair.client.close(lingering: 0) }
        try loop.drive { !mine.ends.isEmpty && !theirs.ends.isEmpty }
    }
    var isRefused = false
    TCPConnector(loop, host: "127.0.0.1", port: 1, timeout: 1_000_000_000, from: nil) { _ in
        isRefused = true
    }
    try loop.drive { isRefused }
    try loop.start()
    loop.shutDown()
}

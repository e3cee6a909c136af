import IEC104Net
import Testing

@Suite("Streams")
struct StreamTests {
    @Test("an echo comes back, one call of the system to send each way", arguments: pollers)
    func echo(poller: EventLoopOptions.Poller) throws {
        let loop = try makeLoop(poller)
        let (mine, echo) = (Recorder(), Recorder.echo())
        let pair = try loop.makePair(mine, echo)
        pair.client.append(pattern(10))
        pair.client.append(pattern(6, from: 10))
        try loop.drive { mine.count == 16 }
        #expect(mine.octets == pattern(16))
        #expect(pair.client.statistics.writes == 1)
        #expect(pair.server.statistics.writes == 1)
        #expect(pair.server.statistics.octetsIn == 16)
        #expect(pair.server.local.port == pair.client.remote.port)
        #expect(pair.server.remote == pair.client.local)
        loop.shutDown()
        #expect(mine.ends == [.aborted])
        #expect(echo.ends == [.aborted])
    }

    @Test("octets that are sent one by one arrive in order", arguments: pollers)
    func drip(poller: EventLoopOptions.Poller) throws {
        let loop = try makeLoop(poller)
        let (mine, echo) = (Recorder(), Recorder.echo())
        let pair = try loop.makePair(mine, echo)
        let octets = pattern(300)
        for octet in octets {
            pair.client.append([octet])
            pair.client.flush()
        }
        try loop.drive { mine.count == 300 }
        #expect(mine.octets == octets)
        #expect(pair.client.statistics.writes == 300)
        loop.shutDown()
    }

    @Test("writing in place queues what the closure says it wrote", arguments: pollers)
    func inPlace(poller: EventLoopOptions.Poller) throws {
        let loop = try makeLoop(poller)
        let (mine, theirs) = (Recorder(), Recorder())
        let pair = try loop.makePair(mine, theirs)
        pair.client.append(upTo: 255) { span in
            #expect(span.count == 255)
            for index in 0..<5 { span[index] = UInt8(index) }
            return 5
        }
        pair.client.append(upTo: 100) { _ in 0 }
        pair.client.append(upTo: 4) { span in
            span[0] = 9
            return -1
        }
        var size = -1
        pair.client.append(upTo: 1 << 30) { span in
            size = span.count
            return 1 << 30
        }
        pair.client.append(upTo: 1) { span in
            span[0] = 5
            return 77
        }
        #expect(size == 0)
        #expect(pair.client.unsent == 6)
        try loop.drive { theirs.count == 6 }
        #expect(theirs.octets == [0, 1, 2, 3, 4, 5])
        loop.shutDown()
    }

    @Test("a slow reader costs bounded memory, and every octet arrives", arguments: pollers)
    func slowReader(poller: EventLoopOptions.Poller) throws {
        let loop = try makeLoop(poller)
        let (mine, theirs) = (Recorder(), Recorder())
        let pair = try loop.makePair(mine, theirs)
        let total = 32 << 20
        let block = pattern(5_000)
        var sent = 0
        var isRefused = false
        let fill = { (stream: TCPStream) in
            while sent < total {
                let part = min(block.count, total - sent)
                guard stream.append(block.span.extracting(first: part)) else {
                    isRefused = true
                    break
                }
                sent += part
            }
            #expect(stream.unsent <= 128 << 10)
        }
        theirs.keepsOctets = false
        var wrong = 0
        var place = 0
        theirs.onReceived = { octets, _ in
            for index in octets.indices {
                if octets[index] != block[place % block.count] { wrong += 1 }
                place += 1
            }
        }
        mine.onDrained = fill
        pair.server.pauseReading()
        fill(pair.client)
        // Until the system takes no more: what was appended is there after its turn.
        var turn = -1
        try loop.drive {
            if pair.client.unsent == 0 {
                fill(pair.client)
                turn = loop.statistics.turns
            }
            return loop.statistics.turns > turn
        }
        #expect(isRefused)
        #expect(theirs.count == 0)
        pair.server.resumeReading()
        try loop.drive {
            if pair.client.unsent == 0 { fill(pair.client) }
            return theirs.count == total
        }
        #expect(wrong == 0)
        #expect(mine.drains > 0)
        #expect(pair.client.unsent == 0)
        loop.shutDown()
    }

    @Test("an echo of much, both ways at once, pauses itself and loses nothing", arguments: pollers)
    func bigEcho(poller: EventLoopOptions.Poller) throws {
        let loop = try makeLoop(poller)
        let (mine, echo) = (Recorder(), Recorder())
        var refused = 0
        echo.keepsOctets = false
        echo.onReceived = { octets, stream in
            if !stream.append(octets) { refused += 1 }
            #expect(stream.unsent <= 128 << 10)
        }
        let pair = try loop.makePair(mine, echo)
        let total = 4 << 20
        let block = pattern(32_000)
        var sent = 0
        let fill = { (stream: TCPStream) in
            while sent < total, stream.room >= block.count {
                let part = min(block.count, total - sent)
                stream.append(block.span.extracting(first: part))
                sent += part
            }
        }
        mine.keepsOctets = false
        var (wrong, place) = (0, 0)
        mine.onReceived = { octets, _ in
            for index in octets.indices {
                if octets[index] != block[place % block.count] { wrong += 1 }
                place += 1
            }
        }
        mine.onDrained = fill
        // We do not read for a while: the echo must stop reading, too.
        pair.client.pauseReading()
        fill(pair.client)
        try loop.drive {
            if pair.client.unsent == 0 { fill(pair.client) }
            return pair.server.unsent > 64 << 10 || sent == total
        }
        pair.client.resumeReading()
        try loop.drive {
            if pair.client.unsent == 0 { fill(pair.client) }
            return mine.count == total
        }
        #expect(refused == 0)
        #expect(wrong == 0)
        loop.shutDown()
    }

    @Test("IPv6", arguments: pollers)
    func v6(poller: EventLoopOptions.Poller) throws {
        let loop = try makeLoop(poller)
        let (mine, echo) = (Recorder(), Recorder.echo())
        let pair: (client: TCPStream, server: TCPStream)
        do {
            pair = try loop.makePair(mine, echo, v6: true)
        } catch is SystemError {
            // This machine has none.
            return
        }
        #expect(pair.client.remote.description.hasPrefix("[::1]:"))
        pair.client.append([1, 2, 3])
        try loop.drive { mine.count == 3 }
        loop.shutDown()
    }

    @Test("a stream that ends lets go of its handler, and both go away", arguments: pollers)
    func memory(poller: EventLoopOptions.Poller) throws {
        let loop = try makeLoop(poller)
        weak var handler: Recorder?
        weak var stream: TCPStream?
        do {
            let (mine, theirs) = (Recorder(), Recorder())
            let pair = try loop.makePair(mine, theirs)
            // A cycle, as a link makes one.
            mine.onDrained = { _ in _ = pair.client }
            (handler, stream) = (mine, pair.client)
            pair.server.abort()
            try loop.drive { !mine.ends.isEmpty && !theirs.ends.isEmpty }
            mine.onDrained = nil
        }
        #expect(handler == nil)
        #expect(stream == nil)
        #expect(loop.openSources == 0)
    }

    @Test("a loop that was shut down goes away with all it held", arguments: pollers)
    func loopMemory(poller: EventLoopOptions.Poller) throws {
        weak var gone: EventLoop?
        do {
            let loop = try makeLoop(poller)
            gone = loop
            _ = try loop.makePair(Recorder(), Recorder())
            _ = try TCPListener(loop, address: .loopback(port: 0)) { _ in }
            loop.shutDown()
        }
        #expect(gone == nil)
    }
}

import IEC104Net
import Testing

@Suite("Ends of streams")
struct EndTests {
    @Test("FIN and RST are told apart, once each", arguments: pollers)
    func kinds(poller: EventLoopOptions.Poller) throws {
        let loop = try makeLoop(poller)
        for isOrderly in [true, false] {
            let (mine, theirs) = (Recorder(), Recorder())
            let pair = try loop.makePair(mine, theirs)
            if isOrderly {
                pair.client.close(lingering: 5_000_000_000)
            } else {
                pair.client.abort()
            }
            #expect(!pair.client.isOpen)
            #expect(pair.client.room == 0)
            #expect(!pair.client.append([1]))
            #expect(mine.ends.isEmpty, "not from within the call")
            try loop.drive { !mine.ends.isEmpty && !theirs.ends.isEmpty }
            #expect(mine.ends == [isOrderly ? .closed : .aborted])
            #expect(theirs.ends == [isOrderly ? .finished : .reset])
            #expect(loop.openSources == 0)
        }
    }

    @Test("an orderly close delivers all that was queued", arguments: pollers)
    func delivers(poller: EventLoopOptions.Poller) throws {
        let loop = try makeLoop(poller)
        let (mine, theirs) = (Recorder(), Recorder())
        let pair = try loop.makePair(mine, theirs)
        pair.server.pauseReading()
        var sent = 0
        while pair.client.unsent == 0 {
            while pair.client.room >= 4_096 {
                pair.client.append(pattern(4_096, from: sent))
                sent += 4_096
            }
            pair.client.flush()
        }
        pair.client.close(lingering: 20_000_000_000)
        pair.server.resumeReading()
        try loop.drive { !theirs.ends.isEmpty }
        #expect(theirs.octets == pattern(sent))
        #expect(theirs.ends == [.finished])
        try loop.drive { !mine.ends.isEmpty }
        #expect(mine.ends == [.closed])
    }

    @Test("an orderly close ends in time when the peer never answers", arguments: pollers)
    func lingers(poller: EventLoopOptions.Poller) throws {
        let loop = try makeLoop(poller)
        let (mine, theirs) = (Recorder(), Recorder())
        let pair = try loop.makePair(mine, theirs)
        pair.server.pauseReading()
        pair.client.append([1, 2, 3])
        pair.client.close(lingering: 1_000_000)
        try loop.drive { !mine.ends.isEmpty }
        #expect(mine.ends == [.closed])
        #expect(theirs.count == 0)
        pair.server.resumeReading()
        try loop.drive { !theirs.ends.isEmpty }
        #expect(theirs.octets == [1, 2, 3])
        #expect(theirs.ends == [.finished])
    }

    @Test("what came before a reset is delivered before the end", arguments: pollers)
    func resetAfterData(poller: EventLoopOptions.Poller) throws {
        let loop = try makeLoop(poller)
        let (mine, theirs) = (Recorder(), Recorder())
        let pair = try loop.makePair(mine, theirs)
        pair.server.append([7, 8, 9])
        pair.server.flush()
        pair.server.close(lingering: 0)
        // Our writes fail after the peer has gone, but its last words wait to be read.
        try loop.drive {
            pair.client.append([1])
            pair.client.flush()
            return !mine.ends.isEmpty
        }
        #expect(mine.octets == [7, 8, 9])
        #expect(mine.ends.count == 1)
    }

    @Test("a reset is seen while reading is paused", arguments: pollers)
    func pausedReset(poller: EventLoopOptions.Poller) throws {
        let loop = try makeLoop(poller)
        let (mine, theirs) = (Recorder(), Recorder())
        let pair = try loop.makePair(mine, theirs)
        pair.client.pauseReading()
        pair.server.abort()
        try loop.drive { !mine.ends.isEmpty }
        #expect(mine.ends == [.reset])
    }

    @Test(
        "a callback may close, abort, let go and change the handler",
        arguments: pollers, ["close", "abort", "abort, close", "handler", "pause"])
    func inCallback(poller: EventLoopOptions.Poller, what: String) throws {
        let loop = try makeLoop(poller)
        let (mine, theirs, other) = (Recorder(), Recorder(), Recorder())
        let pair = try loop.makePair(mine, theirs)
        theirs.onReceived = { octets, stream in
            stream.append(octets)
            switch what {
            case "close": stream.close(lingering: 1_000_000_000)
            case "abort": stream.abort()
            case "abort, close":
                stream.abort()
                stream.close(lingering: 0)
                stream.flush()
                stream.resumeReading()
            case "handler": stream.handler = other
            default:
                stream.pauseReading()
                stream.abort()
            }
            theirs.onReceived = nil
        }
        pair.client.append([1, 2])
        try loop.drive { what == "handler" ? mine.count == 2 : !mine.ends.isEmpty }
        if what == "handler" {
            pair.client.append([3])
            try loop.drive { other.count == 1 }
            pair.client.abort()
            try loop.drive { !other.ends.isEmpty }
            #expect(theirs.ends.isEmpty)
        } else {
            try loop.drive { !theirs.ends.isEmpty }
            #expect(theirs.ends.count == 1)
            #expect(mine.octets == (what == "close" ? [1, 2] : []))
        }
    }

    @Test("a stream that one callback ends gets no event of the same turn", arguments: pollers)
    func staleEvent(poller: EventLoopOptions.Poller) throws {
        let loop = try makeLoop(poller)
        let (a, b, first, second) = (Recorder(), Recorder(), Recorder(), Recorder())
        let one = try loop.makePair(a, first)
        let two = try loop.makePair(b, second)
        // Both are readable in one turn; whichever comes first ends the other.
        first.onReceived = { _, _ in two.server.abort() }
        second.onReceived = { _, _ in one.server.abort() }
        one.client.append([1])
        two.client.append([1])
        one.client.flush()
        two.client.flush()
        try loop.drive { !first.ends.isEmpty || !second.ends.isEmpty }
        #expect(first.reads + second.reads == 1)
        loop.shutDown()
    }
}

import IEC104Inspect
import Testing

@Suite("Putting TCP segments in order")
struct TCPOrderTests {
    /// The log after the handshake and before the end of the file.
    private func log(
        limits: ReassemblyLimits = ReassemblyLimits(), _ body: (inout TCPConversation) -> Void
    ) -> [String] {
        var conversation = TCPConversation()
        conversation.open()
        body(&conversation)
        let run = DissectorRun(conversation.file, CaptureDissector(limits: limits))
        #expect(run.recorder.offsetsAreRight)
        #expect(Array(run.log.prefix(4)) == TCPLifeTests.opening)
        #expect(run.log.last == "close 0 endOfCapture")
        return Array(run.log.dropFirst(4).dropLast())
    }

    @Test("both directions are delivered as they come")
    func inOrder() {
        let log = log {
            $0.client(.ack, 101, 501, "abc")
            $0.server(.ack, 501, 104, "xy")
            $0.client(.ack, 104, 503, "de")
        }
        #expect(log == ["> \"abc\"", "< \"xy\"", "> \"de\""])
    }

    @Test("a segment that comes again is dropped and counted")
    func retransmission() {
        let log = log {
            $0.client(.ack, 101, 501, "abc")
            $0.client(.ack, 101, 501, "ABC")
            $0.client(.ack, 104, 501, "d")
        }
        #expect(log == ["> \"abc\"", "> retransmission 3", "> \"d\""])
    }

    @Test("of a segment that overlaps, only the new octets are delivered")
    func overlap() {
        let log = log {
            $0.client(.ack, 101, 501, "abc")
            $0.client(.ack, 102, 501, "BCDE")
        }
        #expect(log == ["> \"abc\"", "> \"DE\"", "> retransmission 2"])
    }

    @Test("segments out of order are put in order, with their own packet numbers")
    func reordering() {
        var conversation = TCPConversation()
        conversation.open()
        conversation.client(.ack, 107, 501, "ghi")
        conversation.client(.ack, 104, 501, "def")
        conversation.client(.ack, 101, 501, "abc")
        let run = DissectorRun(conversation.file)
        #expect(Array(run.log[4...6]) == ["> \"abc\"", "> \"def\"", "> \"ghi\""])
        #expect(run.recorder.positions.map(\.packet) == [6, 5, 4])
        #expect(run.recorder.positions.map(\.streamOffset) == [0, 3, 6])
        #expect(run.statistics.streams.reordered == 2)
        #expect(run.statistics.streams.gaps == 0)
    }

    @Test("of octets that wait, the first copy wins")
    func firstCopy() {
        let log = log {
            $0.client(.ack, 104, 501, "DEF")
            $0.client(.ack, 110, 501, "JKL")
            $0.client(.ack, 103, 501, "cdefghijklm")
            $0.client(.ack, 101, 501, "abXX")
        }
        #expect(
            log == [
                "> retransmission 6", "> \"ab\"", "> \"c\"", "> \"DEF\"", "> \"ghi\"", "> \"JKL\"",
                "> \"m\"", "> retransmission 2",
            ])
    }

    @Test("what the other side acknowledges beyond a hole is a gap")
    func gapByAcknowledgment() {
        let log = log {
            $0.client(.ack, 101, 501, "abc")
            $0.client(.ack, 109, 501, "ijk")
            $0.server(.ack, 501, 104)
            $0.server(.ack, 501, 112, "x")
            $0.client(.ack, 112, 501, "lm")
        }
        #expect(log == ["> \"abc\"", "> gap 5", "> !\"ijk\"", "< \"x\"", "> \"lm\""])
    }

    @Test("a gap that was acknowledged before is known at once, also by an empty segment")
    func gapAcknowledgedBefore() {
        let log = log {
            $0.server(.ack, 501, 111)
            $0.client(.ack, 106, 501, "fg")
            $0.client(.ack, 111, 501)
            $0.client(.ack, 111, 501, "k")
        }
        #expect(log == ["> gap 5", "> !\"fg\"", "> gap 3", "> !\"k\""])
    }

    @Test("an acknowledgment that was captured before its octets makes no gap")
    func earlyAcknowledgment() {
        let log = log {
            $0.server(.ack, 501, 104)
            $0.client(.ack, 101, 501, "abc")
        }
        #expect(log == ["> \"abc\""])
    }

    @Test("octets that only their acknowledgment shows are a gap at the end")
    func gapAtTheEnd() {
        let log = log {
            $0.client(.ack, 101, 501, "abc")
            $0.server(.ack, 501, 110)
        }
        #expect(log == ["> \"abc\"", "> gap 6"])
    }

    @Test("what waits at the end of the file is delivered behind a gap")
    func endOfFile() {
        let log = log {
            $0.client(.ack, 103, 501, "c")
            $0.server(.ack, 506, 101, "y")
        }
        #expect(log == ["> gap 2", "> !\"c\"", "< gap 5", "< !\"y\""])
    }

    @Test("too many segments behind a hole make it a gap")
    func tooManySegments() {
        var limits = ReassemblyLimits()
        limits.segments = 2
        let log = log(limits: limits) {
            for number: UInt32 in [103, 105, 107] { $0.client(.ack, number, 501, "x") }
        }
        #expect(
            log == ["> gap 2", "> !\"x\"", "> gap 1", "> !\"x\"", "> gap 1", "> !\"x\""])
    }

    @Test("too many octets behind a hole make it a gap")
    func tooManyOctets() {
        for total in [false, true] {
            var limits = ReassemblyLimits()
            if total { limits.totalOctets = 4 } else { limits.octets = 4 }
            var conversation = TCPConversation()
            conversation.open()
            conversation.client(.ack, 103, 501, "cd")
            conversation.client(.ack, 105, 501, "efg")
            conversation.client(.ack, 108, 501, "h")
            let run = DissectorRun(conversation.file, CaptureDissector(limits: limits))
            #expect(Array(run.log[4...7]) == ["> gap 2", "> !\"cd\"", "> \"efg\"", "> \"h\""])
            #expect(run.statistics.streams.overflows == 1)
        }
    }

    @Test("octets that were not captured of a packet are a gap")
    func snapLength() {
        let log = log {
            $0.client(.ack, 101, 501, "abcdef", cut: 2)
            $0.client(.ack, 107, 501, "gh", cut: 2)
            $0.client(.ack, 109, 501, "ij")
            $0.client(.ack, 105, 501, "ef")
        }
        #expect(
            log == [
                "> \"abcd\"", "> gap 2", "> gap 2", "> !\"ij\"",
                "> retransmission 2",
            ])
    }

    @Test("octets that were not captured of a packet out of order are a gap in their place")
    func snapLengthOutOfOrder() {
        let log = log {
            $0.client(.ack, 104, 501, "defg", cut: 2)
            $0.client(.ack, 101, 501, "abc")
            $0.client(.ack, 108, 501, "h")
        }
        #expect(log == ["> \"abc\"", "> \"de\"", "> gap 2", "> !\"h\""])
    }

    @Test("a probe of no or one octet before the next is no octet and no retransmission")
    func keepAlive() {
        let log = log {
            $0.client(.ack, 101, 501, "abc")
            $0.client(.ack, 103, 501)
            $0.client(.ack, 103, 501, "?")
            $0.server(.ack, 501, 104)
            $0.client(.ack, 104, 501, "d")
        }
        #expect(log == ["> \"abc\"", "> keepAlive", "> keepAlive", "> \"d\""])
    }

    @Test("sequence numbers run over the end of their range")
    func wrapAround() {
        var conversation = TCPConversation()
        conversation.client(.syn, .max - 2)
        conversation.server([.syn, .ack], .max, .max - 1)
        conversation.client(.ack, .max - 1, 0, "abc")
        conversation.client(.ack, 4, 0, "gh")
        conversation.client(.ack, 1, 0, "def")
        conversation.server(.ack, 0, 6, "x")
        let run = DissectorRun(conversation.file)
        #expect(
            Array(run.log.dropFirst(4))
                == ["> \"abc\"", "> \"def\"", "> \"gh\"", "< \"x\"", "close 0 endOfCapture"])
    }

    @Test("a few segments far from the stream are strays, more of them are a new stream")
    func strays() {
        let far: UInt32 = 0x8000_0000
        let log = log {
            $0.client(.ack, 101, 501, "abc")
            $0.client(.ack, far, 501, "?")
            $0.client(.ack, far, 501, "?")
            $0.client(.ack, 104, 501, "d")
            for index: UInt32 in 0..<4 { $0.client(.ack, far + index, 501, "\(index)") }
        }
        #expect(log == ["> \"abc\"", "> \"d\"", "> gap unknown", "> !\"2\"", "> \"3\""])
    }
}

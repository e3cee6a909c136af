import IEC104Inspect
import Testing

/// A small generator with a seed, so that every run of the tests is the same.
private struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}

@Suite("TCP segments shuffled, doubled and lost")
struct TCPShuffleTests {
    /// A segment of one of the two streams.
    private struct Piece {
        var isClient: Bool
        var range: Range<Int>
        var acknowledged: Int
    }

    private static let length = 2000

    private func stream(_ isClient: Bool) -> [UInt8] {
        var generator = SeededGenerator(state: isClient ? 1 : 2)
        return (0..<Self.length).map { _ in UInt8.random(in: 97...122, using: &generator) }
    }

    /// Both streams in pieces, in the order in which they were sent.
    private func pieces(
        _ generator: inout SeededGenerator, overlapping: Bool = true
    ) -> [Piece] {
        var pieces: [Piece] = []
        var sent = [0, 0]
        while sent != [Self.length, Self.length] {
            let side = Int.random(in: 0...1, using: &generator)
            let end = min(Self.length, sent[side] + Int.random(in: 2...40, using: &generator))
            guard end > sent[side] else { continue }
            // Sometimes a segment begins with octets that were sent before.
            let again = overlapping ? max(0, Int.random(in: -20...6, using: &generator)) : 0
            let start = max(0, sent[side] - again)
            pieces.append(
                Piece(isClient: side == 0, range: start..<end, acknowledged: sent[1 - side]))
            sent[side] = end
        }
        return pieces
    }

    private func capture(
        _ pieces: [Piece], _ streams: [[UInt8]], cut: Bool, _ generator: inout SeededGenerator
    ) -> CaptureFile {
        var conversation = TCPConversation()
        // Both streams run over the end of the sequence numbers.
        let first: [UInt32] = [.max - 700, .max - 1300]
        conversation.client(.syn, first[0] &- 1)
        conversation.server([.syn, .ack], first[1] &- 1, first[0])
        for piece in pieces {
            let side = piece.isClient ? 0 : 1
            let text = String(decoding: streams[side][piece.range], as: UTF8.self)
            let sequence = first[side] &+ UInt32(piece.range.lowerBound)
            let other = first[1 - side] &+ UInt32(piece.acknowledged)
            let less = cut ? Int.random(in: 0...3, using: &generator) : 0
            if piece.isClient {
                conversation.client(.ack, sequence, other, text, cut: less)
            } else {
                conversation.server(.ack, sequence, other, text, cut: less)
            }
        }
        return conversation.file
    }

    /// Whether the octets delivered are those of the stream, in their places.
    private func check(_ delivered: [UInt8?], _ stream: [UInt8], seed: UInt64) {
        #expect(delivered.count <= stream.count, "seed \(seed)")
        let wrong = zip(delivered, stream).contains { $0 != nil && $0 != $1 }
        #expect(!wrong, "seed \(seed)")
    }

    @Test("doubled and reordered without loss or acknowledgment, every octet is delivered")
    func withoutLoss() {
        let streams = [stream(true), stream(false)]
        for seed: UInt64 in 0..<60 {
            var generator = SeededGenerator(state: seed)
            var sent = pieces(&generator)
            for index in sent.indices { sent[index].acknowledged = 0 }
            sent += sent.filter { _ in Int.random(in: 0..<4, using: &generator) == 0 }
            let window = Int(seed % 20) + 1
            for start in stride(from: 0, to: sent.count, by: window) {
                sent[start..<min(start + window, sent.count)].shuffle(using: &generator)
            }
            let run = DissectorRun(capture(sent, streams, cut: false, &generator))
            #expect(run.recorder.streams["0>"] == streams[0], "seed \(seed)")
            #expect(run.recorder.streams["0<"] == streams[1], "seed \(seed)")
            #expect(run.statistics.streams.gaps == 0)
            #expect(run.recorder.offsetsAreRight)
        }
    }

    @Test("with loss, the octets and the gaps together are the stream", arguments: [false, true])
    func withLoss(cut: Bool) {
        let streams = [stream(true), stream(false)]
        for seed: UInt64 in 100..<200 {
            var generator = SeededGenerator(state: seed)
            var sent = pieces(&generator)
            let keep = sent.last
            sent.removeAll { _ in Int.random(in: 0..<10, using: &generator) == 0 }
            if seed % 2 == 0 {
                sent += sent.filter { _ in Int.random(in: 0..<5, using: &generator) == 0 }
                for start in stride(from: 0, to: sent.count, by: 5) {
                    sent[start..<min(start + 5, sent.count)].shuffle(using: &generator)
                }
            }
            if let keep { sent.append(keep) }
            var limits = ReassemblyLimits()
            limits.segments = Int(seed % 7) + 1
            let file = capture(sent, streams, cut: cut, &generator)
            let run = DissectorRun(file, CaptureDissector(limits: limits))
            for (key, stream) in zip(["0>", "0<"], streams) {
                check(run.recorder.streams[key, default: []], stream, seed: seed)
            }
            #expect(run.recorder.offsetsAreRight, "seed \(seed)")
            let counts = run.statistics.streams
            let delivered = run.recorder.streams.values.flatMap { $0 }
            #expect(counts.missingOctets == delivered.count { $0 == nil }, "seed \(seed)")
            #expect(counts.deliveredOctets == delivered.count { $0 != nil }, "seed \(seed)")
            #expect(
                run.log == DissectorRun(file, CaptureDissector(limits: limits), portion: 61).log)
        }
    }

    @Test("loss without reordering loses only what was lost")
    func onlyLoss() {
        let streams = [stream(true), stream(false)]
        for seed: UInt64 in 300..<360 {
            var generator = SeededGenerator(state: seed)
            let all = pieces(&generator, overlapping: false)
            let sent = all.filter { _ in Int.random(in: 0..<8, using: &generator) != 0 }
            let run = DissectorRun(capture(sent, streams, cut: false, &generator))
            for (key, isClient) in [("0>", true), ("0<", false)] {
                var expected = [UInt8?](repeating: nil, count: Self.length)
                for piece in sent where piece.isClient == isClient {
                    for place in piece.range {
                        expected[place] = streams[isClient ? 0 : 1][place]
                    }
                }
                let delivered = run.recorder.streams[key, default: []]
                #expect(delivered == Array(expected.prefix(delivered.count)), "seed \(seed)")
                #expect(expected.dropFirst(delivered.count).allSatisfy { $0 == nil })
            }
        }
    }
}

import IEC104Net
import Testing

@Suite("Fairness")
struct FairnessTests {
    @Test(
        "many streams with much to read share a turn, one alone reads in one go", arguments: pollers
    )
    func shares(poller: EventLoopOptions.Poller) throws {
        let loop = try makeLoop(poller)
        defer { loop.shutDown() }
        var largest = 0
        var total = 0
        let pairs = try (0..<40).map { _ in
            let theirs = Recorder()
            theirs.keepsOctets = false
            theirs.onReceived = { octets, _ in
                largest = max(largest, octets.count)
                total += octets.count
            }
            return try loop.makePair(Recorder(), theirs)
        }
        let block = pattern(60_000)
        for pair in pairs {
            pair.client.append(block)
            pair.client.flush()
        }
        try loop.drive { total == 40 * block.count }
        #expect(largest <= 8 << 10)
        (largest, total) = (0, 0)
        pairs[0].client.append(block)
        pairs[0].client.flush()
        try loop.drive { total == block.count }
        #expect(largest > 8 << 10)
    }
}

import IEC104Codec
import IEC104Station
import Testing

@Suite("Directories of files")
struct FileDirectoryTests {
    @Test("lines tell name, length and time; the last one LFD; the rest waits for its turn")
    func lines() throws {
        var files: [UInt16: [UInt8]] = [:]
        for number in 1...40 { files[UInt16(number)] = [UInt8](repeating: 0, count: number) }
        let probe = try FileProbe(files)
        let answers = probe.ask("7a 0000 00 00", cause: 5, object: 0)
        // 16 octets with the address: 15 in an ASDU.
        #expect(answers.map { $0.prefix(8) } == ["7e/5 15:", "7e/5 15:", "7e/5 10:"])
        #expect(
            answers[0].hasPrefix(
                "7e/5 15: 01 00 01 00 00 00 00 00 00 00 81 01 46"))
        let last = try #require(answers.last)
        // Object 30000, NOF 40, LOF 40, LFD; 1970-01-01, a Thursday.
        #expect(last.hasSuffix("30 75 00 28 00 28 00 00 20 00 00 00 00 81 01 46"))
        #expect(answers.joined().components(of: " 20 00 00 00 00 81 01 46") == 1)
        #expect(probe.lastReport == "list 0 done")
        #expect(probe.reports.first?.length == 40)
    }

    @Test("one without files has a line with NOF 0; an unknown object is mirrored")
    func empty() throws {
        let probe = try FileProbe()
        #expect(
            probe.ask("7a 0000 00 00", cause: 5) == [
                "7e/5 1: 00 00 00 00 00 20 00 00 00 00 81 01 46"
            ])
        #expect(probe.ask("7a 0000 00 00", cause: 5, object: 1) == ["7a/47- 0000 00 00"])
        // Some masters use cause 13.
        #expect(probe.ask("7a 0000 00 00").count == 1)
    }

    @Test("a file that is transferred is marked FA")
    func active() throws {
        let probe = try FileProbe([7: [1]])
        _ = probe.ask("7a 0700 00 01")
        #expect(
            probe.ask("7a 0000 00 00", cause: 5) == [
                "7e/5 1: 07 00 01 00 00 a0 00 00 00 00 81 01 46"
            ])
    }

    @Test("a link has a bounded number of transfers, and all links together")
    func bounded() throws {
        var files: [UInt16: [UInt8]] = [:]
        for number in 1...5 { files[UInt16(number)] = [1] }
        let probe = try FileProbe(files) {
            $0.files.maximumTransfersPerLink = 2
            $0.files.maximumTransfers = 3
        }
        let other = probe.probe.connect("10.0.0.2")
        _ = probe.answers(on: other)
        #expect(probe.ask("7a 0100 00 01") == ["78 0100 01 00 00 00"])
        #expect(probe.ask("7a 0200 00 01") == ["78 0200 01 00 00 00"])
        #expect(probe.ask("7a 0300 00 01") == ["78 0300 00 00 00 80"])
        #expect(probe.ask("78 0300 01 00 00 00") == ["7a 0300 00 12"])
        #expect(probe.ask("7a 0000 00 00", cause: 5) == ["7a 0000 00 10"])
        #expect(probe.ask("7a 0300 00 01", on: other) == ["78 0300 01 00 00 00"])
        #expect(probe.ask("7a 0400 00 01", on: other) == ["78 0400 00 00 00 80"])
        #expect(probe.ask("7a 0100 00 03") == ["7b 0100 01 02 00"])
        #expect(probe.ask("7a 0400 00 01", on: other) == ["78 0400 01 00 00 00"])
    }

    @Test("a peer or a store that says nothing more ends the transfer, in time")
    func timedOut() throws {
        let probe = try FileProbe([7: [1, 2, 3]])
        _ = probe.ask("7a 0700 00 01")
        probe.probe.advance(seconds: 29)
        #expect(probe.ask("7a 0700 00 02") == ["79 0700 01 03 00 00 00"])
        probe.probe.advance(seconds: 29)
        #expect(probe.answers() == [])
        probe.probe.advance(seconds: 2)
        #expect(probe.answers() == ["7b 0700 01 02 00"])
        #expect(probe.lastReport == "fetch 7 timed-out")
        _ = probe.ask("78 0900 03 00 00 00")
        probe.probe.advance(seconds: 31)
        #expect(probe.answers() == ["7a 0900 00 03"])
        #expect(probe.lastReport == "write 9 timed-out")
        #expect(probe.store.openCount == 0)
        probe.store.isSilent = true
        #expect(probe.ask("7a 0700 00 01") == [])
        #expect(probe.ask("7a 0000 00 00", cause: 5) == [])
        #expect(probe.ask("7a 0700 00 04", on: nil) == ["7c 0700 00 32"])
        probe.probe.advance(seconds: 31)
        #expect(Set(probe.answers()) == ["78 0700 00 00 00 80", "7a 0000 00 10"])
        #expect(probe.probe.engine.deadline == .never)
    }
}

extension String {
    fileprivate func components(of part: String) -> Int {
        var (count, rest) = (0, self[...])
        while let range = rest.firstRange(of: part) {
            count += 1
            rest = rest[range.upperBound...]
        }
        return count
    }
}

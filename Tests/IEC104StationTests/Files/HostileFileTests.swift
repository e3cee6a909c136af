import IEC104Codec
import IEC104Station
import IEC104TestKit
import Testing

@Suite("Peers that transfer files wrongly")
struct HostileFileTests {
    /// A master that has asked for file 7, and how ASDUs are answered: as in `FileProbe`.
    private struct Fetcher {
        var probe: MasterProbe
        let job: UInt64

        init(
            _ request: FileJobRequest = .fetch(FileName(7, object: 30_000), nil),
            _ change: (inout MasterSettings) -> Void = { _ in }
        ) {
            var settings = MasterSettings()
            change(&settings)
            probe = MasterProbe(settings)
            job = probe.engine.submit(file: request, at: probe.now)
        }

        mutating func sent() -> [String] {
            var all: [String] = []
            while let asdu = probe.sent(), let octets = try? asdu.encoded() {
                all.append(FileProbe.text(octets).replacing(" originator 0", with: ""))
            }
            return all
        }

        mutating func get(_ text: String, cause: UInt8 = 13) -> [String] {
            let body = [UInt8](hex: text) ?? []
            let asdu = [body[0], 1, cause, 0, 1, 0, 0x30, 0x75, 0] + body.dropFirst()
            _ = probe.receive(asdu)
            return sent()
        }

        /// The end, octets being taken.
        mutating func end() -> String? {
            while let event = probe.engine.nextFileEvent() {
                switch event {
                case .octets(let job, _): probe.engine.take(file: job, at: probe.now)
                case .wants(let job, let range):
                    probe.engine.provide(
                        file: job, [UInt8](repeating: 1, count: range.count), at: probe.now)
                case .ended(_, .success(let outcome)): return "done \(outcome.length)"
                case .ended(_, .failure(let error)):
                    return error.code.name + (error.reason.map { " \($0.rawValue)" } ?? "")
                }
            }
            return nil
        }
    }

    static let ready = "78 0700 02 00 00 00"
    static let section = "79 0700 01 02 00 00 00"

    @Test(
        "a station that refuses",
        arguments: [
            ("78 0700 00 00 00 80", 13, "refused"), ("7a 0700 00 11", 13, "refused 1"),
            ("7a 0700 00 01", 0x6C, "unknown-type"), ("7a 0700 00 01", 0x6D, "unknown-cause"),
            ("7a 0700 00 01", 0x6E, "unknown-station"), ("7a 0700 00 01", 0x6F, "unknown-object"),
        ] as [(String, UInt8, String)])
    func refusal(_ answer: String, _ cause: UInt8, _ end: String) {
        var fetcher = Fetcher()
        #expect(fetcher.sent() == ["7a 0700 00 01"])
        #expect(fetcher.get(answer, cause: cause) == [])
        #expect(fetcher.end() == end)
        #expect(fetcher.probe.engine.deadline == .never)
    }

    @Test(
        "T-21: a station that goes wrong on the way",
        arguments: [
            (["79 0700 01 02 00 00 80"], [], "refused"),
            (["7b 0700 01 02 00"], [], "aborted"),
            // More than announced; longer than allowed.
            (["79 0700 01 03 00 00 00"], ["7a 0700 01 16"], "too-long"),
            // The end, without the octets.
            (["7b 0700 01 01 00"], ["7c 0700 01 22"], "checksum"),
            (
                [section, "7d 0700 01 02 41 42", "7b 0700 01 03 83", "7b 0700 01 01 84"],
                ["7a 0700 01 06", "7c 0700 01 03", "7c 0700 01 22"], "checksum"
            ),
            // Sums that stay wrong: asked three times.
            (
                [
                    section, "7d 0700 01 02 41 42", "7b 0700 01 03 00", section, "7b 0700 01 03 00",
                    section, "7d 0700 01 03 41 42 43", "7b 0700 01 03 c6",
                ],
                [
                    "7a 0700 01 06", "7c 0700 01 24", "7a 0700 01 06", "7c 0700 01 24",
                    "7a 0700 01 06", "7c 0700 01 22",
                ], "checksum"
            ),
            // A section that comes again without being announced; others are no matter.
            (
                [
                    section, "7d 0800 01 02 41 42", "7d 0700 02 02 41 42", "7d 0700 01 02 41 40",
                    "7b 0700 01 03 83", "7d 0700 01 02 41 42", "7b 0700 01 03 83",
                    "7b 0700 01 01 83",
                ],
                ["7a 0700 01 06", "7c 0700 01 24", "7c 0700 01 03", "7c 0700 01 01"], "done 2"
            ),
        ] as [([String], [String], String)])
    func wrong(_ answers: [String], _ sent: [String], _ end: String) {
        var fetcher = Fetcher()
        _ = fetcher.sent()
        #expect(fetcher.get(Self.ready) == ["7a 0700 00 02"])
        var all: [String] = []
        var told: String?
        for answer in answers {
            all += fetcher.get(answer)
            told = told ?? fetcher.end()
            all += fetcher.sent()
        }
        #expect(all == sent)
        #expect(told ?? fetcher.end() == end)
    }

    @Test("T-21: a section that goes on and on beyond its length ends the transfer")
    func endless() {
        var fetcher = Fetcher()
        _ = fetcher.sent()
        #expect(fetcher.get(Self.ready) == ["7a 0700 00 02"])
        #expect(fetcher.get(Self.section) == ["7a 0700 01 06"])
        let segment = "7d 0700 01 c8" + String(repeating: " 55", count: 200)
        // 4096 octets too many are dropped, as a wrong length is answered at the end of the section.
        for _ in 0..<20 { #expect(fetcher.get(segment) == [] && fetcher.end() == nil) }
        _ = fetcher.get(segment)
        #expect(fetcher.end() == "too-long")
    }

    @Test(
        "answers that bring nothing do not keep a transfer for ever",
        arguments: [
            "79 0700 05 02 00 00 00", "7d 0700 01 01 41", "7b 0700 01 04 00", "7d 0700 09 00",
        ])
    func useless(_ answer: String) {
        var fetcher = Fetcher()
        _ = fetcher.sent()
        _ = fetcher.get(Self.ready)
        _ = fetcher.get(Self.section)
        var end: String?
        var seconds = 0
        while end == nil, seconds < 1000 {
            fetcher.probe.wait(.seconds(20))
            seconds += 20
            _ = fetcher.get(answer)
            end = fetcher.end()
        }
        // The octets of a segment are of use once, what is beyond them is not.
        #expect(end == "timed-out" && (300...360).contains(seconds))
    }

    /// A line of the directory every second.
    private func listing(_ line: (Int) -> String) -> (end: FileOutcome?, seconds: Int) {
        var fetcher = Fetcher(.list(FileName(0, object: 0)))
        _ = fetcher.sent()
        for second in 0..<1000 {
            _ = fetcher.get(line(second), cause: 5)
            while let event = fetcher.probe.engine.nextFileEvent() {
                if case .ended(_, let result) = event { return (try? result.get(), second) }
            }
            fetcher.probe.wait(.seconds(1))
        }
        return (nil, 1000)
    }

    @Test("a directory without end ends: of the same line, of lines of no file, of new ones")
    func endlessDirectory() {
        let time = " 00 00 00 00 00 81 01 46"
        let same = listing { _ in "7e 0700 01 00 00" + time }
        #expect(same.end?.entries.count == 1 && same.end?.isCut == false && same.seconds < 5)
        let none = listing { _ in "7e 0000 01 00 00" + time }
        #expect(none.end == nil && none.seconds < 35)
        let new = listing {
            "7e " + FileProbe.hex([UInt8($0 & 0xFF), UInt8($0 >> 8) + 1]).filter { $0 != " " }
                + " 01 00 00" + time
        }
        #expect(new.end?.isCut == true && (200...310).contains(new.seconds))
    }

    @Test("T-21: segments and ends before the file is ready are of another transfer")
    func early() {
        var fetcher = Fetcher()
        _ = fetcher.sent()
        for text in ["7d 0700 01 02 41 42", "7b 0700 01 02 00", "7b 0700 01 03 00", Self.section] {
            #expect(fetcher.get(text) == [])
        }
        #expect(fetcher.end() == nil)
        #expect(fetcher.get(Self.ready) == ["7a 0700 00 02"])
    }

    @Test("silence ends each step, and the station is told")
    func silence() {
        var fetcher = Fetcher()
        fetcher.probe.wait(.seconds(31))
        #expect(fetcher.end() == "timed-out")
        #expect(fetcher.sent() == [])
        for (answers, told) in [
            ([], "7a 0700 00 03"), ([Self.ready], "7a 0700 00 03"),
            ([Self.ready, Self.section], "7a 0700 00 03"),
        ] as [([String], String)] {
            var fetcher = Fetcher()
            _ = fetcher.sent()
            for answer in answers { _ = fetcher.get(answer) }
            fetcher.probe.wait(.seconds(31))
            #expect(fetcher.end() == "timed-out")
            #expect(fetcher.sent() == [told])
            // An answer that comes late is not taken for that of a later transfer.
            fetcher.probe.wait(.seconds(10))
            #expect(fetcher.probe.engine.deadline == .never)
        }
    }

    @Test("T-21: a file that is longer than the master takes is not asked for")
    func long() {
        var fetcher = Fetcher { $0.files.maximumLength = 1 }
        _ = fetcher.sent()
        #expect(fetcher.get(Self.ready) == ["7a 0700 00 03"])
        #expect(fetcher.end() == "too-long")
    }

    @Test("a write is refused, not taken, or given up by the station")
    func write() {
        let request = FileJobRequest.write(FileName(7, object: 30_000), length: 2)
        for (answers, end, sent) in [
            (["7a 0700 00 12"], "refused 1", []),
            (["7a 0700 00 03"], "aborted", ["7b 0700 01 02 00"]),
            (["7a 0700 00 02", "7a 0700 01 56"], "refused 5", ["79 0700 01 02 00 00 00"]),
            (
                ["7a 0700 00 02", "7a 0700 01 06", "7c 0700 01 22"], "checksum",
                ["79 0700 01 02 00 00 00", "7d 0700 01 02 01 01", "7b 0700 01 03 02"]
            ),
            (
                ["7a 0700 00 02", "7a 0700 01 06", "7c 0700 01 03", "7c 0700 01 01"], "done 2",
                [
                    "79 0700 01 02 00 00 00", "7d 0700 01 02 01 01", "7b 0700 01 03 02",
                    "7b 0700 01 01 02",
                ]
            ),
            (["78 0700 02 00 00 00"], "unknown-type", []),
        ] as [([String], String, [String])] {
            var fetcher = Fetcher(request)
            #expect(fetcher.sent() == ["78 0700 02 00 00 00"])
            var all: [String] = []
            var told: String?
            for answer in answers {
                all += fetcher.get(answer, cause: end == "unknown-type" ? 0x6C : 13)
                told = told ?? fetcher.end()
                all += fetcher.sent()
            }
            #expect(all == sent)
            #expect(told ?? fetcher.end() == end)
        }
    }

    @Test("deletion: acknowledged, mirrored, refused")
    func deletion() {
        for (answer, end) in [
            ("7c 0700 00 01", "done 0"), ("7a 0700 00 04", "done 0"),
            ("7c 0700 00 42", "refused 4"), ("7a 0700 00 34", "refused 3"),
        ] {
            var fetcher = Fetcher(.delete(FileName(7, object: 30_000)))
            #expect(fetcher.sent() == ["7a 0700 00 04"])
            #expect(fetcher.get(answer) == [])
            #expect(fetcher.end() == end)
        }
    }

    @Test("a directory without LFD ends after the gap; NOF 0 is none; SQ = 1 is read")
    func directory() {
        var fetcher = Fetcher(.list(FileName(0, object: 0)))
        #expect(fetcher.sent() == ["7a/5 0000 00 00"])
        let line = "7e 0700 03 00 00 00 00 00 00 00 81 01 46"
        _ = fetcher.get(line, cause: 5)
        #expect(fetcher.end() == nil)
        fetcher.probe.wait(.seconds(3))
        guard case .ended(_, .success(let outcome))? = fetcher.probe.engine.nextFileEvent() else {
            Issue.record("no end")
            return
        }
        #expect(!outcome.isComplete && outcome.entries.map(\.file.number) == [7])
        var empty = Fetcher(.list(FileName(0, object: 0)))
        _ = empty.sent()
        _ = empty.get("7e 0000 00 00 00 20 00 00 00 00 81 01 46", cause: 5)
        #expect(empty.end() == "done 0")
        var sequence = Fetcher(.list(FileName(0, object: 0)))
        _ = sequence.sent()
        let body = "07 00 01 00 00 00 00 00 00 00 81 01 46 08 00 02 00 00 20 00 00 00 00 81 01 46"
        _ = sequence.probe.receive([126, 0x82, 5, 0, 1, 0, 1, 0, 0] + ([UInt8](hex: body) ?? []))
        guard case .ended(_, .success(let both))? = sequence.probe.engine.nextFileEvent() else {
            Issue.record("no end")
            return
        }
        #expect(both.entries.map(\.file) == [FileName(7, object: 1), FileName(8, object: 2)])
    }

    @Test("what cannot be asked, is asked twice or too often ends at once")
    func impossible() {
        func code(_ request: FileJobRequest) -> String? {
            var fetcher = Fetcher(request) { $0.profile = .standard }
            return fetcher.end()
        }
        #expect(code(.fetch(FileName(0, object: 1), nil)) == "invalid")
        #expect(code(.fetch(FileName(1, object: 0), nil)) == "invalid")
        #expect(code(.fetch(FileName(1, object: 1, station: 0), nil)) == "invalid")
        #expect(code(.delete(FileName(1, object: 1, station: .global))) == "invalid")
        #expect(code(.write(FileName(1, object: 1), length: 1 << 24)) == "invalid")
        #expect(code(.write(FileName(1, object: 1), length: -1)) == "invalid")
        var stopped = MasterProbe(isStarted: false)
        _ = stopped.engine.submit(file: .list(FileName(0, object: 0)), at: stopped.now)
        guard case .ended(_, .failure(let error))? = stopped.engine.nextFileEvent() else { return }
        #expect(error.code == .notSent)
        var fetcher = Fetcher { $0.files.maximumTransfers = 2 }
        let file = FileName(7, object: 30_000)
        _ = fetcher.probe.engine.submit(file: .delete(file), at: fetcher.probe.now)
        #expect(fetcher.end() == "busy")
        _ = fetcher.probe.engine.submit(file: .list(FileName(0, object: 0)), at: fetcher.probe.now)
        _ = fetcher.probe.engine.submit(file: .list(FileName(0, object: 0)), at: fetcher.probe.now)
        #expect(fetcher.end() == "too-many")
        fetcher.probe.stop()
        #expect(fetcher.end() == "not-sent")
        #expect(fetcher.end() == "not-sent")
        #expect(fetcher.probe.engine.jobCount == 0)
    }

    /// Names and sections of small numbers, so that they meet transfers.
    @Test(
        "any ASDUs in any order: bounded, and nothing is left when the link ends", arguments: 0..<8)
    func anything(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let station = try FileProbe([1: [1, 2, 3], 2: []], sectionLength: 2)
        var fetcher = Fetcher()
        for _ in 0..<4000 {
            let type = UInt8.random(in: 120...127, using: &random)
            var body: [UInt8] = [type, UInt8.random(in: 1...3, using: &random), 0]
            let size =
                [120: 4, 121: 5, 122: 2, 123: 3, 124: 2, 125: 4, 126: 11, 127: 14][type] ?? 0
            for _ in 0..<size { body.append(UInt8.random(in: 0...8, using: &random)) }
            if type == 125 {
                body[4] = UInt8.random(in: 0...4, using: &random)
                body = Array(body.prefix(5)) + [UInt8](repeating: 1, count: Int(body[4]))
            }
            let text = body.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
                .joined()
            let cause: UInt8 = UInt8.random(in: 0...9, using: &random) == 0 ? 5 : 13
            #expect(station.ask(text, cause: cause).count < 20)
            _ = fetcher.get(text, cause: cause)
            if UInt8.random(in: 0...20, using: &random) == 0 {
                station.probe.advance(seconds: 20)
                fetcher.probe.wait(.seconds(20))
                let name = FileName(UInt16.random(in: 1...3, using: &random), object: 30_000)
                let requests: [FileJobRequest] = [
                    .fetch(name, nil), .write(name, length: 3), .delete(name),
                    .list(FileName(0, object: 0)),
                ]
                _ = fetcher.probe.engine.submit(
                    file: requests[Int.random(in: 0...3, using: &random)], at: fetcher.probe.now)
            }
            while fetcher.end() != nil {}
            _ = fetcher.sent()
            #expect(station.store.openCount <= 8)
        }
        station.probe.engine.closed(station.probe.last, at: station.probe.now)
        station.serve()
        #expect(station.store.openCount == 0)
        #expect(station.probe.engine.deadline == .never)
        fetcher.probe.close()
        #expect(fetcher.probe.engine.jobCount == 0)
        #expect(fetcher.probe.engine.deadline == .never)
    }
}

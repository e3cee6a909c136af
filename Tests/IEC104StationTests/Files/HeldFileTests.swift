import IEC104Codec
import IEC104Session
import IEC104Station
import IEC104TestKit
import Testing

/// What was given up may still be answered: nothing begins meanwhile that such an answer could be
/// taken for. ASDUs are written as in `FileProbe`: `7a 0700 00 01` is the selection of file 7.
@Suite("The file that follows one that was given up")
struct HeldFileTests {
    private static let name = FileName(7, object: 30_000)
    private static let ready = "78 0700 02 00 00 00"
    private static let section = "79 0700 01 02 00 00 00"
    private static let segment = "7d 0700 01 01 41"
    private static let line = "7e 0700 02 00 00 00 00 00 00 00 81 01 46"
    private static let lastLine = "7e 0800 02 00 00 20 00 00 00 00 81 01 46"

    /// A master in virtual time and what it sends.
    private struct Caller {
        var probe = MasterProbe()

        mutating func submit(_ request: FileJobRequest) -> UInt64 {
            probe.engine.submit(file: request, at: probe.now)
        }

        mutating func sent() -> [String] {
            var all: [String] = []
            while let asdu = probe.sent(), let octets = try? asdu.encoded() {
                all.append(FileProbe.text(octets).replacing(" originator 0", with: ""))
            }
            return all
        }

        mutating func get(_ text: String, cause: UInt8 = 13) {
            let body = [UInt8](hex: text) ?? []
            let isLine = body.first == 126
            _ = probe.receive(
                [body[0], 1, isLine ? 5 : cause, 0, 1, 0, 0x30, 0x75, 0] + body.dropFirst())
        }

        /// Serves what is asked for, until nothing is told any more; the ends in the order told.
        mutating func ends() -> [String] {
            var ends: [String] = []
            while let event = probe.engine.nextFileEvent() {
                switch event {
                case .octets(let job, _): probe.engine.take(file: job, at: probe.now)
                case .wants(let job, let range):
                    probe.engine.provide(
                        file: job, [UInt8](repeating: 1, count: range.count), at: probe.now)
                case .ended(let job, .success(let outcome)):
                    let names = outcome.entries.map { " \($0.file.number)" }.joined()
                    ends.append("\(job) done\(names)")
                case .ended(let job, .failure(let error)): ends.append("\(job) \(error.code.name)")
                }
            }
            return ends
        }
    }

    /// How far a transfer was when it was given up, and what the next one waits for.
    struct Row: Sendable, CustomTestStringConvertible {
        var name: String
        var request: FileJobRequest
        /// What had come.
        var answers: [String] = []
        /// What tells the station; `nil`: there is no such message.
        var told: String?
        /// What answers what was given up.
        var ends: [(String, UInt8)]
        /// What may come late, and is no answer to it.
        var others: [String] = []
        var testDescription: String { name }
    }

    private static let fetch = FileJobRequest.fetch(name, nil)
    private static let write = FileJobRequest.write(name, length: 2)
    private static let deactivated = ("7b 0700 01 02 00", UInt8(13))
    private static let refusals: [(String, UInt8)] = [
        ("7a 0700 00 01", 0x6C), ("7a 0700 00 01", 0x6D), ("7a 0700 00 01", 0x6E),
        ("7a 0700 00 01", 0x6F),
    ]

    static let rows: [Row] = [
        Row(
            name: "a file that was selected", request: fetch, told: "7a 0700 00 03",
            ends: [deactivated, ("78 0700 00 00 00 80", 13), ("7a 0700 00 33", 13)] + refusals,
            others: [ready, section, segment]),
        Row(
            name: "a file that is ready", request: fetch, answers: [ready], told: "7a 0700 00 03",
            ends: [deactivated, ("7a 0700 00 33", 13)], others: [section, segment]),
        Row(
            name: "a section under way", request: fetch, answers: [ready, section],
            told: "7a 0700 00 03", ends: [deactivated],
            others: [segment, segment, "7b 0700 01 03 82", "7b 0700 01 01 82"]),
        Row(
            name: "a file that was announced", request: write, told: "7b 0700 01 02 00",
            ends: [("7a 0700 00 02", 13), ("7a 0700 00 12", 13), ("7c 0700 00 02", 13)] + refusals),
        Row(
            name: "a section that was announced", request: write, answers: ["7a 0700 00 02"],
            told: "7b 0700 01 02 00", ends: [("7a 0700 01 06", 13), ("7c 0700 01 02", 13)]),
        Row(
            name: "a deletion", request: .delete(name),
            ends: [("7c 0700 00 01", 13), ("7a 0700 00 04", 13), ("7a 0700 00 34", 13)] + refusals),
    ]

    /// The request is sent, answered so far, and given up; the same is asked for again.
    private static func givenUp(_ row: Row, bySilence: Bool = false) -> Caller {
        var caller = Caller()
        let first = caller.submit(row.request)
        _ = caller.sent()
        for answer in row.answers {
            caller.get(answer)
            _ = caller.ends()
            _ = caller.sent()
        }
        if bySilence {
            caller.probe.wait(.seconds(30))
        } else {
            caller.probe.engine.cancel(file: first, at: caller.probe.now)
        }
        #expect(caller.ends() == [bySilence ? "1 timed-out" : "1 cancelled"])
        _ = caller.submit(row.request)
        #expect(caller.sent() == (row.told.map { [$0] } ?? []))
        return caller
    }

    private static func first(_ request: FileJobRequest) -> [String] {
        var caller = Caller()
        _ = caller.submit(request)
        return caller.sent()
    }

    @Test("T-21: it begins after answerGap, and not a millisecond before", arguments: rows)
    func gap(_ row: Row) {
        for bySilence in [false, true] {
            var caller = Self.givenUp(row, bySilence: bySilence)
            let start = caller.probe.now.instant
            for answer in row.others { caller.get(answer) }
            #expect(caller.sent() == [] && caller.ends() == [])
            #expect(caller.probe.engine.deadline == start.advanced(by: .seconds(2)))
            caller.probe.wait(.milliseconds(1999))
            for answer in row.others { caller.get(answer) }
            #expect(caller.sent() == [] && caller.ends() == [])
            caller.probe.wait(.milliseconds(1))
            #expect(caller.sent() == Self.first(row.request))
            #expect(caller.probe.engine.jobCount == 1 && caller.ends() == [])
        }
    }

    @Test("T-21: it begins at once when what was given up is answered", arguments: rows)
    func answered(_ row: Row) {
        for (answer, cause) in row.ends {
            var caller = Self.givenUp(row)
            caller.probe.wait(.milliseconds(500))
            caller.get(answer, cause: cause)
            #expect(caller.sent() == Self.first(row.request), "\(answer)")
            // It is not the answer to this one, which has its own.
            #expect(caller.probe.engine.jobCount == 1 && caller.ends() == [], "\(answer)")
        }
    }

    @Test("others are not held up: another file, another station, a command", arguments: rows)
    func others(_ row: Row) {
        var caller = Self.givenUp(row)
        _ = caller.submit(.fetch(FileName(8, object: 30_000), nil))
        _ = caller.submit(.delete(FileName(7, object: 30_001)))
        _ = caller.submit(.fetch(FileName(7, object: 30_000, station: 2), nil))
        _ = caller.submit(.list(FileName(0, object: 0)))
        #expect(caller.sent().count == 4)
        _ = caller.probe.submit(.switching())
        #expect(caller.probe.allSent() == ["45 6 1 5001"])
    }

    @Test("what waits can be given up itself, and leaves nothing; so does the end of the link")
    func cancelled() {
        for row in Self.rows {
            var caller = Self.givenUp(row)
            caller.probe.engine.cancel(file: 2, at: caller.probe.now)
            #expect(caller.ends() == ["2 cancelled"] && caller.sent() == [])
            caller.probe.wait(.seconds(2))
            #expect(caller.probe.engine.deadline == .never && caller.sent() == [])
            caller = Self.givenUp(row)
            caller.probe.close()
            #expect(caller.ends() == ["2 not-sent"])
            #expect(caller.probe.engine.deadline == .never)
            caller.probe.start()
            _ = caller.submit(row.request)
            #expect(caller.sent() == Self.first(row.request))
        }
    }

    @Test("a write whose segments are under way has nothing to wait for")
    func sending() {
        var caller = Caller()
        let first = caller.submit(.write(Self.name, length: 40_000))
        for answer in ["7a 0700 00 02", "7a 0700 01 06"] {
            _ = caller.sent()
            caller.get(answer)
        }
        _ = caller.ends()
        caller.probe.engine.cancel(file: first, at: caller.probe.now)
        _ = caller.submit(Self.fetch)
        let sent = caller.sent()
        #expect(sent.count == 2 && sent.first?.hasPrefix("7b 0700 01 02") == true)
        #expect(sent.last == "7a 0700 00 01")
    }

    @Test("T-21: the lines of a directory that was given up are no lines of the next one")
    func directories() {
        let subdirectory = FileJobRequest.list(FileName(3, object: 0))
        let root = FileJobRequest.list(FileName(0, object: 0))
        // The last line ends it; without one, the gap behind the line that came last.
        for isMarked in [true, false] {
            var caller = Caller()
            let first = caller.submit(subdirectory)
            #expect(caller.sent() == ["7a/5 0300 00 00"])
            caller.probe.engine.cancel(file: first, at: caller.probe.now)
            #expect(caller.ends() == ["1 cancelled"])
            _ = caller.submit(root)
            caller.probe.wait(.milliseconds(1500))
            caller.get(Self.line)
            #expect(caller.sent() == [])
            caller.probe.wait(.milliseconds(1999))
            #expect(caller.sent() == [])
            if isMarked {
                caller.get(Self.lastLine)
            } else {
                caller.probe.wait(.milliseconds(1))
            }
            #expect(caller.sent() == ["7a/5 0000 00 00"])
            caller.get(Self.lastLine)
            #expect(caller.ends() == ["2 done 8"])
            #expect(caller.probe.engine.deadline == .never)
        }
        // A refusal ends it too, and lines without end do not hold the next one for ever.
        var caller = Caller()
        let first = caller.submit(subdirectory)
        _ = caller.sent()
        caller.probe.engine.cancel(file: first, at: caller.probe.now)
        var seconds = 0
        while seconds < 1000, caller.probe.engine.deadline != .never {
            caller.get(Self.line)
            caller.probe.wait(.seconds(1))
            seconds += 1
        }
        #expect((290...310).contains(seconds))
    }
}

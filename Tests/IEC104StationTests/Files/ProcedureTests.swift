import IEC104Codec
import IEC104Station
import Testing

/// IEC 60870-5-101, 7.4.11: what each ASDU of file transfer is answered with. File 7 is 41 42 43, in
/// sections of two octets.
@Suite("File transfer, octet by octet")
struct FileProcedureTests {
    /// What is sent, and what comes back.
    typealias Dialog = [(ask: String, answers: [String])]

    static let selected: Dialog = [
        ("7a 0700 00 01", ["78 0700 03 00 00 00"]),
        ("7a 0700 00 02", ["79 0700 01 02 00 00 00"]),
    ]
    static let firstSection: Dialog =
        selected + [("7a 0700 01 06", ["7d 0700 01 02 41 42", "7b 0700 01 03 83"])]
    static let lastSection: Dialog =
        firstSection + [
            ("7c 0700 01 03", ["79 0700 02 01 00 00 00"]),
            ("7a 0700 02 06", ["7d 0700 02 01 43", "7b 0700 02 03 43"]),
            ("7c 0700 02 03", ["7b 0700 02 01 c6"]),
        ]
    static let announced: Dialog = [
        ("78 0900 03 00 00 00", ["7a 0900 00 02"]),
        ("79 0900 01 02 00 00 00", ["7a 0900 01 06"]),
    ]
    static let written: Dialog =
        announced + [
            ("7d 0900 01 01 41", []), ("7d 0900 01 01 42", []),
            ("7b 0900 01 03 83", ["7c 0900 01 03"]),
            ("79 0900 02 01 00 00 00", ["7a 0900 02 06"]), ("7d 0900 02 01 43", []),
            ("7b 0900 02 03 43", ["7c 0900 02 03"]),
        ]

    private func check(
        _ dialog: Dialog, _ probe: FileProbe, _ location: SourceLocation = #_sourceLocation
    ) {
        for (ask, answers) in dialog {
            #expect(probe.ask(ask) == answers, "\(ask)", sourceLocation: location)
        }
    }

    private func probe() throws -> FileProbe {
        try FileProbe([7: [0x41, 0x42, 0x43], 8: []], sectionLength: 2)
    }

    @Test("a file is fetched: select, request, sections, checksums, acknowledgements")
    func fetched() throws {
        let probe = try probe()
        check(Self.lastSection + [("7c 0700 02 01", [])], probe)
        #expect(probe.lastReport == "fetch 7 done")
        #expect(probe.reports.first?.length == 3)
        #expect(probe.store.openCount == 0)
        #expect(probe.probe.engine.statistics.filesDone == 1)
    }

    @Test("a file is written: announced, requested, sections, checksums, made whole at the end")
    func written() throws {
        let probe = try probe()
        check(Self.written, probe)
        #expect(probe.store.files[9] == nil)
        check([("7b 0900 02 01 c6", ["7c 0900 02 01"])], probe)
        #expect(probe.store.files[9] == [0x41, 0x42, 0x43])
        #expect(probe.lastReport == "write 9 done")
        #expect(probe.store.openCount == 0)
    }

    @Test(
        "what begins is refused with the error that says why",
        arguments: [
            // No such file; delete of the same; no name.
            ("7a 0600 00 01", ["78 0600 00 00 00 80"]), ("7a 0600 00 04", ["7c 0600 00 42"]),
            ("7a 0000 00 01", ["78 0000 00 00 00 80"]),
            ("78 0000 03 00 00 00", ["7a 0000 00 42"]),
            // Nothing selected, nothing announced.
            ("7a 0700 00 02", ["7a 0700 00 32"]), ("7a 0700 01 06", ["7a 0700 01 36"]),
            ("7a 0700 01 05", ["7a 0700 01 35"]), ("7a 0700 00 03", ["7a 0700 00 33"]),
            ("7a 0700 01 07", ["7a 0700 01 37"]), ("7a 0700 00 09", ["7a 0700 00 39"]),
            ("7c 0700 01 03", ["7c 0700 01 33"]), ("7c 0700 01 01", ["7c 0700 01 31"]),
            ("79 0700 01 02 00 00 00", ["7a 0700 01 36"]),
            ("7b 0700 01 03 00", ["7c 0700 01 34"]), ("7b 0700 01 01 00", ["7c 0700 01 32"]),
            // What is refused, given up or a segment is not answered.
            ("7a 0700 00 32", []), ("7c 0700 01 34", []), ("78 0700 03 00 00 80", []),
            ("79 0700 01 02 00 00 80", []), ("7b 0700 01 02 00", []), ("7b 0700 01 04 00", []),
            ("7d 0700 01 01 41", []),
        ])
    func refused(_ ask: String, _ answers: [String]) throws {
        let probe = try probe()
        #expect(probe.ask(ask) == answers)
        #expect(probe.store.openCount == 0)
    }

    @Test("T-21: an ASDU in the wrong order is refused, and the transfer goes on")
    func wrongOrder() throws {
        for (dialog, ask, answers) in [
            // Selected: no section yet.
            (Array(Self.selected.prefix(1)), "7a 0700 01 06", ["7a 0700 01 36"]),
            (Array(Self.selected.prefix(1)), "7c 0700 01 03", ["7c 0700 01 33"]),
            (Array(Self.selected.prefix(1)), "7a 0800 00 02", ["7a 0800 00 42"]),
            (Array(Self.selected.prefix(1)), "79 0700 01 02 00 00 00", ["7a 0700 01 36"]),
            // Selected twice: told again.
            (Array(Self.selected.prefix(1)), "7a 0700 00 01", ["78 0700 03 00 00 00"]),
            // Requested: sections 0 and 2 are not it; the file is requested already.
            (Self.selected, "7a 0700 00 06", ["7a 0700 00 56"]),
            (Self.selected, "7a 0700 02 06", ["7a 0700 02 56"]),
            (Self.selected, "7a 0700 00 02", ["7a 0700 00 32"]),
            (Self.selected, "7a 0700 00 01", ["7a 0700 00 31"]),
            (Self.selected, "7a 0700 01 05", ["79 0700 01 02 00 00 00"]),
            (Self.selected, "7c 0700 00 01", ["7c 0700 00 31"]),
            (Self.selected, "78 0700 03 00 00 00", ["7a 0700 00 32"]),
            // Sent: another section, the file before its sections.
            (Self.firstSection, "7c 0700 02 03", ["7c 0700 02 53"]),
            (Self.firstSection, "7c 0700 00 03", ["7c 0700 00 53"]),
            (Self.firstSection, "7c 0700 01 01", ["7c 0700 01 31"]),
            (Self.firstSection, "7a 0700 01 06", ["7a 0700 01 36"]),
            (Self.firstSection, "7a 0700 00 04", ["7c 0700 00 32"]),
            (Self.lastSection, "7c 0700 02 03", ["7c 0700 02 33"]),
        ] {
            let probe = try probe()
            check(dialog, probe)
            #expect(probe.ask(ask) == answers, "\(ask) after \(dialog.count)")
            check(Array(Self.lastSection.dropFirst(dialog.count)), probe)
            check([("7c 0700 02 01", [])], probe)
            #expect(probe.lastReport == "fetch 7 done")
        }
    }

    @Test("T-21: a write in the wrong order is refused, and goes on")
    func wrongWritingOrder() throws {
        for (count, ask, answers) in [
            (1, "7b 0900 01 03 83", ["7c 0900 01 34"]), (1, "7d 0900 01 01 41", []),
            (1, "79 0900 00 02 00 00 00", ["7a 0900 00 56"]),
            (1, "79 0900 02 02 00 00 00", ["7a 0900 02 56"]),
            (1, "7a 0900 00 02", ["7a 0900 00 32"]), (1, "7c 0900 01 03", ["7c 0900 01 33"]),
            (1, "78 0900 03 00 00 00", ["7a 0900 00 32"]),
            (1, "79 0a00 01 02 00 00 00", ["7a 0a00 01 46"]),
            (2, "79 0900 01 02 00 00 00", ["7a 0900 01 36"]), (2, "7d 0900 02 01 41", []),
            (2, "7b 0900 02 03 83", ["7c 0900 02 54"]), (2, "7b 0900 01 01 83", ["7c 0900 01 32"]),
            (5, "7b 0900 01 03 83", ["7c 0900 01 34"]),
        ] as [(Int, String, [String])] {
            let probe = try probe()
            check(Array(Self.written.prefix(count)), probe)
            #expect(probe.ask(ask) == answers, "\(ask) after \(count)")
            check(Array(Self.written.dropFirst(count)), probe)
            check([("7b 0900 02 01 c6", ["7c 0900 02 01"])], probe)
        }
    }

    @Test("T-21: another connection, another station, another object do not touch a transfer")
    func otherConnection() throws {
        let probe = try probe()
        check(Self.selected, probe)
        let other = probe.probe.connect("10.0.0.2")
        _ = probe.answers(on: other)
        #expect(probe.ask("7a 0700 01 06", on: other) == ["7a 0700 01 36"])
        #expect(probe.ask("7a 0700 00 03", on: other) == ["7a 0700 00 33"])
        #expect(probe.ask("7a 0700 01 06", station: 2) == ["7a 0700 01 36"])
        #expect(probe.ask("7a 0700 01 06", object: 30_001) == ["7a 0700 01 36"])
        #expect(probe.ask("7a 0700 00 01", object: 30_001) == ["7a/47- 0700 00 01"])
        #expect(probe.ask("78 0900 03 00 00 00", object: 7) == ["78/47- 0900 03 00 00 00"])
        #expect(probe.ask("7a 0700 00 01", object: 0) == ["7a/47- 0700 00 01"])
        // Its own transfer of the same file.
        for (ask, answers) in Self.firstSection {
            #expect(probe.ask(ask, on: other) == answers)
        }
        check(Array(Self.lastSection.dropFirst(2)), probe)
        check([("7c 0700 02 01", [])], probe)
        // Two write the same file: the second one is refused.
        check(Self.announced, probe)
        #expect(probe.ask("78 0900 03 00 00 00", on: other) == ["7a 0900 00 32"])
        // Its connection ends: what it held is let go.
        probe.probe.engine.closed(probe.probe.last, at: probe.probe.now)
        probe.serve()
        #expect(probe.lastReport == "write 9 link-ended")
        #expect(probe.ask("78 0900 03 00 00 00", on: other) == ["7a 0900 00 02"])
        #expect(probe.store.openCount == 2)
    }

    @Test("T-21: a wrong checksum repeats the section, and ends the transfer when it stays wrong")
    func checksum() throws {
        let probe = try probe()
        check(Self.firstSection, probe)
        check(
            [
                ("7c 0700 01 24", ["79 0700 01 02 00 00 00"]),
                ("7a 0700 01 06", ["7d 0700 01 02 41 42", "7b 0700 01 03 83"]),
            ], probe)
        check(Array(Self.lastSection.dropFirst(3)), probe)
        check([("7c 0700 02 22", [])], probe)
        #expect(probe.lastReport == "fetch 7 checksum")
        check(Self.firstSection, probe)
        for _ in 0..<2 {
            _ = probe.ask("7c 0700 01 24")
            _ = probe.ask("7a 0700 01 06")
        }
        check([("7c 0700 01 24", ["7b 0700 01 02 00"])], probe)
        #expect(probe.lastReport == "fetch 7 checksum")

        check(Self.announced, probe)
        check([("7d 0900 01 02 41 40", []), ("7b 0900 01 03 83", ["7c 0900 01 24"])], probe)
        check(Array(Self.written.dropFirst(1)), probe)
        check([("7b 0900 02 01 c5", ["7c 0900 02 22"])], probe)
        #expect(probe.store.files[9] == nil)
        #expect(probe.lastReport == "write 9 checksum")
        check(Self.announced, probe)
        for _ in 0..<2 {
            // Too short, then too long; the second time without an announcement.
            _ = probe.ask("7d 0900 01 01 41")
            #expect(probe.ask("7b 0900 01 03 41") == ["7c 0900 01 24"])
        }
        _ = probe.ask("7d 0900 01 03 41 42 43")
        #expect(probe.ask("7b 0900 01 03 c6") == ["7c 0900 01 22"])
        #expect(probe.lastReport == "write 9 checksum")
        #expect(probe.store.openCount == 0)
    }

    @Test("deactivation ends the file, or takes the section back")
    func deactivation() throws {
        let probe = try probe()
        check(Self.firstSection, probe)
        check(
            [
                ("7a 0700 02 07", ["7a 0700 02 57"]), ("7a 0700 01 07", ["7b 0700 01 04 83"]),
                ("7a 0700 01 06", ["7d 0700 01 02 41 42", "7b 0700 01 03 83"]),
                ("7a 0700 00 03", ["7b 0700 01 02 00"]), ("7c 0700 01 03", ["7c 0700 01 33"]),
            ], probe)
        #expect(probe.lastReport == "fetch 7 aborted")
        for end in ["7b 0900 01 02 00", "7a 0900 00 03"] {
            check(Self.announced, probe)
            check([(end, [])], probe)
            #expect(probe.lastReport == "write 9 aborted")
        }
        check(Self.announced, probe)
        check(
            [
                ("7d 0900 01 01 41", []), ("7b 0900 01 04 41", []),
                ("79 0900 01 02 00 00 00", ["7a 0900 01 06"]),
            ], probe)
        check(Array(Self.written.dropFirst(2)), probe)
        check([("79 0900 03 00 00 00 80", [])], probe)
        #expect(probe.lastReport == "write 9 refused")
    }

    @Test("T-21: a file without octets has one section without octets; one may be written without")
    func empty() throws {
        let probe = try probe()
        check(
            [
                ("7a 0800 00 01", ["78 0800 00 00 00 00"]),
                ("7a 0800 00 02", ["79 0800 01 00 00 00 00"]),
                ("7a 0800 01 06", ["7b 0800 01 03 00"]), ("7c 0800 01 03", ["7b 0800 01 01 00"]),
                ("7c 0800 01 01", []), ("78 0900 00 00 00 00", ["7a 0900 00 02"]),
                ("7b 0900 00 01 00", ["7c 0900 00 01"]),
            ], probe)
        #expect(probe.store.files[9] == [])
    }

    @Test("T-21: sections longer than 64 kB, more octets than announced, more than allowed")
    func long() throws {
        var file = [UInt8](repeating: 3, count: 70_000)
        file[69_999] = 9
        let probe = try FileProbe([7: file], sectionLength: 100_000) {
            $0.files.maximumLength = 200_000
        }
        #expect(probe.ask("7a 0700 00 01") == ["78 0700 70 11 01 00"])
        #expect(probe.ask("7a 0700 00 02") == ["79 0700 01 70 11 01 00"])
        let sent = probe.ask("7a 0700 01 06")
        #expect(sent.count == (70_000 + 235) / 236 + 1)
        let sum = UInt8(truncatingIfNeeded: 69_999 * 3 + 9)
        #expect(sent.last == "7b 0700 01 03 " + String(sum, radix: 16))
        #expect(probe.ask("78 0900 41 0d 03 00") == ["7a 0900 00 12"])
        #expect(probe.ask("78 0900 40 0d 03 00") == ["7a 0900 00 02"])
        #expect(probe.ask("79 0900 01 41 0d 03 00") == ["7a 0900 01 16"])
        #expect(probe.lastReport == "write 9 too-long")
    }

    @Test("a file of 16777215 octets has 255 sections")
    func longest() throws {
        let probe = try FileProbe([7: [UInt8](repeating: 0, count: 0xFF_FFFF)], sectionLength: 1)
        #expect(probe.ask("7a 0700 00 01") == ["78 0700 ff ff ff 00"])
        // 65794 octets each, 65539 in the last.
        #expect(probe.ask("7a 0700 00 02") == ["79 0700 01 01 01 01 00"])
    }

    @Test("files are deleted, once; not while they are transferred")
    func deleted() throws {
        let probe = try probe()
        check(Self.selected, probe)
        check(
            [
                ("7a 0700 00 04", ["7c 0700 00 32"]), ("7a 0700 00 03", ["7b 0700 01 02 00"]),
                ("7a 0700 00 04", ["7c 0700 00 01"]), ("7a 0700 00 04", ["7c 0700 00 42"]),
            ], probe)
        probe.store.isReadOnly = true
        check(
            [
                ("7a 0800 00 04", ["7c 0800 00 32"]), ("78 0900 03 00 00 00", ["7a 0900 00 32"]),
            ], probe)
        // T = 1 changes nothing.
        probe.store.isReadOnly = false
        #expect(probe.ask("7a 0800 00 04", cause: 0x8D) == ["7c/13 0800 00 32"])
        #expect(probe.ask("78 0900 03 00 00 00", cause: 0x8D) == ["7a/13 0900 00 32"])
        #expect(probe.store.files.count == 1)
    }

    @Test("a log is asked for with its range, and comes as a file; cause 5 or 13")
    func log() throws {
        let range = "00 00 00 00 01 01 1a 00 00 00 00 02 01 1a"
        for cause in [5, 13] as [UInt8] {
            let probe = try FileProbe([7: [UInt8](repeating: 1, count: 300)])
            #expect(
                probe.ask("7f 0700 " + range, cause: cause) == ["78 0700 64 00 00 00"])
            #expect(probe.ask("7a 0700 00 02") == ["79 0700 01 64 00 00 00"])
            #expect(probe.ask("7f 0700 " + range) == ["78 0700 00 00 00 80"])
            #expect(probe.ask("7f 0900 " + range) == ["78 0900 00 00 00 80"])
            #expect(
                probe.ask("7f 0900 " + range, object: 1) == ["7f/47- 09 00 " + range])
        }
    }

    @Test("without files, and with causes that do not belong, requests are mirrored")
    func mirrored() throws {
        let without = try FileProbe(servesFiles: false)
        #expect(without.ask("7a 0700 00 01") == ["7a/44- 0700 00 01"])
        #expect(without.ask("7a 0000 00 00", cause: 5) == ["7a/44- 0000 00 00"])
        let probe = try probe()
        #expect(probe.ask("7a 0700 00 01", cause: 5) == ["7a/45- 0700 00 01"])
        #expect(probe.ask("7a 0700 00 01", cause: 6) == ["7a/45- 0700 00 01"])
        #expect(probe.ask("78 0700 03 00 00 00", cause: 3) == ["78/45- 0700 03 00 00 00"])
        #expect(probe.ask("7a 0700 00 01", station: 3) == ["7a/46- 0700 00 01"])
        #expect(probe.ask("7a 0700 00 01", station: 255) == ["7a/46- 0700 00 01"])
        // The directory is of the monitor direction.
        let line = "7e 0700 03 00 00 00 00 00 00 00 01 01 1a"
        #expect(probe.ask(line, cause: 5).first?.hasPrefix("7e/44-") == true)
        // What comes back refused is not answered.
        #expect(probe.ask("7a 0700 00 01", cause: 0x4D) == [])
    }
}

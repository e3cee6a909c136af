import IEC104
import Testing

@Suite("Faults as text")
struct FaultTextTests {
    @Test(
        "A fault is written as it was read",
        arguments: [
            "no-testfr-con", "wrong-ns 3", "wrong-nr -5", "delay-act-con 5000 times 3",
            "withhold-s after 10 times 2", "no-startdt-con times 1 peer 10.0.0.0/8",
            "rst after 50 always link 7", "garbage 68ff", "slow-write 100 peer ::1",
            "cut-gi 0", "unknown-type 127",
        ])
    func roundTrip(text: String) throws {
        #expect(try Fault(text).description == text)
    }

    @Test("Every kind is read by its name alone, and has one row", arguments: FaultKind.allCases)
    func kinds(kind: FaultKind) throws {
        let fault = try Fault(kind.rawValue)
        #expect(fault == Fault(kind))
        #expect(try Fault(fault.description) == fault)
        #expect(FaultKind.rows.filter { $0.kind == kind }.count == 1)
        #expect(kind.row.range.contains(fault.argument))
        #expect(!kind.row.help.isEmpty && !kind.row.chinese.isEmpty)
    }

    @Test("now, next and once are the same")
    func once() throws {
        for word in ["now", "next", "once"] {
            #expect(try Fault("withhold-s \(word)").times == 1)
        }
        #expect(try Fault("rst always").times == nil)
    }

    @Test(
        "A mistake is named with its place",
        arguments: [
            ("", FaultError.Code.noKind, 1), ("no-such", .noKind, 1),
            ("withhold-s 3", .noArgument("withhold-s"), 2),
            ("wrong-ns x", .noNumber("N", -16384...16383), 2),
            ("delay-act-con -1", .noNumber("MS", 0...86_400_000), 2),
            ("slow-read 0", .noNumber("OCTETS", 1...1_000_000_000), 2),
            ("garbage 6", .noOctets, 2), ("garbage zz", .noOctets, 2),
            ("rst after", .noNumber("after", 0...1_000_000_000), 3),
            ("rst times 0", .noNumber("times", 1...1_000_000_000), 3),
            ("rst times 99999999999999999999", .noNumber("times", 1...1_000_000_000), 3),
            ("rst link 0", .noNumber("link", 1...1_000_000_000), 3),
            ("rst once later", .noKeyword, 3),
        ])
    func mistakes(text: String, code: FaultError.Code, place: Int) throws {
        let error = try #require(throws: FaultError.self) { try Fault(text) }
        #expect(error.code == code)
        #expect(error.place == place)
        #expect(!error.description.isEmpty)
    }

    @Test("A prefix that is none is explained")
    func prefix() throws {
        let error = try #require(throws: FaultError.self) { try Fault("rst peer 10.0.0.7/8") }
        #expect(error.description.contains("10.0.0.0/8"))
    }
}

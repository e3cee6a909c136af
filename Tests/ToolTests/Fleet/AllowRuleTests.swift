import IEC104
import Testing

@testable import IEC104Tool

@Suite("Which commands may be sent")
struct AllowRuleTests {
    @Test(
        "A rule allows what it names, and nothing else",
        arguments: [
            ("1:5001:single", [(1, 5001, 45), (1, 5001, 58)], [(2, 5001, 45), (1, 5002, 45)]),
            (
                "1:5001-5003:double,C_SC_NA_1", [(1, 5001, 46), (1, 5003, 59), (1, 5002, 45)],
                [(1, 5004, 46), (1, 5000, 46), (1, 5002, 58), (1, 5002, 50)]
            ),
            ("*:7:step,51", [(1, 7, 47), (65534, 7, 60), (3, 7, 51)], [(3, 7, 64), (3, 8, 47)]),
            ("2:*:SetPoint", [(2, 0, 48), (2, 16_777_215, 63)], [(2, 1, 45), (3, 1, 48)]),
            ("2:0x10-20H:c_bo_ta", [(2, 16, 64), (2, 32, 64)], [(2, 33, 64), (2, 16, 51)]),
            (
                "*:*:*", [(1, 1, 45), (9, 9, 51), (9, 9, 58), (9, 9, 64)],
                [(1, 0, 105), (1, 1, 110)]
            ),
            ("1:*:reset,parameter", [(1, 0, 105), (1, 5, 110), (1, 5, 113)], [(1, 5, 45)]),
        ] as [(String, [(UInt16, UInt32, UInt8)], [(UInt16, UInt32, UInt8)])])
    func rules(
        _ text: String, _ allowed: [(UInt16, UInt32, UInt8)],
        _ refused: [(UInt16, UInt32, UInt8)]
    ) throws {
        let rules = try AllowRules(parsing: ["9:1:single", text])
        for (list, expected) in [(allowed, true), (refused, false)] {
            for (station, address, type) in list {
                let isAllowed = rules.allows(
                    station: CommonAddress(station), address: ObjectAddress(address),
                    type: TypeID(type))
                #expect(isAllowed == expected, "\(station):\(address):\(type)")
            }
        }
        #expect(!AllowRules.none.allows(station: 1, address: 5001, type: .C_SC_NA_1))
    }

    @Test(
        "What is wrong is told with what to write",
        arguments: [
            ("", "is not CA:IOA"), ("5001", "is not CA:IOA"), ("1:2", "is not CA:IOA"),
            ("1:2:single:x", "is not CA:IOA"), ("0:1:single", "'0' is no common address"),
            ("65536:1:single", "is no common address"), ("x:1:single", "is no common address"),
            ("1::single", "'' is no object address"), ("1:5-4:single", "'5-4' is no object"),
            ("1:1-2-3:single", "is no object address"), ("1:16777216:single", "is no object"),
            ("1:-5:single", "is no object address"), ("1:1:", "'' is no type"),
            ("1:1:singel", "did you mean 'single'?"), ("1:1:C_SC_NA_2", "'C_SC_NA_1'?"),
            ("1:1:M_SP_NA_1", "is no type of a command"), ("1:1:100", "'100' is no type"),
            ("1:1:single,,double", "'' is no type"),
        ])
    func mistakes(_ text: String, _ expected: String) throws {
        #expect {
            try AllowRules(parsing: [text])
        } throws: {
            ($0 as? UsageError)?.message.contains(expected) == true
        }
        #expect {
            try AllowRule(text)
        } throws: {
            ($0 as? Words)?.chinese.contains("请写") == true
                || ($0 as? Words)?.chinese.contains("是否为") == true
        }
    }

    @Test("All wrong rules are told at once")
    func all() throws {
        do {
            _ = try AllowRules(parsing: ["1:1:x1", "1:1:single", "2:y:single"])
            Issue.record("taken")
        } catch {
            #expect(error.message.contains("'x1'") && error.message.contains("'y'"))
        }
    }
}

import IEC104Codec
import Testing

/// Values of qualifiers that IEC 60870-5-101, 7.2.6, reserves or does not permit. Private ranges are
/// not reserved.
@Suite("qualifiers")
struct QualifierTests {
    /// A field of a type: which octet, which bits of it, and which of their numbers are reserved.
    struct Field: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var types: [UInt8]
        var octet: Int
        var shift: UInt8
        var mask: UInt8
        var reserved: [ClosedRange<UInt8>]
        /// The octets of an object without any other problem.
        var rest: [UInt8]

        init(
            _ name: String, _ types: [UInt8], octet: Int, shift: UInt8 = 0, mask: UInt8,
            _ reserved: [ClosedRange<UInt8>], rest: [UInt8]
        ) {
            testDescription = name
            self.types = types
            self.octet = octet
            self.shift = shift
            self.mask = mask
            self.reserved = reserved
            self.rest = rest
        }
    }

    static let time: [UInt8] = [0, 0, 0, 0, 1, 1, 23]
    static let word: [UInt8] = [0, 0]
    static let float: [UInt8] = [0, 0, 0, 0]
    static let file: [UInt8] = [1, 0, 1]

    static let fields = [
        Field("QU", [45, 46, 47], octet: 0, shift: 2, mask: 0x1F, [4...8], rest: [1]),
        Field(
            "QU with time", [58, 59, 60], octet: 0, shift: 2, mask: 0x1F, [4...8], rest: [1] + time),
        Field("QL", [48, 49], octet: 2, mask: 0x7F, [1...63], rest: word + [0]),
        Field("QL of R32", [50], octet: 4, mask: 0x7F, [1...63], rest: float + [0]),
        Field("QL with time", [61, 62], octet: 2, mask: 0x7F, [1...63], rest: word + [0] + time),
        Field(
            "QL of R32 with time", [63], octet: 4, mask: 0x7F, [1...63], rest: float + [0] + time),
        Field("COI", [70], octet: 0, mask: 0x7F, [3...31], rest: [0]),
        Field("QOI", [100], octet: 0, mask: 0xFF, [0...19, 37...63], rest: [20]),
        Field("RQT of QCC", [101], octet: 0, mask: 0x3F, [0...0, 6...31], rest: [5]),
        Field("QRP", [105], octet: 0, mask: 0xFF, [0...0, 3...127], rest: [1]),
        Field("KPA of QPM", [110, 111], octet: 2, mask: 0x3F, [0...0, 5...31], rest: word + [1]),
        Field("KPA of R32", [112], octet: 4, mask: 0x3F, [0...0, 5...31], rest: float + [1]),
        Field("QPA", [113], octet: 0, mask: 0xFF, [0...0, 4...127], rest: [2]),
        Field("SCQ, action", [122], octet: 3, mask: 0x0F, [8...10], rest: file + [1]),
        Field("SCQ, error", [122], octet: 3, shift: 4, mask: 0x0F, [6...10], rest: file + [1]),
        Field("LSQ", [123], octet: 3, mask: 0xFF, [0...0, 5...127], rest: file + [1, 0]),
        Field("AFQ, action", [124], octet: 3, mask: 0x0F, [0...0, 5...10], rest: file + [1]),
        Field("AFQ, error", [124], octet: 3, shift: 4, mask: 0x0F, [6...10], rest: file + [1]),
        Field("STATUS", [126], octet: 5, mask: 0x1F, [1...15], rest: word + file + [0] + time),
    ]

    @Test(
        "each number of a qualifier is reported when the standard reserves it, and only then",
        arguments: fields)
    func reserved(field: Field) {
        for type in field.types {
            for number in 0...field.mask {
                var octets = field.rest
                octets[field.octet] &= ~(field.mask << field.shift)
                octets[field.octet] |= number << field.shift
                let found = ProblemFinder.problems(
                    type, address: Self.address(type), octets
                ).filter { $0.code != .objectAddress }
                let isReserved = field.reserved.contains { $0.contains(number) }
                #expect(
                    found.map(\.code) == (isReserved ? [.reservedValue] : []),
                    "type \(type), \(field.testDescription) \(number)")
                #expect(found.allSatisfy { $0.offset == ProblemFinder.start + field.octet })
            }
        }
    }

    private static func address(_ type: UInt8) -> UInt32 {
        Profile.standard.types[TypeID(type)]?.addressRule == .irrelevant ? 0 : 1
    }

    @Test("DCS and RCS 0 and 3 are not permitted, whatever QU and S/E are")
    func commandStates() {
        for (type, rest) in [(UInt8(46), []), (47, []), (59, Self.time), (60, Self.time)] {
            for octet in UInt8.min...UInt8.max {
                let found = ProblemFinder.problems(type, [octet] + rest)
                let wrong = found.filter { $0.code == .commandState }
                let isWrong = octet & 3 == 0 || octet & 3 == 3
                #expect(wrong.isEmpty == !isWrong, "type \(type) octet \(octet)")
                #expect(wrong.allSatisfy { $0.offset == 9 && $0.found == Int(octet & 3) })
            }
        }
    }

    @Test("a single command has no state that is not permitted")
    func singleCommand() {
        for octet in UInt8.min...UInt8.max {
            #expect(!ProblemFinder.codes(45, [octet]).contains(.commandState))
        }
    }

    @Test("the test pattern is AA 55 on the wire, and any other is a problem")
    func testPattern() {
        #expect(ProblemFinder.codes(104, [0xAA, 0x55]) == [])
        for (low, high) in [(UInt8(0x55), UInt8(0xAA)), (0, 0), (0xAA, 0xAA), (0xAB, 0x55)] {
            let found = ProblemFinder.problems(104, address: 0, [low, high])
            let pattern = Int(low) | Int(high) << 8
            #expect(
                found == [DecodeError(.testPattern, at: 9, expected: 0x55AA, found: pattern)])
        }
    }
}

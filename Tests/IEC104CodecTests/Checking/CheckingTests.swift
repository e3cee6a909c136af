import IEC104Codec
import Testing

@Suite("reading that refuses everything that the standard does not allow")
struct CheckingTests {
    @Test("an ASDU without any problem is read as without checking")
    func sound() throws {
        let octets: [UInt8] = [1, 2, 3, 0, 1, 0, 1, 0, 0, 1, 2, 0, 0, 0x80]
        let asdu = try ASDU(checking: octets.span, direction: .monitor)
        #expect(try asdu == ASDU(octets))
        #expect(throws: DecodeError(.causeNotAllowed, at: 2, found: 3)) {
            try ASDU(checking: octets.span, direction: .control)
        }
        #expect(throws: Never.self) { try ASDU(checking: octets.span, direction: nil) }
    }

    @Test("the first problem is thrown: structure, then header, then objects in their order")
    func order() {
        let cases: [([UInt8], DecodeError)] = [
            (
                [1, 2, 0, 0, 0, 0, 0, 0, 0, 2],
                DecodeError(.objectsTruncated, at: 10, expected: 14, found: 10)
            ),
            ([1, 1, 0, 0, 0, 0, 0, 0, 0, 2], DecodeError(.causeUnknown, at: 2, found: 0)),
            ([1, 1, 3, 0, 0, 0, 0, 0, 0, 2], DecodeError(.commonAddress, at: 4, found: 0)),
            ([1, 1, 3, 0, 1, 0, 0, 0, 0, 2], DecodeError(.objectAddress, at: 6, found: 0)),
            (
                [1, 1, 3, 0, 1, 0, 1, 0, 0, 2],
                DecodeError(.reservedBits, at: 9, expected: 0, found: 2)
            ),
            (
                [1, 2, 3, 0, 1, 0, 1, 0, 0, 0, 2, 0, 0, 8],
                DecodeError(.reservedBits, at: 13, expected: 0, found: 8)
            ),
            ([200, 1, 3, 0, 1, 0, 1, 0, 0, 2], DecodeError(.unknownType, at: 0, found: 200)),
        ]
        for (octets, error) in cases {
            #expect(throws: error) { try ASDU(checking: octets.span, direction: .monitor) }
        }
    }

    @Test("the profile's field sizes count")
    func profile() throws {
        let profile = try Profile(causeSize: 1, commonAddressSize: 1, objectAddressSize: 2)
        let octets: [UInt8] = [1, 1, 3, 1, 1, 0, 2]
        #expect(throws: DecodeError(.reservedBits, at: 6, expected: 0, found: 2)) {
            try ASDU(checking: octets.span, direction: .monitor, profile: profile)
        }
    }

    @Test("a list of problems keeps as many as it is told, and counts all")
    func bound() throws {
        let octets = [1, 0x80 | 100, 3, 0, 1, 0, 1, 0, 0] + [UInt8](repeating: 0x0E, count: 100)
        var problems = Problems(keeping: 5)
        var reader = try ASDUReader(octets.span)
        while reader.next(checking: &problems) != nil {}
        #expect(problems.list.count == 5)
        #expect(problems.count == 100)
        #expect(problems.first?.offset == 9)
        #expect(!problems.isStructural)
        problems.removeAll()
        #expect(problems.isEmpty)
        #expect(problems.first == nil)
    }

    @Test("each kind of violation has a name and words of its own")
    func codes() {
        let codes = DecodeError.Code.allCases
        #expect(Set(codes.map(\.name)).count == codes.count)
        #expect(Set(codes.map(\.summary)).count == codes.count)
        for code in codes {
            #expect(code.name.allSatisfy { $0.isLowercase || $0 == "-" })
            let error = DecodeError(code, at: 7, expected: 1, found: 2)
            #expect(error.description.hasPrefix("\(code.summary) at offset 7"))
            #expect(error.moved(by: 6).offset == 13)
            #expect(error.moved(by: 6).code == code)
        }
    }
}

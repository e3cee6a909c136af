import IEC104Codec
import Testing

@Suite("reserved bits")
struct ReservedBitsTests {
    /// The reserved bits of the elements, IEC 60870-5-101, 7.2.6. An element that is not here has
    /// none.
    static let masks: [String: [UInt8]] = [
        "SIQ": [0x0E], "DIQ": [0x0C], "QDS": [0x0E], "QDP": [0x07], "SEP": [0x04], "SPE": [0xC0],
        "OCI": [0xF0], "SCO": [0x02], "FRQ": [0x7F], "SRQ": [0x7F],
        "start CP56Time2a": [0, 0, 0, 0x60, 0, 0xF0, 0x80],
        "stop CP56Time2a": [0, 0, 0, 0x60, 0, 0xF0, 0x80],
    ]
    static let timeMasks: [TimeTag.Kind: [UInt8]] = [
        .none: [], .cp24: [0, 0, 0], .cp56: [0, 0, 0, 0x60, 0, 0xF0, 0x80],
    ]

    /// The reserved bits of all octets of an object of `row`.
    private static func mask(_ row: TypeDescriptor) -> [UInt8] {
        let elements = row.information.elements.flatMap {
            masks[$0.name] ?? [UInt8](repeating: 0, count: $0.size)
        }
        return elements + (timeMasks[row.timeTag] ?? [])
    }

    @Test("each bit of each element of each type is reported when it is reserved, and only then")
    func bits() {
        for row in Profile.standard.types.rows where row.information != .raw {
            let mask = Self.mask(row)
            for bit in 0..<(mask.count * 8) {
                // A segment's length is not to be changed: it has no reserved bits.
                if row.information == .fileSegment, bit / 8 == 3 { continue }
                var octets = [UInt8](repeating: 0, count: mask.count)
                octets[bit / 8] = 1 << UInt8(bit % 8)
                let found = ProblemFinder.problems(row.id.rawValue, octets)
                    .filter { $0.code == .reservedBits }
                let isReserved = mask[bit / 8] >> UInt8(bit % 8) & 1 == 1
                let expected = [
                    DecodeError(
                        .reservedBits, at: ProblemFinder.start + bit / 8, expected: 0,
                        found: 1 << (bit % 8))
                ]
                #expect(found == (isReserved ? expected : []), "\(row.mnemonic) bit \(bit)")
            }
        }
    }

    @Test("the element table has these masks")
    func elements() {
        for kind in Information.Kind.allCases {
            for element in kind.elements {
                let bits = (Self.masks[element.name] ?? []).enumerated()
                    .reduce(UInt64(0)) { $0 | UInt64($1.element) << UInt64(8 * $1.offset) }
                #expect(element.reservedBits == bits, "\(element.name)")
            }
        }
    }

    @Test("reserved bits are kept when an object is read and written again")
    func kept() throws {
        for row in Profile.standard.types.rows where row.information != .raw {
            guard let size = row.size else { continue }
            let octets =
                [row.id.rawValue, 1, 3, 0, 1, 0, 1, 0, 0]
                + [UInt8](repeating: 0xFF, count: size)
            #expect(try ASDU(octets).encoded() == octets, "\(row.mnemonic)")
        }
    }
}

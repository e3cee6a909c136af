import IEC104Codec
import IEC104TestKit
import Testing

@Suite("violations, asked at any time")
struct ViolationStateTests {
    /// M_SP_NA_1 with SQ = 1 whose third address is past the largest one.
    private static let overflow: [UInt8] = [
        1, 0x83, 3, 0, 1, 0, 0xFE, 0xFF, 0xFF, 1, 0, 1,
    ]

    @Test("an address overflow is told before, between and after reading the objects")
    func overflow() throws {
        let octets = Self.overflow
        var reader = try ASDUReader(inspecting: octets.span)
        let before = reader.firstViolation
        #expect(before?.code == .addressOverflow)
        while reader.next() != nil {
            #expect(reader.firstViolation == before)
        }
        #expect(reader.firstViolation == before)
        var all: [InformationObject] = []
        var other = try ASDUReader(inspecting: octets.span)
        other.read(into: &all)
        #expect(other.firstViolation == before && all.count == 3)
    }

    @Test("reading all objects at once gives what reading one by one gives, behind what was there")
    func together() throws {
        for isSequence in [false, true] {
            let objects = (0..<20).map { index in
                InformationObject(
                    ObjectAddress(UInt32(100 + index)), .scaled(Int16(index), [.overflow]))
            }
            let asdu = ASDU(
                .M_ME_NB_1, cause: CauseOfTransmission(.spontaneous), commonAddress: 1,
                isSequence: isSequence, objects: objects)
            let octets = try asdu.encoded()
            var reader = try ASDUReader(octets.span)
            let first = reader.next()
            var read = [InformationObject](repeating: objects[7], count: 1)
            reader.read(into: &read)
            #expect(first == objects[0])
            #expect(read == [objects[7]] + objects.dropFirst())
            #expect(reader.next() == nil)
        }
    }

    @Test("for every type and all field sizes, all at once is what one by one is")
    func everyType() throws {
        var generator = ObjectGenerator(seed: 41)
        for profile in Profile.allSizes {
            for row in profile.types.rows {
                for isSequence in row.allowsSequence ? [false, true] : [false] {
                    let count = row.allowsSeveralObjects && row.information != .raw ? 3 : 1
                    let octets = try generator.asdu(
                        of: row, count: count, isSequence: isSequence, profile: profile
                    ).encoded(profile: profile)
                    var reader = try ASDUReader(octets.span, profile: profile)
                    var single: [InformationObject] = []
                    while let object = reader.next() { single.append(object) }
                    var other = try ASDUReader(octets.span, profile: profile)
                    var together: [InformationObject] = []
                    other.read(into: &together)
                    #expect(together == single, "\(row.mnemonic)")
                }
            }
        }
    }
}

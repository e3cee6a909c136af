import IEC104Codec
import IEC104TestKit
import Testing

/// Driven by the type table: a new row is tested by itself.
@Suite("every row of the type table")
struct RoundTripTests {
    static let rows = Profile.standard.types.rows

    @Test("random values survive writing and reading, SQ 0 and 1, every N, all field sizes")
    func values() throws {
        var generator = ObjectGenerator(seed: 1)
        for (index, profile) in Profile.allSizes.enumerated() {
            for row in Self.rows {
                for isSequence in row.allowsSequence ? [false, true] : [false] {
                    let most = row.mostObjects(isSequence: isSequence, profile: profile)
                    let counts = index == 0 ? Array(1...most) : [1, min(2, most), most]
                    for count in counts {
                        let asdu = generator.asdu(
                            of: row, count: count, isSequence: isSequence, profile: profile)
                        let octets = try asdu.encoded(profile: profile)
                        #expect(octets.count <= 249)
                        let read = try ASDU(octets, profile: profile)
                        #expect(read == asdu, "\(row.mnemonic) \(count) \(isSequence)")
                    }
                }
            }
        }
    }

    @Test("random octets survive reading and writing, reserved bits and impossible dates included")
    func octets() throws {
        var random = SeededRandom(seed: 2)
        for profile in Profile.allSizes {
            for row in Self.rows {
                for isSequence in row.allowsSequence ? [false, true] : [false] {
                    let most = row.mostObjects(isSequence: isSequence, profile: profile)
                    for count in [1, most, 1 + Int(random.next() % UInt64(most))] {
                        let octets = Self.asdu(
                            row, count: count, isSequence: isSequence, profile, &random)
                        let read = try ASDU(octets, profile: profile)
                        let written = try read.encoded(profile: profile)
                        #expect(written == octets, "\(row.mnemonic) \(octets.hex)")
                        #expect(read.objects.count == (row.information == .raw ? 1 : count))
                    }
                }
            }
        }
    }

    @Test("an object has the octets that the standard's table says")
    func sizes() throws {
        for (id, size) in StandardTable.sizes {
            #expect(Profile.standard.types[TypeID(id)]?.size == size, "type \(id)")
        }
        let known = Set(Self.rows.filter { $0.size != nil }.map(\.id.rawValue))
        #expect(known == Set(StandardTable.sizes.keys))
    }

    @Test("SQ = 1 is allowed where the standard's table says it")
    func sequences() {
        for row in Self.rows where row.information != .raw {
            #expect(
                row.allowsSequence == StandardTable.sequenceAllowed.contains(row.id.rawValue),
                "\(row.mnemonic)")
        }
    }

    @Test("the rows are those of the standard, with its names")
    func names() {
        for (id, mnemonic) in StandardTable.names {
            #expect(Profile.standard.types[TypeID(id)]?.mnemonic == mnemonic)
            #expect(Profile.standard.types[mnemonic: mnemonic.lowercased()]?.id == TypeID(id))
        }
        #expect(Set(Self.rows.map(\.id.rawValue)) == Set(StandardTable.names.keys))
        #expect(Set(Self.rows.map(\.mnemonic)).count == Self.rows.count)
        #expect(Self.rows.map(\.id.rawValue) == Self.rows.map(\.id.rawValue).sorted())
        #expect(Profile.standard.types[mnemonic: "M_XX_NA_1"] == nil)
    }

    /// An ASDU of random octets with the layout of `row`.
    static func asdu(
        _ row: TypeDescriptor, count: Int, isSequence: Bool, _ profile: Profile,
        _ random: inout SeededRandom
    ) -> [UInt8] {
        func some(_ count: Int) -> [UInt8] {
            (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        }
        var octets = [row.id.rawValue, UInt8(count) | (isSequence ? 0x80 : 0)]
        octets += some(profile.causeSize + profile.commonAddressSize)
        let addressSize = row.addressRule == .absent ? 0 : profile.objectAddressSize
        for index in 0..<count {
            if index == 0 || !isSequence {
                // With SQ = 1 an address below the middle leaves room for all that follow.
                octets += some(addressSize)
                if isSequence, !octets.isEmpty { octets[octets.count - 1] &= 0x7F }
            }
            if row.information == .fileSegment {
                let segment = some(Int(random.next() % UInt64(row.room(profile) + 1)))
                octets += some(3) + [UInt8(segment.count)] + segment
            } else {
                octets += some(row.size ?? Int(random.next() % 100))
            }
        }
        return octets
    }
}

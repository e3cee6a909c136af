import IEC104Codec
import IEC104TestKit
import Testing

@Suite("packing objects into ASDUs")
struct ASDUPackerTests {
    private static func header(_ type: TypeID) -> ASDUHeader {
        ASDUHeader(
            type: type, count: 0, cause: CauseOfTransmission(.spontaneous), commonAddress: 9)
    }

    /// Objects of `row` in runs of random lengths of consecutive addresses.
    private static func runs(
        of row: TypeDescriptor, count: Int, _ generator: inout ObjectGenerator, _ profile: Profile
    ) -> [InformationObject] {
        var objects: [InformationObject] = []
        var address: UInt32 = 1
        var left = 0
        while objects.count < count {
            if left == 0 {
                address = generator.any(UInt32.self) & profile.largestObjectAddress
                left = [1, 1, 2, 3, 10, 50, 200][Int(generator.any(UInt8.self)) % 7]
            }
            objects.append(generator.object(of: row, address: address, room: 0))
            left -= 1
            address += 1
            if address > profile.largestObjectAddress { left = 0 }
        }
        return objects
    }

    /// The fewest ASDUs, by trying every way to cut the objects.
    private static func fewest(
        _ objects: [InformationObject], _ row: TypeDescriptor, sequences: Bool, limit: Int,
        _ profile: Profile
    ) -> Int {
        let size = row.size ?? 0
        let room = min(limit, 249) - profile.asduHeaderSize
        let most = row.allowsSeveralObjects ? 127 : 1
        var best = [0] + [Int](repeating: .max, count: objects.count)
        for end in 1...objects.count {
            var isRun = true
            for count in 1...min(most, end) {
                let start = end - count
                if count > 1 {
                    let follows =
                        objects[start].address.value + 1 == objects[start + 1].address.value
                    isRun = isRun && follows
                }
                let plain = count * (profile.objectAddressSize + size) <= room
                let run = isRun && profile.objectAddressSize + count * size <= room
                guard plain || sequences && row.allowsSequence && run else { continue }
                if best[start] < .max { best[end] = min(best[end], best[start] + 1) }
            }
        }
        return best[objects.count]
    }

    @Test("every object once, in order, in the fewest ASDUs of at most 249 octets and 127 objects")
    func packing() throws {
        var generator = ObjectGenerator(seed: 10)
        let types: [TypeID] = [1, 3, 5, 9, 13, 15, 20, 21, 30, 36, 38, 45, 100, 126]
        for round in 0..<4 {
            for (index, profile) in Profile.allSizes.enumerated() where index % 4 == round {
                for type in types {
                    let row = try #require(profile.types[type])
                    let count = 1 + Int(generator.any(UInt16.self) % 300)
                    let objects = Self.runs(of: row, count: count, &generator, profile)
                    for sequences in [ASDUPacker.Sequences.never, .runs] {
                        for limit in [249, 60, 1000] {
                            let packer = ASDUPacker(
                                Self.header(type), sequences: sequences, limit: limit,
                                profile: profile)
                            let packed = try packer.pack(objects)
                            try Self.check(packed, objects, packer)
                            let fewest = Self.fewest(
                                objects, row, sequences: sequences == .runs, limit: limit, profile)
                            #expect(packed.count == fewest, "\(row.mnemonic) \(limit)")
                        }
                    }
                }
            }
        }
    }

    private static func check(
        _ packed: [[UInt8]], _ objects: [InformationObject], _ packer: ASDUPacker
    ) throws {
        var found: [InformationObject] = []
        for octets in packed {
            #expect(octets.count <= min(249, packer.limit))
            let asdu = try ASDU(octets, profile: packer.profile)
            #expect(asdu.objects.count <= 127)
            #expect(asdu.header.type == packer.header.type)
            #expect(asdu.cause == packer.header.cause)
            #expect(asdu.commonAddress == packer.header.commonAddress)
            if packer.sequences == .never { #expect(!asdu.isSequence) }
            found += asdu.objects
        }
        #expect(found == objects)
    }

    @Test("objects of every type with random addresses survive packing, for all field sizes")
    func everyType() throws {
        var generator = ObjectGenerator(seed: 12)
        for profile in Profile.allSizes {
            for row in profile.types.rows where row.size != nil {
                let objects = (0..<60).map { _ in
                    let address = generator.any(UInt32.self) & profile.largestObjectAddress
                    return generator.object(of: row, address: address, room: 0)
                }
                let packer = ASDUPacker(Self.header(row.id), sequences: .runs, profile: profile)
                try Self.check(packer.pack(objects), objects, packer)
            }
        }
    }

    @Test("segments and raw objects go one to an ASDU, with their octets")
    func octets() throws {
        let octets = (0..<200).map { UInt8($0) }
        let segments = (0..<10).map { index in
            InformationObject(
                1,
                .fileSegment(
                    file: 1, section: 2, OctetRange(offset: UInt16(index * 20), count: 20)))
        }
        let packed = try ASDUPacker(Self.header(.F_SG_NA_1)).pack(segments, octets: octets)
        #expect(packed.count == 10)
        let read = try packed.flatMap { try ASDU($0).octets }
        #expect(read == octets)
        let raw = (0..<3).map { index in
            InformationObject(5, .raw(count: 2, OctetRange(offset: UInt16(index), count: 4)))
        }
        let unknown = try ASDUPacker(Self.header(200), sequences: .runs).pack(raw, octets: octets)
        #expect(unknown.map { $0.suffix(4) } == [[0, 1, 2, 3], [1, 2, 3, 4], [2, 3, 4, 5]])
        #expect(unknown.allSatisfy { $0[1] == 2 })
    }

    @Test("nothing gives nothing")
    func nothing() throws {
        #expect(try ASDUPacker(Self.header(1)).pack([]) == [])
    }

    @Test("a single object, and two that do not follow each other, are never a sequence")
    func noSequence() throws {
        let packer = ASDUPacker(Self.header(1), sequences: .runs)
        let point = Information.singlePoint(SIQ(true))
        for addresses: [ObjectAddress] in [[5], [5, 7], [5, 5], [6, 5]] {
            let packed = try packer.pack(addresses.map { InformationObject($0, point) })
            #expect(packed.count == 1)
            #expect(packed[0][1] == UInt8(addresses.count))
        }
    }

    @Test("addresses do not run on from the largest one to 0 as a sequence")
    func wrap() throws {
        let profile = try Profile(objectAddressSize: 1)
        let packer = ASDUPacker(Self.header(1), sequences: .runs, limit: 10, profile: profile)
        let addresses: [ObjectAddress] = [254, 255, 0, 1]
        let objects = addresses.map { InformationObject($0, .singlePoint(SIQ(true))) }
        try Self.check(packer.pack(objects), objects, packer)
    }

    @Test("an object that cannot be written is named by its index")
    func errors() {
        var objects = (1...100).map {
            InformationObject(ObjectAddress(UInt32($0)), .singlePoint(SIQ(true)))
        }
        objects[70].information = .doublePoint(DIQ(.on))
        for sequences in [ASDUPacker.Sequences.never, .runs] {
            let packer = ASDUPacker(Self.header(1), sequences: sequences)
            #expect(throws: EncodeError(.wrongInformation, object: 70)) {
                try packer.pack(objects)
            }
        }
        let tight = ASDUPacker(Self.header(1), limit: 9)
        #expect(throws: EncodeError(.tooLong, object: 0)) { try tight.pack(objects) }
    }
}

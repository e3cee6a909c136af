import IEC104Codec
import IEC104TestKit
import Testing

@Suite("private types")
struct PrivateTypeTests {
    private static let fields = [
        PrivateField("temperature", .float32), PrivateField("state", .uint8),
    ]

    /// Type 140: a float and an octet; type 141: the same with a CP56Time2a.
    private static func profile() throws -> Profile {
        try Profile(privateTypes: [
            TypeDescriptor(
                private: 140, mnemonic: "X_TE_NA_1", fields: fields, sequence: true,
                monitor: CauseSet(3...3)),
            TypeDescriptor(
                private: 141, mnemonic: "X_TE_TB_1", fields: fields, timeTag: .cp56),
        ])
    }

    private static let plain: [UInt8] = [140, 1, 3, 0, 1, 0, 5, 0, 0, 0x00, 0x00, 0xAC, 0x41, 7]

    @Test("a float and an octet are read, written and packed")
    func plain() throws {
        let profile = try Self.profile()
        let asdu = try ASDU(Self.plain, profile: profile)
        let object = try #require(asdu.objects.first)
        guard case .privateFields(let range) = object.information else {
            Issue.record("not private fields")
            return
        }
        let part = Array(asdu.octets.dropFirst(Int(range.offset)).prefix(Int(range.count)))
        let values = PrivateField.values(of: Self.fields, in: part.span)
        #expect(values == [.float(21.5), .unsigned(7)])
        #expect(try asdu.encoded(profile: profile) == Self.plain)
        #expect(
            try PrivateField.octets(of: [.float(21.5), .unsigned(7)], for: Self.fields) == part)
        let many = (0..<100).map {
            InformationObject(ObjectAddress(UInt32($0 + 1)), object.information)
        }
        for (sequences, count) in [(ASDUPacker.Sequences.never, 4), (.runs, 3)] {
            let packer = ASDUPacker(asdu.header, sequences: sequences, profile: profile)
            let packed = try packer.pack(many, octets: asdu.octets)
            #expect(packed.count == count)
            let read = try packed.map { try ASDU($0, profile: profile) }
            #expect(read.flatMap { $0.objects.map(\.address) } == many.map(\.address))
            #expect(read.allSatisfy { $0.octets.count == 5 * $0.objects.count })
        }
    }

    @Test("a CP56Time2a stands behind the fields")
    func timed() throws {
        let profile = try Self.profile()
        let octets: [UInt8] =
            [141, 1, 3, 0, 1, 0, 5, 0, 0, 0, 0, 0xAC, 0x41, 7]
            + [0x73, 0x2B, 0x19, 0x08, 0xE3, 0x09, 0x17]
        let asdu = try ASDU(octets, profile: profile)
        guard case .cp56(let time) = asdu.objects[0].timeTag else {
            Issue.record("no time")
            return
        }
        #expect(time.millisecondsSince1970 == 1_693_729_511_123)
        #expect(try asdu.encoded(profile: profile) == octets)
        #expect(profile.types[141]?.size == 12)
        var problems = Problems()
        var reader = try ASDUReader(octets.span, profile: profile)
        reader.appendHeaderProblems(direction: .monitor, to: &problems)
        while reader.next(checking: &problems) != nil {}
        #expect(problems.isEmpty)
    }

    @Test("truncations, trailing octets and causes are found as for the standard's types")
    func damaged() throws {
        let profile = try Self.profile()
        for length in 6..<Self.plain.count {
            let part = Array(Self.plain.prefix(length))
            let error = DecodeError(
                .objectsTruncated, at: length, expected: Self.plain.count, found: length)
            #expect(throws: error) { try ASDU(part, profile: profile) }
        }
        #expect(throws: DecodeError(.trailingOctets, at: 14, expected: 14, found: 15)) {
            try ASDU(Self.plain + [0], profile: profile)
        }
        #expect(throws: DecodeError(.causeNotAllowed, at: 2, found: 3)) {
            try ASDU(checking: Self.plain.span, direction: .control, profile: profile)
        }
        #expect(throws: Never.self) {
            try ASDU(checking: Self.plain.span, direction: .monitor, profile: profile)
        }
        var sequence = Self.plain
        sequence[0] = 141
        sequence[1] = 0x81
        #expect(throws: DecodeError(.sequenceNotAllowed, at: 1, expected: 0, found: 1)) {
            try ASDU(sequence, profile: profile)
        }
    }

    @Test("random values of rows with every format survive, with all field sizes")
    func everyFormat() throws {
        let fields = PrivateField.Format.allCases.map { PrivateField($0.rawValue, $0) }
        #expect(fields.map(\.format.size).reduce(0, +) == 22)
        let row = try TypeDescriptor(
            private: 200, mnemonic: "X_ALL", fields: fields, timeTag: .cp24, sequence: true)
        var generator = ObjectGenerator(seed: 13)
        for sizes in Profile.allSizes {
            let profile = try Profile(
                causeSize: sizes.causeSize, commonAddressSize: sizes.commonAddressSize,
                objectAddressSize: sizes.objectAddressSize, privateTypes: [row])
            for isSequence in [false, true] {
                let most = row.mostObjects(isSequence: isSequence, profile: profile)
                for count in 1...most {
                    let asdu = generator.asdu(
                        of: row, count: count, isSequence: isSequence, profile: profile)
                    let octets = try asdu.encoded(profile: profile)
                    #expect(try ASDU(octets, profile: profile) == asdu)
                    let values = PrivateField.values(
                        of: fields, in: Array(asdu.octets.prefix(22)).span)
                    let written = try PrivateField.octets(of: try #require(values), for: fields)
                    #expect(written == Array(asdu.octets.prefix(22)))
                }
            }
        }
    }

    @Test("the extremes of each format are written and read, and what does not fit is an error")
    func formats() throws {
        typealias Value = PrivateField.Value
        let fitting: [(PrivateField.Format, Value, [UInt8])] = [
            (.uint8, .unsigned(255), [255]), (.uint16, .unsigned(0x1234), [0x34, 0x12]),
            (.uint24, .unsigned(0xFF_FFFF), [255, 255, 255]),
            (.uint32, .unsigned(.max), [255, 255, 255, 255]), (.int8, .signed(-128), [0x80]),
            (.int8, .signed(127), [0x7F]), (.int16, .signed(-32768), [0, 0x80]),
            (.int16, .signed(32767), [0xFF, 0x7F]), (.int32, .signed(.min), [0, 0, 0, 0x80]),
            (.int32, .signed(-1), [255, 255, 255, 255]),
            (.float32, .float(1.0), [0, 0, 0x80, 0x3F]),
            (.float32, .float(R32(rawValue: 0x7FC0_0001)), [1, 0, 0xC0, 0x7F]),
            (.quality, .quality([.invalid, .overflow]), [0x81]),
        ]
        for (format, value, octets) in fitting {
            let field = [PrivateField("x", format)]
            #expect(try PrivateField.octets(of: [value], for: field) == octets, "\(format)")
            #expect(PrivateField.values(of: field, in: octets.span) == [value], "\(format)")
            #expect(PrivateField.values(of: field, in: (octets + [0]).span) == nil)
            #expect(PrivateField.values(of: field, in: Array(octets.dropLast()).span) == nil)
        }
        let wrong: [(PrivateField.Format, Value)] = [
            (.uint8, .unsigned(256)), (.uint16, .unsigned(65536)), (.uint24, .unsigned(0x100_0000)),
            (.int8, .signed(128)), (.int8, .signed(-129)), (.int16, .signed(32768)),
            (.int16, .signed(-32769)), (.uint8, .signed(1)), (.int8, .unsigned(1)),
            (.float32, .unsigned(1)), (.quality, .unsigned(1)), (.uint32, .float(1.0)),
        ]
        for (format, value) in wrong {
            #expect(throws: EncodeError(.fieldOutOfRange), "\(format) \(value)") {
                try PrivateField.octets(of: [value], for: [PrivateField("x", format)])
            }
        }
        #expect(throws: EncodeError(.fieldOutOfRange)) {
            try PrivateField.octets(of: [], for: Self.fields)
        }
    }

    @Test("an object whose octets are not as many as its fields need is an error")
    func wrongRange() throws {
        let profile = try Self.profile()
        for (offset, count) in [(UInt16(0), UInt16(4)), (0, 6), (1, 5), (65535, 5)] {
            let range = OctetRange(offset: offset, count: count)
            let asdu = ASDU(
                140, cause: CauseOfTransmission(.spontaneous), commonAddress: 1,
                objects: [InformationObject(1, .privateFields(range))],
                octets: [1, 2, 3, 4, 5])
            #expect(throws: EncodeError(.fieldOutOfRange, object: 0)) {
                try asdu.encoded(profile: profile)
            }
        }
    }
}

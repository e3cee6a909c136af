import IEC104Codec
import IEC104TestKit
import Testing

@Suite("the limits of an ASDU")
struct SizeLimitTests {
    @Test("one object more than fits is an error, for every type and all field sizes")
    func oneTooMany() throws {
        var generator = ObjectGenerator(seed: 7)
        for profile in Profile.allSizes {
            for row in Profile.standard.types.rows where row.size != nil {
                for isSequence in row.allowsSequence ? [false, true] : [false] {
                    let most = row.mostObjects(isSequence: isSequence, profile: profile)
                    let asdu = generator.asdu(
                        of: row, count: most + 1, isSequence: isSequence, profile: profile)
                    #expect(throws: EncodeError(.tooLong, object: most), "\(row.mnemonic)") {
                        try asdu.encoded(profile: profile)
                    }
                }
            }
        }
    }

    @Test("an output of every size holds what fits, and nothing is written outside or by halves")
    func outputs() throws {
        var generator = ObjectGenerator(seed: 8)
        for row in Profile.standard.types.rows {
            let asdu = generator.asdu(
                of: row, count: min(2, row.mostObjects(isSequence: false, profile: .standard)),
                isSequence: false, profile: .standard)
            let octets = try asdu.encoded()
            for size in 0...(octets.count + 3) {
                var output = [UInt8](repeating: 0xEE, count: size)
                do throws(EncodeError) {
                    let length = try asdu.write(into: output.mutableSpan)
                    #expect(length == octets.count)
                    #expect(Array(output.prefix(length)) == octets)
                    #expect(output.dropFirst(length).allSatisfy { $0 == 0xEE })
                    #expect(size >= octets.count)
                } catch {
                    #expect(error.code == .tooLong)
                    #expect(size < octets.count, "\(row.mnemonic) in \(size)")
                }
            }
        }
    }

    @Test("a writer stops at its limit, says so, and what it wrote until then is an ASDU")
    func writerLimit() throws {
        var generator = ObjectGenerator(seed: 9)
        for row in Profile.standard.types.rows where row.allowsSeveralObjects && row.size != nil {
            for limit in [6, 20, 40, 100, 249, 300, Int.max] {
                let asdu = generator.asdu(
                    of: row, count: 127, isSequence: false, profile: .standard)
                var output = [UInt8](repeating: 0, count: 300)
                let size = 3 + (row.size ?? 0)
                let expected = min(127, (min(limit, 249) - 6) / size)
                var writer = try ASDUWriter(
                    into: output.mutableSpan, header: asdu.header, limit: limit)
                var count = 0
                while count < 127, try writer.append(asdu.objects[count]) { count += 1 }
                #expect(Int(writer.count) == expected)
                let length = writer.finish()
                #expect(count == expected)
                #expect(length == (expected == 0 ? 0 : 6 + expected * size))
                guard length > 0 else { continue }
                let read = try ASDU(Array(output.prefix(length)))
                #expect(read.objects == Array(asdu.objects.prefix(expected)))
            }
        }
    }

    @Test("a limit below the header is an error", arguments: [Int.min, -1, 0, 5])
    func smallLimit(limit: Int) {
        var output = [UInt8](repeating: 0, count: 300)
        let header = ASDUHeader(
            type: 1, count: 0, cause: CauseOfTransmission(.spontaneous), commonAddress: 1)
        #expect(throws: EncodeError(.tooLong)) {
            _ = try ASDUWriter(into: output.mutableSpan, header: header, limit: limit)
        }
        let packer = ASDUPacker(header, limit: limit)
        #expect(throws: EncodeError.self) {
            try packer.pack([InformationObject(1, .singlePoint(SIQ(true)))])
        }
    }

    @Test("127 objects of one octet fit as a sequence with one octet of address, and not 128")
    func mostElements() throws {
        let objects = (0..<128).map {
            InformationObject(ObjectAddress(UInt32($0)), .singlePoint(SIQ(true)))
        }
        var asdu = ASDU(
            1, cause: CauseOfTransmission(.spontaneous), commonAddress: 1, isSequence: true,
            objects: Array(objects.prefix(127)))
        #expect(try asdu.encoded().count == 6 + 3 + 127)
        #expect(try asdu.encoded()[1] == 0xFF)
        asdu.objects = objects
        #expect(throws: EncodeError(.tooLong, object: 127)) { try asdu.encoded() }
    }

    @Test("an I APDU has at most 255 octets, and its length octet says them")
    func apdu() throws {
        let information = Information.fileSegment(
            file: 1, section: 1, OctetRange(offset: 0, count: 236))
        let asdu = ASDU(
            .F_SG_NA_1, cause: CauseOfTransmission(.fileTransfer), commonAddress: 1,
            objects: [InformationObject(1, information)],
            octets: [UInt8](repeating: 7, count: 236))
        let apdu = try asdu.apdu(send: 5, receive: 32767)
        #expect(apdu.count == 255)
        #expect(Array(apdu.prefix(6)) == [0x68, 253, 10, 0, 0xFE, 0xFF])
        #expect(try APDU.control(apdu.span) == .information(send: 5, receive: 32767))
    }
}

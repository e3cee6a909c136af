import IEC104Codec
import IEC104TestKit
import Testing

@Suite("types that are not taken apart")
struct RawTypeTests {
    @Test("unknown types are kept octet for octet, with N, SQ and header")
    func unknown() throws {
        var random = SeededRandom(seed: 15)
        for number in UInt8.min...UInt8.max where Profile.standard.types[TypeID(number)] == nil {
            for count in [0, 1, 2, 50, 240] {
                for qualifier: UInt8 in [1, 2, 127, 0x81, 0xFF] {
                    let rest = (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
                    let octets = [number, qualifier, 0xC3, 9, 1, 2, 5, 0, 0] + rest
                    let asdu = try ASDU(octets)
                    #expect(try asdu.encoded() == octets)
                    #expect(asdu.header.count == qualifier & 0x7F)
                    #expect(asdu.isSequence == (qualifier >= 0x80))
                    #expect(asdu.objects.count == 1)
                    #expect(asdu.objects[0].address == 5)
                    #expect(asdu.octets == rest)
                }
            }
        }
    }

    @Test("types of secure authentication are named, and kept octet for octet with N")
    func security() throws {
        let numbers = Array<UInt8>(81...87) + Array(90...95)
        var random = SeededRandom(seed: 16)
        for number in numbers {
            let row = try #require(Profile.standard.types[TypeID(number)])
            #expect(row.mnemonic.hasPrefix("S_"))
            #expect(row.size == nil)
            for count in [3, 10, 100, 243] {
                for n: UInt8 in [1, 2, 127] {
                    let rest = (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
                    let octets = [number, n, 14, 0, 1, 0] + rest
                    let asdu = try ASDU(octets)
                    #expect(asdu.header.count == n)
                    #expect(asdu.objects.count == 1)
                    #expect(asdu.objects[0].information.kind == .raw)
                    #expect(try asdu.encoded() == octets)
                }
            }
        }
    }

    @Test("an unknown type that ends within its object address is an error")
    func truncated() {
        for length in 6..<9 {
            let octets = Array(([200, 1, 3, 0, 1, 0, 5, 0, 0] as [UInt8]).prefix(length))
            #expect(throws: DecodeError(.objectsTruncated, at: length, expected: 9, found: length))
            {
                try ASDU(octets)
            }
        }
    }

    @Test("segments are read in place and copied out of the octets of the ASDU")
    func segments() throws {
        let octets: [UInt8] = [125, 1, 13, 0, 1, 0, 7, 0, 0, 2, 1, 3, 4, 0xDE, 0xAD, 0xBE, 0xEF]
        var reader = try ASDUReader(octets.span)
        guard case .fileSegment(let file, let section, let range)? = reader.next()?.information
        else {
            Issue.record("no segment")
            return
        }
        #expect(file == 0x0102)
        #expect(section == 3)
        let part = reader.octets(range)
        #expect(part.indices.map { part[$0] } == [0xDE, 0xAD, 0xBE, 0xEF])
        let outside = reader.octets(OctetRange(offset: 60000, count: 60000)).count
        #expect(outside == 0)
        let asdu = try ASDU(octets)
        #expect(asdu.octets == [0xDE, 0xAD, 0xBE, 0xEF])
        #expect(try asdu.encoded() == octets)
    }
}

import Foundation
import IEC104Codec
import IEC104Inspect
import IEC104TestKit
import Testing

@Suite("Numbers in JSON")
struct JSONNumberTests {
    private func value(_ octets: [UInt8]) throws -> Any {
        let line = try #require(JSONLine(of: octets))
        let objects = try #require(line.members["objects"] as? [[String: Any]])
        return try #require(objects.first?["value"])
    }

    private func apdu(_ bits: UInt32) -> [UInt8] {
        let octets = (0..<4).map { UInt8(truncatingIfNeeded: bits >> (8 * $0)) }
        return [0x68, 0x12, 0, 0, 0, 0, 0x0D, 1, 3, 0, 1, 0, 7, 0, 0] + octets + [0]
    }

    /// The digits as they are printed: Foundation does not read each denormal exactly.
    private func digits(_ bits: UInt32) throws -> String {
        let text = JSONLine.text(of: apdu(bits))
        let start = try #require(text.range(of: "\"value\":")).upperBound
        return String(text[start...].prefix { $0 != "," })
    }

    @Test(
        "what is no number is a string",
        arguments: [
            (0x7FC0_0000, "NaN"), (0xFFC0_0000, "NaN"), (0x7F80_0001, "NaN"),
            (0x7F80_0000, "Infinity"), (0xFF80_0000, "-Infinity"),
        ] as [(UInt32, String)])
    func noNumber(_ bits: UInt32, _ expected: String) throws {
        #expect(try value(apdu(bits)) as? String == expected)
    }

    @Test("a short float gives its own bits again, a denormal even as a double")
    func floats() throws {
        var random = SeededRandom(seed: 754)
        var patterns: [UInt32] = [
            0, 0x8000_0000, 1, 0x8000_0001, 0x007F_FFFF, 0x0080_0000, 0x3F80_0000, 0x3DCC_CCCD,
            0x4B7F_FFFF, 0x4B80_0000, 0x7F7F_FFFF, 0xFF7F_FFFF, 0x4974_2400, 0x4974_23F0,
        ]
        for _ in 0..<2000 { patterns.append(UInt32.random(in: 0...UInt32.max, using: &random)) }
        for bits in patterns where Float(bitPattern: bits).isFinite {
            let number = Float(bitPattern: bits)
            #expect(try value(apdu(bits)) is Double)
            let found = try #require(Double(digits(bits)))
            #expect(Float(found) == number && Float(found).sign == number.sign, "\(number)")
            if number.isSubnormal { #expect(found == Double(number)) }
        }
    }

    @Test("every normalized value is exactly raw / 32768")
    func normalized() throws {
        for raw in stride(from: -32768, through: 32767, by: 7) {
            let bits = UInt16(bitPattern: Int16(raw))
            let octets: [UInt8] = [UInt8(bits & 0xFF), UInt8(bits >> 8)]
            let found = try value(
                [0x68, 0x0F, 0, 0, 0, 0, 0x15, 1, 3, 0, 1, 0, 7, 0, 0] + octets)
            #expect(found as? Double == Double(raw) / 32768)
        }
    }

    @Test("a bit string is unsigned, a counter signed")
    func integers() throws {
        let ones: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF]
        let header: [UInt8] = [1, 3, 0, 1, 0, 7, 0, 0]
        #expect(
            try value([0x68, 0x12, 0, 0, 0, 0, 0x07] + header + ones + [0]) as? Int == 4294967295)
        #expect(try value([0x68, 0x12, 0, 0, 0, 0, 0x0F] + header + ones + [0]) as? Int == -1)
    }
}

import IEC104Codec
import IEC104TestKit
import Testing

@testable import IEC104Inspect

@Suite("Explanation of each octet and bit")
struct ExplanationTests {
    private func rows(
        _ octets: [UInt8], _ language: Language = .english, profile: Profile = .standard
    ) -> [ExplanationRow] {
        var reading = APDUReading()
        reading.read(octets.span, direction: nil, profile: profile)
        return Explanation(reading, language: language, profile: profile).rows
    }

    /// Expects that the rows tell of each bit of `octets` exactly once, in the order of the octets.
    private func check(_ rows: [ExplanationRow], _ octets: [UInt8]) {
        var next = 0
        for row in rows {
            let first = row.offset * 8 + (row.bits?.lowerBound ?? 0)
            let last = row.offset * 8 + (row.bits?.upperBound ?? row.octets.count * 8 - 1)
            guard first == next, !row.octets.isEmpty, !row.name.isEmpty, last >= first else {
                Issue.record("row \(row) does not begin at bit \(next) of \(octets.hex)")
                return
            }
            #expect(Array(octets[row.offset..<(row.offset + row.octets.count)]) == row.octets)
            next = last + 1
        }
        #expect(next == octets.count * 8, "\(octets.hex)")
    }

    /// An APDU of a type with random objects.
    private func apdu(
        _ row: TypeDescriptor, count: Int, isSequence: Bool, _ random: inout SeededRandom
    ) -> [UInt8] {
        func octets(_ count: Int) -> [UInt8] {
            (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
        }
        var asdu = [row.id.rawValue, UInt8(count) | (isSequence ? 0x80 : 0)] + octets(4)
        for index in 0..<count {
            if row.addressRule != .absent, index == 0 || !isSequence { asdu += octets(3) }
            if let size = row.size {
                asdu += octets(size)
            } else if row.information == .fileSegment {
                let length = Int.random(in: 0...20, using: &random)
                asdu += octets(3) + [UInt8(length)] + octets(length)
            } else {
                asdu += octets(10)
            }
        }
        return [0x68, UInt8(asdu.count + 4)] + [0x12, 0x34, 0x56, 0x78].map { $0 & 0xFE } + asdu
    }

    @Test("every type's rows tell of each bit once, in order", arguments: TypeTable.standard.rows)
    func types(_ row: TypeDescriptor) {
        var random = SeededRandom(seed: UInt64(row.id.rawValue))
        for round in 0..<12 {
            let count = row.allowsSeveralObjects && row.information != .raw ? 1 + round % 4 : 1
            let isSequence = row.allowsSequence && round % 2 == 1
            let octets = apdu(row, count: count, isSequence: isSequence, &random)
            for language in Language.allCases { check(rows(octets, language), octets) }
            let cut = Array(octets.dropLast(1 + round))
            check(rows(cut), cut)
            let long = [0x68, octets[1] &+ 3] + octets.dropFirst(2) + [1, 2, 3]
            check(rows(long), long)
        }
    }

    @Test("S, U and unreadable APDUs are explained to the last octet")
    func others() {
        for hex in [
            "680401000400", "680443000000", "680443ff0001", "6804", "68", "", "6703040506",
            "680417000000", "680400000000", "68050000000001", "680601000400aabb",
        ] {
            let octets = [UInt8](hex: hex) ?? []
            check(rows(octets), octets)
        }
    }

    @Test("every truncation and every changed bit is explained without a trap")
    func damages() {
        for apdu in [Sample.measured, Sample.interrogation] {
            for count in 0...apdu.count {
                check(rows(Array(apdu.prefix(count))), Array(apdu.prefix(count)))
            }
            for bit in 0..<(apdu.count * 8) {
                var damaged = apdu
                damaged[bit / 8] ^= 1 << (bit % 8)
                check(rows(damaged), damaged)
            }
        }
    }

    @Test("other field sizes and private types are explained to the last octet")
    func profile() throws {
        let type = try TypeDescriptor(
            private: TypeID(140), mnemonic: "PRIVATE_140",
            fields: [PrivateField("power", .float32), PrivateField("state", .uint16)],
            timeTag: .cp56)
        let profile = try Profile(
            causeSize: 1, commonAddressSize: 1, objectAddressSize: 2, privateTypes: [type])
        let octets = try #require(
            [UInt8](hex: "6817000000008c01030107000000c03fff01732b19080309170102")
        )
        .prefix(25)
        let rows = rows(Array(octets), profile: profile)
        check(rows, Array(octets))
        #expect(rows.contains { $0.name == "power" && $0.value == "1.5" })
        #expect(!rows.contains { $0.name == "Originator" })
    }

    @Test("the rows of a double command say what its bits mean, with the clause")
    func doubleCommand() {
        let octets: [UInt8] = [0x68, 0x0E, 0, 0, 0, 0, 0x2E, 1, 6, 0, 1, 0, 7, 0, 0, 0x8A]
        let last = rows(octets).suffix(3).map {
            "\($0.name)=\($0.value) \($0.meaning) \($0.clause)"
        }
        #expect(
            last == [
                "DCO DCS=2 on 7.2.6.16", "DCO QU=2 long pulse 7.2.6.16",
                "DCO S/E=1 select 7.2.6.16",
            ])
        let chinese = rows(octets, .chinese).suffix(3).map(\.meaning)
        #expect(chinese == ["合", "长脉冲", "选择"])
    }
}

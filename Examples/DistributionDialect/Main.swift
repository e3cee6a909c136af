// The private types of Chinese distribution automation as rows of a profile. They are off unless a
// program gives its links such a profile.
//
// Known from what implementations of the rules for DL/T 634.5104-2009 in distribution automation
// (State Grid) write and read; the text of the rules was not at hand. On the numbers 200, 201, 202,
// 203, 206, 207, 210 and 211 and their meaning they agree. They disagree on these:
// - 201 has no element in control direction and three zone numbers in monitor direction; 202, 203 and
//   210 vary in length. A row has one layout, so these four stay raw: see below for 202.
// - 202 and 203: an object address of 0 before the zone number, or none.
// - Other networks (Guangxi) write settings with type 55 instead of 203.
// - The names F_FR_NA_1 (210) and F_SR_NA_1 (211) are those of types 120 and 121: here they are _2.
import IEC104Codec

@main
enum DistributionDialect {
    static func profile() throws -> Profile {
        let control = CauseSet(6...6, 8...8)
        let answers = CauseSet(7...7, 9...10, 44...47)
        let energy = [PrivateField("value", .float32), PrivateField("quality", .quality)]
        return try Profile(privateTypes: [
            TypeDescriptor(
                private: 200, mnemonic: "C_SR_NA_1", name: "Switch setting zone",
                chineseName: "切换定值区", fields: [PrivateField("zone", .uint16)],
                control: control, monitor: answers),
            TypeDescriptor(
                private: 206, mnemonic: "M_IT_NB_1", name: "Integrated totals, short float",
                chineseName: "累计量,短浮点数", fields: energy, sequence: true,
                monitor: CauseSet(3...3, 37...41)),
            TypeDescriptor(
                private: 207, mnemonic: "M_IT_TC_1", name: "The same with CP56Time2a",
                chineseName: "带时标的累计量,短浮点数", fields: energy, timeTag: .cp56,
                monitor: CauseSet(3...3, 37...41)),
            TypeDescriptor(
                private: 211, mnemonic: "F_SR_NA_2", name: "Software upgrade",
                chineseName: "软件升级启动/结束", fields: [PrivateField("command", .uint8)],
                control: control, monitor: answers),
        ])
    }

    static func main() throws {
        let profile = try profile()
        // Zone 2 is selected; an energy of 1234.5; the settings 8220H and 8221H of zone 1 are read.
        for octets: [UInt8] in [
            [200, 1, 6, 0, 1, 0, 0, 0, 0, 2, 0],
            [206, 1, 37, 0, 1, 0, 0x01, 0x64, 0, 0x00, 0x50, 0x9A, 0x44, 0],
            [202, 2, 6, 0, 1, 0, 1, 0, 0x20, 0x82, 0, 0x21, 0x82, 0],
        ] {
            var reader = try ASDUReader(octets.span, profile: profile)
            let row = profile.types[reader.header.type]
            while let object = reader.next() {
                guard case .privateFields(let range) = object.information, let row else {
                    print("\(reader.header.type.rawValue) raw: \(octets.dropFirst(6))")
                    continue
                }
                let values = PrivateField.values(of: row.fields, in: reader.octets(range)) ?? []
                print(row.mnemonic, object.address, values.map { "\($0)" })
            }
        }
    }
}

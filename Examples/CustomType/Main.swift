// Adds a private type to the profile of a link: type 140, a float and an octet, with a time tag.
import IEC104Codec

@main
enum CustomType {
    static func main() throws {
        let row = try TypeDescriptor(
            private: 140, mnemonic: "M_VV_TF_1", name: "Verified value",
            fields: [PrivateField("value", .float32), PrivateField("verdict", .uint8)],
            timeTag: .cp56)
        let profile = try Profile(privateTypes: [row])

        // Writing: the fields become octets, and the object names its part of them.
        let octets = try PrivateField.octets(of: [.float(49.98), .unsigned(2)], for: row.fields)
        let object = InformationObject(
            4005, .privateFields(OctetRange(offset: 0, count: UInt16(octets.count))),
            timeTag: .cp56(CP56Time2a(rawValue: 0x1A_0322_082C_2B55)))
        let asdu = ASDU(
            140, cause: CauseOfTransmission(.spontaneous), commonAddress: 3, objects: [object],
            octets: octets)
        let encoded = try asdu.encoded(profile: profile)
        print(encoded.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " "))

        // Reading: the reader tells where the fields are.
        var reader = try ASDUReader(encoded.span, profile: profile)
        while let object = reader.next() {
            guard case .privateFields(let range) = object.information else { continue }
            let values = PrivateField.values(of: row.fields, in: reader.octets(range)) ?? []
            for (field, value) in zip(row.fields, values) {
                print("\(object.address) \(field.name): \(value)")
            }
        }
    }
}

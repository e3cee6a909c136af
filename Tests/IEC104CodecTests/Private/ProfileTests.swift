import IEC104Codec
import IEC104TestKit
import Testing

@Suite("profiles")
struct ProfileTests {
    @Test("field sizes that 104 does not have are errors", arguments: [-1, 0, 3, 4, Int.max])
    func sizes(size: Int) {
        #expect(throws: ProfileError.causeSize(size)) { try Profile(causeSize: size) }
        #expect(throws: ProfileError.commonAddressSize(size)) {
            try Profile(commonAddressSize: size)
        }
        if size == 3 {
            #expect(throws: Never.self) { try Profile(objectAddressSize: size) }
        } else {
            #expect(throws: ProfileError.objectAddressSize(size)) {
                try Profile(objectAddressSize: size)
            }
        }
    }

    @Test("the standard's profile has the sizes of 104")
    func standard() {
        let profile = Profile.standard
        #expect(profile.causeSize == 2)
        #expect(profile.commonAddressSize == 2)
        #expect(profile.objectAddressSize == 3)
        #expect(profile.asduHeaderSize == 6)
        #expect(profile.largestObjectAddress == 16_777_215)
        #expect(profile.globalCommonAddress == 65535)
        #expect(Profile.allSizes.count == 12)
        #expect(Set(Profile.allSizes.map(\.largestObjectAddress)) == [255, 65535, 16_777_215])
    }

    @Test("a private type has a number of 136...255")
    func numbers() {
        let fields = [PrivateField("x", .uint8)]
        for number in UInt8.min...UInt8.max {
            let id = TypeID(number)
            #expect(id.isPrivate == (number >= 136))
            if number >= 136 {
                #expect(throws: Never.self) {
                    try TypeDescriptor(private: id, mnemonic: "X", fields: fields)
                }
            } else {
                #expect(throws: ProfileError.notPrivate(id)) {
                    try TypeDescriptor(private: id, mnemonic: "X", fields: fields)
                }
            }
        }
    }

    @Test("a private type has at least one field and no more octets than fit")
    func fields() {
        #expect(throws: ProfileError.self) {
            try TypeDescriptor(private: 140, mnemonic: "X", fields: [])
        }
        #expect(throws: ProfileError.self) {
            try TypeDescriptor(private: 140, mnemonic: "X", fields: [], timeTag: .cp56)
        }
        let many = (1...60).map { PrivateField("x\($0)", .uint32) }
        #expect(throws: Never.self) {
            try TypeDescriptor(private: 140, mnemonic: "X", fields: many)
        }
        #expect(throws: ProfileError.privateTypeSize(140, 247)) {
            try TypeDescriptor(private: 140, mnemonic: "X", fields: many, timeTag: .cp56)
        }
    }

    @Test("a field has a name of its own, and not one that every object has")
    func names() {
        let twice = [PrivateField("x", .uint8), PrivateField("x", .uint16)]
        #expect(throws: ProfileError.fieldName(140, "x")) {
            try TypeDescriptor(private: 140, mnemonic: "X", fields: twice)
        }
        for name in ["address", "time", "timeRaw", "timeFlags", "dayOfWeek"] {
            #expect(throws: ProfileError.fieldName(140, name)) {
                try TypeDescriptor(
                    private: 140, mnemonic: "X", fields: [PrivateField(name, .uint8)])
            }
        }
    }

    @Test("the largest private type that is possible can be written and read")
    func largest() throws {
        let many = (1...60).map { PrivateField("x\($0)", .uint32) }
        let row = try TypeDescriptor(private: 140, mnemonic: "X", fields: many)
        let profile = try Profile(privateTypes: [row])
        var generator = ObjectGenerator(seed: 14)
        let asdu = generator.asdu(of: row, count: 1, isSequence: false, profile: profile)
        let octets = try asdu.encoded(profile: profile)
        #expect(octets.count == 249)
        #expect(try ASDU(octets, profile: profile) == asdu)
    }

    @Test("two rows with one number are an error, and one row is found by number and mnemonic")
    func rows() throws {
        let fields = [PrivateField("x", .uint8)]
        let row = try TypeDescriptor(private: 140, mnemonic: "X_X", fields: fields)
        let other = try TypeDescriptor(private: 140, mnemonic: "Y", fields: fields)
        #expect(throws: ProfileError.repeatedType(140)) {
            try Profile(privateTypes: [row, other])
        }
        let profile = try Profile(privateTypes: [row])
        #expect(profile.types[140] == row)
        #expect(profile.types[mnemonic: "x_x"] == row)
        #expect(profile.types.rows.count == Profile.standard.types.rows.count + 1)
        #expect(Profile.standard.types[140] == nil)
    }

    @Test("every error says what is possible")
    func descriptions() {
        let errors: [(ProfileError, String)] = [
            (.causeSize(3), "1 or 2"), (.commonAddressSize(3), "1 or 2"),
            (.objectAddressSize(4), "1, 2 or 3"), (.notPrivate(5), "136...255"),
            (.repeatedType(140), "140"), (.privateTypeSize(140, 0), "1...240"),
        ]
        for (error, words) in errors { #expect(error.description.contains(words)) }
    }
}

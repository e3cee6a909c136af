import IEC104Codec

/// The profiles that inputs are read with: all sizes of fields, with and without private types.
enum FuzzProfiles {
    /// Two times the twelve combinations of sizes, the standard's first.
    static let all: [Profile] = make()

    private static func make() -> [Profile] {
        do {
            let rows = try privateTypes()
            var profiles: [Profile] = []
            for types in [[], rows] {
                for object in [3, 2, 1] {
                    for common in [2, 1] {
                        for cause in [2, 1] {
                            profiles.append(
                                try Profile(
                                    causeSize: cause, commonAddressSize: common,
                                    objectAddressSize: object, privateTypes: types))
                        }
                    }
                }
            }
            return profiles
        } catch {
            fatalError("the fuzzer's own profiles are possible: \(error)")
        }
    }

    private static func privateTypes() throws -> [TypeDescriptor] {
        let every = PrivateField.Format.allCases.map { PrivateField("field \"\($0)\"\n值", $0) }
        return [
            try TypeDescriptor(
                private: 136, mnemonic: "P_ALL", fields: every, timeTag: .cp56, sequence: true),
            try TypeDescriptor(
                private: 140, mnemonic: "P_\"\\", fields: [PrivateField("value", .float32)],
                sequence: true),
            try TypeDescriptor(
                private: 200, mnemonic: "P_TIME", fields: [PrivateField("a", .uint24)],
                timeTag: .cp24),
            try TypeDescriptor(
                private: 255, mnemonic: "P_BIG",
                fields: (0..<60).map { PrivateField("f\($0)", .int32) }),
        ]
    }
}

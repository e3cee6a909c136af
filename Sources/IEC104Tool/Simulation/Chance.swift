/// Numbers that look random and are functions of their key: two runs are the same.
enum Chance {
    /// The key of a point for a seed.
    static func key(_ seed: UInt64, _ point: UInt32) -> UInt64 {
        mixed(seed ^ UInt64(point) &* 0x9E37_79B9_7F4A_7C15)
    }

    /// -1...1 for a number of a key.
    static func unit(_ key: UInt64, _ number: Int64) -> Double {
        let bits = mixed(key &+ UInt64(bitPattern: number) &* 0xD1B5_4A32_D192_ED03)
        return Double(bits >> 11) / Double(1 << 52) - 1
    }

    static func mixed(_ value: UInt64) -> UInt64 {
        var bits = value &+ 0x9E37_79B9_7F4A_7C15
        bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
        return bits ^ bits >> 31
    }
}

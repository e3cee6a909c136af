/// One field of a private type: a row of a profile says which fields follow each other.
public struct PrivateField: Hashable, Sendable {
    /// The name, used as the key in machine-readable output.
    public let name: String
    /// The octets.
    public let format: Format

    /// The field `name` with the octets `format`.
    public init(_ name: String, _ format: Format) {
        self.name = name
        self.format = format
    }

    /// How the octets of a field are read: integers are little-endian.
    public enum Format: String, Hashable, Sendable, CaseIterable {
        /// Unsigned integers of 1, 2, 3 and 4 octets.
        case uint8, uint16, uint24, uint32
        /// Signed integers of 1, 2 and 4 octets.
        case int8, int16, int32
        /// IEEE 754 single.
        case float32
        /// A quality descriptor, one octet.
        case quality

        /// Octets.
        public var size: Int {
            switch self {
            case .uint8, .int8, .quality: 1
            case .uint16, .int16: 2
            case .uint24: 3
            case .uint32, .int32, .float32: 4
            }
        }
    }

    /// The value of a field.
    public enum Value: Hashable, Sendable {
        /// Of an unsigned format.
        case unsigned(UInt32)
        /// Of a signed format.
        case signed(Int32)
        /// Of `float32`.
        case float(R32)
        /// Of `quality`.
        case quality(Quality)
    }
}

extension PrivateField {
    /// The values of `fields` in the octets of an object's `OctetRange`; `nil` when these are not as
    /// many as the fields need.
    public static func values(
        of fields: [PrivateField], in octets: Span<UInt8>
    ) -> [Value]? {
        var offset = 0
        var values: [Value] = []
        values.reserveCapacity(fields.count)
        for field in fields {
            guard let bits = octets.read(octets: field.format.size, at: &offset) else { return nil }
            values.append(field.format.value(bits))
        }
        return offset == octets.count ? values : nil
    }

    /// The octets of `values`, for `ASDU.octets`.
    ///
    /// - Throws: `fieldOutOfRange` when they are not as many as `fields`, or one is of another kind
    ///   or does not fit.
    public static func octets(
        of values: [Value], for fields: [PrivateField]
    ) throws(EncodeError) -> [UInt8] {
        guard values.count == fields.count else { throw EncodeError(.fieldOutOfRange) }
        var octets: [UInt8] = []
        for (field, value) in zip(fields, values) {
            guard let bits = field.format.bits(value) else { throw EncodeError(.fieldOutOfRange) }
            for index in 0..<field.format.size {
                octets.append(UInt8(truncatingIfNeeded: bits >> UInt64(8 * index)))
            }
        }
        return octets
    }
}

extension PrivateField.Format {
    /// The value in the low octets of `bits`.
    func value(_ bits: UInt64) -> PrivateField.Value {
        let low = UInt32(truncatingIfNeeded: bits)
        switch self {
        case .uint8, .uint16, .uint24, .uint32: return .unsigned(low)
        case .int8: return .signed(Int32(Int8(truncatingIfNeeded: bits)))
        case .int16: return .signed(Int32(Int16(truncatingIfNeeded: bits)))
        case .int32: return .signed(Int32(bitPattern: low))
        case .float32: return .float(R32(rawValue: low))
        case .quality: return .quality(Quality(rawValue: UInt8(truncatingIfNeeded: bits)))
        }
    }

    /// The octets of `value`, first lowest; `nil` when it is of another kind or does not fit.
    func bits(_ value: PrivateField.Value) -> UInt64? {
        let raw: UInt64
        switch (self, value) {
        case (.uint8, .unsigned(let number)), (.uint16, .unsigned(let number)),
            (.uint24, .unsigned(let number)), (.uint32, .unsigned(let number)):
            raw = UInt64(number)
        case (.int8, .signed(let number)), (.int16, .signed(let number)),
            (.int32, .signed(let number)):
            raw = UInt64(UInt32(bitPattern: number)) & ((1 << UInt64(8 * size)) &- 1)
        case (.float32, .float(let number)): raw = UInt64(number.rawValue)
        case (.quality, .quality(let quality)): raw = UInt64(quality.rawValue)
        default: return nil
        }
        return raw >> UInt64(8 * size) == 0 && self.value(raw) == value ? raw : nil
    }
}

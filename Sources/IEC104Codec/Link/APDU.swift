/// The frame around a control field and an ASDU (IEC 60870-5-104, 5).
public enum APDU {
    /// The first octet of every APDU.
    public static let start: UInt8 = 0x68
    /// Start octet, length octet and control field.
    public static let headerLength = 6
    /// What the length octet may say: the octets behind it.
    public static let lengthRange = 4...253
    /// The longest APDU, in octets.
    public static let maximumLength = 255
    /// The longest ASDU, in octets.
    public static let maximumASDULength = 249

    /// The length of the APDU that begins `octets`: `nil` while it takes more octets to know.
    ///
    /// - Throws: `badStart` or `lengthOutOfRange`.
    public static func length(_ octets: Span<UInt8>) throws(DecodeError) -> Int? {
        guard octets.count >= 1 else { return nil }
        guard octets[0] == start else {
            throw DecodeError(.badStart, at: 0, found: Int(octets[0]))
        }
        guard octets.count >= 2 else { return nil }
        guard lengthRange.contains(Int(octets[1])) else {
            throw DecodeError(.lengthOutOfRange, at: 1, found: Int(octets[1]))
        }
        return Int(octets[1]) + 2
    }

    /// The control field of the whole APDU `octets`, read strictly.
    ///
    /// - Throws: `badStart`, `lengthOutOfRange`, `apduTruncated`, `trailingOctets`,
    ///   `lengthMismatch`, `unknownFunction`, `controlReservedBits` or `asduMissing`.
    public static func control(_ octets: Span<UInt8>) throws(DecodeError) -> ControlField {
        var problems = Problems(keeping: 1)
        let control = control(octets, problems: &problems)
        if let first = problems.first { throw first }
        guard let control else { throw DecodeError(.apduTruncated, at: 0) }
        return control
    }

    /// The control field of the APDU `octets` as far as it can be read; all that is wrong with the
    /// frame is appended to `problems`. `nil` when it cannot be read.
    public static func control(
        _ octets: Span<UInt8>, problems: inout Problems
    ) -> ControlField? {
        let length: Int
        do throws(DecodeError) {
            guard let known = try Self.length(octets) else {
                problems.append(DecodeError(.apduTruncated, at: octets.count, found: octets.count))
                return nil
            }
            length = known
        } catch {
            problems.append(error)
            return nil
        }
        var offset = 2
        guard octets.count >= length, let raw = octets.read(UInt32.self, at: &offset) else {
            problems.append(
                DecodeError(
                    .apduTruncated, at: octets.count, expected: length, found: octets.count))
            return nil
        }
        if octets.count > length {
            problems.append(
                DecodeError(.trailingOctets, at: length, expected: length, found: octets.count))
        }
        guard let control = ControlField(rawValue: raw) else {
            problems.append(DecodeError(.unknownFunction, at: 2, found: Int(raw & 0xFF)))
            return nil
        }
        if let offset = ControlField.reservedBitOffset(raw) {
            problems.append(
                DecodeError(.controlReservedBits, at: offset, found: Int(octets[offset])))
        }
        if case .information = control {
            if length == headerLength {
                problems.append(DecodeError(.asduMissing, at: headerLength))
            }
        } else if length != headerLength {
            problems.append(DecodeError(.lengthMismatch, at: 1, expected: 4, found: length - 2))
        }
        return control
    }

    /// The six octets of an S or U APDU, or those before the ASDU of an I APDU.
    ///
    /// - Parameter asduLength: octets of the ASDU that follows an I format, at most 249 (more is
    ///   cut to that); S and U formats have none.
    public static func header(_ control: ControlField, asduLength: Int = 0) -> [UInt8] {
        var octets = [UInt8](repeating: 0, count: headerLength)
        var output = octets.mutableSpan
        writeHeader(control, asduLength: asduLength, into: &output)
        return octets
    }

    /// Writes what `header` gives to the first six octets of `output`; nothing when there are
    /// fewer.
    package static func writeHeader(
        _ control: ControlField, asduLength: Int = 0, into output: inout MutableSpan<UInt8>
    ) {
        guard output.count >= headerLength else { return }
        var length: UInt8 = 4
        if case .information = control {
            length += UInt8(min(max(asduLength, 0), maximumASDULength))
        }
        var offset = 0
        output.write(start, at: &offset)
        output.write(length, at: &offset)
        output.write(control.rawValue, at: &offset)
    }
}

/// An application service data unit (IEC 60870-5-101, 7.1): a type, why it is sent, the station, and
/// objects of that type.
public struct ASDU: Hashable, Sendable {
    /// Type identification.
    public var type: TypeID
    /// Cause of transmission with P/N, T and originator.
    public var cause: CauseOfTransmission
    /// The station.
    public var commonAddress: CommonAddress
    /// SQ: written as one address and the information of consecutive addresses.
    public var isSequence: Bool
    /// The objects.
    public var objects: [InformationObject]
    /// The octets that objects name by an `OctetRange`: segments, private fields, raw objects.
    public var octets: [UInt8]

    /// An ASDU; it is checked when it is written.
    public init(
        _ type: TypeID, cause: CauseOfTransmission, commonAddress: CommonAddress,
        isSequence: Bool = false, objects: [InformationObject], octets: [UInt8] = []
    ) {
        self.type = type
        self.cause = cause
        self.commonAddress = commonAddress
        self.isSequence = isSequence
        self.objects = objects
        self.octets = octets
    }

    /// The header; N counts the objects, or is that of raw objects.
    public var header: ASDUHeader {
        var count = UInt8(truncatingIfNeeded: min(objects.count, 127))
        if case .raw(let rawCount, _)? = objects.first?.information { count = rawCount }
        return ASDUHeader(
            type: type, isSequence: isSequence, count: count, cause: cause,
            commonAddress: commonAddress)
    }
}

extension ASDU {
    /// Reads the ASDU `octets` as a station does: what breaks its structure is an error.
    ///
    /// - Throws: what `ASDUReader.init(_:profile:)` throws.
    public init(_ octets: Span<UInt8>, profile: Profile = .standard) throws(DecodeError) {
        var reader = try ASDUReader(octets, profile: profile)
        var objects: [InformationObject] = []
        objects.reserveCapacity(reader.remaining)
        var kept: [UInt8] = []
        while var object = reader.next() {
            if let range = object.information.range {
                object.information.range = reader.keep(range, in: &kept)
            }
            objects.append(object)
        }
        let header = reader.header
        self.init(
            header.type, cause: header.cause, commonAddress: header.commonAddress,
            isSequence: header.isSequence, objects: objects, octets: kept)
    }

    /// Reads the ASDU `octets` as a station does: what breaks its structure is an error.
    ///
    /// - Throws: what `ASDUReader.init(_:profile:)` throws.
    public init(_ octets: [UInt8], profile: Profile = .standard) throws(DecodeError) {
        try self.init(octets.span, profile: profile)
    }

    /// Writes the ASDU at the beginning of `output`.
    ///
    /// - Returns: how many octets it has, at most 249.
    /// - Throws: an `EncodeError` when the value is no ASDU of the profile, or does not fit.
    public func write(
        into output: consuming MutableSpan<UInt8>, profile: Profile = .standard
    ) throws(EncodeError) -> Int {
        guard !objects.isEmpty else { throw EncodeError(.noObjects) }
        var writer = try ASDUWriter(
            into: output, header: header, profile: profile)
        let written = try writer.append(contentsOf: objects.span, octets: octets.span)
        guard written < objects.count else { return writer.finish() }
        let follows =
            !isSequence || written == 0
            || objects[written].address.value == objects[written - 1].address.value &+ 1
        throw EncodeError(follows ? .tooLong : .addressesNotConsecutive, object: written)
    }

    /// The octets of the ASDU.
    ///
    /// - Throws: an `EncodeError` when the value is no ASDU of the profile.
    public func encoded(profile: Profile = .standard) throws(EncodeError) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: APDU.maximumASDULength)
        let length = try write(into: output.mutableSpan, profile: profile)
        output.removeLast(output.count - length)
        return output
    }

    /// The octets of the I APDU that carries the ASDU.
    ///
    /// - Throws: an `EncodeError` when the value is no ASDU of the profile.
    public func apdu(
        send: SequenceNumber, receive: SequenceNumber, profile: Profile = .standard
    ) throws(EncodeError) -> [UInt8] {
        let body = try encoded(profile: profile)
        return APDU.header(.information(send: send, receive: receive), asduLength: body.count)
            + body
    }
}

/// The data unit identifier of an ASDU (IEC 60870-5-101, 7.1): everything before its objects.
public struct ASDUHeader: Hashable, Sendable {
    /// Type identification.
    public var type: TypeID
    /// SQ: one address, then the information of consecutive addresses.
    public var isSequence: Bool
    /// N: number of objects, or of elements where SQ = 1; 0...127 as on the wire.
    public var count: UInt8
    /// Cause of transmission with P/N, T and originator.
    public var cause: CauseOfTransmission
    /// Common address.
    public var commonAddress: CommonAddress

    /// A header; `count` counts modulo 128.
    public init(
        type: TypeID, isSequence: Bool = false, count: UInt8, cause: CauseOfTransmission,
        commonAddress: CommonAddress
    ) {
        self.type = type
        self.isSequence = isSequence
        self.count = count & 0x7F
        self.cause = cause
        self.commonAddress = commonAddress
    }

    /// The header at the start of the ASDU `octets`.
    ///
    /// - Throws: `asduHeaderTruncated`.
    public init(_ octets: Span<UInt8>, profile: Profile = .standard) throws(DecodeError) {
        var offset = 0
        guard let header = ASDUHeader(octets, &offset, profile) else {
            throw DecodeError(
                .asduHeaderTruncated, at: octets.count, expected: profile.asduHeaderSize,
                found: octets.count)
        }
        self = header
    }

    init?(_ octets: Span<UInt8>, _ offset: inout Int, _ profile: Profile) {
        guard let type = octets.read(UInt8.self, at: &offset),
            let qualifier = octets.read(UInt8.self, at: &offset),
            let cause = octets.read(octets: profile.causeSize, at: &offset),
            let address = octets.read(octets: profile.commonAddressSize, at: &offset)
        else { return nil }
        self.type = TypeID(type)
        isSequence = qualifier & 0x80 != 0
        count = qualifier & 0x7F
        self.cause = CauseOfTransmission(rawValue: UInt16(truncatingIfNeeded: cause))
        commonAddress = CommonAddress(UInt16(truncatingIfNeeded: address))
    }

    /// The variable structure qualifier.
    var qualifier: UInt8 { count & 0x7F | (isSequence ? 0x80 : 0) }
}

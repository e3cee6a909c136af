internal import IEC104Codec

/// Reads the header of each ASDU that a master receives without touching a reference count, as a
/// profile would.
struct HeaderLayout: Sendable {
    private let causeSize: Int
    private let addressSize: Int

    init(_ profile: Profile) {
        causeSize = profile.causeSize
        addressSize = profile.commonAddressSize
    }

    /// The header; `nil` when it is not wholly there.
    @inline(__always)
    func header(of asdu: Span<UInt8>) -> ASDUHeader? {
        guard asdu.count >= 2 &+ causeSize &+ addressSize else { return nil }
        var cause = UInt16(asdu[2])
        if causeSize == 2 { cause |= UInt16(asdu[3]) << 8 }
        let place = 2 &+ causeSize
        var address = UInt16(asdu[place])
        if addressSize == 2 { address |= UInt16(asdu[place &+ 1]) << 8 }
        return ASDUHeader(
            type: TypeID(asdu[0]), isSequence: asdu[1] & 0x80 != 0, count: asdu[1] & 0x7F,
            cause: CauseOfTransmission(rawValue: cause), commonAddress: CommonAddress(address))
    }
}

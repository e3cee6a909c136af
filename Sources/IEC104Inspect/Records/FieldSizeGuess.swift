import IEC104Codec

/// Other sizes of the address fields, with which an ASDU that cannot be read could be.
struct FieldSizeGuess: Sendable {
    private let candidates: [Profile]

    /// Octets of cause, common address and object address, the least unusual first.
    private static let sizes = [
        (2, 2, 3), (2, 2, 2), (1, 2, 3), (1, 1, 2), (1, 2, 2), (2, 1, 2), (2, 1, 3), (1, 1, 3),
        (1, 1, 1), (2, 2, 1), (1, 2, 1), (2, 1, 1),
    ]

    /// The sizes that differ from those of `profile`. Private types are left out: they fit too much.
    init(besides profile: Profile) {
        let own = (profile.causeSize, profile.commonAddressSize, profile.objectAddressSize)
        candidates = Self.sizes.filter { $0 != own }.compactMap { cause, common, object in
            try? Profile(causeSize: cause, commonAddressSize: common, objectAddressSize: object)
        }
    }

    /// The options of the command that make an unreadable APDU sound in every respect; `nil` when no
    /// sizes do, or the octets are broken otherwise.
    func options(for reading: borrowing APDUReading, _ direction: TransferDirection?) -> String? {
        guard case .information = reading.control, reading.isUnreadable,
            reading.octets.count > APDU.headerLength
        else { return nil }
        var other = APDUReading()
        for candidate in candidates {
            other.read(reading.octets.span, direction: direction, profile: candidate)
            let isKnown = other.header.map { candidate.types[$0.type] != nil } ?? false
            guard isKnown, other.error == nil, other.problems.isEmpty else { continue }
            return "--cot-size \(candidate.causeSize) --ca-size \(candidate.commonAddressSize) "
                + "--ioa-size \(candidate.objectAddressSize)"
        }
        return nil
    }
}

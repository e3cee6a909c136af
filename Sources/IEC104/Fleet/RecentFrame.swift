public import IEC104Codec

/// One of the last APDUs of a connection.
public struct RecentFrame: Hashable, Sendable {
    /// Whether this side sent it.
    public var isSent: Bool
    /// How long before the end of the connection it passed.
    public var age: Duration
    /// Its first octets, at most 24.
    public var octets: [UInt8]
    /// How many octets it has.
    public var length: Int

    /// In a few words: format, numbers, and of an I APDU type, cause, station, count of objects.
    public func words(_ profile: Profile = .standard) -> String {
        let arrow = isSent ? "sent " : "received "
        guard let control else { return arrow + "\(length) octets that are no APDU" }
        switch control {
        case .unnumbered(let function): return arrow + "\(function)"
        case .supervisory(let receive): return arrow + "S N(R) \(receive)"
        case .information(let send, let receive):
            let text = arrow + "I N(S) \(send) N(R) \(receive)"
            guard let header = header(profile) else { return text }
            let type = profile.types[header.type]?.mnemonic ?? "type \(header.type.rawValue)"
            return text + " \(type) \(header.cause.cause), station \(header.commonAddress), "
                + "\(header.count) object\(header.count == 1 ? "" : "s")"
        }
    }

    /// Its control field; `nil`: it is no APDU.
    package var control: ControlField? { try? APDU.control(padded.span) }

    /// The header of the ASDU of an I APDU.
    package func header(_ profile: Profile) -> ASDUHeader? {
        try? ASDUHeader(Array(octets.dropFirst(APDU.headerLength)).span, profile: profile)
    }

    /// With as many octets as its header tells.
    private var padded: [UInt8] {
        octets + Array(repeating: 0, count: max(length - octets.count, 0))
    }
}

extension RecentFrame: CustomStringConvertible {
    /// As `words` with the standard's sizes of fields.
    public var description: String { words() }
}

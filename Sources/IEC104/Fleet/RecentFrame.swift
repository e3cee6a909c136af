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
        words(profile, isSent ? "sent" : "received", noAPDU: "\(length) octets that are no APDU") {
            let type = $1?.mnemonic ?? "type \($0.type.rawValue)"
            return "\(type) \($0.cause.cause), station \($0.commonAddress), \($0.count) "
                + "object\($0.count == 1 ? "" : "s")"
        }
    }

    /// The same in other words: the direction, what is no APDU, an ASDU whose type may be unknown.
    package func words(
        _ profile: Profile, _ direction: String, noAPDU: String,
        asdu: (ASDUHeader, TypeDescriptor?) -> String
    ) -> String {
        guard let control else { return "\(direction) \(noAPDU)" }
        switch control {
        case .unnumbered(let function): return "\(direction) \(function)"
        case .supervisory(let receive): return "\(direction) S N(R) \(receive)"
        case .information(let send, let receive):
            let text = "\(direction) I N(S) \(send) N(R) \(receive)"
            guard let header = header(profile) else { return text }
            return "\(text) \(asdu(header, profile.types[header.type]))"
        }
    }

    /// Its control field; `nil`: it is no APDU.
    private var control: ControlField? { try? APDU.control(padded.span) }

    /// The header of the ASDU of an I APDU.
    private func header(_ profile: Profile) -> ASDUHeader? {
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

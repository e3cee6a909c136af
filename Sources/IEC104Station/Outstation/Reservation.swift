internal import IEC104Codec
internal import IEC104Session

/// A reserved output.
struct Reservation: Sendable {
    let command: Int
    let link: LinkID
    let originator: UInt8
    let isTest: Bool
    let type: TypeID
    /// Without the select bit: what the execution must say.
    let information: Information
    let deadline: Instant

    /// Whether the same controlling station asks, both for a test or both for the real thing.
    func isOwned(by request: Request) -> Bool {
        link == request.link && originator == request.header.cause.originator
            && isTest == request.header.cause.isTest
    }
}

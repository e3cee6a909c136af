internal import IEC104Codec

/// An event as it will be sent: 48 octets.
struct EventRecord: Sendable {
    let object: InformationObject
    /// Counts the events of the outstation: their order in time.
    let sequence: UInt64
    let station: CommonAddress
    let type: TypeID
    let cause: Cause
    let eventClass: EventClass
    /// Cleared while it was in flight: it is not sent again.
    var isCleared = false

    /// Whether both can stand in one ASDU.
    @inline(__always)
    func fits(with other: EventRecord) -> Bool {
        type == other.type && station == other.station && cause == other.cause
    }
}

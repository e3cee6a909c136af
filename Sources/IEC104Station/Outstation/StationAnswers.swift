internal import IEC104Codec

/// The same answer of several stations, each under its own address: written when it is sent, so
/// that a request to all stations costs what one to a single station costs.
struct StationAnswers: Sendable {
    let type: TypeID
    let cause: CauseOfTransmission
    let object: InformationObject
    /// The numbers of those that have not answered yet.
    var stations: Range<Int>
    /// How many of the answers in the link's queue go before.
    let after: UInt64
}

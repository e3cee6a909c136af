internal import IEC104Codec

/// A request as it came.
struct Request {
    let header: ASDUHeader
    let object: InformationObject
    let link: LinkID
    let slot: Int

    /// The same cause of transmission with another cause.
    func cause(_ cause: Cause, isNegative: Bool = false) -> CauseOfTransmission {
        CauseOfTransmission(
            cause, isNegative: isNegative, isTest: header.cause.isTest,
            originator: header.cause.originator)
    }
}

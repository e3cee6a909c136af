internal import IEC104Codec

/// An interrogation under way on a link: a cursor over stations and their points.
struct RunningInterrogation: Sendable {
    /// C_IC_NA_1 or C_CI_NA_1.
    let type: TypeID
    /// QOI or QCC.
    let qualifier: UInt8
    /// T and originator of the request.
    let request: CauseOfTransmission
    /// The numbers of the stations to be reported; the first one is under way.
    var stations: Range<Int>
    /// Where to go on in the first station.
    var place = 0

    func isSame(as other: RunningInterrogation) -> Bool {
        type == other.type && qualifier == other.qualifier
    }

    /// The request's object, as its confirmations carry it.
    var object: InformationObject {
        InformationObject(
            .irrelevant,
            type == .C_IC_NA_1
                ? .interrogation(QOI(rawValue: qualifier))
                : .counterInterrogation(QCC(rawValue: qualifier)))
    }

    func cause(_ cause: Cause) -> CauseOfTransmission {
        CauseOfTransmission(cause, isTest: request.isTest, originator: request.originator)
    }

    /// What is left of it without some stations.
    func without(_ others: Range<Int>) -> [RunningInterrogation] {
        guard stations.overlaps(others) else { return [self] }
        var (first, second) = (self, self)
        first.stations = stations.lowerBound..<max(stations.lowerBound, others.lowerBound)
        second.stations = min(stations.upperBound, others.upperBound)..<stations.upperBound
        second.place = 0
        return [first, second].filter { !$0.stations.isEmpty }
    }
}

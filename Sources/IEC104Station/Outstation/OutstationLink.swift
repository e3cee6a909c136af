internal import IEC104Codec

/// One connection, as the outstation sees it.
struct OutstationLink: Sendable {
    let peer: PeerIdentity
    let generation: UInt32
    var isOpen = true
    /// The group that it uses, while it is started.
    var group: Int?
    /// Of the last ASDU that carried something to be confirmed.
    var ticket: UInt64 = 0
    /// Event ASDUs sent in a row while something else waited.
    var share = 0
    var answers = AnswerQueue()
    /// Terminations of commands, which follow the events up to a number.
    var terminations = AnswerQueue()
    var terminationsAfter = Ring<UInt64>()
    /// Event ASDUs sent while the first termination waits.
    var terminationWaits = 0
    var interrogations: [Interrogation] = []
    /// How many of the interrogations have been confirmed.
    var confirmedInterrogations = 0
    var scans: [RunningScan] = []

    var isStarted: Bool { group != nil }

    /// Whether something else than answers and events is under way.
    var hasData: Bool { !interrogations.isEmpty || !scans.isEmpty }

    mutating func removeOutput() {
        answers.removeAll()
        terminations.removeAll()
        terminationsAfter.removeAll()
        interrogations.removeAll()
        confirmedInterrogations = 0
        scans.removeAll()
        terminationWaits = 0
        share = 0
    }
}

/// An interrogation under way on a link: a cursor over the points.
struct Interrogation: Sendable {
    /// C_IC_NA_1 or C_CI_NA_1.
    let type: TypeID
    /// QOI or QCC.
    let qualifier: UInt8
    /// The number of the station.
    let station: Int
    /// T and originator of the request.
    let request: CauseOfTransmission
    /// Where to go on.
    var place = 0

    func isSame(as other: Interrogation) -> Bool {
        type == other.type && qualifier == other.qualifier && station == other.station
    }

    /// The request's object, as its confirmations carry it.
    var object: InformationObject {
        InformationObject(
            .irrelevant,
            type == .C_IC_NA_1
                ? .interrogation(QOI(rawValue: qualifier))
                : .counterInterrogation(QCC(rawValue: qualifier)))
    }

    func cause(_ cause: Cause, isNegative: Bool = false) -> CauseOfTransmission {
        CauseOfTransmission(
            cause, isNegative: isNegative, isTest: request.isTest, originator: request.originator)
    }
}

/// A periodic transmission under way on a link.
struct RunningScan: Sendable {
    /// The number of the scan of the process image.
    let scan: Int
    /// Where to go on in its places.
    var next = 0
}

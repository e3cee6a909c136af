internal import IEC104Codec

/// One connection, as the outstation sees it.
struct OutstationLink: Sendable {
    let peer: PeerIdentity
    /// The redundancy group of the configuration that it belongs to.
    let redundancyGroup: PeerIdentity?
    let generation: UInt32
    /// The number of the time that it keeps; `nil`: that of the station.
    let time: Int?
    var isOpen = true
    /// What it may command; `nil`: everything.
    var rights: CommandRights?
    /// The group that it uses, while it is started.
    var group: Int?
    /// Of the last ASDU that carried something to be confirmed.
    var ticket: UInt64 = 0
    /// Event ASDUs sent in a row while something else waited.
    var share = 0
    var answers = AnswerQueue()
    private(set) var stationAnswers = Ring<StationAnswers>()
    private var stationAnswersAdded: UInt64 = 0
    /// Terminations of commands, which follow the events up to a number.
    var terminations = AnswerQueue()
    var terminationsAfter = Ring<UInt64>()
    /// Event ASDUs sent while the first termination waits.
    var terminationWaits = 0
    var interrogations: [RunningInterrogation] = []
    var scans: [RunningScan] = []
    /// What is under way with files.
    var transfers = 0
    /// The one that had its turn last, and ASDUs sent since while others waited.
    var lastTransfer: UInt64 = 0
    var transferWaits = 0

    /// Most answers of several stations that wait.
    static let mostStationAnswers = 256
    /// Most interrogations under way.
    static let mostInterrogations = 1024

    init(
        peer: PeerIdentity, in redundancyGroup: PeerIdentity?, time: Int?, generation: UInt32
    ) {
        self.peer = peer
        self.redundancyGroup = redundancyGroup
        self.time = time
        self.generation = generation
    }

    @inline(__always)
    var isStarted: Bool { group != nil }

    /// Whether something else than answers and events is under way.
    @inline(__always)
    var hasData: Bool { !interrogations.isEmpty || !scans.isEmpty }

    @inline(__always)
    var hasAnswers: Bool { !answers.isEmpty || !stationAnswers.isEmpty }

    /// How many answers were ever given, those of several stations as one.
    var answersAdded: UInt64 { answers.added &+ stationAnswersAdded }
    /// How many of them were sent.
    @inline(__always)
    var answersSent: UInt64 {
        answers.taken &+ stationAnswersAdded &- UInt64(stationAnswers.count)
    }

    /// Adds an answer of several stations; `false` when there is no room.
    mutating func append(
        _ type: TypeID, _ cause: CauseOfTransmission, _ object: InformationObject,
        _ stations: Range<Int>
    ) -> Bool {
        guard stationAnswers.count < Self.mostStationAnswers else { return false }
        stationAnswers.append(
            StationAnswers(
                type: type, cause: cause, object: object, stations: stations,
                after: answers.added))
        stationAnswersAdded &+= 1
        return true
    }

    /// The answer of several stations that is to be sent before those of the queue, with the next
    /// of its stations.
    mutating func nextStationAnswer() -> StationAnswers? {
        while !stationAnswers.isEmpty, stationAnswers.first.after <= answers.taken {
            let answer = stationAnswers.first
            guard let next = answer.stations.first else {
                stationAnswers.removeFirst()
                continue
            }
            if answer.stations.count == 1 {
                stationAnswers.removeFirst()
            } else {
                stationAnswers[0].stations = (next + 1)..<answer.stations.upperBound
            }
            return answer
        }
        return nil
    }

    mutating func removeOutput() {
        answers.removeAll()
        stationAnswers.removeAll()
        terminations.removeAll()
        terminationsAfter.removeAll()
        interrogations.removeAll()
        scans.removeAll()
        terminationWaits = 0
        share = 0
    }
}

/// A periodic transmission under way on a link.
struct RunningScan: Sendable {
    /// The number of the scan of the process image.
    let scan: Int
    /// Where to go on in its places.
    var next = 0
}

internal import IEC104Codec
internal import IEC104Session

/// A request that waits to be sent, or whose answer is awaited.
struct PendingRequest: Sendable {
    /// What may be sent for a request.
    enum Transmission: UInt8, Sendable {
        case activation, select, execute, deactivation
    }

    /// What must come before the request has ended.
    struct Awaited: OptionSet, Sendable {
        var rawValue: UInt8
        static let confirmation = Awaited(rawValue: 1)
        static let termination = Awaited(rawValue: 2)
        static let deactivation = Awaited(rawValue: 4)
        static let value = Awaited(rawValue: 8)
        static let acknowledgement = Awaited(rawValue: 16)
    }

    /// Who still waits for it.
    enum Standing: UInt8, Sendable {
        /// Its result is to come.
        case live
        /// Its result was given; what is still on its way must not be taken for another's.
        case givenUp
        /// Its result was given; a termination may still come and means nothing.
        case tail
    }

    let id: RequestID
    let request: MasterRequest
    let origin: RequestOrigin
    let submitted: Instant
    let key: RequestKey
    /// Whether all stations were asked.
    let isGlobal: Bool
    /// The cause of the data that the request brings.
    let dataCause: Cause?

    var standing = Standing.live
    var toSend: Transmission?
    var lastSent: Transmission?
    var awaited: Awaited = []
    var deadline: Instant
    /// When it ends, whatever is answered; `never` once its result was given.
    var limit: Instant
    /// Of the last ASDU that was sent; 0 before.
    var ticket: UInt64 = 0
    /// What the answers mirror.
    var information: Information?
    var timeTag = TimeTag.none
    var mayHaveActed = false
    var outcome = RequestOutcome()
    /// Stations that have confirmed and not ended, when all were asked.
    var openStations: [CommonAddress] = []
    var refusal: Cause?
    /// Stations that have answered the deactivation, when all were asked.
    var givenUpStations: [CommonAddress] = []

    init(
        id: RequestID, _ request: MasterRequest, _ origin: RequestOrigin, at now: Instant,
        global: CommonAddress, timeouts: RequestTimeouts
    ) {
        self.id = id
        self.request = request
        self.origin = origin
        submitted = now
        limit = now.advanced(by: timeouts.total)
        key = RequestKey(request)
        isGlobal = key.station == global && key.category != .raw
        deadline = key.category == .command ? now.advanced(by: timeouts.sending) : limit
        toSend = Self.firstTransmission(of: request)
        dataCause = request.dataCause
    }

    private static func firstTransmission(of request: MasterRequest) -> Transmission {
        if case .parameterDeactivation = request { return .deactivation }
        guard case .command(let command) = request else { return .activation }
        return switch command.mode {
        case .direct, .execute: .execute
        case .select, .selectBeforeOperate: .select
        case .deactivate: .deactivation
        }
    }

    /// Whether nothing has been sent.
    var isUnsent: Bool { ticket == 0 }

    /// Whether this station has answered, when all were asked.
    func hasAnswered(_ station: CommonAddress) -> Bool {
        openStations.contains(station) || outcome.stations.contains(station)
            || outcome.refusingStations.contains(station)
    }

    /// Whether this is `request`, and the station has confirmed nothing of it yet.
    func isUnanswered(_ request: MasterRequest, by station: CommonAddress) -> Bool {
        step != .termination && !hasAnswered(station) && self.request == request
    }

    /// Whether an answer is awaited that another request could take for its own.
    var blocksOthers: Bool { !isUnsent && standing != .tail }

    /// Whether the confirmation of what was sent last may be followed by a termination.
    var expectsTermination: Bool {
        switch request {
        case .interrogation, .counterInterrogation: true
        case .command: lastSent == .execute
        default: false
        }
    }

    /// Whether a termination ends the request, and not the confirmation before it.
    var endsWithTermination: Bool {
        switch request {
        case .counterInterrogation(_, let qualifier): qualifier.freeze == .read
        case .command(let command): expectsTermination && command.completion == .termination
        default: expectsTermination
        }
    }

    /// Whether answers repeat the qualifier or the value that was sent.
    var comparesInformation: Bool {
        switch key.category {
        case .command, .interrogation, .counters, .reset, .parameter: true
        case .test: request.type == .C_TS_TA_1
        case .read, .clock, .delay, .raw: false
        }
    }

    /// What an answer must not differ in; all else is told and let pass, as stations of the field
    /// do it.
    var essentials: AnswerDifferences {
        // A test that answers no test operates nothing, and the other way round.
        let test: AnswerDifferences = request.changesStation ? .test : []
        return switch key.category {
        // What a deactivation carries besides its object means nothing.
        case .command where lastSent == .deactivation: test
        // A station may answer with the value that it took.
        case .parameter, .read, .clock, .delay, .raw: test
        case .command, .interrogation, .counters, .reset, .test: test.union([.value, .select])
        }
    }

    /// Whether its termination has come, and its confirmation not yet.
    var isTerminatedEarly: Bool { outcome.isTerminated && !isGlobal && standing == .live }

    /// What giving the request up leaves behind at the station.
    var leavesActivation: Bool {
        guard !isUnsent, lastSent != .deactivation else { return false }
        return switch key.category {
        case .interrogation: true
        case .counters: endsWithTermination
        case .command: lastSent == .select
        case .read, .clock, .test, .reset, .delay, .parameter, .raw: false
        }
    }

    /// What is under way.
    var step: RequestError.Step {
        if isUnsent { return .waiting }
        switch lastSent {
        case .select: return .selection
        case .deactivation: return .deactivation
        case .execute, .activation, nil: break
        }
        if !awaited.contains(.confirmation), awaited.contains(.termination) { return .termination }
        return lastSent == .execute ? .execution : .confirmation
    }
}

/// What answers can tell apart: of requests with the same key one is under way at a time.
struct RequestKey: Hashable, Sendable {
    enum Category: UInt8, Sendable {
        case command, interrogation, counters, read, clock, test, reset, delay, parameter, raw
    }

    var category: Category
    var station: CommonAddress
    var address: ObjectAddress

    init(_ request: MasterRequest) {
        category =
            switch request {
            case .interrogation: .interrogation
            case .counterInterrogation: .counters
            case .read: .read
            case .clockSynchronization: .clock
            case .command: .command
            case .test: .test
            case .reset: .reset
            case .delayAcquisition: .delay
            case .parameter, .parameterDeactivation: .parameter
            case .asdu: .raw
            }
        station = request.station
        address = request.address
    }

    /// Whether answers to both could be mistaken for each other.
    func collides(with other: RequestKey, global: CommonAddress) -> Bool {
        category == other.category && category != .raw && address == other.address
            && (station == other.station || station == global || other.station == global)
    }
}

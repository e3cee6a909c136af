import IEC104Codec
import IEC104Session
import IEC104Station

/// A master engine in virtual time, with answers put in by hand.
struct MasterProbe {
    var engine: MasterEngine
    private(set) var now = Moment(Instant(seconds: 1000), wall: 1_700_000_000_000)

    init(_ settings: MasterSettings = MasterSettings(), isStarted: Bool = true) {
        engine = MasterEngine(settings: settings)
        if isStarted { engine.started(at: now) }
    }

    mutating func submit(_ request: MasterRequest) -> RequestID {
        engine.submit(request, at: now)
    }

    mutating func cancel(_ id: RequestID) { engine.cancel(id, at: now) }

    /// What is sent next.
    mutating func sent() -> ASDU? {
        var octets = [UInt8](repeating: 0, count: APDU.maximumASDULength)
        var output = octets.mutableSpan
        guard let outgoing = engine.next(into: &output, at: now) else { return nil }
        return try? ASDU(Array(octets.prefix(outgoing.length)), profile: engine.settings.profile)
    }

    /// All that is sent, in a few letters.
    mutating func allSent() -> [String] {
        var texts: [String] = []
        while let asdu = sent() { texts.append(asdu.brief) }
        return texts
    }

    mutating func receive(_ asdu: ASDU) -> MasterReception {
        let octets = (try? asdu.encoded(profile: engine.settings.profile)) ?? []
        return receive(octets)
    }

    mutating func receive(_ octets: [UInt8]) -> MasterReception {
        engine.receive(octets.span, at: now)
    }

    /// Mirrors `request` with another cause.
    mutating func answer(
        _ request: ASDU?, _ cause: Cause, isNegative: Bool = false,
        from station: CommonAddress? = nil,
        originator: UInt8? = nil
    ) -> MasterReception? {
        guard var answer = request else { return nil }
        answer.cause.cause = cause
        answer.cause.isNegative = isNegative
        if let station { answer.commonAddress = station }
        if let originator { answer.cause.originator = originator }
        return receive(answer)
    }

    mutating func data(
        _ type: TypeID, _ cause: Cause, station: CommonAddress = 1, _ objects: [InformationObject]
    ) -> MasterReception {
        receive(
            ASDU(
                type, cause: CauseOfTransmission(cause), commonAddress: station, objects: objects))
    }

    mutating func wait(_ duration: Duration) {
        let nanoseconds = Int64(duration / .nanoseconds(1))
        now.instant = now.instant.advanced(byNanoseconds: nanoseconds)
        now.wall += nanoseconds / 1_000_000
        engine.timeout(at: now)
    }

    mutating func stop() { engine.stopped(at: now) }
    mutating func start() { engine.started(at: now) }
    mutating func close(_ reason: SessionError.Code? = .lost) { engine.closed(reason, at: now) }
    mutating func confirm(_ ticket: UInt64) { engine.confirmed(through: ticket, at: now) }

    /// All that has ended, in a few words.
    mutating func results() -> [String] {
        var texts: [String] = []
        while let result = engine.nextResult() { texts.append(result.brief) }
        return texts
    }

    mutating func result() -> MasterResult? { engine.nextResult() }
}

extension MasterResult {
    /// `1 terminated, 3 objects`, or `1 refused confirmation`.
    var brief: String {
        switch result {
        case .success(let outcome):
            "\(id.number) \(outcome.isTerminated ? "terminated" : "done")"
                + (outcome.objects > 0 ? ", \(outcome.objects) objects" : "")
        case .failure(let error):
            "\(id.number) \(error.code) \(error.step.rawValue)"
                + (error.mayHaveActed ? ", may have acted" : "")
        }
    }

    var error: RequestError? {
        guard case .failure(let error) = result else { return nil }
        return error
    }

    var outcome: RequestOutcome? {
        guard case .success(let outcome) = result else { return nil }
        return outcome
    }
}

extension ASDU {
    /// `45 6 1 5001 singleCommand`: type, cause, station, object, and S/E where it is select.
    var brief: String {
        let object = objects.first
        var text = "\(type.rawValue) \(cause.cause.rawValue) \(commonAddress)"
        text += " \(object?.address.value ?? 0)"
        if case .singleCommand(let command)? = object?.information, command.isSelect {
            text += " select"
        }
        return text
    }
}

extension MasterRequest {
    /// A single command to object 5001 of station 1.
    static func switching(
        _ isOn: Bool = true, _ mode: MasterCommand.Mode = .direct, at address: ObjectAddress = 5001,
        completion: MasterCommand.Completion = .termination
    ) -> MasterRequest {
        .command(
            MasterCommand(
                station: 1, .C_SC_NA_1, at: address, .singleCommand(SCO(isOn)), mode: mode,
                completion: completion))
    }

    static let stationInterrogation = MasterRequest.interrogation(station: 1, .station)

    /// Requests that end with the confirmation.
    static let confirmed: [MasterRequest] = [
        .clockSynchronization(station: 1, time: nil), .test(station: 1, isTimeTagged: true),
        .test(station: 1, isTimeTagged: false), .reset(station: 1, .general),
        .parameter(station: 1, 4001, .scaledParameter(50, QPM(kind: 4))),
        .parameterDeactivation(station: 1, 4001, .objectParameter),
        .delayAcquisition(station: 1), .switching(true, .select), .switching(true, .deactivate),
        .switching(true, completion: .confirmation),
        .counterInterrogation(station: 1, QCC(request: 5, freeze: .freeze)),
    ]
    /// Requests that end with the termination.
    static let terminated: [MasterRequest] = [
        .stationInterrogation, .interrogation(station: 1, QOI(rawValue: 30)),
        .counterInterrogation(station: 1, .general), .switching(), .switching(true, .execute),
    ]
}

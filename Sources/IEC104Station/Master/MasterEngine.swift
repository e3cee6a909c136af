internal import IEC104Codec
package import IEC104Session

/// What a controlling station asks on one link, and what it makes of the answers: a value without
/// a clock or a socket. What is to be sent is pulled with `next`, what has ended with `nextResult`,
/// and `deadline` says when to call `timeout`.
///
/// Every request ends with exactly one result, whatever the peer does:
///
/// - Only while data transfer is started: otherwise it ends at once with `notSent`. When data
///   transfer ends, what was not sent ends with `notSent`, the rest with `linkStopped` or
///   `linkLost`. Nothing is sent again by itself.
/// - One command to an object at a time: a second one is refused with `busy`, as it would act late
///   or be confirmed by the first one's answer. `deactivate` is allowed meanwhile. Other requests
///   whose answers could be mistaken for each other wait for one another: interrogations of a
///   station, reads of an object, and so on. Commands go before them.
/// - Answers are matched by type, common address, object address, originator (0 is taken too, as
///   some stations send no other), by the qualifier or value that they mirror, S/E among it, and by
///   T. One that differs in these is not taken: the right one may still come within `answerGap`,
///   then the request ends with `answeredOtherwise`, or `refused` when it was negative. Time tags,
///   values of parameters and an APDU that acknowledges nothing may differ, and are told.
/// - A command that is terminated before it was confirmed has ended when that comes too, or after
///   `answerGap`; one that is terminated with P/N = 1 has failed.
/// - A request to all stations (65535) has ended when each of `MasterSettings.stations` has, or,
///   when these are not known, when all that have answered have ended and no other has answered for
///   `answerGap`; also when one answers under 65535 itself.
/// - Given up, by its caller or by a time-out: an interrogation or a selection is deactivated. A
///   confirmation that still comes within another `RequestTimeouts.confirmation` is recognized and
///   dropped; until then the next request of the kind to the object waits, or is `busy`. So is a
///   termination within another `RequestTimeouts.termination`, but the next request is not held
///   up: until that is confirmed, a termination is taken for the former one's.
package struct MasterEngine: Sendable {
    package let settings: MasterSettings
    /// Whether data transfer is started.
    package internal(set) var isStarted = false
    /// What has happened so far.
    package internal(set) var statistics = MasterStatistics()

    var pending: [PendingRequest] = []
    var results: [MasterResult] = []
    var takenResults = 0
    /// How many of `pending` have something to send.
    var sendable = 0
    var lastRequest: UInt64 = 0
    var lastTicket: UInt64 = 0
    var confirmedTicket: UInt64 = 0
    var testSequence: UInt16 = 0
    /// What the settings ask, one after the other.
    var script: [ScriptedRequest] = []
    /// Answers that differ from what was asked, of requests that are under way; mostly none.
    var others: [RequestID: OtherAnswer] = [:]
    var runningScript: RequestID?
    var jobs: [FileJob] = []
    var fileEvents = Ring<FileJobEvent>()
    var lastJob: UInt64 = 0
    var lastJobSent: UInt64 = 0
    let fileLimits: FileLimits
    let classes: TypeClasses
    let headerLayout: HeaderLayout
    /// `timeouts.termination` in nanoseconds, as every ASDU of an interrogation needs it.
    let terminationTime: Int64

    /// The engine of a link that is not started.
    package init(settings: MasterSettings) {
        var settings = settings
        settings.startRequests = settings.startRequests.map { [profile = settings.profile] in
            $0.addressed(by: profile)
        }
        self.settings = settings
        classes = TypeClasses(settings.profile)
        fileLimits = FileLimits(settings.files, settings.profile)
        headerLayout = HeaderLayout(settings.profile)
        let zero = Instant(nanoseconds: 0)
        terminationTime = zero.advanced(by: settings.timeouts.termination).nanoseconds
    }

    // MARK: The link

    /// Data transfer has been confirmed.
    package mutating func started(at now: Moment) {
        guard !isStarted else { return }
        isStarted = true
        script = settings.startRequests.map { ScriptedRequest(request: $0, origin: .start) }
        goOn(at: now)
    }

    /// Data transfer has been stopped; the connection stays.
    package mutating func stopped(at now: Moment) { end(nil, at: now) }

    /// The connection has ended; call `confirmed` first where that is known.
    package mutating func closed(_ reason: SessionError.Code?, at now: Moment) {
        end(reason ?? .lost, at: now)
    }

    private mutating func end(_ reason: SessionError.Code?, at now: Moment) {
        isStarted = false
        let unasked = script
        script = []
        runningScript = nil
        let ended = pending
        pending = []
        sendable = 0
        endFiles(reason)
        for request in ended where request.standing == .live {
            let code: RequestError.Code =
                request.isUnsent ? .notSent : reason == nil ? .linkStopped : .linkLost
            report(request, .failure(failure(code, request, linkEnd: reason)))
        }
        for scripted in unasked { refuse(scripted, .notSent, linkEnd: reason, at: now) }
    }

    /// The peer has acknowledged what was sent, up to this ticket.
    package mutating func confirmed(through ticket: UInt64, at now: Moment) {
        guard ticket > confirmedTicket else { return }
        confirmedTicket = ticket
        var index = 0
        while index < pending.count {
            if pending[index].awaited == .acknowledgement, pending[index].ticket <= ticket {
                finish(index, at: now)
            } else {
                index += 1
            }
        }
    }

    // MARK: Results

    /// What has ended, in that order.
    package mutating func nextResult() -> MasterResult? {
        guard takenResults < results.count else { return nil }
        let result = results[takenResults]
        takenResults += 1
        if takenResults == results.count {
            results.removeAll(keepingCapacity: results.capacity <= 64)
            takenResults = 0
        }
        return result
    }

    /// How many requests wait or are under way.
    package var requestCount: Int { pending.count { $0.standing == .live } }

    /// Ends the request at `index` with what it has found.
    mutating func finish(_ index: Int, isTerminated: Bool = false, at now: Moment) {
        var request = remove(index)
        request.outcome.isTerminated = isTerminated
        request.outcome.duration = .nanoseconds(
            now.instant.nanoseconds(since: request.submitted))
        report(request, .success(request.outcome))
        goOn(at: now)
    }

    /// Ends the request at `index` with a failure.
    mutating func fail(
        _ index: Int, _ code: RequestError.Code, cause: Cause? = nil,
        station: CommonAddress? = nil, encoding: EncodeError? = nil, at now: Moment
    ) {
        let request = remove(index)
        report(
            request,
            .failure(
                failure(code, request, cause: cause, station: station, encoding: encoding)))
        goOn(at: now)
    }

    mutating func remove(_ index: Int) -> PendingRequest {
        let request = pending.remove(at: index)
        if request.toSend != nil { sendable -= 1 }
        return request
    }

    func failure(
        _ code: RequestError.Code, _ request: PendingRequest, cause: Cause? = nil,
        station: CommonAddress? = nil, linkEnd: SessionError.Code? = nil,
        encoding: EncodeError? = nil
    ) -> RequestError {
        var error = RequestError(
            code, request.request, step: request.step, cause: cause, station: station,
            isAcknowledged: !request.isUnsent && request.ticket <= confirmedTicket,
            mayHaveActed: request.mayHaveActed && !code.isRefusal, linkEnd: linkEnd,
            encoding: encoding)
        error.objects = request.outcome.objects
        // What was confirmed, terminated or answered otherwise before may have been done.
        if code.isRefusal, error.step == .termination || request.isTerminatedEarly {
            error.mayHaveActed = request.mayHaveActed
        }
        if let other = others[request.id] {
            error.other = other
            error.mayHaveActed = request.mayHaveActed || other.suggestsAction(request)
            if code == .refused, cause == nil { error.cause = other.header.cause.cause }
        }
        return error
    }

    mutating func report(
        _ request: PendingRequest, _ result: Result<RequestOutcome, RequestError>
    ) {
        if case .failure = result { statistics.failures &+= 1 }
        if runningScript == request.id { runningScript = nil }
        if !others.isEmpty { others[request.id] = nil }
        results.append(
            MasterResult(
                id: request.id, request: request.request, origin: request.origin, result: result))
    }
}

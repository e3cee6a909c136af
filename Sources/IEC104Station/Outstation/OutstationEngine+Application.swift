internal import IEC104Codec
internal import IEC104Session

extension OutstationEngine {
    /// Asks the application about a command, or refuses it when too many wait already.
    mutating func ask(
        _ number: Int, _ request: Request, _ phase: PendingCommand.Phase, at now: Moment
    ) {
        // An application that does not listen leaves its questions unread.
        guard pending.count < limits.commands,
            requests.count < Self.mostNotices + limits.commands
        else {
            return refuse(
                number, request, .tooMany,
                as: request.header.cause.cause == .deactivation
                    ? .deactivationConfirmation : .activationConfirmation)
        }
        lastRequest &+= 1
        let deadline = now.instant.advanced(byNanoseconds: limits.answerTimeout)
        pending[lastRequest] = PendingCommand(
            command: number, request: request, peer: links[request.slot].peer, phase: phase,
            deadline: deadline)
        answerDeadline = min(answerDeadline, deadline)
        let action: CommandRequest.Action
        switch phase {
        case .select: action = .select
        case .execute, .running: action = .execute
        case .cancel: action = .cancel
        }
        if action != .cancel { commandStates[number].pending = lastRequest }
        requests.append(.command(commandRequest(number, request, action)))
    }

    /// The application answers a request; `false` when it does not wait for such an answer, as when
    /// it came too late.
    @discardableResult
    package mutating func answer(
        _ request: RequestID, _ answer: CommandAnswer, at now: Moment
    ) -> Bool {
        guard let command = pending[request.number] else { return false }
        switch (command.phase, answer) {
        case (.running, .terminate): finish(request, command, nil, at: now)
        case (.running, .terminateReporting(let value)): finish(request, command, value, at: now)
        case (.running, .fail):
            remove(request, command)
            terminateRunning(command)
        case (.running, _), (_, .terminate), (_, .terminateReporting), (_, .fail): return false
        case (_, .refuse): refuse(request, command, nil, .byApplication)
        case (_, .refuseWith(let cause)): refuse(request, command, cause, .byApplication)
        case (.select, _):
            remove(request, command)
            if isWaiting(command.request.link) {
                reserve(command.command, command.request, at: now)
            }
        case (.cancel(let running), _):
            remove(request, command)
            if let stopped = pending[running] { remove(RequestID(running), stopped) }
            if isWaiting(command.request.link) {
                confirm(command.request, as: .deactivationConfirmation)
            }
        case (.execute, .acceptRunning):
            var running = command
            running.phase = .running
            running.deadline = now.instant.advanced(byNanoseconds: limits.runningTime)
            answerDeadline = min(answerDeadline, running.deadline)
            pending[request.number] = running
            if isWaiting(command.request.link) {
                confirm(command.request)
                if termination(command.command) == .atOnce {
                    terminate(command.command, command.request)
                }
            }
        case (.execute, .acceptReporting(let value)):
            if isWaiting(command.request.link) { confirm(command.request) }
            finish(request, command, value, at: now)
        case (.execute, .accept):
            if isWaiting(command.request.link) { confirm(command.request) }
            finish(request, command, nil, at: now)
        }
        return true
    }

    /// The execution has ended: the point shows it, whether or not who asked is still there.
    private mutating func finish(
        _ id: RequestID, _ command: PendingCommand, _ value: Information?, at now: Moment
    ) {
        remove(id, command)
        statistics.commandsExecuted &+= 1
        guard case .running = command.phase else {
            return operate(command.command, command.request, value, command.peer, at: now)
        }
        drive(command.command, command.request, value, at: now)
        terminateRunning(command)
    }

    private mutating func terminateRunning(_ command: PendingCommand) {
        guard termination(command.command) == .afterExecution else { return }
        guard isWaiting(command.request.link) else {
            return record(command.request, .terminated)
        }
        terminate(command.command, command.request)
    }

    private mutating func refuse(
        _ id: RequestID, _ command: PendingCommand, _ cause: Cause?, _ reason: CommandRefusal
    ) {
        remove(id, command)
        guard isWaiting(command.request.link) else {
            return record(command.request, .refused(reason))
        }
        var answer = Cause.activationConfirmation
        if case .cancel = command.phase { answer = .deactivationConfirmation }
        if let cause, (44...63).contains(cause.rawValue) { answer = cause }
        refuse(command.command, command.request, reason, as: answer)
    }

    private mutating func remove(_ id: RequestID, _ command: PendingCommand) {
        pending[id.number] = nil
        if commandStates[command.command].pending == id.number {
            commandStates[command.command].pending = 0
        }
        if pending.isEmpty { answerDeadline = .never }
    }

    /// Whether the link that asked is still started.
    func isWaiting(_ link: LinkID) -> Bool {
        slot(link).map { links[$0].isStarted } ?? false
    }

    /// Refuses what the application has not answered in time, and gives up what runs too long.
    mutating func refuseUnanswered(at now: Moment) {
        let due = pending.filter { $0.value.deadline <= now.instant }.keys.sorted()
        for number in due {
            guard let command = pending[number] else { continue }
            if case .running = command.phase {
                statistics.executionsGivenUp &+= 1
                record(command.request, .timedOut)
                remove(RequestID(number), command)
                terminateRunning(command)
            } else {
                statistics.answersMissed &+= 1
                refuse(RequestID(number), command, nil, .unanswered)
            }
        }
        answerDeadline = pending.values.lazy.map(\.deadline).min() ?? .never
    }

    /// Gives up the executions that run in stations; nobody is told of their end.
    mutating func endExecutions(of stations: ClosedRange<CommonAddress>) {
        for (number, command) in pending {
            guard case .running = command.phase,
                stations.contains(image.commands[command.command].station)
            else { continue }
            statistics.executionsGivenUp &+= 1
            remove(RequestID(number), command)
        }
    }
}

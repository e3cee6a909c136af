internal import IEC104Codec

extension OutstationEngine {
    /// Types 45...51 and 58...64; `false` when the station has no such command at the address.
    mutating func command(_ request: Request, at now: Moment) -> Bool {
        guard
            let number = image.findCommand(
                request.object.address, request.header.commonAddress),
            image.commands[number].type == request.header.type.untaggedCommand
        else { return false }
        if request.header.cause.cause == .deactivation {
            deactivate(number, request, at: now)
        } else if !isAllowed(number, request, at: now) {
            confirm(request, isNegative: true)
        } else if request.object.information.isSelect {
            select(number, request, at: now)
        } else {
            execute(number, request, at: now)
        }
        return true
    }

    /// Whether nothing forbids a select or an execute, apart from a selection.
    private func isAllowed(_ number: Int, _ request: Request, at now: Moment) -> Bool {
        let options = image.commands[number].options
        switch request.object.timeTag {
        case .cp56(let time):
            guard !time.isInvalid, let milliseconds = time.millisecondsSince1970 else {
                return false
            }
            let age = clock.time(now.wall, isSummerTime: time.isSummerTime)
                .subtractingReportingOverflow(milliseconds)
            guard !age.overflow, age.partialValue.magnitude <= UInt64(limits.commandDelay)
            else { return false }
        case .cp24: return false
        case .none:
            if options.timeTagging == .required { return false }
        }
        guard request.object.information.isPermittedCommand, commandStates[number].pending == 0
        else { return false }
        return !request.object.information.isSelect || options.mode != .direct
    }

    private mutating func select(_ number: Int, _ request: Request, at now: Moment) {
        if let selection = selection(number, for: request, at: now), !selection.isOwned(by: request)
        {
            return confirm(request, isNegative: true)
        }
        if limits.handlesCommands, !request.header.cause.isTest {
            ask(number, request, .select, at: now)
        } else {
            reserve(number, request, at: now)
        }
    }

    /// Reserves the output for who asks, or refuses when too many are reserved.
    mutating func reserve(_ number: Int, _ request: Request, at now: Moment) {
        endSelection(of: number)
        guard selections.count < limits.commands else {
            return confirm(request, isNegative: true)
        }
        let deadline = now.instant.advanced(byNanoseconds: limits.selectTimeout)
        let information = request.object.information
        commandStates[number].selection = Int32(truncatingIfNeeded: selections.count)
        selections.append(
            Reservation(
                command: number, link: request.link,
                originator: request.header.cause.originator,
                isTest: request.header.cause.isTest, type: request.header.type,
                information: information.command(isSelect: false) ?? information,
                deadline: deadline))
        selectionDeadline = min(selectionDeadline, deadline)
        confirm(request)
    }

    private mutating func execute(_ number: Int, _ request: Request, at now: Moment) {
        let mode = image.commands[number].options.mode
        let isDirectOnly = request.header.type.untaggedCommand == .C_BO_NA_1
        if let selection = selection(number, for: request, at: now) {
            // A station that executes something else than it selected must begin again; what
            // others send does not touch the selection.
            guard selection.isOwned(by: request) else {
                return confirm(request, isNegative: true)
            }
            endSelection(of: number)
            guard selection.type == request.header.type,
                selection.information == request.object.information
            else {
                confirm(request, isNegative: true)
                if !selection.isTest {
                    notify(.selectionEnded(commandID(number), request.link))
                }
                return
            }
        } else if mode == .selectBeforeOperate, !isDirectOnly {
            return confirm(request, isNegative: true)
        }
        if request.header.cause.isTest {
            confirm(request)
            terminate(number, request)
        } else if limits.handlesCommands {
            ask(number, request, .execute, at: now)
        } else {
            statistics.commandsExecuted &+= 1
            confirm(request)
            drive(number, request, nil, at: now)
            terminate(number, request)
            lastRequest &+= 1
            notify(.commanded(commandRequest(number, request, .execute)))
        }
    }

    private mutating func deactivate(_ number: Int, _ request: Request, at now: Moment) {
        let running = commandStates[number].pending
        if let command = pending[running], case .running = command.phase,
            mayCancel(command, request)
        {
            return ask(number, request, .cancel(running), at: now)
        }
        let isOwned = selection(number, for: request, at: now)?.isOwned(by: request) == true
        if isOwned {
            endSelection(of: number)
            if !request.header.cause.isTest {
                notify(.selectionEnded(commandID(number), request.link))
            }
        }
        confirm(request, isNegative: !isOwned, as: .deactivationConfirmation)
    }

    /// Whether a request comes from the controlling station whose execution runs, on the same link
    /// or, as that one has ended, on another of its host. A test touches nothing real.
    private func mayCancel(_ command: PendingCommand, _ request: Request) -> Bool {
        guard !request.header.cause.isTest,
            command.request.header.cause.originator == request.header.cause.originator
        else { return false }
        return command.request.link == request.link
            || !isWaiting(command) && command.peer == links[request.slot].peer
    }

    /// Sets the driven point to what was commanded, or to `reported`, with cause 11 where the type
    /// has it.
    mutating func drive(
        _ number: Int, _ request: Request, _ reported: Information?, at now: Moment
    ) {
        guard let point = image.commands[number].point, let place = image.place(of: point),
            let information = reported
                ?? image.values[place].information.commanded(by: request.object.information)
        else { return }
        let returns = PointKind(image.definitions[place].kind)?.returnsInformation == true
        _ = set(point, information, nil, .detect, returns ? .returnRemote : .spontaneous, at: now)
    }

    /// Act term, behind the events that the command made.
    mutating func terminate(_ number: Int, _ request: Request) {
        guard image.commands[number].options.terminates else { return }
        answerAfterEvents(
            request.header.type, request.cause(.activationTermination),
            request.header.commonAddress, request.object, request.slot)
    }

    func commandID(_ number: Int) -> CommandID {
        CommandID(index: UInt32(truncatingIfNeeded: number))
    }

    /// What the application is told of a command; the number is the last one given.
    func commandRequest(
        _ number: Int, _ request: Request, _ action: CommandRequest.Action
    ) -> CommandRequest {
        CommandRequest(
            id: RequestID(lastRequest), action: action, command: commandID(number),
            point: image.commands[number].point, station: request.header.commonAddress,
            type: request.header.type, object: request.object,
            originator: request.header.cause.originator, link: request.link)
    }
}

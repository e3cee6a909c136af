internal import IEC104Codec

extension OutstationEngine {
    /// Types 45...51 and 58...64; `false` when the station has no such command at the address.
    mutating func command(_ request: Request, at now: Moment) -> Bool {
        guard
            let number = image.findCommand(
                request.object.address, request.header.commonAddress),
            image.commands[number].type == request.header.type.untaggedCommand
        else { return false }
        if let refusal = accessRefusal(request, at: now) {
            let isCancel = request.header.cause.cause == .deactivation
            refuse(
                number, request, refusal,
                as: isCancel ? .deactivationConfirmation : .activationConfirmation)
        } else if request.header.cause.cause == .deactivation {
            deactivate(number, request, at: now)
        } else if let refusal = refusal(number, request, at: now) {
            refuse(number, request, refusal)
        } else if request.object.information.isSelect {
            select(number, request, at: now)
        } else {
            execute(number, request, at: now)
        }
        return true
    }

    private mutating func select(_ number: Int, _ request: Request, at now: Moment) {
        if let selection = selection(number, for: request, at: now), !selection.isOwned(by: request)
        {
            return refuse(number, request, .selectedByAnother)
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
            return refuse(number, request, .tooMany)
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
                return refuse(number, request, .selectedByAnother)
            }
            endSelection(of: number)
            guard selection.type == request.header.type,
                selection.information == request.object.information
            else {
                refuse(number, request, .differsFromSelection)
                if !selection.isTest {
                    notify(.selectionEnded(commandID(number), request.link))
                }
                return
            }
        } else if mode == .selectBeforeOperate, !isDirectOnly {
            return refuse(number, request, .notSelected)
        }
        if request.header.cause.isTest {
            confirm(request)
            terminate(number, request)
        } else if limits.handlesCommands {
            ask(number, request, .execute, at: now)
        } else {
            statistics.commandsExecuted &+= 1
            confirm(request)
            operate(number, request, nil, links[request.slot].peer, at: now)
            lastRequest &+= 1
            notify(.commanded(commandRequest(number, request, .execute)))
        }
    }

    private mutating func deactivate(_ number: Int, _ request: Request, at now: Moment) {
        let running = commandStates[number].pending
        if let command = pending[running], case .running = command.phase,
            mayCancel(command.request, command.peer, request)
        {
            return ask(number, request, .cancel(running), at: now)
        }
        if let pulse = pulses.first(where: { $0.command == number }),
            mayCancel(pulse.request, pulse.peer, request)
        {
            if let pulse = takePulse(of: number) { goBack(pulse, at: now) }
            return confirm(request, as: .deactivationConfirmation)
        }
        let isOwned = selection(number, for: request, at: now)?.isOwned(by: request) == true
        if isOwned {
            endSelection(of: number)
            if !request.header.cause.isTest {
                notify(.selectionEnded(commandID(number), request.link))
            }
        }
        guard isOwned else {
            return refuse(number, request, .nothingToDeactivate, as: .deactivationConfirmation)
        }
        confirm(request, as: .deactivationConfirmation)
    }

    /// Whether a request comes from the controlling station whose execution runs, on the same link
    /// or, as that one has ended, on another of its host. A test touches nothing real.
    private func mayCancel(
        _ running: Request, _ peer: PeerIdentity, _ request: Request
    ) -> Bool {
        guard !request.header.cause.isTest,
            running.header.cause.originator == request.header.cause.originator
        else { return false }
        return running.link == request.link
            || !isWaiting(running.link) && peer == links[request.slot].peer
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
        _ = set(point, information, nil, .detect, returnCause(place), at: now)
    }

    /// With which cause a point is reported that a command has changed.
    func returnCause(_ place: Int) -> Cause {
        limits.returnsInformation
            && PointKind(image.definitions[place].kind)?.returnsInformation == true
            ? .returnRemote : .spontaneous
    }

    /// When a command is terminated.
    func termination(_ number: Int) -> CommandOptions.Termination {
        image.commands[number].options.termination ?? limits.termination
    }

    /// Act term, behind the events that the command made.
    mutating func terminate(_ number: Int, _ request: Request) {
        record(request, .terminated)
        guard termination(number) != .never else { return }
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

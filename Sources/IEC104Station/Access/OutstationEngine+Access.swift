internal import IEC104Codec

extension OutstationEngine {
    /// Limits what a link may command.
    package mutating func limit(_ link: LinkID, to rights: CommandRights) {
        guard let slot = slot(link) else { return }
        links[slot].rights = rights
    }

    /// Why the rights of a link forbid a command; `nil` when they do not.
    mutating func accessRefusal(_ request: Request, at now: Moment) -> CommandRefusal? {
        guard let rights = links[request.slot].rights else { return nil }
        if rights.isReadOnly { return .readOnly }
        if let objects = rights.objects {
            let (address, station) = (request.object.address, request.header.commonAddress)
            guard objects.contains(where: { $0.contains(address, station) }) else {
                return .notPermitted
            }
        }
        guard let rate = rights.rate else { return nil }
        return rates.isTooFast(links[request.slot].peer, rate, at: now) ? .tooFast : nil
    }

    /// Whether a link may change nothing.
    func isReadOnly(_ slot: Int) -> Bool { links[slot].rights?.mayChangeStation == false }

    // MARK: Audit

    /// Whether an execution of a link goes on whose end is to be recorded.
    package func hasExecutions(of link: LinkID) -> Bool {
        pulses.contains { $0.request.link == link }
            || pending.values.contains { $0.request.link == link }
    }

    /// Records what became of a command, when somebody wants to know.
    mutating func record(_ request: Request, _ result: CommandRecord.Result) {
        guard limits.recordsCommands, request.header.type.untaggedCommand != nil else { return }
        let cause = request.header.cause
        notify(
            .recorded(
                CommandRecord(
                    result: result,
                    action: cause.cause == .deactivation
                        ? .cancel : request.object.information.isSelect ? .select : .execute,
                    station: request.header.commonAddress, type: request.header.type,
                    object: request.object, originator: cause.originator, isTest: cause.isTest,
                    link: request.link)))
    }

    /// A request was sent back, as its cause, station or object is not known.
    mutating func noteUnknown(_ request: Request, _ cause: Cause, at now: Moment) {
        record(request, .unknown(cause))
        guard cause == .unknownCommonAddress || cause == .unknownObjectAddress else { return }
        let peer = links[request.slot].peer
        let count = sweeps.note(
            peer, request.header.commonAddress, request.object.address, at: now)
        if let count { notify(.sweep(peer, request.link, addresses: count)) }
    }
}

extension OutstationEngine {
    /// Records that a selection has ended without an execution.
    mutating func recordEnd(of selection: Reservation) {
        guard limits.recordsCommands, image.commands.indices.contains(selection.command) else {
            return
        }
        let command = image.commands[selection.command]
        notify(
            .recorded(
                CommandRecord(
                    result: .selectionEnded, action: .select, station: command.station,
                    type: selection.type,
                    object: InformationObject(command.address, selection.information),
                    originator: selection.originator, isTest: selection.isTest,
                    link: selection.link)))
    }
}

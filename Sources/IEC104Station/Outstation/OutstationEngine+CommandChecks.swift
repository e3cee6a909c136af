internal import IEC104Codec

extension OutstationEngine {
    /// Why a select or an execute is refused, apart from a selection; `nil` when nothing forbids it.
    func refusal(_ number: Int, _ request: Request, at now: Moment) -> CommandRefusal? {
        let options = image.commands[number].options
        if let refusal = timeTagRefusal(request, options, at: now) { return refusal }
        guard request.object.information.isPermittedCommand else { return .stateNotPermitted }
        guard isInRange(number, request.object.information, options) else { return .outOfRange }
        let state = commandStates[number]
        guard state.pending == 0, !state.isPulsing || options.duringPulse == .retrigger else {
            return .busy
        }
        if request.object.information.isSelect, options.mode == .direct { return .notSelectable }
        if let interlock = options.interlock {
            let station = request.header.commonAddress
            let holds = interlock.holds(for: request.object.information) { operand in
                image.find(operand.address, operand.station ?? station)
                    .flatMap { image.place(of: $0) }.map { image.values[$0].information }
            }
            guard holds == true else { return .interlocked }
        }
        return nil
    }

    private func timeTagRefusal(
        _ request: Request, _ options: CommandOptions, at now: Moment
    ) -> CommandRefusal? {
        switch request.object.timeTag {
        case .cp56(let sent):
            let station = image.station(request.header.commonAddress) ?? 0
            let time = stationTime(sent, from: request.slot, station: station)
            guard !time.isInvalid, let age = clocks[station].isAhead(of: time, at: now) else {
                return .timeTagInvalid
            }
            guard age.magnitude <= UInt64(limits.commandDelay) else {
                return .timeTagOff(milliseconds: age)
            }
            return nil
        case .cp24: return .timeTagInvalid
        case .none: return options.timeTagging == .required ? .timeTagMissing : nil
        }
    }

    /// Whether a set point, or the step that a command leads to, is within its limits.
    private func isInRange(
        _ number: Int, _ information: Information, _ options: CommandOptions
    ) -> Bool {
        let value: Float
        switch information {
        case .normalizedSetPoint(let set, _): value = Float(set.rawValue)
        case .scaledSetPoint(let set, _): value = Float(set)
        case .floatSetPoint(let set, _): value = set.value
        case .stepCommand(let command):
            guard let point = image.commands[number].point, let place = image.place(of: point),
                case .stepPosition(let step, _) = image.values[place].information,
                let isHigher = command.isHigher
            else { return true }
            value = Float(Int(step.value) + (isHigher ? 1 : -1))
            // What leads back between the limits is allowed.
            if isHigher { return value <= min(options.highLimit ?? 63, 63) }
            return value >= max(options.lowLimit ?? -64, -64)
        default: return true
        }
        guard value.isFinite else { return false }
        return value >= options.lowLimit ?? -.infinity && value <= options.highLimit ?? .infinity
    }

    /// Refuses a command, and tells why, unless it is a test.
    mutating func refuse(
        _ number: Int, _ request: Request, _ reason: CommandRefusal,
        as cause: Cause = .activationConfirmation
    ) {
        confirm(request, isNegative: true, as: cause)
        record(request, .refused(reason))
        guard !request.header.cause.isTest else { return }
        let action: CommandRequest.Action =
            request.header.cause.cause == .deactivation
            ? .cancel : request.object.information.isSelect ? .select : .execute
        lastRequest &+= 1
        notify(.commandRefused(commandRequest(number, request, action), reason))
    }
}

internal import IEC104Codec
internal import IEC104Session

/// An output with QU 1 or 2 is operated for the time of a short or long pulse. The driven point
/// goes back when it ends, if it shows the output itself, and act term follows.
extension OutstationEngine {
    /// Operates an output that was confirmed: the driven point shows it, now or for the time of a
    /// pulse, and it is terminated.
    mutating func operate(
        _ number: Int, _ request: Request, _ reported: Information?, _ peer: PeerIdentity,
        at now: Moment
    ) {
        let replaced = takePulse(of: number)
        if let replaced, replaced.request.link != request.link { terminate(replaced) }
        let before = replaced?.before ?? shownByOutput(number)
        drive(number, request, reported, at: now)
        let length = pulseLength(number, request)
        guard let length else {
            if isWaiting(request.link) { terminate(number, request) }
            return
        }
        let deadline = now.instant.advanced(byNanoseconds: length)
        commandStates[number].isPulsing = true
        pulses.append(
            Pulse(
                command: number, request: request, peer: peer, before: before, deadline: deadline))
        pulseDeadline = min(pulseDeadline, deadline)
        if termination(number) == .atOnce, isWaiting(request.link) { terminate(number, request) }
    }

    /// What the driven point shows, if it goes back to that after a pulse.
    private func shownByOutput(_ number: Int) -> Information? {
        guard let place = drivenPlace(number) else { return nil }
        let isOutput = image.definitions[place].kind == .singlePoint
        let after = image.commands[number].options.afterPulse ?? (isOutput ? .returns : .stays)
        return after == .returns ? image.values[place].information : nil
    }

    private func drivenPlace(_ number: Int) -> Int? {
        image.commands[number].point.flatMap { image.place(of: $0) }
    }

    /// How long the output is operated, in nanoseconds; `nil` when it is persistent.
    private func pulseLength(_ number: Int, _ request: Request) -> Int64? {
        guard var qualifier = request.object.information.commandQualifier else { return nil }
        let options = image.commands[number].options
        if qualifier == .none { qualifier = options.unqualified }
        switch qualifier {
        case .shortPulse: return options.shortPulse?.wholeNanoseconds ?? limits.shortPulse
        case .longPulse: return options.longPulse?.wholeNanoseconds ?? limits.longPulse
        default: return nil
        }
    }

    /// Removes the pulse of a command, if one runs.
    mutating func takePulse(of number: Int) -> Pulse? {
        guard commandStates[number].isPulsing,
            let place = pulses.firstIndex(where: { $0.command == number })
        else { return nil }
        commandStates[number].isPulsing = false
        let pulse = pulses.remove(at: place)
        if pulses.isEmpty { pulseDeadline = .never }
        return pulse
    }

    /// Ends the pulses whose time is over.
    mutating func endPulses(at now: Moment) {
        let due = pulses.filter { $0.deadline <= now.instant }
            .sorted { $0.deadline < $1.deadline }
        for pulse in due {
            guard let pulse = takePulse(of: pulse.command) else { continue }
            goBack(pulse, at: now)
            terminate(pulse)
        }
        pulseDeadline = pulses.lazy.map(\.deadline).min() ?? .never
    }

    /// Ends the pulses of stations; nobody is told of their end.
    mutating func endPulses(of stations: ClosedRange<CommonAddress>, at now: Moment) {
        for pulse in pulses where stations.contains(image.commands[pulse.command].station) {
            guard let pulse = takePulse(of: pulse.command) else { continue }
            goBack(pulse, at: now)
        }
        pulseDeadline = pulses.lazy.map(\.deadline).min() ?? .never
    }

    /// The output falls back. What it shows was perhaps set by the application meanwhile: that
    /// stays.
    mutating func goBack(_ pulse: Pulse, at now: Moment) {
        guard let before = pulse.before, let place = drivenPlace(pulse.command),
            let point = image.commands[pulse.command].point
        else { return }
        let shown = image.values[place].information
        let commanded = shown.commanded(by: pulse.request.object.information)
        // Neither of them differs but in quality.
        guard let commanded, shown.returned(to: commanded) == shown else { return }
        _ = set(
            point, shown.returned(to: before), nil, .detect, returnCause(place), at: now)
    }

    private mutating func terminate(_ pulse: Pulse) {
        guard termination(pulse.command) == .afterExecution else { return }
        guard isWaiting(pulse.request.link) else { return record(pulse.request, .terminated) }
        terminate(pulse.command, pulse.request)
    }
}

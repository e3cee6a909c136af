import IEC104Codec
import IEC104Net
import IEC104Station

/// The connection with faults: between the session, which stays right, and the socket.
extension Link {
    /// Adds the faults of a plan that may strike here.
    func setFaults(_ plan: FaultPlan, profile: Profile) {
        if faults == nil {
            guard plan.concerns(link: number, peer: stream.remote) else { return }
            let injector = FaultInjector(
                LinkFaults(link: number, peer: stream.remote, profile: profile, plan: plan))
            injector.timer = loop.makeTimer { [weak self] in self?.faultsTimedOut() }
            faults = injector
        }
        if let faults, !plan.faults.contains(where: { $0.fault.kind == .delayedConfirmation }) {
            faults.serveAtOnce(at: loop.now)
        }
        wake()
    }

    // MARK: Sending

    /// `sendNext` of a link with faults.
    func sendNext(with injector: FaultInjector) -> Bool {
        guard inPlace(&session, { $0.mayTransmit }), !injector.isCongested else { return false }
        var asdu: [UInt8]
        if let extra = injector.faults.nextExtra() {
            asdu = extra
        } else {
            asdu = [UInt8](repeating: 0, count: APDU.maximumASDULength)
            var room = asdu.mutableSpan
            guard let outgoing = owner?.link(self, next: &room) else { return false }
            asdu.removeLast(asdu.count - outgoing.length)
            injector.ticket = outgoing.ticket
            countAPDUs(injector)
            guard injector.faults.sending(&asdu) else {
                tellStrikes(injector)
                return true
            }
        }
        guard let control = session.transmit(ticket: injector.ticket, at: loop.instant) else {
            return false
        }
        if owesAcknowledgement { session.leaveOutAcknowledgement() }
        owesAcknowledgement = false
        write(APDU.header(control, asduLength: asdu.count) + asdu, with: injector)
        return true
    }

    /// Writes an APDU as the faults want it.
    func write(_ apdu: [UInt8], with injector: FaultInjector) {
        var apdu = apdu
        countAPDUs(injector)
        let writing = injector.faults.writing(&apdu)
        tellStrikes(injector)
        switch writing {
        case .drop: return
        case .write: put(apdu, injector)
        case .writeTwice:
            put(apdu, injector)
            trace(.sent(apdu))
            put(apdu, injector)
        case .writeFirst(let count): return put(Array(apdu.prefix(count)), injector)
        }
        trace(.sent(apdu))
    }

    private func countAPDUs(_ injector: FaultInjector) {
        injector.faults.carried = inPlace(&session) { session in
            let counts = session.statistics
            return counts.informationSent &+ counts.supervisorySent &+ counts.unnumberedSent
                &+ counts.informationReceived &+ counts.supervisoryReceived
                &+ counts.unnumberedReceived
        }
    }

    /// Octets on their way to the socket, at once or slowly.
    private func put(_ octets: [UInt8], _ injector: FaultInjector) {
        guard injector.held.isEmpty, injector.writeTime == .max,
            injector.faults.rate(.slowWriting) == nil
        else {
            injector.held += octets
            if injector.writeTime == .max {
                injector.writeTime = max(loop.now, injector.writesAgain)
            }
            tellStrikes(injector)
            return
        }
        stream.append(octets.span)
    }

    private func tellStrikes(_ injector: FaultInjector) {
        for strike in injector.faults.takeStrikes() { trace(.injected(strike)) }
    }

    // MARK: Receiving

    /// Whether a control field is to be passed over, as if it had not come.
    func ignores(_ control: ControlField, with injector: FaultInjector) -> Bool {
        guard case .unnumbered(let function) = control else { return false }
        countAPDUs(injector)
        let isIgnored = injector.faults.ignores(function)
        tellStrikes(injector)
        return isIgnored
    }

    /// Whether a request is to be served now.
    func isServed(_ asdu: Span<UInt8>, with injector: FaultInjector) -> Bool {
        countAPDUs(injector)
        let reception = injector.faults.receiving(asdu)
        tellStrikes(injector)
        switch reception {
        case .serve where injector.late.isEmpty: return true
        case .serve:
            // Requests stay in their order.
            let due = injector.late.last?.due ?? loop.now
            injector.late.append((due, Array(copying: asdu, first: asdu.count)))
        case .serveLater(let milliseconds):
            let due = loop.now.addingReportingOverflow(Int64(milliseconds) * 1_000_000)
            injector.late.append(
                (due.overflow ? .max : due.partialValue, Array(copying: asdu, first: asdu.count)))
        case .ignore: break
        }
        return false
    }

    /// Keeps what was read, when reading is slow.
    func holdsBack(_ octets: Span<UInt8>, with injector: FaultInjector) -> Bool {
        countAPDUs(injector)
        let rate = injector.faults.rate(.slowReading)
        tellStrikes(injector)
        guard rate != nil || !injector.unread.isEmpty else { return false }
        injector.unread += Array(copying: octets, first: octets.count)
        if injector.readTime == .max {
            injector.readTime = max(loop.now &+ 1, injector.readsAgain)
        }
        updateFaultTimer(injector)
        return true
    }

    // MARK: Turns

    /// Does what is due by itself, after each turn of the link.
    func faultsTurn() {
        guard let injector = faults, !hasEnded else { return }
        countAPDUs(injector)
        let acts = injector.faults.acts()
        tellStrikes(injector)
        for act in acts {
            switch act {
            case .write(let octets): put(octets, injector)
            case .reset: return reset()
            case .finish: return close()
            }
        }
        updateFaultTimer(injector)
        if injector.faults.hasExtra, stream.unsent == 0, !injector.isCongested,
            inPlace(&session, { $0.mayTransmit })
        {
            wantsTurn = true
        }
    }

    private func updateFaultTimer(_ injector: FaultInjector) {
        injector.timer?.deadline = injector.deadline
        guard injector.isPaused != injector.wantsPause else { return }
        injector.isPaused.toggle()
        if injector.isPaused { stream.pauseReading() } else { stream.resumeReading() }
    }

    private func faultsTimedOut() {
        guard let injector = faults, !hasEnded else { return }
        while let first = injector.late.first, first.due <= loop.now {
            injector.late.removeFirst()
            if inPlace(&session, { $0.phase }) == .started {
                owner?.link(self, received: first.asdu.span)
            }
        }
        if injector.writeTime <= loop.now { writeSlowly(injector) }
        if injector.readTime <= loop.now { readSlowly(injector) }
        guard !hasEnded else { return }
        updateFaultTimer(injector)
        wake()
    }

    private func writeSlowly(_ injector: FaultInjector) {
        let rate = injector.faults.rate(.slowWriting)
        // The socket's own buffer may be full: what does not go now goes later.
        let most = rate.map(FaultInjector.portion) ?? injector.held.count
        let count = min(most, injector.held.count, stream.room)
        stream.append(Array(injector.held.prefix(count)).span)
        injector.held.removeFirst(count)
        injector.writesAgain = loop.now &+ FaultInjector.time(of: count, at: rate)
        injector.writeTime = injector.held.isEmpty ? .max : injector.writesAgain
    }

    private func readSlowly(_ injector: FaultInjector) {
        let rate = injector.faults.rate(.slowReading)
        let most = rate.map(FaultInjector.portion) ?? injector.unread.count
        let octets = Array(injector.unread.prefix(most))
        injector.unread.removeFirst(octets.count)
        injector.readsAgain = loop.now &+ FaultInjector.time(of: octets.count, at: rate)
        injector.readTime = injector.unread.isEmpty ? .max : injector.readsAgain
        process(octets.span)
    }
}

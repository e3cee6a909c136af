package import IEC104Codec

extension Session {
    /// An APDU has arrived. Pull `next` until `nil` before the next one is given.
    package mutating func receive(_ control: ControlField, at now: Instant) {
        guard phase != .closed else { return }
        frameDeadline = .never
        idleDeadline = now.advanced(byNanoseconds: limits.t3)
        if limits.anyAPDUAnswersTest, testDeadline != .never { takeAsTestAnswer(control) }
        switch control {
        case .information(let send, let receive):
            statistics.informationReceived &+= 1
            receiveInformation(send, receive, at: now)
        case .supervisory(let receive):
            statistics.supervisoryReceived &+= 1
            receiveSupervisory(receive)
        case .unnumbered(let function):
            statistics.unnumberedReceived &+= 1
            switch role {
            case .controlling: receiveAsControlling(function, at: now)
            case .controlled: receiveAsControlled(function, at: now)
            }
        }
    }

    /// Octets have arrived that are no APDU: close, as their end cannot be found.
    package mutating func receive(invalid error: DecodeError, at now: Instant) {
        let found = error.found.map { Int32(truncatingIfNeeded: $0) }
        close(SessionError.Code(error), offending: found)
    }

    /// All whole APDUs of what was read have been given to `receive`; `waiting` says whether the
    /// first octets of another one are there. The rest of it must come within t1.
    package mutating func incompleteFrame(_ waiting: Bool, at now: Instant) {
        guard waiting, phase != .closed else {
            frameDeadline = .never
            return
        }
        if frameDeadline == .never { frameDeadline = now.advanced(byNanoseconds: limits.t1) }
    }

    private mutating func receiveInformation(
        _ send: SequenceNumber, _ receive: SequenceNumber, at now: Instant
    ) {
        if limits.dataConfirmsStart, phase == .pendingStarted { takeAsStartConfirmation() }
        switch (role, phase) {
        case (_, .stopped), (_, .pendingStarted), (.controlled, .pendingUnconfirmedStopped),
            (.controlled, .pendingStopped):
            close(.informationForbidden, offending: Int32(send.value))
            return
        case (_, .started), (.controlling, .pendingUnconfirmedStopped),
            (.controlling, .pendingStopped):
            break
        case (_, .closed): return
        }
        if mayBeginAtOne { takeFirstNumber(send) }
        guard send == receiveState else {
            close(.sendNumber, offending: Int32(send.value))
            return
        }
        guard acceptAcknowledgement(receive) else { return }
        receiveState = receiveState.next
        unacknowledged &+= 1
        if unacknowledged == 1 {
            acknowledgeDeadline = now.advanced(byNanoseconds: limits.t2)
        }
        notify(.deliver)
        if phase != .started {
            // The peer withholds STOPDT con until this acknowledgement arrives.
            notifySending(.acknowledge, at: now)
        } else if unacknowledged >= limits.w {
            statistics.acknowledgedByWindow &+= 1
            notifySending(.acknowledge, at: now)
        }
        endStopWhenConfirmed()
    }

    // MARK: Quirks

    private mutating func takeFirstNumber(_ send: SequenceNumber) {
        mayBeginAtOne = false
        guard send == 1 else { return }
        receiveState = send
        statistics.tolerated &+= 1
    }

    private mutating func takeAsStartConfirmation() {
        phase = .started
        actDeadline = .never
        statistics.tolerated &+= 1
        notify(.started)
    }

    private mutating func takeAsTestAnswer(_ control: ControlField) {
        guard control != .unnumbered(.testFRCon) else { return }
        testDeadline = .never
        statistics.tolerated &+= 1
    }

    // MARK: Acknowledgements

    private mutating func receiveSupervisory(_ receive: SequenceNumber) {
        switch phase {
        case .stopped, .pendingStarted:
            close(.supervisoryForbidden, offending: Int32(receive.value))
        case .started, .pendingUnconfirmedStopped, .pendingStopped:
            guard acceptAcknowledgement(receive) else { return }
            endStopWhenConfirmed()
        case .closed: return
        }
    }

    /// Takes N(R): it must lie in Ack...V(S), else the session closes.
    private mutating func acceptAcknowledgement(_ receive: SequenceNumber) -> Bool {
        let count = receive.distance(from: acknowledgedState)
        guard count <= unconfirmed.count else {
            close(.receiveNumber, offending: Int32(receive.value))
            return false
        }
        guard count > 0 else { return true }
        if confirmedCount == 0 { notify(.confirmed) }
        confirmedTicket = unconfirmed.removeFirst(count)
        confirmedCount &+= Int(count)
        statistics.confirmed &+= UInt64(count)
        return true
    }

    /// Goes on from PENDING UNCONFIRMED STOPPED when nothing is unconfirmed any more.
    private mutating func endStopWhenConfirmed() {
        guard phase == .pendingUnconfirmedStopped, unconfirmed.isEmpty else { return }
        switch role {
        case .controlling:
            phase = .pendingStopped
            if stopConfirmation { becomeStopped() }
        case .controlled:
            if stopConfirmation { notify(.stopDTCon) }
            becomeStopped()
        }
    }

    /// The controlled station serves the STARTDT act that it was asked about; `false` when the
    /// state has changed meanwhile.
    package mutating func allowStart(at now: Instant) -> Bool {
        guard role == .controlled, phase == .stopped || phase == .pendingUnconfirmedStopped else {
            statistics.refusedCalls &+= 1
            return false
        }
        becomeStarted(at: now)
        return true
    }

    /// Also how a connection that this side stopped for another of its group comes back.
    private mutating func becomeStarted(at now: Instant) {
        if stopConfirmation { statistics.oddActivations &+= 1 }
        stopConfirmation = false
        phase = .started
        notifySending(.startDTCon, at: now)
        notify(.started)
    }

    private mutating func becomeStopped() {
        phase = .stopped
        isOpen = false
        stopConfirmation = false
        actDeadline = .never
        notify(.stopped)
    }

    // MARK: U APDUs

    private mutating func receiveAsControlled(_ function: UFunction, at now: Instant) {
        switch (function, phase) {
        case (.startDTAct, .stopped), (.startDTAct, .pendingUnconfirmedStopped):
            if asksBeforeStart { notify(.startAsked) } else { becomeStarted(at: now) }
        case (.startDTAct, .started):
            statistics.oddActivations &+= 1
            notifySending(.startDTCon, at: now)
        case (.stopDTAct, .stopped):
            statistics.oddActivations &+= 1
            notifySending(.stopDTCon, at: now)
        case (.stopDTAct, .started):
            stopConfirmation = true
            stopTransmitting(at: now)
            phase = .pendingUnconfirmedStopped
            endStopWhenConfirmed()
        case (.stopDTAct, .pendingUnconfirmedStopped):
            if stopConfirmation { statistics.oddActivations &+= 1 }
            stopConfirmation = true
        case (.startDTCon, _), (.stopDTCon, _):
            statistics.ignoredConfirmations &+= 1
        case (.testFRAct, _), (.testFRCon, _):
            receiveTest(function, at: now)
        case (_, .pendingStarted), (_, .pendingStopped), (_, .closed):
            break  // States that this role does not have here.
        }
    }

    private mutating func receiveAsControlling(_ function: UFunction, at now: Instant) {
        switch (function, phase) {
        case (.startDTCon, .pendingStarted):
            phase = .started
            actDeadline = .never
            notify(.started)
        case (.stopDTCon, .pendingStopped):
            becomeStopped()
        case (.stopDTCon, .pendingUnconfirmedStopped):
            statistics.oddActivations &+= 1
            stopConfirmation = true
            actDeadline = .never
        case (.startDTCon, .stopped), (.startDTCon, .started), (.startDTCon, .pendingStopped),
            (.startDTCon, .pendingUnconfirmedStopped), (.startDTCon, .closed),
            (.stopDTCon, .stopped), (.stopDTCon, .pendingStarted), (.stopDTCon, .started),
            (.stopDTCon, .closed):
            statistics.ignoredConfirmations &+= 1
        case (.startDTAct, _):
            close(.startReceived, offending: Int32(function.rawValue))
        case (.stopDTAct, _):
            close(.stopReceived, offending: Int32(function.rawValue))
        case (.testFRAct, _), (.testFRCon, _):
            receiveTest(function, at: now)
        }
    }

    private mutating func receiveTest(_ function: UFunction, at now: Instant) {
        if function == .testFRAct {
            notifySending(.testFRCon, at: now)
        } else if testDeadline != .never {
            testDeadline = .never
        } else {
            statistics.ignoredConfirmations &+= 1
        }
    }
}

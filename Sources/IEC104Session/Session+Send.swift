package import IEC104Codec

extension Session {
    /// How many I APDUs may be sent now.
    package var window: Int {
        phase == .started && isOpen ? Int(limits.k &- min(unconfirmed.count, limits.k)) : 0
    }

    /// Whether an I APDU may be sent now.
    package var mayTransmit: Bool {
        phase == .started && isOpen && unconfirmed.count < limits.k
    }

    /// Numbers an I APDU that is written now: its control field, or `nil` when `mayTransmit` is
    /// false.
    ///
    /// `ticket` comes back when the peer acknowledges it: tickets never decrease, so that one
    /// number says how far the peer has come; an APDU that nobody waits for repeats the last one.
    package mutating func transmit(ticket: UInt64, at now: Instant) -> ControlField? {
        guard mayTransmit else {
            statistics.refusedCalls &+= 1
            return nil
        }
        let control = ControlField.information(send: sendState, receive: receiveState)
        unconfirmed.append(ticket: ticket, sent: now)
        sendState = sendState.next
        unacknowledged = 0
        acknowledgeDeadline = .never
        statistics.informationSent &+= 1
        restartIdleTimerOnSending(at: now)
        return control
    }

    /// The S APDU that `next` gave a moment ago, with the N(R) of now: an owner that reads several
    /// APDUs in one go acknowledges all of them at its end, which opens the peer's window wider.
    package mutating func acknowledgement() -> ControlField {
        unacknowledged = 0
        acknowledgeDeadline = .never
        return .supervisory(receive: receiveState)
    }

    /// An S APDU that `next` gave is not written: an APDU that follows carries its N(R).
    package mutating func leaveOutAcknowledgement() { statistics.supervisorySent &-= 1 }

    /// The controlling station starts data transfer: `false` when it is not stopped.
    package mutating func start(at now: Instant) -> Bool {
        switch (role, phase) {
        case (.controlling, .stopped):
            phase = .pendingStarted
            actDeadline = now.advanced(byNanoseconds: limits.t1)
            notifySending(.startDTAct, at: now)
            return true
        case (.controlled, _), (.controlling, .pendingStarted), (.controlling, .started),
            (.controlling, .pendingUnconfirmedStopped), (.controlling, .pendingStopped),
            (.controlling, .closed):
            statistics.refusedCalls &+= 1
            return false
        }
    }

    /// Stops data transfer: `false` when it is not started.
    ///
    /// The controlling station asks the peer with STOPDT act. The controlled station has no APDU
    /// for it: it stops sending on this connection because another one of the redundancy group was
    /// started; `stopped` comes when all is confirmed, and STARTDT act starts it again.
    package mutating func stop(at now: Instant) -> Bool {
        guard phase == .started else {
            statistics.refusedCalls &+= 1
            return false
        }
        stopTransmitting(at: now)
        switch role {
        case .controlling:
            actDeadline = now.advanced(byNanoseconds: limits.t1)
            notifySending(.stopDTAct, at: now)
            phase = unconfirmed.isEmpty ? .pendingStopped : .pendingUnconfirmedStopped
        case .controlled:
            if unconfirmed.isEmpty {
                phase = .stopped
                notify(.stopped)
            } else {
                phase = .pendingUnconfirmedStopped
            }
        }
        return true
    }

    /// Tests the link now, without waiting for t3; nothing happens while a test is under way.
    package mutating func test(at now: Instant) {
        guard phase != .closed, testDeadline == .never else { return }
        testDeadline = now.advanced(byNanoseconds: limits.t1)
        notifySending(.testFRAct, at: now)
    }

    /// The owner ends the session, or has learnt that the connection is gone. No `close` follows.
    package mutating func end(_ code: SessionError.Code = .ended) {
        guard phase != .closed else { return }
        close(code, offending: nil)
        closeIsTold = true
    }

    /// No further I APDU; what was received is acknowledged before anything else is said.
    mutating func stopTransmitting(at now: Instant) {
        isOpen = false
        if unacknowledged > 0 { notifySending(.acknowledge, at: now) }
    }

    mutating func close(_ code: SessionError.Code, offending: Int32?) {
        guard phase != .closed else { return }
        closeReason = SessionError(
            code: code, phase: phase, sendState: sendState, receiveState: receiveState,
            acknowledgedState: acknowledgedState, offending: offending)
        phase = .closed
        isOpen = false
    }

    // MARK: Outputs

    mutating func notify(_ notice: NoticeQueue.Notice) {
        if !notices.append(notice) { close(.outputsNotTaken, offending: nil) }
    }

    mutating func notifySending(_ notice: NoticeQueue.Notice, at now: Instant) {
        notify(notice)
        restartIdleTimerOnSending(at: now)
    }

    private mutating func restartIdleTimerOnSending(at now: Instant) {
        if limits.sendingRestartsT3 { idleDeadline = now.advanced(byNanoseconds: limits.t3) }
    }

    /// What is to be done next; `nil` when all is done.
    package mutating func next() -> Output? {
        while let notice = notices.take() {
            switch notice {
            case .startDTAct: return sending(.startDTAct)
            case .startDTCon: return sending(.startDTCon)
            case .stopDTAct: return sending(.stopDTAct)
            case .stopDTCon: return sending(.stopDTCon)
            case .testFRAct: return sending(.testFRAct)
            case .testFRCon: return sending(.testFRCon)
            case .acknowledge:
                guard unacknowledged > 0 else { continue }
                unacknowledged = 0
                acknowledgeDeadline = .never
                statistics.supervisorySent &+= 1
                return .send(.supervisory(receive: receiveState))
            case .confirmed:
                let count = confirmedCount
                confirmedCount = 0
                return .confirmed(count: count, through: confirmedTicket)
            case .deliver: return .deliver
            case .startAsked: return .startAsked
            case .started:
                isOpen = phase == .started
                return .started
            case .stopped: return .stopped
            }
        }
        if let closeReason, !closeIsTold {
            closeIsTold = true
            return .close(closeReason)
        }
        return nil
    }

    private mutating func sending(_ function: UFunction) -> Output {
        statistics.unnumberedSent &+= 1
        return .send(.unnumbered(function))
    }
}

extension Session {
    /// When `timeout` must be called at the latest; `never` after the close.
    package var deadline: Instant {
        guard phase != .closed else { return .never }
        var earliest = min(acknowledgeDeadline, actDeadline, frameDeadline, testDeadline)
        if testDeadline == .never { earliest = min(earliest, idleDeadline) }
        return min(earliest, confirmationDeadline)
    }

    /// t1 of the oldest unconfirmed I APDU. The later ones were sent later, so theirs expire later.
    private var confirmationDeadline: Instant {
        unconfirmed.oldest?.advanced(byNanoseconds: limits.t1) ?? .never
    }

    /// Fires the timers that have expired at `now`. Too early a call does nothing.
    package mutating func timeout(at now: Instant) {
        guard phase != .closed else { return }
        if let expired = expiredT1(at: now) {
            statistics.expiredT1 &+= 1
            close(expired.code, offending: expired.offending)
            return
        }
        if acknowledgeDeadline <= now {
            acknowledgeDeadline = .never
            statistics.acknowledgedByTimer &+= 1
            notifySending(.acknowledge, at: now)
        }
        if testDeadline == .never, idleDeadline <= now {
            statistics.testsByTimer &+= 1
            test(at: now)
        }
    }

    /// What t1 has expired for.
    private func expiredT1(at now: Instant) -> (code: SessionError.Code, offending: Int32?)? {
        if confirmationDeadline <= now {
            return (.informationTimeout, Int32(acknowledgedState.value))
        }
        if actDeadline <= now {
            return (phase == .pendingStarted ? .startTimeout : .stopTimeout, nil)
        }
        if testDeadline <= now { return (.testTimeout, nil) }
        if frameDeadline <= now { return (.frameTimeout, nil) }
        return nil
    }
}

import IEC104Codec

extension ConnectionState {
    /// Takes a U APDU.
    mutating func receive(
        _ function: UFunction, _ side: Side, _ moment: Moment, _ context: AnalysisContext,
        _ store: inout FindingStore
    ) {
        if let act = function.confirmedFunction {
            confirm(act, by: function, side, moment, context, &store)
        } else {
            let entry = PendingFunctions.Entry(function: function, side: side, moment: moment)
            if let old = functions.append(entry) {
                conclude(old, at: moment, isOver: false, context, &store)
            }
        }
        switch function {
        case .startDTAct:
            claimControl(function, side, moment, &store)
            if transfer == .started, isCapture {
                store.add(.startRepeated, moment, to: &tally)
            } else {
                transfer = .starting
            }
            if !isCapture {
                // A log may go on over several connections, each of which begins like this.
                halves[0].forget()
                halves[1].forget()
            }
        case .startDTCon: transfer = .started
        case .stopDTAct:
            claimControl(function, side, moment, &store)
            transfer = .stopping
        case .stopDTCon: transfer = .stopped
        case .testFRAct: sent[side.rawValue].lastTest = moment.time
        case .testFRCon: break
        }
    }

    /// Only the controlling station starts and stops.
    private mutating func claimControl(
        _ function: UFunction, _ side: Side, _ moment: Moment, _ store: inout FindingStore
    ) {
        if controlSide == .unknown { controlSide = side }
        if side != controlSide, side != .unknown {
            store.add(.wrongRole(function), moment, to: &tally)
        }
    }

    private mutating func confirm(
        _ act: UFunction, by function: UFunction, _ side: Side, _ moment: Moment,
        _ context: AnalysisContext, _ store: inout FindingStore
    ) {
        guard let entry = functions.take(act, confirmedBy: side) else {
            if isComplete { store.add(.functionUnasked(function), moment, to: &tally) }
            return
        }
        guard let time = moment.elapsed(since: entry.moment.time) else { return }
        functionTimes.add(time)
        if time > context.limits.t1 {
            store.add(.functionTime(function, after: .nanoseconds(time)), moment, to: &tally)
        }
    }

    /// Whether the other side can be heard at all.
    func canBeAnswered(_ side: Side) -> Bool {
        side == .unknown || sent[side.other.rawValue].isSeen || tcp.attempts > 0
    }

    private mutating func conclude(
        _ entry: PendingFunctions.Entry, at moment: Moment, isOver: Bool,
        _ context: AnalysisContext, _ store: inout FindingStore
    ) {
        guard canBeAnswered(entry.side) else { return }
        let waited = moment.elapsed(since: entry.moment.time)
        let isLate = (waited ?? 0) > context.limits.t1
        // A test that crosses the end of the connection tells nothing.
        guard isLate || (isOver && entry.function != .testFRAct) else { return }
        store.add(
            .functionUnconfirmed(entry.function, waited: waited.map { .nanoseconds($0) }),
            entry.moment, to: &tally)
    }

    /// Judges what still waits when nothing more comes.
    ///
    /// - Parameter isOver: the connection ended, not just the input.
    mutating func conclude(
        at moment: Moment, isOver: Bool, _ context: AnalysisContext, _ store: inout FindingStore
    ) {
        for side in [Side.first, .second] where sent[side.other.rawValue].isSeen {
            guard let oldest = halves[side.rawValue].oldestWaiting,
                let waited = moment.elapsed(since: oldest.moment.time), waited > context.limits.t1
            else { continue }
            store.add(
                .acknowledgementMissing(send: oldest.send, waited: .nanoseconds(waited)),
                oldest.moment, to: &tally)
        }
        for entry in functions.entries {
            conclude(entry, at: moment, isOver: isOver, context, &store)
        }
        functions.removeAll()
        concludeRequests(at: moment, isOver: isOver, context, &store)
    }
}

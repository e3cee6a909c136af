extension ConnectionState {
    /// Takes what TCP did.
    mutating func receive(
        _ event: ConnectionEvent, _ context: AnalysisContext, _ store: inout FindingStore
    ) {
        if client == nil { (client, server) = (event.client, event.server) }
        see(event.time)
        let moment = Moment(event)
        if firstPlace == nil { firstPlace = moment.place }
        switch event.kind {
        case .syn:
            tcp.attempts += 1
            if !event.isRepeated || ending != .open { begin(moment, context, &store) }
        case .synAck:
            if !sawSynAck, tcp.attempts == 0 { begin(moment, context, &store) }
            sawSynAck = true
        case .established: break
        case .fin:
            if case .open = ending { ending = .closed(by: event.direction) }
        case .ended: conclude(at: moment, isOver: true, context, &store)
        case .reset:
            guard !event.isRepeated else { return }
            conclude(at: moment, isOver: true, context, &store)
            ending = .reset(by: event.direction)
            store.add(.connectionReset, moment, to: &tally)
        case .refused:
            tcp.refusals += 1
            ending = .refused
            store.add(.connectionRefused, moment, to: &tally)
        case .retransmission(let octets):
            tcp.retransmissions += 1
            tcp.retransmittedOctets &+= octets
        case .keepAlive: tcp.keepAlives += 1
        case .gap(let octets):
            // What is lost one way is mostly lost the other way too, and may show up later.
            miss(.unknown)
            guard let octets else { return }
            tcp.gaps += 1
            tcp.missingOctets &+= octets
            store.add(.captureGap(octets: octets), moment, to: &tally)
        case .abandoned:
            miss(.unknown)
            ending = .abandoned
        }
    }

    /// A new TCP connection: numbers start at 0, data transfer is stopped.
    private mutating func begin(
        _ moment: Moment, _ context: AnalysisContext, _ store: inout FindingStore
    ) {
        conclude(at: moment, isOver: true, context, &store)
        halves[0].begin()
        halves[1].begin()
        transfer = .stopped
        isComplete = true
        ending = .open
    }
}

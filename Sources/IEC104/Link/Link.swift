import IEC104Codec
import IEC104Net
import IEC104Session
import IEC104Station

/// One connection of a station: octets in, APDUs, the session's rules, the station's ASDUs, octets
/// out. It lives on the thread of its loop.
final class Link {
    /// Numbered by its station, from 1 on.
    let number: Int
    let stream: TCPStream
    var session: Session
    /// Who observes; `nil`: nobody, which costs nothing.
    var tracer: Tracer?
    /// What the station calls this link.
    var station = LinkID(slot: 0, generation: 0)
    /// Whether an ASDU that cannot be read ends the connection.
    let closesOnMalformed: Bool

    /// What passed last; `nil`: nobody wants to know, which costs a branch.
    var recent: RecentFrames?

    /// What it is made to do wrong; `nil`: nothing, which costs a branch.
    var faults: FaultInjector?

    /// The redundancy group of the configuration that it belongs to. Its STARTDT is then the station's
    /// to grant.
    var redundancyGroup: String? {
        didSet { session.asksBeforeStart = redundancyGroup != nil }
    }

    /// Held until the socket is closed, so that no call can miss it; the station holds its links.
    private(set) var owner: (any LinkOwner)?
    let loop: EventLoop
    private var timer: LoopTimer?
    private var cutter = FrameCutter()
    private var isInTurn = false
    /// The station had something to send while a turn was being finished.
    var wantsTurn = false
    /// An S APDU is due; an I APDU that is sent in this turn makes it needless.
    var owesAcknowledgement = false
    private(set) var hasEnded = false
    /// That this side has stopped was told when it did, before all is acknowledged.
    private var hasToldStop = false

    /// So many octets are queued before they go out, and so often in one turn.
    private static let portion = 32 * 1024
    private static let rounds = 4

    init(
        number: Int, stream: TCPStream, role: Session.Role, parameters: SessionParameters,
        loop: EventLoop, owner: any LinkOwner, tracer: Tracer?, closesOnMalformed: Bool
    ) {
        self.number = number
        self.stream = stream
        self.loop = loop
        self.owner = owner
        self.tracer = tracer
        self.closesOnMalformed = closesOnMalformed
        session = Session(role: role, parameters: parameters, at: loop.instant)
        timer = loop.makeTimer { [weak self] in self?.timedOut() }
        stream.handler = self
        trace(.opened)
        arm()
    }

    // MARK: What the station asks for

    /// The controlling station begins data transfer.
    func start() {
        _ = session.start(at: loop.instant)
        finishTurn()
    }

    /// Ends data transfer, as the role does it.
    func stop() {
        let hasStopped = session.stop(at: loop.instant)
        // Another connection was started: this one may never acknowledge what is left.
        if hasStopped, session.role == .controlled, session.phase == .pendingUnconfirmedStopped {
            trace(.stopped)
            hasToldStop = true
        }
        finishTurn()
    }

    /// Tests the link now.
    func test() {
        session.test(at: loop.instant)
        finishTurn()
    }

    /// The station has something to send.
    func wake() {
        if isInTurn { wantsTurn = true } else { finishTurn() }
    }

    /// Ends the connection: what is queued is sent first.
    func close(_ code: SessionError.Code = .ended) {
        guard !hasEnded else { return }
        session.end(code)
        shut()
    }

    /// Breaks the connection (RST): what is queued is lost.
    func reset() {
        guard !hasEnded else { return }
        session.end(.ended)
        stream.abort()
    }

    // MARK: Turns

    /// Does what the session asks for, sends what the station has, sets the timer.
    private func finishTurn() {
        guard !isInTurn, !hasEnded else { return }
        wantsTurn = false
        isInTurn = true
        takeOutputs(Span())
        if faults != nil { faultsTurn() }
        let hasMore = pump()
        acknowledge()
        if faults != nil { faultsTurn() }
        isInTurn = false
        guard !hasEnded else { return }
        if session.phase == .closed {
            shut()
        } else {
            arm()
            // The next turn: all timers that are due at `now` fire in this one.
            if hasMore || wantsTurn { timer?.deadline = loop.now &+ 1 }
            owner?.linkTurnEnded(self)
        }
    }

    private func timedOut() {
        session.timeout(at: loop.instant)
        finishTurn()
    }

    private func arm() {
        // A later deadline is not told: the timer fires early once, and is set again. Most APDUs
        // move t3 on, so that would be the costliest part of them.
        let deadline = inPlace(&session) { $0.deadline.nanoseconds }
        if let timer, deadline < timer.deadline { timer.deadline = deadline }
    }

    /// Sends the station's ASDUs as long as the window and the peer take them. Whether it stopped
    /// for the sake of other links, and is to be called in the next turn.
    private func pump() -> Bool {
        for _ in 0..<Self.rounds {
            while stream.unsent < Self.portion {
                guard sendNext() else { return false }
            }
            // A wide window: what is queued goes out before more is asked for.
            stream.flush()
            // When the peer does not take it, `drained` tells when it does.
            if stream.unsent > 0 { return false }
        }
        return inPlace(&session) { $0.mayTransmit }
    }

    /// Sends the station's next ASDU; `false` when there is none or the window is closed.
    private func sendNext() -> Bool {
        if let faults { return sendNext(with: faults) }
        guard inPlace(&session, { $0.mayTransmit }) else { return false }
        var wasSent = false
        stream.append(upTo: APDU.maximumLength) { output in
            guard let outgoing = next(into: &output),
                let control = session.transmit(ticket: outgoing.ticket, at: loop.instant)
            else { return 0 }
            wasSent = true
            if owesAcknowledgement { session.leaveOutAcknowledgement() }
            owesAcknowledgement = false
            APDU.writeHeader(control, asduLength: outgoing.length, into: &output)
            let length = APDU.headerLength + outgoing.length
            recent?.note(output.span.extracting(first: length), isSent: true, at: loop.now)
            if tracer != nil { trace(.sent(Array(copying: output.span, first: length))) }
            return length
        }
        return wasSent
    }

    /// The station's next ASDU, behind the room for the header of its APDU.
    private func next(into output: inout MutableSpan<UInt8>) -> Outgoing? {
        guard output.count > APDU.headerLength else { return nil }
        var body = output._mutatingExtracting(droppingFirst: APDU.headerLength)
        return owner?.link(self, next: &body)
    }

    /// Does what the session asks for after one input; `asdu` is what came with it.
    private func takeOutputs(_ asdu: Span<UInt8>) {
        while let output = session.next() {
            switch output {
            case .send(let control): send(control)
            case .deliver:
                if let faults, !isServed(asdu, with: faults) { continue }
                owner?.link(self, received: asdu)
            case .confirmed(_, let ticket): owner?.link(self, confirmed: ticket)
            case .startAsked:
                if owner?.linkAsksToStart(self) ?? true {
                    _ = session.allowStart(at: loop.instant)
                } else {
                    session.end(.groupInUse)
                }
            case .started:
                trace(.started)
                owner?.linkStarted(self)
            case .stopped:
                if !hasToldStop { trace(.stopped) }
                hasToldStop = false
                owner?.linkStopped(self)
            case .close: break
            }
        }
    }

    private func send(_ control: ControlField) {
        if case .supervisory = control {
            if owesAcknowledgement { session.leaveOutAcknowledgement() }
            owesAcknowledgement = true
        } else {
            acknowledge()
            write(control)
        }
    }

    /// Sends the S APDU that is due, for all that was received by now.
    private func acknowledge() {
        guard owesAcknowledgement else { return }
        owesAcknowledgement = false
        write(session.acknowledgement())
    }

    private func write(_ control: ControlField) {
        if let faults { return write(APDU.header(control), with: faults) }
        stream.append(upTo: APDU.headerLength) { output in
            APDU.writeHeader(control, asduLength: 0, into: &output)
            recent?.note(
                output.span.extracting(first: APDU.headerLength), isSent: true, at: loop.now)
            if tracer != nil {
                trace(.sent(Array(copying: output.span, first: APDU.headerLength)))
            }
            return APDU.headerLength
        }
    }

    // MARK: The end

    /// The session has ended: the connection follows.
    private func shut() {
        guard !hasEnded else { return }
        timer?.deadline = .max
        stream.close(lingering: 1_000_000_000)
        tell(nil)
    }

    private func tell(_ network: LinkEnd.NetworkEnd?) {
        guard !hasEnded else { return }
        hasEnded = true
        timer = nil
        guard let reason = session.closeReason else { return }
        let end = LinkEnd(reason: reason, network: network, statistics: session.statistics)
        trace(.closed(end))
        owner?.link(self, closed: end)
    }

    /// An ASDU could not be read.
    func malformed(_ error: DecodeError) {
        trace(.malformed(error))
        if closesOnMalformed { session.end(.malformed) }
    }

    // MARK: Observation

    func trace(_ kind: @autoclosure () -> TraceEvent.Kind) {
        guard let tracer else { return }
        tracer(
            TraceEvent(
                link: number, peer: stream.remote, local: stream.local, time: WallClock.now,
                kind: kind()))
    }
}

extension Link: TCPStreamHandler {
    func received(_ octets: Span<UInt8>, on stream: TCPStream) {
        guard !hasEnded else { return }
        if let faults, holdsBack(octets, with: faults) { return }
        process(octets)
    }

    /// Serves what was read.
    func process(_ octets: Span<UInt8>) {
        guard !hasEnded else { return }
        let now = loop.instant
        isInTurn = true
        do throws(DecodeError) {
            try cutter.cut(octets) { control, frame in
                if tracer != nil {
                    trace(.received(Array(copying: frame, first: frame.count)))
                }
                recent?.note(frame, isSent: false, at: loop.now)
                if let faults, ignores(control, with: faults) { return true }
                session.receive(control, at: now)
                takeOutputs(frame.extracting(droppingFirst: APDU.headerLength))
                return session.phase != .closed
            }
        } catch {
            session.receive(invalid: error, at: now)
        }
        // What is held back here is not missing at the peer.
        let isWaiting = !cutter.pending.isEmpty && faults?.unread.isEmpty ?? true
        session.incompleteFrame(isWaiting, at: now)
        isInTurn = false
        finishTurn()
    }

    func drained(_ stream: TCPStream) { finishTurn() }

    func ended(_ stream: TCPStream, _ end: StreamEnd) {
        session.end(.lost)
        switch end {
        case .closed, .aborted: tell(nil)
        case .finished: tell(.finished)
        case .reset: tell(.reset)
        case .failed(let error): tell(.failed(error))
        }
        owner?.linkReleased(self)
        owner = nil
    }
}

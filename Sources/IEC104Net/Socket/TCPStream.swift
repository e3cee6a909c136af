import Glibc

/// One TCP connection, confined to the thread of its loop.
///
/// The loop holds a stream while it is open, the stream its handler until it has ended: an owner
/// besides is not needed, and a cycle of stream and handler is broken by the end.
package final class TCPStream: EventSource {
    enum State {
        case open
        /// Sends what is queued and FIN, then waits for the FIN of the peer.
        case closing(isFinSent: Bool)
        case ended
    }

    /// Who is told; must be set before the callback that handed the stream over returns, else
    /// input is lost.
    package var handler: (any TCPStreamHandler)?
    /// The address of this side.
    package let local: SocketAddress
    /// The address of the peer.
    package let remote: SocketAddress
    /// What it carried so far.
    package var statistics: StreamStatistics {
        StreamStatistics(octetsIn: octetsIn, octetsOut: octetsOut, reads: reads, writes: writes)
    }
    var octetsIn = 0
    var octetsOut = 0
    var reads = 0
    var writes = 0

    var state = State.open
    /// Borrowed from the loop while there is something to send.
    var output: OutputBuffer?
    /// The system did not take all: it will say when it takes more.
    var isBlocked = false
    var isReceiving = false
    var isPausedByUser = false
    /// An end that the loop still has to tell, or a failed write after which input may wait.
    var verdict: StreamEnd?
    var closeTimer: LoopTimer?

    /// Takes over a connected descriptor that does not block.
    init(_ loop: EventLoop, descriptor: Int32, local: SocketAddress, remote: SocketAddress) {
        self.local = local
        self.remote = remote
        super.init(loop, descriptor: descriptor)
    }

    /// Whether it can still be used: neither closed nor aborted nor over.
    package var isOpen: Bool {
        if case .open = state { return verdict == nil }
        return false
    }

    /// Octets that were appended and the system has not taken yet.
    package var unsent: Int { output?.count ?? 0 }

    /// How many octets may be appended; 0 when it is not open.
    package var room: Int { isOpen ? StreamLimit.output &- unsent : 0 }

    /// No more `received` until `resumeReading`; the system stops the peer.
    package func pauseReading() {
        isPausedByUser = true
        updateInterest()
    }

    /// The end of `pauseReading`.
    package func resumeReading() {
        isPausedByUser = false
        updateInterest()
    }

    /// Asks the system for what is of interest now.
    func updateInterest() {
        guard descriptor >= 0 else { return }
        var wanted: Interest = []
        switch state {
        case .open:
            if !isPausedByUser, unsent <= StreamLimit.choke { wanted.insert(.reading) }
        case .closing: wanted.insert(.reading)
        case .ended: return
        }
        if isBlocked { wanted.insert(.writing) }
        do {
            try watch(wanted)
        } catch {
            fail(.failed(error))
        }
    }

    override func ready(_ readiness: Readiness) {
        if readiness.contains(.writable), isBlocked { sendMore() }
        guard descriptor >= 0, !readiness.isDisjoint(with: [.readable, .broken]) else { return }
        if interest.contains(.reading) {
            _ = read()
        } else if readiness.contains(.broken) {
            // Nobody reads, and there is nobody any more to write to.
            finish(SocketOption.endFromError(descriptor))
        }
    }

    override func endOfTurn() {
        if descriptor < 0 {
            if case .ended = state { return }
            finish(verdict ?? .aborted)
        } else if verdict != nil {
            readRest()
        } else {
            flush()
            if case .closing(isFinSent: false) = state { sendFinWhenDone() }
        }
    }

    override func loopEnds() { abort() }
}

import Glibc

extension TCPStream {
    /// Orderly: what is queued is sent, then FIN; waits for the peer's FIN at most `lingering`
    /// nanoseconds, then closes. Input is dropped from here on. Does not block.
    package func close(lingering: Int64) {
        guard isOpen else { return }
        state = .closing(isFinSent: false)
        let timer = loop.makeTimer { [weak self] in self?.finish(.closed) }
        timer.deadline = loop.now.later(by: lingering)
        closeTimer = timer
        updateInterest()
        askForEndOfTurn()
    }

    /// At once, with RST: what is queued is lost.
    package func abort() {
        guard descriptor >= 0 else { return }
        SocketOption.resetOnClose(descriptor)
        verdict = .aborted
        closeDescriptor()
        askForEndOfTurn()
    }

    func sendFinWhenDone() {
        guard descriptor >= 0, unsent == 0 else { return }
        state = .closing(isFinSent: true)
        _ = shutdown(descriptor, Int32(SHUT_WR))
    }

    /// A write failed: the end comes at the end of the turn, after the rest of the input.
    func fail(_ end: StreamEnd) {
        guard verdict == nil else { return }
        verdict = end
        isBlocked = false
        releaseOutput()
        askForEndOfTurn()
    }

    /// The end, told to the handler. Called by the loop only.
    func finish(_ end: StreamEnd) {
        if case .ended = state { return }
        closeDescriptor()
        state = .ended
        closeTimer = nil
        let handler = self.handler
        self.handler = nil
        handler?.ended(self, end)
    }

    private func closeDescriptor() {
        releaseOutput()
        isBlocked = false
        release()
    }
}

extension EventSource {
    /// Closes the descriptor and gives up the place in the loop's table.
    final func release() {
        if descriptor >= 0 {
            loop.poller.remove(descriptor)
            Glibc.close(descriptor)
            descriptor = -1
        }
        _ = loop.sources.remove(token)
    }
}

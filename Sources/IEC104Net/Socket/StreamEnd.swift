/// How a stream ended.
package enum StreamEnd: Hashable, Sendable {
    /// Our orderly close is done.
    case closed
    /// We aborted it, or its loop was shut down.
    case aborted
    /// The peer closed it (FIN).
    case finished
    /// The peer broke it (RST).
    case reset
    /// The system gave it up, for instance after a time-out of TCP.
    case failed(SystemError)
}

/// What a stream carried so far.
package struct StreamStatistics: Hashable, Sendable {
    /// Octets that were read.
    package var octetsIn = 0
    /// Octets that the system took.
    package var octetsOut = 0
    /// Reads that gave octets.
    package var reads = 0
    /// Calls of the system to send.
    package var writes = 0
}

/// Who deals with what a stream says.
///
/// Every call comes from the loop, never from within a method of the stream, and may do anything
/// with the stream, also close it and let go of it.
package protocol TCPStreamHandler: AnyObject {
    /// One read: 1 to 65,536 octets, valid during the call. What is appended during it is sent
    /// when it returns, by one call of the system.
    func received(_ octets: Span<UInt8>, on stream: TCPStream)
    /// There was unsent output that the system would not take; now it has taken all of it.
    func drained(_ stream: TCPStream)
    /// The stream is over and its descriptor closed: exactly once, the last call.
    func ended(_ stream: TCPStream, _ end: StreamEnd)
}

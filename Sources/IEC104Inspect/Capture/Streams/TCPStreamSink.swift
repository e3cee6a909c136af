/// Takes what a `TCPReassembler` finds.
package protocol TCPStreamSink {
    /// A connection was found. Everything else about it comes between this and `closed`.
    mutating func opened(_ connection: TCPConnection)
    /// Something happened to a connection. Events come in the order of the packets.
    mutating func event(_ event: TCPEvent)
    /// The next octets of a stream, none of them twice.
    mutating func octets(_ octets: Span<UInt8>, _ position: StreamPosition)
    /// So many octets of the stream are missing; nil: it cannot be known how many. The position
    /// is that of the packet that decided it.
    mutating func gap(_ count: Int?, _ position: StreamPosition)
    /// Nothing more will come from this connection. The position is its last packet; `time` there
    /// tells when it was last seen, not when it was given up.
    mutating func closed(
        _ connection: TCPConnection, _ reason: TCPClosing, _ position: StreamPosition)
}

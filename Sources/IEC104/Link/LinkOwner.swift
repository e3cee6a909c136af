import IEC104Codec
import IEC104Session
import IEC104Station

/// The station that a link serves. All calls come on the thread of the loop.
protocol LinkOwner: AnyObject {
    /// The controlling station asks for data transfer, of a link that `asksBeforeStart`; whether it
    /// is granted. If not, the link ends.
    func linkAsksToStart(_ link: Link) -> Bool
    /// Data transfer has begun: ASDUs are asked for from now on.
    func linkStarted(_ link: Link)
    /// Data transfer has ended.
    func linkStopped(_ link: Link)
    /// An ASDU has arrived.
    func link(_ link: Link, received asdu: Span<UInt8>)
    /// The next ASDU to be sent, written into `output`; `nil` when there is none.
    func link(_ link: Link, next output: inout MutableSpan<UInt8>) -> Outgoing?
    /// All ASDUs up to the one with this ticket have arrived.
    func link(_ link: Link, confirmed ticket: UInt64)
    /// All that was received has been served, and what the link could take was sent.
    func linkTurnEnded(_ link: Link)
    /// The connection is over: no more octets come or go that the station knows of.
    func link(_ link: Link, closed end: LinkEnd)
    /// The socket is closed: not at once when what was queued had to be sent first. The last call.
    func linkReleased(_ link: Link)
}

extension LinkOwner {
    func linkAsksToStart(_ link: Link) -> Bool { true }
    func linkReleased(_ link: Link) {}
}

/// What a capture says about the interface of a packet.
struct CaptureInterface: Sendable {
    let linkType: LinkType
    /// The most octets captured of a packet, 0: no limit.
    let snapLength: UInt32
    var clock: CaptureClock
}

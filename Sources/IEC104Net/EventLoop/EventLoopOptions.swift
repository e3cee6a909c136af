/// How an event loop waits.
public struct EventLoopOptions: Hashable, Sendable {
    /// The call of the system that waits for sockets.
    public enum Poller: Hashable, Sendable, CaseIterable {
        /// The best that the system has.
        case automatic
        /// Linux only; elsewhere the same as `poll`.
        case epoll
        /// Any POSIX system.
        case poll
    }

    /// The call of the system that waits for sockets; default `automatic`.
    public var poller = Poller.automatic
    /// For how long after the last activity the loop asks for events again and again instead of
    /// sleeping: answers come some microseconds faster, one core is busy. Default zero.
    public var spin = Duration.zero
    /// What the system buffers of each socket and direction, in octets (SO_RCVBUF, SO_SNDBUF; Linux
    /// takes twice as much). Default `nil`: the system widens its buffers as it sees fit, up to
    /// megabytes; set it where thousands of peers may stop reading.
    public var socketBuffer: Int?
    /// The name of the thread, which tools such as `top -H` show; at most 15 octets are kept.
    public var name = "iec104"

    /// The defaults.
    public init() {}
}

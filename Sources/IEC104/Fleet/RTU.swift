public import IEC104Net
import IEC104Station

/// One RTU of a `Fleet`: its links, which the fleet makes and keeps, and its master.
public actor RTU {
    /// Its name in the fleet.
    public nonisolated let name: String
    /// How it is worked with.
    public nonisolated let configuration: RTUConfiguration
    /// The loop that it lives on.
    public nonisolated let loop: EventLoop
    /// Asks and commands the RTU on the link that is started, whichever that is. Its connections
    /// are the fleet's: `connect` throws, `disconnect` does nothing.
    public nonisolated let master: Master
    private let confined: Confined<RTUCore>

    /// Runs on the thread of `loop`.
    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe loop.asUnownedSerialExecutor()
    }

    init(
        _ configuration: RTUConfiguration, hub: FleetHub, gate: InterrogationGate,
        pace: Guarded<AttemptPace>, on loop: EventLoop
    ) {
        name = configuration.name
        self.configuration = configuration
        self.loop = loop
        let core = RTUCore(configuration, hub: hub, gate: gate, pace: pace, loop: loop)
        master = Master(managed: Confined(value: core.master))
        confined = Confined(value: core)
    }

    deinit {
        let confined = confined
        loop.submit { confined.value.dispose() }
    }

    /// The RTU as it is now.
    public var status: RTUStatus { confined.value.status }

    /// Its clock: offset and drift, as its events and its confirmations tell. A part of `status`,
    /// for who looks often.
    public var clock: ClockStatus { confined.value.watch.status }

    /// Moves data transfer to another link, in order: STOPDT first, so that nothing comes again.
    ///
    /// - Parameter link: the place of its endpoint in the configuration; `nil`: the next one that
    ///   is connected.
    /// - Returns: whether there is such a link, connected and not started.
    @discardableResult
    public func switchOver(to link: Int? = nil) -> Bool { confined.value.switchOver(to: link) }

    func begin() { confined.value.begin() }

    func tell(_ kind: FleetEvent.Kind) { confined.value.tell(kind) }

    func end(within limit: Duration) async {
        await withCheckedContinuation { confined.value.end(within: limit, $0) }
    }
}

import IEC104
import IEC104Inspect

/// What is counted of one outstation and the connections to it. A value: it is told what passes.
struct RTUMeter {
    /// How the connection stands.
    enum State: String, CaseIterable {
        case down, connected, started
    }

    /// The formats of APDUs.
    enum Format: Int, CaseIterable {
        case information, supervisory, unnumbered

        var letter: String { ["I", "S", "U"][rawValue] }
    }

    /// APDUs and octets that went one way.
    struct Traffic {
        var apdus: [UInt64] = [0, 0, 0]
        var octets: UInt64 = 0
    }

    let name: String
    var parameters: SessionParameters
    /// Whether the outstation is not there any more.
    var isGone = false
    /// The connections that are there, by their number.
    private var links: [Int: LinkMeter] = [:]
    private(set) var sent = Traffic()
    private(set) var received = Traffic()
    /// Objects of monitored data.
    private(set) var objects: UInt64 = 0
    private(set) var malformed: UInt64 = 0
    private(set) var connections: UInt64 = 0
    /// Why connections ended, and why none was made.
    private(set) var ends: [String: UInt64] = [:]
    private(set) var failures: [String: UInt64] = [:]
    private(set) var lastFailure: ConnectionFailure?
    /// Events that came again after a lost connection, and were left out.
    private(set) var repeatsDropped: UInt64 = 0
    /// Milliseconds since 1970, UTC.
    private(set) var lastReceived: Int64?
    private(set) var failedRequests: UInt64 = 0
    /// As the fleet knows it.
    var clock = ClockStatus()
    /// Seconds from an I APDU that was sent to its acknowledgement.
    private(set) var acknowledgement = Histogram([0.005, 0.025, 0.1, 0.5, 1, 2.5, 5, 10, 15])
    /// Seconds of interrogations that ended well.
    private(set) var interrogation = Histogram([0.1, 0.5, 1, 5, 10, 30, 60, 300])
    /// Seconds from the time tag of a spontaneous value to its receipt.
    private(set) var eventAge = Histogram([0.1, 0.5, 1, 5, 10, 30, 60, 300, 3600, 86_400])

    init(name: String, parameters: SessionParameters = SessionParameters()) {
        self.name = name
        self.parameters = parameters
    }

    init(_ target: MasterTarget) {
        self.init(name: target.name, parameters: target.configuration.master.parameters)
    }

    /// That of the best connection.
    var state: State {
        if links.values.contains(where: \.isStarted) { return .started }
        return links.isEmpty ? .down : .connected
    }

    /// I APDUs sent and not acknowledged.
    var waiting: Int { links.values.reduce(0) { $0 + $1.waiting } }
    /// I APDUs received since N(R) was sent.
    var owed: Int { links.values.reduce(0) { $0 + $1.owed } }
    /// The peers of the connections that are there, in the order in which they were made.
    var connected: [(peer: String, isStarted: Bool)] {
        links.sorted { $0.key < $1.key }.map { ($0.value.peer, $0.value.isStarted) }
    }

    // MARK: What it is told

    mutating func take(_ event: TraceEvent) {
        take(event.kind, at: event.time, link: event.link, peer: event.peer)
    }

    mutating func take(
        _ kind: TraceEvent.Kind, at time: Int64, link: Int, peer: SocketAddress?
    ) {
        switch kind {
        case .opened:
            connections += 1
            links[link] = LinkMeter(peer: peer?.description ?? "")
        case .started: links[link]?.isStarted = true
        case .stopped: links[link]?.isStarted = false
        case .sent(let octets):
            sent.add(octets)
            links[link]?.send(octets, time)
        case .received(let octets):
            lastReceived = time
            received.add(octets)
            links[link]?.receive(octets, time, into: &acknowledgement)
        case .malformed: malformed += 1
        case .closed(let end):
            ends[end.name, default: 0] += 1
            lastFailure = .ended(end)
            links[link] = nil
        case .injected: break
        }
    }

    mutating func take(_ failure: ConnectionFailure) {
        // The end of a connection was told by its trace.
        if case .ended = failure { return }
        failures[failure.name, default: 0] += 1
        lastFailure = failure
    }

    mutating func take(repeats count: Int) { repeatsDropped &+= UInt64(max(count, 0)) }

    mutating func take(
        _ request: MasterRequest, _ result: Result<RequestOutcome, RequestError>
    ) {
        switch (request, result) {
        case (.interrogation, .success(let outcome)):
            interrogation.add(outcome.duration / .seconds(1))
        case (_, .failure): failedRequests += 1
        case (_, .success): break
        }
    }

    /// The objects of an ASDU with monitored data.
    mutating func take(
        _ header: ASDUHeader, _ objects: Span<InformationObject>, at time: Int64,
        _ wireTime: WireTime
    ) {
        self.objects += UInt64(objects.count)
        guard header.cause.cause == .spontaneous else { return }
        for index in objects.indices {
            let tag = objects[index].timeTag
            guard let event = wireTime.milliseconds(of: tag, received: time) else { continue }
            eventAge.add(Double(time - event) / 1000)
        }
    }
}

extension RTUMeter.Traffic {
    fileprivate mutating func add(_ apdu: [UInt8]) {
        apdus[LinkMeter.format(apdu).rawValue] += 1
        octets += UInt64(apdu.count)
    }
}

extension LinkEnd {
    /// A stable name of why it ended: that of the procedures, or how the network told it.
    var name: String {
        switch network {
        case nil: reason.code.name
        case .finished: "finished"
        case .reset: "reset"
        case .failed: "network"
        }
    }
}

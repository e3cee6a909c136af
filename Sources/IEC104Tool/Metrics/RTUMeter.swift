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
    let parameters: SessionParameters
    private(set) var state = State.down
    private(set) var sent = Traffic()
    private(set) var received = Traffic()
    /// Objects of monitored data.
    private(set) var objects: UInt64 = 0
    private(set) var malformed: UInt64 = 0
    private(set) var connections: UInt64 = 0
    /// Why connections ended, and why none was made.
    private(set) var ends: [String: UInt64] = [:]
    private(set) var failures: [String: UInt64] = [:]
    private(set) var lastFailure: String?
    /// Milliseconds since 1970, UTC.
    private(set) var lastReceived: Int64?
    private(set) var failedRequests: UInt64 = 0
    /// Seconds from an I APDU that was sent to its acknowledgement.
    private(set) var acknowledgement = Histogram([0.005, 0.025, 0.1, 0.5, 1, 2.5, 5, 10, 15])
    /// Seconds of interrogations that ended well.
    private(set) var interrogation = Histogram([0.1, 0.5, 1, 5, 10, 30, 60, 300])
    /// Seconds from the time tag of a spontaneous value to its receipt.
    private(set) var eventAge = Histogram([0.1, 0.5, 1, 5, 10, 30, 60, 300, 3600, 86_400])
    /// When the I APDUs were sent that are not acknowledged, and the number of the first.
    private var unacknowledged: [Int64] = []
    private var firstUnacknowledged: UInt16 = 0
    /// I APDUs received since N(R) was sent.
    private(set) var owed = 0

    init(name: String, parameters: SessionParameters = SessionParameters()) {
        self.name = name
        self.parameters = parameters
    }

    /// I APDUs sent and not acknowledged.
    var waiting: Int { unacknowledged.count }

    // MARK: What it is told

    /// - Parameter time: milliseconds since 1970, UTC.
    mutating func take(_ kind: TraceEvent.Kind, at time: Int64) {
        switch kind {
        case .opened:
            state = .connected
            connections += 1
            (unacknowledged, firstUnacknowledged, owed) = ([], 0, 0)
        case .started: state = .started
        case .stopped: state = .connected
        case .sent(let octets): send(octets, time)
        case .received(let octets):
            lastReceived = time
            receive(octets, time)
        case .malformed: malformed += 1
        case .closed(let end):
            state = .down
            ends[end.name, default: 0] += 1
            lastFailure = "\(end)"
            (unacknowledged, owed) = ([], 0)
        case .injected: break
        }
    }

    mutating func take(_ failure: ConnectionFailure) {
        // The end of a connection was told by its trace.
        if case .ended = failure { return }
        failures[failure.name, default: 0] += 1
        lastFailure = "\(failure)"
    }

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

    // MARK: The window

    private mutating func send(_ octets: [UInt8], _ time: Int64) {
        sent.add(octets)
        guard octets.count >= 6 else { return }
        let format = Self.format(octets)
        if format == .information {
            if unacknowledged.isEmpty {
                firstUnacknowledged = Self.number(octets[2], octets[3])
            }
            // k is the most that a window has.
            if unacknowledged.count < 32_768 { unacknowledged.append(time) }
        }
        if format != .unnumbered { owed = 0 }
    }

    private mutating func receive(_ octets: [UInt8], _ time: Int64) {
        received.add(octets)
        guard octets.count >= 6 else { return }
        let format = Self.format(octets)
        if format == .information { owed += 1 }
        guard format != .unnumbered else { return }
        let number = Self.number(octets[4], octets[5])
        let count = Int((number &- firstUnacknowledged) & 0x7FFF)
        guard count <= unacknowledged.count else { return }
        for sent in unacknowledged.prefix(count) {
            acknowledgement.add(Double(max(time - sent, 0)) / 1000)
        }
        unacknowledged.removeFirst(count)
        firstUnacknowledged = number
    }

    private static func number(_ low: UInt8, _ high: UInt8) -> UInt16 {
        UInt16(low >> 1) | UInt16(high) << 7
    }

    fileprivate static func format(_ octets: [UInt8]) -> Format {
        guard octets.count > 2 else { return .unnumbered }
        return octets[2] & 1 == 0
            ? .information : octets[2] & 3 == 1 ? .supervisory : .unnumbered
    }
}

extension RTUMeter.Traffic {
    fileprivate mutating func add(_ apdu: [UInt8]) {
        apdus[RTUMeter.format(apdu).rawValue] += 1
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

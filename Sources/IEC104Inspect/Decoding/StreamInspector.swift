import IEC104Codec

/// Turns the TCP streams of a capture into records.
struct StreamInspector<Sink: InspectionSink>: TCPStreamSink {
    var maker: RecordMaker<Sink>
    private let ports: PortSet
    private let findsPorts: Bool
    private var connections: [Int: Connection] = [:]
    private var foreign: [Notice] = []

    private static var defaultPorts: PortSet { [2404] }
    private static var heldEventLimit: Int { 16 }
    private static var foreignLimit: Int { 16 }
    /// Enough to see a handshake.
    private static var foreignMessageLimit: Int { 3 }

    /// - Parameter ports: the ports that are looked at; `nil`: 2404, and any other connection whose
    ///   first octets are an APDU.
    init(maker: RecordMaker<Sink>, ports: PortSet?) {
        self.maker = maker
        self.ports = ports ?? Self.defaultPorts
        findsPorts = ports == nil
    }

    private struct Connection {
        let tcp: TCPConnection
        var isSelected: Bool
        var isIgnored = false
        /// How many messages of another protocol were noticed.
        var foreignMessages = 0
        var control = StreamDecoder(portionsAreSegments: true)
        var monitor = StreamDecoder(portionsAreSegments: true)
        /// Events from before it was known that the connection matters.
        var held: [ConnectionEvent] = []

        func endpoints(_ direction: Direction) -> (from: Endpoint, to: Endpoint) {
            direction == .control ? (tcp.client, tcp.server) : (tcp.server, tcp.client)
        }

        func event(
            _ kind: ConnectionEvent.Kind, _ position: StreamPosition, sequence: UInt32 = 0,
            acknowledgment: UInt32 = 0, isRepeated: Bool = false
        ) -> ConnectionEvent {
            ConnectionEvent(
                kind: kind, connection: tcp.index + 1, client: tcp.client, server: tcp.server,
                direction: position.direction, time: position.time, packet: position.packet,
                sequence: sequence, acknowledgment: acknowledgment, isRepeated: isRepeated)
        }

        /// Hands octets on, or ignores them; `false` while it is not known which.
        mutating func deliver(
            _ octets: Span<UInt8>, _ position: StreamPosition, to maker: inout RecordMaker<Sink>
        ) -> Bool {
            guard isSelected, !isIgnored else { return isIgnored }
            let origin = origin(position)
            if position.direction == .control {
                control.receive(octets) { finding, octets, _ in
                    maker.make(finding, octets, origin)
                }
            } else {
                monitor.receive(octets) { finding, octets, _ in
                    maker.make(finding, octets, origin)
                }
            }
            return true
        }

        func origin(_ position: StreamPosition) -> RecordMaker<Sink>.Origin {
            let (from, to) = endpoints(position.direction)
            return RecordMaker<Sink>.Origin(
                time: position.time, connection: tcp.index + 1, from: from, to: to,
                direction: position.direction, place: .packet(position.packet))
        }
    }

    mutating func opened(_ connection: TCPConnection) {
        let isSelected =
            ports.contains(connection.server.port) || ports.contains(connection.client.port)
        connections[connection.index] = Connection(tcp: connection, isSelected: isSelected)
    }

    mutating func event(_ event: TCPEvent) {
        guard let connection = connections[event.position.connection] else { return }
        let kind: ConnectionEvent.Kind =
            switch event.kind {
            case .syn: .syn
            case .synAck: .synAck
            case .established: .established
            case .fin: .fin
            case .ended: .ended
            case .reset: .reset
            case .refused: .refused
            case .retransmission: .retransmission(event.octets)
            case .keepAlive: .keepAlive
            }
        hold(
            connection.event(
                kind, event.position, sequence: event.sequence,
                acknowledgment: event.acknowledgment, isRepeated: event.isRepeated))
    }

    mutating func octets(_ octets: Span<UInt8>, _ position: StreamPosition) {
        guard let index = connections.index(forKey: position.connection) else { return }
        // One access in place: reading a property of a dictionary's value copies the whole value.
        if connections.values[index].deliver(octets, position, to: &maker) { return }
        if select(index, octets, position) {
            _ = connections.values[index].deliver(octets, position, to: &maker)
        }
    }

    mutating func gap(_ count: Int?, _ position: StreamPosition) {
        guard let index = connections.index(forKey: position.connection),
            !connections.values[index].isIgnored
        else { return }
        interrupt(index, position)
        hold(connections.values[index].event(.gap(count), position))
    }

    mutating func closed(
        _ connection: TCPConnection, _ reason: TCPClosing, _ position: StreamPosition
    ) {
        guard let index = connections.index(forKey: connection.index) else { return }
        for direction in [Direction.control, .monitor] {
            var last = position
            last.direction = direction
            interrupt(index, last)
        }
        if reason == .evicted || reason == .replaced {
            hold(connections.values[index].event(.abandoned, position))
        }
        connections.remove(at: index)
    }

    /// Tells what else the capture holds when it holds no IEC 104.
    mutating func finish() {
        guard maker.summary.apdus == 0 else { return }
        for notice in foreign { maker.make(notice) }
    }

    private mutating func interrupt(
        _ index: Dictionary<Int, Connection>.Index, _ position: StreamPosition
    ) {
        let origin = connections.values[index].origin(position)
        if position.direction == .control {
            connections.values[index].control.interrupt { finding, octets, _ in
                maker.make(finding, octets, origin)
            }
        } else {
            connections.values[index].monitor.interrupt { finding, octets, _ in
                maker.make(finding, octets, origin)
            }
        }
    }

    /// Hands an event on, or keeps it until it is known whether its connection matters.
    private mutating func hold(_ event: ConnectionEvent) {
        guard let index = connections.index(forKey: event.connection - 1) else { return }
        if connections.values[index].isSelected {
            maker.sink.receive(event)
        } else if findsPorts, !connections.values[index].isIgnored,
            connections.values[index].held.count < Self.heldEventLimit
        {
            connections.values[index].held.append(event)
        }
    }

    /// Decides by the first octets whether a connection on another port matters.
    private mutating func select(
        _ index: Dictionary<Int, Connection>.Index, _ octets: Span<UInt8>,
        _ position: StreamPosition
    ) -> Bool {
        let connection = connections.values[index]
        let known = ForeignProtocol(octets)
        if findsPorts, known == nil, connection.foreignMessages == 0, octets.count > 0,
            octets[0] == APDU.start,
            // The first segment may end within the control field.
            Plausibility(octets, isEnd: octets.count >= APDU.headerLength) != .no
        {
            connections.values[index].isSelected = true
            for event in connection.held { maker.sink.receive(event) }
            connections.values[index].held = []
            return true
        }
        connections.values[index].foreignMessages += 1
        connections.values[index].isIgnored =
            known == nil || connection.foreignMessages + 1 >= Self.foreignMessageLimit
        connections.values[index].held = []
        if let known, foreign.count < Self.foreignLimit {
            let (from, to) = connection.endpoints(position.direction)
            var shown: [UInt8] = []
            for index in 0..<min(octets.count, 16) { shown.append(octets[index]) }
            foreign.append(
                .foreign(
                    known, connection: position.connection + 1, from: from, to: to, octets: shown))
        }
        return false
    }
}

/// Writes what passed on TCP connections as a capture (pcap, Ethernet) that any reader of captures
/// takes: the packets are made up, with true addresses, ports and times, and with sequence numbers
/// and checksums that fit. A value: what is written waits in `octets`.
///
/// A connection is opened before anything passes on it; calls for one that is not open do nothing.
public struct CaptureWriter: Sendable {
    /// Which side sends.
    public enum Side: Sendable {
        /// The side that opened the connection.
        case client
        /// The other side.
        case server
    }

    /// The two ends of a connection, and the next sequence number of each.
    private struct Flow {
        let client: Endpoint
        let server: Endpoint
        // Any number serves; a fixed one makes captures that can be compared.
        var clientNext: UInt32 = 1_000
        var serverNext: UInt32 = 2_000
    }

    /// The flags of TCP.
    private enum Flag {
        static let fin: UInt8 = 0x01
        static let syn: UInt8 = 0x02
        static let reset: UInt8 = 0x04
        static let push: UInt8 = 0x08
        static let acknowledge: UInt8 = 0x10
    }

    /// What was written since `removeAll`; at first the header of the file.
    public private(set) var octets: [UInt8]
    private var flows: [Int: Flow] = [:]
    private var packet = PacketBuilder()

    /// A capture without packets.
    public init() {
        // Nanoseconds, version 2.4, packets up to 65,535 octets, Ethernet.
        octets = [0x4D, 0x3C, 0xB2, 0xA1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0]
        octets += [0xFF, 0xFF, 0, 0, 1, 0, 0, 0]
    }

    /// Forgets what was written, and keeps the memory.
    public mutating func removeAll() { octets.removeAll(keepingCapacity: true) }

    /// A connection was made: SYN, SYN with ACK, ACK.
    ///
    /// - Parameters:
    ///   - connection: any number by which the caller knows it.
    ///   - time: nanoseconds since 1970, UTC; so in the other calls.
    public mutating func open(
        _ connection: Int, client: Endpoint, server: Endpoint, at time: Int64
    ) {
        flows[connection] = Flow(client: client, server: server)
        send(connection, .client, Flag.syn, Span(), time)
        send(connection, .server, Flag.syn | Flag.acknowledge, Span(), time)
        send(connection, .client, Flag.acknowledge, Span(), time)
    }

    /// Octets that passed, at most 65,000: one APDU.
    public mutating func data(
        _ connection: Int, from side: Side, _ payload: Span<UInt8>, at time: Int64
    ) {
        guard !payload.isEmpty else { return }
        send(
            connection, side, Flag.push | Flag.acknowledge,
            payload.extracting(first: 65_000), time)
    }

    /// An orderly end that `side` began: FIN, FIN, ACK.
    public mutating func finish(_ connection: Int, by side: Side, at time: Int64) {
        let other: Side = side == .client ? .server : .client
        send(connection, side, Flag.fin | Flag.acknowledge, Span(), time)
        send(connection, other, Flag.fin | Flag.acknowledge, Span(), time)
        send(connection, side, Flag.acknowledge, Span(), time)
        flows[connection] = nil
    }

    /// `side` broke the connection: RST.
    public mutating func reset(_ connection: Int, by side: Side, at time: Int64) {
        send(connection, side, Flag.reset | Flag.acknowledge, Span(), time)
        flows[connection] = nil
    }

    /// The connection is over without a word on the line.
    public mutating func abandon(_ connection: Int) { flows[connection] = nil }

    private mutating func send(
        _ connection: Int, _ side: Side, _ flags: UInt8, _ payload: Span<UInt8>, _ time: Int64
    ) {
        guard var flow = flows[connection] else { return }
        let isClient = side == .client
        packet.build(
            from: isClient ? flow.client : flow.server, to: isClient ? flow.server : flow.client,
            sequence: isClient ? flow.clientNext : flow.serverNext,
            acknowledgement: flags & Flag.acknowledge == 0
                ? 0 : isClient ? flow.serverNext : flow.clientNext,
            flags: flags, payload)
        // SYN and FIN count as an octet.
        let length =
            UInt32(truncatingIfNeeded: payload.count)
            &+ (flags & (Flag.syn | Flag.fin) == 0 ? 0 : 1)
        if isClient {
            flow.clientNext &+= length
        } else {
            flow.serverNext &+= length
        }
        flows[connection] = flow
        appendRecord(time)
    }

    private mutating func appendRecord(_ time: Int64) {
        let (seconds, fraction) = max(time, 0).quotientAndRemainder(dividingBy: 1_000_000_000)
        let length = UInt32(truncatingIfNeeded: packet.octets.count)
        for word in [
            UInt32(truncatingIfNeeded: seconds), UInt32(truncatingIfNeeded: fraction), length,
            length,
        ] {
            for shift in stride(from: 0, to: 32, by: 8) {
                octets.append(UInt8(truncatingIfNeeded: word >> UInt32(shift)))
            }
        }
        octets += packet.octets
    }
}

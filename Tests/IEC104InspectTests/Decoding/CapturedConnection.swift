import IEC104Inspect

/// A TCP connection in a capture, whose sequence numbers count themselves.
struct CapturedConnection {
    var clientPort: UInt16 = 50_000
    var serverPort: UInt16 = 2404
    private var clientNumber: UInt32 = 100
    private var serverNumber: UInt32 = 500

    init(port: UInt16 = 2404, clientPort: UInt16 = 50_000) {
        serverPort = port
        self.clientPort = clientPort
    }

    /// SYN, SYN-ACK, ACK.
    mutating func open(in file: inout CaptureFile) {
        client([.syn], in: &file)
        server([.syn, .ack], in: &file)
        client([.ack], in: &file)
    }

    /// FIN, ACK, FIN, ACK.
    mutating func close(in file: inout CaptureFile) {
        client([.fin, .ack], in: &file)
        server([.fin, .ack], in: &file)
        client([.ack], in: &file)
    }

    mutating func client(
        _ flags: TCPFlags = [.ack, .psh], _ payload: [UInt8] = [], in file: inout CaptureFile,
        isLost: Bool = false
    ) {
        let segment = RawPacket.tcp(
            from: clientPort, to: serverPort, sequence: clientNumber,
            acknowledgment: flags.contains(.ack) ? serverNumber : 0, flags: flags,
            payload: payload)
        if !isLost { add(RawPacket.ipv4(segment), to: &file) }
        clientNumber &+= UInt32(payload.count)
        if flags.contains(.syn) || flags.contains(.fin) { clientNumber &+= 1 }
    }

    mutating func server(
        _ flags: TCPFlags = [.ack, .psh], _ payload: [UInt8] = [], in file: inout CaptureFile,
        isLost: Bool = false
    ) {
        let segment = RawPacket.tcp(
            from: serverPort, to: clientPort, sequence: serverNumber,
            acknowledgment: flags.contains(.ack) ? clientNumber : 0, flags: flags,
            payload: payload)
        let packet = RawPacket.ipv4(
            segment, from: RawPacket.serverAddress, to: RawPacket.clientAddress)
        if !isLost { add(packet, to: &file) }
        serverNumber &+= UInt32(payload.count)
        if flags.contains(.syn) || flags.contains(.fin) { serverNumber &+= 1 }
    }

    private func add(_ packet: [UInt8], to file: inout CaptureFile) {
        file.record(RawPacket.ethernet(packet), seconds: 1_600_000_000)
    }
}

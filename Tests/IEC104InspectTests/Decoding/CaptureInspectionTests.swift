import IEC104Inspect
import IEC104TestKit
import Testing

@Suite("Captures, from packets to APDUs")
struct CaptureInspectionTests {
    private static let handshake = ["tcp syn", "tcp synAck", "tcp established"]

    private func lines(_ connection: Int, _ lines: [String]) -> [String] {
        lines.map { "[\(connection)] \($0)" }
    }

    @Test("a connection is one timeline from handshake to close")
    func timeline() {
        var file = CaptureFile.pcap()
        var connection = CapturedConnection()
        connection.open(in: &file)
        connection.client([.ack, .psh], Sample.startAct, in: &file)
        connection.server([.ack, .psh], Sample.startCon, in: &file)
        connection.client([.ack, .psh], Sample.interrogation, in: &file)
        connection.close(in: &file)
        let inspection = Inspection(file.octets)
        #expect(
            inspection.lines
                == lines(
                    1,
                    Self.handshake + [
                        "STARTDT act 680407000000", "STARTDT con 68040b000000",
                        "I 0 \(Sample.interrogation.hex)", "tcp fin", "tcp fin", "tcp ended",
                    ]))
        #expect(inspection.log.records.map(\.direction) == [.control, .monitor, .control])
        #expect(inspection.log.records.map(\.place) == [.packet(4), .packet(5), .packet(6)])
        #expect(inspection.log.events.first?.sequence == 100)
        #expect(inspection.counts.unreadable == 0)
        for portion in [1, 3, 100] {
            #expect(Inspection(file.octets, portion: portion).lines == inspection.lines)
        }
    }

    @Test("connections that run at the same time do not mix")
    func severalConnections() {
        var file = CaptureFile.pcap()
        var first = CapturedConnection(clientPort: 50_001)
        var second = CapturedConnection(clientPort: 50_002)
        first.open(in: &file)
        second.open(in: &file)
        first.client([.ack], Array(Sample.interrogation.prefix(5)), in: &file)
        second.client([.ack], Array(Sample.measured.prefix(9)), in: &file)
        first.client([.ack], Array(Sample.interrogation.dropFirst(5)), in: &file)
        second.client([.ack], Array(Sample.measured.dropFirst(9)), in: &file)
        let apdus = Inspection(file.octets).lines.filter { $0.contains("I ") }
        #expect(
            apdus == ["[1] I 0 \(Sample.interrogation.hex)", "[2] I 1 \(Sample.measured.hex)"])
    }

    @Test("a port that nobody named is found by content, with what TCP did before")
    func portByContent() {
        var file = CaptureFile.pcap()
        var connection = CapturedConnection(port: 19_998)
        connection.open(in: &file)
        connection.client([.ack, .psh], Sample.startAct, in: &file)
        let found = Inspection(file.octets)
        #expect(found.lines == lines(1, Self.handshake + ["STARTDT act 680407000000"]))
        #expect(Inspection(file.octets, ports: [19_998]).lines == found.lines)
        #expect(Inspection(file.octets, ports: [2404]).lines.isEmpty)
    }

    @Test("other traffic is left out beside IEC 104")
    func otherTraffic() {
        var file = CaptureFile.pcap()
        var other = CapturedConnection(port: 80, clientPort: 50_003)
        var ours = CapturedConnection()
        other.open(in: &file)
        ours.open(in: &file)
        other.client([.ack], Array("GET / HTTP/1.1\r\n".utf8), in: &file)
        ours.client([.ack], Sample.startAct, in: &file)
        other.server([.ack], Array("HTTP/1.1 200 OK\r\n".utf8), in: &file)
        let inspection = Inspection(file.octets)
        #expect(inspection.lines == lines(2, Self.handshake + ["STARTDT act 680407000000"]))
    }

    @Test("a capture of the wrong port explains itself, with the steps of a handshake")
    func wrongPort() {
        var file = CaptureFile.pcap()
        var connection = CapturedConnection(port: 9600)
        connection.open(in: &file)
        let steps = ForeignProtocolTests.messages.prefix(2).compactMap { [UInt8](hex: $0.hex) }
        connection.client([.ack], steps[0], in: &file)
        connection.server([.ack], steps[1], in: &file)
        let inspection = Inspection(file.octets)
        #expect(
            inspection.lines == [
                "notice no IEC 104: 10.0.0.1:50000 -> 10.0.0.2:9600 is FINS/TCP, "
                    + "handshake: client asks for its node address",
                "notice no IEC 104: 10.0.0.2:9600 -> 10.0.0.1:50000 is FINS/TCP, "
                    + "handshake: server gives the node addresses",
            ])
        let named = Inspection(file.octets, ports: [9600])
        #expect(named.lines.filter { $0.contains("foreign FINS/TCP") }.count == 2)
    }

    @Test("IEC 104 that follows another protocol on the port is read")
    func afterForeign() {
        var file = CaptureFile.pcap()
        var connection = CapturedConnection()
        connection.open(in: &file)
        connection.client([.ack], Array("GET / HTTP/1.1\r\n\r\n".utf8), in: &file)
        connection.client([.ack], Sample.startAct, in: &file)
        let found = Inspection(file.octets).lines.dropFirst(3)
        #expect(found.count == 2)
        #expect(found.last == "[1] STARTDT act 680407000000")
    }

    @Test("a gap is marked, the APDU that it cuts is named, and the next one is read")
    func gap() {
        var file = CaptureFile.pcap()
        var connection = CapturedConnection()
        connection.open(in: &file)
        connection.server([.ack], Sample.startCon + Sample.measured.prefix(10), in: &file)
        connection.server([.ack], Array(Sample.measured.dropFirst(10)), in: &file, isLost: true)
        connection.server([.ack], Sample.testCon, in: &file)
        connection.client([.ack], [], in: &file)
        connection.close(in: &file)
        let inspection = Inspection(file.octets)
        #expect(
            inspection.lines.dropFirst(3).prefix(4)
                == lines(
                    1,
                    [
                        "STARTDT con 68040b000000",
                        "error apdu-truncated \(Array(Sample.measured.prefix(10)).hex)",
                        "tcp gap(Optional(14))", "TESTFR con 680483000000",
                    ])[...])
        #expect(inspection.counts.unreadable == 1)
    }

    @Test("an APDU that the end of the capture cuts is named")
    func cutAtEnd() {
        var file = CaptureFile.pcap()
        var connection = CapturedConnection()
        connection.open(in: &file)
        connection.client([.ack], Array(Sample.interrogation.prefix(12)), in: &file)
        let inspection = Inspection(file.octets)
        #expect(inspection.lines.last?.hasPrefix("[1] error apdu-truncated 680e") == true)
        #expect(inspection.counts.unreadable == 1)
    }

    @Test("a capture that begins in mid-stream is read from the next APDU on")
    func midStream() {
        var file = CaptureFile.pcap()
        var connection = CapturedConnection()
        connection.server([.ack], Array(Sample.measured.suffix(9)) + Sample.testCon, in: &file)
        connection.server([.ack], Sample.measured, in: &file)
        let apdus = Inspection(file.octets).lines.filter { !$0.contains("tcp") }
        #expect(
            apdus.suffix(2)
                == ["[1] TESTFR con 680483000000", "[1] I 1 \(Sample.measured.hex)"])
    }

    @Test("a capture cut inside a packet gives all before it, and says so")
    func truncatedFile() throws {
        var file = CaptureFile.pcap()
        var connection = CapturedConnection()
        connection.open(in: &file)
        connection.client([.ack], Sample.startAct, in: &file)
        let inspection = Inspection(Array(file.octets.dropLast(3)))
        #expect(inspection.lines.prefix(3) == lines(1, Self.handshake)[...])
        #expect(inspection.counts.faults == 1)
        #expect(try #require(inspection.lines.last).contains("ends inside this record"))
    }

    @Test("a fault that a capture is read past is told all the same")
    func passedFault() {
        var file = CaptureFile.pcapng()
        file.packet(RawPacket.ethernet(RawPacket.hello), interface: 7)
        file.packet(RawPacket.ethernet(RawPacket.hello))
        let inspection = Inspection(file.octets)
        #expect(inspection.counts.faults == 1)
        #expect(inspection.log.notices.count == 1)
    }
}

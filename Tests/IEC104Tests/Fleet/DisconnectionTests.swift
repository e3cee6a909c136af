import IEC104
import Testing

/// Why the connections of an RTU ended, as the library tells it.
@Suite("Why an RTU was disconnected")
struct DisconnectionTests {
    /// What an outstation does when it is interrogated, and what is told of the end.
    struct Row: Sendable, CustomTestStringConvertible {
        var name: String
        /// I APDUs that come first.
        var data = 0
        /// What comes behind them.
        var octets: [UInt8] = []
        /// How the outstation ends the connection then.
        var close: @Sendable (RawPeer) -> Void = { _ in }
        var code: SessionError.Code
        var network: LinkEnd.NetworkEnd?
        var offending: Int32?
        /// Words of the last APDU.
        var last: String
        var testDescription: String { name }
    }

    static let rows: [Row] = [
        Row(
            name: "nothing any more: t1", code: .informationTimeout, offending: 0,
            last: "sent I N(S) 0 N(R) 0 C_IC_NA_1 activation"),
        Row(
            name: "FIN behind two values", data: 2,
            close: { $0.stream?.close(lingering: 1_000_000_000) }, code: .lost,
            network: .finished, last: "received I N(S) 1 N(R) 0 M_SP_NA_1 spontaneous, station 1"),
        Row(
            name: "RST", close: { $0.stream?.abort() }, code: .lost, network: .reset,
            last: "sent I N(S) 0"),
        Row(
            name: "a wrong N(S)", data: 3, octets: Frame.i(7, 0, Frame.singlePoint),
            code: .sendNumber, offending: 7, last: "received I N(S) 7 N(R) 0 M_SP_NA_1"),
        Row(
            name: "an N(R) ahead", data: 1, octets: Frame.s(9), code: .receiveNumber,
            offending: 9, last: "received S N(R) 9"),
        Row(
            name: "no APDU", data: 1, octets: [0x16], code: .badStart, offending: 0x16,
            last: "received I N(S) 0 N(R) 0 M_SP_NA_1"),
        Row(
            name: "STOPDT act", octets: Frame.stopDT, code: .stopReceived, offending: 0x13,
            last: "received STOPDT act"),
    ]

    @Test("each end has its reason, the numbers of that moment and the last APDUs", arguments: rows)
    func row(_ row: Row) throws {
        let loop = try EventLoop()
        defer { loop.shutDown() }
        let server = try RawServer(loop)
        defer { server.close() }
        server.answer { control, _, peer in
            switch control {
            case .unnumbered(.startDTAct): return Frame.u(.startDTCon)
            case .information:
                let data = (0..<row.data).flatMap { Frame.i(UInt16($0), 0, Frame.singlePoint) }
                peer.send(data + row.octets)
                row.close(peer)
                return []
            default: return []
            }
        }
        var configuration = RTUConfiguration.quick("odd", [server.port])
        configuration.master.parameters =
            row.code == .informationTimeout
            ? SessionParameters(t1: .seconds(2), t2: .seconds(1)) : SessionParameters()
        let running = try RunningFleet(loop, [configuration])
        defer { running.finish() }
        let events = running.fleet.events()
        let (told, pause) = try loop.run {
            for await event in events {
                if case .ended(0, let told, let pause) = event.kind { return (told, pause) }
            }
            throw CancellationError()
        }
        #expect(told.end.reason.code == row.code && told.end.network == row.network)
        #expect(told.end.reason.offending == row.offending && told.end.reason.phase == .started)
        #expect(told.endpoint == RTUEndpoint("127.0.0.1", port: server.port))
        #expect(told.parameters == configuration.master.parameters)
        #expect(told.end.unconfirmed == 1 && told.unsent == 0 && told.shortTransfers == 1)
        #expect(told.unacknowledgedReceived == row.data)
        #expect(told.silence >= (row.code == .informationTimeout ? .seconds(2) : .zero))
        #expect(told.duration >= told.silence && pause != nil)
        #expect(told.lastWords.last?.hasPrefix(row.last) == true, "\(told.lastWords)")
        #expect(told.lastFrames.first?.octets == Frame.startDT && told.lastFrames[0].isSent)
        #expect(told.lastFrames.map(\.age) == told.lastFrames.map(\.age).sorted(by: >))
        #expect("\(told)".contains("1 of k = 12 sent and not acknowledged"))
        // Who asks for the status hears the same.
        let rtu = try #require(running.rtus.first)
        let status = try loop.here { rtu.assumeIsolated { $0.status } }
        #expect(status.links.first?.lastEnd?.end.reason.code == row.code)
        #expect(status.lastError?.contains("1 of k = 12") == true)
    }

    @Test("an outstation that nobody serves is told as not connected, with the pause")
    func refused() throws {
        let loop = try EventLoop()
        defer { loop.shutDown() }
        let running = try RunningFleet(loop, [.quick("absent", [1])])
        defer { running.finish() }
        let events = running.fleet.events()
        let (failure, pause) = try loop.run {
            for await event in events {
                if case .notConnected(0, let failure, let pause) = event.kind {
                    return (failure, pause)
                }
            }
            throw CancellationError()
        }
        #expect(failure.name == "refused" && "\(failure)".contains("127.0.0.1:1"))
        #expect(pause.map { $0 > .zero } == true)
    }
}

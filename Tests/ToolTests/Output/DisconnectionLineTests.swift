import Foundation
import Testing

@testable import IEC104
@testable import IEC104Tool

/// Why an RTU was disconnected, as `iec104 master --format json` tells it: read by Foundation.
@Suite("Why it disconnected, as JSON", .timeLimit(.minutes(10)))
struct DisconnectionLineTests {
    /// A line of `--format json` that tells an end, or that there is no connection.
    private struct Line: Decodable {
        var time: String
        var rtu: String
        var event: String
        var link: Int
        var endpoint: String
        var reason: String
        var text: String
        var connectedMs: Int?
        var silentMs: Int?
        var unacknowledgedSent: Int?
        var unacknowledgedReceived: Int?
        var unsentOctets: Int?
        var shortTransfers: Int?
        var last: [String]?
        var nextAttemptMs: Int?
        var attempts: Int?
        var failingMs: Int?

        init(_ text: some StringProtocol) throws {
            self = try JSONDecoder().decode(Line.self, from: Data(text.utf8))
        }
    }

    /// The members that each end has, and no other ones.
    private static let members: Set<String> = [
        "time", "rtu", "event", "link", "endpoint", "reason", "text", "connectedMs", "silentMs",
        "unacknowledgedSent", "unacknowledgedReceived", "unsentOctets", "last",
    ]

    private static func names(_ text: some StringProtocol) throws -> Set<String> {
        let object = try JSONSerialization.jsonObject(with: Data(text.utf8))
        return Set(try #require(object as? [String: Any]).keys)
    }

    private static func disconnection(
        _ reason: SessionError.Code, _ network: LinkEnd.NetworkEnd? = nil, offending: Int32? = nil
    ) -> Disconnection {
        let end = LinkEnd(
            reason: SessionError(
                code: reason, phase: .started, sendState: 2, receiveState: 9,
                acknowledgedState: 32767, offending: offending),
            network: network, statistics: SessionStatistics())
        return Disconnection(
            end: end, endpoint: RTUEndpoint("10.0.0.7"), parameters: SessionParameters(),
            duration: .milliseconds(61_234), silence: .microseconds(15_000_999),
            unacknowledgedReceived: 4, unsent: 77,
            lastFrames: [
                RecentFrame(
                    isSent: true, age: .milliseconds(15_040),
                    octets: [0x68, 14, 2, 0, 18, 0, 100, 1, 6, 0, 3, 0, 0, 0, 0, 20], length: 16),
                RecentFrame(
                    isSent: false, age: .milliseconds(2_000), octets: [0x68, 4, 1, 0, 4, 0],
                    length: 6),
                RecentFrame(isSent: false, age: .zero, octets: [0x16, 0x22, 0x5C], length: 3),
            ], profile: .standard)
    }

    @Test(
        "the numbers of that moment are members, whole milliseconds and counts, for each reason",
        arguments: [
            (disconnection(.informationTimeout, offending: 32767), "information-timeout", "t1"),
            (disconnection(.testTimeout), "test-timeout", "t1"),
            (disconnection(.sendNumber, offending: 7), "send-number", "(N(S) 7)"),
            (disconnection(.receiveNumber, offending: 3), "receive-number", "(N(R) 3)"),
            (disconnection(.badStart, offending: 0x16), "bad-start", "(found 16 hex)"),
            (disconnection(.lost, .finished), "finished", "the peer closed the connection (FIN)"),
            (disconnection(.lost, .reset), "reset", "the peer broke the connection (RST)"),
            (disconnection(.ended), "ended", "this side ended the connection"),
        ])
    func exact(_ disconnection: Disconnection, _ reason: String, _ words: String) throws {
        let event = FleetEvent(
            rtu: "Süd \"7\"\n", time: 1_700_000_000_123,
            kind: .ended(link: 1, disconnection, pause: .milliseconds(1_500)))
        let endpoints = [RTUEndpoint("10.0.0.6"), RTUEndpoint("fe80::7", port: 2405)]
        let octets = try #require(FleetEventLine.octets(event, endpoints: endpoints))
        let text = String(decoding: octets, as: UTF8.self)
        #expect(text.hasSuffix("}\n") && text.dropLast().contains("\n") == false)
        #expect(try Self.names(text) == Self.members.union(["nextAttemptMs"]))
        let line = try Line(text)
        #expect(line.time == "2023-11-14T22:13:20.123Z" && line.rtu == "Süd \"7\"\n")
        #expect(line.event == "ended" && line.link == 1 && line.endpoint == "[fe80::7]:2405")
        #expect(line.reason == reason && line.text.contains(words))
        #expect(line.connectedMs == 61_234 && line.silentMs == 15_000)
        // V(S) 2 and Ack 32767: three are under way.
        #expect(line.unacknowledgedSent == 3 && line.unacknowledgedReceived == 4)
        #expect(line.unsentOctets == 77 && line.nextAttemptMs == 1_500)
        #expect(
            line.last == [
                "sent I N(S) 1 N(R) 9 C_IC_NA_1 activation, station 3, 1 object, 15 s before",
                "received S N(R) 2, 2 s before", "received 3 octets that are no APDU, 0 s before",
            ])
        // The sentence has what the members have.
        for part in ["connected for 61.2 s", "nothing received for 15 s", "3 of k = 12", "4 of w"] {
            #expect(line.text.contains(part), "\(part)")
        }
    }

    @Test("what there is nothing to say of is left out")
    func absent() throws {
        var disconnection = Self.disconnection(.lost, .reset)
        (disconnection.lastFrames, disconnection.shortTransfers) = ([], 3)
        let event = FleetEvent(
            rtu: "a", time: 0, kind: .ended(link: 0, disconnection, pause: nil))
        let octets = try #require(FleetEventLine.octets(event, endpoints: []))
        let text = String(decoding: octets, as: UTF8.self)
        #expect(
            try Self.names(text)
                == Self.members.subtracting(["endpoint"]).union(["shortTransfers"]))
        #expect(text.contains("\"last\":[]") && text.contains("\"shortTransfers\":3"))
    }

    @Test("of outstations that end it in their ways: t1, FIN, a wrong N(S), nobody listens")
    func told() throws {
        func outstation(_ fault: String) throws -> (RunningTool, String) {
            let tool = try RunningTool([
                "outstation", "--listen", "127.0.0.1:0", "--fault", fault,
            ])
            return (tool, "127.0.0.1:" + (try tool.port()))
        }
        let (silent, late) = try outstation("silence after 1")
        let (closing, closed) = try outstation("fin after 1")
        let (odd, wrong) = try outstation("wrong-ns")
        let refused = "127.0.0.1:1"
        let master = try RunningTool([
            "master", refused, late, closed, wrong, "--station", "1", "--interrogate", "--t1", "2",
            "--t2", "1", "--format", "json",
        ])
        var ends: [String: Line] = [:]
        while ends.count < 4 {
            let text = try #require(master.line(containing: "\"event\":"))
            guard text.contains("\"event\":\"ended\"") || text.contains("\"not-connected\"")
            else { continue }
            let line = try Line(text)
            if line.event == "ended" {
                #expect(
                    try Self.names(text)
                        == Self.members.union(["nextAttemptMs", "shortTransfers"]))
            }
            #expect(line.rtu == line.endpoint && line.link == 0)
            #expect(try #require(line.nextAttemptMs) > 0)
            if ends[line.rtu] == nil { ends[line.rtu] = line }
        }
        let timeout = try #require(ends[late])
        #expect(timeout.reason == "information-timeout")
        // Nothing came since STARTDT con, behind which the interrogation went out.
        #expect(try #require(timeout.silentMs) >= 2_000)
        #expect(try #require(timeout.connectedMs) >= timeout.silentMs ?? .max)
        #expect(timeout.unacknowledgedSent == 1 && timeout.unacknowledgedReceived == 0)
        #expect(timeout.last?.first?.hasPrefix("sent STARTDT act, 2") == true)
        #expect(timeout.last?.last?.contains("sent I N(S) 0 N(R) 0 C_IC_NA_1") == true)
        let finished = try #require(ends[closed])
        #expect(finished.reason == "finished" && finished.text.contains("(FIN), state STARTED"))
        #expect(try #require(finished.silentMs) <= finished.connectedMs ?? 0)
        let number = try #require(ends[wrong])
        #expect(number.reason == "send-number" && number.text.contains("(N(S) 1)"))
        #expect(number.last?.last?.hasPrefix("received I N(S) 1 N(R) 0 M_EI_NA_1") == true)
        #expect(number.shortTransfers == 1 && number.unacknowledgedReceived == 0)
        let none = try #require(ends[refused])
        #expect(none.event == "not-connected" && none.reason == "refused")
        #expect(none.attempts == 1 && none.text.contains("Connection refused"))
        #expect(none.silentMs == nil && none.last == nil)
        #expect(try master.interrupt().status == 0)
        for tool in [silent, closing, odd] { #expect(try tool.interrupt().status == 0) }
    }
}

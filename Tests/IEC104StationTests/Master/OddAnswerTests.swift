import IEC104Codec
import IEC104Session
import IEC104Station
import IEC104TestKit
import Testing

@Suite("A master and odd octets")
struct OddAnswerTests {
    private static let requests: [MasterRequest] = [
        .stationInterrogation, .counterInterrogation(station: 1, .general), .read(station: 1, 3),
        .clockSynchronization(station: 1, time: nil), .switching(),
        .switching(true, .selectBeforeOperate, at: 5002), .test(station: 1, isTimeTagged: true),
        .reset(station: 1, .general), .delayAcquisition(station: 1),
        .interrogation(station: .global, .station),
    ]

    /// An engine that awaits answers to everything, and the octets of good answers.
    private static func waiting() -> (MasterProbe, [[UInt8]]) {
        var probe = MasterProbe()
        for request in requests { _ = probe.submit(request) }
        var answers: [[UInt8]] = []
        while let sent = probe.sent() {
            for cause: Cause in [.activationConfirmation, .activationTermination, .unknownType] {
                var answer = sent
                answer.cause.cause = cause
                if let octets = try? answer.encoded() { answers.append(octets) }
            }
        }
        for (type, cause) in [(UInt8(1), UInt8(5)), (1, 20), (13, 37), (70, 4), (30, 3)] {
            answers.append([type, 1, cause, 0, 1, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
        }
        return (probe, answers)
    }

    @Test("T-6: truncated answers and answers with a bit changed do no harm")
    func corrupted() {
        let (probe, answers) = Self.waiting()
        var count = 0
        for answer in answers {
            for length in 0..<answer.count {
                var copy = probe
                _ = copy.receive(Array(answer.prefix(length)))
                count += 1
            }
            for bit in 0..<answer.count * 8 {
                var copy = probe
                var octets = answer
                octets[bit / 8] ^= 1 << UInt8(bit % 8)
                _ = copy.receive(octets)
                check(&copy)
                count += 1
            }
        }
        #expect(count > 3000)
    }

    /// Every request of `probe` ends, with exactly one result.
    private func check(_ probe: inout MasterProbe) {
        _ = probe.allSent()
        for _ in 0..<8 {
            probe.wait(.seconds(70))
            _ = probe.allSent()
        }
        probe.wait(.seconds(3600))
        var ended: [UInt64: Int] = [:]
        while let result = probe.result() { ended[result.id.number, default: 0] += 1 }
        #expect(ended.count == Self.requests.count && ended.values.allSatisfy { $0 == 1 })
        #expect(probe.engine.deadline == .never)
    }

    @Test("malformed octets are told as such")
    func malformed() {
        var probe = MasterProbe()
        let rows: [[UInt8]] = [
            [], [100], [100, 1, 7, 0, 1], [100, 1, 7, 0, 1, 0, 0, 0, 0],
            [100, 1, 7, 0, 1, 0, 0, 0, 0, 20, 20], [100, 2, 7, 0, 1, 0, 0, 0, 0, 20],
            [70, 1, 4, 0, 1, 0, 0, 0], [103, 1, 7, 0, 1, 0, 0, 0, 0, 1],
        ]
        for row in rows {
            guard case .malformed = probe.receive(row) else {
                Issue.record("\(row)")
                continue
            }
        }
        #expect(probe.engine.statistics.malformed == UInt64(rows.count))
    }

    @Test("whatever happens, every request ends exactly once", arguments: 0..<40)
    func storm(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var probe = MasterProbe(
            MasterSettings(
                stations: seed % 2 == 0 ? [1] : [], startRequests: [.stationInterrogation],
                parallelRequests: 3, maximumRequests: 12))
        var seen: Set<UInt64> = []
        var last: UInt64 = 0
        var sent: [ASDU] = []
        for _ in 0..<2000 {
            switch UInt8.random(in: 0..<10, using: &random) {
            case 0, 1:
                let request = Self.requests.randomElement(using: &random) ?? .stationInterrogation
                last = max(last, probe.submit(request).number)
            case 2, 3: if let asdu = probe.sent() { sent.append(asdu) }
            case 4, 5, 6:
                if var answer = sent.randomElement(using: &random) {
                    let causes: [Cause] = [7, 7, 7, 9, 10, 10, 44, 47, 5, 20]
                    answer.cause.cause = causes.randomElement(using: &random) ?? 7
                    answer.cause.isNegative = UInt8.random(in: 0..<4, using: &random) == 0
                    _ = probe.receive(answer)
                    if sent.count > 8 { sent.removeFirst() }
                }
            case 7:
                probe.cancel(RequestID(UInt64.random(in: 1...max(1, last), using: &random)))
            case 8: probe.wait(.milliseconds(Int64.random(in: 1...8000, using: &random)))
            default:
                switch UInt8.random(in: 0..<12, using: &random) {
                case 0: probe.stop()
                case 1: probe.close()
                case 2, 3, 4, 5: probe.start()
                default:
                    _ = probe.data(
                        .M_SP_NA_1, 5, [InformationObject(3, .singlePoint(SIQ(true)))])
                }
            }
            while let result = probe.result() {
                #expect(seen.insert(result.id.number).inserted)
                last = max(last, result.id.number)
            }
        }
        for _ in 0..<80 {
            _ = probe.allSent()
            probe.wait(.seconds(70))
        }
        probe.close()
        while let result = probe.result() {
            #expect(seen.insert(result.id.number).inserted)
            last = max(last, result.id.number)
        }
        #expect(seen.count == Int(last))
        #expect(probe.engine.deadline == .never && probe.engine.requestCount == 0)
    }
}

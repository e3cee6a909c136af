import IEC104Codec
import IEC104Station
import IEC104TestKit
import Testing

/// What becomes of a command whose process is killed.
@Suite("A journal and commands that were under way")
struct JournalPulseTests {
    private let table: PointTable
    private let breaker: PointID

    init() throws {
        var table = PointTable()
        breaker = try table.add(1, .singlePoint(SIQ(false)))
        try table.addCommand(.C_SC_NA_1, at: 9, drives: breaker, CommandOptions(mode: .either))
        try table.addCommand(.C_SC_NA_1, at: 10, CommandOptions(mode: .selectBeforeOperate))
        self.table = table
    }

    private func probe(_ disk: SimulatedDisk) throws -> JournalProbe {
        let probe = try JournalProbe(table, .test(.each), on: disk)
        probe.connect()
        _ = probe.drain()
        return probe
    }

    /// The causes of what is answered to a single command, terminations too.
    private func command(
        _ probe: JournalProbe, _ octet: UInt8, at address: ObjectAddress = 9
    ) throws -> [UInt8] {
        let asdu = ASDU(
            .C_SC_NA_1, cause: CauseOfTransmission(.activation), commonAddress: 1,
            objects: [InformationObject(address, .singleCommand(SCO(rawValue: octet)))])
        let octets = try asdu.encoded()
        let link = try #require(probe.link)
        _ = probe.engine.receive(octets.span, on: link, at: probe.now)
        return answers(probe)
    }

    private func answers(_ probe: JournalProbe) -> [UInt8] {
        var causes: [UInt8] = []
        for _ in 0..<100 {
            probe.settle()
            guard let (asdu, ticket) = probe.next() else { break }
            if asdu.header.type == .C_SC_NA_1 {
                let cause = asdu.header.cause
                causes.append(cause.cause.rawValue | (cause.isNegative ? 0x40 : 0))
            }
            probe.confirm(ticket)
        }
        return causes
    }

    private func isOn(_ probe: JournalProbe) -> Bool {
        if case .singlePoint(let state)? = probe.engine.value(of: breaker)?.information {
            return state.isOn
        }
        return false
    }

    @Test("a pulse is not resumed, and its output stays as it was when the process was killed")
    func pulse() throws {
        let first = try probe(SimulatedDisk(seed: 1))
        // QU 1, on.
        #expect(try command(first, 0x05) == [7])
        #expect(isOn(first))
        first.settle()
        let second = try probe(SimulatedDisk(first.disk.contents))
        #expect(second.report.ending == .process && isOn(second))
        second.advance(3_600_000_000_000)
        second.engine.timeout(at: second.now)
        // Nothing ends that was not begun here: no act term, no change.
        #expect(answers(second).isEmpty && isOn(second))
        // The output is free: another pulse runs to its end.
        #expect(try command(second, 0x04) == [7])
        #expect(!isOn(second))
        second.advance(600_000_000)
        second.engine.timeout(at: second.now)
        #expect(isOn(second))
        #expect(answers(second) == [10])
    }

    @Test("a selection ends with the process: a late execute is refused")
    func selection() throws {
        let first = try probe(SimulatedDisk(seed: 1))
        #expect(try command(first, 0x81, at: 10) == [7])
        first.settle()
        let second = try probe(SimulatedDisk(first.disk.contents))
        #expect(try command(second, 0x01, at: 10) == [0x47])
    }
}

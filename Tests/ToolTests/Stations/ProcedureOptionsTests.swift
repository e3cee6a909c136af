import Foundation
import Testing

@testable import IEC104
@testable import IEC104Tool

@Suite("Options of the procedures of an outstation")
struct ProcedureOptionsTests {
    private func settings(_ arguments: [String]) throws -> OutstationSettings {
        var settings = OutstationSettings()
        try ProcedureOptions.apply(
            ParsedArguments(arguments, OutstationCommandLine.syntax), to: &settings)
        return settings
    }

    @Test("each option sets what its help says")
    func all() throws {
        let settings = try settings([
            "--pulse-short", "120", "--pulse-long", "3000", "--act-term", "at-once",
            "--return-cause", "3", "--select-timeout", "5", "--command-delay", "60",
            "--counter-mode", "A", "--freeze-every", "900", "--freeze-reset",
            "--tagged-counters", "--parameters", "all", "--clock", "+05:45",
            "--clock-drift", "-7", "--invalid-until-sync", "--sync-validity", "60",
            "--refuse-clock",
        ])
        #expect(settings.shortPulse == .milliseconds(120))
        #expect(settings.longPulse == .seconds(3))
        #expect(settings.termination == .atOnce && !settings.returnsInformation)
        #expect(settings.selectTimeout == .seconds(5) && settings.commandDelay == .seconds(60))
        #expect(settings.frozenCounters == .spontaneously && !settings.acceptsFreeze)
        #expect(settings.counterSchedule == CounterSchedule(every: .seconds(900), resets: true))
        #expect(settings.timeTaggedCounters && settings.reportedParameters == .all)
        #expect(settings.zone == ZoneRule(minutes: 345) && settings.clockDrift == -7)
        #expect(settings.invalidUntilSynchronized && !settings.acceptsClock)
        #expect(settings.synchronizationValidity == .seconds(60))
    }

    @Test("all mistakes are told at once")
    func mistakes() throws {
        do {
            _ = try settings([
                "--pulse-short", "0", "--act-term", "soon", "--return-cause", "4",
                "--counter-mode", "B", "--freeze-reset", "--parameters", "some",
                "--clock-drift", "x", "--sync-validity", "5", "--clock", "25:00",
            ])
            Issue.record("accepted")
        } catch let error as UsageError {
            for name in [
                "--pulse-short '0'", "--act-term 'soon'", "--return-cause '4'",
                "--counter-mode B needs", "--freeze-reset needs", "--parameters 'some'",
                "--clock-drift 'x'", "--sync-validity needs", "--clock '25:00'",
            ] {
                #expect(error.message.contains(name), "\(name)")
            }
        }
    }

    @Test(
        "clocks as people write them",
        arguments: [
            ("utc", nil), ("+08:00", ZoneRule(minutes: 480)), ("-03:30", ZoneRule(minutes: -210)),
            ("+08", ZoneRule(minutes: 480)), ("<+08>-8", ZoneRule(minutes: 480)),
            ("CST-8", ZoneRule(minutes: 480)),
            ("CET-1CEST,M3.5.0,M10.5.0/3", ZoneRule.europe(minutes: 60)),
        ] as [(String, ZoneRule?)])
    func clocks(_ text: String, _ rule: ZoneRule?) throws {
        #expect(try ClockOptions.zone(text) == rule)
    }

    @Test(
        "what is no clock is refused; no name leads out of the zones",
        arguments: [
            "", "+8", "+16:00", "+08:60", "+08:00:00", "+٠٨:00", "../../etc/passwd", "/etc/passwd",
            "Europe/../../x", "Europe//Berlin", "Nowhere/Land", "Europe", "a\u{0}b", "Berlin!",
        ])
    func refused(_ text: String) {
        #expect(throws: UsageError.self) { try ClockOptions.zone(text) }
    }

    @Test("connections that keep another time are named as members of groups are")
    func linkClocks() throws {
        let parsed = try ParsedArguments(
            [
                "--clock-for", "10.0.0.7,port:2405=CET-1CEST,M3.5.0,M10.5.0/3", "--clock-for",
                "local:127.0.0.2=utc",
            ], OutstationCommandLine.syntax)
        #expect(
            try ClockOptions.linkClocks(parsed) == [
                LinkClock(
                    .europe(minutes: 60),
                    for: [.client(try AddressPrefix("10.0.0.7")), .port(2405)]),
                LinkClock(.utc, for: [.listener(try AddressPrefix("127.0.0.2"))]),
            ])
        let wrong = try ParsedArguments(
            [
                "--clock-for", "10.0.0.7", "--clock-for", "port:0=utc", "--clock-for",
                "10.0.0.8=nowhere",
            ], OutstationCommandLine.syntax)
        let error = #expect(throws: UsageError.self) { try ClockOptions.linkClocks(wrong) }
        // All at once.
        #expect(error?.message.split(separator: "\n").count == 3)
    }

    @Test("the rule is the last line of a zone's file, version 2 and later")
    func footers() {
        let head = Array("TZif2".utf8) + [UInt8](repeating: 0, count: 60)
        #expect(ClockOptions.footer(of: head + Array("\nCST-8\n".utf8)) == "CST-8")
        #expect(ClockOptions.footer(of: head + Array("\n\n".utf8)) == nil)
        #expect(ClockOptions.footer(of: head) == nil)
        #expect(ClockOptions.footer(of: Array("TZif2\nCST-8\n".utf8)) == nil)
        let first = Array("TZif\u{0}".utf8) + [UInt8](repeating: 0, count: 60)
        #expect(ClockOptions.footer(of: first + Array("\nCST-8\n".utf8)) == nil)
    }
}

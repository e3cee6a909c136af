import IEC104
import Testing

@testable import IEC104Tool

@Suite("The audit log of a master's console")
struct ConsoleAuditTests {
    private func consenting(allow: [String], audit: AuditFile?) throws -> ConsoleBench {
        try ConsoleBench(allow: allow, audit: audit) { $0.hasConsent = true }
    }

    @Test("the audit log has what is sent before, what became of it, and what was not sent")
    func audit() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("audit.jsonl")
        let bench = try consenting(allow: ["1:5001:double"], audit: try AuditFile(path))
        try bench.line("command 5001 on sbo")
        bench.stations.script.withLock { $0.answers = [.failure(.linkLost)] }
        try bench.line("command 5001 off")
        try bench.line("command 5002 on")
        try bench.line("reset 1 events")
        let lines = try folder.text(of: "audit.jsonl").split(separator: "\n")
        let results = ["sending", "accepted", "sending", "link-lost", "not-allowed", "not-allowed"]
        #expect(lines.count == results.count)
        for (line, result) in zip(lines, results) {
            #expect(line.contains(#""event":"command""#) && line.contains(#""rtu":"north""#))
            #expect(line.contains(#""result":"\#(result)""#))
        }
        #expect(lines[5].contains(#""type":"C_RP_NA_1","qualifier":2,"result""#))
        #expect(lines[0].contains(#""mode":"select-before-operate","value":"on""#))
    }

    @Test("what the audit log cannot take is not sent, and told")
    func noAudit() throws {
        let bench = try consenting(
            allow: ["*:*:*", "*:*:clock,counters,reset"], audit: try AuditFile("/dev/full"))
        for line in ["command 5001 on repeat 3", "clock", "counters freeze", "reset 1"] {
            #expect(try bench.line(line).contains("the audit log cannot be written"))
        }
        #expect(bench.stations.asked.isEmpty)
        #expect(try bench.line("interrogate").contains("3 values"))
    }

    @Test("every order that is refused is in the audit log")
    func refusedOrders() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("audit.jsonl")
        let bench = try ConsoleBench(
            allow: ["*:*:*", "*:*:clock"], audit: try AuditFile(path))
        for line in ["clock", "counters freeze", "reset 1", "command 5001 on"] {
            #expect(try bench.line(line).hasPrefix("error: not sent"))
        }
        #expect(try bench.line("command 2/6001 1500").contains("limits"))
        let lines = try folder.text(of: "audit.jsonl").split(separator: "\n")
        let results = ["declined", "not-allowed", "not-allowed", "declined", "not-allowed"]
        #expect(lines.count == results.count)
        for (line, result) in zip(lines, results) {
            #expect(line.contains(#""result":"\#(result)""#))
        }
    }
}

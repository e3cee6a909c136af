import Testing

@testable import IEC104Tool

@Suite("Many outstations in a process")
struct InstancesTests {
    private func instances(_ arguments: String...) throws -> Instances {
        try Instances(try ParsedArguments(arguments, OutstationCommandLine.syntax))
    }

    @Test(
        "Outstations lie one port or one address further",
        arguments: [
            ("ports", "127.0.0.1", 2404, 3, "127.0.0.1:2407"), ("ports", "::1", 0, 9, "[::1]:0"),
            ("addresses", "127.0.1.1", 2404, 1, "127.0.1.2:2404"),
            ("addresses", "127.0.1.250", 2404, 10, "127.0.2.4:2404"),
            ("addresses", "fd00::ffff", 2404, 1, "[fd00:0:0:0:0:0:1:0]:2404"),
            ("addresses", "localhost", 2404, 65_536, "127.1.0.1:2404"),
        ])
    func places(spread: String, host: String, port: UInt16, index: Int, place: String) throws {
        let instances = try instances("--instances", "99999", "--spread", spread)
        #expect(try instances.place(HostPort(host, port), index).description == place)
        #expect(try instances.place(HostPort(host, port), 0) == HostPort(host, port))
    }

    @Test(
        "What has no next place says so",
        arguments: [
            ("ports", "127.0.0.1", 65_535), ("addresses", "255.255.255.255", 2404),
            ("addresses", "0.0.0.0", 2404), ("addresses", "rtu", 2404), ("addresses", "::", 2404),
        ])
    func noPlace(spread: String, host: String, port: UInt16) throws {
        let instances = try instances("--instances", "2", "--spread", spread)
        #expect(throws: UsageError.self) { try instances.place(HostPort(host, port), 1) }
    }

    @Test("A hundred outstations serve each its own values")
    func serves() throws {
        let folder = try TemporaryFolder()
        let outstation = try RunningTool([
            "outstation", "--listen", "127.0.0.1:0", "--instances", "100", "--port-file",
            folder.path("ports"),
        ])
        let line = outstation.line(containing: "listening on ") ?? ""
        #expect(line.contains("100 outstations"))
        // Its port file is written before it serves anybody.
        let first = line.split(separator: ":").dropFirst().first?.prefix { $0.isNumber } ?? ""
        _ = try Tool.run(["master", "127.0.0.1:\(first)", "--once"])
        let ports = try folder.text(of: "ports").split(separator: "\n")
        #expect(Set(ports).count == 100)
        let command = try Tool.run([
            "command", "127.0.0.1:\(ports[99])", "--address", "5002", "--double", "on",
        ])
        #expect(command.status == 0, "\(command.error)")
        #expect(outstation.line(containing: "[100] ")?.contains("connection 1") == true)
        #expect(try outstation.interrupt().status == 0)
    }
}

import IEC104
import Testing

@Suite("IPv6")
struct IPv6Tests {
    @Test("an outstation and a master talk over IPv6; a group knows its member by that address")
    func served() throws {
        let loop = try EventLoop()
        defer { loop.shutDown() }
        var table = PointTable()
        try table.add(1001, true)
        var configuration = OutstationConfiguration()
        configuration.redundancyGroups = [
            RedundancyGroup("control", [.client(try AddressPrefix("::1"))])
        ]
        let outstation = try Outstation(table, configuration: configuration, on: loop)
        let address: SocketAddress
        do {
            address = try loop.here {
                try outstation.assumeIsolated { try $0.listen(on: "::1", port: 0) }
            }
        } catch is SystemError {
            // This machine has none.
            return
        }
        let master = try Master("::1", port: address.port, on: loop)
        try loop.run {
            try await master.connect()
            let values = try await master.interrogate().values
            #expect(values.count == 1)
            let groups = await outstation.eventGroups
            #expect(groups.contains { $0.isConfigured && $0.isActive })
            #expect(await outstation.links.first?.peer.description.hasPrefix("[::1]:") == true)
            await master.disconnect()
        }
    }
}

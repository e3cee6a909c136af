import IEC104
import Testing

/// T-2, with a thread for the master, one for the outstation, and the calls on others.
@Suite("Calls that are cancelled from other threads")
struct ThreadedCancellationTests {
    @Test("T-2: each ends once, well or as cancelled, and the connection answers as before")
    func calls() async throws {
        let folder = try Folder()
        try folder.write("7", [UInt8](repeating: 3, count: 900))
        try folder.write("20.log", Array(MasterCall.logLines.joined().utf8))
        var table = PointTable()
        for index in 0..<20 { try table.add(ObjectAddress(UInt32(1000 + 2 * index)), true) }
        try table.add(Field.measurand, Float(1))
        try table.addCommand(.C_SC_NA_1, at: 3, CommandOptions(mode: .either))
        var configuration = OutstationConfiguration()
        configuration.fileStore = try DirectoryFileStore(folder.path)
        let outstation = try Outstation(table, configuration: configuration)
        let address = try await outstation.listen(port: 0)
        var settings = MasterConfiguration()
        settings.settings.stations = [1]
        let master = try Master("127.0.0.1", port: address.port, configuration: settings)
        try await master.connect()
        for call in MasterCall.all {
            for pauses in [0, 1, 3, 20] {
                let task = Task { try await call.body(master) }
                for _ in 0..<pauses { await Task.yield() }
                task.cancel()
                if case .failure(let error) = await task.result {
                    // What was given up before may be under way.
                    let allowed = ["cancelled", "busy", "refused"]
                    #expect(allowed.contains(CancellationScene.code(error)), "\(call.name)")
                }
            }
            let found = try await master.interrogate()
            let values = found.values.count { $0.type != .P_ME_NC_1 }
            #expect(values == 21 && found.outcome.isTerminated, "\(call.name)")
        }
        #expect(await outstation.links.map(\.number) == [1])
        #expect(await outstation.statistics.malformed == 0)
        #expect(await master.statistics.malformed == 0)
        await master.disconnect()
        await outstation.close()
    }
}

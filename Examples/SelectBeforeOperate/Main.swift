// Both stations in one program: an outstation that decides on commands itself, and a master that
// selects a breaker and switches it.
import IEC104

@main
enum SelectBeforeOperate {
    static func main() async throws {
        var points = PointTable()
        let breaker = try points.add(1001, DoublePointState.off)
        try points.addCommand(
            .C_DC_NA_1, at: 6001, drives: breaker, CommandOptions(mode: .selectBeforeOperate))

        var configuration = OutstationConfiguration()
        configuration.commandHandler = { request in
            // It may take its time, and read inputs; here all but switching off is allowed.
            guard case .doubleCommand(let command) = request.object.information else {
                return .refuse
            }
            return command.isOn == true ? .accept : .refuse
        }
        let outstation = try Outstation(points, configuration: configuration)
        let address = try await outstation.listen(port: 0)
        let master = try Master(address.host, port: address.port)
        try await master.connect()

        // Using a selection twice does not compile; dropping it cancels it.
        let selection = try await master.select(.C_DC_NA_1, at: 6001, .doubleCommand(DCO(true)))
        try await selection.execute()
        print("the breaker is on: \(await outstation.value(of: breaker) == .on)")

        // A refused command throws: nobody can overlook it.
        do {
            _ = try await master.select(.C_DC_NA_1, at: 6001, .doubleCommand(DCO(false)))
        } catch {
            print("refused: \(error.code.isRefusal)")
        }
        await master.disconnect()
    }
}

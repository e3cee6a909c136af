// An outstation with a breaker, a voltage and a counter, whose voltage moves once a second:
// SmallOutstation [PORT].
import IEC104

@main
enum SmallOutstation {
    static func main() async throws {
        var points = PointTable()
        let breaker = try points.add(1001, DoublePointState.off)
        let voltage = try points.add(4001, Float(110.4), PointOptions(deadband: 0.05))
        try points.add(5001, BCR(0), PointOptions(counterGroup: 1))
        // Operating the command sets the breaker, and reports it with cause 11.
        try points.addCommand(
            .C_DC_NA_1, at: 6001, drives: breaker, CommandOptions(mode: .selectBeforeOperate))

        let outstation = try Outstation(points)
        let port = UInt16(CommandLine.arguments.dropFirst().first ?? "2404") ?? 2404
        let address = try await outstation.listen(port: port)
        print("listening on \(address)")

        var volts: Float = 110.4
        while true {
            try await Task.sleep(for: .seconds(1))
            volts += Float.random(in: -0.2...0.2)
            let now = volts
            // One transaction: all that it changes is reported in one go.
            await outstation.update { $0[voltage] = now }
        }
    }
}

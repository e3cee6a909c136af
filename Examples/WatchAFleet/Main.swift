// Keeps the connections to an RTU, which may listen at several addresses, and prints what comes and
// what happens for some seconds: WatchAFleet SECONDS HOST PORT [HOST PORT ...].
import IEC104

@main
enum WatchAFleet {
    static func main() async throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        let seconds = Int(arguments.first ?? "10") ?? 10
        var endpoints: [RTUEndpoint] = []
        for place in stride(from: 1, to: arguments.count - 1, by: 2) {
            endpoints.append(
                RTUEndpoint(arguments[place], port: UInt16(arguments[place + 1]) ?? 2404))
        }

        let freeze = ScheduledTask(
            [
                .counterInterrogation(station: 1, QCC(request: 5, freeze: .freezeAndReset)),
                .counterInterrogation(station: 1, .general),
            ], daily: [.zero])
        let fleet = try Fleet()
        var north = RTUConfiguration("north", endpoints: endpoints)
        north.schedule = [
            ScheduledTask(
                [.interrogation(station: 1, .station)], runsAtStart: true, period: .seconds(3600)),
            ScheduledTask([.clockSynchronization(station: 1, time: nil)], daily: [.seconds(7200)]),
            freeze,
        ]
        try await fleet.add(north)
        // Asked for before the fleet runs, so that nothing is missed.
        let (updates, happenings) = (fleet.updates(), fleet.events())
        let running = Task { await fleet.run() }

        let values = Task {
            for await value in updates {
                print(value.rtu, value.update.object.address, value.update.object.information)
            }
        }
        let events = Task {
            for await event in happenings {
                if case .started(let link) = event.kind { print(event.rtu, "started on", link) }
            }
        }
        try await Task.sleep(for: .seconds(seconds))
        for status in await fleet.status { print(status.name, status.state, status.objects) }
        for task in [running, values, events] { task.cancel() }
        await running.value
    }
}

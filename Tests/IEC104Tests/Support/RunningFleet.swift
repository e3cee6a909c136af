import IEC104

extension RTUConfiguration {
    /// One on this machine that comes back soon, and is interrogated after each start.
    static func quick(_ name: String, _ ports: [UInt16]) -> RTUConfiguration {
        var configuration = RTUConfiguration(
            name, endpoints: ports.map { RTUEndpoint("127.0.0.1", port: $0) })
        configuration.master.reconnection = Reconnection(
            first: .milliseconds(10), longest: .milliseconds(50))
        configuration.master.parameters.t2 = .seconds(1)
        configuration.schedule = [
            ScheduledTask([.interrogation(station: 1, .station)], runsAtStart: true)
        ]
        return configuration
    }
}

/// A fleet that runs on the loop of a test's thread.
final class RunningFleet {
    let loop: EventLoop
    let fleet: Fleet
    let rtus: [RTU]
    private let task: Task<Void, Never>

    init(
        _ loop: EventLoop, _ configurations: [RTUConfiguration],
        settings: FleetSettings = FleetSettings()
    ) throws {
        let fleet = try Fleet(settings: settings, on: [loop])
        self.loop = loop
        self.fleet = fleet
        rtus = try loop.run {
            var rtus: [RTU] = []
            for configuration in configurations {
                rtus.append(try await fleet.add(configuration))
            }
            return rtus
        }
        task = Task(executorPreference: loop) { await fleet.run() }
    }

    func finish() {
        task.cancel()
        let task = task
        try? loop.run { await task.value }
    }

    /// Whether all have been started and interrogated; on the thread of the loop.
    var isStarted: Bool {
        rtus.allSatisfy {
            let status = $0.assumeIsolated { $0.status }
            return status.state == .started && status.interrogation.completed > 0
        }
    }
}

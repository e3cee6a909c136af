import IEC104

/// What moves the points of a running outstation without a master.
///
/// Sendable, as all of it is on the thread of the outstation's loop.
final class StationMotion: @unchecked Sendable {
    private var simulator: Simulator

    init(_ simulator: Simulator) { self.simulator = simulator }

    /// Moves the points in time, until the task is cancelled.
    func run(_ outstation: Outstation, on loop: EventLoop) async {
        let start = ContinuousClock.now
        var time: Int64 = 0
        while !Task.isCancelled {
            await loop.sleep(for: .milliseconds(pause(after: time)))
            guard !Task.isCancelled else { return }
            time = (ContinuousClock.now - start).wholeNanoseconds / 1_000_000
            await outstation.update { [time] in self.advance(to: time, $0) }
        }
    }

    /// Milliseconds until something moves.
    private func pause(after time: Int64) -> Int64 {
        guard !simulator.isEmpty else { return 3_600_000 }
        return simulator.step - time % simulator.step
    }

    private func advance(to time: Int64, _ points: PointAccess) {
        simulator.advance(to: time, reading: { points.value(of: $0)?.information }) {
            points.set($0, $1)
        }
    }
}

import IEC104
import IEC104Inspect

/// All that looks at the links of a master beside its output: recording, figures, the live view.
struct Observers: Sendable {
    let capture: CaptureFile?
    let meters: Meters?
    let live: LiveView?
    private let metrics: MetricsFile?
    private let seconds: Int

    init(_ work: MasterWork, on loop: EventLoop) {
        let output = work.output
        capture = work.capture
        seconds = output.metricsPeriod
        guard output.isLive || output.metrics != nil else {
            (meters, live, metrics) = (nil, nil, nil)
            return
        }
        let meters = Meters(
            work.targets.map(RTUMeter.init), wireTimes: work.targets.map(\.wireTime))
        self.meters = meters
        live =
            output.isLive
            ? LiveView(
                meters, work.targets, isColored: work.options.isColored,
                language: work.options.language) : nil
        metrics = output.metrics.map { MetricsFile($0, meters, work.sink, on: loop) }
    }

    /// Lets a master tell them what happens.
    func watch(_ configuration: inout MasterConfiguration, _ index: Int) {
        meters?.watch(&configuration, index)
        live?.watch(&configuration, index)
    }

    /// A target has come; its index is the next one.
    func add(_ target: MasterTarget) {
        meters?.add(target)
        live?.add(target)
    }

    /// A target has changed.
    func change(_ target: MasterTarget, _ index: Int) {
        meters?.change(target, index)
        live?.change(target, index)
    }

    /// A target has gone.
    func forget(_ index: Int) { meters?.forget(index) }

    /// Who takes what would be told on standard error; `nil`: nobody.
    func screen(_ index: Int) -> (@Sendable (String) -> Void)? {
        guard let live else { return nil }
        return { live.tell($0, index) }
    }

    /// Draws and writes until the task is cancelled.
    func start(on loop: EventLoop) -> Task<Void, Never> {
        Task(executorPreference: loop) {
            await withTaskGroup(of: Void.self) { group in
                if let live { group.addTask(executorPreference: loop) { await live.run(on: loop) } }
                if let metrics {
                    group.addTask(executorPreference: loop) {
                        await metrics.run(every: seconds)
                    }
                }
            }
        }
    }

    /// Writes the last of all; `false` when something could not be written.
    func finish() async -> Bool {
        capture?.flush()
        await metrics?.finish()
        return capture?.hasFailed != true && metrics?.isFailing != true
    }
}

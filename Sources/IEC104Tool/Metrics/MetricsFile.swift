import IEC104
import IEC104Inspect

/// The figures of a master as a file for the textfile collector of the node exporter, written again
/// and again: whoever reads it finds the former one or the new one, whole.
///
/// Sendable, as it is used on the thread of the loop only.
final class MetricsFile: @unchecked Sendable {
    static let options: [CommandSyntax.Option] = [
        .init(
            "--metrics", "FILE.prom",
            "Writes figures of each outstation as a Prometheus text file, for the textfile "
                + "collector of the node exporter."),
        .init(
            "--metrics-every", "SECONDS",
            "How often --metrics is written, 1 to 86400; default 10."),
    ]

    private let path: String
    private let meters: Meters
    private let sink: OutputSink
    private let loop: EventLoop
    /// A thread that may wait for the disk, from the first file on.
    private var disk: EventLoop?
    /// Writes figures; gives what has gone wrong.
    private let put: @Sendable (Figures, String) -> FileError?
    /// What is being written; the loop goes on meanwhile.
    private var writing: Task<Void, Never>?
    /// How often the former file was not written when the next one was due.
    private var skipped: UInt64 = 0
    /// The last write failed, which was told.
    private(set) var isFailing = false

    /// - Parameter put: writes figures to a path; gives what has gone wrong.
    init(
        _ path: String, _ meters: Meters, _ sink: OutputSink, on loop: EventLoop,
        put: @escaping @Sendable (Figures, String) -> FileError? = { $0.put(to: $1) }
    ) {
        self.put = put
        self.path = path
        self.meters = meters
        self.sink = sink
        self.loop = loop
    }

    deinit { disk?.shutDown() }

    /// Writes until the task is cancelled.
    func run(every seconds: Int) async {
        while !Task.isCancelled {
            write()
            await loop.sleep(for: .seconds(seconds))
        }
    }

    /// Writes the last one.
    func finish() async {
        await writing?.value
        write()
        await writing?.value
    }

    /// Takes the figures of now, and writes them away from the loop. A disk that takes longer than
    /// the time between two files gets one at a time.
    func write() {
        guard writing == nil else {
            skipped += 1
            if skipped == 1 { complain("the former file is not written yet: this one is left out") }
            return
        }
        guard let disk = thread() else { return }
        let figures = Figures(meters: meters.present, lostLines: sink.lost, skipped: skipped)
        writing = Task(executorPreference: loop) { [self, put, path, disk] in
            let error = await Task(executorPreference: disk) { put(figures, path) }.value
            writing = nil
            if let error, !isFailing { complain("\(error)") }
            isFailing = error != nil
        }
    }

    private func thread() -> EventLoop? {
        if let disk { return disk }
        var options = EventLoopOptions()
        options.name = "iec104 disk"
        do throws(SystemError) {
            disk = try EventLoop.started(options)
            return disk
        } catch {
            if !isFailing { complain("\(error)") }
            isFailing = true
            return nil
        }
    }

    private func complain(_ text: String) {
        Standard.error.write("iec104 master: --metrics '\(path)': \(text)\n")
    }
}

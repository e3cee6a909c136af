import IEC104

/// Runs the work of a station command on one loop, on the main thread, until it ends or the user
/// asks to stop.
enum StationRun {
    static let spinOption = CommandSyntax.Option(
        "--spin", "MICROSECONDS",
        "Looks for what has come for so long before it sleeps, 0 to 1000000: quicker answers for "
            + "more work of the processor; default 0, such as 50."
    )

    /// - Parameter body: gives the exit code; its task is cancelled when the user asks to stop, and
    ///   left behind when the user asks twice.
    static func run(
        _ name: String, spin: Int?, _ body: @escaping @Sendable (EventLoop) async -> ExitCode
    ) -> ExitCode {
        do throws(SystemError) {
            var options = EventLoopOptions()
            options.spin = .microseconds(spin ?? 0)
            let loop = try EventLoop(options)
            Signals.wake(loop.signalDescriptor)
            let outcome = Outcome()
            let task = Task(executorPreference: loop) {
                outcome.code = await body(loop)
            }
            try loop.run {
                if Signals.count == 1 { task.cancel() }
                return outcome.code != nil || Signals.count > 1
            }
            Signals.wake(-1)
            loop.shutDown()
            return outcome.code ?? .failed
        } catch {
            Standard.error.write("iec104 \(name): \(error)\n")
            return .failed
        }
    }

    /// Where the work leaves its exit code.
    ///
    /// Sendable, as both the task and who waits for it are on the thread of the loop.
    private final class Outcome: @unchecked Sendable {
        var code: ExitCode?
    }
}

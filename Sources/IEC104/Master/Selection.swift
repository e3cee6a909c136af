public import IEC104Station

/// An output that an outstation has reserved for a command of this master. Using it twice does not
/// compile; dropping it cancels.
public struct Selection: ~Copyable, Sendable {
    let master: Master
    let command: MasterCommand
    private var isUsed = false

    init(master: Master, command: MasterCommand) {
        self.master = master
        self.command = command
    }

    deinit {
        if !isUsed { Self.drop(command, of: master) }
    }

    /// Executes the command that was selected, and waits until the output has been operated.
    ///
    /// - Throws: what `Master.request` throws.
    @discardableResult
    public consuming func execute() async throws(RequestError) -> RequestOutcome {
        isUsed = true
        let (master, command) = (master, command)
        do {
            return try await master.request(Self.request(command, .execute))
        } catch {
            if [.cancelled, .notSent].contains(error.code), !error.mayHaveActed {
                Self.drop(command, of: master)
            }
            throw error
        }
    }

    /// Ends the selection; nothing is operated.
    ///
    /// - Throws: what `Master.request` throws.
    public consuming func cancel() async throws(RequestError) {
        isUsed = true
        let (master, command) = (master, command)
        do {
            try await master.request(Self.request(command, .deactivate))
        } catch {
            // What was sent is not sent again.
            if error.code == .cancelled, error.step == .waiting {
                Self.drop(command, of: master)
            }
            throw error
        }
    }

    /// Ends a selection for which nobody waits any more.
    private static func drop(_ command: MasterCommand, of master: Master) {
        let request = request(command, .deactivate)
        // A task of its own: the caller's may be cancelled.
        Task(executorPreference: master.loop) { try? await master.request(request) }
    }

    private static func request(
        _ command: MasterCommand, _ mode: MasterCommand.Mode
    ) -> MasterRequest {
        var command = command
        command.mode = mode
        return .command(command)
    }
}

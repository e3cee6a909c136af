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
        guard !isUsed else { return }
        let (master, request) = (master, Self.request(command, .deactivate))
        Task(executorPreference: master.loop) { try? await master.request(request) }
    }

    /// Executes the command that was selected, and waits until the output has been operated.
    ///
    /// - Throws: what `Master.request` throws.
    @discardableResult
    public consuming func execute() async throws(RequestError) -> RequestOutcome {
        isUsed = true
        return try await master.request(Self.request(command, .execute))
    }

    /// Ends the selection; nothing is operated.
    ///
    /// - Throws: what `Master.request` throws.
    public consuming func cancel() async throws(RequestError) {
        isUsed = true
        try await master.request(Self.request(command, .deactivate))
    }

    private static func request(
        _ command: MasterCommand, _ mode: MasterCommand.Mode
    ) -> MasterRequest {
        var command = command
        command.mode = mode
        return .command(command)
    }
}

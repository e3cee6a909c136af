public import IEC104Codec
public import IEC104Station

/// What an interrogation brought.
public struct Interrogation: Hashable, Sendable {
    /// How it went.
    public var outcome: RequestOutcome
    /// The values that came for it, in their order.
    public var values: [PointUpdate]
    /// How many values more came than `MasterConfiguration.maximumValues`.
    public var lost: Int
}

/// What came for an interrogation, however it ended.
public struct CollectedValues: Sendable {
    /// How it ended.
    public var result: Result<RequestOutcome, RequestError>
    /// The values that came for it, in their order, also when it failed.
    public var values: [PointUpdate]
    /// How many values more came than `MasterConfiguration.maximumValues`.
    public var lost: Int
    /// Whether all that was asked for is there: it was terminated with P/N = 0 by each station, and
    /// nothing was lost.
    public var isComplete: Bool {
        guard case .success(let outcome) = result else { return false }
        return outcome.isComplete && lost == 0
    }

    fileprivate func interrogation() throws(RequestError) -> Interrogation {
        Interrogation(outcome: try result.get(), values: values, lost: lost)
    }
}

extension Master {
    /// Interrogates, or interrogates counters, and gives what has come also when it failed, the
    /// connection was lost, or the task was cancelled: then it is not complete.
    public func collect(_ request: MasterRequest) async -> CollectedValues {
        await perform(request, collects: true)
    }

    /// General interrogation (C_IC_NA_1): the present values of all points of a station, or of all
    /// stations (`.global`), or of those of a group.
    ///
    /// - Throws: what `request` throws; `collect` has the values that came before.
    public func interrogate(
        station: CommonAddress = 1, _ qualifier: QOI = .station
    ) async throws(RequestError) -> Interrogation {
        try await collect(.interrogation(station: station, qualifier)).interrogation()
    }

    /// Counter interrogation (C_CI_NA_1): reads the counters, or freezes or resets them.
    ///
    /// - Throws: what `request` throws.
    public func interrogateCounters(
        station: CommonAddress = 1, _ qualifier: QCC = .general
    ) async throws(RequestError) -> Interrogation {
        try await collect(.counterInterrogation(station: station, qualifier)).interrogation()
    }

    /// Read command (C_RD_NA_1): the present value of one point.
    ///
    /// - Throws: what `request` throws.
    public func read(
        _ address: ObjectAddress, station: CommonAddress = 1
    ) async throws(RequestError) -> InformationObject {
        let request = MasterRequest.read(station: station, address)
        guard let object = try await self.request(request).object else {
            throw RequestError(.noValue, request)
        }
        return object
    }

    /// Clock synchronization (C_CS_NA_1), to the time of sending or to `time`.
    ///
    /// - Returns: what the station's clock showed before, as its confirmation tells.
    /// - Throws: what `request` throws.
    @discardableResult
    public func synchronizeClock(
        station: CommonAddress = 1, time: CP56Time2a? = nil
    ) async throws(RequestError) -> CP56Time2a? {
        let outcome = try await request(.clockSynchronization(station: station, time: time))
        guard case .cp56(let before)? = outcome.object?.timeTag else { return nil }
        return before
    }

    /// Loads a parameter of a measured value (P_ME_NA_1 to P_ME_NC_1).
    ///
    /// - Parameters:
    ///   - information: `normalizedParameter`, `scaledParameter` or `floatParameter`: value and kind.
    ///   - address: that of the measured value, or of the parameter, as the station has it.
    /// - Throws: what `request` throws.
    public func loadParameter(
        _ information: Information, at address: ObjectAddress, station: CommonAddress = 1
    ) async throws(RequestError) {
        try await request(.parameter(station: station, address, information))
    }

    /// Activates parameters that were loaded, or cyclic transmission (P_AC_NA_1); or deactivates
    /// them.
    ///
    /// - Throws: what `request` throws.
    public func activateParameter(
        _ qualifier: QPA, at address: ObjectAddress = .irrelevant, station: CommonAddress = 1,
        isActive: Bool = true
    ) async throws(RequestError) {
        try await request(
            isActive
                ? .parameter(station: station, address, .parameterActivation(qualifier))
                : .parameterDeactivation(station: station, address, qualifier))
    }

    /// Operates an output without selecting it first, and waits until it has been operated.
    ///
    /// - Throws: what `request` throws.
    @discardableResult
    public func execute(
        _ type: TypeID, at address: ObjectAddress, station: CommonAddress = 1,
        _ information: Information
    ) async throws(RequestError) -> RequestOutcome {
        try await request(
            .command(MasterCommand(station: station, type, at: address, information)))
    }

    /// Operates an output without selecting it first, as `command` says: its time tag, test bit, and
    /// whether its termination is waited for.
    ///
    /// - Throws: what `request` throws.
    @discardableResult
    public func execute(_ command: MasterCommand) async throws(RequestError) -> RequestOutcome {
        var command = command
        command.mode = .direct
        return try await request(.command(command))
    }

    /// Selects an output for a command. The selection is executed, cancelled, or ends by itself.
    ///
    /// - Throws: what `request` throws.
    public func select(
        _ type: TypeID, at address: ObjectAddress, station: CommonAddress = 1,
        _ information: Information
    ) async throws(RequestError) -> Selection {
        try await select(MasterCommand(station: station, type, at: address, information))
    }

    /// Selects an output for `command`, with its time tag, test bit and completion.
    ///
    /// - Throws: what `request` throws.
    public func select(_ command: MasterCommand) async throws(RequestError) -> Selection {
        var command = command
        command.mode = .select
        try await request(.command(command))
        return Selection(master: self, command: command)
    }
}

extension Master {
    /// Asks the outstation, and gives the request up when it has not ended within `limit`.
    ///
    /// - Throws: what `request` throws; `timedOut` after `limit`.
    @discardableResult
    public func request(
        _ request: MasterRequest, within limit: Duration?
    ) async throws(RequestError) -> RequestOutcome {
        guard let limit else { return try await self.request(request) }
        let result = await withTaskGroup(
            of: Result<RequestOutcome, RequestError>?.self
        ) { group in
            group.addTask(executorPreference: loop) { await self.result(of: request) }
            group.addTask(executorPreference: loop) { [loop] in
                await loop.sleep(for: limit)
                return nil
            }
            var result: Result<RequestOutcome, RequestError>?
            var isExpired = false
            // The first that ends cancels the other; the request has a result in any case.
            for await end in group {
                if end == nil, result == nil, !Task.isCancelled { isExpired = true }
                group.cancelAll()
                result = end ?? result
            }
            if isExpired, case .failure(var error) = result, error.code == .cancelled {
                error.code = .timedOut
                result = .failure(error)
            }
            return result
        }
        return try (result ?? .failure(RequestError(.cancelled, request))).get()
    }

    private func result(of request: MasterRequest) async -> Result<RequestOutcome, RequestError> {
        do throws(RequestError) {
            return .success(try await self.request(request))
        } catch {
            return .failure(error)
        }
    }
}

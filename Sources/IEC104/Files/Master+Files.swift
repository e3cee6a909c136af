public import IEC104Codec
public import IEC104Station

/// How far a transfer has come: octets that are there and known to be right, and those before the
/// next part. Called on the thread of the master's loop.
public typealias FileProgress = @Sendable (_ octets: Int) -> Void

/// Files of the outstation (types 120...127). Each call ends with its result or with a
/// `FileTransferError`; cancelling the task gives it up, and the station is told.
extension Master {
    /// The lines of a directory.
    ///
    /// - Parameters:
    ///   - object: the object address; 0, the default, is the one directory of a station.
    ///   - subdirectory: the number of a subdirectory; 0, the default, is the root.
    /// - Throws: a refusal, a time-out, the loss of the connection.
    public func directory(
        _ object: ObjectAddress = .irrelevant, station: CommonAddress = 1,
        subdirectory: UInt16 = 0
    ) async throws(FileTransferError) -> [DirectoryEntry] {
        try await listing(object, station: station, subdirectory: subdirectory).entries
    }

    /// The lines of a directory, and whether they are all: some stations do not mark the last one.
    ///
    /// - Throws: a refusal, a time-out, the loss of the connection.
    public func listing(
        _ object: ObjectAddress = .irrelevant, station: CommonAddress = 1,
        subdirectory: UInt16 = 0
    ) async throws(FileTransferError) -> FileOutcome {
        try await perform(.list(FileName(subdirectory, object: object, station: station)))
    }

    /// Fetches a file whole.
    ///
    /// - Parameter range: the part of a log (QueryLog); by default the file is selected.
    /// - Throws: a refusal, a wrong checksum, a time-out, the loss of the connection.
    public func fetch(
        _ file: FileName, range: LogRange? = nil, progress: FileProgress? = nil
    ) async throws(FileTransferError) -> [UInt8] {
        var octets: [UInt8] = []
        _ = try await perform(.fetch(file, range)) { part in
            octets += part
            progress?(octets.count)
        }
        return octets
    }

    /// Fetches a file section by section: each is given when its checksum is right, and the station
    /// sends no more until the next one is asked for. A loop that is left gives the transfer up.
    public nonisolated func sections(
        of file: FileName, range: LogRange? = nil
    ) -> FileSections {
        FileSections(master: self, request: .fetch(file, range))
    }

    /// Writes a file into the station.
    ///
    /// - Throws: a refusal, a wrong checksum, a time-out, the loss of the connection.
    public func write(
        _ octets: [UInt8], to file: FileName, progress: FileProgress? = nil
    ) async throws(FileTransferError) {
        try await write(to: file, length: octets.count, progress: progress) {
            Array(octets[$0])
        }
    }

    /// Writes a file of `length` octets, 0...16777215, which `source` gives piece by piece, of 16384
    /// octets at most. A section that did not arrive well is asked for again. What `source` throws
    /// ends the transfer with `storeFailed`.
    ///
    /// - Throws: a refusal, a wrong checksum, a time-out, the loss of the connection.
    public func write(
        to file: FileName, length: Int, progress: FileProgress? = nil,
        from source: @Sendable (Range<Int>) async throws -> [UInt8]
    ) async throws(FileTransferError) {
        let job = core.submit(file: .write(file, length: length))
        while true {
            switch await nextEvent(of: job) {
            case .octets: break
            case .wants(_, let range):
                progress?(range.lowerBound)
                core.provide(file: job, try? await source(range))
            case .ended(_, let result):
                let outcome = try result.get()
                progress?(outcome.length)
                return
            }
        }
    }

    /// Deletes a file of the station.
    ///
    /// - Throws: a refusal, a time-out, the loss of the connection.
    public func delete(_ file: FileName) async throws(FileTransferError) {
        _ = try await perform(.delete(file))
    }

    private func perform(
        _ request: FileJobRequest, taking take: (([UInt8]) -> Void)? = nil
    ) async throws(FileTransferError) -> FileOutcome {
        let job = core.submit(file: request)
        while true {
            switch await nextEvent(of: job) {
            case .octets(_, let octets):
                take?(octets)
                core.take(file: job)
            case .wants: core.provide(file: job, nil)
            case .ended(_, let result): return try result.get()
            }
        }
    }

    private func nextEvent(of job: UInt64) async -> FileJobEvent {
        await withTaskCancellationHandler {
            await withCheckedContinuation { core.await(file: job, $0) }
        } onCancel: {
            Task(executorPreference: loop) { await self.cancel(file: job) }
        }
    }

    // MARK: Section by section

    func begin(_ request: FileJobRequest) -> UInt64 { core.submit(file: request) }

    /// The next section; `nil` at the end.
    func nextSection(of job: UInt64, takes: Bool) async throws(FileTransferError) -> [UInt8]? {
        if takes { core.take(file: job) }
        while true {
            switch await nextEvent(of: job) {
            case .octets(_, let octets): return octets
            case .wants: core.provide(file: job, nil)
            case .ended(_, let result):
                _ = try result.get()
                return nil
            }
        }
    }

    func cancel(file job: UInt64) { core.cancel(file: job) }
    func abandon(file job: UInt64) { core.abandon(file: job) }
}

/// The sections of a file that is fetched; see `Master.sections`. Each iterator is a transfer of its
/// own.
public struct FileSections: AsyncSequence, Sendable {
    /// What the sequence gives: the octets of a section.
    public typealias Element = [UInt8]
    /// What it throws.
    public typealias Failure = FileTransferError

    let master: Master
    let request: FileJobRequest

    /// Begins the transfer with the first call of `next`.
    public func makeAsyncIterator() -> Iterator {
        Iterator(pull: Pull(master: master, request: request))
    }

    /// One transfer.
    public struct Iterator: AsyncIteratorProtocol {
        let pull: Pull

        /// The next section; `nil` when the file is complete.
        public mutating func next() async throws(FileTransferError) -> [UInt8]? {
            try await pull.next()
        }

        /// The next section; `nil` when the file is complete.
        public mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(FileTransferError) -> [UInt8]? {
            try await pull.next(isolation: actor)
        }
    }

    /// The transfer of an iterator: given up when the iterator is gone.
    final class Pull {
        private let master: Master
        private let request: FileJobRequest
        private var job: UInt64?
        private var isOver = false
        private var hasSection = false

        init(master: Master, request: FileJobRequest) {
            self.master = master
            self.request = request
        }

        deinit {
            guard let job, !isOver else { return }
            let master = master
            Task(executorPreference: master.loop) { await master.abandon(file: job) }
        }

        func next(
            isolation actor: isolated (any Actor)? = #isolation
        ) async throws(FileTransferError) -> [UInt8]? {
            guard !isOver else { return nil }
            let job: UInt64
            if let known = self.job { job = known } else { job = await master.begin(request) }
            self.job = job
            do {
                let section = try await master.nextSection(of: job, takes: hasSection)
                hasSection = section != nil
                isOver = section == nil
                return section
            } catch {
                isOver = true
                throw error
            }
        }
    }
}

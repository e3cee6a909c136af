internal import IEC104Codec
internal import IEC104Session

/// Files of the stations: each job ends with exactly one `FileJobEvent.ended`, whatever the peer
/// does.
extension MasterEngine {
    /// Begins a job; its number.
    package mutating func submit(file request: FileJobRequest, at now: Moment) -> UInt64 {
        lastJob &+= 1
        var job = FileJob(
            id: lastJob, request: request, name: request.name,
            deadline: now.instant.advanced(byNanoseconds: fileLimits.timeout),
            limit: patience(now))
        if let code = obstacle(to: job) {
            fileEvents.append(.ended(job: job.id, .failure(FileTransferError(code, job.name))))
            return job.id
        }
        let number = job.name.number
        switch request {
        case .list: job.message = .call(number, 0, .directory)
        case .fetch(_, nil): job.message = .call(number, 0, .selectFile)
        case .fetch(_, let range?):
            job.message = FileMessage(
                .F_SC_NB_1, .logQuery(file: number, start: range.start, stop: range.stop))
        case .delete: job.message = .call(number, 0, .deleteFile)
        case .write(_, let length):
            job.sender = FileSender(file: number, length: length, limits: fileLimits)
        }
        jobs.append(job)
        return job.id
    }

    /// How long a station may answer without anything of use. For a directory, in all.
    func patience(_ now: Moment) -> Instant {
        now.instant.advanced(byNanoseconds: fileLimits.timeout &* 10)
    }

    private func obstacle(to job: FileJob) -> FileTransferError.Code? {
        let (name, profile) = (job.name, settings.profile)
        guard name.station.value != 0, name.station != profile.globalCommonAddress,
            profile.commonAddressSize == 2 || name.station.value < 255,
            name.object.value <= profile.largestObjectAddress,
            job.isList || name.object != .irrelevant && name.number != 0
        else { return .invalid }
        if case .write(_, let length) = job.request, !(0...0xFF_FFFF).contains(length) {
            return .invalid
        }
        guard isStarted else { return .notSent }
        guard jobs.count < fileLimits.transfers else { return .tooMany }
        // Lines of directories do not say which one they are of.
        let isBusy = jobs.contains {
            job.isList
                ? $0.isList && !$0.isReported && $0.name.station == name.station
                : !$0.isList && !$0.isReported && $0.name == name
        }
        return isBusy ? .busy : nil
    }

    /// Gives a job up: it ends with `cancelled`, and the station is told. Nothing happens when it
    /// has ended.
    package mutating func cancel(file job: UInt64, at now: Moment) {
        giveUp(job, .cancelled, at: now)
    }

    /// The octets that were told are taken: the station may go on.
    package mutating func take(file job: UInt64, at now: Moment) {
        guard let index = index(of: job), jobs[index].waits else { return }
        jobs[index].waits = false
        jobs[index].delivered += jobs[index].section.count
        jobs[index].section = []
        jobs[index].receiver?.written(true)
        jobs[index].deadline = now.instant.advanced(byNanoseconds: fileLimits.timeout)
        jobs[index].limit = patience(now)
        pursue(index)
    }

    /// Octets of the file that is written; `nil` when they cannot be had.
    package mutating func provide(file job: UInt64, _ octets: [UInt8]?, at now: Moment) {
        guard let index = index(of: job), let range = jobs[index].reading else { return }
        jobs[index].reading = nil
        jobs[index].sender?.provide(octets, at: range)
        jobs[index].deadline = now.instant.advanced(byNanoseconds: fileLimits.timeout)
        jobs[index].limit = patience(now)
        pursue(index)
    }

    /// What has happened, in that order.
    package mutating func nextFileEvent() -> FileJobEvent? {
        guard !fileEvents.isEmpty else { return nil }
        let event = fileEvents.first
        fileEvents.removeFirst()
        return event
    }

    /// How many jobs wait or are under way.
    package var jobCount: Int { jobs.count { !$0.isReported } }

    func index(of job: UInt64) -> Int? { jobs.firstIndex { $0.id == job } }

    // MARK: Inside

    /// Tells what is to be told of a job, and forgets it when nothing is left of it.
    mutating func pursue(_ index: Int) {
        guard !jobs[index].isReported else { return }
        let id = jobs[index].id
        if let range = jobs[index].sender?.takeRead() {
            jobs[index].reading = range
            jobs[index].deadline = .never
            jobs[index].limit = .never
            fileEvents.append(.wants(job: id, range))
        }
        while !jobs[index].waits, let (offset, octets) = jobs[index].receiver?.takeWrite() {
            jobs[index].append(octets, at: offset)
            if jobs[index].receiver?.isWritten == true {
                // The user takes its time.
                jobs[index].waits = true
                jobs[index].deadline = .never
                jobs[index].limit = .never
                fileEvents.append(.octets(job: id, jobs[index].section))
            } else {
                jobs[index].receiver?.written(true)
            }
        }
        jobs[index].receiver?.completed(true)
        guard !jobs[index].hasOutput, let end = jobs[index].end else { return }
        if end == .done {
            jobs[index].outcome.length =
                jobs[index].sender?.length ?? jobs[index].receiver?.length ?? 0
            finish(file: index, nil)
        } else {
            var reason: FileError?
            if case .refused(let told) = end { reason = told }
            finish(file: index, FileTransferError.Code(end: end), reason)
        }
    }

    /// Ends a job at once.
    mutating func finish(
        file index: Int, _ code: FileTransferError.Code?, _ reason: FileError? = nil,
        linkEnd: SessionError.Code? = nil
    ) {
        report(index, code, reason, linkEnd: linkEnd)
        jobs.remove(at: index)
    }

    private mutating func report(
        _ index: Int, _ code: FileTransferError.Code?, _ reason: FileError? = nil,
        linkEnd: SessionError.Code? = nil
    ) {
        let job = jobs[index]
        guard !job.isReported else { return }
        jobs[index].isReported = true
        let result: Result<FileOutcome, FileTransferError> =
            if let code {
                .failure(
                    FileTransferError(
                        code, job.name, reason: reason, transferred: job.transferred,
                        linkEnd: linkEnd))
            } else {
                .success(job.outcome)
            }
        fileEvents.append(.ended(job: job.id, result))
    }

    /// Ends a job for its user; it stays until the station has been told.
    private mutating func giveUp(
        _ id: UInt64, _ code: FileTransferError.Code, at now: Moment
    ) {
        guard let index = index(of: id), !jobs[index].isReported else { return }
        report(index, code)
        jobs[index].deadline = .never
        jobs[index].limit = .never
        if !jobs[index].isSent {
            jobs.remove(at: index)
            return
        }
        let end: FileEnd = code == .timedOut ? .timedOut : .aborted
        let isUnderWay = jobs[index].end == nil
        jobs[index].awaitsAnswer = isUnderWay && (jobs[index].sender?.isWaiting ?? true)
        if jobs[index].sender != nil {
            jobs[index].sender?.giveUp(end)
        } else if jobs[index].receiver != nil {
            jobs[index].receiver?.giveUp(end)
        } else if jobs[index].isFetch {
            jobs[index].message = .call(jobs[index].name.number, 0, .deactivateFile)
        }
        guard !jobs[index].hasOutput else { return }
        guard jobs[index].awaitsAnswer else {
            jobs.remove(at: index)
            return
        }
        // There is no way to call a directory or a deletion back.
        jobs[index].deadline = now.instant.advanced(by: settings.answerGap)
        jobs[index].limit = patience(now)
    }

    /// Gives up what waited too long.
    mutating func endFiles(at now: Moment) {
        for id in jobs.filter({ min($0.deadline, $0.limit) <= now.instant }).map(\.id) {
            guard let index = index(of: id) else { continue }
            if jobs[index].isReported {
                jobs.remove(at: index)
            } else if jobs[index].isList, !jobs[index].outcome.entries.isEmpty {
                jobs[index].outcome.isComplete = false
                jobs[index].outcome.isCut = jobs[index].deadline > now.instant
                finish(file: index, nil)
            } else {
                giveUp(id, .timedOut, at: now)
            }
        }
    }

    /// The link takes nothing more.
    mutating func endFiles(_ reason: SessionError.Code?) {
        while !jobs.isEmpty {
            finish(file: 0, jobs[0].isSent ? .linkEnded : .notSent, linkEnd: reason)
        }
    }

    // MARK: Sending

    /// Writes what is next of the files, each in its turn.
    mutating func nextFile(into output: inout MutableSpan<UInt8>, at now: Moment) -> Outgoing? {
        while let index = nextJob() {
            lastJobSent = jobs[index].id
            jobs[index].isSent = true
            let isReported = jobs[index].isReported
            // An answer that crosses what was given up comes soon; most stations send none.
            jobs[index].deadline =
                isReported
                ? now.instant.advanced(by: settings.answerGap)
                : now.instant.advanced(byNanoseconds: fileLimits.timeout)
            let progress = jobs[index].progress
            let length = writeStep(index, into: &output)
            if jobs[index].progress > progress { jobs[index].limit = patience(now) }
            if !isReported {
                pursue(index)
            } else if !jobs[index].hasOutput, !jobs[index].awaitsAnswer {
                jobs.remove(at: index)
            }
            guard length > 0 else { continue }
            statistics.sent &+= 1
            return Outgoing(length: length, ticket: lastTicket)
        }
        return nil
    }

    private func nextJob() -> Int? {
        var first: Int?
        for index in jobs.indices where jobs[index].hasOutput && !isHeld(index) {
            if jobs[index].id > lastJobSent { return index }
            first = first ?? index
        }
        return first
    }

    /// Whether a job is not answered yet that was given up, and whose answers could be taken for
    /// those to this one: of the same file, or a directory of the same station.
    private func isHeld(_ index: Int) -> Bool {
        let (name, isList) = (jobs[index].name, jobs[index].isList)
        return jobs[..<index].contains {
            $0.isReported
                && ($0.name == name
                    || isList && $0.isList && $0.name.station == name.station)
        }
    }

    private mutating func writeStep(_ index: Int, into output: inout MutableSpan<UInt8>) -> Int {
        let name = jobs[index].name
        if let message = jobs[index].message {
            jobs[index].message = nil
            let isCall = jobs[index].isList
            return write(message, name, isCall ? .request : .fileTransfer, into: &output)
        }
        if let message = jobs[index].receiver?.next() {
            return write(message, name, .fileTransfer, into: &output)
        }
        switch jobs[index].sender?.next() {
        case .message(let message): return write(message, name, .fileTransfer, into: &output)
        case .segment(let section, let count):
            let header = fileHeader(.F_SG_NA_1, name, .fileTransfer)
            let profile = settings.profile
            var length = 0
            jobs[index].sender?.takeSegment(count) { octets in
                length = OutstationEngine.write(
                    header, name.object, file: name.number, section: section, octets, profile,
                    into: &output)
            }
            return length
        case nil: return 0
        }
    }

    private func fileHeader(_ type: TypeID, _ name: FileName, _ cause: Cause) -> ASDUHeader {
        ASDUHeader(
            type: type, count: 1,
            cause: CauseOfTransmission(
                cause, originator: settings.profile.causeSize == 2 ? settings.originator : 0),
            commonAddress: name.station)
    }

    private func write(
        _ message: FileMessage, _ name: FileName, _ cause: Cause,
        into output: inout MutableSpan<UInt8>
    ) -> Int {
        do throws(EncodeError) {
            var writer = try ASDUWriter(
                into: output._mutatingExtracting(0..<output.count),
                header: fileHeader(message.type, name, cause), profile: settings.profile)
            let object = InformationObject(name.object, message.information)
            return try writer.append(object) ? writer.finish() : 0
        } catch {
            return 0
        }
    }
}

internal import IEC104Codec
internal import IEC104Session

extension MasterEngine {
    /// An ASDU of file transfer: the job that it belongs to, and what follows.
    mutating func file(
        _ reader: inout ASDUReader, _ asdu: Span<UInt8>, at now: Moment
    ) -> MasterReception {
        let header = reader.header
        if header.type == .F_DR_TA_1 { return lines(&reader, at: now) }
        guard let object = reader.next(), let number = object.information.fileNumber else {
            return .file(header)
        }
        let cause = header.cause.cause
        guard cause == .fileTransfer || (44...47).contains(cause.rawValue) else {
            return unexpected(.cause, header)
        }
        guard isForThisMaster(header) else { return unexpected(.originator, header) }
        let name = FileName(number, object: object.address, station: header.commonAddress)
        guard
            let index = jobs.firstIndex(where: {
                $0.name == name && $0.isSent
                    && (!$0.isList || object.information.isDirectoryCall)
            })
        else {
            // What a station announces by itself is for the user to know.
            if case .fileReady = object.information { return .file(header) }
            return unexpected(.notAsked, header)
        }
        if jobs[index].isReported {
            if jobs[index].isAnswered(by: object.information, cause) { jobs.remove(at: index) }
            return .file(header)
        }
        if cause != .fileTransfer {
            finish(file: index, .init(unknown: cause))
            return .file(header)
        }
        jobs[index].deadline = now.instant.advanced(byNanoseconds: fileLimits.timeout)
        let (id, progress) = (jobs[index].id, jobs[index].progress)
        apply(object.information, asdu, to: index)
        if let index = self.index(of: id), jobs[index].limit != .never,
            jobs[index].progress > progress
        {
            jobs[index].limit = patience(now)
        }
        return .file(header)
    }

    private mutating func apply(
        _ information: Information, _ asdu: Span<UInt8>, to index: Int
    ) {
        if jobs[index].sender != nil {
            _ = jobs[index].sender?.receive(information)
            pursue(index)
        } else if jobs[index].receiver != nil {
            if let refusal = jobs[index].receiver?.receive(information, asdu) {
                jobs[index].message = refusal
            }
            pursue(index)
        } else {
            applyToCall(information, index)
        }
    }

    /// An answer to what begins a job.
    private mutating func applyToCall(_ information: Information, _ index: Int) {
        switch (jobs[index].request, information) {
        case (.fetch, .fileReady(let file, let length, let qualifier)):
            guard qualifier.isReady else { return finish(file: index, .refused) }
            guard Int(length) <= fileLimits.length else {
                return refuseLength(index)
            }
            jobs[index].receiver = FileReceiver(
                file: file, length: Int(length), limits: fileLimits)
        case (.delete, .fileAcknowledgement(_, _, let qualifier)):
            let isDone = qualifier == .filePositive
            finish(file: index, isDone ? nil : .refused, isDone ? nil : qualifier.error)
        case (.delete, .fileCall(_, _, .deleteFile)): finish(file: index, nil)
        case (.list, .fileCall(_, _, let qualifier)), (.delete, .fileCall(_, _, let qualifier)):
            finish(file: index, .refused, qualifier.error)
        case (.fetch, .fileCall(_, _, let qualifier)) where qualifier.action <= 1:
            finish(file: index, .refused, qualifier.error)
        default: break
        }
    }

    /// A file that is too long is not asked for.
    private mutating func refuseLength(_ index: Int) {
        let name = jobs[index].name
        var receiver = FileReceiver(file: name.number, length: 0, limits: fileLimits)
        receiver.giveUp(.tooLong)
        jobs[index].receiver = receiver
    }

    // MARK: Directories

    private mutating func lines(
        _ reader: inout ASDUReader, at now: Moment
    ) -> MasterReception {
        let header = reader.header
        guard header.cause.cause == .request, isForThisMaster(header),
            let index = jobs.firstIndex(where: {
                $0.isList && $0.isSent && $0.name.station == header.commonAddress
            })
        else { return .file(header) }
        var (isLast, isNew) = (false, false)
        while let object = reader.next() {
            guard case .fileDirectory(let file, let length, let status) = object.information,
                case .cp56(let time) = object.timeTag
            else { continue }
            isLast = isLast || status.isLast
            // A directory without files has a line with NOF 0.
            let name = FileName(file, object: object.address, station: header.commonAddress)
            guard file != 0, !jobs[index].isReported,
                jobs[index].outcome.entries.count < fileLimits.entries,
                jobs[index].listed.insert(name).inserted
            else { continue }
            isNew = true
            jobs[index].outcome.entries.append(
                DirectoryEntry(name, length: Int(length), status: status, time: time))
        }
        // Of one that was given up nothing is kept: its lines are waited for.
        if isNew || jobs[index].isReported {
            jobs[index].deadline = now.instant.advanced(by: settings.answerGap)
        }
        if isLast { finish(file: index, nil) }
        return .file(header)
    }
}

extension Information {
    fileprivate var isDirectoryCall: Bool {
        if case .fileCall(_, _, let qualifier) = self { return qualifier.action == 0 }
        return false
    }
}

extension FileTransferError.Code {
    /// What a mirrored request with this cause means.
    init(unknown cause: Cause) {
        self =
            switch cause {
            case .unknownType: .unknownType
            case .unknownCause: .unknownCause
            case .unknownCommonAddress: .unknownStation
            default: .unknownObject
            }
    }
}

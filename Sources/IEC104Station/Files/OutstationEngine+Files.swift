internal import IEC104Codec
internal import IEC104Session

/// Types 120...127 of the control direction: what begins a transfer, and what belongs to one.
extension OutstationEngine {
    /// Serves an ASDU of file transfer; `false` when the object address is unknown.
    mutating func file(_ request: Request, _ octets: Span<UInt8>, at now: Moment) -> Bool {
        let information = request.object.information
        // What comes back refused is not answered: two stations would never end.
        guard !request.header.cause.isNegative, let number = information.fileNumber else {
            return true
        }
        let name = FileName(
            number, object: request.object.address, station: request.header.commonAddress)
        if case .fileCall(_, _, .directory) = information {
            list(request, name, at: now)
            return true
        }
        guard name.object != .irrelevant else { return false }
        if case .fileCall = information, request.header.cause.cause == .request {
            mirror(octets, .unknownCause, request.slot)
            return true
        }
        flush(name, request.link)
        switch information {
        case .fileCall(_, _, .selectFile) where files.index(request.link, name) == nil:
            open(request, name, nil, at: now)
        case .logQuery(_, let start, let stop):
            let station = image.station(request.header.commonAddress) ?? 0
            let range = LogRange(
                stationTime(start, from: request.slot, station: station),
                stationTime(stop, from: request.slot, station: station))
            open(request, name, range, at: now)
        case .fileCall(_, _, .deleteFile): delete(request, name, at: now)
        case .fileReady(_, let length, let qualifier):
            if qualifier.isReady { create(request, name, Int(length), at: now) }
        default: goOn(request, name, octets, at: now)
        }
        return true
    }

    /// What belongs to a transfer of this link and file.
    private mutating func goOn(
        _ request: Request, _ name: FileName, _ octets: Span<UInt8>, at now: Moment
    ) {
        let information = request.object.information
        guard let index = files.index(request.link, name) else {
            let error: FileError =
                files.hasOther(request.link, than: name) ? .unexpectedFileName : .unexpectedService
            if let refusal = information.refusal(error) { tell(request, refusal) }
            return
        }
        var refusal: FileMessage?
        if files.list[index].sender != nil, !information.isFromSender {
            refusal = files.list[index].sender?.receive(information)
        } else if files.list[index].receiver != nil,
            information.isFromSender || information.isRefusalOrEnd
        {
            refusal = files.list[index].receiver?.receive(information, octets)
        } else if files.list[index].sender == nil, files.list[index].receiver == nil,
            information.isDeactivation
        {
            // The store has not answered yet.
            if case .fileCall(let file, _, _) = information {
                tell(request, .last(file, 0, .fileDeactivated, 0))
            }
            return finish(index, .aborted)
        } else {
            // The file goes the other way.
            refusal = information.refusal(.unexpectedService)
        }
        if let refusal {
            tell(request, refusal)
        } else {
            files.list[index].deadline = now.instant.advanced(byNanoseconds: limits.files.timeout)
        }
        pursue(index)
    }

    /// What is left to be said of a transfer that has ended goes out before what comes next.
    private mutating func flush(_ name: FileName, _ link: LinkID) {
        guard let index = files.index(link, name), let end = files.list[index].end else { return }
        let message = files.list[index].receiver?.next() ?? files.list[index].takeMessage()
        if let message { tell(files.list[index].request, message) }
        finish(index, end == .done ? nil : FileTransferError.Code(end: end))
    }

    // MARK: What begins

    private mutating func list(_ request: Request, _ name: FileName, at now: Moment) {
        let isListed = files.list.contains {
            $0.link == request.link && $0.name == name && $0.operation == .list
        }
        guard hasRoomForFile(request), !isListed else {
            return tell(request, .call(name.number, 0, .directory, .noMemory))
        }
        begin(.list, name, request, .list(name), at: now)
    }

    private mutating func open(
        _ request: Request, _ name: FileName, _ range: LogRange?, at now: Moment
    ) {
        guard name.number != 0, hasRoomForFile(request), files.index(request.link, name) == nil
        else {
            return tell(request, .ready(name.number, length: 0, false))
        }
        begin(range == nil ? .fetch : .query, name, request, .open(name, range), at: now)
    }

    private mutating func create(
        _ request: Request, _ name: FileName, _ length: Int, at now: Moment
    ) {
        var error = FileError.none
        if length > limits.files.length || !hasRoomForFile(request) {
            error = .noMemory
        } else if name.number == 0 {
            error = .unexpectedFileName
        } else if request.header.cause.isTest || isReadOnly(request.slot)
            || files.index(request.link, name) != nil
            || files.list.contains(where: { $0.name == name && $0.isWriting })
        {
            error = .unexpectedService
        }
        guard error == .none else {
            return tell(request, .call(name.number, 0, .requestFile, error))
        }
        begin(.write, name, request, .create(name, length: length), at: now)
    }

    private mutating func delete(_ request: Request, _ name: FileName, at now: Moment) {
        guard !request.header.cause.isTest, !isReadOnly(request.slot),
            hasRoomForFile(request),
            !files.list.contains(where: { $0.name == name && $0.operation != .list })
        else {
            return tell(
                request, .acknowledge(name.number, 0, .fileNegative, .unexpectedService))
        }
        begin(.delete, name, request, .delete(name), at: now)
    }

    private func hasRoomForFile(_ request: Request) -> Bool {
        files.list.count < limits.files.transfers
            && links[request.slot].transfers < limits.files.transfersPerLink
            && requests.count < Self.mostNotices + limits.commands
    }

    private mutating func begin(
        _ operation: FileOperation, _ name: FileName, _ request: Request,
        _ action: FileRequest.Action, at now: Moment
    ) {
        let index = files.add(
            operation, name, request,
            until: now.instant.advanced(byNanoseconds: limits.files.timeout))
        links[request.slot].transfers += 1
        requests.append(.file(FileRequest(transfer: files.list[index].id, action: action)))
    }

    // MARK: What is told

    /// Answers a request of file transfer.
    mutating func tell(_ request: Request, _ message: FileMessage) {
        answer(
            message.type, request.cause(.fileTransfer), request.header.commonAddress,
            InformationObject(request.object.address, message.information), request.slot)
    }

    /// Asks the store for what a transfer needs, and forgets a transfer that has ended.
    mutating func pursue(_ index: Int) {
        let id = files.list[index].id
        if let range = files.list[index].sender?.takeRead() {
            files.list[index].reading = range
            requests.append(.file(FileRequest(transfer: id, action: .read(range))))
        }
        if let (offset, octets) = files.list[index].receiver?.takeWrite() {
            requests.append(
                .file(FileRequest(transfer: id, action: .write(offset: offset, octets))))
        }
        if files.list[index].receiver?.phase == .completing, !files.list[index].isCompleting {
            files.list[index].isCompleting = true
            requests.append(.file(FileRequest(transfer: id, action: .complete)))
        }
        guard let end = files.list[index].end, !files.list[index].hasOutput else { return }
        finish(index, end == .done ? nil : FileTransferError.Code(end: end))
    }

    /// Ends a transfer; what is to be told has been told.
    mutating func finish(_ index: Int, _ failure: FileTransferError.Code?) {
        let transfer = files.remove(index)
        if transfer.isOpen || transfer.operation != .list && transfer.operation != .delete {
            requests.append(.file(FileRequest(transfer: transfer.id, action: .close)))
        }
        let slot = transfer.request.slot
        links[slot].transfers -= 1
        if failure == nil { statistics.filesDone &+= 1 } else { statistics.filesFailed &+= 1 }
        notify(
            .fileEnded(
                FileReport(
                    operation: transfer.operation, file: transfer.name, length: transfer.length,
                    peer: links[slot].peer, link: transfer.link, failure: failure)))
    }

    /// The link takes nothing more.
    mutating func endFiles(of link: LinkID, _ slot: Int) {
        guard links[slot].transfers > 0 else { return }
        for index in files.list.indices.reversed() where files.list[index].link == link {
            finish(index, .linkEnded)
        }
    }

    /// Gives up what waited too long.
    mutating func endFiles(at now: Moment) {
        for index in files.list.indices.reversed()
        where files.list[index].deadline <= now.instant {
            let isTold = files.list[index].end != nil
            files.list[index].deadline = now.instant.advanced(byNanoseconds: limits.files.timeout)
            if isTold {
                // The peer did not even take the end.
                finish(index, .timedOut)
            } else if files.list[index].sender != nil || files.list[index].receiver != nil {
                files.list[index].giveUp(.timedOut)
                otherOutputs &+= 1
            } else {
                if files.list[index].entries == nil { refuse(index, .failed) }
                finish(index, .timedOut)
                otherOutputs &+= 1
            }
        }
        files.deadline = files.list.lazy.map(\.deadline).min() ?? .never
    }
}

extension Information {
    /// NOF.
    var fileNumber: UInt16? {
        switch self {
        case .fileReady(let file, _, _), .sectionReady(let file, _, _, _),
            .fileCall(let file, _, _), .fileLast(let file, _, _, _),
            .fileAcknowledgement(let file, _, _), .fileSegment(let file, _, _),
            .fileDirectory(let file, _, _), .logQuery(let file, _, _):
            file
        default: nil
        }
    }

    /// Whether the side that has the file says this.
    var isFromSender: Bool {
        switch self {
        case .fileReady, .sectionReady, .fileSegment, .fileLast: true
        default: false
        }
    }

    /// Whether a side ends the transfer.
    var isDeactivation: Bool {
        switch self {
        case .fileCall(_, _, .deactivateFile), .fileLast(_, _, .fileDeactivated, _): true
        default: false
        }
    }

    /// Whether the other side gives up, or refuses what it was told.
    var isRefusalOrEnd: Bool {
        switch self {
        case .fileCall(_, _, let qualifier):
            qualifier == .deactivateFile || qualifier.error != FileError.none
        case .fileAcknowledgement(_, _, let qualifier): qualifier.error != FileError.none
        default: false
        }
    }

    /// How it is refused; `nil` for what is not answered, as segments and refusals.
    func refusal(_ error: FileError) -> FileMessage? {
        if isRefusalOrEnd, self != fileDeactivation { return nil }
        switch self {
        case .fileCall(let file, let section, let qualifier):
            return .call(file, section, qualifier, error)
        case .fileAcknowledgement(let file, let section, let qualifier):
            return .acknowledge(file, section, qualifier, error)
        case .sectionReady(let file, let section, _, let qualifier):
            return qualifier.isReady ? .call(file, section, .requestSection, error) : nil
        case .fileLast(let file, let section, let qualifier, _):
            switch qualifier {
            case .file: return .acknowledge(file, section, .fileNegative, error)
            case .section: return .acknowledge(file, section, .sectionNegative, error)
            default: return nil
            }
        default: return nil
        }
    }

    private var fileDeactivation: Information? {
        guard case .fileCall(let file, let section, _) = self else { return nil }
        return .fileCall(file: file, section: section, .deactivateFile)
    }
}

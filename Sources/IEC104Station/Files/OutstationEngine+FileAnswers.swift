internal import IEC104Codec
internal import IEC104Session

extension OutstationEngine {
    /// The store answers what a transfer needs; nothing happens when the transfer has ended.
    package mutating func answer(file transfer: UInt64, _ answer: FileAnswer, at now: Moment) {
        guard let index = files.index(of: transfer) else { return }
        files.list[index].deadline = now.instant.advanced(byNanoseconds: limits.files.timeout)
        otherOutputs &+= 1
        switch files.list[index].operation {
        case .list: listed(index, answer)
        case .fetch, .query: fetched(index, answer)
        case .write: written(index, answer)
        case .delete:
            guard answer == .done else { return refuse(index, answer) }
            let request = files.list[index].request
            tell(request, .acknowledge(files.list[index].name.number, 0, .filePositive))
            finish(index, nil)
        }
    }

    private mutating func listed(_ index: Int, _ answer: FileAnswer) {
        guard case .entries(let entries) = answer else { return refuse(index, answer) }
        files.list[index].entries = Array(entries.prefix(limits.files.entries))
    }

    private mutating func fetched(_ index: Int, _ answer: FileAnswer) {
        if files.list[index].sender != nil {
            guard let range = files.list[index].reading else { return }
            files.list[index].reading = nil
            if case .octets(let octets) = answer {
                files.list[index].sender?.provide(octets, at: range)
            } else {
                files.list[index].sender?.provide(nil, at: range)
            }
            pursue(index)
            return
        }
        guard case .opened(let length) = answer else { return refuse(index, answer) }
        files.list[index].isOpen = true
        guard (0...0xFF_FFFF).contains(length) else { return refuse(index, .refused(.failed)) }
        files.list[index].sender = FileSender(
            file: files.list[index].name.number, length: length, limits: limits.files)
    }

    private mutating func written(_ index: Int, _ answer: FileAnswer) {
        guard let phase = files.list[index].receiver?.phase else {
            guard answer == .done else { return refuse(index, answer) }
            guard
                case .fileReady(let file, let length, _) = files.list[index].request.object
                    .information
            else { return }
            files.list[index].isOpen = true
            files.list[index].receiver = FileReceiver(
                file: file, length: Int(length), limits: limits.files)
            return
        }
        if phase == .completing {
            files.list[index].receiver?.completed(answer == .done)
        } else {
            files.list[index].receiver?.written(answer == .done)
        }
        pursue(index)
    }

    private mutating func refuse(_ index: Int, _ answer: FileAnswer) {
        var refusal = FileRefusal.failed
        if case .refused(let told) = answer { refusal = told }
        refuse(index, refusal)
        finish(index, refusal == .unknownObject ? .unknownObject : .refused)
    }

    /// Tells the peer that what it began is not possible.
    mutating func refuse(_ index: Int, _ refusal: FileRefusal) {
        let transfer = files.list[index]
        let request = transfer.request
        if refusal == .unknownObject {
            statistics.mirrored &+= 1
            answer(
                request.header.type, request.cause(.unknownObjectAddress, isNegative: true),
                request.header.commonAddress, request.object, request.slot)
            return
        }
        let file = transfer.name.number
        switch transfer.operation {
        case .list: tell(request, .call(file, 0, .directory, refusal.error))
        case .fetch, .query: tell(request, .ready(file, length: 0, false))
        case .write: tell(request, .call(file, 0, .requestFile, refusal.error))
        case .delete: tell(request, .acknowledge(file, 0, .fileNegative, refusal.error))
        }
    }
}

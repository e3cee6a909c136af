import IEC104Station

/// What the transfers of an outstation hold of its store. It is used on the thread of the loop.
final class OutstationFiles {
    let store: any FileStore
    private let executor: (any TaskExecutor)?
    private var reading: [UInt64: any StoredFile] = [:]
    private var writing: [UInt64: any FileDraft] = [:]
    private var lengths: [UInt64: Int] = [:]
    /// Transfers that have not ended.
    private var live: Set<UInt64> = []

    /// `nil` without a store.
    init?(_ configuration: OutstationConfiguration) {
        guard let store = configuration.fileStore else { return nil }
        self.store = store
        executor = configuration.fileExecutor
    }

    /// An answer, and what was opened.
    struct Reply: Sendable {
        var answer: FileAnswer
        var file: (any StoredFile)?
        var draft: (any FileDraft)?
    }

    /// Asks the store; `outstation` gets the reply.
    func serve(_ request: FileRequest, for outstation: Outstation?) {
        let transfer = request.transfer
        if request.action == .close {
            live.remove(transfer)
            reading[transfer] = nil
            writing[transfer] = nil
            lengths[transfer] = nil
            return
        }
        live.insert(transfer)
        if case .create(_, let length) = request.action { lengths[transfer] = length }
        let question = Question(
            action: request.action, store: store, file: reading[transfer],
            draft: writing[transfer], length: lengths[transfer] ?? 0)
        guard let outstation else { return }
        Task(executorPreference: executor) { [weak outstation] in
            let reply = await question.reply()
            await outstation?.served(transfer, reply)
        }
    }

    /// Keeps what was opened, unless the transfer has ended meanwhile.
    func keep(_ reply: Reply, for transfer: UInt64) {
        guard live.contains(transfer) else { return }
        if let file = reply.file { reading[transfer] = file }
        if let draft = reply.draft { writing[transfer] = draft }
    }

    /// A directory or a deletion has been answered.
    func forget(_ transfer: UInt64) {
        if reading[transfer] == nil, writing[transfer] == nil { live.remove(transfer) }
    }
}

/// What a store is asked, with what it has opened for the transfer.
private struct Question: Sendable {
    let action: FileRequest.Action
    let store: any FileStore
    let file: (any StoredFile)?
    let draft: (any FileDraft)?
    let length: Int

    func reply() async -> OutstationFiles.Reply {
        do throws(FileRefusal) {
            return try await answer()
        } catch {
            return OutstationFiles.Reply(answer: .refused(error))
        }
    }

    private func answer() async throws(FileRefusal) -> OutstationFiles.Reply {
        switch action {
        case .list(let name): return .init(answer: .entries(try await store.files(of: name)))
        case .open(let name, let range):
            let file = try await store.open(name, range: range)
            return .init(answer: .opened(length: file.length), file: file)
        case .read(let range):
            guard let file else { throw .failed }
            return .init(answer: .octets(try await file.read(range)))
        case .create(let name, let length):
            return .init(answer: .done, draft: try await store.create(name, length: length))
        case .write(let offset, let octets):
            guard let draft else { throw .failed }
            try await draft.write(octets, at: offset)
        case .complete:
            guard let draft else { throw .failed }
            try await draft.complete(length: length)
        case .delete(let name): try await store.delete(name)
        case .close: break
        }
        return .init(answer: .done)
    }
}

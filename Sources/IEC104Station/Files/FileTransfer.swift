internal import IEC104Codec
internal import IEC104Session

/// Something under way with a file of an outstation, bound to the link and the name with which it
/// began.
struct FileTransfer: Sendable {
    let id: UInt64
    let link: LinkID
    let operation: FileOperation
    let name: FileName
    /// What began it.
    let request: Request

    var sender: FileSender?
    var receiver: FileReceiver?
    /// The lines of a directory, once the store has told them.
    var entries: [FileInfo]?
    var nextEntry = 0
    /// What the store reads; other questions have no range.
    var reading: Range<Int>?
    /// Whether the store has been asked to complete the file.
    var isCompleting = false
    /// Whether the store holds something for it.
    var isOpen = false
    var deadline: Instant

    var hasOutput: Bool {
        sender?.hasOutput ?? receiver?.hasOutput ?? (entries != nil)
    }

    var end: FileEnd? { sender?.end ?? receiver?.end }

    /// Octets of the file; lines of the directory.
    var length: Int { sender?.length ?? receiver?.length ?? entries?.count ?? 0 }

    var isWriting: Bool { operation == .write }

    /// The last message of a sender that has ended.
    mutating func takeMessage() -> FileMessage? {
        guard case .message(let message)? = sender?.next() else { return nil }
        return message
    }

    mutating func giveUp(_ end: FileEnd) {
        sender?.giveUp(end)
        receiver?.giveUp(end)
    }
}

/// All that is under way with the files of an outstation. Their number is bounded, so they are
/// looked through.
struct FileTransfers: Sendable {
    var list: [FileTransfer] = []
    private var lastID: UInt64 = 0
    /// Not after the first deadline.
    var deadline = Instant.never

    mutating func add(
        _ operation: FileOperation, _ name: FileName, _ request: Request, until deadline: Instant
    ) -> Int {
        lastID &+= 1
        list.append(
            FileTransfer(
                id: lastID, link: request.link, operation: operation, name: name,
                request: request, deadline: deadline))
        self.deadline = min(self.deadline, deadline)
        return list.count - 1
    }

    mutating func remove(_ index: Int) -> FileTransfer {
        defer { if list.isEmpty { deadline = .never } }
        return list.remove(at: index)
    }

    func index(of id: UInt64) -> Int? { list.firstIndex { $0.id == id } }

    /// The transfer of a file on a link, directories and deletions apart.
    func index(_ link: LinkID, _ name: FileName) -> Int? {
        list.firstIndex {
            $0.link == link && $0.name == name && $0.operation != .list && $0.operation != .delete
        }
    }

    /// Whether another file of the same object is being transferred on the link.
    func hasOther(_ link: LinkID, than name: FileName) -> Bool {
        list.contains {
            $0.link == link && $0.name.station == name.station && $0.name.object == name.object
                && $0.name != name && ($0.sender != nil || $0.receiver != nil)
        }
    }

    func count(of link: LinkID) -> Int { list.count { $0.link == link } }

    func hasOutput(for link: LinkID) -> Bool {
        list.contains { $0.link == link && $0.hasOutput }
    }

    /// The next transfer of a link with something to send, behind the one that had its turn.
    func next(for link: LinkID, after last: UInt64) -> Int? {
        var first: Int?
        for index in list.indices where list[index].link == link && list[index].hasOutput {
            if list[index].id > last { return index }
            first = first ?? index
        }
        return first
    }
}

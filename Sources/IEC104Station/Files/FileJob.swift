internal import IEC104Codec
internal import IEC104Session

/// What a master wants with the files of a station.
package enum FileJobRequest: Hashable, Sendable {
    /// The lines of a directory; number 0 is the root, object 0 the one directory of a station.
    case list(FileName)
    /// A file, or the part of a log.
    case fetch(FileName, LogRange?)
    /// A file of so many octets for the station.
    case write(FileName, length: Int)
    case delete(FileName)

    package var name: FileName {
        switch self {
        case .list(let name), .fetch(let name, _), .write(let name, _), .delete(let name): name
        }
    }
}

/// What is told of a job, in this order: parts or wishes, then one end.
package enum FileJobEvent: Sendable {
    /// A section of a file that is fetched, whose checksum is right: its octets follow those told
    /// before. The station gets no acknowledgement until `take` is called.
    case octets(job: UInt64, [UInt8])
    /// Octets of the file that is written; to be given with `provide`.
    case wants(job: UInt64, Range<Int>)
    /// The last.
    case ended(job: UInt64, Result<FileOutcome, FileTransferError>)
}

/// What was done.
public struct FileOutcome: Hashable, Sendable {
    /// The lines of a directory.
    public var entries: [DirectoryEntry] = []
    /// Octets of the file.
    public var length = 0
    /// Whether the directory told its last line. Some stations mark none: then it ends when no other
    /// line has come for a while.
    public var isComplete = true
    /// Whether the directory was ended while something still came.
    public var isCut = false

    /// Nothing yet.
    public init() {}
}

/// A job of a master, and what is under way for it.
struct FileJob: Sendable {
    let id: UInt64
    let request: FileJobRequest
    let name: FileName
    /// What begins the job, or ends it without a transfer; to be sent.
    var message: FileMessage?
    var isSent = false
    var sender: FileSender?
    var receiver: FileReceiver?
    /// Octets of a section that is not complete, or not taken.
    var section: [UInt8] = []
    /// Octets that were told.
    var delivered = 0
    /// Whether the octets that were told are not taken yet.
    var waits = false
    var reading: Range<Int>?
    var outcome = FileOutcome()
    /// Whether its end was told. It stays until the station has been told, and has answered what it
    /// was asked: that must not be taken for the answer to a later job.
    var isReported = false
    var awaitsAnswer = false
    var deadline: Instant
    /// When it ends though the station says something, as it says nothing of use.
    var limit: Instant
    /// The files of `outcome.entries`.
    var listed: Set<FileName> = []

    /// Grows with each step that brings the job nearer to its end.
    var progress: Int { sender?.progress ?? receiver?.progress ?? -1 }

    var end: FileEnd? { sender?.end ?? receiver?.end }

    var hasOutput: Bool {
        message != nil || sender?.hasOutput ?? receiver?.hasOutput ?? false
    }

    var isList: Bool {
        if case .list = request { return true }
        return false
    }

    var isFetch: Bool {
        if case .fetch = request { return true }
        return false
    }

    /// Octets that the other side has acknowledged, or that were told.
    var transferred: Int { sender?.acknowledged ?? delivered }

    /// Whether this is what a job that was given up waits for.
    func isAnswered(by information: Information, _ cause: Cause) -> Bool {
        guard cause == .fileTransfer else { return true }
        switch information {
        case .fileLast(_, _, let qualifier, _): return isFetch && qualifier == .fileDeactivated
        case .fileReady(_, _, let qualifier): return isFetch && !qualifier.isReady
        case .fileCall(_, _, let qualifier): return !isFetch || qualifier.error != FileError.none
        case .fileAcknowledgement: return !isFetch
        default: return false
        }
    }

    /// Appends octets of the section; a section that comes again begins again.
    mutating func append(_ octets: [UInt8], at offset: Int) {
        let place = offset - delivered
        if place < section.count { section.removeLast(section.count - max(place, 0)) }
        section += octets
    }
}

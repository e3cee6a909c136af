public import IEC104Codec
public import IEC104Session

/// Why a file was not transferred, a directory not read, a file not deleted.
public struct FileTransferError: Error, Hashable, Sendable {
    /// The kind of failure.
    public var code: Code
    /// The file, or the directory.
    public var file: FileName
    /// What the peer said: the error of SCQ or AFQ.
    public var reason: FileError?
    /// Octets that had arrived and were acknowledged.
    public var transferred: Int
    /// Why the link has ended.
    public var linkEnd: SessionError.Code?

    /// A failure.
    public init(
        _ code: Code, _ file: FileName, reason: FileError? = nil, transferred: Int = 0,
        linkEnd: SessionError.Code? = nil
    ) {
        self.code = code
        self.file = file
        self.reason = reason
        self.transferred = transferred
        self.linkEnd = linkEnd
    }

    /// The kind of a failure. New kinds may be added: always handle unknown ones.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        /// The stable name in machine-readable output, such as `checksum`.
        public var name: String { kind.words.name }
        /// The stable name.
        public var description: String { name }
        /// English words, such as `a checksum was wrong`.
        public var summary: String { kind.words.summary }
        /// Chinese words.
        public var chineseSummary: String { kind.words.chinese }
        /// Whether the peer said no.
        public var isRefusal: Bool {
            switch kind {
            case .refused, .unknownType, .unknownCause, .unknownStation, .unknownObject: true
            default: false
            }
        }

        let kind: Kind
        init(_ kind: Kind) { self.kind = kind }

        /// Every kind there is.
        public static var allCases: [Code] { Kind.allCases.map(Code.init) }
    }
}

extension FileTransferError.Code {
    /// The peer refused: it has no such file, or does not allow this, or expects something else.
    public static let refused = Self(.refused)
    /// Cause 44: the station has no files.
    public static let unknownType = Self(.unknownType)
    /// Cause 45: the station does not know the cause.
    public static let unknownCause = Self(.unknownCause)
    /// Cause 46: there is no such station.
    public static let unknownStation = Self(.unknownStation)
    /// Cause 47: the station has no files at the object address.
    public static let unknownObject = Self(.unknownObject)
    /// A checksum or a length was wrong as often as is allowed.
    public static let checksum = Self(.checksum)
    /// The peer gave the transfer up.
    public static let aborted = Self(.aborted)
    /// The file is longer than was announced, or than is taken.
    public static let tooLong = Self(.tooLong)
    /// The peer did not answer in time.
    public static let timedOut = Self(.timedOut)
    /// The octets cannot be read or stored on this side.
    public static let storeFailed = Self(.storeFailed)
    /// Never begun: data transfer is not started.
    public static let notSent = Self(.notSent)
    /// The connection was lost, or data transfer stopped.
    public static let linkEnded = Self(.linkEnded)
    /// Given up by the one who asked.
    public static let cancelled = Self(.cancelled)
    /// The same file is being transferred on this link.
    public static let busy = Self(.busy)
    /// As many transfers are under way as are allowed.
    public static let tooMany = Self(.tooMany)
    /// It cannot be asked: NOF or an address is 0 or too large, or the file too long.
    public static let invalid = Self(.invalid)

    enum Kind: UInt8, CaseIterable, Sendable {
        case refused, unknownType, unknownCause, unknownStation, unknownObject
        case checksum, aborted, tooLong, timedOut, storeFailed
        case notSent, linkEnded, cancelled, busy, tooMany, invalid

        var words: (name: String, summary: String, chinese: String) {
            switch self {
            case .refused: ("refused", "the peer refused", "对方拒绝")
            case .unknownType: ("unknown-type", "the station has no files", "站不支持文件传输")
            case .unknownCause:
                ("unknown-cause", "the station does not know the cause", "站不识别传送原因")
            case .unknownStation:
                ("unknown-station", "no station has this common address", "公共地址不存在")
            case .unknownObject:
                ("unknown-object", "there are no files at this object address", "该信息体地址没有文件")
            case .checksum:
                ("checksum", "a checksum or a length was wrong", "校验和或长度错误")
            case .aborted: ("aborted", "the peer gave it up", "对方中止传输")
            case .tooLong:
                ("too-long", "the file is longer than announced or allowed", "文件过长")
            case .timedOut: ("timed-out", "no answer came in time", "超时未应答")
            case .storeFailed:
                ("store-failed", "the octets cannot be read or stored", "文件读写失败")
            case .notSent: ("not-sent", "data transfer is not started", "数据传输未启动")
            case .linkEnded: ("link-ended", "the connection has ended", "连接已断开")
            case .cancelled: ("cancelled", "it was cancelled", "已取消")
            case .busy:
                ("busy", "the same file is being transferred already", "该文件正在传输")
            case .tooMany:
                ("too-many", "too many transfers are under way", "传输数已达上限")
            case .invalid:
                (
                    "invalid", "the name, an address or the length is not possible",
                    "文件名、地址或长度无效"
                )
            }
        }
    }

    init(end: FileEnd) {
        switch end {
        case .refused: self = .refused
        case .done, .aborted: self = .aborted
        case .checksum: self = .checksum
        case .tooLong: self = .tooLong
        case .timedOut: self = .timedOut
        case .storeFailed: self = .storeFailed
        }
    }
}

extension FileTransferError: CustomStringConvertible {
    /// One English sentence.
    public var description: String {
        var text = "\(file): \(code.summary)"
        if let reason, reason != .none { text += " (\(reason))" }
        if let linkEnd { text += " with \(linkEnd)" }
        if transferred > 0 { text += ", after \(transferred) octets" }
        return text
    }
}

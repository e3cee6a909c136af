internal import IEC104Codec

/// An ASDU of a transfer but for its addresses and cause.
struct FileMessage: Hashable, Sendable {
    let type: TypeID
    let information: Information

    init(_ type: TypeID, _ information: Information) {
        self.type = type
        self.information = information
    }

    static func ready(_ file: UInt16, length: Int, _ isReady: Bool = true) -> FileMessage {
        FileMessage(
            .F_FR_NA_1,
            .fileReady(
                file: file, length: UInt32(clamping: length), ReadyQualifier(isReady: isReady)))
    }

    static func sectionReady(
        _ file: UInt16, _ section: UInt8, length: Int, _ isReady: Bool = true
    ) -> FileMessage {
        FileMessage(
            .F_SR_NA_1,
            .sectionReady(
                file: file, section: section, length: UInt32(clamping: length),
                ReadyQualifier(isReady: isReady)))
    }

    static func call(
        _ file: UInt16, _ section: UInt8, _ qualifier: SCQ, _ error: FileError = .none
    ) -> FileMessage {
        FileMessage(
            .F_SC_NA_1,
            .fileCall(
                file: file, section: section,
                SCQ(rawValue: qualifier.action | error.rawValue << 4)))
    }

    static func last(
        _ file: UInt16, _ section: UInt8, _ qualifier: LSQ, _ checksum: UInt8
    ) -> FileMessage {
        FileMessage(
            .F_LS_NA_1,
            .fileLast(file: file, section: section, qualifier, checksum: checksum))
    }

    static func acknowledge(
        _ file: UInt16, _ section: UInt8, _ qualifier: AFQ, _ error: FileError = .none
    ) -> FileMessage {
        FileMessage(
            .F_AF_NA_1,
            .fileAcknowledgement(
                file: file, section: section,
                AFQ(rawValue: qualifier.action | error.rawValue << 4)))
    }
}

/// How a transfer ended.
enum FileEnd: Hashable, Sendable {
    case done
    /// The peer said no, perhaps why.
    case refused(FileError?)
    /// The peer gave it up.
    case aborted
    /// A checksum or a length was wrong as often as is allowed.
    case checksum
    /// Longer than announced or allowed, or quicker than it can be stored.
    case tooLong
    case timedOut
    /// The store cannot read or write any more.
    case storeFailed
}

extension UInt8 {
    /// The sum modulo 256 with `octets`.
    func summed(with octets: Span<UInt8>) -> UInt8 {
        var sum = self
        for index in octets.indices { sum &+= octets[index] }
        return sum
    }
}

internal import IEC104Codec

/// What the store of an outstation is asked; of each transfer one thing at a time.
package struct FileRequest: Hashable, Sendable {
    package enum Action: Hashable, Sendable {
        /// The files of a directory; number 0 is the root. Answered with `entries`.
        case list(FileName)
        /// A file that will be read, or the part of a log. Answered with `opened`.
        case open(FileName, LogRange?)
        /// Octets of the file that was opened. Answered with `octets`.
        case read(Range<Int>)
        /// A file that will be written. Answered with `done`.
        case create(FileName, length: Int)
        /// Octets at their place. Answered with `done`.
        case write(offset: Int, [UInt8])
        /// All is written: from now on others see the file. Answered with `done`.
        case complete
        /// Answered with `done`.
        case delete(FileName)
        /// The transfer has ended: what was opened is closed, what is not complete is dropped. Not
        /// answered.
        case close
    }

    /// What the answer is given with.
    package let transfer: UInt64
    package let action: Action
}

/// What a store says.
package enum FileAnswer: Hashable, Sendable {
    case entries([FileInfo])
    case opened(length: Int)
    case octets([UInt8])
    case done
    case refused(FileRefusal)
}

/// Why a store does not do what it was asked.
public enum FileRefusal: Error, Hashable, Sendable, CaseIterable {
    /// There are no files at the object address: cause 47.
    case unknownObject
    /// There is no file with the number.
    case unknownFile
    /// Not allowed, such as to write where files are only read.
    case notAllowed
    /// There is no room.
    case noMemory
    /// The file cannot be read or written.
    case failed

    /// What the controlling station is told.
    var error: FileError {
        switch self {
        case .unknownFile, .unknownObject: .unexpectedFileName
        case .notAllowed: .unexpectedService
        case .noMemory, .failed: .noMemory
        }
    }
}

/// What a controlling station does with the files of an outstation.
public enum FileOperation: UInt8, Hashable, Sendable, CaseIterable {
    /// Reads a directory.
    case list
    /// Fetches a file.
    case fetch
    /// Fetches a part of a log.
    case query
    /// Writes a file.
    case write
    /// Deletes a file.
    case delete
}

/// The end of something that was done with a file of an outstation.
public struct FileReport: Hashable, Sendable {
    /// What was done.
    public let operation: FileOperation
    /// The file, or the directory.
    public let file: FileName
    /// Octets of the file; files of a directory.
    public let length: Int
    /// Who did it.
    public let peer: PeerIdentity
    /// The connection.
    public let link: LinkID
    /// Why it did not succeed; `nil`: it did.
    public let failure: FileTransferError.Code?
}

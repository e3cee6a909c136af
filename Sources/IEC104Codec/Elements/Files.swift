/// File or section ready qualifier, FRQ and SRQ (IEC 60870-5-101, 7.2.6.28 and 7.2.6.29).
public struct ReadyQualifier: RawRepresentable, Hashable, Sendable {
    /// The octet on the wire.
    public var rawValue: UInt8
    /// The element with the octet `rawValue`.
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// Ready or not, nothing more.
    public init(isReady: Bool) { rawValue = isReady ? 0 : 0x80 }

    /// Positive: the file or section is ready.
    public var isReady: Bool { rawValue & 0x80 == 0 }
}

/// Why a file operation failed: the high four bits of SCQ and AFQ.
public enum FileError: UInt8, Hashable, Sendable, CaseIterable {
    /// No error.
    case none = 0
    /// The memory asked for is not available.
    case noMemory = 1
    /// The checksum is wrong.
    case checksumFailed = 2
    /// The service was not expected.
    case unexpectedService = 3
    /// The name of file was not expected.
    case unexpectedFileName = 4
    /// The name of section was not expected.
    case unexpectedSectionName = 5
}

/// Select and call qualifier (IEC 60870-5-101, 7.2.6.30).
public struct SCQ: RawRepresentable, Hashable, Sendable {
    /// The octet on the wire.
    public var rawValue: UInt8
    /// The element with the octet `rawValue`.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// 0 default, 1 select file, 2 request file, 3 deactivate file, 4 delete file, 5 select section,
    /// 6 request section, 7 deactivate section; 8...10 reserved, 11...15 private.
    public var action: UInt8 { rawValue & 0x0F }
    /// The error; `nil` for a number that the standard does not define.
    public var error: FileError? { FileError(rawValue: rawValue >> 4) }

    /// Default: call the directory.
    public static let directory = SCQ(rawValue: 0)
    /// Select file.
    public static let selectFile = SCQ(rawValue: 1)
    /// Request file.
    public static let requestFile = SCQ(rawValue: 2)
    /// Deactivate file.
    public static let deactivateFile = SCQ(rawValue: 3)
    /// Delete file.
    public static let deleteFile = SCQ(rawValue: 4)
    /// Select section.
    public static let selectSection = SCQ(rawValue: 5)
    /// Request section.
    public static let requestSection = SCQ(rawValue: 6)
    /// Deactivate section.
    public static let deactivateSection = SCQ(rawValue: 7)
}

/// Last section or segment qualifier (IEC 60870-5-101, 7.2.6.31).
public struct LSQ: RawRepresentable, Hashable, Sendable {
    /// The octet on the wire.
    public var rawValue: UInt8
    /// The element with the octet `rawValue`.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// File transfer without deactivation.
    public static let file = LSQ(rawValue: 1)
    /// File transfer with deactivation.
    public static let fileDeactivated = LSQ(rawValue: 2)
    /// Section transfer without deactivation.
    public static let section = LSQ(rawValue: 3)
    /// Section transfer with deactivation.
    public static let sectionDeactivated = LSQ(rawValue: 4)
}

/// Acknowledge file or section qualifier (IEC 60870-5-101, 7.2.6.32).
public struct AFQ: RawRepresentable, Hashable, Sendable {
    /// The octet on the wire.
    public var rawValue: UInt8
    /// The element with the octet `rawValue`.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// 1 file positive, 2 file negative, 3 section positive, 4 section negative.
    public var action: UInt8 { rawValue & 0x0F }
    /// The error; `nil` for a number that the standard does not define.
    public var error: FileError? { FileError(rawValue: rawValue >> 4) }

    /// Positive acknowledgement of file transfer.
    public static let filePositive = AFQ(rawValue: 1)
    /// Negative acknowledgement of file transfer.
    public static let fileNegative = AFQ(rawValue: 2)
    /// Positive acknowledgement of section transfer.
    public static let sectionPositive = AFQ(rawValue: 3)
    /// Negative acknowledgement of section transfer.
    public static let sectionNegative = AFQ(rawValue: 4)
}

/// Status of file (IEC 60870-5-101, 7.2.6.38).
public struct SOF: RawRepresentable, Hashable, Sendable {
    /// The octet on the wire.
    public var rawValue: UInt8
    /// The element with the octet `rawValue`.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// STATUS: 0 default, 1...15 reserved, 16...31 private.
    public var status: UInt8 { rawValue & 0x1F }
    /// LFD: the last file of the directory.
    public var isLast: Bool { rawValue & 0x20 != 0 }
    /// FOR: the name is that of a subdirectory.
    public var isDirectory: Bool { rawValue & 0x40 != 0 }
    /// FA: a transfer of the file is active.
    public var isActive: Bool { rawValue & 0x80 != 0 }
}

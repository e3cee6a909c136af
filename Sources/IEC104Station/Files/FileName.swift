public import IEC104Codec

/// What a file is called: common address of its station, object address, and name of file (NOF).
public struct FileName: Hashable, Sendable, CustomStringConvertible {
    /// The station.
    public var station: CommonAddress
    /// The object address, not 0.
    public var object: ObjectAddress
    /// NOF, 1...65535; 0 stands for the directory itself.
    public var number: UInt16

    /// The file `number` at an object of a station.
    public init(_ number: UInt16, object: ObjectAddress, station: CommonAddress = 1) {
        self.station = station
        self.object = object
        self.number = number
    }

    /// Such as `file 7 of object 30000, station 1`.
    public var description: String { "file \(number) of object \(object), station \(station)" }
}

/// A range of time on the clock of a station, ends included: of which part of a log is asked.
public struct LogRange: Hashable, Sendable {
    /// The first moment.
    public var start: CP56Time2a
    /// The last moment.
    public var stop: CP56Time2a

    /// From `start` to `stop`.
    public init(_ start: CP56Time2a, _ stop: CP56Time2a) {
        self.start = start
        self.stop = stop
    }
}

/// What a station tells of one of its files.
public struct FileInfo: Hashable, Sendable {
    /// NOF, 1...65535.
    public var number: UInt16
    /// Octets; what is beyond 16777215 is told as that.
    public var length: Int
    /// When it was made or changed last: milliseconds since 1970-01-01T00:00 UTC.
    public var modified: Int64
    /// FOR: whether it is a subdirectory.
    public var isDirectory: Bool
    /// The object address under which it is found; `nil`: that of the directory.
    public var object: ObjectAddress?

    /// A file or subdirectory.
    public init(
        _ number: UInt16, length: Int, modified: Int64 = 0, isDirectory: Bool = false,
        object: ObjectAddress? = nil
    ) {
        self.number = number
        self.length = length
        self.modified = modified
        self.isDirectory = isDirectory
        self.object = object
    }
}

/// A line of a directory as a master receives it (F_DR_TA_1).
public struct DirectoryEntry: Hashable, Sendable {
    /// How the file is asked for.
    public var file: FileName
    /// Octets, 0...16777215.
    public var length: Int
    /// Whether it is a subdirectory, whether a transfer of it is active.
    public var status: SOF
    /// When it was made, on the clock of the station.
    public var time: CP56Time2a

    /// A line.
    public init(_ file: FileName, length: Int, status: SOF, time: CP56Time2a) {
        self.file = file
        self.length = length
        self.status = status
        self.time = time
    }
}

internal import IEC104Codec
internal import IEC104Session

/// How files are transferred, in either station and either direction. What is out of range is taken
/// as the nearest allowed value.
public struct FileSettings: Hashable, Sendable {
    /// Octets of a section of a file that is sent, 1...16777215. Default 32768; longer where 255
    /// sections would not do.
    public var sectionLength = 32_768
    /// How long a transfer may wait for the peer, 100 ms...1 h. Default 30 s.
    public var timeout = Duration.seconds(30)
    /// How often a section is sent or taken until its checksum is right, 1...100. Default 3.
    public var sectionAttempts = 3
    /// Octets of the longest file that is taken, 0...16777215. Default 16777215.
    public var maximumLength = 0xFF_FFFF
    /// Most transfers, directories and deletions at a time, 1...1000. Default 64; more are refused.
    public var maximumTransfers = 64
    /// The same of one connection of an outstation. Default 8.
    public var maximumTransfersPerLink = 8
    /// How many other ASDUs go before one of a file while both wait, 1...1000. Default 8.
    public var share = 8
    /// Most files of one directory, 1...65535. Default 65535.
    public var maximumEntries = 65_535

    /// The defaults.
    public init() {}
}

/// The same, in range.
struct FileLimits: Sendable {
    let sectionLength: Int
    /// Nanoseconds.
    let timeout: Int64
    let attempts: Int
    let length: Int
    let transfers: Int
    let transfersPerLink: Int
    let share: Int
    let entries: Int
    /// Octets of a segment.
    let segment: Int

    init(_ settings: FileSettings, _ profile: Profile) {
        func bounded(_ value: Int, _ range: ClosedRange<Int>) -> Int {
            min(max(value, range.lowerBound), range.upperBound)
        }
        sectionLength = bounded(settings.sectionLength, 1...0xFF_FFFF)
        timeout =
            settings.timeout.clamped(to: .milliseconds(100) ... .seconds(3600)).wholeNanoseconds
        attempts = bounded(settings.sectionAttempts, 1...100)
        length = bounded(settings.maximumLength, 0...0xFF_FFFF)
        transfers = bounded(settings.maximumTransfers, 1...1000)
        transfersPerLink = bounded(settings.maximumTransfersPerLink, 1...1000)
        share = bounded(settings.share, 1...1000)
        entries = bounded(settings.maximumEntries, 1...65_535)
        // NOF, NOS and LOS take four octets.
        segment = min(
            255, APDU.maximumASDULength - profile.asduHeaderSize - profile.objectAddressSize - 4)
    }
}

internal import IEC104Codec

/// The side of a transfer that gets the file, be it the controlling or the controlled station: a
/// value without a clock or a store.
///
///     receives                    sends
///     120 file ready              122 SCQ 2 request file
///     121 section ready           122 SCQ 6 request section
///     125 ... 123 LSQ 3           124 AFQ 3; AFQ 4 when checksum or length is wrong
///     123 LSQ 1 after the last    124 AFQ 1
///
/// Octets go to the store piece by piece, before their section is known to be right: a section that
/// is repeated is written again at its place. A section is acknowledged when all of it is written,
/// the file when the store has made it whole.
struct FileReceiver: Sendable {
    enum Phase: UInt8, Sendable {
        /// 121, or 123 LSQ 1, is awaited.
        case between
        /// Segments are awaited.
        case section
        /// A section is right, and being written.
        case writing
        /// All sections are right; the store makes the file whole.
        case completing
        case ended
    }

    let file: UInt16
    /// As announced.
    let length: Int
    private let attempts: Int

    private(set) var phase = Phase.between
    /// Grows with all that brings the file nearer to its end: not with what comes again.
    private(set) var progress = 0
    /// The octets of the file that were there at most since a section failed.
    private var furthest = 0
    private(set) var end: FileEnd?
    /// The last section that is right.
    private var done = 0
    private var failures = 0
    /// Octets of the sections that are right.
    private(set) var received = 0
    private var fileSum: UInt8 = 0
    private var sectionLength = 0
    private var sectionCount = 0
    private var sectionSum: UInt8 = 0
    private var isTooLong = false
    /// Octets beyond what the section was said to have.
    private var overrun = 0
    private var isTooQuick = false
    private var lastName: UInt8 = 0
    private var message: FileMessage?
    /// Octets that the store has not got, and where they belong.
    private var unwritten: [UInt8] = []
    private var writeOffset = 0
    private var isWriting = false

    /// Octets that may wait for the store.
    private static let mostUnwritten = 262_144

    /// A file that was announced.
    init(file: UInt16, length: Int, limits: FileLimits) {
        self.file = file
        self.length = length
        attempts = limits.attempts
        message = .call(file, 0, .requestFile)
    }

    private var name: UInt8 { UInt8(truncatingIfNeeded: done + 1) }

    var hasOutput: Bool { message != nil }

    /// Whether the store has been given all of a section that is right.
    var isWritten: Bool { phase == .writing && unwritten.isEmpty }

    /// What is to be sent next.
    mutating func next() -> FileMessage? {
        defer { message = nil }
        return message
    }

    // MARK: The peer

    /// Takes what the peer sends: the answer when it is refused.
    mutating func receive(_ information: Information, _ octets: Span<UInt8>) -> FileMessage? {
        switch information {
        case .sectionReady(_, let section, let length, let qualifier):
            return announced(section, Int(length), qualifier)
        case .fileSegment(_, let section, let range): segment(section, octets, range)
        case .fileLast(_, let section, let qualifier, let checksum):
            return last(section, qualifier, checksum)
        case .fileCall(_, _, let qualifier):
            finish(qualifier == .deactivateFile ? .aborted : .refused(qualifier.error))
        case .fileAcknowledgement(_, _, let qualifier): finish(.refused(qualifier.error))
        default: break
        }
        return nil
    }

    private mutating func announced(
        _ section: UInt8, _ length: Int, _ qualifier: ReadyQualifier
    ) -> FileMessage? {
        guard phase == .between else {
            return .call(file, section, .requestSection, .unexpectedService)
        }
        guard done < 255, section == name else {
            return .call(file, section, .requestSection, .unexpectedSectionName)
        }
        guard qualifier.isReady else {
            finish(.refused(nil))
            return nil
        }
        guard received + length <= self.length else {
            finish(.tooLong, .call(file, section, .requestSection, .noMemory))
            return nil
        }
        sectionLength = length
        begin()
        message = .call(file, section, .requestSection)
        return nil
    }

    private mutating func begin() {
        phase = .section
        sectionCount = 0
        sectionSum = 0
        isTooLong = false
        overrun = 0
        isTooQuick = false
        unwritten.removeAll(keepingCapacity: true)
        writeOffset = received
    }

    private mutating func segment(_ section: UInt8, _ octets: Span<UInt8>, _ range: OctetRange) {
        // Some stations repeat a section without announcing it again.
        if phase == .between, failures > 0, section == name { begin() }
        guard phase == .section, section == name else { return }
        let first = min(Int(range.offset), octets.count)
        let part = octets.extracting(first..<min(first + Int(range.count), octets.count))
        guard sectionCount + part.count <= sectionLength else {
            isTooLong = true
            overrun += part.count
            // One that sends on and on has no end that could be answered.
            if overrun > max(sectionLength, 4096) { finish(.tooLong) }
            return
        }
        guard unwritten.count + part.count <= Self.mostUnwritten else {
            isTooQuick = true
            return
        }
        sectionCount += part.count
        sectionSum = sectionSum.summed(with: part)
        if received + sectionCount > furthest {
            furthest = received + sectionCount
            progress += 1
        }
        for index in part.indices { unwritten.append(part[index]) }
    }

    private mutating func last(
        _ section: UInt8, _ qualifier: LSQ, _ checksum: UInt8
    ) -> FileMessage? {
        switch qualifier {
        case .fileDeactivated: finish(.aborted)
        case .section:
            guard phase == .section else {
                return .acknowledge(file, section, .sectionNegative, .unexpectedService)
            }
            guard section == name else {
                return .acknowledge(file, section, .sectionNegative, .unexpectedSectionName)
            }
            if isTooQuick {
                finish(.tooLong, .acknowledge(file, section, .fileNegative, .noMemory))
            } else if isTooLong || sectionCount != sectionLength || sectionSum != checksum {
                sectionFailed()
            } else {
                phase = .writing
                settle()
            }
        case .sectionDeactivated:
            guard phase == .section, section == name else { return nil }
            phase = .between
        case .file:
            guard phase == .between else {
                return .acknowledge(file, section, .fileNegative, .unexpectedService)
            }
            lastName = section
            if received == length, fileSum == checksum {
                phase = .completing
            } else {
                finish(.checksum, .acknowledge(file, section, .fileNegative, .checksumFailed))
            }
        default: return .acknowledge(file, section, .fileNegative, .unexpectedService)
        }
        return nil
    }

    private mutating func sectionFailed() {
        failures += 1
        progress += 1
        furthest = received
        unwritten.removeAll(keepingCapacity: true)
        if failures >= attempts {
            finish(.checksum, .acknowledge(file, name, .fileNegative, .checksumFailed))
        } else {
            phase = .between
            message = .acknowledge(file, name, .sectionNegative, .checksumFailed)
        }
    }

    // MARK: The store

    /// Octets for the store and where they belong, told once; `written` tells that they are there. The
    /// last ones of a section are told when it is right.
    mutating func takeWrite() -> (offset: Int, octets: [UInt8])? {
        guard !isWriting, !unwritten.isEmpty,
            phase == .writing || phase == .section && unwritten.count > FileSender.piece
        else { return nil }
        isWriting = true
        let octets = Array(unwritten.prefix(FileSender.piece))
        unwritten.removeFirst(octets.count)
        defer { writeOffset += octets.count }
        return (writeOffset, octets)
    }

    /// The store has what it got, or cannot take it.
    mutating func written(_ isWritten: Bool) {
        isWriting = false
        guard isWritten else {
            finish(.storeFailed, .acknowledge(file, name, .fileNegative, .noMemory))
            return
        }
        settle()
    }

    /// The store has made the file whole, or cannot.
    mutating func completed(_ isWhole: Bool) {
        guard phase == .completing else { return }
        if isWhole {
            finish(.done, .acknowledge(file, lastName, .filePositive))
        } else {
            finish(.storeFailed, .acknowledge(file, lastName, .fileNegative, .noMemory))
        }
    }

    /// Acknowledges a section that is written.
    private mutating func settle() {
        guard phase == .writing, unwritten.isEmpty, !isWriting else { return }
        message = .acknowledge(file, name, .sectionPositive)
        received += sectionLength
        progress += 1
        fileSum &+= sectionSum
        failures = 0
        done += 1
        phase = .between
    }

    /// This side gives the transfer up, and tells the peer.
    mutating func giveUp(_ end: FileEnd) { finish(end, .call(file, 0, .deactivateFile)) }

    private mutating func finish(_ end: FileEnd, _ message: FileMessage? = nil) {
        guard phase != .ended else { return }
        phase = .ended
        self.end = end
        self.message = message
        unwritten = []
    }
}

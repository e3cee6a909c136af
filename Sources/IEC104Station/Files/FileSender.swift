internal import IEC104Codec

/// The side of a transfer that has the file, be it the controlled or the controlling station: a
/// value without a clock or a store.
///
///     sends                       receives
///     120 file ready              122 SCQ 2 request file
///     121 section ready           122 SCQ 6 request section
///     125 ... 123 LSQ 3           124 AFQ 3; AFQ 4: section ready once more
///     123 LSQ 1 after the last    124 AFQ 1
///
/// What is sent is pulled, octets are asked for piece by piece: it holds two pieces at most. In any
/// phase 122 SCQ 3 ends it (answered with 123 LSQ 2), and 122 SCQ 7 takes a section back (123 LSQ 4).
/// A call that is not in order is answered with its own qualifier and an error.
struct FileSender: Sendable {
    enum Phase: UInt8, Sendable {
        case announced, sectionAnnounced, sending, sectionSent, fileSent, ended
    }

    let file: UInt16
    let length: Int
    private let sectionLength: Int
    private let sections: Int
    private let segment: Int
    private let attempts: Int

    private(set) var phase = Phase.announced
    /// Grows with all that brings the file nearer to its end: not with what is asked for again.
    private(set) var progress = 0
    /// The octets of the file that were sent at most since a section failed.
    private var furthest = 0
    private(set) var end: FileEnd?
    /// Counts from 1.
    private var section = 1
    private var failures = 0
    /// Where in the file the next segment begins.
    private(set) var sent = 0
    private var sectionSum: UInt8 = 0
    private var fileSum: UInt8 = 0
    private var message: FileMessage?
    private var buffer: [UInt8] = []
    private var head = 0
    private var isReading = false

    /// Octets of a piece.
    static let piece = 16_384
    /// Fewer octets than this ask for the next piece.
    private static let low = 4096

    init(file: UInt16, length: Int, limits: FileLimits) {
        self.file = file
        self.length = min(max(length, 0), 0xFF_FFFF)
        sectionLength = max(limits.sectionLength, (self.length + 254) / 255)
        // A file without octets has one section without octets.
        sections = max(1, (self.length + sectionLength - 1) / sectionLength)
        segment = limits.segment
        attempts = limits.attempts
        message = .ready(file, length: self.length)
    }

    /// Whether the peer is to answer what was sent last.
    var isWaiting: Bool { message == nil && phase != .sending && phase != .ended }

    /// Octets of the sections that the peer has acknowledged.
    var acknowledged: Int { phase == .fileSent || end == .done ? length : sectionStart }

    private var sectionStart: Int { (section - 1) * sectionLength }
    private var sectionEnd: Int { min(section * sectionLength, length) }
    private var name: UInt8 { UInt8(truncatingIfNeeded: section) }
    private var buffered: Int { buffer.count - head }
    /// Octets of the next segment.
    private var wanted: Int { min(segment, sectionEnd - sent) }

    // MARK: Sending

    /// Whether `next` has something.
    var hasOutput: Bool {
        message != nil || phase == .sending && (wanted == 0 || buffered >= wanted)
    }

    /// What is to be sent next: a message, or the segment of the section `name` in the first
    /// `count` octets that `withSegment` gives.
    enum Step {
        case message(FileMessage)
        case segment(section: UInt8, count: Int)
    }

    /// The next step, which is sent.
    mutating func next() -> Step? {
        if let message {
            self.message = nil
            return .message(message)
        }
        guard phase == .sending else { return nil }
        guard wanted > 0 else {
            phase = .sectionSent
            return .message(.last(file, name, .section, sectionSum))
        }
        return buffered >= wanted ? .segment(section: name, count: wanted) : nil
    }

    /// The octets of the segment that `next` has told; they are taken as sent.
    mutating func takeSegment(_ count: Int, _ body: (Span<UInt8>) -> Void) {
        let end = min(head + count, buffer.count)
        do {
            let held = buffer
            let octets = held.span.extracting(head..<end)
            body(octets)
            sectionSum = sectionSum.summed(with: octets)
        }
        sent += end - head
        head = end
        if sent > furthest {
            furthest = sent
            progress += 1
        }
        if head == buffer.count {
            buffer.removeAll(keepingCapacity: true)
            head = 0
        }
    }

    // MARK: The store

    /// The part of the file that is to be read, told once; `provide` gives it.
    mutating func takeRead() -> Range<Int>? {
        guard phase == .sending, !isReading, buffered < Self.low else { return nil }
        let start = sent + buffered
        guard start < sectionEnd else { return nil }
        isReading = true
        return start..<min(start + Self.piece, sectionEnd)
    }

    /// The octets from `offset` on; `nil` or too few: the file cannot be read.
    mutating func provide(_ octets: [UInt8]?, at range: Range<Int>) {
        isReading = false
        guard phase == .sending, range.lowerBound == sent + buffered else { return }
        guard let octets, octets.count == range.count else {
            finish(.storeFailed, .last(file, name, .fileDeactivated, fileSum))
            return
        }
        buffer.removeFirst(head)
        head = 0
        buffer += octets
    }

    // MARK: The peer

    /// Takes what the peer sends: the answer when it is refused.
    mutating func receive(_ information: Information) -> FileMessage? {
        switch information {
        case .fileCall(_, let section, let qualifier):
            if let error = qualifier.error, error == .none {
                return call(section, qualifier)
            }
            finish(.refused(qualifier.error))
        case .fileAcknowledgement(_, let section, let qualifier):
            return acknowledge(section, qualifier)
        default: break
        }
        return nil
    }

    private mutating func call(_ section: UInt8, _ qualifier: SCQ) -> FileMessage? {
        func refusal(_ error: FileError) -> FileMessage { .call(file, section, qualifier, error) }
        switch (qualifier.action, phase) {
        case (1, .announced): message = .ready(file, length: length)
        case (2, .announced): announceSection()
        case (3, _): finish(.aborted, .last(file, name, .fileDeactivated, fileSum))
        case (5, .sectionAnnounced), (6, .sectionAnnounced):
            guard section == name else { return refusal(.unexpectedSectionName) }
            if qualifier.action == 5 { announceSection() } else { phase = .sending }
        case (7, .sending), (7, .sectionSent):
            guard section == name else { return refusal(.unexpectedSectionName) }
            let sum = sectionSum
            rewind()
            phase = .sectionAnnounced
            message = .last(file, name, .sectionDeactivated, sum)
        default: return refusal(.unexpectedService)
        }
        return nil
    }

    private mutating func acknowledge(_ section: UInt8, _ qualifier: AFQ) -> FileMessage? {
        switch (qualifier.action, phase) {
        case (1, .fileSent): finish(.done)
        case (2, _):
            finish(qualifier.error == .checksumFailed ? .checksum : .refused(qualifier.error))
        case (3, .sectionSent), (4, .sectionSent):
            guard section == name else {
                return .acknowledge(file, section, qualifier, .unexpectedSectionName)
            }
            if qualifier.action == 3 { sectionArrived() } else { sectionFailed() }
        default:
            // An error that is told is not answered with another one.
            guard qualifier.error == FileError.none else {
                finish(.refused(qualifier.error))
                return nil
            }
            return .acknowledge(file, section, qualifier, .unexpectedService)
        }
        return nil
    }

    private mutating func sectionArrived() {
        progress += 1
        fileSum &+= sectionSum
        failures = 0
        if section == sections {
            phase = .fileSent
            message = .last(file, name, .file, fileSum)
        } else {
            section += 1
            announceSection()
        }
    }

    private mutating func sectionFailed() {
        failures += 1
        progress += 1
        furthest = sectionStart
        if failures >= attempts {
            finish(.checksum, .last(file, name, .fileDeactivated, fileSum))
        } else {
            rewind()
            announceSection()
        }
    }

    private mutating func announceSection() {
        rewind()
        phase = .sectionAnnounced
        message = .sectionReady(file, name, length: sectionEnd - sectionStart)
    }

    private mutating func rewind() {
        sent = sectionStart
        sectionSum = 0
        buffer.removeAll(keepingCapacity: true)
        head = 0
    }

    /// This side gives the transfer up, and tells the peer.
    mutating func giveUp(_ end: FileEnd) {
        finish(end, .last(file, name, .fileDeactivated, fileSum))
    }

    private mutating func finish(_ end: FileEnd, _ message: FileMessage? = nil) {
        guard phase != .ended else { return }
        phase = .ended
        self.end = end
        self.message = message
        buffer = []
        head = 0
    }
}

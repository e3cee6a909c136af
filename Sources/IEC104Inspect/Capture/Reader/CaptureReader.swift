/// Reads the packets of a pcap or pcapng file that arrives in portions of any size.
///
/// A record that lies within one portion is handed out where it lies; only one that is cut by the
/// end of a portion is copied. So memory stays bounded, whatever the file holds.
public struct CaptureReader: Sendable {
    /// The most octets that one packet may have.
    static let maximumPacket = 262_144
    /// The most octets of a block that is held as a whole: a packet with its options.
    static let maximumBlock = 327_680
    /// The most interfaces that are kept for one section.
    static let maximumInterfaces = 65_536
    /// The most faults that are kept in full.
    static let maximumFaults = 32

    /// What the file turned out to be.
    enum Format {
        case undecided
        case pcap
        case pcapng
    }

    /// What is to be done with the octets at the start of a record.
    enum Step {
        /// The record is complete and done: this many octets.
        case done(Int)
        /// This many octets of the record, counted from its start, must be there to go on: more
        /// than were shown.
        case needs(Int)
        /// This many octets, counted from the start of the record, are of no interest.
        case skip(Int)
    }

    /// How many packets were handed out.
    public internal(set) var packets = 0
    /// How many faults were passed over because the next record could still be found.
    public internal(set) var faultCount = 0
    /// The first of these faults, at most 32.
    public internal(set) var faults: [CaptureError] = []

    var format = Format.undecided
    var order = CaptureByteOrder.little
    /// Where the record under examination starts in the file.
    var offset: UInt64 = 0
    /// What pcap says once for all packets, or what the blocks of the section say.
    var interfaces: [CaptureInterface] = []
    /// The length of the header of a pcap record.
    var recordHeader = 16
    /// How the fraction of a second counts in a pcap record.
    var ticksPerSecond: UInt64 = 1_000_000
    /// The length that must stand at the end of a block whose body was skipped.
    var trailingLength: UInt32?
    /// Where the block whose body is skipped starts in the file.
    private(set) var skippedFrom: UInt64 = 0

    private var held: [UInt8] = []
    private var needed = 0
    private var skipping = 0
    private var failure: CaptureError?

    /// A reader at the start of a file.
    public init() {}

    /// Whether a file that starts with these octets (4 are enough) is a capture.
    public static func isCapture(_ prefix: Span<UInt8>) -> Bool {
        guard prefix.count >= 4 else { return false }
        let magic = prefix.network32(0)
        return magic == PcapngBlock.section || PcapMagic(magic) != nil
    }

    /// Whether `prefix` begins a file that gzip or Zstandard compressed.
    static func isCompressed(_ prefix: Span<UInt8>) -> Bool {
        prefix.count >= 4 && PcapMagic.isCompressed(prefix.network32(0))
    }

    /// Takes the next octets of the file and hands each packet that they complete to `packet`.
    ///
    /// - Throws: The fault after which no next record can be found; then, every time again.
    public mutating func consume(
        _ portion: Span<UInt8>, _ packet: (CapturedPacket, Span<UInt8>) -> Void
    ) throws(CaptureError) {
        if let failure { throw failure }
        do throws(CaptureError) {
            try advance(portion, packet)
        } catch {
            failure = error
            throw error
        }
    }

    /// Says that the file is at its end.
    ///
    /// - Throws: `truncated` when it ends inside a record, unless another fault was thrown before.
    public mutating func finish() throws(CaptureError) {
        guard failure == nil else { return }
        let isSkipping = skipping > 0 || trailingLength != nil
        if isSkipping || !held.isEmpty || format == .undecided {
            let error = CaptureError(.truncated, offset: isSkipping ? skippedFrom : offset)
            failure = error
            throw error
        }
    }

    private mutating func advance(
        _ portion: Span<UInt8>, _ packet: (CapturedPacket, Span<UInt8>) -> Void
    ) throws(CaptureError) {
        var rest = portion
        while true {
            if skipping > 0 {
                let count = min(skipping, rest.count)
                skipping -= count
                offset &+= UInt64(count)
                rest = rest.extracting(droppingFirst: count)
            }
            guard !rest.isEmpty else { return }
            guard held.isEmpty else {
                let count = min(needed - held.count, rest.count)
                held.append(copying: rest.extracting(first: count))
                rest = rest.extracting(droppingFirst: count)
                guard held.count >= needed else { return }
                try advanceHeld(packet)
                continue
            }
            switch try step(rest, packet) {
            case .done(let count):
                offset &+= UInt64(count)
                rest = rest.extracting(droppingFirst: count)
            case .skip(let count):
                skippedFrom = offset
                skipping = count
            case .needs(let count):
                held.append(copying: rest)
                needed = count
                return
            }
        }
    }

    /// Examines the record that was cut by the end of a portion.
    private mutating func advanceHeld(
        _ packet: (CapturedPacket, Span<UInt8>) -> Void
    ) throws(CaptureError) {
        // Taken out for the call, which changes the reader; the storage comes back afterwards.
        var record: [UInt8] = []
        swap(&record, &held)
        switch try step(record.span, packet) {
        case .needs(let count):
            needed = count
        case .done:
            offset &+= UInt64(record.count)
            record.removeAll(keepingCapacity: true)
        case .skip(let count):
            skippedFrom = offset
            offset &+= UInt64(record.count)
            skipping = count - record.count
            record.removeAll(keepingCapacity: true)
        }
        swap(&record, &held)
    }

    @inline(__always)
    private mutating func step(
        _ octets: Span<UInt8>, _ packet: (CapturedPacket, Span<UInt8>) -> Void
    ) throws(CaptureError) -> Step {
        switch format {
        case .pcap: try stepPcap(octets, packet)
        case .pcapng: try stepPcapng(octets, packet)
        case .undecided: try begin(octets, packet)
        }
    }

    /// Recognizes the format by the first four octets.
    private mutating func begin(
        _ octets: Span<UInt8>, _ packet: (CapturedPacket, Span<UInt8>) -> Void
    ) throws(CaptureError) -> Step {
        guard octets.count >= 4 else { return .needs(4) }
        let magic = octets.network32(0)
        if magic == PcapngBlock.section {
            format = .pcapng
            return try stepPcapng(octets, packet)
        }
        guard let pcap = PcapMagic(magic) else {
            throw CaptureError(
                PcapMagic.isCompressed(magic) ? .compressed : .notACapture, offset: offset,
                value: UInt64(magic))
        }
        return try beginPcap(octets, pcap)
    }

    /// Notes a fault after which reading goes on.
    mutating func pass(_ code: CaptureError.Code, _ value: UInt64) {
        faultCount += 1
        guard faults.count < Self.maximumFaults else { return }
        faults.append(CaptureError(code, offset: offset, value: value))
    }
}

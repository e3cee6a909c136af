/// Octets of a journal in the making: records in frames, whose numbers and checksums come when they
/// are written.
///
/// A frame is a header of 12 octets and records: mark (2 octets), octets of the records (2), number
/// in the file (4), checksum over the eight octets before it and the records (4), all with the
/// least octet first. A frame that is damaged takes no other with it.
struct JournalBuffer: Sendable {
    static let headerLength = 12
    static let mark: UInt16 = 0x4AE1
    /// A frame ends behind the record that reaches so many octets.
    static let frameLength = 4096
    /// A record is a kind, the length of its body (2 octets) and the body.
    static let longestBody = 1024

    private var room: [UInt8] = []
    private var end = 0
    /// Where the open frame begins.
    private var frame: Int?

    init() {}

    var isEmpty: Bool { end == 0 }
    var count: Int { end }

    /// Adds a record; its fields follow with `put`, and `close` ends it.
    @inline(__always)
    mutating func begin(_ kind: JournalRecord.Kind) -> Int {
        if room.count &- end < Self.longestBody &+ 64 { grow() }
        if frame == nil {
            frame = end
            put(Self.mark)
            put(UInt16(0))
            put(UInt64(0))
        }
        put(kind.rawValue)
        put(UInt16(0))
        return end
    }

    /// Ends the record whose body begins at `start`.
    @inline(__always)
    mutating func close(_ start: Int) {
        store(UInt16(truncatingIfNeeded: end &- start), at: start &- 2)
        if let frame, end &- frame >= Self.frameLength { closeFrame() }
    }

    mutating func closeFrame() {
        guard let begin = frame else { return }
        store(UInt16(truncatingIfNeeded: end &- begin &- Self.headerLength), at: begin &+ 2)
        frame = nil
    }

    /// Adds a number. `begin` has made room.
    @inline(__always)
    mutating func put<Number: FixedWidthInteger & BitwiseCopyable>(_ number: Number) {
        store(number, at: end)
        end &+= MemoryLayout<Number>.size
    }

    /// Adds octets, as many as a record may have.
    mutating func put(_ octets: [UInt8]) {
        for octet in octets.prefix(Self.longestBody - 64) { put(octet) }
    }

    @inline(__always)
    private mutating func store<Number: FixedWidthInteger & BitwiseCopyable>(
        _ number: Number, at place: Int
    ) {
        var span = room.mutableSpan
        // Any octets are a number; the store checks its bounds.
        var bytes = unsafe span.mutableBytes
        bytes.storeBytes(of: number.littleEndian, toByteOffset: place, as: Number.self)
    }

    @inline(never)
    private mutating func grow() {
        let room = max(16 * 1024, room.count * 2)
        self.room.append(contentsOf: repeatElement(0, count: room - self.room.count))
    }

    /// All frames; it is empty then.
    mutating func take() -> [UInt8] {
        closeFrame()
        var octets: [UInt8] = []
        // What a burst has taken is given back; else the room is kept.
        if room.count > 4 * 1024 * 1024 {
            swap(&octets, &room)
            octets.removeLast(octets.count - end)
        } else {
            octets = Array(room.prefix(end))
        }
        end = 0
        return octets
    }

    mutating func removeAll() { self = JournalBuffer() }
}

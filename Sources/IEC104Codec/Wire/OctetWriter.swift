/// A cursor that writes into octets that somebody else owns. A write that does not fit is left
/// out as a whole and remembered in `overflowed`, so that a writer can be checked once at its end.
struct OctetWriter: ~Copyable, ~Escapable {
    private var octets: MutableSpan<UInt8>
    /// The offset of the next octet.
    private(set) var offset: Int
    /// Whether a write did not fit.
    private(set) var overflowed = false

    @_lifetime(copy octets)
    init(_ octets: consuming MutableSpan<UInt8>, at offset: Int = 0) {
        self.offset = min(max(offset, 0), octets.count)
        self.octets = octets
    }

    var remaining: Int { octets.count &- offset }

    /// Writes an integer, little-endian.
    @inline(__always)
    @_lifetime(self: copy self)
    mutating func write<T: FixedWidthInteger & BitwiseCopyable>(_ value: T) {
        let width = MemoryLayout<T>.size
        guard remaining >= width else {
            overflowed = true
            return
        }
        // Safe: `width` octets from `offset` on are inside the span.
        let start = offset
        var bytes = unsafe octets.mutableBytes
        bytes.storeBytes(of: value.littleEndian, toByteOffset: start, as: T.self)
        offset &+= width
    }

    /// Writes the low `width` octets of `value`, 0...8.
    @_lifetime(self: copy self)
    mutating func write(_ value: UInt64, octets width: Int) {
        switch width {
        case 0: break
        case 1: write(UInt8(truncatingIfNeeded: value))
        case 2: write(UInt16(truncatingIfNeeded: value))
        case 3:
            guard remaining >= 3 else {
                overflowed = true
                return
            }
            write(UInt16(truncatingIfNeeded: value))
            write(UInt8(truncatingIfNeeded: value >> 16))
        case 4: write(UInt32(truncatingIfNeeded: value))
        default:
            guard width <= 8, remaining >= width else {
                overflowed = true
                return
            }
            for index in 0..<width { write(UInt8(truncatingIfNeeded: value >> (8 * index))) }
        }
    }

    /// Writes a CP56Time2a.
    @inline(__always)
    @_lifetime(self: copy self)
    mutating func writeTime(_ value: UInt64) {
        guard remaining >= 7 else {
            overflowed = true
            return
        }
        // Two stores that overlap in the fourth octet are cheaper than three that do not.
        write(UInt32(truncatingIfNeeded: value))
        offset &-= 1
        write(UInt32(truncatingIfNeeded: value &>> 24))
    }

    /// Writes all of `span`, or nothing when it does not fit.
    @_lifetime(self: copy self)
    mutating func write(_ span: Span<UInt8>) {
        guard remaining >= span.count else {
            overflowed = true
            return
        }
        for index in span.indices { write(span[index]) }
    }

    /// Sets an octet that was written before; an offset outside what was written is ignored.
    @_lifetime(self: copy self)
    mutating func rewrite(_ value: UInt8, at index: Int) {
        guard index >= 0, index < offset else { return }
        octets[index] = value
    }
}

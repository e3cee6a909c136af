// Writing at an offset that the caller keeps in a local variable, and so in a register. The caller
// has made sure that there is room: without it nothing is written, and the offset stays.
extension MutableSpan<UInt8> {
    /// Whether there is room for `width` octets from `offset` on.
    @inline(__always)
    private func has(_ width: Int, at offset: Int) -> Bool {
        // Both are far from overflow, and as an unsigned number a negative offset is too large.
        UInt(bitPattern: offset) &+ UInt(bitPattern: width) <= UInt(bitPattern: count)
    }

    /// Writes an integer, little-endian.
    @inline(__always)
    @_lifetime(self: copy self)
    mutating func write<T: FixedWidthInteger & BitwiseCopyable>(_ value: T, at offset: inout Int) {
        guard has(MemoryLayout<T>.size, at: offset) else { return }
        let start = offset
        // Safe: the octets are inside. A checked store would look at the bounds a second time.
        unsafe withUnsafeMutableBytes { octets in
            unsafe octets.storeBytes(of: value.littleEndian, toByteOffset: start, as: T.self)
        }
        offset &+= MemoryLayout<T>.size
    }

    /// Writes the low `width` octets of `value`, 0...8.
    @_lifetime(self: copy self)
    mutating func write(_ value: UInt64, octets width: Int, at offset: inout Int) {
        guard (0...8).contains(width), has(width, at: offset) else { return }
        for index in 0..<width {
            self[offset &+ index] = UInt8(truncatingIfNeeded: value &>> UInt64(8 &* index))
        }
        offset &+= width
    }

    /// Writes the low octets of `word` in as few stores as the widths of common objects need:
    /// 8, 6, 5, 4, 3 or 1 of them.
    @inline(__always)
    @_lifetime(self: copy self)
    mutating func write(word: UInt64, octets width: Int, at offset: inout Int) {
        switch width {
        case 8: write(word, at: &offset)
        case 6:
            write(UInt32(truncatingIfNeeded: word), at: &offset)
            write(UInt16(truncatingIfNeeded: word &>> 32), at: &offset)
        case 5:
            write(UInt32(truncatingIfNeeded: word), at: &offset)
            write(UInt8(truncatingIfNeeded: word &>> 32), at: &offset)
        case 4: write(UInt32(truncatingIfNeeded: word), at: &offset)
        case 3:
            write(UInt16(truncatingIfNeeded: word), at: &offset)
            write(UInt8(truncatingIfNeeded: word &>> 16), at: &offset)
        default: write(UInt8(truncatingIfNeeded: word), at: &offset)
        }
    }

    /// Writes an object address of `width` octets, 0...3.
    @inline(__always)
    @_lifetime(self: copy self)
    mutating func writeAddress(_ value: UInt32, octets width: Int, at offset: inout Int) {
        guard width == 3, has(3, at: offset) else {
            return write(UInt64(value), octets: width, at: &offset)
        }
        write(UInt16(truncatingIfNeeded: value), at: &offset)
        write(UInt8(truncatingIfNeeded: value &>> 16), at: &offset)
    }

    /// Writes a CP56Time2a.
    @inline(__always)
    @_lifetime(self: copy self)
    mutating func write(_ time: CP56Time2a, at offset: inout Int) {
        guard has(7, at: offset) else { return }
        write(time.low, at: &offset)
        write(time.middle, at: &offset)
        write(time.high, at: &offset)
    }

    /// Writes all of `span`.
    @_lifetime(self: copy self)
    mutating func write(_ span: Span<UInt8>, at offset: inout Int) {
        guard has(span.count, at: offset) else { return }
        for index in span.indices { self[offset &+ index] = span[index] }
        offset &+= span.count
    }
}

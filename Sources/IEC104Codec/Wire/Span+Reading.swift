// Reading at an offset that the caller keeps in a local variable, and so in a register. Every read
// gives `nil` when octets are missing, and leaves the offset where it was. Integers are
// little-endian, as on the wire.
extension Span<UInt8> {
    /// Whether `width` octets from `offset` on are inside.
    @inline(__always)
    private func has(_ width: Int, at offset: Int) -> Bool {
        // Both are far from overflow, and as an unsigned number a negative offset is too large.
        UInt(bitPattern: offset) &+ UInt(bitPattern: width) <= UInt(bitPattern: count)
    }

    /// The integer at `offset`, where the caller has made sure that all its octets are inside.
    @inline(__always)
    func load<T: FixedWidthInteger & BitwiseCopyable>(_: T.Type, at offset: Int) -> T {
        // Safe: the octets are inside, and an integer has no invalid bit pattern. A checked load
        // would look at the bounds a second time, which a third of the time of reading goes into.
        unsafe withUnsafeBytes { octets in
            T(littleEndian: unsafe octets.loadUnaligned(fromByteOffset: offset, as: T.self))
        }
    }

    /// Reads an integer of `T`'s width.
    @inline(__always)
    func read<T: FixedWidthInteger & BitwiseCopyable>(_: T.Type, at offset: inout Int) -> T? {
        guard has(MemoryLayout<T>.size, at: offset) else { return nil }
        defer { offset &+= MemoryLayout<T>.size }
        return load(T.self, at: offset)
    }

    /// Reads an unsigned integer of `width` octets, 0...8.
    func read(octets width: Int, at offset: inout Int) -> UInt64? {
        guard (0...8).contains(width), has(width, at: offset) else { return nil }
        var value: UInt64 = 0
        for index in 0..<width {
            value |= UInt64(self[offset &+ index]) &<< UInt64(8 &* index)
        }
        offset &+= width
        return value
    }

    /// Reads an object address of `width` octets, 0...3.
    @inline(__always)
    func readAddress(octets width: Int, at offset: inout Int) -> UInt32? {
        if width == 3, has(4, at: offset) {
            // Mostly something follows, and one load of four octets is cheaper than two.
            defer { offset &+= 3 }
            return load(UInt32.self, at: offset) & 0xFF_FFFF
        }
        return read(octets: width, at: &offset).map { UInt32(truncatingIfNeeded: $0) }
    }

    /// Reads a CP56Time2a.
    @inline(__always)
    func readTime(at offset: inout Int) -> CP56Time2a? {
        guard has(7, at: offset) else { return nil }
        defer { offset &+= 7 }
        return CP56Time2a(
            low: load(UInt32.self, at: offset), middle: load(UInt16.self, at: offset &+ 4),
            high: load(UInt8.self, at: offset &+ 6))
    }

    /// Whether any of the bits of `mask` are set in the eight octets from `offset` on; `nil` when
    /// not all of these are inside.
    @inline(__always)
    func hasBits(_ mask: UInt64, at offset: Int) -> Bool? {
        has(8, at: offset) ? load(UInt64.self, at: offset) & mask != 0 : nil
    }

    /// Passes over `width` octets and tells where they are.
    func skip(_ width: Int, at offset: inout Int) -> Range<Int>? {
        guard width >= 0, has(width, at: offset) else { return nil }
        defer { offset &+= width }
        return offset..<(offset &+ width)
    }
}

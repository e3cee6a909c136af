/// Numbers in a packet or a capture file. The caller has checked that the octets are there.
extension Span<UInt8> {
    /// The two octets at `at`, most significant first.
    @inline(__always)
    func network16(_ at: Int) -> UInt16 {
        UInt16(self[at]) << 8 | UInt16(self[at + 1])
    }

    /// The four octets at `at`, most significant first.
    @inline(__always)
    func network32(_ at: Int) -> UInt32 {
        UInt32(network16(at)) << 16 | UInt32(network16(at + 2))
    }

    /// The eight octets at `at`, most significant first.
    @inline(__always)
    func network64(_ at: Int) -> UInt64 {
        UInt64(network32(at)) << 32 | UInt64(network32(at + 4))
    }

    /// The two octets at `at` in the byte order of a capture file.
    @inline(__always)
    func file16(_ at: Int, _ order: CaptureByteOrder) -> UInt16 {
        order == .big ? network16(at) : network16(at).byteSwapped
    }

    /// The four octets at `at` in the byte order of a capture file.
    @inline(__always)
    func file32(_ at: Int, _ order: CaptureByteOrder) -> UInt32 {
        order == .big ? network32(at) : network32(at).byteSwapped
    }

    /// The eight octets at `at` in the byte order of a capture file.
    @inline(__always)
    func file64(_ at: Int, _ order: CaptureByteOrder) -> UInt64 {
        order == .big ? network64(at) : network64(at).byteSwapped
    }
}

/// The byte order of the machine that wrote a capture file or a section of it.
enum CaptureByteOrder: Sendable {
    case big
    case little
}

extension [UInt8] {
    /// Appends the octets of a span in one copy.
    mutating func append(copying octets: Span<UInt8>) {
        // The pointer does not leave the closure; the array copies from it at once.
        unsafe octets.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }
}

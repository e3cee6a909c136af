import Glibc

/// The way to and from the system's own records of addresses.
extension SocketAddress {
    init(_ address: in_addr, port: UInt16) {
        self.init(
            family: .v4, port: port, scope: 0,
            high: UInt64(UInt32(bigEndian: address.s_addr)) << 32, low: 0)
    }

    /// `in6_addr` is a union, which the language calls unsafe; it is read as its 16 octets.
    @unsafe init(_ address: in6_addr, port: UInt16, scope: UInt32) {
        var (high, low): (UInt64, UInt64) = (0, 0)
        unsafe withUnsafeBytes(of: address) { octets in
            unsafe high = octets.loadUnaligned(fromByteOffset: 0, as: UInt64.self)
            unsafe low = octets.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
        }
        self.init(
            family: .v6, port: port, scope: scope,
            high: UInt64(bigEndian: high), low: UInt64(bigEndian: low))
    }

    /// What the system wrote at `pointer`; `nil` for other families or a length that is too short.
    @unsafe init?(_ pointer: UnsafePointer<sockaddr>, length: socklen_t) {
        let raw = unsafe UnsafeRawPointer(pointer)
        switch Int32(unsafe pointer.pointee.sa_family) {
        case AF_INET where Int(length) >= MemoryLayout<sockaddr_in>.size:
            let record = unsafe raw.loadUnaligned(as: sockaddr_in.self)
            self.init(record.sin_addr, port: UInt16(bigEndian: record.sin_port))
        case AF_INET6 where Int(length) >= MemoryLayout<sockaddr_in6>.size:
            let record = unsafe raw.loadUnaligned(as: sockaddr_in6.self)
            unsafe self.init(
                record.sin6_addr, port: UInt16(bigEndian: record.sin6_port),
                scope: record.sin6_scope_id)
        default:
            return nil
        }
    }

    var systemFamily: Int32 { family == .v4 ? AF_INET : AF_INET6 }

    /// Calls `body` with the address as the system wants it.
    func withSystemAddress<T>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> T) -> T {
        switch family {
        case .v4:
            var record = sockaddr_in()
            record.sin_family = sa_family_t(AF_INET)
            record.sin_port = port.bigEndian
            record.sin_addr.s_addr = UInt32(truncatingIfNeeded: high >> 32).bigEndian
            return unsafe Self.call(body, record)
        case .v6:
            var record = sockaddr_in6()
            record.sin6_family = sa_family_t(AF_INET6)
            record.sin6_port = port.bigEndian
            record.sin6_scope_id = scope
            unsafe withUnsafeMutableBytes(of: &record.sin6_addr) { octets in
                unsafe octets.storeBytes(of: high.bigEndian, toByteOffset: 0, as: UInt64.self)
                unsafe octets.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
            }
            return unsafe Self.call(body, record)
        }
    }

    /// A record of either family is what the system takes a `sockaddr` for, with its length.
    private static func call<T, Record>(
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> T, _ record: Record
    ) -> T {
        unsafe withUnsafePointer(to: record) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe body($0, socklen_t(MemoryLayout<Record>.size))
            }
        }
    }

    /// Calls `body` with room for an address, which it fills; what was filled in.
    static func filled(
        _ body: (UnsafeMutablePointer<sockaddr>, inout socklen_t) -> Int32
    ) -> (result: Int32, address: SocketAddress?) {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return unsafe withUnsafeMutableBytes(of: &storage) { room in
            let start = unsafe room.assumingMemoryBound(to: sockaddr.self)
            guard let base = start.baseAddress else { return (-1, nil) }
            let result = unsafe body(base, &length)
            guard result >= 0 else { return (result, nil) }
            return (result, unsafe SocketAddress(UnsafePointer(base), length: length))
        }
    }
}

import Glibc

/// A call of the operating system that failed: what was tried, the system's error number, and
/// what to check.
public struct SystemError: Error, Hashable, Sendable {
    /// The number of the error, such as `EADDRINUSE`.
    public var number: Int32
    /// What was tried, such as `listen`.
    public var operation: String
    /// On what, such as `127.0.0.1:2404`; may be empty.
    public var context: String

    /// A failed `operation` with the number of its error.
    public init(number: Int32, operation: String, context: String = "") {
        self.number = number
        self.operation = operation
        self.context = context
    }

    /// The error that the call just made left in `errno`.
    static func last(
        _ operation: String, _ context: @autoclosure () -> String = ""
    ) -> SystemError {
        // Before anything else can change it.
        let number = errno
        return SystemError(number: number, operation: operation, context: context())
    }

    /// The system's words, such as `Address already in use`.
    public var reason: String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard unsafe strerror_r(number, &buffer, buffer.count) == 0 else {
            return "error \(number)"
        }
        let octets = buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:))
        return String(decoding: octets, as: UTF8.self)
    }

    /// What to do about it; `nil` when there is nothing better to say than `reason`.
    public var advice: String? { Self.advices.first { $0.number == number }?.text }

    private static let advices: [(number: Int32, text: String)] = [
        (EADDRINUSE, "another program uses this port: stop it or choose another port"),
        (
            EADDRNOTAVAIL,
            "this machine has no such address: choose one of its own, or 0.0.0.0 for all of them"
        ),
        (
            EACCES,
            "the system does not allow it: ports below 1024 need privileges, or a filter forbids it"
        ),
        (EPERM, "the system does not allow it: look at the filter (firewall) of this machine"),
        (
            EMFILE,
            "this process has no descriptors left: raise its limit (ulimit -n) or use fewer links"
        ),
        (ENFILE, "the whole system has no descriptors left: close programs or raise fs.file-max"),
        (ENOBUFS, "the system has no memory left for sockets: use fewer links"),
        (ENOMEM, "the system has no memory left: use fewer links"),
        (EAFNOSUPPORT, "this machine does not have that kind of address: is IPv6 switched off?"),
        (
            ECONNREFUSED,
            "nobody listens there: is the station running, are address and port right?"
        ),
        (
            ECONNRESET,
            "the peer broke the connection: it may take one master only, or reject this address"
        ),
        (ETIMEDOUT, "nobody answers: is the machine up, does a filter (firewall) drop packets?"),
        (EHOSTUNREACH, "no way to that machine: check its address, the cable and the routes"),
        (ENETUNREACH, "no way to that network: check the address, the routes and the gateway"),
        (ENETDOWN, "the network interface is down: check the cable and the interface"),
        (EBADF, "a fault of this program: please report it"),
    ]
}

extension SystemError: CustomStringConvertible {
    /// One English sentence: what, on what, why, what to do.
    public var description: String {
        var text = "cannot " + operation
        if !context.isEmpty { text += " " + context }
        text += ": " + reason
        if let advice { text += " (" + advice + ")" }
        return text
    }
}

/// Why a connection could not be made, with every address that was tried.
public struct ConnectError: Error, Hashable, Sendable {
    /// What kind of failure it is: that of the last address.
    public var code: Code
    /// The host as it was given.
    public var host: String
    /// The port.
    public var port: UInt16
    /// What became of each address, such as `127.0.0.1:2404: Connection refused`.
    public var attempts: [String]
    /// What else there is to say, such as the resolver's words; may be empty.
    public var detail: String

    init(_ code: Code, host: String, port: UInt16, attempts: [String] = [], detail: String = "") {
        self.code = code
        self.host = host
        self.port = port
        self.attempts = attempts
        self.detail = detail
    }
}

extension ConnectError {
    /// The kind of a failure. New kinds may be added: always handle unknown ones.
    public struct Code: Hashable, Sendable, CaseIterable, CustomStringConvertible {
        /// The stable name in machine-readable output, such as `timed-out`.
        public var name: String { kind.rawValue }
        /// The stable name.
        public var description: String { name }

        fileprivate enum Kind: String, CaseIterable {
            case notResolved = "not-resolved"
            case refused, unreachable
            case timedOut = "timed-out"
            case cancelled, failed
        }
        fileprivate let kind: Kind
        private init(_ kind: Kind) { self.kind = kind }

        /// Every kind there is.
        public static var allCases: [Code] { Kind.allCases.map(Code.init) }

        /// The name has no address.
        public static let notResolved = Self(.notResolved)
        /// Nobody listens at the port.
        public static let refused = Self(.refused)
        /// No way to the machine or its network.
        public static let unreachable = Self(.unreachable)
        /// No answer in the time allowed (t0).
        public static let timedOut = Self(.timedOut)
        /// It was given up by the one who asked.
        public static let cancelled = Self(.cancelled)
        /// The system failed otherwise.
        public static let failed = Self(.failed)
    }
}

extension ConnectError {
    /// What happened, in a few words.
    package var summary: String { code.kind.row.summary + (detail.isEmpty ? "" : ", \(detail)") }
}

extension ConnectError: CustomStringConvertible {
    /// One English sentence: what, where, why, what to check.
    public var description: String {
        let row = code.kind.row
        let place = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]:\(port)" : "\(host):\(port)"
        var text = "cannot connect to \(place): \(summary)"
        if !attempts.isEmpty { text += " [tried " + attempts.joined(separator: "; ") + "]" }
        if !row.advice.isEmpty { text += " (\(row.advice))" }
        return text
    }
}

extension ConnectError.Code.Kind {
    fileprivate var row: (summary: String, advice: String) {
        switch self {
        case .notResolved:
            (
                "the name has no address",
                "check the spelling and the name server, or give the address"
            )
        case .refused:
            (
                "nobody listens there",
                "is the station running, are address and port right, does it accept this master?"
            )
        case .unreachable:
            ("there is no way to it", "check the address, the cable, the routes and the gateway")
        case .timedOut:
            (
                "nobody answered in time",
                "is the machine up, does a filter (firewall) drop packets, is t0 long enough?"
            )
        case .cancelled: ("it was given up", "")
        case .failed: ("the system failed", "")
        }
    }
}

public import IEC104Codec
public import IEC104Session

/// Why a request did not do what was asked.
public struct RequestError: Error, Hashable, Sendable {
    /// The kind of failure.
    public var code: Code
    /// What was asked.
    public var request: MasterRequest
    /// What was under way.
    public var step: Step
    /// The cause of the answer that refused it.
    public var cause: Cause?
    /// The station that refused it.
    public var station: CommonAddress?
    /// Whether the peer has acknowledged the last APDU that was sent for it.
    public var isAcknowledged: Bool
    /// Whether the station may have operated the output, or done what else was asked, all the same.
    public var mayHaveActed: Bool
    /// How many objects had come for it.
    public var objects = 0
    /// An answer that came instead of the one that was to be expected.
    public var other: OtherAnswer?
    /// Why the link has ended.
    public var linkEnd: SessionError.Code?
    /// Why it cannot be written.
    public var encoding: EncodeError?

    /// A failure.
    public init(
        _ code: Code, _ request: MasterRequest, step: Step = .waiting, cause: Cause? = nil,
        station: CommonAddress? = nil, isAcknowledged: Bool = false, mayHaveActed: Bool = false,
        linkEnd: SessionError.Code? = nil, encoding: EncodeError? = nil
    ) {
        self.code = code
        self.request = request
        self.step = step
        self.cause = cause
        self.station = station
        self.isAcknowledged = isAcknowledged
        self.mayHaveActed = mayHaveActed
        self.linkEnd = linkEnd
        self.encoding = encoding
    }

    /// How far a request had come.
    public enum Step: UInt8, Hashable, Sendable, CaseIterable {
        /// It has not been sent.
        case waiting
        /// It was sent: the confirmation, the value or the acknowledgement is awaited.
        case confirmation
        /// The select was sent.
        case selection
        /// The execute was sent.
        case execution
        /// It was confirmed: the termination is awaited.
        case termination
        /// The deactivation was sent.
        case deactivation
    }

    /// The kind of a failure. New kinds may be added: always handle unknown ones.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        /// The stable name in machine-readable output, such as `not-confirmed`.
        public var name: String { kind.words.name }
        /// The stable name.
        public var description: String { name }
        /// Whether the station said no.
        public var isRefusal: Bool {
            switch kind {
            case .refused, .unknownType, .unknownCause, .unknownStation, .unknownObject: true
            default: false
            }
        }
        /// Whether an answer did not come in time.
        public var isTimeout: Bool {
            switch kind {
            case .notConfirmed, .notTerminated, .noValue, .timedOut: true
            default: false
            }
        }

        let kind: Kind
        init(_ kind: Kind) { self.kind = kind }

        /// Every kind there is.
        public static var allCases: [Code] { Kind.allCases.map(Code.init) }
    }
}

extension RequestError.Code {
    /// A negative confirmation.
    public static let refused = Self(.refused)
    /// Cause 44: the station does not know the type.
    public static let unknownType = Self(.unknownType)
    /// Cause 45: the station does not know the cause.
    public static let unknownCause = Self(.unknownCause)
    /// Cause 46: there is no such station.
    public static let unknownStation = Self(.unknownStation)
    /// Cause 47: the station has no such object.
    public static let unknownObject = Self(.unknownObject)
    /// The station confirmed or terminated something else than it was asked: another value or
    /// qualifier, a select instead of an execute, a test instead of none, or the other way round
    /// (`other` has what it said).
    public static let answeredOtherwise = Self(.answeredOtherwise)
    /// A command was terminated with P/N = 1: it has not been executed as asked.
    public static let terminatedNegatively = Self(.terminatedNegatively)
    /// No confirmation in time.
    public static let notConfirmed = Self(.notConfirmed)
    /// Confirmed, but no termination in time.
    public static let notTerminated = Self(.notTerminated)
    /// The value that was to be read did not come in time.
    public static let noValue = Self(.noValue)
    /// It did not end within the time that the caller gave for all of it.
    public static let timedOut = Self(.timedOut)
    /// Never sent: data transfer is not started, or has ended, or there was no room for too long.
    public static let notSent = Self(.notSent)
    /// Sent, and then the connection was lost.
    public static let linkLost = Self(.linkLost)
    /// Sent, and then data transfer was stopped.
    public static let linkStopped = Self(.linkStopped)
    /// Given up by the one who asked.
    public static let cancelled = Self(.cancelled)
    /// Another command to the same object is under way, or not answered yet.
    public static let busy = Self(.busy)
    /// Ended by a deactivation that was asked meanwhile.
    public static let deactivated = Self(.deactivated)
    /// Too many requests wait.
    public static let tooMany = Self(.tooMany)
    /// It cannot be written as an ASDU.
    public static let invalid = Self(.invalid)
}

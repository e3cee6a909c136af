public import IEC104Codec

/// Why a session ended: what was wrong, with the numbers at that moment.
public struct SessionError: Error, Hashable, Sendable {
    /// What kind of end it is.
    public var code: Code
    /// The state in which it happened.
    public var phase: SessionPhase
    /// V(S) at that moment.
    public var sendState: SequenceNumber
    /// V(R).
    public var receiveState: SequenceNumber
    /// Ack: the oldest number that was not acknowledged.
    public var acknowledgedState: SequenceNumber
    /// The number or the octet that was wrong, or the number of the APDU that went unanswered.
    public var offending: Int32?

    /// An end with all it tells.
    public init(
        code: Code, phase: SessionPhase, sendState: SequenceNumber, receiveState: SequenceNumber,
        acknowledgedState: SequenceNumber, offending: Int32?
    ) {
        self.code = code
        self.phase = phase
        self.sendState = sendState
        self.receiveState = receiveState
        self.acknowledgedState = acknowledgedState
        self.offending = offending
    }
}

extension SessionError: CustomStringConvertible {
    /// One English sentence: what, the numbers, what to check.
    public var description: String {
        let row = code.row
        var text = row.summary
        if let offending {
            text +=
                code.isAboutOctet
                ? " (found \(String(offending, radix: 16, uppercase: true)) hex)"
                : " (\(row.offending) \(offending))"
        }
        text += ", state \(phase), V(S) \(sendState), V(R) \(receiveState), "
        text += "Ack \(acknowledgedState): \(row.advice)"
        guard let quirk else { return text }
        return text + "; the quirk \(quirk) lets it pass"
    }
}

extension SessionError {
    /// The kind of an end. New kinds may be added: always handle unknown ones.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        /// The stable name in machine-readable output, such as `send-number`.
        public var name: String { row.name }
        /// The stable name.
        public var description: String { row.name }
        /// Whether this side closed because the peer, or the line to it, did not do as it must.
        public var isViolation: Bool {
            switch kind {
            case .ended, .lost, .outputsNotTaken, .displaced, .groupInUse: false
            default: true
            }
        }

        let kind: Kind
        init(_ kind: Kind) { self.kind = kind }
        var row: Row { kind.row }
        /// What happened, in a few words.
        package var summary: String { row.summary }
        var isAboutOctet: Bool { kind == .badStart || kind == .unknownFunction }

        /// Every kind there is.
        public static var allCases: [Code] { Kind.allCases.map(Code.init) }
    }

    /// The words for one kind.
    struct Row {
        var name: String
        var summary: String
        /// What the offending number is.
        var offending: String
        var advice: String
    }
}

extension SessionError.Code {
    /// N(S) of a received I APDU is not V(R).
    public static let sendNumber = Self(.sendNumber)
    /// N(R) of a received APDU lies outside Ack...V(S).
    public static let receiveNumber = Self(.receiveNumber)
    /// An I APDU in a state that forbids it.
    public static let informationForbidden = Self(.informationForbidden)
    /// An S APDU in a state that forbids it.
    public static let supervisoryForbidden = Self(.supervisoryForbidden)
    /// STARTDT act received by the controlling station.
    public static let startReceived = Self(.startReceived)
    /// STOPDT act received by the controlling station.
    public static let stopReceived = Self(.stopReceived)
    /// An I APDU was not acknowledged within t1.
    public static let informationTimeout = Self(.informationTimeout)
    /// STARTDT act was not confirmed within t1.
    public static let startTimeout = Self(.startTimeout)
    /// STOPDT act was not confirmed within t1.
    public static let stopTimeout = Self(.stopTimeout)
    /// TESTFR act was not confirmed within t1.
    public static let testTimeout = Self(.testTimeout)
    /// The rest of an APDU did not come within t1 of its first octet.
    public static let frameTimeout = Self(.frameTimeout)
    /// A start octet other than 68 hex.
    public static let badStart = Self(.badStart)
    /// A length octet outside 4...253.
    public static let badLength = Self(.badLength)
    /// An S or U APDU whose length octet is not 4.
    public static let lengthMismatch = Self(.lengthMismatch)
    /// A U APDU with no function or with several.
    public static let unknownFunction = Self(.unknownFunction)
    /// Reserved bits of a control field that are not 0.
    public static let reservedBits = Self(.reservedBits)
    /// An I APDU without an ASDU.
    public static let emptyInformation = Self(.emptyInformation)
    /// A frame that cannot be read for another reason.
    public static let malformed = Self(.malformed)
    /// The owner of this session did not pull its outputs.
    public static let outputsNotTaken = Self(.outputsNotTaken)
    /// This side ended the connection on purpose.
    public static let ended = Self(.ended)
    /// The peer or the network ended the connection.
    public static let lost = Self(.lost)

    /// Another connection of the same redundancy group was started.
    public static let displaced = Self(.displaced)
    /// STARTDT act was refused, as another connection of the redundancy group is started.
    public static let groupInUse = Self(.groupInUse)

    /// The kind for a frame that could not be read.
    public init(_ error: DecodeError) {
        self =
            switch error.code {
            case .badStart: .badStart
            case .lengthOutOfRange: .badLength
            case .lengthMismatch: .lengthMismatch
            case .unknownFunction: .unknownFunction
            case .controlReservedBits: .reservedBits
            case .asduMissing: .emptyInformation
            default: .malformed
            }
    }
}

import IEC104Codec

/// Something in a session that is wrong, or that a reader should know.
public struct Finding: Hashable, Sendable {
    /// What it is.
    public var kind: Kind
    /// The connection of the capture; `nil` in logs.
    public var connection: Int?
    /// When the APDU or packet was seen that it is about.
    public var time: Timestamp?
    /// The number of the record that it is about; `nil` for what TCP did.
    public var number: Int?
    /// Where that is in the input.
    public var place: APDURecord.Place?
    /// Which way that went.
    public var direction: Direction?

    /// What was found.
    public enum Kind: Hashable, Sendable {
        /// N(S) is further than the next one: so many I APDUs are missing.
        case sendNumberGap(expected: SequenceNumber, found: SequenceNumber, missing: Int)
        /// N(S) was used before.
        case sendNumberRepeated(expected: SequenceNumber, found: SequenceNumber)
        /// N(R) is outside the window from the last acknowledged number to the next one to be sent;
        /// `acknowledged` is `nil` when the capture does not tell it.
        case receiveNumber(
            found: SequenceNumber, acknowledged: SequenceNumber?, next: SequenceNumber)
        /// So many I APDUs are sent and not acknowledged, more than k.
        case unacknowledged(count: Int, k: Int)
        /// So many I APDUs were received before this acknowledged them, more than w.
        case acknowledgedLate(count: Int, w: Int)
        /// The acknowledgement of I APDU `send` took longer than t2, or even t1.
        case acknowledgementTime(send: SequenceNumber, after: Duration, exceeds: Timer)
        /// I APDU `send` was not acknowledged for longer than t1, until the end.
        case acknowledgementMissing(send: SequenceNumber, waited: Duration)
        /// A U act was not confirmed within t1 or before the connection ended.
        case functionUnconfirmed(UFunction, waited: Duration?)
        /// A U act was confirmed later than t1.
        case functionTime(UFunction, after: Duration)
        /// A U con that nobody asked for.
        case functionUnasked(UFunction)
        /// An I or S APDU while data transfer is stopped.
        case transferWhileStopped(Format)
        /// STARTDT act or STOPDT act from the controlled station.
        case wrongRole(UFunction)
        /// STARTDT act while data transfer is started.
        case startRepeated
        /// The sender of this was silent for longer than t3, and the other side did not test.
        case testMissing(silence: Duration)
        /// A request was not answered in time or before the connection ended.
        case requestUnanswered(Request, waited: Duration?)
        /// A request was answered late.
        case answerTime(Request, after: Duration)
        /// An activation was confirmed, but its end was not told.
        case terminationMissing(Request)
        /// A negative confirmation, and what it answers.
        case negative(type: TypeID, Cause, Request?)
        /// A mirrored request with cause 44...47: unknown type, cause, station or object.
        case refusedAsUnknown(type: TypeID, Cause, Request?)
        /// A cause that the standard does not define.
        case undefinedCause(type: TypeID, Cause)
        /// What the decoder found.
        case problem(DecodeError)
        /// Octets of another protocol.
        case foreign(ForeignProtocol)
        /// The server refused the connection.
        case connectionRefused
        /// A side broke the connection.
        case connectionReset
        /// Nobody answered the request for a connection, sent so many times.
        case connectionUnanswered(attempts: Int)
        /// So many octets are missing in the capture.
        case captureGap(octets: Int)
    }

    /// The numbered APDU formats.
    public enum Format: UInt8, Hashable, Sendable {
        /// Information transfer.
        case information
        /// Supervisory.
        case supervisory
    }

    /// The two timers of an acknowledgement.
    public enum Timer: UInt8, Hashable, Sendable {
        /// Acknowledge received APDUs.
        case t2
        /// Wait for the acknowledgement of sent ones.
        case t1
    }

    /// What a station asked for.
    public struct Request: Hashable, Sendable {
        /// Type identification.
        public var type: TypeID
        /// Activation, deactivation, or request.
        public var cause: Cause
        /// The station.
        public var commonAddress: CommonAddress
        /// The first object and what it carries.
        public var object: InformationObject
        /// The number of its record.
        public var number: Int?
        /// When it was seen.
        public var time: Timestamp?
    }
}

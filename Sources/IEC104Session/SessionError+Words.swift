extension SessionError.Code {
    enum Kind: UInt8, CaseIterable {
        case sendNumber, receiveNumber, informationForbidden, supervisoryForbidden
        case startReceived, stopReceived
        case informationTimeout, startTimeout, stopTimeout, testTimeout, frameTimeout
        case badStart, badLength, lengthMismatch, unknownFunction, reservedBits
        case emptyInformation, malformed, outputsNotTaken, ended, lost
        case displaced, groupInUse

        var row: SessionError.Row {
            let (name, summary, offending, advice) = words
            return .init(name: name, summary: summary, offending: offending, advice: advice)
        }

        private var words: (String, String, String, String) {
            switch self {
            case .sendNumber:
                (
                    "send-number", "received an I APDU whose N(S) is not V(R)", "N(S)",
                    "an APDU was lost, repeated or reordered; check that the peer counts from 0"
                        + " after each connect and that nothing between changes the stream"
                )
            case .receiveNumber:
                (
                    "receive-number", "received an N(R) outside Ack...V(S)", "N(R)",
                    "the peer acknowledges what was never sent or goes back; check that it counts"
                        + " from 0 after each connect"
                )
            case .informationForbidden:
                (
                    "information-forbidden",
                    "received an I APDU while data transfer is not started", "N(S)",
                    "the peer must wait for STARTDT con and stop at STOPDT act"
                )
            case .supervisoryForbidden:
                (
                    "supervisory-forbidden",
                    "received an S APDU while data transfer is not started", "N(R)",
                    "the peer must not acknowledge before STARTDT con or after STOPDT con"
                )
            case .startReceived:
                (
                    "start-received", "received STARTDT act as the controlling station", "function",
                    "only the controlling station starts; check that both sides are not masters"
                )
            case .stopReceived:
                (
                    "stop-received", "received STOPDT act as the controlling station", "function",
                    "only the controlling station stops; check that both sides are not masters"
                )
            case .informationTimeout:
                (
                    "information-timeout", "an I APDU was not acknowledged within t1", "N(S)",
                    "check that the line is up and that the peer's t2 is less than t1 here"
                )
            case .startTimeout:
                (
                    "start-timeout", "STARTDT act was not confirmed within t1", "function",
                    "check that the peer serves this connection and this redundancy group"
                )
            case .stopTimeout:
                (
                    "stop-timeout", "STOPDT act was not confirmed within t1", "function",
                    "check that the line is up; the peer waits for its acknowledgements"
                )
            case .testTimeout:
                (
                    "test-timeout", "TESTFR act was not confirmed within t1", "function",
                    "check that the line is up and that the peer answers TESTFR in every state"
                )
            case .frameTimeout:
                (
                    "frame-timeout", "the rest of an APDU did not come within t1", "octets",
                    "check that the peer sends whole APDUs and that its length octets are right"
                )
            case .badStart:
                (
                    "bad-start", "received a start octet other than 68 hex", "octet",
                    "check that the peer speaks IEC 60870-5-104 on this port, with or without TLS"
                )
            case .badLength:
                (
                    "bad-length", "received a length octet outside 4...253", "length",
                    "check the peer's framing"
                )
            case .lengthMismatch:
                (
                    "length-mismatch", "received an S or U APDU whose length is not 4", "length",
                    "check the peer's framing"
                )
            case .unknownFunction:
                (
                    "unknown-function", "received a U APDU without exactly one function", "octet",
                    "check the peer's first control octet"
                )
            case .reservedBits:
                (
                    "reserved-bits", "received a control field with reserved bits set", "octet",
                    "check the peer's control octets"
                )
            case .emptyInformation:
                (
                    "empty-information", "received an I APDU without an ASDU", "octets",
                    "check the peer's framing"
                )
            case .malformed:
                (
                    "malformed", "received a frame that cannot be read", "octet",
                    "check the peer's framing"
                )
            case .outputsNotTaken:
                (
                    "outputs-not-taken", "the outputs of the session were not taken", "outputs",
                    "a fault of this program: please report it"
                )
            case .ended:
                ("ended", "this side ended the connection", "number", "nothing is wrong")
            case .lost:
                (
                    "lost", "the connection was ended by the peer or the network", "number",
                    "look for the reason at the peer; unconfirmed APDUs are sent again"
                )
            case .displaced:
                (
                    "displaced", "another connection of the redundancy group was started", "number",
                    "nothing is wrong when the masters have switched over; when it happens again"
                        + " and again, two masters are active at a time"
                )
            case .groupInUse:
                (
                    "group-in-use",
                    "STARTDT act was refused: another connection of the redundancy group is started",
                    "number",
                    "stop the other connection first, or let a second STARTDT take over"
                        + " (--second-start)"
                )
            }
        }
    }
}

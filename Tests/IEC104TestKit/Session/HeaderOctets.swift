import IEC104Codec

/// What a started controlling station must do with a whole APDU, after the layout of
/// IEC 60870-5-104, 5: written from the octets, beside the codec and the session.
package enum HeaderReaction: Hashable, Sendable {
    /// The connection ends for one of these reasons: of several that hold at once any is right.
    case closes(Set<String>)
    /// It is taken, and nothing is sent for it at once.
    case takes
    /// TESTFR con.
    case answers
}

/// The numbers of a started controlling station.
package struct StationNumbers: Hashable, Sendable {
    /// V(S).
    package var send: Int
    /// V(R).
    package var receive: Int
    /// The oldest number sent that is not acknowledged.
    package var acknowledged: Int

    package init(send: Int, receive: Int, acknowledged: Int) {
        (self.send, self.receive, self.acknowledged) = (send, receive, acknowledged)
    }

    /// For an APDU whose length octet counts what is behind it.
    package func reaction(to frame: [UInt8]) -> HeaderReaction {
        guard frame.count >= 2, (4...253).contains(frame[1]) else { return .closes(["bad-length"]) }
        let control = frame[2..<6].map { Int($0) }
        var reasons: Set<String> = []
        func forbid(_ isWrong: Bool, _ reason: String) { if isWrong { reasons.insert(reason) } }
        let number = control[2] >> 1 | control[3] << 7
        let isAcknowledgement = (number - acknowledged) & 0x7FFF <= (send - acknowledged) & 0x7FFF
        let isLonger = frame.count > 6
        switch control[0] & 3 {
        case 1:
            forbid(control[0] != 1 || control[1] != 0 || control[2] & 1 != 0, "reserved-bits")
            forbid(isLonger, "length-mismatch")
            forbid(!isAcknowledgement, "receive-number")
        case 3:
            forbid(control[1...] != [0, 0, 0], "reserved-bits")
            forbid(isLonger, "length-mismatch")
            switch control[0] {
            case 0x07: reasons.insert("start-received")
            case 0x13: reasons.insert("stop-received")
            case 0x0B, 0x23, 0x43, 0x83: break
            default: reasons.insert("unknown-function")
            }
        default:
            forbid(control[2] & 1 != 0, "reserved-bits")
            forbid(!isLonger, "empty-information")
            forbid(control[0] >> 1 | control[1] << 7 != receive, "send-number")
            forbid(!isAcknowledgement, "receive-number")
        }
        guard reasons.isEmpty else { return .closes(reasons) }
        return control[0] == 0x43 ? .answers : .takes
    }
}

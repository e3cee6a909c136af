extension RequestError: CustomStringConvertible {
    /// One English sentence: what was asked, what happened, what to check.
    public var description: String {
        let words = code.kind.words
        var text = "\(request): \(words.summary)"
        if let cause { text += " (cause \(cause.rawValue), \(cause))" }
        if let station, station != request.station { text += " by station \(station)" }
        if step != .waiting { text += ", while \(step) was awaited" }
        if let other { text += "; what came instead: \(other)" }
        if objects > 0 { text += "; \(objects) objects had come" }
        if let linkEnd { text += ", the link ended with \(linkEnd)" }
        if let encoding { text += ": \(encoding)" }
        if mayHaveActed { text += "; the station may have done it all the same" }
        return text + ": " + words.advice
    }
}

extension RequestError.Code {
    enum Kind: UInt8, CaseIterable {
        case refused, unknownType, unknownCause, unknownStation, unknownObject
        case answeredOtherwise, terminatedNegatively
        case notConfirmed, notTerminated, noValue, timedOut
        case notSent, linkLost, linkStopped, cancelled, busy, deactivated, tooMany, invalid

        var words: (name: String, summary: String, advice: String) {
            switch self {
            case .refused:
                (
                    "refused", "the station refused",
                    "look at the station's log; a command may need a selection first, be locked,"
                        + " or be selected by another master"
                )
            case .unknownType:
                (
                    "unknown-type", "the station does not know the type",
                    "choose a type that its interoperability list has"
                )
            case .unknownCause:
                (
                    "unknown-cause", "the station does not know the cause",
                    "the station cannot do this with the type; see its interoperability list"
                )
            case .unknownStation:
                (
                    "unknown-station", "no station has this common address",
                    "check the common address, and that its field has the size agreed on"
                )
            case .unknownObject:
                (
                    "unknown-object", "the station has no such object",
                    "check the object address in the station's point list"
                )
            case .answeredOtherwise:
                (
                    "answered-otherwise", "the station answered otherwise than it was asked",
                    "read the present state; see the station's log for what it did"
                )
            case .terminatedNegatively:
                (
                    "terminated-negatively",
                    "it was confirmed, and terminated with P/N = 1: it has not been executed as asked",
                    "read the present state; see the station's log for the reason"
                )
            case .notConfirmed:
                (
                    "not-confirmed", "no confirmation came in time",
                    "check the common address and the originator, then the station's log"
                )
            case .notTerminated:
                (
                    "not-terminated", "it was confirmed, but no termination came in time",
                    "where a station sends none, end with the confirmation; else allow more time"
                )
            case .noValue:
                (
                    "no-value", "the value did not come in time",
                    "check that the station answers C_RD_NA_1, and the object address"
                )
            case .timedOut:
                (
                    "timed-out", "it did not end within the time that was given for it",
                    "allow more time; later answers are dropped"
                )
            case .notSent:
                (
                    "not-sent", "it was not sent",
                    "data transfer is not started, or the peer does not acknowledge; ask again"
                        + " when the link is started"
                )
            case .linkLost:
                (
                    "link-lost", "the connection was lost before the end",
                    "see why the link ended; read the present state before asking again"
                )
            case .linkStopped:
                (
                    "link-stopped", "data transfer was stopped before the end",
                    "start it, and read the present state before asking again"
                )
            case .cancelled:
                ("cancelled", "it was given up", "later answers are dropped")
            case .busy:
                (
                    "busy", "another command to this object is under way, or not answered yet",
                    "wait for its result"
                )
            case .deactivated:
                ("deactivated", "it was ended by a deactivation", "nothing is wrong")
            case .tooMany:
                ("too-many", "too many requests wait", "wait for results, or allow more")
            case .invalid:
                (
                    "invalid", "it cannot be written as an ASDU",
                    "give the type the information it carries and addresses within their fields"
                )
            }
        }
    }
}

extension RequestError.Step: CustomStringConvertible {
    /// A few English words.
    public var description: String {
        switch self {
        case .waiting: "sending"
        case .confirmation: "the answer"
        case .selection: "the confirmation of the select"
        case .execution: "the confirmation of the execute"
        case .termination: "the termination"
        case .deactivation: "the confirmation of the deactivation"
        }
    }
}

extension MasterRequest: CustomStringConvertible {
    /// A few English words, such as `interrogation 20 of station 1`.
    public var description: String {
        let place = "station \(station)"
        switch self {
        case .interrogation(_, let qualifier):
            return "interrogation \(qualifier.rawValue) of \(place)"
        case .counterInterrogation(_, let qualifier):
            return "counter interrogation \(qualifier.rawValue) of \(place)"
        case .read(_, let address): return "read of object \(address) of \(place)"
        case .clockSynchronization: return "clock synchronization of \(place)"
        case .command(let command):
            return "\(command.mode) of type \(type.rawValue), object \(address) of \(place)"
        case .test: return "test of \(place)"
        case .reset(_, let qualifier): return "reset \(qualifier.rawValue) of \(place)"
        case .parameter, .parameterDeactivation:
            return "parameter of type \(type.rawValue), object \(address) of \(place)"
        case .delayAcquisition: return "delay acquisition of \(place)"
        case .asdu: return "ASDU of type \(type.rawValue) to \(place)"
        }
    }
}

extension MasterCommand.Mode: CustomStringConvertible {
    /// A few English words.
    public var description: String {
        switch self {
        case .direct: "direct command"
        case .select: "select"
        case .execute: "execute"
        case .selectBeforeOperate: "select before operate"
        case .deactivate: "deactivation"
        }
    }
}

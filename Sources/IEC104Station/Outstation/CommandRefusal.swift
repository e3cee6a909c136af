/// Why a command got a negative confirmation.
public enum CommandRefusal: Hashable, Sendable {
    /// It has no time tag, and must have one.
    case timeTagMissing
    /// Its time tag is invalid (IV), or no calendar has it.
    case timeTagInvalid
    /// Its time tag is too far from the clock of the station: milliseconds, positive when it is old.
    case timeTagOff(milliseconds: Int64)
    /// The state is one that cannot be commanded: DCS or RCS 0 or 3.
    case stateNotPermitted
    /// The value is outside its limits, or no number.
    case outOfRange
    /// The interlock does not hold.
    case interlocked
    /// Another command of the output waits, runs, or is a pulse that has not ended.
    case busy
    /// A select of an output that is operated directly.
    case notSelectable
    /// An execution without the selection that the output demands.
    case notSelected
    /// Another controlling station has selected the output.
    case selectedByAnother
    /// An execution of something else than was selected; the selection has ended.
    case differsFromSelection
    /// A deactivation of something that is not selected and does not run.
    case nothingToDeactivate
    /// Too many commands wait, or outputs are selected.
    case tooMany
    /// The connection may change nothing.
    case readOnly
    /// The client may not command the object.
    case notPermitted
    /// The connection sends more commands than it may.
    case tooFast
    /// The application has refused it.
    case byApplication
    /// The application has not answered in time.
    case unanswered

    /// A few English words.
    public var words: String {
        switch self {
        case .timeTagMissing: "it has no time tag"
        case .timeTagInvalid: "its time tag is invalid"
        case .timeTagOff(let milliseconds) where milliseconds < 0:
            "its time tag is \(milliseconds.magnitude) ms ahead"
        case .timeTagOff(let milliseconds): "its time tag is \(milliseconds) ms old"
        case .stateNotPermitted: "the state cannot be commanded"
        case .outOfRange: "the value is out of range"
        case .interlocked: "the interlock does not hold"
        case .busy: "another command of the object has not ended"
        case .notSelectable: "the object is operated without a selection"
        case .notSelected: "the object is not selected"
        case .selectedByAnother: "another station has selected the object"
        case .differsFromSelection: "it is not what was selected"
        case .nothingToDeactivate: "nothing is selected or runs"
        case .tooMany: "too many commands wait"
        case .readOnly: "nothing may be changed here"
        case .notPermitted: "the client may not command the object"
        case .tooFast: "commands come too fast"
        case .byApplication: "the application has refused it"
        case .unanswered: "the application has not answered"
        }
    }
}

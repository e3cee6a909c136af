public import IEC104Codec

/// What became of a request that was not refused.
public struct RequestOutcome: Hashable, Sendable {
    /// Whether it ended with an activation termination.
    public var isTerminated: Bool
    /// Whether a confirmation came before it; of a request to all stations always true.
    public var isConfirmed = true
    /// Whether the termination had P/N = 1: of an interrogation, that not all has come. A command
    /// fails with it (`RequestError.Code.terminatedNegatively`).
    public var isTerminationNegative = false
    /// In what the answers differ from what was asked, where that does not matter so much that the
    /// request fails: `value` of a parameter, of which `object` has the value that was taken;
    /// `test` of a value that was read, or of an interrogation; `timeTag`, `acknowledgement`,
    /// `order`, `other`.
    public var differences: AnswerDifferences = []
    /// How many objects were sent because of it.
    public var objects: Int
    /// The object that was read, or that of the last confirmation: of a clock synchronization, the
    /// station's time before.
    public var object: InformationObject?
    /// The type of `object`.
    public var type: TypeID?
    /// The stations that did what was asked, in the order in which they ended.
    public var stations: [CommonAddress]
    /// The stations that refused, when others did not.
    public var refusingStations: [CommonAddress]
    /// From the submission to the end.
    public var duration: Duration

    /// Whether all that was asked for has come: no station has refused, none has ended with P/N = 1.
    public var isComplete: Bool { !isTerminationNegative && refusingStations.isEmpty }

    /// An outcome.
    public init(
        isTerminated: Bool = false, objects: Int = 0, object: InformationObject? = nil,
        type: TypeID? = nil, stations: [CommonAddress] = [],
        refusingStations: [CommonAddress] = [], duration: Duration = .zero
    ) {
        self.isTerminated = isTerminated
        self.objects = objects
        self.object = object
        self.type = type
        self.stations = stations
        self.refusingStations = refusingStations
        self.duration = duration
    }
}

/// Who asked.
public enum RequestOrigin: UInt8, Hashable, Sendable, CaseIterable {
    /// The user.
    case user
    /// The settings: a start of data transfer.
    case start
    /// The settings: a station has initialized.
    case initialization
    /// A task of a fleet's RTU: a period, or a time of the day.
    case schedule
}

/// The end of a request.
package struct MasterResult: Sendable {
    package var id: RequestID
    package var request: MasterRequest
    package var origin: RequestOrigin
    package var result: Result<RequestOutcome, RequestError>
}

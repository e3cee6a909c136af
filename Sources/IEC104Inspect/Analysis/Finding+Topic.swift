import IEC104Codec

extension Finding {
    /// What a finding is about, without its numbers: findings are counted by topic.
    public enum Topic: Hashable, Sendable {
        case connectionRefused, connectionReset, connectionUnanswered
        case sendNumberGap, sendNumberRepeated, receiveNumber, unacknowledged, acknowledgedLate
        case acknowledgementLaterThanT1, acknowledgementMissing, acknowledgementLaterThanT2
        case functionUnconfirmed, functionTime, functionUnasked, transferWhileStopped, wrongRole
        case requestUnanswered, answerTime, negative, refusedAsUnknown, undefinedCause, foreign
        case startRepeated, testMissing, terminationMissing, captureGap
        /// What the decoder found, by its code.
        case problem(DecodeError.Code)

        /// Whether nothing need be wrong.
        public var isNote: Bool {
            switch self {
            case .startRepeated, .testMissing, .terminationMissing, .captureGap: true
            default: false
            }
        }

        /// All topics, the graver ones first, problems of the decoder and notes last.
        public static let allCases: [Topic] =
            errors + problems + notes

        /// An undefined cause is not just a problem of the decoder.
        private static let problems = DecodeError.Code.allCases
            .filter { $0 != .causeUnknown }.map(Topic.problem)

        private static let errors: [Topic] = [
            .connectionRefused, .connectionReset, .connectionUnanswered, .sendNumberGap,
            .sendNumberRepeated, .receiveNumber, .unacknowledged, .acknowledgedLate,
            .acknowledgementLaterThanT1, .acknowledgementMissing, .acknowledgementLaterThanT2,
            .functionUnconfirmed, .functionTime, .functionUnasked, .transferWhileStopped,
            .wrongRole, .requestUnanswered, .answerTime, .negative, .refusedAsUnknown,
            .undefinedCause, .foreign,
        ]
        private static let notes: [Topic] = [
            .startRepeated, .testMissing, .terminationMissing, .captureGap,
        ]
    }
}

extension Finding.Kind {
    /// What it is about.
    public var topic: Finding.Topic {
        switch self {
        case .sendNumberGap: .sendNumberGap
        case .sendNumberRepeated: .sendNumberRepeated
        case .receiveNumber: .receiveNumber
        case .unacknowledged: .unacknowledged
        case .acknowledgedLate: .acknowledgedLate
        case .acknowledgementTime(_, _, .t1): .acknowledgementLaterThanT1
        case .acknowledgementTime(_, _, .t2): .acknowledgementLaterThanT2
        case .acknowledgementMissing: .acknowledgementMissing
        case .functionUnconfirmed: .functionUnconfirmed
        case .functionTime: .functionTime
        case .functionUnasked: .functionUnasked
        case .transferWhileStopped: .transferWhileStopped
        case .wrongRole: .wrongRole
        case .startRepeated: .startRepeated
        case .testMissing: .testMissing
        case .requestUnanswered: .requestUnanswered
        case .answerTime: .answerTime
        case .terminationMissing: .terminationMissing
        case .negative: .negative
        case .refusedAsUnknown: .refusedAsUnknown
        case .undefinedCause: .undefinedCause
        case .problem(let problem): .problem(problem.code)
        case .foreign: .foreign
        case .connectionRefused: .connectionRefused
        case .connectionReset: .connectionReset
        case .connectionUnanswered: .connectionUnanswered
        case .captureGap: .captureGap
        }
    }
}

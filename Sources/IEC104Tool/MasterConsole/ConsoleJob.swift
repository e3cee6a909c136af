import IEC104

/// Something that is asked of RTUs.
struct ConsoleJob: Sendable {
    /// What is asked of whom, one after the other.
    var asked: [Asked] = []
    /// What will be sent where, for who is asked before; `nil`: nothing is changed by it.
    var order: String?
    /// It will not be sent.
    var decline: @Sendable (Refusal) -> Void = { _ in }
    /// Shows what would be sent, where that is not said by `asked`: it concerns links.
    var rehearsal: (@Sendable () async -> ConsoleAnswer)?
    /// Does it.
    var work: @Sendable () async -> ConsoleAnswer

    /// A request and whom it is for.
    struct Asked: Sendable {
        let rtu: ConsoleRTU
        let request: MasterRequest
    }

    /// Whether an outstation, or which link is started, is another one afterwards.
    var changesSomething: Bool { order != nil || rehearsal != nil }

    /// Why something is not sent.
    enum Refusal {
        /// Nobody agreed to it.
        case declined
        /// Too many requests are under way.
        case tooMany

        func result(of request: MasterRequest) -> ShotResult {
            switch self {
            case .declined: .declined
            case .tooMany: .failed(RequestError(.tooMany, request))
            }
        }
    }

    init(
        _ asked: [Asked] = [], order: String? = nil,
        decline: @escaping @Sendable (Refusal) -> Void = { _ in },
        _ work: @escaping @Sendable () async -> ConsoleAnswer
    ) {
        self.asked = asked
        self.order = order
        self.decline = decline
        self.work = work
    }
}

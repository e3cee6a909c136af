internal import IEC104Codec
internal import IEC104Session

/// An output that is operated for a while.
struct Pulse: Sendable {
    let command: Int
    let request: Request
    let peer: PeerIdentity
    /// What the driven point goes back to, if it does.
    let before: Information?
    let deadline: Instant
}

extension Information {
    /// The qualifier of a command that may be a pulse.
    var commandQualifier: CommandQualifier? {
        switch self {
        case .singleCommand(let command): command.qualifier
        case .doubleCommand(let command): command.qualifier
        case .stepCommand(let command): command.qualifier
        default: nil
        }
    }

    /// What a point shows that goes back to the state of `before`, with the quality that it has now.
    func returned(to before: Information) -> Information {
        switch (self, before) {
        case (.singlePoint(let point), .singlePoint(let before)):
            .singlePoint(SIQ(before.isOn, quality: point.quality))
        case (.doublePoint(let point), .doublePoint(let before)):
            .doublePoint(DIQ(before.state, quality: point.quality))
        case (.stepPosition(_, let quality), .stepPosition(let before, _)):
            .stepPosition(before, quality)
        default: self
        }
    }
}

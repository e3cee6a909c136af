internal import IEC104Codec
internal import IEC104Session

/// What is under way for one command of the table.
struct CommandState: Sendable {
    /// The place of its selection, or -1.
    var selection: Int32 = -1
    /// The request that waits for the application, or whose execution runs; 0 when there is none.
    var pending: UInt64 = 0
}

/// A reserved output.
struct Selection: Sendable {
    let command: Int
    let link: LinkID
    let originator: UInt8
    let isTest: Bool
    let type: TypeID
    /// Without the select bit: what the execution must say.
    let information: Information
    let deadline: Instant

    /// Whether the same controlling station asks.
    func isOwned(by request: Request) -> Bool {
        link == request.link && originator == request.header.cause.originator
    }
}

/// A command that the application was asked about.
struct PendingCommand: Sendable {
    enum Phase: Sendable {
        case select, execute, running
        /// Asked whether the execution of this request may be stopped.
        case cancel(UInt64)
    }

    let command: Int
    let request: Request
    var phase: Phase
    /// When the application must have answered; never while the execution runs.
    var deadline: Instant
}

extension Information {
    /// The select bit of a command.
    var isSelect: Bool {
        switch self {
        case .singleCommand(let command): command.isSelect
        case .doubleCommand(let command): command.isSelect
        case .stepCommand(let command): command.isSelect
        case .normalizedSetPoint(_, let qualifier), .scaledSetPoint(_, let qualifier),
            .floatSetPoint(_, let qualifier):
            qualifier.isSelect
        default: false
        }
    }

    /// The same command without the select bit.
    var executed: Information {
        switch self {
        case .singleCommand(let command): .singleCommand(SCO(rawValue: command.rawValue & 0x7F))
        case .doubleCommand(let command): .doubleCommand(DCO(rawValue: command.rawValue & 0x7F))
        case .stepCommand(let command): .stepCommand(RCO(rawValue: command.rawValue & 0x7F))
        case .normalizedSetPoint(let value, let qualifier):
            .normalizedSetPoint(value, QOS(rawValue: qualifier.rawValue & 0x7F))
        case .scaledSetPoint(let value, let qualifier):
            .scaledSetPoint(value, QOS(rawValue: qualifier.rawValue & 0x7F))
        case .floatSetPoint(let value, let qualifier):
            .floatSetPoint(value, QOS(rawValue: qualifier.rawValue & 0x7F))
        default: self
        }
    }

    /// Whether the state of a double or step command is one that may be commanded.
    var isPermittedCommand: Bool {
        switch self {
        case .doubleCommand(let command): command.isOn != nil
        case .stepCommand(let command): command.isHigher != nil
        default: true
        }
    }

    /// What a point shows that had the value `self` and was set by a command; `nil` when such a
    /// command cannot set it. The quality stays, but what was commanded is topical and valid.
    func commanded(by command: Information) -> Information? {
        switch (self, command) {
        case (.singlePoint(let point), .singleCommand(let command)):
            .singlePoint(SIQ(command.isOn, quality: point.quality.afterCommand))
        case (.doublePoint(let point), .singleCommand(let command)):
            .doublePoint(DIQ(command.isOn ? .on : .off, quality: point.quality.afterCommand))
        case (.singlePoint(let point), .doubleCommand(let command)):
            command.isOn.map { .singlePoint(SIQ($0, quality: point.quality.afterCommand)) }
        case (.doublePoint(let point), .doubleCommand(let command)):
            command.isOn.map {
                .doublePoint(DIQ($0 ? .on : .off, quality: point.quality.afterCommand))
            }
        case (.stepPosition(let step, let quality), .stepCommand(let command)):
            // VTI keeps to -64...63.
            command.isHigher.map {
                .stepPosition(VTI(step.value + ($0 ? 1 : -1)), quality.afterCommand)
            }
        case (.normalized(_, let quality), .normalizedSetPoint(let value, _)):
            .normalized(value, quality.afterCommand)
        case (.normalizedWithoutQuality, .normalizedSetPoint(let value, _)):
            .normalizedWithoutQuality(value)
        case (.scaled(_, let quality), .scaledSetPoint(let value, _)):
            .scaled(value, quality.afterCommand)
        case (.shortFloat(_, let quality), .floatSetPoint(let value, _)):
            .shortFloat(value, quality.afterCommand)
        case (.bitString(_, let quality), .bitStringCommand(let bits)):
            .bitString(bits, quality.afterCommand)
        default: nil
        }
    }
}

extension Quality {
    fileprivate var afterCommand: Quality {
        subtracting([.invalid, .notTopical, .overflow])
    }
}

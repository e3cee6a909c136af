package import IEC104Codec

extension Information {
    /// The select bit of a command.
    package var isSelect: Bool {
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

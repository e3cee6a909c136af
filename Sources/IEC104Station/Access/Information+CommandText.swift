package import IEC104Codec

extension Information {
    /// What a command or a parameter says, such as `on`, `up` or `10.4`.
    package var commandText: String {
        switch self {
        case .singleCommand(let command): command.isOn ? "on" : "off"
        case .doubleCommand(let command):
            command.isOn.map { $0 ? "on" : "off" } ?? "\(command.rawValue & 3)"
        case .stepCommand(let command):
            command.isHigher.map { $0 ? "up" : "down" } ?? "\(command.rawValue & 3)"
        case .normalizedSetPoint(let value, _): "\(value.value)"
        case .scaledSetPoint(let value, _): "\(value)"
        case .floatSetPoint(let value, _): "\(value.value)"
        case .bitStringCommand(let bits): "\(bits)"
        case .normalizedParameter(let value, let qualifier):
            "\(value.value), QPM \(qualifier.rawValue)"
        case .scaledParameter(let value, let qualifier): "\(value), QPM \(qualifier.rawValue)"
        case .floatParameter(let value, let qualifier):
            "\(value.value), QPM \(qualifier.rawValue)"
        case .parameterActivation(let qualifier): "QPA \(qualifier.rawValue)"
        case .interrogation(let qualifier): "QOI \(qualifier.rawValue)"
        case .counterInterrogation(let qualifier): "QCC \(qualifier.rawValue)"
        case .resetProcess(let qualifier): "QRP \(qualifier.rawValue)"
        case .testSequence(let number): "TSC \(number)"
        default: "\(self)"
        }
    }

    /// The same with QU or QL, and S/E where it is select: all that an answer repeats.
    package var answerText: String {
        var text = commandText
        if let qualifier = rawQualifier, qualifier != 0 {
            let name =
                switch self {
                case .singleCommand, .doubleCommand, .stepCommand: "QU"
                default: "QL"
                }
            text += ", \(name) \(qualifier)"
        }
        return text + (isSelect ? ", select" : "")
    }
}

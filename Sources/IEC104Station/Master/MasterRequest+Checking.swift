package import IEC104Codec

extension MasterRequest {
    /// Whether it has a sense with this profile, as far as writing it does not tell.
    func isPossible(_ profile: Profile) -> Bool {
        if case .asdu = self { return true }
        let isGlobal = station == profile.globalCommonAddress
        guard station.value != 0, !isGlobal || allowsAllStations else { return false }
        switch self {
        case .read: return address.value != 0
        case .command(let command):
            guard (45...51).contains(type.rawValue) || (58...64).contains(type.rawValue),
                address.value != 0
            else { return false }
            // Bit strings have no S/E.
            if case .bitStringCommand = command.object.information {
                return command.mode == .direct || command.mode == .execute
            }
            return true
        case .parameter(_, _, let information):
            return switch information {
            case .normalizedParameter, .scaledParameter, .floatParameter: address.value != 0
            case .parameterActivation: true
            default: false
            }
        default: return true
        }
    }

    /// The same request with the address of all stations as `profile` writes it.
    func addressed(by profile: Profile) -> MasterRequest {
        if case .asdu = self { return self }
        return station == .global ? addressed(to: profile.globalCommonAddress) : self
    }

    private var allowsAllStations: Bool {
        switch self {
        case .interrogation, .counterInterrogation, .clockSynchronization, .reset, .asdu: true
        case .read, .command, .test, .parameter, .parameterDeactivation, .delayAcquisition: false
        }
    }

    /// T.
    var isTest: Bool {
        if case .command(let command) = self { return command.isTest }
        return false
    }

    /// Whether the station does something with lasting effect because of this, or would.
    public var changesStation: Bool {
        switch self {
        case .command, .clockSynchronization, .reset, .parameter, .parameterDeactivation, .asdu:
            true
        case .counterInterrogation(_, let qualifier): qualifier.freeze != .read
        case .interrogation, .read, .test, .delayAcquisition: false
        }
    }

    /// Whether the station does something with lasting effect when it gets this.
    func acts(when transmission: PendingRequest.Transmission) -> Bool {
        guard case .command(let command) = self else { return changesStation }
        return transmission == .execute && !command.isTest
    }

    /// The cause of the data that the request brings.
    var dataCause: Cause? {
        switch self {
        case .interrogation(_, let qualifier) where qualifier == .station:
            .interrogatedByStation
        case .interrogation(_, let qualifier):
            qualifier.group.map { Cause.interrogatedByGroup($0) }
        case .counterInterrogation(_, let qualifier):
            qualifier.request == 5
                ? .counterRequest
                : (1...4).contains(qualifier.request)
                    ? .counterRequest(group: qualifier.request) : nil
        default: nil
        }
    }
}

extension Information {
    /// The command with S/E as given; `nil` when it has none and select is asked, or when it is no
    /// command.
    package func command(isSelect: Bool) -> Information? {
        let bit: UInt8 = isSelect ? 0x80 : 0
        switch self {
        case .singleCommand(let element):
            return .singleCommand(SCO(rawValue: element.rawValue & 0x7F | bit))
        case .doubleCommand(let element):
            return .doubleCommand(DCO(rawValue: element.rawValue & 0x7F | bit))
        case .stepCommand(let element):
            return .stepCommand(RCO(rawValue: element.rawValue & 0x7F | bit))
        case .normalizedSetPoint(let value, let qualifier):
            return .normalizedSetPoint(value, QOS(rawValue: qualifier.rawValue & 0x7F | bit))
        case .scaledSetPoint(let value, let qualifier):
            return .scaledSetPoint(value, QOS(rawValue: qualifier.rawValue & 0x7F | bit))
        case .floatSetPoint(let value, let qualifier):
            return .floatSetPoint(value, QOS(rawValue: qualifier.rawValue & 0x7F | bit))
        case .bitStringCommand: return isSelect ? nil : self
        default: return nil
        }
    }
}

public import IEC104Codec

/// What a controlling station asks of its peer. Each request ends with exactly one result.
///
/// `station` may be the global common address (65535; written as 255 where the field has one octet)
/// with the types that allow it: interrogations, clock synchronization and reset. Then every
/// station answers, see `RequestOutcome.stations`.
public enum MasterRequest: Hashable, Sendable {
    /// The present values of all points, or of those of a group (C_IC_NA_1). Ends with the
    /// termination; the values come as monitored data with cause 20...36.
    case interrogation(station: CommonAddress, QOI)
    /// The counters, or what is done to them (C_CI_NA_1). A read ends with the termination, and
    /// the readings come as monitored data with cause 37...41; a freeze or reset ends with the
    /// confirmation.
    case counterInterrogation(station: CommonAddress, QCC)
    /// The present value of one point (C_RD_NA_1). Ends with the value.
    case read(station: CommonAddress, ObjectAddress)
    /// Sets the station's clock (C_CS_NA_1); without `time` to the moment of sending. Ends with the
    /// confirmation, which carries the station's time before.
    case clockSynchronization(station: CommonAddress, time: CP56Time2a?)
    /// Operates an output or sets a set point (types 45-51, 58-64).
    case command(MasterCommand)
    /// Tests the way to the application (C_TS_TA_1, or C_TS_NA_1 of 101 without a time tag). Ends
    /// with the confirmation.
    case test(station: CommonAddress, isTimeTagged: Bool)
    /// Resets the process or its event buffer (C_RP_NA_1). Ends with the confirmation.
    case reset(station: CommonAddress, QRP)
    /// Loads a parameter of a measured value (P_ME_NA_1 to P_ME_NC_1, with a `normalizedParameter`,
    /// `scaledParameter` or `floatParameter`), or activates what was loaded (P_AC_NA_1, with a
    /// `parameterActivation`, object 0 where the qualifier is `loadedParameters`). Ends with the
    /// confirmation.
    case parameter(station: CommonAddress, ObjectAddress, Information)
    /// Deactivates a parameter or cyclic transmission (P_AC_NA_1). Ends with the confirmation.
    case parameterDeactivation(station: CommonAddress, ObjectAddress, QPA)
    /// Measures the delay of the line (C_CD_NA_1 of 101). Ends with the confirmation, which
    /// carries the time of sending and what the station added.
    case delayAcquisition(station: CommonAddress)
    /// Any ASDU, written as it is. No answer is expected: it ends when the peer has acknowledged
    /// its APDU.
    case asdu(ASDU)
}

/// A command or set point.
public struct MasterCommand: Hashable, Sendable {
    /// What is done with the output.
    public enum Mode: UInt8, Hashable, Sendable, CaseIterable {
        /// Execute, without selecting first.
        case direct
        /// Select only.
        case select
        /// Execute what was selected.
        case execute
        /// Select, and execute when the selection is confirmed.
        case selectBeforeOperate
        /// End a selection, or a command that is still running.
        case deactivate
    }

    /// When the command has ended.
    public enum Completion: UInt8, Hashable, Sendable, CaseIterable {
        /// With the activation termination: the output has been operated.
        case termination
        /// With the activation confirmation: the station has accepted it; for stations that send
        /// no termination.
        case confirmation
    }

    /// The station.
    public var station: CommonAddress
    /// 45...51 or 58...64.
    public var type: TypeID
    /// Address and value. S/E is set by `mode`; a time tag that the type needs and that is missing
    /// here is the moment of sending.
    public var object: InformationObject
    /// What is done with the output.
    public var mode: Mode
    /// When the command has ended; only execution has a termination.
    public var completion: Completion
    /// T: answered, but nothing is operated.
    public var isTest: Bool

    /// A command.
    public init(
        station: CommonAddress, _ type: TypeID, at address: ObjectAddress,
        _ information: Information, timeTag: TimeTag = .none, mode: Mode = .direct,
        completion: Completion = .termination, isTest: Bool = false
    ) {
        self.station = station
        self.type = type
        object = InformationObject(address, information, timeTag: timeTag)
        self.mode = mode
        self.completion = completion
        self.isTest = isTest
    }
}

extension MasterRequest {
    /// The station that is asked.
    public var station: CommonAddress {
        switch self {
        case .interrogation(let station, _), .counterInterrogation(let station, _),
            .read(let station, _), .clockSynchronization(let station, _), .test(let station, _),
            .reset(let station, _), .delayAcquisition(let station),
            .parameter(let station, _, _), .parameterDeactivation(let station, _, _):
            station
        case .command(let command): command.station
        case .asdu(let asdu): asdu.commonAddress
        }
    }

    /// The type of the ASDU that asks.
    public var type: TypeID {
        switch self {
        case .interrogation: .C_IC_NA_1
        case .counterInterrogation: .C_CI_NA_1
        case .read: .C_RD_NA_1
        case .clockSynchronization: .C_CS_NA_1
        case .command(let command): command.type
        case .test(_, let isTimeTagged): isTimeTagged ? .C_TS_TA_1 : .C_TS_NA_1
        case .reset: .C_RP_NA_1
        case .parameter(_, _, .normalizedParameter): .P_ME_NA_1
        case .parameter(_, _, .scaledParameter): .P_ME_NB_1
        case .parameter(_, _, .floatParameter): .P_ME_NC_1
        case .parameter, .parameterDeactivation: .P_AC_NA_1
        case .delayAcquisition: .C_CD_NA_1
        case .asdu(let asdu): asdu.type
        }
    }

    /// The object that is asked for; 0 where there is none.
    public var address: ObjectAddress {
        switch self {
        case .read(_, let address), .parameter(_, let address, _),
            .parameterDeactivation(_, let address, _):
            address
        case .command(let command): command.object.address
        case .asdu(let asdu): asdu.objects.first?.address ?? .irrelevant
        case .interrogation, .counterInterrogation, .clockSynchronization, .test, .reset,
            .delayAcquisition:
            .irrelevant
        }
    }

    /// The same request to another station.
    func addressed(to station: CommonAddress) -> MasterRequest {
        switch self {
        case .interrogation(_, let qualifier):
            return .interrogation(station: station, qualifier)
        case .counterInterrogation(_, let qualifier):
            return .counterInterrogation(station: station, qualifier)
        case .read(_, let address): return .read(station: station, address)
        case .clockSynchronization(_, let time):
            return .clockSynchronization(station: station, time: time)
        case .command(var command):
            command.station = station
            return .command(command)
        case .test(_, let isTimeTagged):
            return .test(station: station, isTimeTagged: isTimeTagged)
        case .reset(_, let qualifier): return .reset(station: station, qualifier)
        case .parameter(_, let address, let information):
            return .parameter(station: station, address, information)
        case .parameterDeactivation(_, let address, let qualifier):
            return .parameterDeactivation(station: station, address, qualifier)
        case .delayAcquisition: return .delayAcquisition(station: station)
        case .asdu(var asdu):
            asdu.commonAddress = station
            return .asdu(asdu)
        }
    }
}

public import IEC104Codec

/// Why a point or a command cannot be added to a table.
public struct PointTableError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of reason. New ones may be added: always handle unknown ones.
    public struct Code: Hashable, Sendable {
        enum Kind: String, Sendable {
            case stationAddress = "the common address must be 1...65534: choose another one"
            case objectAddress = "the object address must be 1...16777215: choose another one"
            case repeatedPoint = "the station has a point at this address: give each its own"
            case repeatedCommand = "the station has a command at this address: give each its own"
            case notAPoint = "the type is not that of a point: use one of types 1...21, 30...40"
            case wrongInformation = "the value is not what the type carries: use its kind of value"
            case notACommand = "the type is not that of a command: use one of types 45...51"
            case unknownPoint = "the driven point is not of this table: add it first"
            case cannotDrive = "such a command cannot set such a point: drive another or none"
            case deadband = "the deadband must be 0 or a positive number"
            case counterGroup = "the counter group must be 1...4, of an integrated total"
            case cyclicPeriod =
                "cyclic transmission is for measured values, 10 ms to 48 h: see backgroundPeriod"
            case backgroundPeriod =
                "background scan is for what an interrogation reports, 10 ms to 48 h"
            case tooManyPeriods = "at most 100 different periods: use some of the others again"
            case stationField =
                "the common address does not fit in its field: choose another one or other sizes"
            case objectField =
                "the object address does not fit in its field: choose another one or other sizes"
            case deadbandRange =
                "a deadband in percent is 0 to 100, and needs a range whose low end is below the high"
            case parameters =
                "smoothing is 0 up to 1, limits are finite and in order, for measured values only"
            case limits =
                "limits are finite, the low one not above the high one, for set points and steps"
            case pulse = "a pulse lasts 1 ms to 1 h: choose another length"
            case interlock =
                "the interlock names a point that is not of this table, or a state it has not"
            case tableFull = "a table holds at most 16777216 points and as many commands"
        }
        let kind: Kind

        init(_ kind: Kind) { self.kind = kind }

        /// The common address is not one of a station.
        public static let stationAddress = Code(.stationAddress)
        /// The object address is 0 or too large.
        public static let objectAddress = Code(.objectAddress)
        /// The station has such a point already.
        public static let repeatedPoint = Code(.repeatedPoint)
        /// The station has such a command already.
        public static let repeatedCommand = Code(.repeatedCommand)
        /// The type is not that of a point.
        public static let notAPoint = Code(.notAPoint)
        /// The value is not what the type carries.
        public static let wrongInformation = Code(.wrongInformation)
        /// The type is not that of a command.
        public static let notACommand = Code(.notACommand)
        /// The driven point is not of this table.
        public static let unknownPoint = Code(.unknownPoint)
        /// The command cannot set the driven point.
        public static let cannotDrive = Code(.cannotDrive)
        /// The deadband is negative or no number.
        public static let deadband = Code(.deadband)
        /// The counter group is outside 1...4, or the point no counter.
        public static let counterGroup = Code(.counterGroup)
        /// The cyclic period is out of range, or the point no measured value.
        public static let cyclicPeriod = Code(.cyclicPeriod)
        /// The background period is out of range, or the point not interrogated.
        public static let backgroundPeriod = Code(.backgroundPeriod)
        /// There are more than 100 different periods.
        public static let tooManyPeriods = Code(.tooManyPeriods)
        /// The common address is too large for its field.
        public static let stationField = Code(.stationField)
        /// The object address is too large for its field.
        public static let objectField = Code(.objectField)
        /// A deadband in percent is out of range, or has no range that it is a part of.
        public static let deadbandRange = Code(.deadbandRange)
        /// Smoothing or limits are out of range, or the point is no measured value.
        public static let parameters = Code(.parameters)
        /// A limit of a command is no number, or in the wrong order, or the type has no limits.
        public static let limits = Code(.limits)
        /// The length of a pulse is out of range.
        public static let pulse = Code(.pulse)
        /// An interlock names a point that is not there, or a state that it does not have.
        public static let interlock = Code(.interlock)
        /// There is no room for more.
        public static let tableFull = Code(.tableFull)
    }

    /// The reason.
    public var code: Code
    /// The station.
    public var station: CommonAddress
    /// The object address; 0 when the station itself is meant.
    public var address: ObjectAddress

    /// A reason and the point or command concerned.
    public init(_ code: Code, station: CommonAddress, address: ObjectAddress) {
        self.code = code
        self.station = station
        self.address = address
    }

    /// One English sentence: which point, why, how to mend it.
    public var description: String {
        "cannot add \(address == .irrelevant ? "" : "\(address) of ")station \(station): "
            + code.kind.rawValue
    }
}

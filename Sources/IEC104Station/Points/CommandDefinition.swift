internal import IEC104Codec

/// What a table keeps of a command.
struct CommandDefinition: Sendable {
    let station: CommonAddress
    let address: ObjectAddress
    /// Without time tag, 45...51.
    let type: TypeID
    let options: CommandOptions
    /// The point that it drives.
    let point: PointID?
}

/// A command of a `PointTable`.
public struct CommandID: Hashable, Sendable {
    /// Counts from 0 in the order of adding.
    package let index: UInt32

    package init(index: UInt32) { self.index = index }
}

extension TypeID {
    /// The command type without a time tag; `nil` when it is not the type of a command.
    var untaggedCommand: TypeID? {
        switch rawValue {
        case 45...51: self
        case 58...64: TypeID(rawValue &- 13)
        default: nil
        }
    }

    /// Whether a command of this type, 45...51, can set a point of `kind`.
    func drives(_ kind: Information.Kind) -> Bool {
        switch (self, kind) {
        case (.C_SC_NA_1, .singlePoint), (.C_SC_NA_1, .doublePoint), (.C_DC_NA_1, .singlePoint),
            (.C_DC_NA_1, .doublePoint), (.C_RC_NA_1, .stepPosition), (.C_SE_NA_1, .normalized),
            (.C_SE_NA_1, .normalizedWithoutQuality), (.C_SE_NB_1, .scaled),
            (.C_SE_NC_1, .shortFloat), (.C_BO_NA_1, .bitString):
            true
        default: false
        }
    }
}

/// One information element of the standard, as it stands in the octets of an object: a row of the
/// element table.
public struct ElementDescriptor: Hashable, Sendable {
    /// The standard's name, such as `SIQ`.
    public let name: String
    /// Octets.
    public let size: Int
    /// The bits that are reserved, first octet lowest.
    public let reservedBits: UInt64
    /// Clause of IEC 60870-5-101, unless said otherwise.
    public let clause: String

    init(_ name: String, _ size: Int, reserved: UInt64 = 0, _ clause: String) {
        self.name = name
        self.size = size
        reservedBits = reserved
        self.clause = clause
    }
}

extension ElementDescriptor {
    static let SIQ = ElementDescriptor("SIQ", 1, reserved: 0x0E, "7.2.6.1")
    static let DIQ = ElementDescriptor("DIQ", 1, reserved: 0x0C, "7.2.6.2")
    static let QDS = ElementDescriptor("QDS", 1, reserved: 0x0E, "7.2.6.3")
    static let QDP = ElementDescriptor("QDP", 1, reserved: 0x07, "7.2.6.4")
    static let VTI = ElementDescriptor("VTI", 1, "7.2.6.5")
    static let NVA = ElementDescriptor("NVA", 2, "7.2.6.6")
    static let SVA = ElementDescriptor("SVA", 2, "7.2.6.7")
    static let R32 = ElementDescriptor("R32", 4, "7.2.6.8")
    static let BCR = ElementDescriptor("BCR", 5, "7.2.6.9")
    static let SEP = ElementDescriptor("SEP", 1, reserved: 0x04, "7.2.6.10")
    static let SPE = ElementDescriptor("SPE", 1, reserved: 0xC0, "7.2.6.11")
    static let OCI = ElementDescriptor("OCI", 1, reserved: 0xF0, "7.2.6.12")
    static let BSI = ElementDescriptor("BSI", 4, "7.2.6.13")
    static let FBP = ElementDescriptor("FBP", 2, "7.2.6.14")
    static let SCO = ElementDescriptor("SCO", 1, reserved: 0x02, "7.2.6.15")
    static let DCO = ElementDescriptor("DCO", 1, "7.2.6.16")
    static let RCO = ElementDescriptor("RCO", 1, "7.2.6.17")
    static let CP16 = ElementDescriptor("CP16Time2a", 2, "7.2.6.20")
    static let COI = ElementDescriptor("COI", 1, "7.2.6.21")
    static let QOI = ElementDescriptor("QOI", 1, "7.2.6.22")
    static let QCC = ElementDescriptor("QCC", 1, "7.2.6.23")
    static let QPM = ElementDescriptor("QPM", 1, "7.2.6.24")
    static let QPA = ElementDescriptor("QPA", 1, "7.2.6.25")
    static let QRP = ElementDescriptor("QRP", 1, "7.2.6.27")
    static let FRQ = ElementDescriptor("FRQ", 1, reserved: 0x7F, "7.2.6.28")
    static let SRQ = ElementDescriptor("SRQ", 1, reserved: 0x7F, "7.2.6.29")
    static let SCQ = ElementDescriptor("SCQ", 1, "7.2.6.30")
    static let LSQ = ElementDescriptor("LSQ", 1, "7.2.6.31")
    static let AFQ = ElementDescriptor("AFQ", 1, "7.2.6.32")
    static let NOF = ElementDescriptor("NOF", 2, "7.2.6.33")
    static let NOS = ElementDescriptor("NOS", 1, "7.2.6.34")
    static let LOF = ElementDescriptor("LOF", 3, "7.2.6.35")
    static let LOS = ElementDescriptor("LOS", 1, "7.2.6.36")
    static let CHS = ElementDescriptor("CHS", 1, "7.2.6.37")
    static let SOF = ElementDescriptor("SOF", 1, "7.2.6.38")
    static let QOS = ElementDescriptor("QOS", 1, "7.2.6.39")
    static let SCD = ElementDescriptor("SCD", 4, "7.2.6.40")
    static let TSC = ElementDescriptor("TSC", 2, "60870-5-104, 8.8")
    static let start = ElementDescriptor(
        "start CP56Time2a", 7, reserved: CP56Time2a.reservedBits, "7.2.6.18")
    static let stop = ElementDescriptor(
        "stop CP56Time2a", 7, reserved: CP56Time2a.reservedBits, "7.2.6.18")
    static let AID = ElementDescriptor("AID", 2, "IEC TS 60870-5-7")
}

extension Information.Kind {
    /// The elements of the standard that make up the information, in the order of their octets.
    /// Empty where there is none, or where the octets are private or raw.
    public var elements: [ElementDescriptor] {
        switch self {
        case .singlePoint: [.SIQ]
        case .doublePoint: [.DIQ]
        case .stepPosition: [.VTI, .QDS]
        case .bitString: [.BSI, .QDS]
        case .normalized: [.NVA, .QDS]
        case .scaled: [.SVA, .QDS]
        case .shortFloat: [.R32, .QDS]
        case .integratedTotal: [.BCR]
        case .protectionEvent: [.SEP, .CP16]
        case .protectionStart: [.SPE, .QDP, .CP16]
        case .protectionOutput: [.OCI, .QDP, .CP16]
        case .packedSinglePoints: [.SCD, .QDS]
        case .normalizedWithoutQuality: [.NVA]
        case .singleCommand: [.SCO]
        case .doubleCommand: [.DCO]
        case .stepCommand: [.RCO]
        case .normalizedSetPoint: [.NVA, .QOS]
        case .scaledSetPoint: [.SVA, .QOS]
        case .floatSetPoint: [.R32, .QOS]
        case .bitStringCommand: [.BSI]
        case .endOfInitialization: [.COI]
        case .interrogation: [.QOI]
        case .counterInterrogation: [.QCC]
        case .empty: []
        case .testPattern: [.FBP]
        case .resetProcess: [.QRP]
        case .delay: [.CP16]
        case .testSequence: [.TSC]
        case .normalizedParameter: [.NVA, .QPM]
        case .scaledParameter: [.SVA, .QPM]
        case .floatParameter: [.R32, .QPM]
        case .parameterActivation: [.QPA]
        case .fileReady: [.NOF, .LOF, .FRQ]
        case .sectionReady: [.NOF, .NOS, .LOF, .SRQ]
        case .fileCall: [.NOF, .NOS, .SCQ]
        case .fileLast: [.NOF, .NOS, .LSQ, .CHS]
        case .fileAcknowledgement: [.NOF, .NOS, .AFQ]
        case .fileSegment: [.NOF, .NOS, .LOS]
        case .fileDirectory: [.NOF, .LOF, .SOF]
        case .logQuery: [.NOF, .start, .stop]
        case .securityStatistics: [.AID, .BCR]
        case .privateFields, .raw: []
        }
    }
}

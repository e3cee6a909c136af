/// What an information object carries beside its address and time tag: the values of its
/// information elements.
///
/// It holds no reference, so that thousands of objects cost no allocation. The few kinds whose
/// octets vary in number tell where these are: in the octets that an `ASDUReader` reads, or in
/// `ASDU.octets`.
public enum Information: Hashable, Sendable {
    /// SIQ.
    case singlePoint(SIQ)
    /// DIQ.
    case doublePoint(DIQ)
    /// VTI, QDS.
    case stepPosition(VTI, Quality)
    /// BSI, QDS.
    case bitString(UInt32, Quality)
    /// NVA, QDS.
    case normalized(NVA, Quality)
    /// SVA, QDS.
    case scaled(Int16, Quality)
    /// R32, QDS.
    case shortFloat(R32, Quality)
    /// BCR.
    case integratedTotal(BCR)
    /// SEP and the elapsed time.
    case protectionEvent(SEP, CP16Time2a)
    /// SPE, QDP and the relay duration time.
    case protectionStart(SPE, Quality, CP16Time2a)
    /// OCI, QDP and the relay operating time.
    case protectionOutput(OCI, Quality, CP16Time2a)
    /// SCD, QDS.
    case packedSinglePoints(SCD, Quality)
    /// NVA alone.
    case normalizedWithoutQuality(NVA)
    /// SCO.
    case singleCommand(SCO)
    /// DCO.
    case doubleCommand(DCO)
    /// RCO.
    case stepCommand(RCO)
    /// NVA, QOS.
    case normalizedSetPoint(NVA, QOS)
    /// SVA, QOS.
    case scaledSetPoint(Int16, QOS)
    /// R32, QOS.
    case floatSetPoint(R32, QOS)
    /// BSI.
    case bitStringCommand(UInt32)
    /// COI.
    case endOfInitialization(COI)
    /// QOI.
    case interrogation(QOI)
    /// QCC.
    case counterInterrogation(QCC)
    /// Nothing: the read and the clock synchronization command.
    case empty
    /// FBP: 0x55AA when it is right.
    case testPattern(UInt16)
    /// QRP.
    case resetProcess(QRP)
    /// The delay, CP16Time2a.
    case delay(CP16Time2a)
    /// TSC: test sequence counter.
    case testSequence(UInt16)
    /// NVA, QPM.
    case normalizedParameter(NVA, QPM)
    /// SVA, QPM.
    case scaledParameter(Int16, QPM)
    /// R32, QPM.
    case floatParameter(R32, QPM)
    /// QPA.
    case parameterActivation(QPA)
    /// NOF, LOF (0...16777215), FRQ.
    case fileReady(file: UInt16, length: UInt32, ReadyQualifier)
    /// NOF, NOS, LOF (0...16777215), SRQ.
    case sectionReady(file: UInt16, section: UInt8, length: UInt32, ReadyQualifier)
    /// NOF, NOS, SCQ.
    case fileCall(file: UInt16, section: UInt8, SCQ)
    /// NOF, NOS, LSQ, CHS.
    case fileLast(file: UInt16, section: UInt8, LSQ, checksum: UInt8)
    /// NOF, NOS, AFQ.
    case fileAcknowledgement(file: UInt16, section: UInt8, AFQ)
    /// NOF, NOS and where the segment is, whose length is LOS.
    case fileSegment(file: UInt16, section: UInt8, OctetRange)
    /// NOF, LOF (0...16777215), SOF.
    case fileDirectory(file: UInt16, length: UInt32, SOF)
    /// NOF, start and stop of the range asked for.
    case logQuery(file: UInt16, start: CP56Time2a, stop: CP56Time2a)
    /// AID (association id) and the statistics counter.
    case securityStatistics(association: UInt16, BCR)
    /// Where the fields of a private type are; `PrivateField.values` reads them.
    case privateFields(OctetRange)
    /// Where all objects of an ASDU are that is not taken apart, those of unknown and of security
    /// types: behind the first object address. `count` is N of the ASDU.
    case raw(count: UInt8, OctetRange)
}

extension Information {
    /// Whether it needs the octets of its ASDU: it has an `OctetRange`.
    package var hasRange: Bool {
        switch self {
        case .privateFields, .raw, .fileSegment: true
        default: false
        }
    }
}

/// A part of the octets that stand beside an object, see `Information`.
public struct OctetRange: Hashable, Sendable {
    /// The first octet.
    public var offset: UInt16
    /// The number of octets.
    public var count: UInt16

    /// `count` octets from `offset` on.
    public init(offset: UInt16, count: UInt16) {
        self.offset = offset
        self.count = count
    }

    init(_ range: Range<Int>) {
        offset = UInt16(clamping: range.lowerBound)
        count = UInt16(clamping: range.count)
    }

    /// The part as indices, cut to the first `limit` octets.
    func indices(within limit: Int) -> Range<Int> {
        let first = min(Int(offset), limit)
        return first..<min(first + Int(count), limit)
    }
}

extension Information {
    /// What kind of information it is; the type table names one for each type.
    public enum Kind: UInt8, Hashable, Sendable, CaseIterable {
        case singlePoint, doublePoint, stepPosition, bitString, normalized, scaled, shortFloat
        case integratedTotal, protectionEvent, protectionStart, protectionOutput
        case packedSinglePoints, normalizedWithoutQuality
        case singleCommand, doubleCommand, stepCommand
        case normalizedSetPoint, scaledSetPoint, floatSetPoint, bitStringCommand
        case endOfInitialization, interrogation, counterInterrogation, empty, testPattern
        case resetProcess, delay, testSequence
        case normalizedParameter, scaledParameter, floatParameter, parameterActivation
        case fileReady, sectionReady, fileCall, fileLast, fileAcknowledgement, fileSegment
        case fileDirectory, logQuery
        case securityStatistics, privateFields, raw
    }

    /// What kind of information it is.
    public var kind: Kind {
        switch self {
        case .singlePoint: .singlePoint
        case .doublePoint: .doublePoint
        case .stepPosition: .stepPosition
        case .bitString: .bitString
        case .normalized: .normalized
        case .scaled: .scaled
        case .shortFloat: .shortFloat
        case .integratedTotal: .integratedTotal
        case .protectionEvent: .protectionEvent
        case .protectionStart: .protectionStart
        case .protectionOutput: .protectionOutput
        case .packedSinglePoints: .packedSinglePoints
        case .normalizedWithoutQuality: .normalizedWithoutQuality
        case .singleCommand: .singleCommand
        case .doubleCommand: .doubleCommand
        case .stepCommand: .stepCommand
        case .normalizedSetPoint: .normalizedSetPoint
        case .scaledSetPoint: .scaledSetPoint
        case .floatSetPoint: .floatSetPoint
        case .bitStringCommand: .bitStringCommand
        case .endOfInitialization: .endOfInitialization
        case .interrogation: .interrogation
        case .counterInterrogation: .counterInterrogation
        case .empty: .empty
        case .testPattern: .testPattern
        case .resetProcess: .resetProcess
        case .delay: .delay
        case .testSequence: .testSequence
        case .normalizedParameter: .normalizedParameter
        case .scaledParameter: .scaledParameter
        case .floatParameter: .floatParameter
        case .parameterActivation: .parameterActivation
        case .fileReady: .fileReady
        case .sectionReady: .sectionReady
        case .fileCall: .fileCall
        case .fileLast: .fileLast
        case .fileAcknowledgement: .fileAcknowledgement
        case .fileSegment: .fileSegment
        case .fileDirectory: .fileDirectory
        case .logQuery: .logQuery
        case .securityStatistics: .securityStatistics
        case .privateFields: .privateFields
        case .raw: .raw
        }
    }
}

import IEC104Codec

/// Random information objects of any row of a type table, the same for the same seed.
public struct ObjectGenerator {
    /// Where the numbers come from.
    public var random: SeededRandom
    /// What the `OctetRange`s of the objects count in.
    public private(set) var octets: [UInt8] = []

    /// A generator of the sequence of `seed`.
    public init(seed: UInt64) { random = SeededRandom(seed: seed) }

    /// Any value of an integer type.
    public mutating func any<T: FixedWidthInteger & UnsignedInteger>(_: T.Type = T.self) -> T {
        T(truncatingIfNeeded: random.next())
    }

    /// An object of `row` with random values in all its fields.
    ///
    /// - Parameter room: the most octets of a part whose length varies.
    public mutating func object(
        of row: TypeDescriptor, address: UInt32, room: Int
    ) -> InformationObject {
        let timeTag: TimeTag =
            switch row.timeTag {
            case .none: .none
            case .cp24: .cp24(CP24Time2a(rawValue: any()))
            case .cp56: .cp56(CP56Time2a(rawValue: any()))
            }
        return InformationObject(
            ObjectAddress(address), information(row, room: room), timeTag: timeTag)
    }

    /// An ASDU of `row` with random header, addresses and values. With SQ = 1 the addresses follow
    /// each other.
    public mutating func asdu(
        of row: TypeDescriptor, count: Int, isSequence: Bool, profile: Profile
    ) -> ASDU {
        octets = []
        let largest = profile.largestObjectAddress
        let spread = UInt64(largest) + 1 - UInt64(isSequence ? count - 1 : 0)
        let first = UInt32(random.next() % spread)
        var objects: [InformationObject] = []
        for index in 0..<count {
            var address = isSequence ? first + UInt32(index) : any(UInt32.self) & largest
            if row.addressRule == .absent { address = 0 }
            objects.append(object(of: row, address: address, room: row.room(profile)))
        }
        let originator: UInt8 = profile.causeSize == 2 ? any() : 0
        let cause = CauseOfTransmission(
            Cause(any(UInt8.self)), isNegative: random.next() & 1 == 1,
            isTest: random.next() & 1 == 1, originator: originator)
        let common = profile.commonAddressSize == 2 ? any() : UInt16(any(UInt8.self))
        return ASDU(
            row.id, cause: cause, commonAddress: CommonAddress(common), isSequence: isSequence,
            objects: objects, octets: octets)
    }

    /// Adds `count` random octets to `octets`.
    private mutating func range(count: Int) -> OctetRange {
        let first = octets.count
        for _ in 0..<count { octets.append(any()) }
        return OctetRange(offset: UInt16(first), count: UInt16(count))
    }

    private mutating func information(_ row: TypeDescriptor, room: Int) -> Information {
        switch row.information {
        case .singlePoint: return .singlePoint(SIQ(rawValue: any()))
        case .doublePoint: return .doublePoint(DIQ(rawValue: any()))
        case .stepPosition: return .stepPosition(VTI(rawValue: any()), quality)
        case .bitString: return .bitString(any(), quality)
        case .normalized: return .normalized(nva, quality)
        case .scaled: return .scaled(nva.rawValue, quality)
        case .shortFloat: return .shortFloat(R32(rawValue: any()), quality)
        case .integratedTotal: return .integratedTotal(counter)
        case .protectionEvent: return .protectionEvent(SEP(rawValue: any()), time16)
        case .protectionStart: return .protectionStart(SPE(rawValue: any()), quality, time16)
        case .protectionOutput: return .protectionOutput(OCI(rawValue: any()), quality, time16)
        case .packedSinglePoints: return .packedSinglePoints(SCD(rawValue: any()), quality)
        case .normalizedWithoutQuality: return .normalizedWithoutQuality(nva)
        case .singleCommand: return .singleCommand(SCO(rawValue: any()))
        case .doubleCommand: return .doubleCommand(DCO(rawValue: any()))
        case .stepCommand: return .stepCommand(RCO(rawValue: any()))
        case .normalizedSetPoint: return .normalizedSetPoint(nva, QOS(rawValue: any()))
        case .scaledSetPoint: return .scaledSetPoint(nva.rawValue, QOS(rawValue: any()))
        case .floatSetPoint: return .floatSetPoint(R32(rawValue: any()), QOS(rawValue: any()))
        case .bitStringCommand: return .bitStringCommand(any())
        case .endOfInitialization: return .endOfInitialization(COI(rawValue: any()))
        case .interrogation: return .interrogation(QOI(rawValue: any()))
        case .counterInterrogation: return .counterInterrogation(QCC(rawValue: any()))
        case .empty: return .empty
        case .testPattern: return .testPattern(any())
        case .resetProcess: return .resetProcess(QRP(rawValue: any()))
        case .delay: return .delay(time16)
        case .testSequence: return .testSequence(any())
        case .normalizedParameter: return .normalizedParameter(nva, QPM(rawValue: any()))
        case .scaledParameter: return .scaledParameter(nva.rawValue, QPM(rawValue: any()))
        case .floatParameter: return .floatParameter(R32(rawValue: any()), QPM(rawValue: any()))
        case .parameterActivation: return .parameterActivation(QPA(rawValue: any()))
        case .fileReady:
            return .fileReady(file: any(), length: length, ReadyQualifier(rawValue: any()))
        case .sectionReady:
            return .sectionReady(
                file: any(), section: any(), length: length, ReadyQualifier(rawValue: any()))
        case .fileCall: return .fileCall(file: any(), section: any(), SCQ(rawValue: any()))
        case .fileLast:
            return .fileLast(file: any(), section: any(), LSQ(rawValue: any()), checksum: any())
        case .fileAcknowledgement:
            return .fileAcknowledgement(file: any(), section: any(), AFQ(rawValue: any()))
        case .fileSegment:
            let segment = range(count: Int(random.next() % UInt64(room + 1)))
            return .fileSegment(file: any(), section: any(), segment)
        case .fileDirectory:
            return .fileDirectory(file: any(), length: length, SOF(rawValue: any()))
        case .logQuery:
            return .logQuery(
                file: any(), start: CP56Time2a(rawValue: any()), stop: CP56Time2a(rawValue: any()))
        case .securityStatistics: return .securityStatistics(association: any(), counter)
        case .privateFields:
            return .privateFields(range(count: row.fields.reduce(0) { $0 + $1.format.size }))
        case .raw:
            let all = range(count: Int(random.next() % UInt64(room + 1)))
            return .raw(count: any(UInt8.self) % 127 + 1, all)
        }
    }

    private var quality: Quality { mutating get { Quality(rawValue: any()) } }
    private var nva: NVA { mutating get { NVA(rawValue: Int16(bitPattern: any())) } }
    private var time16: CP16Time2a { mutating get { CP16Time2a(rawValue: any()) } }
    private var length: UInt32 { mutating get { any(UInt32.self) & 0xFF_FFFF } }
    private var counter: BCR {
        mutating get { BCR(value: Int32(bitPattern: any()), flags: any()) }
    }
}

extension TypeDescriptor {
    /// The most octets of a segment or of raw objects.
    public func room(_ profile: Profile) -> Int {
        let address = addressRule == .absent ? 0 : profile.objectAddressSize
        return APDU.maximumASDULength - profile.asduHeaderSize - address
            - (information == .fileSegment ? 4 : 0)
    }

    /// The most objects that the standard's sizes leave room for in one ASDU.
    public func mostObjects(isSequence: Bool, profile: Profile) -> Int {
        guard allowsSeveralObjects, let size else { return 1 }
        let room = APDU.maximumASDULength - profile.asduHeaderSize
        let address = profile.objectAddressSize
        return min(127, isSequence ? (room - address) / size : room / (address + size))
    }
}

extension Profile {
    /// All combinations of field sizes, the standard's first.
    public static let allSizes: [Profile] = {
        var profiles: [Profile] = []
        for cause in [2, 1] {
            for common in [2, 1] {
                for object in [3, 2, 1] {
                    guard
                        let profile = try? Profile(
                            causeSize: cause, commonAddressSize: common, objectAddressSize: object)
                    else { continue }
                    profiles.append(profile)
                }
            }
        }
        return profiles
    }()
}

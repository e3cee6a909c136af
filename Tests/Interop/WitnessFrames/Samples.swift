import IEC104Codec

/// Values of every kind of information: all quality bits, extremes, all qualifiers.
enum Samples {
    /// The values, each with the octets that it names by an `OctetRange`.
    static func values(of kind: Information.Kind) -> [(Information, [UInt8])] {
        switch kind {
        case .fileSegment:
            return [0, 1, 100, 236].map { count in
                let range = OctetRange(offset: 0, count: UInt16(count))
                return (
                    .fileSegment(file: 0x0201, section: 3, range),
                    (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
                )
            }
        case .raw:
            return [4, 20].map { count in
                (
                    .raw(count: 1, OctetRange(offset: 0, count: UInt16(count))),
                    (0..<count).map { UInt8(truncatingIfNeeded: $0 + 1) }
                )
            }
        default: return plain(kind).map { ($0, []) }
        }
    }

    static func times(of kind: TimeTag.Kind) -> [TimeTag] {
        switch kind {
        case .none: return [.none]
        case .cp24:
            return [(0, 0), (59, 59_999), (25, 11_123)].flatMap { minute, milliseconds in
                [(false, false), (true, false), (false, true), (true, true)].compactMap {
                    CP24Time2a(
                        minute: minute, milliseconds: milliseconds, isInvalid: $0,
                        isSubstituted: $1
                    ).map { .cp24($0) }
                }
            }
        case .cp56:
            let dates: [Int64] = [
                946_684_800_000, 1_693_729_511_123, 951_827_696_789,
                4_102_444_799_999 - 978_307_200_000,
                0, 946_684_799_999,
            ]
            return dates.flatMap { date -> [TimeTag] in
                (0..<8).compactMap { flags in
                    CP56Time2a(
                        CalendarTime(millisecondsSince1970: date), isSummerTime: flags & 1 != 0,
                        isInvalid: flags & 2 != 0, isSubstituted: flags & 4 != 0,
                        withDayOfWeek: flags != 3
                    ).map { .cp56($0) }
                }
            }
        }
    }

    private static let qualities: [Quality] = [
        [], .overflow, .blocked, .substituted, .notTopical, .invalid,
        [.overflow, .blocked, .substituted, .notTopical, .invalid],
    ]
    private static let protectionQualities: [Quality] = [
        [], .elapsedTimeInvalid, .blocked, .substituted, .notTopical, .invalid,
    ]
    private static let normalized: [Int16] = [0, 1, -1, 16_384, -16_384, .max, .min]
    private static let floats: [UInt32] = [
        0, 0x8000_0000, 0x3F80_0000, 0xBF80_0000, 0x42F6_E979, 0x7F7F_FFFF, 0xFF7F_FFFF,
        0x0080_0000, 0x0000_0001, 0x7F80_0000, 0xFF80_0000, 0x7FC0_0000,
    ]
    private static let elapsed: [CP16Time2a] = [0, 1, 255, 256, 59_999]
    private static let octets = Array(0...255 as ClosedRange<UInt8>)

    private static func product<Left, Right>(
        _ left: [Left], _ right: [Right], _ make: (Left, Right) -> Information
    ) -> [Information] {
        left.flatMap { value in right.map { make(value, $0) } }
    }

    private static func plain(_ kind: Information.Kind) -> [Information] {
        switch kind {
        case .singlePoint:
            product([false, true], qualities) { .singlePoint(SIQ($0, quality: $1)) }
        case .doublePoint:
            product(DoublePointState.allCases, qualities) { .doublePoint(DIQ($0, quality: $1)) }
        case .stepPosition:
            product([-64, -1, 0, 1, 63], qualities) { .stepPosition(VTI($0), $1) }
                + [.stepPosition(VTI(-64, isTransient: true), [])]
        case .bitString:
            product([0, 1, 0x8000_0000, 0x1234_5678, .max], qualities) { .bitString($0, $1) }
        case .normalized:
            product(normalized, qualities) { .normalized(NVA(rawValue: $0), $1) }
        case .scaled: product(normalized, qualities) { .scaled($0, $1) }
        case .shortFloat:
            product(floats, qualities) { .shortFloat(R32(rawValue: $0), $1) }
        case .integratedTotal:
            product([0, 1, -1, .max, .min] as [Int32], [0, 1, 31, 0x20, 0x40, 0x80, 0xFF]) {
                .integratedTotal(BCR(value: $0, flags: $1))
            }
        case .protectionEvent:
            product(DoublePointState.allCases, protectionQualities) {
                .protectionEvent(SEP($0, quality: $1), 1234)
            } + elapsed.map { .protectionEvent(SEP(.on), $0) }
        case .protectionStart:
            product(Array(0...63), protectionQualities) {
                .protectionStart(SPE(rawValue: $0), $1, 59_999)
            }
        case .protectionOutput:
            product(Array(0...15), protectionQualities) {
                .protectionOutput(OCI(rawValue: $0), $1, 256)
            }
        case .packedSinglePoints:
            product([0, 1, 0x8000, 0xFFFF] as [UInt16], qualities) {
                .packedSinglePoints(SCD(status: $0, changed: ~$0), $1)
            }
        case .normalizedWithoutQuality:
            normalized.map { .normalizedWithoutQuality(NVA(rawValue: $0)) }
        case .singleCommand, .doubleCommand, .stepCommand: commands(kind)
        default: system(kind)
        }
    }

    private static func commands(_ kind: Information.Kind) -> [Information] {
        product([false, true], Array(0...31 as ClosedRange<UInt8>)) { isOn, number in
            let qualifier = CommandQualifier(rawValue: number)
            let isSelect = number % 2 == 0
            return switch kind {
            case .singleCommand:
                .singleCommand(SCO(isOn, qualifier: qualifier, isSelect: isSelect))
            case .doubleCommand:
                .doubleCommand(DCO(isOn, qualifier: qualifier, isSelect: isSelect))
            default: .stepCommand(RCO(isHigher: isOn, qualifier: qualifier, isSelect: isSelect))
            }
        }
    }

    private static let setPointQualifiers = [0, 1, 127].flatMap { number in
        [QOS(qualifier: number), QOS(qualifier: number, isSelect: true)]
    }
    private static let parameterQualifiers = [1, 2, 3, 4].flatMap { number in
        [
            QPM(kind: number), QPM(kind: number, isLocalChange: true),
            QPM(kind: number, isOutOfOperation: true),
        ]
    }

    private static func system(_ kind: Information.Kind) -> [Information] {
        switch kind {
        case .normalizedSetPoint:
            product(normalized, setPointQualifiers) {
                .normalizedSetPoint(NVA(rawValue: $0), $1)
            }
        case .scaledSetPoint: product(normalized, setPointQualifiers) { .scaledSetPoint($0, $1) }
        case .floatSetPoint:
            product(floats, setPointQualifiers) { .floatSetPoint(R32(rawValue: $0), $1) }
        case .bitStringCommand: [0, 1, 0x1234_5678, .max].map { .bitStringCommand($0) }
        case .endOfInitialization: octets.map { .endOfInitialization(COI(rawValue: $0)) }
        case .interrogation: octets.map { .interrogation(QOI(rawValue: $0)) }
        case .counterInterrogation: octets.map { .counterInterrogation(QCC(rawValue: $0)) }
        case .empty: [.empty]
        case .testPattern: [.testPattern(0x55AA)]
        case .resetProcess: octets.map { .resetProcess(QRP(rawValue: $0)) }
        case .delay: elapsed.map { .delay($0) }
        case .testSequence: [0, 1, 0x1234, 0xFFFF].map { .testSequence($0) }
        case .normalizedParameter:
            product(normalized, parameterQualifiers) {
                .normalizedParameter(NVA(rawValue: $0), $1)
            }
        case .scaledParameter:
            product(normalized, parameterQualifiers) { .scaledParameter($0, $1) }
        case .floatParameter:
            product(floats, parameterQualifiers) { .floatParameter(R32(rawValue: $0), $1) }
        case .parameterActivation: octets.map { .parameterActivation(QPA(rawValue: $0)) }
        default: files(kind)
        }
    }

    private static func files(_ kind: Information.Kind) -> [Information] {
        switch kind {
        case .fileReady:
            product([0, 255, 256, 0xFF_FFFF], [0x00, 0x80]) {
                .fileReady(file: 0x1234, length: $0, ReadyQualifier(rawValue: $1))
            }
        case .sectionReady:
            product([0, 255, 256, 0xFF_FFFF], [0x00, 0x80]) {
                .sectionReady(file: 1, section: 255, length: $0, ReadyQualifier(rawValue: $1))
            }
        case .fileCall:
            octets.map { .fileCall(file: 0xFFFF, section: $0, SCQ(rawValue: $0)) }
        case .fileLast:
            octets.map { .fileLast(file: 1, section: 2, LSQ(rawValue: $0), checksum: ~$0) }
        case .fileAcknowledgement:
            octets.map { .fileAcknowledgement(file: 1, section: 2, AFQ(rawValue: $0)) }
        case .fileDirectory:
            octets.map { .fileDirectory(file: 7, length: 0x01_0203, SOF(rawValue: $0)) }
        case .logQuery:
            ([0, 1_693_729_511_123] as [Int64]).compactMap { start in
                guard let from = CP56Time2a(millisecondsSince1970: start),
                    let to = CP56Time2a(millisecondsSince1970: start + 3_600_000)
                else { return nil }
                return .logQuery(file: 3, start: from, stop: to)
            }
        case .securityStatistics:
            [0, -1, .max].map { .securityStatistics(association: 0x0102, BCR($0, sequence: 9)) }
        default: []
        }
    }
}

extension Information {
    /// Reads information of `kind`; `nil` when octets are missing.
    ///
    /// - Parameters:
    ///   - size: the octets, where the layout of the type fixes them.
    ///   - rawCount: N of the ASDU, when `kind` is `.raw`.
    @inline(__always)
    init?(_ kind: Kind, _ octets: Span<UInt8>, _ offset: inout Int, size: Int, rawCount: UInt8) {
        switch kind {
        case .singlePoint:
            guard let octet = octets.read(UInt8.self, at: &offset) else { return nil }
            self = .singlePoint(SIQ(rawValue: octet))
        case .doublePoint:
            guard let octet = octets.read(UInt8.self, at: &offset) else { return nil }
            self = .doublePoint(DIQ(rawValue: octet))
        case .stepPosition:
            guard let both = octets.read(UInt16.self, at: &offset) else { return nil }
            self = .stepPosition(
                VTI(rawValue: UInt8(truncatingIfNeeded: both)), Quality(high: both))
        case .bitString:
            guard let bits = octets.read(UInt32.self, at: &offset),
                let quality = Quality(octets, &offset)
            else {
                return nil
            }
            self = .bitString(bits, quality)
        case .normalized:
            guard let raw = octets.read(Int16.self, at: &offset),
                let quality = Quality(octets, &offset)
            else {
                return nil
            }
            self = .normalized(NVA(rawValue: raw), quality)
        case .scaled:
            guard let raw = octets.read(Int16.self, at: &offset),
                let quality = Quality(octets, &offset)
            else {
                return nil
            }
            self = .scaled(raw, quality)
        case .shortFloat:
            guard let bits = octets.read(UInt32.self, at: &offset),
                let quality = Quality(octets, &offset)
            else {
                return nil
            }
            self = .shortFloat(R32(rawValue: bits), quality)
        case .integratedTotal:
            guard let counter = BCR(octets, &offset) else { return nil }
            self = .integratedTotal(counter)
        case .normalizedWithoutQuality:
            guard let raw = octets.read(Int16.self, at: &offset) else { return nil }
            self = .normalizedWithoutQuality(NVA(rawValue: raw))
        case .packedSinglePoints:
            guard let bits = octets.read(UInt32.self, at: &offset),
                let quality = Quality(octets, &offset)
            else {
                return nil
            }
            self = .packedSinglePoints(SCD(rawValue: bits), quality)
        default:
            guard let rare = Self.readRare(kind, octets, &offset, size: size, rawCount: rawCount)
            else {
                return nil
            }
            self = rare
        }
    }

    /// The kinds that do not come by the thousand: commands, system information, files.
    @inline(never)
    private static func readRare(
        _ kind: Kind, _ octets: Span<UInt8>, _ offset: inout Int, size: Int, rawCount: UInt8
    ) -> Information? {
        switch kind {
        case .protectionEvent, .protectionStart, .protectionOutput:
            return readProtection(kind, octets, &offset)
        case .normalizedSetPoint, .scaledSetPoint, .floatSetPoint, .bitStringCommand,
            .normalizedParameter, .scaledParameter, .floatParameter:
            return readSetting(kind, octets, &offset)
        case .fileReady, .sectionReady, .fileCall, .fileLast, .fileAcknowledgement,
            .fileSegment, .fileDirectory, .logQuery:
            return readFile(kind, octets, &offset)
        case .empty: return .empty
        case .testPattern: return octets.read(UInt16.self, at: &offset).map(Information.testPattern)
        case .testSequence:
            return octets.read(UInt16.self, at: &offset).map(Information.testSequence)
        case .delay:
            return octets.read(UInt16.self, at: &offset).map { .delay(CP16Time2a(rawValue: $0)) }
        case .securityStatistics:
            guard let association = octets.read(UInt16.self, at: &offset),
                let counter = BCR(octets, &offset)
            else {
                return nil
            }
            return .securityStatistics(association: association, counter)
        case .privateFields:
            return octets.skip(size, at: &offset).map { .privateFields(OctetRange($0)) }
        case .raw:
            return octets.skip(octets.count - offset, at: &offset).map {
                .raw(count: rawCount, OctetRange($0))
            }
        default: return readOctet(kind, octets, &offset)
        }
    }

    /// The kinds of one octet in control direction.
    private static func readOctet(_ kind: Kind, _ octets: Span<UInt8>, _ offset: inout Int)
        -> Information?
    {
        guard let octet = octets.read(UInt8.self, at: &offset) else { return nil }
        switch kind {
        case .singleCommand: return .singleCommand(SCO(rawValue: octet))
        case .doubleCommand: return .doubleCommand(DCO(rawValue: octet))
        case .stepCommand: return .stepCommand(RCO(rawValue: octet))
        case .endOfInitialization: return .endOfInitialization(COI(rawValue: octet))
        case .interrogation: return .interrogation(QOI(rawValue: octet))
        case .counterInterrogation: return .counterInterrogation(QCC(rawValue: octet))
        case .resetProcess: return .resetProcess(QRP(rawValue: octet))
        case .parameterActivation: return .parameterActivation(QPA(rawValue: octet))
        default: return nil
        }
    }

    private static func readProtection(_ kind: Kind, _ octets: Span<UInt8>, _ offset: inout Int)
        -> Information?
    {
        guard let first = octets.read(UInt8.self, at: &offset) else { return nil }
        if kind == .protectionEvent {
            guard let elapsed = octets.read(UInt16.self, at: &offset) else { return nil }
            return .protectionEvent(SEP(rawValue: first), CP16Time2a(rawValue: elapsed))
        }
        guard let quality = Quality(octets, &offset),
            let elapsed = octets.read(UInt16.self, at: &offset)
        else {
            return nil
        }
        let time = CP16Time2a(rawValue: elapsed)
        return kind == .protectionStart
            ? .protectionStart(SPE(rawValue: first), quality, time)
            : .protectionOutput(OCI(rawValue: first), quality, time)
    }

    /// Set points and parameters: a value and a qualifier.
    private static func readSetting(_ kind: Kind, _ octets: Span<UInt8>, _ offset: inout Int)
        -> Information?
    {
        switch kind {
        case .bitStringCommand:
            return octets.read(UInt32.self, at: &offset).map(Information.bitStringCommand)
        case .floatSetPoint, .floatParameter:
            guard let bits = octets.read(UInt32.self, at: &offset),
                let octet = octets.read(UInt8.self, at: &offset)
            else {
                return nil
            }
            let value = R32(rawValue: bits)
            return kind == .floatSetPoint
                ? .floatSetPoint(value, QOS(rawValue: octet))
                : .floatParameter(value, QPM(rawValue: octet))
        default:
            guard let raw = octets.read(Int16.self, at: &offset),
                let octet = octets.read(UInt8.self, at: &offset)
            else {
                return nil
            }
            switch kind {
            case .normalizedSetPoint:
                return .normalizedSetPoint(NVA(rawValue: raw), QOS(rawValue: octet))
            case .scaledSetPoint: return .scaledSetPoint(raw, QOS(rawValue: octet))
            case .normalizedParameter:
                return .normalizedParameter(NVA(rawValue: raw), QPM(rawValue: octet))
            default: return .scaledParameter(raw, QPM(rawValue: octet))
            }
        }
    }

    private static func readFile(_ kind: Kind, _ octets: Span<UInt8>, _ offset: inout Int)
        -> Information?
    {
        guard let file = octets.read(UInt16.self, at: &offset) else { return nil }
        switch kind {
        case .fileReady, .fileDirectory:
            guard let length = octets.read(octets: 3, at: &offset),
                let octet = octets.read(UInt8.self, at: &offset)
            else {
                return nil
            }
            let size = UInt32(truncatingIfNeeded: length)
            return kind == .fileReady
                ? .fileReady(file: file, length: size, ReadyQualifier(rawValue: octet))
                : .fileDirectory(file: file, length: size, SOF(rawValue: octet))
        case .logQuery:
            guard let start = octets.readTime(at: &offset), let stop = octets.readTime(at: &offset)
            else {
                return nil
            }
            return .logQuery(file: file, start: start, stop: stop)
        default: break
        }
        guard let section = octets.read(UInt8.self, at: &offset) else { return nil }
        if kind == .sectionReady {
            guard let length = octets.read(octets: 3, at: &offset),
                let octet = octets.read(UInt8.self, at: &offset)
            else {
                return nil
            }
            return .sectionReady(
                file: file, section: section, length: UInt32(truncatingIfNeeded: length),
                ReadyQualifier(rawValue: octet))
        }
        guard let octet = octets.read(UInt8.self, at: &offset) else { return nil }
        switch kind {
        case .fileCall: return .fileCall(file: file, section: section, SCQ(rawValue: octet))
        case .fileAcknowledgement:
            return .fileAcknowledgement(file: file, section: section, AFQ(rawValue: octet))
        case .fileLast:
            guard let checksum = octets.read(UInt8.self, at: &offset) else { return nil }
            return .fileLast(
                file: file, section: section, LSQ(rawValue: octet), checksum: checksum)
        default:
            guard let segment = octets.skip(Int(octet), at: &offset) else { return nil }
            return .fileSegment(file: file, section: section, OctetRange(segment))
        }
    }
}

extension TimeTag {
    @inline(__always)
    init?(_ kind: Kind, _ octets: Span<UInt8>, _ offset: inout Int) {
        switch kind {
        case .none: self = .none
        case .cp24:
            guard let raw = octets.read(octets: 3, at: &offset) else { return nil }
            self = .cp24(CP24Time2a(rawValue: UInt32(truncatingIfNeeded: raw)))
        case .cp56:
            guard let time = octets.readTime(at: &offset) else { return nil }
            self = .cp56(time)
        }
    }
}

extension Quality {
    @inline(__always)
    fileprivate init?(_ octets: Span<UInt8>, _ offset: inout Int) {
        guard let octet = octets.read(UInt8.self, at: &offset) else { return nil }
        self.init(rawValue: octet)
    }

    fileprivate init(high both: UInt16) {
        self.init(rawValue: UInt8(truncatingIfNeeded: both >> 8))
    }
}

extension BCR {
    fileprivate init?(_ octets: Span<UInt8>, _ offset: inout Int) {
        guard let value = octets.read(Int32.self, at: &offset),
            let flags = octets.read(UInt8.self, at: &offset)
        else {
            return nil
        }
        self.init(value: value, flags: flags)
    }
}

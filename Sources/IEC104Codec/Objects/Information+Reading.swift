extension Information {
    /// Reads information of `kind`; `nil` when octets are missing.
    ///
    /// - Parameters:
    ///   - size: the octets, where the layout of the type fixes them.
    ///   - rawCount: N of the ASDU, when `kind` is `.raw`.
    @inline(__always)
    init?(_ kind: Kind, _ reader: inout OctetReader, size: Int, rawCount: UInt8) {
        switch kind {
        case .singlePoint:
            guard let octet = reader.read(UInt8.self) else { return nil }
            self = .singlePoint(SIQ(rawValue: octet))
        case .doublePoint:
            guard let octet = reader.read(UInt8.self) else { return nil }
            self = .doublePoint(DIQ(rawValue: octet))
        case .stepPosition:
            guard let both = reader.read(UInt16.self) else { return nil }
            self = .stepPosition(
                VTI(rawValue: UInt8(truncatingIfNeeded: both)), Quality(high: both))
        case .bitString:
            guard let bits = reader.read(UInt32.self), let quality = Quality(&reader) else {
                return nil
            }
            self = .bitString(bits, quality)
        case .normalized:
            guard let raw = reader.read(Int16.self), let quality = Quality(&reader) else {
                return nil
            }
            self = .normalized(NVA(rawValue: raw), quality)
        case .scaled:
            guard let raw = reader.read(Int16.self), let quality = Quality(&reader) else {
                return nil
            }
            self = .scaled(raw, quality)
        case .shortFloat:
            guard let bits = reader.read(UInt32.self), let quality = Quality(&reader) else {
                return nil
            }
            self = .shortFloat(R32(rawValue: bits), quality)
        case .integratedTotal:
            guard let counter = BCR(&reader) else { return nil }
            self = .integratedTotal(counter)
        case .normalizedWithoutQuality:
            guard let raw = reader.read(Int16.self) else { return nil }
            self = .normalizedWithoutQuality(NVA(rawValue: raw))
        case .packedSinglePoints:
            guard let bits = reader.read(UInt32.self), let quality = Quality(&reader) else {
                return nil
            }
            self = .packedSinglePoints(SCD(rawValue: bits), quality)
        default:
            guard let rare = Self.readRare(kind, &reader, size: size, rawCount: rawCount) else {
                return nil
            }
            self = rare
        }
    }

    /// The kinds that do not come by the thousand: commands, system information, files.
    @inline(never)
    private static func readRare(
        _ kind: Kind, _ reader: inout OctetReader, size: Int, rawCount: UInt8
    ) -> Information? {
        switch kind {
        case .protectionEvent, .protectionStart, .protectionOutput:
            return readProtection(kind, &reader)
        case .normalizedSetPoint, .scaledSetPoint, .floatSetPoint, .bitStringCommand,
            .normalizedParameter, .scaledParameter, .floatParameter:
            return readSetting(kind, &reader)
        case .fileReady, .sectionReady, .fileCall, .fileLast, .fileAcknowledgement,
            .fileSegment, .fileDirectory, .logQuery:
            return readFile(kind, &reader)
        case .empty: return .empty
        case .testPattern: return reader.read(UInt16.self).map(Information.testPattern)
        case .testSequence: return reader.read(UInt16.self).map(Information.testSequence)
        case .delay:
            return reader.read(UInt16.self).map { .delay(CP16Time2a(rawValue: $0)) }
        case .securityStatistics:
            guard let association = reader.read(UInt16.self), let counter = BCR(&reader) else {
                return nil
            }
            return .securityStatistics(association: association, counter)
        case .privateFields:
            return reader.skip(size).map { .privateFields(OctetRange($0)) }
        case .raw:
            return reader.skip(reader.remaining).map { .raw(count: rawCount, OctetRange($0)) }
        default: return readOctet(kind, &reader)
        }
    }

    /// The kinds of one octet in control direction.
    private static func readOctet(_ kind: Kind, _ reader: inout OctetReader) -> Information? {
        guard let octet = reader.read(UInt8.self) else { return nil }
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

    private static func readProtection(_ kind: Kind, _ reader: inout OctetReader) -> Information? {
        guard let first = reader.read(UInt8.self) else { return nil }
        if kind == .protectionEvent {
            guard let elapsed = reader.read(UInt16.self) else { return nil }
            return .protectionEvent(SEP(rawValue: first), CP16Time2a(rawValue: elapsed))
        }
        guard let quality = Quality(&reader), let elapsed = reader.read(UInt16.self) else {
            return nil
        }
        let time = CP16Time2a(rawValue: elapsed)
        return kind == .protectionStart
            ? .protectionStart(SPE(rawValue: first), quality, time)
            : .protectionOutput(OCI(rawValue: first), quality, time)
    }

    /// Set points and parameters: a value and a qualifier.
    private static func readSetting(_ kind: Kind, _ reader: inout OctetReader) -> Information? {
        switch kind {
        case .bitStringCommand: return reader.read(UInt32.self).map(Information.bitStringCommand)
        case .floatSetPoint, .floatParameter:
            guard let bits = reader.read(UInt32.self), let octet = reader.read(UInt8.self) else {
                return nil
            }
            let value = R32(rawValue: bits)
            return kind == .floatSetPoint
                ? .floatSetPoint(value, QOS(rawValue: octet))
                : .floatParameter(value, QPM(rawValue: octet))
        default:
            guard let raw = reader.read(Int16.self), let octet = reader.read(UInt8.self) else {
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

    private static func readFile(_ kind: Kind, _ reader: inout OctetReader) -> Information? {
        guard let file = reader.read(UInt16.self) else { return nil }
        switch kind {
        case .fileReady, .fileDirectory:
            guard let length = reader.read(octets: 3), let octet = reader.read(UInt8.self) else {
                return nil
            }
            let octets = UInt32(truncatingIfNeeded: length)
            return kind == .fileReady
                ? .fileReady(file: file, length: octets, ReadyQualifier(rawValue: octet))
                : .fileDirectory(file: file, length: octets, SOF(rawValue: octet))
        case .logQuery:
            guard let start = reader.readTime(), let stop = reader.readTime() else {
                return nil
            }
            return .logQuery(
                file: file, start: CP56Time2a(rawValue: start), stop: CP56Time2a(rawValue: stop))
        default: break
        }
        guard let section = reader.read(UInt8.self) else { return nil }
        if kind == .sectionReady {
            guard let length = reader.read(octets: 3), let octet = reader.read(UInt8.self) else {
                return nil
            }
            return .sectionReady(
                file: file, section: section, length: UInt32(truncatingIfNeeded: length),
                ReadyQualifier(rawValue: octet))
        }
        guard let octet = reader.read(UInt8.self) else { return nil }
        switch kind {
        case .fileCall: return .fileCall(file: file, section: section, SCQ(rawValue: octet))
        case .fileAcknowledgement:
            return .fileAcknowledgement(file: file, section: section, AFQ(rawValue: octet))
        case .fileLast:
            guard let checksum = reader.read(UInt8.self) else { return nil }
            return .fileLast(
                file: file, section: section, LSQ(rawValue: octet), checksum: checksum)
        default:
            guard let segment = reader.skip(Int(octet)) else { return nil }
            return .fileSegment(file: file, section: section, OctetRange(segment))
        }
    }
}

extension TimeTag {
    @inline(__always)
    init?(_ kind: Kind, _ reader: inout OctetReader) {
        switch kind {
        case .none: self = .none
        case .cp24:
            guard let raw = reader.read(octets: 3) else { return nil }
            self = .cp24(CP24Time2a(rawValue: UInt32(truncatingIfNeeded: raw)))
        case .cp56:
            guard let raw = reader.readTime() else { return nil }
            self = .cp56(CP56Time2a(rawValue: raw))
        }
    }
}

extension Quality {
    @inline(__always)
    fileprivate init?(_ reader: inout OctetReader) {
        guard let octet = reader.read(UInt8.self) else { return nil }
        self.init(rawValue: octet)
    }

    fileprivate init(high both: UInt16) {
        self.init(rawValue: UInt8(truncatingIfNeeded: both >> 8))
    }
}

extension BCR {
    fileprivate init?(_ reader: inout OctetReader) {
        guard let value = reader.read(Int32.self), let flags = reader.read(UInt8.self) else {
            return nil
        }
        self.init(value: value, flags: flags)
    }
}

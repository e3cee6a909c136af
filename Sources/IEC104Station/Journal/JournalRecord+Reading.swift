internal import IEC104Codec

extension JournalRecord {
    /// Reads the record at the beginning of `range` and moves behind it; `nil` at the end, or when
    /// the rest is none. A record of a kind that is not known, or whose fields make no sense, is
    /// passed over and counted.
    static func next(
        _ octets: [UInt8], _ range: inout Range<Int>, _ unknown: inout Int
    ) -> JournalRecord? {
        while range.count >= 3 {
            let kind = octets[range.lowerBound]
            let length =
                Int(octets[range.lowerBound &+ 1]) | Int(octets[range.lowerBound &+ 2]) << 8
            let body = range.lowerBound &+ 3..<range.lowerBound &+ 3 &+ length
            guard body.upperBound <= range.upperBound else { break }
            range = body.upperBound..<range.upperBound
            var fields = JournalFields(octets, body)
            if let record = Kind(rawValue: kind).flatMap({ read($0, &fields) }), !fields.isShort {
                return record
            }
            unknown += 1
        }
        if !range.isEmpty { unknown += 1 }
        range = range.upperBound..<range.upperBound
        return nil
    }

    private static func read(_ kind: Kind, _ fields: inout JournalFields) -> JournalRecord? {
        switch kind {
        case .file:
            return .file(
                File(
                    generation: fields.next(), boot: fields.next(), fingerprint: fields.next(),
                    isSyncedFirst: fields.next() as UInt8 != 0))
        case .checkpoint:
            return .checkpoint(
                sequence: fields.next(), omitted: fields.next(), lastOmitted: fields.next())
        case .point: return point(&fields).map(JournalRecord.point)
        case .event: return event(&fields)
        case .group:
            let group = Group(position: fields.next(), lost: fields.next(), sequence: fields.next())
            return .group(JournalOwner(octets: fields.rest), group)
        case .groupGone: return .groupGone(JournalOwner(octets: fields.rest))
        case .cleared:
            let (lower, upper) = (CommonAddress(fields.next()), CommonAddress(fields.next()))
            guard lower <= upper else { return nil }
            let sequence: UInt64 = fields.next()
            return .cleared(
                Clearing(
                    owner: JournalOwner(octets: fields.rest), stations: lower...upper,
                    sequence: sequence))
        case .reserved: return .reserved(fields.next())
        case .parameters: return .parameters(parameters(&fields))
        case .clock: return .clock(clock(&fields))
        case .end: return .end(fields.next())
        }
    }

    private static func point(_ fields: inout JournalFields) -> Point? {
        let (station, address) = (CommonAddress(fields.next()), ObjectAddress(fields.next()))
        let type = TypeID(fields.next())
        guard let information = fields.information else { return nil }
        let flags: UInt8 = fields.next()
        let reported = flags & 1 == 0 ? nil : Float(bitPattern: fields.next())
        var frozen: FrozenCounter?
        if flags & 2 != 0 {
            let reading = BCR(value: fields.next(), flags: fields.next())
            frozen = FrozenCounter(reading: reading, time: CP56Time2a(rawValue: fields.next()))
        }
        return Point(
            station: station, address: address, type: type, information: information,
            reported: reported, frozen: frozen)
    }

    private static func parameters(_ fields: inout JournalFields) -> Parameters {
        Parameters(
            station: CommonAddress(fields.next()), address: ObjectAddress(fields.next()),
            type: TypeID(fields.next()), remoteKinds: fields.next(), localKinds: fields.next(),
            loadedKinds: fields.next(), isCyclicStopped: fields.next() as UInt8 != 0,
            values: fields.parameters, loaded: fields.parameters)
    }

    private static func clock(_ fields: inout JournalFields) -> Clock {
        let isOne = fields.next() as UInt8 != 0
        let station = CommonAddress(fields.next())
        let offset = Int64(bitPattern: fields.next())
        let configured = Int64(bitPattern: fields.next())
        let flags: UInt8 = fields.next()
        return Clock(
            station: isOne ? station : nil,
            state: StationClock.State(
                offset: offset, configured: configured, isSummerTime: flags & 1 != 0,
                hasZone: flags & 2 != 0))
    }

    private static func event(_ fields: inout JournalFields) -> JournalRecord? {
        let sequence: UInt64 = fields.next()
        let (station, address) = (CommonAddress(fields.next()), ObjectAddress(fields.next()))
        let (type, cause) = (TypeID(fields.next()), Cause(rawValue: fields.next()))
        let flags: UInt8 = fields.next()
        guard let eventClass = EventClass(rawValue: flags & 0x0F),
            let information = fields.information
        else { return nil }
        let tag: TimeTag
        switch fields.next() as UInt8 {
        case 0: tag = .none
        case 1: tag = .cp24(CP24Time2a(rawValue: fields.next()))
        case 2: tag = .cp56(CP56Time2a(rawValue: fields.next()))
        default: return nil
        }
        let record = EventRecord(
            object: InformationObject(address, information, timeTag: tag), sequence: sequence,
            station: station, type: type, cause: cause, eventClass: eventClass)
        return .event(record, isValue: flags & 0x80 != 0)
    }
}

/// The fields of a record, one after the other; 0 behind its end.
struct JournalFields {
    private let octets: [UInt8]
    private var place: Int
    private let end: Int
    private(set) var isShort = false

    init(_ octets: [UInt8], _ range: Range<Int>) {
        self.octets = octets
        (place, end) = (range.lowerBound, min(range.upperBound, octets.count))
    }

    mutating func next<Number: FixedWidthInteger>() -> Number {
        let size = MemoryLayout<Number>.size
        guard place &+ size <= end else {
            isShort = true
            return 0
        }
        var number: Number = 0
        for octet in 0..<size {
            number |= Number(truncatingIfNeeded: octets[place &+ octet]) << Number(octet &* 8)
        }
        place &+= size
        return number
    }

    var information: Information? {
        mutating get {
            PackedInformation(kind: next(), low: next(), high: next()).information
        }
    }

    var parameters: ParameterValues {
        mutating get {
            let present: UInt8 = next()
            var values = ParameterValues()
            for kind in ParameterKind.allCases where present & kind.bit != 0 {
                values[kind] = Float(bitPattern: next())
            }
            return values
        }
    }

    /// What is left.
    var rest: [UInt8] { place < end ? Array(octets[place..<end]) : [] }
}

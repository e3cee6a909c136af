internal import IEC104Codec

extension JournalBuffer {
    mutating func append(_ file: JournalRecord.File) {
        let start = begin(.file)
        put(file.generation)
        put(file.boot)
        put(file.fingerprint)
        put(UInt8(file.isSyncedFirst ? 1 : 0))
        close(start)
    }

    mutating func append(_ point: JournalRecord.Point) {
        guard let packed = PackedInformation(point.information) else { return }
        let start = begin(.point)
        put(point.station, point.address)
        put(point.type.rawValue)
        put(packed)
        put(UInt8((point.reported == nil ? 0 : 1) | (point.frozen == nil ? 0 : 2)))
        if let reported = point.reported { put(reported.bitPattern) }
        if let frozen = point.frozen {
            put(frozen.reading.value)
            put(frozen.reading.flags)
            put(frozen.time.rawValue)
        }
        close(start)
    }

    mutating func append(_ parameters: JournalRecord.Parameters) {
        let start = begin(.parameters)
        put(parameters.station, parameters.address)
        put(parameters.type.rawValue)
        put(parameters.remoteKinds)
        put(parameters.localKinds)
        put(parameters.loadedKinds)
        put(UInt8(parameters.isCyclicStopped ? 1 : 0))
        put(parameters.values)
        put(parameters.loaded)
        close(start)
    }

    /// Which there are, and their numbers.
    private mutating func put(_ values: ParameterValues) {
        let present = ParameterKind.allCases.filter { values[$0] != nil }
        put(present.reduce(UInt8(0)) { $0 | $1.bit })
        for kind in present { put((values[kind] ?? 0).bitPattern) }
    }

    mutating func append(_ clock: JournalRecord.Clock) {
        let start = begin(.clock)
        put(UInt8(clock.station == nil ? 0 : 1))
        put(clock.station?.value ?? 0)
        put(UInt64(bitPattern: clock.state.offset))
        put(UInt64(bitPattern: clock.state.configured))
        put(UInt8((clock.state.isSummerTime ? 1 : 0) | (clock.state.hasZone ? 2 : 0)))
        close(start)
    }

    @inline(__always)
    mutating func append(_ event: EventRecord, isValue: Bool) {
        guard let packed = PackedInformation(event.object.information) else { return }
        let start = begin(.event)
        put(event.sequence)
        put(event.station, event.object.address)
        put(event.type.rawValue)
        put(event.cause.rawValue)
        put(event.eventClass.rawValue | (isValue ? 0x80 : 0))
        put(packed)
        switch event.object.timeTag {
        case .none: put(UInt8(0))
        case .cp24(let time):
            put(UInt8(1))
            put(time.rawValue)
        case .cp56(let time):
            put(UInt8(2))
            put(time.rawValue)
        }
        close(start)
    }

    mutating func append(_ owner: JournalOwner, _ group: JournalRecord.Group) {
        let start = begin(.group)
        put(group.position)
        put(group.lost)
        put(group.sequence)
        put(owner.octets)
        close(start)
    }

    mutating func append(gone owner: JournalOwner) {
        let start = begin(.groupGone)
        put(owner.octets)
        close(start)
    }

    mutating func append(_ clearing: JournalRecord.Clearing) {
        let start = begin(.cleared)
        put(clearing.stations.lowerBound.value)
        put(clearing.stations.upperBound.value)
        put(clearing.sequence)
        put(clearing.owner.octets)
        close(start)
    }

    /// Adds a record that is numbers alone.
    mutating func append(_ kind: JournalRecord.Kind, _ numbers: UInt64...) {
        let start = begin(kind)
        for number in numbers { put(number) }
        close(start)
    }

    @inline(__always)
    private mutating func put(_ station: CommonAddress, _ address: ObjectAddress) {
        put(station.value)
        put(address.value)
    }

    @inline(__always)
    private mutating func put(_ packed: PackedInformation) {
        put(packed.kind)
        put(packed.low)
        put(packed.high)
    }
}

/// Information of a point in six octets.
struct PackedInformation: Sendable {
    let kind: UInt8
    let low: UInt32
    let high: UInt8

    @inline(__always)
    private init(_ kind: Information.Kind, _ low: UInt32, _ high: UInt8 = 0) {
        self.kind = kind.rawValue
        self.low = low
        self.high = high
    }

    init(kind: UInt8, low: UInt32, high: UInt8) {
        self.kind = kind
        self.low = low
        self.high = high
    }

    /// `nil` for what is not that of a point.
    @inline(__always)
    init?(_ information: Information) {
        switch information {
        case .singlePoint(let state): self.init(.singlePoint, UInt32(state.rawValue))
        case .doublePoint(let state): self.init(.doublePoint, UInt32(state.rawValue))
        case .stepPosition(let step, let quality):
            self.init(.stepPosition, UInt32(step.rawValue), quality.rawValue)
        case .bitString(let bits, let quality): self.init(.bitString, bits, quality.rawValue)
        case .normalized(let value, let quality):
            self.init(.normalized, UInt32(UInt16(bitPattern: value.rawValue)), quality.rawValue)
        case .scaled(let value, let quality):
            self.init(.scaled, UInt32(UInt16(bitPattern: value)), quality.rawValue)
        case .shortFloat(let value, let quality):
            self.init(.shortFloat, value.rawValue, quality.rawValue)
        case .integratedTotal(let reading):
            self.init(.integratedTotal, UInt32(bitPattern: reading.value), reading.flags)
        case .protectionEvent(let event, let elapsed):
            self.init(.protectionEvent, UInt32(elapsed.rawValue), event.rawValue)
        case .protectionStart(let start, let quality, let time):
            self.init(
                .protectionStart, UInt32(time.rawValue) | UInt32(start.rawValue) << 16,
                quality.rawValue)
        case .protectionOutput(let output, let quality, let time):
            self.init(
                .protectionOutput, UInt32(time.rawValue) | UInt32(output.rawValue) << 16,
                quality.rawValue)
        case .packedSinglePoints(let states, let quality):
            self.init(.packedSinglePoints, states.rawValue, quality.rawValue)
        case .normalizedWithoutQuality(let value):
            self.init(.normalizedWithoutQuality, UInt32(UInt16(bitPattern: value.rawValue)))
        default: return nil
        }
    }

    /// `nil` for what is not that of a point.
    var information: Information? {
        let quality = Quality(rawValue: high)
        let word = UInt16(truncatingIfNeeded: low)
        let number = Int16(bitPattern: word)
        let octet = UInt8(truncatingIfNeeded: low)
        let upper = UInt8(truncatingIfNeeded: low >> 16)
        let time = CP16Time2a(rawValue: word)
        return switch Information.Kind(rawValue: kind) {
        case .singlePoint: .singlePoint(SIQ(rawValue: octet))
        case .doublePoint: .doublePoint(DIQ(rawValue: octet))
        case .stepPosition: .stepPosition(VTI(rawValue: octet), quality)
        case .bitString: .bitString(low, quality)
        case .normalized: .normalized(NVA(rawValue: number), quality)
        case .scaled: .scaled(number, quality)
        case .shortFloat: .shortFloat(R32(rawValue: low), quality)
        case .integratedTotal:
            .integratedTotal(BCR(value: Int32(bitPattern: low), flags: high))
        case .protectionEvent: .protectionEvent(SEP(rawValue: high), time)
        case .protectionStart: .protectionStart(SPE(rawValue: upper), quality, time)
        case .protectionOutput: .protectionOutput(OCI(rawValue: upper), quality, time)
        case .packedSinglePoints: .packedSinglePoints(SCD(rawValue: low), quality)
        case .normalizedWithoutQuality: .normalizedWithoutQuality(NVA(rawValue: number))
        default: nil
        }
    }
}

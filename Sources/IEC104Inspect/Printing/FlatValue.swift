import IEC104Codec

/// A reported value as tables and time series take it: one number, its quality, and what else the
/// type carries as numbers with names.
struct FlatValue {
    /// A number as it came, so that no digit is made up.
    enum Number {
        case integer(Int64)
        case short(Float)
        case fraction(Double)
    }

    /// `nil`: the type has no single number (raw octets, private fields).
    private(set) var number: Number?
    /// `nil`: the type has no quality descriptor.
    private(set) var quality: Quality?
    /// In the order of the type.
    private(set) var extras: [(name: String, number: Number)] = []
    /// Octets of a type that nobody knows.
    private(set) var raw: ArraySlice<UInt8> = []

    init(_ object: InformationObject, of reading: borrowing APDUReading, _ row: TypeDescriptor) {
        switch object.information {
        case .singlePoint(let point): set(.integer(point.isOn ? 1 : 0), point.quality)
        case .doublePoint(let point): set(.integer(Int64(point.state.rawValue)), point.quality)
        case .stepPosition(let step, let quality):
            set(.integer(Int64(step.value)), quality)
            add("transient", step.isTransient ? 1 : 0)
        case .bitString(let bits, let quality): set(.integer(Int64(bits)), quality)
        case .normalized(let value, let quality): set(.fraction(value.value), quality)
        case .scaled(let value, let quality): set(.integer(Int64(value)), quality)
        case .shortFloat(let value, let quality): set(.short(value.value), quality)
        case .normalizedWithoutQuality(let value): set(.fraction(value.value), nil)
        case .integratedTotal(let counter): set(counter)
        case .securityStatistics(let association, let counter):
            set(counter)
            add("aid", Int64(association))
        case .packedSinglePoints(let points, let quality):
            set(.integer(Int64(points.status)), quality)
            add("changed", Int64(points.changed))
        case .protectionEvent(let event, let elapsed):
            set(.integer(Int64(event.state.rawValue)), event.quality)
            add("elapsed", Int64(elapsed.milliseconds))
        case .protectionStart(let events, let quality, let elapsed):
            set(.integer(Int64(events.rawValue)), quality)
            add("elapsed", Int64(elapsed.milliseconds))
        case .protectionOutput(let circuits, let quality, let elapsed):
            set(.integer(Int64(circuits.rawValue)), quality)
            add("elapsed", Int64(elapsed.milliseconds))
        case .privateFields(let range): set(row.fields, reading.octets(range))
        case .raw(_, let range): raw = reading.octets(range)
        default: break
        }
    }

    private mutating func set(_ number: Number, _ quality: Quality?) {
        self.number = number
        self.quality = quality
    }

    private mutating func set(_ counter: BCR) {
        set(.integer(Int64(counter.value)), counter.isInvalid ? .invalid : [])
        add("sequence", Int64(counter.sequence))
        add("carry", counter.carry ? 1 : 0)
        add("adjusted", counter.isAdjusted ? 1 : 0)
    }

    private mutating func set(_ fields: [PrivateField], _ octets: ArraySlice<UInt8>) {
        guard let values = PrivateField.values(of: fields, in: octets.span) else { return }
        for (field, value) in zip(fields, values) {
            switch value {
            case .unsigned(let number): add(field.name, Int64(number))
            case .signed(let number): add(field.name, Int64(number))
            case .float(let number): extras.append((field.name, .short(number.value)))
            case .quality(let quality): self.quality = (self.quality ?? []).union(quality)
            }
        }
    }

    private mutating func add(_ name: String, _ number: Int64) {
        extras.append((name, .integer(number)))
    }
}

extension FlatValue.Number {
    /// Whether it is a number that all readers know: neither NaN nor infinite.
    var isFinite: Bool {
        switch self {
        case .integer: true
        case .short(let value): value.isFinite
        case .fraction(let value): value.isFinite
        }
    }
}

extension OctetText {
    mutating func append(_ number: FlatValue.Number) {
        switch number {
        case .integer(let value): append(number: value)
        case .short(let value): append(value)
        case .fraction(let value): append(value)
        }
    }

    /// The short names of the bits that are set; `good` when none is.
    mutating func append(names quality: Quality) {
        guard !quality.isEmpty else { return append("good") }
        var isFirst = true
        for (flag, name) in Quality.names where quality.contains(flag) {
            if !isFirst { append(UInt8(ascii: " ")) }
            append(name)
            isFirst = false
        }
    }

    /// `IV`, `SU`, `RES1`: what the time tag says of its time.
    mutating func append(flagsOf tag: TimeTag) {
        switch tag {
        case .none: break
        case .cp24(let time): append(flags: time.isInvalid, false, time.isSubstituted)
        case .cp56(let time):
            append(flags: time.isInvalid, time.isSummerTime, time.isSubstituted)
        }
    }

    private mutating func append(flags isInvalid: Bool, _ isSummer: Bool, _ isSubstituted: Bool) {
        if isInvalid { append("IV") }
        if isSummer { append(isInvalid ? " SU" : "SU") }
        if isSubstituted { append(isInvalid || isSummer ? " RES1" : "RES1") }
    }
}

import IEC104Codec

/// Which records are shown: all conditions must hold.
public struct RecordFilter: Sendable {
    private var types: Set<TypeID> = []
    private var causes: [ClosedRange<UInt32>] = []
    private var commonAddresses: [ClosedRange<UInt32>] = []
    private var objectAddresses: [ClosedRange<UInt32>] = []
    private var formats: Set<UInt8> = []
    private var onlyProblems = false

    /// A filter that shows everything.
    public init() {}

    /// Why a condition cannot be understood.
    public struct SyntaxError: Error {
        /// What is wrong and what is possible.
        public let message: String
    }

    /// Adds a condition: `problems`, or `KEY=VALUE[,VALUE...]` with KEY `type`, `cause`, `ca`,
    /// `ioa` or `format`.
    public mutating func add(
        _ condition: String, types table: TypeTable
    ) throws(SyntaxError) {
        if condition == "problems" {
            onlyProblems = true
            return
        }
        let parts = condition.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2 else {
            throw SyntaxError(
                message: "write problems, type=..., cause=..., ca=..., ioa=... or format=...")
        }
        let values = parts[1].split(separator: ",", omittingEmptySubsequences: false)
        for value in values.map(String.init) {
            switch parts[0] {
            case "type": types.insert(try Self.type(value, table))
            case "cause": causes.append(try Self.range(value, largest: 63))
            case "ca": commonAddresses.append(try Self.range(value, largest: 65535))
            case "ioa": objectAddresses.append(try Self.range(value, largest: 0xFF_FFFF))
            case "format":
                guard ["I", "S", "U"].contains(value.uppercased()) else {
                    throw SyntaxError(message: "'\(value)' is not one of: I, S, U")
                }
                formats.formUnion(value.uppercased().utf8)
            default:
                throw SyntaxError(
                    message: "there is no '\(parts[0])'; there are type, cause, ca, ioa, format")
            }
        }
    }

    private static func type(_ text: String, _ table: TypeTable) throws(SyntaxError) -> TypeID {
        if let number = UInt8(text) { return TypeID(number) }
        guard let row = table[mnemonic: text] else {
            throw SyntaxError(message: "'\(text)' is no type; write M_SP_NA_1 or 1")
        }
        return row.id
    }

    private static func range(
        _ text: String, largest: UInt32
    ) throws(SyntaxError) -> ClosedRange<UInt32> {
        let ends = text.split(separator: "-", maxSplits: 1).map { UInt32($0) }
        guard let first = ends.first ?? nil, let last = ends.last ?? nil, first <= last,
            last <= largest, !text.hasPrefix("-"), !text.hasSuffix("-")
        else { throw SyntaxError(message: "'\(text)' is no number or range up to \(largest)") }
        return first...last
    }

    /// Whether every record passes.
    public var showsAll: Bool {
        types.isEmpty && causes.isEmpty && commonAddresses.isEmpty && objectAddresses.isEmpty
            && formats.isEmpty && !onlyProblems
    }

    /// Whether records were found, but none passed.
    public func hasNoMatch(of records: Int, _ passed: Int) -> Bool {
        !showsAll && records > 0 && passed == 0
    }

    /// Whether a record passes.
    public func shows(_ record: borrowing APDURecord) -> Bool {
        if onlyProblems, record.reading.problems.isEmpty, record.reading.error == nil {
            return false
        }
        if !formats.isEmpty {
            guard let control = record.reading.control, formats.contains(control.letter) else {
                return false
            }
        }
        let needsHeader =
            !(types.isEmpty && causes.isEmpty && commonAddresses.isEmpty && objectAddresses.isEmpty)
        guard needsHeader else { return true }
        guard let header = record.reading.header else { return false }
        return (types.isEmpty || types.contains(header.type))
            && Self.shows(UInt32(header.cause.cause.rawValue), causes)
            && Self.shows(UInt32(header.commonAddress.value), commonAddresses)
            && (objectAddresses.isEmpty
                || record.reading.objects.contains { showsObject($0) })
    }

    /// Whether an object of a shown record passes.
    func showsObject(_ object: InformationObject) -> Bool {
        Self.shows(object.address.value, objectAddresses)
    }

    var prunesObjects: Bool { !objectAddresses.isEmpty }

    private static func shows(_ value: UInt32, _ ranges: [ClosedRange<UInt32>]) -> Bool {
        ranges.isEmpty || ranges.contains { $0.contains(value) }
    }
}

extension ControlField {
    /// `I`, `S` or `U`.
    var letter: UInt8 {
        switch self {
        case .information: UInt8(ascii: "I")
        case .supervisory: UInt8(ascii: "S")
        case .unnumbered: UInt8(ascii: "U")
        }
    }
}

/// Hands on the records that a filter shows, and of these the objects that it shows.
public struct FilteringSink<Base: InspectionSink>: InspectionSink {
    /// What receives them.
    public var base: Base
    /// How many records were handed on.
    public private(set) var passed = 0
    private let filter: RecordFilter

    /// A sink in front of `base`.
    public init(_ base: Base, _ filter: RecordFilter) {
        self.base = base
        self.filter = filter
    }

    /// Hands a record on when the filter shows it.
    public mutating func receive(_ record: borrowing APDURecord) {
        if filter.showsAll {
            base.receive(record)
        } else if filter.shows(record) {
            passed += 1
            guard filter.prunesObjects else { return base.receive(record) }
            var pruned = copy record
            pruned.reading.keepObjects { filter.showsObject($0) }
            base.receive(pruned)
        }
    }

    /// Hands a TCP event on when no record is left out.
    public mutating func receive(_ event: ConnectionEvent) {
        if filter.showsAll { base.receive(event) }
    }

    /// Hands a notice on.
    public mutating func receive(_ notice: Notice) { base.receive(notice) }
}

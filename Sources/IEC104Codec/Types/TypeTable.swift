/// The rows of all types that a profile knows, found by their number.
public struct TypeTable: Sendable {
    /// The rows, in the order of their numbers.
    public let rows: [TypeDescriptor]
    /// For each number, the place of its row, or -1.
    private let places: [Int16]

    /// The types of IEC 60870-5-101, IEC 60870-5-104 and IEC TS 60870-5-7.
    public static let standard = TypeTable(
        monitorTypes + controlTypes + systemTypes + securityTypes + parameterTypes + fileTypes)

    /// A table of `rows`; of several rows with one number the last counts.
    init(_ rows: [TypeDescriptor]) {
        var places = [Int16](repeating: -1, count: 256)
        let sorted = rows.sorted { $0.id.rawValue < $1.id.rawValue }
        for (place, row) in sorted.enumerated() {
            places[Int(row.id.rawValue)] = Int16(truncatingIfNeeded: place)
        }
        self.rows = sorted
        self.places = places
    }

    /// The row of a type; `nil` when the profile does not know it.
    public subscript(id: TypeID) -> TypeDescriptor? {
        let place = places[Int(id.rawValue)]
        return place < 0 ? nil : rows[Int(place)]
    }

    /// The row of the type with the short name `mnemonic`, in upper or lower case.
    public subscript(mnemonic mnemonic: String) -> TypeDescriptor? {
        let wanted = mnemonic.uppercased()
        return rows.first { $0.mnemonic.uppercased() == wanted }
    }
}

/// What reading, writing and checking need of a row, without the words.
struct TypeLayout: Sendable {
    let kind: Information.Kind
    let timeTag: TimeTag.Kind
    /// Octets of information and time tag; where the length varies, the least.
    let size: UInt8
    let hasFixedSize: Bool
    let allowsSequence: Bool
    let allowsSeveralObjects: Bool
    let addressRule: AddressRule
    let allowsGlobalAddress: Bool
    let isKnown: Bool
    /// Whether a value can be of the right kind and still not fit.
    let needsChecks: Bool
    /// Whether the standard reserves values of the information, not only bits.
    let hasReservedValues: Bool
    let controlCauses: CauseSet
    let monitorCauses: CauseSet
    /// The bits of information and time tag that are reserved: octets 0-7 and 8-15.
    let reservedBits: (low: UInt64, high: UInt64)

    var hasAddress: Bool { addressRule != .absent }
    /// Octets of the information without the time tag.
    var informationSize: Int { Int(size) &- timeTag.size }

    static let unknown = TypeLayout(
        kind: .raw, timeTag: .none, size: 0, hasFixedSize: false, allowsSequence: true,
        allowsSeveralObjects: true, addressRule: .any, allowsGlobalAddress: true, isKnown: false,
        needsChecks: true, hasReservedValues: false, controlCauses: .defined,
        monitorCauses: .defined,
        reservedBits: (0, 0))
}

extension TypeLayout {
    init(_ row: TypeDescriptor) {
        let least = row.information.elements.reduce(row.timeTag.size) { $0 + $1.size }
        let variable: [Information.Kind] = [
            .raw, .privateFields, .fileSegment, .fileReady, .sectionReady, .fileDirectory,
        ]
        self.init(
            kind: row.information, timeTag: row.timeTag,
            size: UInt8(truncatingIfNeeded: row.size ?? least), hasFixedSize: row.size != nil,
            allowsSequence: row.allowsSequence, allowsSeveralObjects: row.allowsSeveralObjects,
            addressRule: row.addressRule, allowsGlobalAddress: row.allowsGlobalAddress,
            isKnown: true, needsChecks: variable.contains(row.information),
            hasReservedValues: !Self.withoutReservedValues.contains(row.information),
            controlCauses: row.controlCauses, monitorCauses: row.monitorCauses,
            reservedBits: Self.reservedBits(row))
    }

    private static let withoutReservedValues: [Information.Kind] = [
        .singlePoint, .doublePoint, .stepPosition, .bitString, .normalized, .scaled, .shortFloat,
        .integratedTotal, .packedSinglePoints, .normalizedWithoutQuality,
    ]

    private static func reservedBits(_ row: TypeDescriptor) -> (low: UInt64, high: UInt64) {
        var octets: [UInt8] = []
        func append(_ bits: UInt64, size: Int) {
            for index in 0..<size { octets.append(UInt8(truncatingIfNeeded: bits >> (8 * index))) }
        }
        for element in row.information.elements {
            append(element.reservedBits, size: element.size)
        }
        for field in row.fields {
            // A quality field may be a QDS or a QDP: only what both reserve.
            append(field.format == .quality ? 0x06 : 0, size: field.format.size)
        }
        if row.timeTag == .cp56 { append(CP56Time2a.reservedBits, size: 7) }
        var mask: (low: UInt64, high: UInt64) = (0, 0)
        for (index, octet) in octets.prefix(16).enumerated() {
            if index < 8 {
                mask.low |= UInt64(octet) << (8 * index)
            } else {
                mask.high |= UInt64(octet) << (8 * (index - 8))
            }
        }
        return mask
    }
}

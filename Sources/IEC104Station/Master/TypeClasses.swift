internal import IEC104Codec

/// What a master does with the ASDUs of each type, and what it needs to know of their structure.
struct TypeClasses: Sendable {
    enum Class: UInt8, Sendable {
        /// Not known, or not used in monitor direction.
        case none
        /// Monitored data.
        case data
        /// End of initialization.
        case initialization
        /// Answers to requests.
        case answer
        /// File transfer.
        case file
    }

    /// What is known of a type.
    private struct Row: Sendable {
        var kind = Class.none
        /// Octets of an object without its address; 0 where that takes a reader to tell.
        var size: UInt8 = 0
        var allowsSequence = false
        var allowsSeveralObjects = false
    }

    private var rows = InlineArray<256, Row>(repeating: Row())
    private let headerSize: Int
    private let addressSize: Int
    /// The causes of the private types by their number less 136; empty when there are none.
    private var privateCauses: [CauseSet] = []

    /// Causes of monitored data of the standard's types.
    private static let standardCauses = CauseSet(1...5, 11...12, 20...41)
    private static let firstPrivate = 136

    init(_ profile: Profile) {
        headerSize = profile.asduHeaderSize
        addressSize = profile.objectAddressSize
        for row in profile.types.rows where !row.monitorCauses.isEmpty {
            rows[Int(row.id.rawValue)] = Row(
                kind: Self.kind(of: row.id),
                size: row.addressRule == .absent ? 0 : UInt8(exactly: row.size ?? 0) ?? 0,
                allowsSequence: row.allowsSequence, allowsSeveralObjects: row.allowsSeveralObjects)
        }
        let privateRows = profile.types.rows.filter(\.id.isPrivate)
        if !privateRows.isEmpty {
            privateCauses = Array(repeating: [], count: 256 - Self.firstPrivate)
        }
        for row in privateRows {
            privateCauses[Int(row.id.rawValue) - Self.firstPrivate] = row.monitorCauses
        }
    }

    private static func kind(of type: TypeID) -> Class {
        switch type.rawValue {
        case 1...41, 136...255: .data
        case 70: .initialization
        case 45...64, 100...113: .answer
        case 120...127: .file
        default: .none
        }
    }

    @inline(__always)
    subscript(type: TypeID) -> Class { rows[Int(type.rawValue)].kind }

    /// The causes with which monitored data of a type comes.
    @inline(__always)
    func causes(of type: TypeID) -> CauseSet {
        let place = Int(type.rawValue) &- Self.firstPrivate
        return privateCauses.indices.contains(place) ? privateCauses[place] : Self.standardCauses
    }

    /// Whether an ASDU with this header is monitored data, and its structure is seen to be sound by
    /// a few comparisons. Of what is not, an `ASDUReader` tells whether it is.
    @inline(__always)
    func isPlainData(_ header: ASDUHeader, _ asdu: Span<UInt8>) -> Bool {
        let row = rows[Int(header.type.rawValue)]
        guard row.kind == .data, row.size > 0, header.count > 0 else { return false }
        let (count, size) = (Int(header.count), Int(row.size))
        if header.count > 1, !row.allowsSeveralObjects { return false }
        guard header.isSequence else {
            return asdu.count == headerSize &+ count &* (addressSize &+ size)
        }
        let start = headerSize &+ addressSize
        guard row.allowsSequence, asdu.count == start &+ count &* size else { return false }
        // Below 0xFF in the highest of several octets, 127 addresses more fit in the field.
        return addressSize > 1 && asdu[start &- 1] < 0xFF
    }
}

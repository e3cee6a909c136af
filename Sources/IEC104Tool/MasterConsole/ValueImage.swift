import IEC104

/// The last values of an RTU, of so many points as there is room for.
struct ValueImage {
    /// The last value of a point.
    struct Entry {
        var object: InformationObject
        var type: TypeID
        var cause: CauseOfTransmission
        /// When it was received, in milliseconds since 1970 UTC.
        var received: Int64
    }

    /// The room of all images together. Used on the thread of the loop only.
    final class Room {
        /// Points that may still come.
        fileprivate(set) var left: Int
        /// Values of further points, which were not kept.
        fileprivate(set) var refused: UInt64 = 0

        init(_ points: Int) { left = points }
    }

    /// Most points that the images of a console hold together, about 100 octets each.
    static let mostPoints = 1_000_000

    private var entries: [UInt64: Entry] = [:]

    var count: Int { entries.count }

    private static func key(_ station: CommonAddress, _ address: ObjectAddress) -> UInt64 {
        UInt64(station.value) << 32 | UInt64(address.value)
    }

    /// Takes values; those of points that are new and have no room are counted only.
    mutating func take(
        _ header: ASDUHeader, _ objects: Span<InformationObject>, at wall: Int64, _ room: Room
    ) {
        for place in objects.indices {
            let object = objects[place]
            // Private fields and the like need the octets of their ASDU.
            guard !object.information.hasRange else { continue }
            let key = Self.key(header.commonAddress, object.address)
            let entry = Entry(
                object: object, type: header.type, cause: header.cause, received: wall)
            if room.left > 0 {
                if entries.updateValue(entry, forKey: key) == nil { room.left -= 1 }
            } else if entries[key] != nil {
                entries[key] = entry
            } else {
                room.refused &+= 1
            }
        }
    }

    subscript(station: CommonAddress, address: ObjectAddress) -> Entry? {
        entries[Self.key(station, address)]
    }

    /// Forgets all, and gives the room back.
    mutating func removeAll(_ room: Room) {
        room.left += entries.count
        entries = [:]
    }

    /// The points in the order of their addresses.
    var points: [(station: CommonAddress, address: ObjectAddress)] {
        entries.keys.sorted().map(Self.point)
    }

    /// The stations that have reported something, those that have reported `address` when it is
    /// given.
    func stations(reporting address: ObjectAddress? = nil) -> [CommonAddress] {
        var found: Set<CommonAddress> = []
        for key in entries.keys {
            let point = Self.point(key)
            if address == nil || point.address == address { found.insert(point.station) }
        }
        return found.sorted()
    }

    private static func point(
        _ key: UInt64
    ) -> (station: CommonAddress, address: ObjectAddress) {
        (
            CommonAddress(UInt16(truncatingIfNeeded: key >> 32)),
            ObjectAddress(UInt32(truncatingIfNeeded: key))
        )
    }
}

import IEC104Codec

/// Counts ASDUs by connection, direction, type and cause, and marks the points of each station.
struct TrafficTables: Sendable {
    private var rowIndex = KeyIndex(capacity: Self.rowCapacity)
    private var rows: [Row] = []
    private var stationIndex = KeyIndex(capacity: Self.stationCapacity)
    private var stationASDUs: [Int] = []
    private var points = PointPages()
    /// For each type the kind of its points, `PointKind.none` where it has none.
    private let kinds: [UInt8]
    private(set) var isCut = false

    private static var rowCapacity: Int { 65_536 }
    private static var stationCapacity: Int { 65_536 }
    private static var rangeLimit: Int { 1000 }
    private static let categories: [PointCategory?] = [
        .status, .measurement, .counter, .command, .setPoint, nil,
    ]
    private static var noPoints: UInt8 { .max }

    private struct Row: Sendable {
        var asdus = 0
        var objects = 0
        var time: TimeRange?
    }

    init(_ types: TypeTable) {
        let other = UInt8(Self.categories.count - 1)
        var kinds = [UInt8](repeating: other, count: 256)
        for row in types.rows {
            let category = Self.categories.firstIndex(of: row.category)
            kinds[Int(row.id.rawValue)] =
                row.addressRule == .object || row.category != nil || row.id.isPrivate
                ? category.map { UInt8($0) } ?? other : Self.noPoints
        }
        self.kinds = kinds
    }

    /// Counts an ASDU of the connection at `place` (less than 2^32).
    @inline(__always)
    mutating func add(
        _ header: ASDUHeader, _ record: borrowing APDURecord, _ direction: Direction?,
        _ place: Int
    ) {
        let count = record.reading.objects.count
        if let row = row(header, direction, place) {
            rows[row].asdus &+= 1
            rows[row].objects &+= count
            if let time = record.time {
                if rows[row].time == nil { rows[row].time = TimeRange(time) }
                rows[row].time?.last = time
            }
        }
        let key = UInt64(place) << 16 | UInt64(header.commonAddress.value)
        guard let station = stationIndex.place(of: key) else {
            isCut = true
            return
        }
        if station == stationASDUs.count { stationASDUs.append(0) }
        stationASDUs[station] &+= 1
        let kind = kinds[Int(header.type.rawValue)]
        guard kind != Self.noPoints, !CauseSet.unknown.contains(header.cause.cause) else { return }
        let set = UInt32(truncatingIfNeeded: station) << 3 | UInt32(kind)
        let objects = record.reading.objects.span
        for index in objects.indices {
            points.insert(objects[index].address.value & 0xFF_FFFF, into: set)
        }
    }

    @inline(__always)
    private mutating func row(_ header: ASDUHeader, _ direction: Direction?, _ place: Int) -> Int? {
        let way = UInt64(direction.map { $0.rawValue } ?? Self.noDirection)
        let cause = UInt64(header.cause.cause.rawValue) | (header.cause.isNegative ? 0x40 : 0)
        let key =
            UInt64(place) << 18 | way << 15 | UInt64(header.type.rawValue) << 7 | cause
        guard let row = rowIndex.place(of: key) else {
            isCut = true
            return nil
        }
        if row == rows.count { rows.append(Row()) }
        return row
    }

    private static var noDirection: UInt8 { 7 }

    /// Writes what was counted into the summaries, each at the place of its connection.
    func write(into connections: inout [ConnectionSummary]) {
        for (row, key) in rowIndex.keys.enumerated().sorted(by: { $0.element < $1.element }) {
            let place = Int(key >> 18)
            guard connections.indices.contains(place), rows.indices.contains(row) else { continue }
            connections[place].traffic.append(
                TrafficSummary(
                    direction: Direction(rawValue: UInt8(key >> 15 & 7)),
                    type: TypeID(UInt8(key >> 7 & 0xFF)), cause: Cause(UInt8(key & 0x3F)),
                    isNegative: key & 0x40 != 0, asdus: rows[row].asdus,
                    objects: rows[row].objects, time: rows[row].time))
        }
        var pointsOfStation: [[PointSummary]] = Array(
            repeating: [], count: stationIndex.keys.count)
        points.forEachSet(ranges: Self.rangeLimit) { set, count, ranges, hasMore in
            let station = Int(set >> 3)
            guard pointsOfStation.indices.contains(station) else { return }
            pointsOfStation[station].append(
                PointSummary(
                    category: Self.categories[min(Int(set & 7), Self.categories.count - 1)],
                    count: count, isAtLeast: points.incomplete.contains(set), ranges: ranges,
                    hasMoreRanges: hasMore))
        }
        let stations = stationIndex.keys.enumerated().sorted { $0.element < $1.element }
        for (station, key) in stations {
            let place = Int(key >> 16)
            guard connections.indices.contains(place), stationASDUs.indices.contains(station) else {
                continue
            }
            connections[place].stations.append(
                StationSummary(
                    address: CommonAddress(UInt16(key & 0xFFFF)), asdus: stationASDUs[station],
                    points: pointsOfStation[station]))
        }
    }
}

extension CauseSet {
    /// The object, or the whole request, is not known to the station that answers.
    fileprivate static let unknown = CauseSet(44...47)
}

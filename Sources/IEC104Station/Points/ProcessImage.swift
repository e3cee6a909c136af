internal import IEC104Codec

/// The points of a running outstation, in the order of interrogation: station, type, address. So
/// the objects of an ASDU lie side by side.
struct ProcessImage: Sendable {
    /// The points of one type of one station.
    struct Run: Sendable {
        let type: TypeID
        let kind: Information.Kind
        var places: Range<Int>
        /// Whether interrogations may report them; not counters, nor events of protection equipment.
        let isInterrogated: Bool
        /// Whether the station interrogation reports every one.
        var isWhole = true
        let capacity: ASDUCapacity
        /// Counters: the number of the first among all counters.
        let firstCounter: Int
    }

    struct Station: Sendable {
        let address: CommonAddress
        var runs: [Run] = []
    }

    /// What is sent periodically.
    struct Scan: Sendable {
        let period: Int64
        let cause: Cause
        var places: [UInt32] = []
    }

    private(set) var values: [InformationObject]
    private(set) var definitions: [PointDefinition]
    let commands: [CommandDefinition]
    private(set) var stations: [Station] = []
    /// The numbers of the stations whose addresses the profile can express.
    private(set) var reachableStations = 0..<0
    private(set) var scans: [Scan] = []
    /// Of the counters, in their order: the reading at the last freeze.
    var frozen: [FrozenCounter?] = []
    /// What has changed, for a journal.
    var changes: ChangedPlaces?
    /// Where each point lies; empty when they were added in order.
    private let places: [UInt32]
    private let pointIndex: AddressIndex
    private let commandIndex: AddressIndex

    init(_ table: PointTable, profile: Profile) {
        commands = table.commands
        pointIndex = table.pointIndex
        commandIndex = table.commandIndex
        let keys = (0..<table.count).map { place in
            let definition = table.definitions[place]
            return UInt64(definition.station.value) << 40 | UInt64(definition.type.rawValue) << 32
                | UInt64(table.values[place].address.value)
        }
        var isSorted = true
        for place in keys.indices.dropFirst() where keys[place - 1] > keys[place] {
            isSorted = false
            break
        }
        if isSorted {
            (values, definitions, places) = (table.values, table.definitions, [])
        } else {
            let order = keys.indices.sorted { keys[$0] < keys[$1] }
            values = order.map { table.values[$0] }
            definitions = order.map { table.definitions[$0] }
            var places = [UInt32](repeating: 0, count: order.count)
            for (place, index) in order.enumerated() {
                places[index] = UInt32(truncatingIfNeeded: place)
            }
            self.places = places
        }
        makeStations(table, profile)
        makeScans(table)
    }

    private mutating func makeStations(_ table: PointTable, _ profile: Profile) {
        let others = table.commands.map(\.station) + table.emptyStations
        let all = Set(definitions.map(\.station)).union(others).sorted()
        stations = all.map { Station(address: $0) }
        let global = profile.globalCommonAddress
        reachableStations = 0..<(all.firstIndex { $0 >= global } ?? all.count)
        var station = 0
        for place in definitions.indices {
            let definition = definitions[place]
            while stations[station].address != definition.station { station += 1 }
            if stations[station].runs.last?.type != definition.type {
                stations[station].runs.append(
                    Run(
                        type: definition.type, kind: definition.kind, places: place..<place,
                        isInterrogated: PointKind(definition.kind)?.isScanned ?? false,
                        capacity: ASDUCapacity(definition.type, profile),
                        firstCounter: frozen.count))
            }
            let run = stations[station].runs.count - 1
            stations[station].runs[run].places =
                stations[station].runs[run].places.lowerBound..<(place + 1)
            if !definition.inStationInterrogation { stations[station].runs[run].isWhole = false }
            if definition.kind == .integratedTotal { frozen.append(nil) }
        }
    }

    private mutating func makeScans(_ table: PointTable) {
        for (cause, period) in [
            (Cause.periodic, \PointDefinition.cyclic), (.backgroundScan, \.background),
        ] {
            var scans = table.periods.map { Scan(period: $0, cause: cause) }
            for place in definitions.indices {
                let number = Int(definitions[place][keyPath: period])
                guard number > 0 else { continue }
                scans[number - 1].places.append(UInt32(truncatingIfNeeded: place))
            }
            self.scans += scans.filter { !$0.places.isEmpty }
        }
    }

    var count: Int { values.count }

    /// Where a point lies; `nil` when it is not of this table.
    @inline(__always)
    func place(of point: PointID) -> Int? {
        let index = Int(point.index)
        guard index < values.count else { return nil }
        return places.isEmpty ? index : Int(places[index])
    }

    /// The number of a station; `nil` when there is none with the address.
    func station(_ address: CommonAddress) -> Int? {
        var (low, high) = (0, stations.count)
        while low < high {
            let middle = (low + high) / 2
            if stations[middle].address < address { low = middle + 1 } else { high = middle }
        }
        return low < stations.count && stations[low].address == address ? low : nil
    }

    func find(_ address: ObjectAddress, _ station: CommonAddress) -> PointID? {
        let found = pointIndex.find(AddressIndex.key(station, address)) { index in
            let place = places.isEmpty ? index : Int(places[index])
            return AddressIndex.key(definitions[place].station, values[place].address)
        }
        return found.map { PointID(index: UInt32(truncatingIfNeeded: $0)) }
    }

    func findCommand(_ address: ObjectAddress, _ station: CommonAddress) -> Int? {
        commandIndex.find(AddressIndex.key(station, address)) {
            AddressIndex.key(commands[$0].station, commands[$0].address)
        }
    }

    /// Gives a point a new value; the one it had.
    @inline(__always)
    mutating func replace(_ place: Int, _ information: Information) -> Information {
        let old = values[place].information
        values[place].information = information
        if changes != nil { changes?.insert(place) }
        return old
    }

    /// Gives the events of a point the class that others cannot push out.
    mutating func prioritize(_ place: Int) { definitions[place].eventClass = .priority }

    /// Takes a measure as reported.
    @inline(__always)
    mutating func report(_ place: Int, _ measure: Float) { definitions[place].reported = measure }

    mutating func setDeadband(_ place: Int, _ deadband: Float) {
        definitions[place].deadband = deadband
    }

    mutating func setParameters(_ place: Int, _ number: UInt32) {
        definitions[place].parameters = number
    }
}

/// The reading of a counter at a freeze.
struct FrozenCounter: Sendable {
    let reading: BCR
    let time: CP56Time2a
}

/// How many objects of a type fit in an ASDU.
struct ASDUCapacity: Sendable {
    /// With SQ = 0.
    let separate: Int
    /// With SQ = 1; 0 when the type does not allow it.
    let sequence: Int

    init(_ type: TypeID, _ profile: Profile) {
        let room = APDU.maximumASDULength - profile.asduHeaderSize
        let row = profile.types[type]
        let size = row?.size ?? room
        separate = min(127, room / (profile.objectAddressSize + size))
        sequence =
            row?.allowsSequence == true && size > 0
            ? min(127, (room - profile.objectAddressSize) / size) : 0
    }
}

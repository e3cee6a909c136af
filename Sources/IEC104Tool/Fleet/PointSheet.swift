import IEC104

/// What a master knows of the points and commands of an RTU: names, units, scales, limits; found by
/// their addresses, or by what people write.
struct PointSheet: Equatable, Sendable {
    /// A point, or a command.
    struct Entry: Hashable, Sendable {
        var name: String
        var unit: String
        /// Engineering value = transmitted value x scale + offset; 1 and 0 where the list says
        /// nothing. A set point has those of the point that it drives.
        var scale: Double
        var offset: Double
        /// Limits in engineering values.
        var low: Double?
        var high: Double?
        var type: TypeID

        /// The engineering value of what was transmitted: that of a normalized value is -1 to 1.
        func value(_ transmitted: Double) -> Double { transmitted * scale + offset }

        /// What is transmitted for an engineering value.
        func transmitted(_ value: Double) -> Double { (value - offset) / scale }
    }

    private let points: Table
    private let commands: Table
    /// The stations that have points or commands.
    let stations: [CommonAddress]

    init(_ list: PointList) {
        points = Table(
            list.points.enumerated().map { place, row in
                Row(row.station, row.address, Entry(row, list.pointExtras[place], list))
            })
        commands = Table(
            list.commands.map { row in
                let target = row.target.flatMap { place in
                    list.points.indices.contains(place)
                        ? Entry(list.points[place], list.pointExtras[place], list) : nil
                }
                var entry = target ?? .init(list.string(row.name), row.type)
                entry.name = list.string(row.name)
                entry.type = row.type
                entry.setLimits(row.options.lowLimit, row.options.highLimit)
                return Row(row.station, row.address, entry)
            })
        stations = Set(list.points.map(\.station)).union(list.commands.map(\.station)).sorted()
    }

    /// How many points there are, and commands.
    var counts: (points: Int, commands: Int) { (points.rows.count, commands.rows.count) }

    /// Where a point or a command is.
    typealias Place = (station: CommonAddress, address: ObjectAddress)

    /// Where its points and its commands are, in the order of their addresses.
    var places: (points: [Place], commands: [Place]) {
        (
            points.rows.map { ($0.station, $0.address) },
            commands.rows.map { ($0.station, $0.address) }
        )
    }

    /// The point at an address.
    func entry(_ station: CommonAddress, _ address: ObjectAddress) -> Entry? {
        points.place(station, address).map { points.rows[$0].entry }
    }

    /// The command at an address.
    func command(_ station: CommonAddress, _ address: ObjectAddress) -> Entry? {
        commands.place(station, address).map { commands.rows[$0].entry }
    }

    /// The names of the points and of the commands, for completion.
    var names: [String] {
        (points.rows + commands.rows).map(\.entry.name).filter { !$0.isEmpty }
    }

    /// What `word` means: a name, `4001` where one station has it, or `2/4001`; a point rather than
    /// a command of the same address.
    ///
    /// - Throws: why there is none, or which of several it may be.
    func find(_ word: String) throws(Words) -> (CommonAddress, ObjectAddress, TypeID) {
        let row: Row
        if let address = PointIndex.address(word), !isName(word) {
            row = try one(points.rows(address) ?? commands.rows(address), word)
        } else {
            let named = points.rows(named: word)
            row = try one(named.isEmpty ? commands.rows(named: word) : named, word)
        }
        return (row.station, row.address, row.entry.type)
    }

    /// The command that `word` means: its name or address as in `find`.
    ///
    /// - Throws: why there is none, or which of several it may be.
    func findCommand(_ word: String) throws(Words) -> (CommonAddress, ObjectAddress, TypeID) {
        let row: Row
        if let address = PointIndex.address(word), !isName(word) {
            row = try one(commands.rows(address), word)
        } else {
            row = try one(commands.rows(named: word), word)
        }
        return (row.station, row.address, row.entry.type)
    }

    private func isName(_ word: String) -> Bool {
        !points.rows(named: word).isEmpty || !commands.rows(named: word).isEmpty
    }

    private func one(_ rows: [Row]?, _ word: String) throws(Words) -> Row {
        guard let first = rows?.first else {
            throw Words(
                "'\(shortened(word))' is in no point list: write a name of it, or STATION/ADDRESS",
                "点表中没有'\(shortened(word))':请写其中的名称,或站址/地址")
        }
        guard rows?.count == 1 else {
            let examples = (rows ?? []).prefix(2).map {
                "\($0.station.value)/\($0.address.value)"
            }
            throw Words(
                "'\(shortened(word))' may be several points: write STATION/ADDRESS, such as "
                    + examples.joined(separator: " or "),
                "'\(shortened(word))'对应多个点:请写站址/地址,例如" + examples.joined(separator: "或"))
        }
        return first
    }
}

// MARK: Tables
extension PointSheet {
    fileprivate struct Row: Equatable, Sendable {
        let station: CommonAddress
        let address: ObjectAddress
        let entry: Entry

        init(_ station: CommonAddress, _ address: ObjectAddress, _ entry: Entry) {
            self.station = station
            self.address = address
            self.entry = entry
        }
    }

    /// Rows in the order of their keys, which a search passes without touching the rows.
    fileprivate struct Table: Equatable, Sendable {
        let keys: [UInt64]
        let rows: [Row]

        init(_ rows: [Row]) {
            let sorted = rows.sorted {
                Self.key($0.station, $0.address) < Self.key($1.station, $1.address)
            }
            self.rows = sorted
            keys = sorted.map { Self.key($0.station, $0.address) }
        }

        private static func key(_ station: CommonAddress, _ address: ObjectAddress) -> UInt64 {
            UInt64(station.value) << 24 | UInt64(address.value & 0xFF_FFFF)
        }

        func place(_ station: CommonAddress, _ address: ObjectAddress) -> Int? {
            let key = Self.key(station, address)
            var (low, high) = (0, keys.count)
            while low < high {
                let middle = (low + high) / 2
                if keys[middle] < key { low = middle + 1 } else { high = middle }
            }
            return low < keys.count && keys[low] == key ? low : nil
        }

        /// Those with an address, of one station or of all; `nil` for none.
        func rows(_ wanted: (station: UInt16?, address: UInt32)) -> [Row]? {
            let found: [Row]
            if let station = wanted.station {
                found =
                    place(CommonAddress(station), ObjectAddress(wanted.address))
                    .map { [rows[$0]] } ?? []
            } else {
                found = rows.filter { $0.address.value == wanted.address }
            }
            return found.isEmpty ? nil : found
        }

        func rows(named name: String) -> [Row] {
            name.isEmpty ? [] : rows.filter { $0.entry.name == name }
        }
    }
}

extension PointSheet.Entry {
    /// Without more than a name and a type.
    fileprivate init(_ name: String, _ type: TypeID) {
        self.init(name: name, unit: "", scale: 1, offset: 0, type: type)
    }

    fileprivate init(_ row: PointRow, _ extras: PointExtras?, _ list: PointList) {
        self.init(list.string(row.name), row.type)
        unit = list.string(row.unit)
        scale = extras?.scale ?? 1
        offset = extras?.offset ?? 0
        setLimits(extras?.lowLimit, extras?.highLimit)
    }

    /// - Parameters: as on the wire.
    fileprivate mutating func setLimits(_ low: Float?, _ high: Float?) {
        let raw: Float =
            switch PointType(type)?.kind {
            case .normalized, .normalizedWithoutQuality, .normalizedSetPoint: 32768
            default: 1
            }
        func limit(_ number: Float) -> Double {
            // The decimal digits that the list has.
            value(Double("\(number / raw)") ?? Double(number / raw))
        }
        let ends = (low.map(limit), high.map(limit))
        // A scale below zero turns them round.
        (self.low, self.high) = scale < 0 ? (ends.1, ends.0) : ends
    }
}

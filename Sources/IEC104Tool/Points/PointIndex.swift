import IEC104Codec

/// Finds the points of a list by what people write: an address, `station/address`, or a name.
///
/// Two sorted tables of numbers, 8 octets a point each.
struct PointIndex: Sendable {
    /// Station, address and place, 16, 24 and 24 bits.
    private let addresses: [UInt64]
    /// Hash and place of each name, 40 and 24 bits.
    private let names: [UInt64]
    /// The stations that have points, in their order.
    private let stations: [UInt16]

    /// - Parameter text: that the names are slices of.
    init(_ points: [PointRow], text: [UInt8]) {
        addresses = points.indices
            .map { Self.key(points[$0].station.value, points[$0].address.value) << 24 | UInt64($0) }
            .sorted()
        names = points.indices.filter { points[$0].name.count > 0 }
            .map { Self.hash(text[points[$0].name.range(in: text)]) << 24 | UInt64($0) }
            .sorted()
        var stations: [UInt16] = []
        for key in addresses {
            let station = UInt16(truncatingIfNeeded: key >> 48)
            if stations.last != station { stations.append(station) }
        }
        self.stations = stations
    }

    /// The place of a point by its address.
    func place(station: UInt16, address: UInt32) -> Int? {
        let key = Self.key(station, address)
        let found = Self.first(addresses, key)
        guard found < addresses.count, addresses[found] >> 24 == key else { return nil }
        return Int(addresses[found] & 0xFF_FFFF)
    }

    /// The places of the points in a range of addresses, of one station or of all.
    func places(station: UInt16?, _ range: ClosedRange<UInt32>) -> [Int] {
        (station.map { [$0] } ?? stations).flatMap { station in
            let start = Self.first(addresses, Self.key(station, range.lowerBound))
            let end = Self.key(station, range.upperBound)
            return addresses[start...].prefix { $0 >> 24 <= end }.map { Int($0 & 0xFF_FFFF) }
        }
    }

    /// The place of the point that `word` means.
    ///
    /// - Parameters:
    ///   - station: whose point an address alone is; `nil` when it may be that of any station.
    ///   - points: those that the index was made of.
    ///   - text: that their names are slices of.
    /// - Throws: why there is none, or which of several it may be.
    func find(
        _ word: String, station: CommonAddress?, in points: [PointRow], text: [UInt8]
    ) throws(Words) -> Int {
        let named = places(ofName: word, points, text)
        if let (number, address) = Self.address(word) {
            if let station = number ?? station?.value {
                if let found = place(station: station, address: address) { return found }
                if named.isEmpty { throw Self.noAddress(station, address) }
            } else {
                let found = stations.compactMap { place(station: $0, address: address) }
                if found.count == 1 { return found[0] }
                if found.count > 1 { throw Self.severalStations(address, found.map { points[$0] }) }
                if named.isEmpty { throw Self.noAddress(nil, address) }
            }
        }
        guard let first = named.first else { throw Self.noName(word) }
        guard named.count == 1 else {
            throw Self.severalNames(word, points[first], points[named[1]])
        }
        return first
    }

    /// Reads `4001` or `2/4001`.
    static func address(_ word: String) -> (station: UInt16?, address: UInt32)? {
        let parts = word.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2 else { return nil }
        var numbers: [Int64] = []
        for part in parts {
            guard let number = CellText.whole(Array(part.utf8).span) else { return nil }
            numbers.append(number)
        }
        guard let last = numbers.last, (1...0xFF_FFFF).contains(last) else { return nil }
        guard numbers.count == 2 else { return (nil, UInt32(last)) }
        guard (1...65534).contains(numbers[0]) else { return nil }
        return (UInt16(numbers[0]), UInt32(last))
    }

    // MARK: Tables

    private static func key(_ station: UInt16, _ address: UInt32) -> UInt64 {
        UInt64(station) << 24 | UInt64(address & 0xFF_FFFF)
    }

    private static func hash(_ name: some Sequence<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for octet in name { hash = (hash ^ UInt64(octet)) &* 0x100_0000_01B3 }
        return hash >> 24
    }

    /// The first entry whose bits above the place are `key` or more.
    private static func first(_ table: [UInt64], _ key: UInt64) -> Int {
        var (low, high) = (0, table.count)
        while low < high {
            let middle = (low + high) / 2
            if table[middle] >> 24 < key { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The first two points with a name.
    private func places(ofName word: String, _ points: [PointRow], _ text: [UInt8]) -> [Int] {
        let name = Array(word.utf8)
        let hash = Self.hash(name)
        var index = Self.first(names, hash)
        var found: [Int] = []
        while index < names.count, names[index] >> 24 == hash, found.count < 2 {
            let place = Int(names[index] & 0xFF_FFFF)
            if text[points[place].name.range(in: text)].elementsEqual(name) { found.append(place) }
            index += 1
        }
        return found
    }
}

// MARK: What can be wrong
extension PointIndex {
    private static func noAddress(_ station: UInt16?, _ address: UInt32) -> Words {
        let english = station.map { "station \($0), " } ?? ""
        let chinese = station.map { "站址\($0)、" } ?? ""
        return Words(
            "there is no point with \(english)address \(address): write the "
                + "name, the address or station/address of a point (M_ type) in this list",
            "没有\(chinese)地址\(address)的点:请写本表中某点(M_类型)的名称、地址或站址/地址")
    }

    private static func noName(_ word: String) -> Words {
        Words(
            "there is no point with the name '\(shortened(word))': write the name, the address "
                + "or station/address of a point (M_ type) in this list",
            "没有名称为'\(shortened(word))'的点:请写本表中某点(M_类型)的名称、地址或站址/地址")
    }

    private static func severalNames(_ word: String, _ first: PointRow, _ second: PointRow) -> Words
    {
        Words(
            "'\(shortened(word))' is the name of several points (lines \(first.line) and "
                + "\(second.line)): write the address or station/address instead",
            "名称'\(shortened(word))'对应多个点(第\(first.line)行和第\(second.line)行):请改写地址或站址/地址")
    }

    private static func severalStations(_ address: UInt32, _ points: [PointRow]) -> Words {
        let examples = points.prefix(2).map { "\($0.station.value)/\(address)" }
        return Words(
            "\(points.count) stations have an address \(address): write station/address, such as "
                + examples.joined(separator: " or "),
            "有\(points.count)个站址含地址\(address):请写站址/地址,例如" + examples.joined(separator: "或"))
    }
}

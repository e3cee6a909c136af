import IEC104Codec

// What rows have to do with each other.
extension PointListReader {
    /// Two points, or two commands, at one address.
    mutating func checkDuplicates() {
        tellDuplicates(points.map { key($0.station, $0.address) }, points.map(\.line))
        tellDuplicates(commands.map { key($0.station, $0.address) }, commands.map(\.line))
    }

    private mutating func tellDuplicates(_ keys: [UInt64], _ lines: [UInt32]) {
        var sorted = keys.indices.map { keys[$0] << 24 | UInt64($0) }
        sorted.sort()
        var first = 0
        for index in sorted.indices.dropFirst() {
            guard sorted[index] >> 24 == sorted[first] >> 24 else {
                first = index
                continue
            }
            let key = sorted[index] >> 24
            let original = lines[Int(sorted[first] & 0xFF_FFFF)]
            problems.add(
                line: Int(lines[Int(sorted[index] & 0xFF_FFFF)]),
                column: header.place(of: .address).map(title),
                Words(
                    "station \(key >> 24), address \(key & 0xFF_FFFF) is that of line \(original) "
                        + "already: give each its own, or remove one",
                    "站址\(key >> 24)、地址\(key & 0xFF_FFFF)与第\(original)行重复:请改用不同地址或删去一行"))
        }
    }

    private func key(_ station: CommonAddress, _ address: ObjectAddress) -> UInt64 {
        UInt64(station.value) << 24 | UInt64(address.value & 0xFF_FFFF)
    }

    // MARK: Commands and what they drive

    /// Finds the point that each command drives.
    mutating func connectCommands() {
        let words = targets.map(string)
        let names = places(of: Set(words.filter { !$0.isEmpty }))
        let index = words.contains { !$0.isEmpty } ? addressIndex() : []
        for (command, word) in words.enumerated() where !word.isEmpty {
            let row = commands[command]
            do throws(Words) {
                let target = try target(word, of: row, names, index)
                guard let target else { continue }
                try check(row, drives: points[target])
                commands[command].target = target
            } catch {
                problems.add(
                    line: Int(row.line), column: header.place(of: .command).map(title), error)
            }
        }
    }

    private enum Place {
        case one(Int)
        case several(UInt32, UInt32)
    }

    /// Where the points with these names are.
    private func places(of wanted: Set<String>) -> [String: Place] {
        guard !wanted.isEmpty else { return [:] }
        var places: [String: Place] = [:]
        for (index, point) in points.enumerated() where point.name.count > 0 {
            let name = string(point.name)
            guard wanted.contains(name) else { continue }
            switch places[name] {
            case nil: places[name] = .one(index)
            case .one(let first): places[name] = .several(points[first].line, point.line)
            case .several: continue
            }
        }
        return places
    }

    /// Keys and places of all points, in the order of the keys.
    private func addressIndex() -> [UInt64] {
        points.indices.map { key(points[$0].station, points[$0].address) << 24 | UInt64($0) }
            .sorted()
    }

    private func place(_ key: UInt64, _ index: [UInt64]) -> Int? {
        var low = 0
        var high = index.count
        while low < high {
            let middle = (low + high) / 2
            if index[middle] >> 24 < key { low = middle + 1 } else { high = middle }
        }
        guard low < index.count, index[low] >> 24 == key else { return nil }
        return Int(index[low] & 0xFF_FFFF)
    }

    /// The point that `word` names; `nil` when it is in a row that could not be read.
    private func target(
        _ word: String, of row: CommandRow, _ names: [String: Place], _ index: [UInt64]
    ) throws(Words) -> Int? {
        let numbers = word.split(separator: "/", omittingEmptySubsequences: false)
            .map { CellText.whole(Array($0.utf8).span) }
        if numbers.count <= 2, let address = numbers.last ?? nil,
            let station = numbers.count == 2 ? numbers[0] : Int64(row.station.value),
            stations.contains(station), addresses.contains(address)
        {
            if let found = place(UInt64(station) << 24 | UInt64(address), index) { return found }
            if names[word] == nil {
                if broken.contains("\(station)/\(address)") { return nil }
                throw Words(
                    "there is no point with station \(station), address \(address): write the "
                        + "name, the address or station/address of a point (M_ type) in this list",
                    "没有站址\(station)、地址\(address)的点:请写本表中某点(M_类型)的名称、地址或站址/地址")
            }
        }
        switch names[word] {
        case .one(let place): return place
        case .several(let first, let second):
            throw Words(
                "'\(shortened(word))' is the name of several points (lines \(first) and \(second)): "
                    + "write the address or station/address instead",
                "名称'\(shortened(word))'对应多个点(第\(first)行和第\(second)行):请改写地址或站址/地址")
        case nil:
            if broken.contains(word) { return nil }
            throw Words(
                "there is no point with the name '\(shortened(word))': write the name, the address "
                    + "or station/address of a point (M_ type) in this list",
                "没有名称为'\(shortened(word))'的点:请写本表中某点(M_类型)的名称、地址或站址/地址")
        }
    }

    private func check(_ row: CommandRow, drives point: PointRow) throws(Words) {
        guard let command = PointType(row.type), let driven = PointType(point.type) else { return }
        guard !command.drivenKinds.contains(driven.kind) else { return }
        let types = PointType.all.filter { command.drivenKinds.contains($0.kind) }
            .map(\.mnemonic).joined(separator: ", ")
        throw Words(
            "\(command.mnemonic) cannot drive the \(driven.mnemonic) of line \(point.line): it drives "
                + types,
            "\(command.mnemonic)不能控制第\(point.line)行的\(driven.mnemonic):可控制的类型为\(types)")
    }

    private func string(_ slice: TextSlice) -> String {
        scanner.string(Int(slice.start)..<Int(slice.start) + Int(slice.count))
    }
}

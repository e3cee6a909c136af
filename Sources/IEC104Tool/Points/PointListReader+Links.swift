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
        guard words.contains(where: { !$0.isEmpty }) else { return }
        let index = PointIndex(points, text: text)
        for (command, word) in words.enumerated() where !word.isEmpty {
            let row = commands[command]
            do throws(Words) {
                guard let target = try found(word, station: row.station, index) else { continue }
                try check(row, drives: points[target])
                commands[command].target = target
            } catch {
                problems.add(
                    line: Int(row.line), column: header.place(of: .command).map(title), error)
            }
        }
    }

    /// The point that `word` names, in a row of `station`; `nil` when it is in a row that could not
    /// be read.
    func found(
        _ word: String, station: CommonAddress, _ index: PointIndex
    ) throws(Words) -> Int? {
        do throws(Words) {
            return try index.find(word, station: station, in: points, text: text)
        } catch {
            if broken.contains(word) { return nil }
            if let (number, address) = PointIndex.address(word),
                broken.contains("\(number ?? station.value)/\(address)")
            {
                return nil
            }
            throw error
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
        scanner.string(slice.range(in: text))
    }
}

import IEC104

/// A point as a line of the console names it.
struct ConsolePoint: Sendable {
    let rtu: ConsoleRTU
    let station: CommonAddress
    let address: ObjectAddress
    /// As the point list has it; `nil`: it has no such point.
    var type: TypeID?

    var key: ValueFilter.Key { .init(rtu: rtu.name, station: station, address: address) }
    /// Such as `north:1/4001`.
    var description: String { "\(rtu.name):\(station)/\(address)" }
}

// What the words of a line mean: RTUs, stations, points.
extension MasterConsole {
    /// The RTU of this name.
    func rtu(_ name: String) throws(Words) -> ConsoleRTU {
        if let found = rtu(named: name) { return found }
        let hint = hint(
            name, among: rtus.map(\.name),
            otherwise: Words(": 'rtus' shows all", ": rtus 显示全部"))
        throw Words(
            "there is no RTU '\(shortened(name))'" + hint.english,
            "没有子站 '\(shortened(name))'" + hint.chinese)
    }

    /// The names that are meant, perhaps, three at most: those that differ in little, then those
    /// that begin with `name`.
    func hint(_ name: String, among names: [String], otherwise: Words) -> Words {
        let wanted = String(name.prefix(40)).lowercased()
        guard !wanted.isEmpty else { return otherwise }
        var near: [(name: String, distance: Int)] = []
        for name in names.prefix(Self.mostCompared) {
            let other = name.lowercased()
            // A text that is much longer differs in more.
            let differs = abs(other.utf8.count - wanted.utf8.count) > 8
            let distance = differs ? Int.max : other.distance(to: wanted)
            if distance <= (wanted.count < 4 ? 1 : wanted.count < 9 ? 2 : 3) {
                near.append((name, distance))
            } else if other.hasPrefix(wanted) || wanted.count > 2 && other.contains(wanted) {
                near.append((name, 4))
            }
        }
        guard !near.isEmpty else { return otherwise }
        let shown = near.sorted { $0.distance < $1.distance }.prefix(3).map(\.name)
        return Words(
            ": did you mean \(shown.joined(separator: ", "))?",
            ": 是 \(shown.joined(separator: "、")) 吗?")
    }

    /// The RTU that the first word names, or the only one there is; and the other words.
    func rtu(_ words: [String]) throws(Words) -> (rtu: ConsoleRTU, words: [String]) {
        if let first = words.first, let found = rtu(named: first) {
            return (found, Array(words.dropFirst()))
        }
        if rtus.count == 1 { return (rtus[0], words) }
        guard let first = words.first else {
            throw Words("which RTU? 'rtus' shows all", "哪个子站? rtus 显示全部")
        }
        return (try rtu(first), [])
    }

    /// A common address.
    func station(_ word: String, of rtu: ConsoleRTU) throws(Words) -> CommonAddress {
        let most = rtu.global.value
        guard let number = UInt16(word), (1...most).contains(number) else {
            throw Words(
                "'\(shortened(word))' is no common address, 1 to \(most)",
                "'\(shortened(word))' 不是公共地址, 1至\(most)")
        }
        return CommonAddress(number)
    }

    /// The station of an RTU that has only one; of several none is meant.
    func onlyStation(of rtu: ConsoleRTU) throws(Words) -> CommonAddress {
        if rtu.target.stations.count == 1, rtu.target.stations[0] != rtu.global {
            return rtu.target.stations[0]
        }
        let heard = rtu.image.stations()
        if heard.count == 1 { return heard[0] }
        throw Words(
            "which station of \(rtu.name)? Give its common address", "\(rtu.name) 的哪个公共地址?")
    }

    // MARK: Points

    /// The point that `word` means.
    ///
    /// - Parameter isCommand: whether it is the address of a command.
    func point(_ word: String, isCommand: Bool = false) throws(Words) -> ConsolePoint {
        if let (rtu, rest) = prefixed(word) { return try point(rest, of: rtu, isCommand) }
        if rtus.count == 1 { return try point(word, of: rtus[0], isCommand) }
        var found: [ConsolePoint] = []
        if PointIndex.address(word) == nil {
            for rtu in rtus where rtu.target.points != nil && found.count < 2 {
                if let point = try? point(word, of: rtu, isCommand) { found.append(point) }
            }
        }
        guard let first = found.first else { throw unknownPoint(word) }
        guard found.count == 1 else {
            throw Words(
                "'\(shortened(word))' may be \(first.description) or \(found[1].description): "
                    + "write which",
                "'\(shortened(word))' 可能是 \(first.description) 或 \(found[1].description): 请写明")
        }
        return first
    }

    /// A word that names a point of no RTU: what is meant, perhaps.
    private func unknownPoint(_ word: String) -> Words {
        let none = Words(": write RTU:CA/ADDRESS", ": 请写 RTU:公共地址/地址")
        if let colon = word.lastIndex(of: ":") {
            let name = String(word[..<colon])
            let hint = hint(name, among: rtus.map(\.name), otherwise: none)
            return Words(
                "there is no RTU '\(shortened(name))'" + hint.english,
                "没有子站 '\(shortened(name))'" + hint.chinese)
        }
        var names = rtus.map { "\($0.name):" }
        for rtu in rtus where names.count < Self.mostCompared {
            names += rtu.target.points?.names.prefix(Self.mostCompared - names.count) ?? []
        }
        let hint = hint(word, among: names, otherwise: none)
        return Words(
            "which RTU? '\(shortened(word))' is the name of no point" + hint.english,
            "哪个子站? 没有名称为 '\(shortened(word))' 的点" + hint.chinese)
    }

    /// The RTU whose name and a colon begin `word`, and what is behind. A name may have colons.
    private func prefixed(_ word: String) -> (rtu: ConsoleRTU, rest: String)? {
        var end = word.endIndex
        while let colon = word[..<end].lastIndex(of: ":") {
            if let found = rtu(named: String(word[..<colon])) {
                return (found, String(word[word.index(after: colon)...]))
            }
            end = colon
        }
        return nil
    }

    private func point(
        _ word: String, of rtu: ConsoleRTU, _ isCommand: Bool
    ) throws(Words) -> ConsolePoint {
        var reason: Words?
        if let sheet = rtu.target.points {
            do throws(Words) {
                let (station, address, type) =
                    isCommand ? try sheet.findCommand(word) : try sheet.find(word)
                return ConsolePoint(rtu: rtu, station: station, address: address, type: type)
            } catch {
                reason = error
            }
        }
        guard let (number, value) = PointIndex.address(word) else {
            throw nearPoint(word, of: rtu) ?? reason
                ?? Words(
                    "'\(shortened(word))' is no address, and \(rtu.name) has no point list with "
                        + "names: write CA/ADDRESS",
                    "'\(shortened(word))' 不是地址, \(rtu.name) 没有点表: 请写 公共地址/地址")
        }
        let address = ObjectAddress(value)
        if let number {
            return ConsolePoint(rtu: rtu, station: CommonAddress(number), address: address)
        }
        let heard = isCommand ? [] : rtu.image.stations(reporting: address)
        let station = heard.count == 1 ? heard[0] : try onlyStation(of: rtu)
        return ConsolePoint(rtu: rtu, station: station, address: address)
    }

    /// A word that is nearly the name of a point: which may be meant.
    private func nearPoint(_ word: String, of rtu: ConsoleRTU) -> Words? {
        guard let names = rtu.target.points?.names, !names.contains(word) else { return nil }
        let hint = hint(word, among: names, otherwise: Words("", ""))
        guard !hint.english.isEmpty else { return nil }
        return Words(
            "\(rtu.name) has no point '\(shortened(word))'" + hint.english,
            "\(rtu.name) 没有点 '\(shortened(word))'" + hint.chinese)
    }

    // MARK: Completion

    func completion(of begun: String) -> Completion {
        guard !isAsking else { return Completion() }
        let (start, quote, word) = Self.lastWord(begun)
        let words = begun[..<start].split(whereSeparator: \.isWhitespace)
        let kept = begun.distance(from: begun.startIndex, to: start)
        guard let command = words.first else {
            return Completion(
                kept: kept,
                candidates: MasterConsoleCommand.syntax.names.filter { $0.hasPrefix(word) })
        }
        var names: [String] = []
        let flags = MasterConsoleCommand.syntax.flags(of: String(command))
        switch (command, words.count) {
        case _ where word.hasPrefix("-") && quote == nil && !flags.isEmpty: names = flags
        case ("command", 2...): names = CommandOrder.words
        case ("command", 1), ("get", 1), ("read", 1), ("watch", _), ("unwatch", _):
            names = pointNames(word)
        case ("help", 1): names = MasterConsoleCommand.syntax.names
        case ("trace", 1): names = ["on", "off"]
        case ("counters", 2...): names = ["freeze", "freeze-reset", "reset"]
        case ("rtus", 1), ("links", 1), ("why", 1), ("stats", 1), ("interrogate", 1),
            ("counters", 1), ("clock", 1), ("test", 1), ("reset", 1), ("switch-over", 1):
            names = rtus.map(\.name)
        default: break
        }
        return Completion(
            kept: kept,
            candidates: names.filter { $0.hasPrefix(word) }.compactMap { Self.quoted($0, quote) })
    }

    /// The names of RTUs with a colon, and of points; of points of one RTU when `word` names it.
    func pointNames(_ word: String) -> [String] {
        if let (rtu, _) = prefixed(word) {
            return (rtu.target.points?.names.prefix(Self.mostSearched) ?? []).map {
                "\(rtu.name):\($0)"
            }
        }
        var names = rtus.count > 1 ? rtus.map { $0.name + ":" } : []
        for rtu in rtus where names.count < Self.mostSearched {
            names += rtu.target.points?.names.prefix(Self.mostSearched - names.count) ?? []
        }
        return names
    }

    /// Where the last word of a line begins, the quote that it is in, and its text without.
    private static func lastWord(
        _ line: String
    ) -> (start: String.Index, quote: Character?, word: String) {
        var start = line.startIndex
        var quote: Character?
        var word = ""
        for index in line.indices {
            let character = line[index]
            if let open = quote {
                if character == open { quote = nil } else { word.append(character) }
            } else if character == "\"" || character == "'" {
                quote = character
            } else if character.isWhitespace {
                start = line.index(after: index)
                word = ""
            } else {
                word.append(character)
            }
        }
        return (start, quote, word)
    }

    /// A name as a line has it, in quotes where it needs them; `nil` when it cannot be written.
    private static func quoted(_ name: String, _ quote: Character?) -> String? {
        let needsQuotes = name.contains { $0.isWhitespace || $0 == "\"" || $0 == "'" }
        guard quote != nil || needsQuotes else { return name }
        let mark = quote ?? (name.contains("\"") ? "'" : "\"")
        return name.contains(mark) ? nil : "\(mark)\(name)\(mark)"
    }
}

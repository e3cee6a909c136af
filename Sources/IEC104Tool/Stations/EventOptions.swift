import IEC104

/// The options of an outstation about its event buffers.
enum EventOptions {
    static let options: [CommandSyntax.Option] = [
        .init(
            "--events", "N",
            "How many events each master's buffer holds, of each class; or of some classes:\n"
                + "state:N,measured:N,counters:N,priority:N. 1 to 16777216; default state and\n"
                + "measured 10000, counters and priority 1000."),
        .init(
            "--events-total", "N",
            "How many events all buffers together hold, 1 to 1000000000; default 1000000, and\n"
                + "at least those of one master and of each --group."),
        .init(
            "--events-lost", "POINT",
            "A point of the list, as 4001, 2/4001 or by name, that tells of lost events:\n"
                + "single and double points are on while events are lost, measured values,\n"
                + "bit strings and counters count them. May be given several times; the column\n"
                + "'events lost' of a list says the same."),
    ]

    private static let most = 1 << 24

    /// - Throws: everything that is wrong, a line each.
    static func apply(
        _ arguments: ParsedArguments, _ list: PointList, to settings: inout OutstationSettings
    ) throws(UsageError) {
        var findings = UsageFindings()
        for text in arguments.all("--events") {
            findings.collect { () throws(UsageError) in
                try read(text, to: &settings.eventCapacity)
            }
        }
        let total = findings.collect { () throws(UsageError) in
            try arguments.number("--events-total", in: 1...1_000_000_000)
        }
        if let total { settings.maximumEvents = total }
        let words = arguments.all("--events-lost")
        let directory = words.isEmpty ? nil : PointDirectory(list)
        for word in words {
            findings.collect { () throws(UsageError) in
                guard let directory else { return }
                settings.eventsLostPoints.append(try point(word, directory))
            }
        }
        try findings.check()
        for place in list.pointExtras.keys.sorted()
        where list.pointExtras[place]?.tellsLosses == true {
            let point = PointID(index: UInt32(truncatingIfNeeded: place))
            if !settings.eventsLostPoints.contains(point) {
                settings.eventsLostPoints.append(point)
            }
        }
    }

    /// `500`, or `state:500,measured:10000`.
    private static func read(
        _ text: String, to capacity: inout EventCapacity
    ) throws(UsageError) {
        if let number = number(text[...]) {
            capacity = EventCapacity(
                state: number, measured: number, counters: number, priority: number)
            return
        }
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let words = part.split(separator: ":", omittingEmptySubsequences: false)
            guard words.count == 2, let number = number(words[1]) else {
                throw UsageError(
                    "--events '\(text)' is no number from 1 to \(most), nor such as "
                        + "state:1000,measured:50000.")
            }
            switch words[0] {
            case "state": capacity.state = number
            case "measured": capacity.measured = number
            case "counters": capacity.counters = number
            case "priority": capacity.priority = number
            default:
                throw UsageError(
                    "--events: there is no class '\(words[0])'; write state, measured, counters or "
                        + "priority.")
            }
        }
    }

    private static func number(_ text: Substring) -> Int? {
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text),
            (1...most).contains(number)
        else { return nil }
        return number
    }

    private static func point(
        _ word: String, _ directory: PointDirectory
    ) throws(UsageError) -> PointID {
        let point: PointID
        do throws(Words) {
            point = try directory.find(word)
        } catch {
            throw UsageError("--events-lost '\(word)'", error)
        }
        let kind = directory.row(of: point)?.information.kind
        guard let kind, OutstationSettings.canTellLosses(kind) else {
            throw UsageError(
                "--events-lost '\(word)': a point of this type cannot tell it; choose a single or "
                    + "double point, a scaled or floating point value, a bit string or a counter.")
        }
        return point
    }
}

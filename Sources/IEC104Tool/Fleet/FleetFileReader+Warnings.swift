import IEC104

// What is odd about an RTU, and wrong only perhaps.
extension FleetFileReader {
    /// Interrogations that come more often than this are told.
    private static let shortPeriod = Duration.seconds(10)

    /// What does not go together with the stations of an RTU, which are known.
    mutating func warn(
        _ draft: FleetDraft, _ stations: [CommonAddress], _ sheet: PointSheet?
    ) {
        let own = Set(stations)
        var known: String {
            stations.prefix(5).map(\.description).joined(separator: ", ")
                + (stations.count > 5 ? ", ..." : "")
        }
        // Rules of the defaults are for all RTUs together.
        if let offset = draft.places["allow"], offset != draft.offset {
            for rule in draft.allowed.rules {
                guard let station = rule.station, !own.contains(station) else { continue }
                findings.warn(
                    offset, "\(draft.path).allow",
                    Words(
                        "'\(shortened(rule.text))': station \(station) is none of this RTU's, "
                            + "which are \(known)",
                        "'\(shortened(rule.text))':站址\(station)不属于此RTU,其站址为\(known)"))
            }
        }
        for form in draft.schedule where form.path.hasPrefix("rtus") {
            guard let station = form.stations?.first(where: { !own.contains($0) }) else { continue }
            findings.warn(
                form.offset, "\(form.path).stations",
                Words(
                    "station \(station) is none of this RTU's, which are \(known)",
                    "站址\(station)不属于此RTU,其站址为\(known)"))
        }
        if draft.stations != nil,
            let station = sheet?.stations.first(where: { !own.contains($0) })
        {
            findings.warn(
                draft.places["points"] ?? draft.offset, "\(draft.path).points",
                Words(
                    "the point list has station \(station), which is none of this RTU's: nothing "
                        + "is asked of it (stations \(known))",
                    "点表中的站址\(station)不属于此RTU,不会被召唤(站址\(known))"))
        }
    }

    /// Interrogations that come before the last one can be done.
    mutating func warnOfSchedule(_ draft: FleetDraft) {
        for form in draft.schedule {
            guard let period = form.period, period < Self.shortPeriod,
                form.requests.contains(where: \.isLong), warned.insert(form.path).inserted
            else { continue }
            let text = DurationText.text(period.wholeNanoseconds / 1_000_000)
            findings.warn(
                form.offset, "\(form.path).every",
                Words(
                    "an interrogation of many points takes longer than \(text): a turn that is due "
                        + "before the last one is done is left out",
                    "大量点的召唤耗时会超过\(text):上一次未完成时,本次将被跳过"))
        }
    }

    /// More interrogations than can be made.
    mutating func warnOfWhole(_ targets: [MasterTarget]) {
        var rate = 0.0
        for task in targets.lazy.flatMap(\.configuration.schedule) {
            guard let period = task.period, period > .zero else { continue }
            rate += Double(task.requests.count(where: \.isLong)) / (period / .seconds(1))
        }
        let most = settings.parallelInterrogations
        guard rate > Double(most) else { return }
        let each = Int(Double(most) / rate * 1000)
        findings.warn(
            0, "rtus",
            Words(
                "\(Int(rate.rounded())) interrogations a second are due, \(most) at a time are made "
                    + "(parallelInterrogations): those that take longer than \(each) ms wait for "
                    + "each other",
                "每秒须进行\(Int(rate.rounded()))次召唤,同时最多\(most)次(parallelInterrogations):"
                    + "单次超过\(each) ms时将相互等待"))
    }
}

extension FleetDraft.RequestForm {
    fileprivate var isLong: Bool {
        switch self {
        case .interrogation, .counters: true
        case .clock, .test, .read: false
        }
    }
}

extension MasterRequest {
    fileprivate var isLong: Bool {
        switch self {
        case .interrogation, .counterInterrogation: true
        default: false
        }
    }
}

extension String {
    /// Without case, width and spaces: names that are the same then are mistaken for each other.
    var folded: String {
        // Nearly all of them.
        if utf8.allSatisfy({ (0x21..<0x7F).contains($0) }) { return lowercased() }
        var folded = String.UnicodeScalarView()
        for scalar in unicodeScalars where !scalar.properties.isWhitespace {
            let isWide = (0xFF01...0xFF5E).contains(scalar.value)
            folded.append(isWide ? Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar : scalar)
        }
        return String(folded).lowercased()
    }
}

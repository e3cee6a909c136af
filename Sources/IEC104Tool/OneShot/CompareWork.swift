import IEC104
import IEC104Inspect

/// What `iec104 compare` does.
struct CompareWork: Sendable {
    let options: StationOptions
    let sources: [CompareCommandLine.Source]
    /// Those that outstations are asked for; none: as the files have them.
    let stations: [CommonAddress]
    let timeout: Duration?
    let tolerance: Double
    let checks: Set<CompareCommandLine.Check>
    let hasCounters: Bool
    let junit: String?

    func run() -> ExitCode {
        var images: [PointImage] = []
        for source in sources {
            switch source {
            case .file(let image): images.append(image)
            case .outstation(let endpoint):
                guard let image = image(of: endpoint) else { return .failed }
                images.append(image)
            }
        }
        guard images.count == 2 else { return .failed }
        if !hasCounters {
            for index in images.indices {
                images[index].points = images[index].points.filter {
                    $0.value.type.kind != .integratedTotal
                }
            }
        }
        let found = differences(images[0], images[1])
        let keys = Set(images[0].points.keys).union(images[1].points.keys)
        var isWritten = true
        if let junit {
            do throws(FileError) {
                try OutputFile.write(
                    JUnitReport.text(keys.sorted(), found, images), to: junit)
            } catch {
                Standard.error.write(
                    "iec104 compare: --junit '\(junit)': "
                        + ErrorWords.text(error, in: options.language) + "\n")
                isWritten = false
            }
        }
        let code = Standard.output.show(report(found, keys.count, images))
        return found.isEmpty && isWritten ? code : .failed
    }

    // MARK: Outstations

    /// What an outstation has now; `nil`, and told, when it cannot be asked.
    private func image(of endpoint: HostPort) -> PointImage? {
        let shot = OneShot(
            name: "compare", endpoint: endpoint, options: options, station: asked.first ?? 1,
            timeout: timeout)
        let collected = Collected(PointImage(name: endpoint.description))
        let code = shot.run { session in
            for station in asked {
                guard await read(.interrogation(station: station, .station), session, collected)
                else { return false }
                guard hasCounters else { continue }
                // An outstation without counters may refuse.
                let counters = MasterRequest.counterInterrogation(station: station, .general)
                let (result, values, _) = await session.ask(counters)
                if case .failed(let error) = result, !error.code.isRefusal,
                    error.code != .notConfirmed || error.objects > 0
                {
                    session.shot.fail(result.text(in: options.language))
                    return false
                }
                for value in values { collected.image.add(value) }
            }
            return true
        }
        return code == .done ? collected.image : nil
    }

    /// Sendable, as it is used by one task at a time.
    private final class Collected: @unchecked Sendable {
        var image: PointImage
        init(_ image: PointImage) { self.image = image }
    }

    private var asked: [CommonAddress] {
        if !stations.isEmpty { return stations }
        let known = sources.flatMap { source -> [CommonAddress] in
            if case .file(let image) = source { image.stations } else { [] }
        }
        return known.isEmpty ? [options.link.profile.globalCommonAddress] : known
    }

    private func read(
        _ request: MasterRequest, _ session: ShotSession, _ collected: Collected
    ) async -> Bool {
        let (result, values, lost) = await session.ask(request)
        guard result.isDone, lost == 0, result.outcome?.isComplete == true else {
            let notes = result.outcome?.notes(in: options.language) ?? ""
            session.shot.fail(
                result.isDone
                    ? session.shot.words("not all has come", "数据不完整") + notes
                    : result.text(in: options.language))
            if request.station == options.link.profile.globalCommonAddress, !result.isDone {
                let hint = CompareCommandLine.hint
                session.shot.fail(session.shot.words(hint.english, hint.chinese))
            }
            return false
        }
        for value in values { collected.image.add(value) }
        return true
    }

    // MARK: Differences

    struct Difference: Sendable {
        let key: PointImage.Key
        let check: CompareCommandLine.Check
        /// What A and B have; `nil`: it is not there.
        let a: String?
        let b: String?
    }

    private func differences(_ a: PointImage, _ b: PointImage) -> [Difference] {
        var found: [Difference] = []
        func add(
            _ key: PointImage.Key, _ check: CompareCommandLine.Check, _ a: String?, _ b: String?
        ) {
            if checks.contains(check) {
                found.append(Difference(key: key, check: check, a: a, b: b))
            }
        }
        for key in Set(a.points.keys).union(b.points.keys).sorted() {
            switch (a.points[key], b.points[key]) {
            case (let one?, nil):
                if one.isInterrogated || isFile(1) { add(key, .points, one.type.mnemonic, nil) }
            case (nil, let other?):
                if other.isInterrogated || isFile(0) { add(key, .points, nil, other.type.mnemonic) }
            case (let one?, let other?):
                guard one.type.kind == other.type.kind else {
                    add(key, .types, one.type.mnemonic, other.type.mnemonic)
                    continue
                }
                if !isSame(one, other) { add(key, .values, one.text, other.text) }
                if one.quality != other.quality {
                    add(key, .quality, one.quality.words, other.quality.words)
                }
            case (nil, nil): break
            }
        }
        return found
    }

    private func isFile(_ place: Int) -> Bool {
        guard sources.indices.contains(place), case .file = sources[place] else { return false }
        return true
    }

    private func isSame(_ one: PointImage.Entry, _ other: PointImage.Entry) -> Bool {
        guard let a = one.number, let b = other.number else { return one.text == other.text }
        return abs(a - b) <= tolerance || a == b || a.isNaN && b.isNaN
            || one.type.kind == .shortFloat && Float(a) == Float(b)
    }

    // MARK: The report

    private func report(_ found: [Difference], _ points: Int, _ images: [PointImage]) -> String {
        let isChinese = options.language == .chinese
        var text = ""
        for difference in found {
            text += options.format == .json ? difference.json + "\n" : difference.text(isChinese)
        }
        guard options.format == .json else {
            let names = images.map(\.name).joined(separator: isChinese ? "、" : " and ")
            return text
                + (isChinese
                    ? "\(names): \(points)个点, \(found.count)处不同\n"
                    : "\(names): \(points) points, \(found.count) differences\n")
        }
        var json = JSONWriter()
        json.beginObject()
        json.member("command", "compare")
        json.member("a", images[0].name)
        json.member("b", images[1].name)
        json.member("points", points)
        json.member("differences", found.count)
        json.endObject()
        return text + json.text.string + "\n"
    }
}

extension CompareWork.Difference {
    func text(_ isChinese: Bool) -> String {
        let place =
            isChinese
            ? "公共地址\(key.station)  \(key.address)".padded(to: 18)
            : "CA \(key.station)  \(key.address)".padded(to: 16)
        let names = [
            CompareCommandLine.Check.points: ("point", "点"), .types: ("type", "类型"),
            .values: ("value", "值"), .quality: ("quality", "品质"),
        ]
        let name = names[check].map { isChinese ? $0.1 : $0.0 } ?? ""
        let absent = isChinese ? "无" : "absent"
        return "\(place)\(name.padded(to: 9))\(a ?? absent) | \(b ?? absent)\n"
    }

    /// One line for reports.
    var message: String { "\(check.rawValue): \(a ?? "absent") | \(b ?? "absent")" }

    var json: String {
        var json = JSONWriter()
        json.beginObject()
        json.member("station", key.station.value)
        json.member("address", key.address.value)
        json.member("difference", check.rawValue)
        if let a { json.member("a", a) }
        if let b { json.member("b", b) }
        json.endObject()
        return json.text.string
    }
}

extension Quality {
    /// Such as `IV|NT`, or `good`.
    fileprivate var words: String { isEmpty ? "good" : listText }
}

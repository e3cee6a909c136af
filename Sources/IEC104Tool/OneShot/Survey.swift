import IEC104
import IEC104Inspect

/// What an outstation shows of itself on a connection: its points, and what looks odd.
///
/// Sendable, as it is used on the thread of the loop only.
final class Survey: @unchecked Sendable {
    /// Something odd: how often it was seen, and how it looked first.
    struct Odd {
        let code: String
        let message: String
        var count = 1

        var text: String { count == 1 ? message : "\(message) (\(count) times)" }
    }

    /// In the order in which they were seen first.
    private(set) var odd: [Odd] = []
    /// Those that sent anything.
    private(set) var stations: Set<CommonAddress> = []
    /// Whether not all that was asked for has come.
    private(set) var isCut = false
    private(set) var twin = Twin(Endpoint(high: 0, low: 0, port: 0))
    private var record = APDURecord()
    private let profile: Profile
    /// What an interrogation has brought.
    private var answered: Set<Twin.Key> = []
    private var places: [String: Int] = [:]

    /// Most different kinds that are told.
    private static let mostOdd = 200
    /// What is told of a point that it has at first.
    private static let oddQuality: Quality = [
        .invalid, .notTopical, .blocked, .substituted, .overflow,
    ]
    /// A clock that is off by more is told.
    private static let tolerance: Int64 = 60_000

    init(_ profile: Profile) { self.profile = profile }

    /// An interrogation begins.
    func begin() { answered = [] }

    /// Notes why not all has come.
    func cut(_ message: String) {
        isCut = true
        add("incomplete", "incomplete: " + message)
    }

    /// Notes something odd; what has the same code and `key` is counted.
    func add(_ code: String, _ message: String, key: String = "") {
        let name = code + "/" + (key.isEmpty ? message : key)
        if let place = places[name] {
            odd[place].count += 1
        } else if odd.count < Self.mostOdd + (code == "more" ? 1 : 0) {
            places[name] = odd.count
            odd.append(Odd(code: code, message: message))
        } else if code != "more" {
            add("more", "more is odd than is told here", key: "more")
        }
    }

    /// Sees what passes.
    func note(_ event: TraceEvent) {
        guard case .received(let octets) = event.kind else { return }
        record.time = event.timestamp
        record.connection = event.link
        record.from = Endpoint(event.peer)
        record.to = Endpoint(event.local)
        record.direction = .monitor
        record.reading.read(octets.span, direction: .monitor, profile: profile)
        if record.reading.isUnreadable {
            add(
                "unreadable",
                "an ASDU cannot be read: do --cot-size, --ca-size and --ioa-size fit?",
                key: "unreadable")
            return
        }
        guard let header = record.reading.header else { return }
        for problem in record.reading.problems.list {
            add(
                problem.code.name, "station \(header.commonAddress), \(header.type): \(problem)",
                key: "\(header.type.rawValue)")
        }
        if (1...65_534).contains(header.commonAddress.value) {
            if stations.count < 65_534 { stations.insert(header.commonAddress) }
        }
        if header.cause.isTest {
            add("test", "station \(header.commonAddress) sends data with T = 1", key: "test")
        }
        for object in record.reading.objects { judge(object, header, event.time) }
        twin.receive(record)
    }

    private func judge(_ object: InformationObject, _ header: ASDUHeader, _ received: Int64) {
        guard let type = PointType(header.type), !type.isCommand else { return }
        let key = Twin.Key(station: header.commonAddress, address: object.address)
        let place = "station \(key.station), object \(key.address)"
        if let known = twin.points[key], known.first.kind != object.information.kind {
            add(
                "type", "\(place): both \(known.type.mnemonic) and \(type.mnemonic)",
                key: place)
        }
        if header.cause.cause == .interrogatedByStation, answered.count < Twin.mostPoints,
            !answered.insert(key).inserted
        {
            add("repeated", "\(place): sent more than once for an interrogation", key: "repeated")
        }
        let quality = object.information.quality.intersection(Self.oddQuality)
        if !quality.isEmpty, twin.points[key] == nil {
            add("quality", "\(place): \(quality.listText)", key: quality.listText)
        }
        if case .doublePoint(let value) = object.information, twin.points[key] == nil,
            value.state == .intermediate || value.state == .indeterminate
        {
            let text = object.information.valueText
            add("state", "\(place): \(text)", key: text)
        }
        if object.information.number?.isFinite == false {
            add("number", "\(place): \(object.information.valueText)", key: place)
        }
        guard case .cp56(let tag) = object.timeTag else { return }
        judge(tag, place, received)
    }

    private func judge(_ tag: CP56Time2a, _ place: String, _ received: Int64) {
        // That no calendar has it is one of the problems of the reading.
        guard let time = tag.millisecondsSince1970 else { return }
        if tag.isInvalid {
            add("time", "\(place): the time is invalid (IV)", key: "invalid")
        }
        let offset = time - received
        guard abs(offset) > Self.tolerance else { return }
        let seconds = (Double(offset) / 1000).rounded()
        let quarters = (seconds / 900).rounded()
        // Old events are behind; zones are whole quarters of an hour.
        let isZone = abs(seconds - quarters * 900) <= 60 && abs(quarters) <= 60
        let hint =
            isZone ? ": local time?" : seconds < 0 ? ": a clock that is off, or an old event" : ""
        add(
            "clock", "\(place): the time is \(Int64(seconds)) s off\(hint)",
            key: isZone ? "zone" : "off")
    }
}

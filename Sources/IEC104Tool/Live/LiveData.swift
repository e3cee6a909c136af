import IEC104
import IEC104Inspect

/// What a full-screen view shows: outstations, points, events. A value: it is told what comes.
struct LiveData {
    /// A point, as it was reported last.
    struct Point {
        let rtu: Int
        let station: CommonAddress
        let address: ObjectAddress
        var type: TypeID
        var information: Information
        var timeTag: TimeTag
        var cause: Cause
        /// Milliseconds since 1970, UTC.
        var received: Int64
        var count = 1
        /// Its name, and what is known of its last value.
        var label: PointLabel?
        /// The last values, for a spark line.
        var history: [Double] = []
    }

    struct Event {
        /// What an event is about. Most are never looked at, so values wait to be put into words.
        enum Content {
            case text(String)
            case value(CommonAddress, InformationObject, PointLabel?)
        }

        /// Milliseconds since 1970, UTC.
        let time: Int64
        /// The place of the outstation; `nil`: it is about none.
        let rtu: Int?
        let content: Content
        let isProblem: Bool
    }

    private struct Key: Hashable {
        let rtu: Int
        let station: CommonAddress
        let address: ObjectAddress
    }

    private(set) var rtus: [RTUMeter] = []
    /// APDUs a second of each outstation, both ways.
    private(set) var rates: [Double] = []
    private(set) var points: [Point] = []
    private var places: [Key: Int] = [:]
    /// The points by outstation and address, as far as `arrange` has put them in order.
    private(set) var arranged: [Int] = []
    /// The newest last.
    private(set) var events: [Event] = []
    /// Whether a point has a name, a unit, a scale or a limit.
    private(set) var hasLabels = false
    /// Points that came when `mostPoints` were there.
    private(set) var pointsLeftOut = 0
    private var lastTick: Int64?

    static let mostPoints = 50_000
    static let mostEvents = 2000
    static let historyLength = 32

    /// Takes the state of the outstations at `time`, in milliseconds since 1970.
    mutating func tick(_ meters: [RTUMeter], at time: Int64) {
        if let last = lastTick, time > last, meters.count == rtus.count {
            let seconds = Double(time - last) / 1000
            rates = zip(meters, rtus).map { new, old in
                Double(new.total &- min(old.total, new.total)) / seconds
            }
        } else {
            rates = meters.map { _ in 0 }
        }
        rtus = meters
        lastTick = time
    }

    /// Puts the points in order; they stay in it until new ones come.
    mutating func arrange() {
        guard arranged.count != points.count else { return }
        arranged = points.indices.sorted { points[$0].place < points[$1].place }
    }

    mutating func take(
        _ rtu: Int, _ header: ASDUHeader, _ object: InformationObject,
        _ label: PointLabel? = nil, at time: Int64
    ) {
        if label != nil { hasLabels = true }
        let key = Key(rtu: rtu, station: header.commonAddress, address: object.address)
        let number = object.information.number
        let cause = header.cause.cause
        if let place = places[key], points.indices.contains(place) {
            points[place].type = header.type
            points[place].information = object.information
            points[place].timeTag = object.timeTag
            points[place].cause = cause
            points[place].received = time
            points[place].count += 1
            points[place].label = label
            if let number {
                points[place].history.append(number)
                if points[place].history.count > Self.historyLength {
                    points[place].history.removeFirst()
                }
            }
        } else if points.count < Self.mostPoints {
            places[key] = points.count
            points.append(
                Point(
                    rtu: rtu, station: header.commonAddress, address: object.address,
                    type: header.type, information: object.information,
                    timeTag: object.timeTag, cause: cause, received: time,
                    label: label, history: number.map { [$0] } ?? []))
        } else {
            pointsLeftOut += 1
        }
        guard cause == .spontaneous else { return }
        add(
            Event(
                time: time, rtu: rtu, content: .value(header.commonAddress, object, label),
                isProblem: false))
    }

    mutating func add(_ event: Event) {
        events.append(event)
        // Moved once for many, so each one stays cheap.
        if events.count > Self.mostEvents * 2 { events.removeFirst(Self.mostEvents) }
    }
}

extension LiveData.Point {
    /// Where it stands among all points.
    var place: UInt64 {
        UInt64(UInt32(truncatingIfNeeded: rtu)) << 40 | UInt64(station.value) << 24
            | UInt64(address.value)
    }
}

extension LiveData.Event {
    /// What has happened, in a line.
    func text(in language: Language) -> String {
        switch content {
        case .text(let text): return text
        case .value(let station, let object, let label):
            let (information, place) = (object.information, language == .chinese ? "公共地址" : "CA")
            let name = label.map { $0.name.isEmpty ? "" : $0.name + "  " } ?? ""
            let quality =
                information.quality.isEmpty
                ? "" : "  " + information.quality.shortText(in: language)
            return "\(place) \(station) \(object.address)  " + name
                + information.shownValue(in: language) + (label?.suffix(in: language) ?? "")
                + quality + "  \(object.timeTag.shown(in: language))"
        }
    }
}

extension RTUMeter {
    /// APDUs, both ways.
    fileprivate var total: UInt64 {
        sent.apdus.reduce(0, &+) &+ received.apdus.reduce(0, &+)
    }

    /// Why and how often it was without a connection.
    var errors: UInt64 {
        ends.values.reduce(0, &+) &+ failures.values.reduce(0, &+) &+ malformed
            &+ failedRequests
    }
}

extension PointLabel {
    /// What is shown behind a value: engineering value, unit, limit.
    func suffix(in language: Language) -> String {
        (scaled.map { " = \($0)" } ?? "") + (unit.isEmpty ? "" : " " + unit)
            + (limit?.text(in: language) ?? "")
    }
}

extension TimeTag {
    /// What the station's clock showed, with its flags.
    func shown(in language: Language) -> String {
        switch self {
        case .none: return ""
        case .cp24(let time):
            let seconds = Int(time.milliseconds) / 1000
            return ":\(time.minute):\(seconds)" + (time.isInvalid ? " IV" : "")
        case .cp56(let time):
            guard let milliseconds = time.millisecondsSince1970 else {
                return language == .chinese ? "不存在的时间" : "impossible"
            }
            return LiveText.clock(milliseconds) + (time.isInvalid ? " IV" : "")
                + (time.isSummerTime ? " SU" : "")
        }
    }
}

extension LiveText {
    /// `08:25:12.649`.
    static func clock(_ milliseconds: Int64) -> String {
        let time = CalendarTime(millisecondsSince1970: milliseconds)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let fraction = "\(1000 + time.millisecond)".dropFirst()
        return "\(two(time.hour)):\(two(time.minute)):\(two(time.second)).\(fraction)"
    }
}

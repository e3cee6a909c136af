import IEC104
import IEC104Inspect

/// What a capture shows of an outstation: its points with the values that they had first, the
/// commands that it took, and what it sent of its own accord.
struct Twin: Sendable {
    /// Where it listened.
    let endpoint: Endpoint
    private(set) var points: [Key: Point] = [:]
    private(set) var commands: [Key: Command] = [:]
    private(set) var events: [Event] = []
    /// Stations of which a station interrogation was seen.
    private(set) var interrogated: Set<CommonAddress> = []
    /// Values that are left out: of another type than the point had before, or too many.
    private(set) var leftOut = 0
    /// The time of its first APDU.
    private var start: Int64?
    /// From its first APDU to its last one, nanoseconds.
    private(set) var duration: Int64 = 0
    /// Of each station: the command that it took last.
    private var lastCommands: [CommonAddress: Key] = [:]
    private var lastEvents: [Key: Seen] = [:]
    /// The types with time tag of events, of each station and kind.
    private(set) var eventTypes: [Kind: PointType] = [:]

    struct Kind: Hashable, Sendable {
        let station: CommonAddress
        let kind: Information.Kind
    }

    struct Key: Hashable, Sendable {
        let station: CommonAddress
        let address: ObjectAddress
    }

    struct Point: Sendable {
        var type: PointType
        let first: Information
        var groups: UInt16 = 0
        var counterGroup: UInt8?
        var isInterrogated = false
        var hasEvents = false
        /// Times of transmissions with cause 1 or 2: how many, the first, the last.
        var cycles: (count: Int, first: Int64, last: Int64) = (0, 0, 0)
    }

    struct Command: Sendable {
        var type: PointType
        var isSelected = false
        /// Whether the outstation knows it; `nil` when it did not answer.
        var isKnown: Bool?
        var target: Key?
    }

    struct Event: Sendable {
        /// Nanoseconds from the first APDU.
        let time: Int64
        let key: Key
        let information: Information
        /// Sent as an event, not cyclically.
        let isEvent: Bool
    }

    /// What was seen of a point last: the same event goes to each master.
    private struct Seen {
        let connection: Int?
        let object: InformationObject
        let time: Int64
    }

    /// Most points and commands, and most events.
    static let mostPoints = 1_000_000
    static let mostEvents = 4_000_000
    private static let sameEvent: Int64 = 10_000_000_000

    init(_ endpoint: Endpoint) { self.endpoint = endpoint }

    /// Takes an APDU of one of its connections.
    mutating func receive(_ record: borrowing APDURecord) {
        let now = record.time?.nanoseconds ?? start ?? 0
        if start == nil { start = now }
        duration = max(duration, now - (start ?? now))
        guard !record.reading.isUnreadable, let header = record.reading.header,
            !header.cause.isTest, (1...65534).contains(header.commonAddress.value),
            let type = PointType(header.type)
        else { return }
        for object in record.reading.objects {
            guard (1...0xFF_FFFF).contains(object.address.value) else { continue }
            let key = Key(station: header.commonAddress, address: object.address)
            if type.isCommand {
                command(object, key, type, header, isRequest: record.direction == .control)
            } else if record.direction == .monitor, !header.cause.isNegative {
                value(object, key, type, header.cause.cause, record.connection, now)
            }
        }
    }

    // MARK: Commands

    private mutating func command(
        _ object: InformationObject, _ key: Key, _ type: PointType, _ header: ASDUHeader,
        isRequest: Bool
    ) {
        let cause = header.cause.cause
        if isRequest {
            guard cause == .activation else { return }
            if commands[key] == nil {
                guard points.count + commands.count < Self.mostPoints else {
                    leftOut += 1
                    return
                }
                commands[key] = Command(type: type)
            }
            if object.information.isSelect {
                commands[key]?.isSelected = true
            } else {
                lastCommands[key.station] = key
            }
        } else if (44...47).contains(cause.rawValue) {
            if commands[key]?.isKnown == nil { commands[key]?.isKnown = false }
        } else if cause == .activationConfirmation, !header.cause.isNegative {
            commands[key]?.isKnown = true
        }
    }

    // MARK: Points

    private mutating func value(
        _ object: InformationObject, _ key: Key, _ type: PointType, _ cause: Cause,
        _ connection: Int?, _ now: Int64
    ) {
        guard var point = points[key] ?? newPoint(type, object.information) else { return }
        guard point.first.kind == object.information.kind else {
            leftOut += 1
            return
        }
        if cause == .interrogatedByStation {
            interrogated.insert(key.station)
            point.isInterrogated = true
        } else if (21...36).contains(cause.rawValue) {
            point.groups |= 1 << UInt16(cause.rawValue - 21)
        } else if (38...41).contains(cause.rawValue) {
            point.counterGroup = cause.rawValue - 37
        } else if [.spontaneous, .returnRemote, .returnLocal].contains(cause) {
            // That with a time tag, where both are sent.
            if type.timeTag != .none {
                point.type = type
                eventTypes[Kind(station: key.station, kind: type.kind)] = type
            }
            point.hasEvents = true
            connect(key, point, cause)
            add(object, key, connection, now)
        } else if cause == .periodic || cause == .backgroundScan {
            if point.cycles.count == 0 { point.cycles.first = now }
            point.cycles.count += 1
            point.cycles.last = now
            append(
                Event(
                    time: now - (start ?? now), key: key, information: object.information,
                    isEvent: false))
        }
        points[key] = point
    }

    private mutating func newPoint(_ type: PointType, _ information: Information) -> Point? {
        guard points.count + commands.count < Self.mostPoints else {
            leftOut += 1
            return nil
        }
        return Point(type: type, first: information)
    }

    /// A return information shows what the last command drives.
    private mutating func connect(_ key: Key, _ point: Point, _ cause: Cause) {
        guard cause == .returnRemote, let last = lastCommands[key.station],
            let command = commands[last], command.target == nil,
            command.type.drivenKinds.contains(point.first.kind)
        else { return }
        commands[last]?.target = key
    }

    private mutating func add(
        _ object: InformationObject, _ key: Key, _ connection: Int?, _ now: Int64
    ) {
        let last = lastEvents[key]
        lastEvents[key] = Seen(connection: connection, object: object, time: now)
        if let last, last.connection != connection, last.object == object {
            // To another master, or again after a broken link.
            if object.timeTag != .none || abs(now - last.time) < Self.sameEvent { return }
        }
        append(
            Event(
                time: now - (start ?? now), key: key, information: object.information,
                isEvent: true))
    }

    private mutating func append(_ event: Event) {
        guard events.count < Self.mostEvents else {
            leftOut += 1
            return
        }
        events.append(event)
    }
}

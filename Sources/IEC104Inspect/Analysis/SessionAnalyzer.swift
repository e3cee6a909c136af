import IEC104Codec

/// Watches the sessions of an input and tells what they carried and what is wrong with them.
///
///     var inspector = Inspector(sink: SessionAnalyzer())
///     inspector.consume(octets.span)
///     inspector.finish()
///     for finding in inspector.sink.summary().findings { print(finding) }
///
/// What it keeps is bounded, however long and strange the input is.
public struct SessionAnalyzer: InspectionSink, Sendable {
    /// What the sessions are measured against.
    public let parameters: AnalysisParameters
    let context: AnalysisContext
    var connections: [ConnectionState] = []
    var store: FindingStore
    var tables: TrafficTables
    var others = OtherConnections()
    var notices: [Notice] = []
    var noticeCount = 0
    var records = 0
    var time: TimeRange?
    /// Where the state of each connection is.
    private var places: [Int: Int] = [:]
    private var lastConnection: (key: Int, place: Int)?

    /// A log has no connections: its only one has this key.
    private static var logKey: Int { .min }
    private static var keptNotices: Int { 20 }

    /// An analyzer of records read with `profile`.
    public init(
        parameters: AnalysisParameters = AnalysisParameters(), profile: Profile = .standard
    ) {
        self.parameters = parameters
        context = AnalysisContext(
            limits: AnalysisLimits(parameters), roles: RoleTable(profile.types),
            globalAddress: profile.globalCommonAddress)
        store = FindingStore(keeping: parameters.findings)
        tables = TrafficTables(profile.types)
    }

    /// Takes an APDU.
    public mutating func receive(_ record: borrowing APDURecord) {
        records &+= 1
        if let time = record.time { see(time) }
        guard let place = place(of: record.connection) else {
            others.records &+= 1
            others.octets &+= record.reading.octets.count
            return
        }
        let direction = record.direction ?? inferredDirection(record)
        connections[place].receive(record, direction, context, &store)
        if let header = record.reading.header {
            tables.add(header, record, direction, place)
        }
    }

    /// Takes what TCP did.
    public mutating func receive(_ event: ConnectionEvent) {
        see(event.time)
        if let place = place(of: event.connection) {
            connections[place].receive(event, context, &store)
        } else if event.kind == .refused {
            others.refused &+= 1
        } else if event.kind == .reset, !event.isRepeated {
            others.reset &+= 1
        }
    }

    /// Takes a notice.
    public mutating func receive(_ notice: Notice) {
        noticeCount &+= 1
        if notices.count < Self.keptNotices { notices.append(notice) }
    }

    /// What was found so far. What still waits for an answer is judged by the latest time seen.
    public func summary() -> Summary {
        var copy = self
        return copy.conclude()
    }

    @inline(__always)
    private mutating func see(_ time: Timestamp) {
        if self.time == nil { self.time = TimeRange(time) }
        self.time?.last = time
    }

    /// Where the state of a connection is; `nil` when there are too many.
    @inline(__always)
    private mutating func place(of connection: Int?) -> Int? {
        let key = connection ?? Self.logKey
        if let lastConnection, lastConnection.key == key { return lastConnection.place }
        return look(up: key)
    }

    private mutating func look(up key: Int) -> Int? {
        let place: Int
        if let known = places[key] {
            place = known
        } else if connections.count < parameters.connections {
            place = connections.count
            connections.append(ConnectionState(connection: key == Self.logKey ? nil : key))
            places[key] = place
        } else {
            // Connections are numbered in the order in which they appear.
            if key > others.last || others.count == 0 {
                others.count += 1
                others.last = key
            }
            return nil
        }
        lastConnection = (key, place)
        return place
    }

    /// Which way an APDU goes by what it says.
    private func inferredDirection(_ record: borrowing APDURecord) -> Direction? {
        if case .unnumbered(let function) = record.reading.control { return function.direction }
        return record.reading.header.flatMap { context.roles.direction(of: $0) }
    }
}

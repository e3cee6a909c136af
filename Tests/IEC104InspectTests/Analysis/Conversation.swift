import IEC104Codec

@testable import IEC104Inspect

/// A made-up session, watched by an analyzer.
struct Conversation {
    var analyzer: SessionAnalyzer
    /// Nanoseconds since the first record.
    var now: Int64 = 0
    var connection: Int?
    /// The connection as a log shows it: records have no connection, and these directions.
    var logDirections: [Direction: Direction?]?
    var hasTimes = true
    var scale = Timestamp.Scale.utc
    private var reading = APDURecord()
    private var packet = 0
    var numbers: [Direction: UInt16] = [.control: 0, .monitor: 0]
    static let client = Endpoint(ipv4: 0x0A00_0001, port: 40_000)
    static let server = Endpoint(ipv4: 0x0A00_0002, port: 2404)
    static let start: Int64 = 1_600_000_000_000_000_000

    init(connection: Int? = 1, parameters: AnalysisParameters = AnalysisParameters()) {
        analyzer = SessionAnalyzer(parameters: parameters)
        self.connection = connection
    }

    /// A log that writes these directions, or none.
    static func log(_ control: Direction?, _ monitor: Direction?) -> Conversation {
        var conversation = Conversation(connection: nil)
        conversation.logDirections = [.control: control, .monitor: monitor]
        return conversation
    }

    /// A TCP connection with data transfer started.
    static func started(parameters: AnalysisParameters = AnalysisParameters()) -> Conversation {
        var conversation = Conversation(parameters: parameters)
        conversation.open()
        conversation.function(.startDTAct, .control)
        conversation.function(.startDTCon, .monitor)
        return conversation
    }

    var summary: Summary { analyzer.summary() }
    var findings: [Finding.Kind] { summary.findings.map { $0.kind } }
    /// What was found, without the numbers.
    var topics: [Finding.Topic] { summary.topics.map { $0.topic } }

    private var time: Timestamp? {
        let nanoseconds = (scale == .utc ? Self.start : 0) &+ now
        return hasTimes
            ? Timestamp(nanoseconds: nanoseconds, scale: scale, fractionDigits: 6) : nil
    }

    mutating func wait(_ seconds: Double) { now += Int64(seconds * 1_000_000_000) }

    mutating func wait(milliseconds: Int64) { now += milliseconds * 1_000_000 }

    // MARK: What TCP does

    mutating func event(
        _ kind: ConnectionEvent.Kind, _ direction: Direction = .control, isRepeated: Bool = false
    ) {
        packet += 1
        analyzer.receive(
            ConnectionEvent(
                kind: kind, connection: connection ?? 1, client: Self.client, server: Self.server,
                direction: direction,
                time: Timestamp(
                    nanoseconds: Self.start &+ now, scale: .utc, fractionDigits: 6),
                packet: packet, sequence: 1, acknowledgment: 1, isRepeated: isRepeated))
    }

    mutating func open() {
        event(.syn)
        event(.synAck, .monitor)
        event(.established)
    }

    // MARK: APDUs

    mutating func octets(_ octets: [UInt8], _ direction: Direction) {
        packet += 1
        reading.number += 1
        reading.time = time
        reading.connection = connection
        if connection != nil {
            let isControl = direction == .control
            reading.from = isControl ? Self.client : Self.server
            reading.to = isControl ? Self.server : Self.client
            reading.place = .packet(packet)
        } else {
            reading.place = .line(packet)
        }
        reading.direction = logDirections.map { $0[direction] ?? nil } ?? direction
        reading.reading.read(octets.span, direction: reading.direction?.transfer)
        analyzer.receive(reading)
    }

    mutating func function(_ function: UFunction, _ direction: Direction) {
        octets(APDU.header(.unnumbered(function)), direction)
    }

    /// An S APDU from `direction`, acknowledging all below `number`; by default all there is.
    mutating func acknowledge(_ direction: Direction, _ number: UInt16? = nil) {
        octets(
            APDU.header(.supervisory(receive: SequenceNumber(number ?? sent(direction.other)))),
            direction)
    }

    /// An I APDU with the next N(S), or with `send`.
    mutating func send(
        _ asdu: ASDU, _ direction: Direction, send: UInt16? = nil, receive: UInt16? = nil
    ) throws {
        let number = send ?? sent(direction)
        octets(
            try asdu.apdu(
                send: SequenceNumber(number),
                receive: SequenceNumber(receive ?? sent(direction.other))), direction)
        numbers[direction] = (number &+ 1) & 0x7FFF
    }

    /// A spontaneous single point, acknowledging nothing new unless asked.
    mutating func point(
        _ address: UInt32 = 1, send: UInt16? = nil, receive: UInt16? = nil
    ) throws {
        try self.send(.point(address), .monitor, send: send, receive: receive)
    }

    private func sent(_ direction: Direction) -> UInt16 { numbers[direction] ?? 0 }
}

extension Direction {
    fileprivate var other: Direction { self == .control ? .monitor : .control }
}

extension ASDU {
    static func point(
        _ address: UInt32 = 1, cause: Cause = .spontaneous, station: CommonAddress = 1
    ) -> ASDU {
        ASDU(
            .M_SP_NA_1, cause: CauseOfTransmission(cause), commonAddress: station,
            objects: [InformationObject(ObjectAddress(address), .singlePoint(SIQ(rawValue: 1)))])
    }

    static func interrogation(
        _ cause: Cause, isNegative: Bool = false, station: CommonAddress = 1
    ) -> ASDU {
        ASDU(
            .C_IC_NA_1, cause: CauseOfTransmission(cause, isNegative: isNegative),
            commonAddress: station,
            objects: [InformationObject(.irrelevant, .interrogation(QOI(rawValue: 20)))])
    }

    static func command(
        _ cause: Cause, address: UInt32 = 5001, isSelect: Bool = false, isNegative: Bool = false
    ) -> ASDU {
        ASDU(
            .C_SC_NA_1, cause: CauseOfTransmission(cause, isNegative: isNegative),
            commonAddress: 1,
            objects: [
                InformationObject(
                    ObjectAddress(address), .singleCommand(SCO(true, isSelect: isSelect)))
            ])
    }

    static func read(_ cause: Cause = .request, address: UInt32 = 7) -> ASDU {
        ASDU(
            .C_RD_NA_1, cause: CauseOfTransmission(cause), commonAddress: 1,
            objects: [InformationObject(ObjectAddress(address), .empty)])
    }
}

/// A topic and how often it was found, short to write.
struct FindingCount: Equatable {
    let topic: Finding.Topic
    let count: Int

    init(_ topic: Finding.Topic, _ count: Int) {
        self.topic = topic
        self.count = count
    }
}

extension Summary {
    var counts: [FindingCount] { topics.map { FindingCount($0.topic, $0.count) } }
}

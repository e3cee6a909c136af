import IEC104Codec
import IEC104Session
import IEC104Station
import IEC104TestKit

/// A controlling station of a `StationWorld`: what it asks, what it has seen.
package struct SimulatedMaster: Sendable {
    /// Monitored data of one ASDU.
    package struct Delivery: Hashable, Sendable {
        /// The connection, counted from 1, and the I APDU on it, counted from 0.
        package var connection: Int
        package var number: Int
        package var header: ASDUHeader
        package var objects: [InformationObject]
    }

    /// A point of a station.
    package struct Place: Hashable, Sendable {
        package var station: CommonAddress
        package var address: ObjectAddress
        package init(_ station: CommonAddress, _ address: ObjectAddress) {
            self.station = station
            self.address = address
        }
    }

    package private(set) var end: StationEnd
    package var engine: MasterEngine
    /// The last information of each point.
    package private(set) var image: [Place: Information] = [:]
    /// All data, in order.
    package private(set) var deliveries: [Delivery] = []
    /// All results, in order.
    package private(set) var results: [MasterResult] = []
    /// What was neither data nor an answer, in order.
    package private(set) var oddities: [MasterReception] = []
    package private(set) var answers = 0
    /// Of jobs with files: octets that came, octets to be sent, ends.
    package private(set) var fetched: [UInt64: [UInt8]] = [:]
    package var sources: [UInt64: [UInt8]] = [:]
    package private(set) var jobResults: [UInt64: Result<FileOutcome, FileTransferError>] = [:]
    package var takesOctets = true
    private var connection = 0

    init(_ settings: MasterSettings) {
        engine = MasterEngine(settings: settings)
        end = StationEnd(.controlling, SessionParameters(), at: Instant(nanoseconds: 0))
        end.session.end()
    }

    /// Forgets what it knows of the points: it must learn it again.
    package mutating func forgetImage() { image = [:] }

    mutating func connect(
        _ parameters: SessionParameters, starts: Bool = true, at now: Moment
    ) {
        connection += 1
        end = StationEnd(.controlling, parameters, at: now.instant)
        if starts { _ = end.session.start(at: now.instant) }
        drain(at: now)
    }

    mutating func read(_ octets: [UInt8], at now: Moment) {
        guard end.isOpen else { return }
        end.framer.append(octets)
        while end.isOpen, end.nextFrame(at: now.instant) { drain(at: now) }
        drain(at: now)
    }

    mutating func disconnected(at now: Moment) {
        guard end.isOpen else { return }
        end.session.end(.lost)
        closed(at: now)
    }

    var deadline: Instant { min(engine.deadline, end.isOpen ? end.session.deadline : .never) }

    mutating func timeout(at now: Moment) {
        if end.isOpen, end.session.deadline <= now.instant {
            end.session.timeout(at: now.instant)
            drain(at: now)
        }
        if engine.deadline <= now.instant { engine.timeout(at: now) }
    }

    /// Sends one ASDU, when there is one that may be sent.
    mutating func transmit(at now: Moment) -> Bool {
        guard end.session.mayTransmit else { return false }
        var octets = [UInt8](repeating: 0, count: APDU.maximumASDULength)
        var output = octets.mutableSpan
        guard let outgoing = engine.next(into: &output, at: now) else { return false }
        end.transmit(octets[..<outgoing.length], ticket: outgoing.ticket, at: now.instant)
        return true
    }

    mutating func takeOutput() -> [UInt8] { end.takeOutput() }

    mutating func takeResults() {
        while let result = engine.nextResult() { results.append(result) }
    }

    /// Serves the jobs; whether there was something.
    mutating func takeFileEvents(at now: Moment) -> Bool {
        var wasServed = false
        while let event = engine.nextFileEvent() {
            wasServed = true
            switch event {
            case .octets(let job, let octets):
                fetched[job, default: []] += octets
                if takesOctets { engine.take(file: job, at: now) }
            case .wants(let job, let range):
                let source = sources[job] ?? []
                let part = range.upperBound <= source.count ? Array(source[range]) : nil
                engine.provide(file: job, part, at: now)
            case .ended(let job, let result): jobResults[job] = result
            }
        }
        return wasServed
    }

    /// Starts or stops data transfer.
    mutating func operate(start: Bool, at now: Moment) {
        _ = start ? end.session.start(at: now.instant) : end.session.stop(at: now.instant)
        drain(at: now)
    }

    private mutating func drain(at now: Moment) {
        while let output = end.session.next() {
            switch output {
            case .send(let control): end.output += APDU.header(control)
            case .deliver: deliver(at: now)
            case .confirmed(_, let ticket): engine.confirmed(through: ticket, at: now)
            case .startAsked: break
            case .started: engine.started(at: now)
            case .stopped: engine.stopped(at: now)
            case .close: closed(at: now)
            }
        }
    }

    private mutating func closed(at now: Moment) {
        engine.closed(end.session.closeReason?.code, at: now)
    }

    private mutating func deliver(at now: Moment) {
        let number = end.received
        end.received += 1
        let asdu = end.asdu
        let reception = engine.receive(asdu.span, at: now)
        switch reception {
        case .answer: answers += 1
        case .data(let header, _):
            guard var reader = try? ASDUReader(asdu.span, profile: engine.settings.profile)
            else {
                oddities.append(reception)
                return
            }
            var objects: [InformationObject] = []
            reader.read(into: &objects)
            for object in objects {
                image[Place(header.commonAddress, object.address)] = object.information
            }
            deliveries.append(
                Delivery(
                    connection: connection, number: number, header: header, objects: objects))
        case .initialized, .file, .unexpected, .malformed: oddities.append(reception)
        }
    }
}

import IEC104Codec
import IEC104Session
import IEC104Station
import IEC104TestKit

/// A controlled station of a `StationWorld`.
package struct SimulatedOutstation: Sendable {
    package private(set) var end: StationEnd
    package var engine: OutstationEngine
    private var link: LinkID?
    private let peer: PeerIdentity
    /// What the application was asked and has not taken.
    package var requests: [ApplicationRequest] = []
    package private(set) var malformed = 0
    /// Its files, when `OutstationSettings.servesFiles` is set.
    package var store = MemoryStore()

    init(_ points: PointTable, _ settings: OutstationSettings, peer: PeerIdentity) {
        engine = OutstationEngine(points: points, settings: settings)
        end = StationEnd(.controlled, SessionParameters(), at: Instant(nanoseconds: 0))
        end.session.end()
        self.peer = peer
    }

    /// The process dies, and another one takes its place.
    mutating func restart(_ engine: OutstationEngine) {
        end.session.end(.lost)
        link = nil
        requests = []
        self.engine = engine
    }

    mutating func connect(_ parameters: SessionParameters, at now: Moment) {
        end = StationEnd(.controlled, parameters, at: now.instant)
        link = engine.open(peer: peer, at: now)
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
        guard end.session.mayTransmit, let link else { return false }
        var octets = [UInt8](repeating: 0, count: APDU.maximumASDULength)
        var output = octets.mutableSpan
        guard let outgoing = engine.next(for: link, into: &output, at: now) else { return false }
        end.transmit(octets[..<outgoing.length], ticket: outgoing.ticket, at: now.instant)
        return true
    }

    mutating func takeOutput() -> [UInt8] { end.takeOutput() }

    mutating func takeRequests(at now: Moment) {
        while let request = engine.nextRequest() {
            if case .file(let request) = request {
                if let answer = store.answer(request) {
                    engine.answer(file: request.transfer, answer, at: now)
                }
            } else {
                requests.append(request)
            }
        }
    }

    private mutating func drain(at now: Moment) {
        while let output = end.session.next() {
            guard let link else { return }
            switch output {
            case .send(let control): end.output += APDU.header(control)
            case .deliver:
                end.received += 1
                let asdu = end.asdu
                let reception = engine.receive(asdu.span, on: link, at: now)
                if case .malformed = reception { malformed += 1 }
            case .confirmed(_, let ticket): engine.confirmed(link, through: ticket)
            case .startAsked: _ = end.session.allowStart(at: now.instant)
            case .started: engine.started(link, at: now)
            case .stopped: engine.stopped(link, at: now)
            case .close: closed(at: now)
            }
        }
    }

    private mutating func closed(at now: Moment) {
        if let link { engine.closed(link, at: now) }
        link = nil
    }
}

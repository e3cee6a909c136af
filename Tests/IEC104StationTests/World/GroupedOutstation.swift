import IEC104Codec
import IEC104Session
import IEC104Station
import IEC104TestKit

/// A controlled station of a `GroupWorld`: a place for the connection of each master, all of one
/// redundancy group, and what was unacknowledged when the transfer went from one to another.
struct GroupedOutstation: Sendable {
    var engine: OutstationEngine
    private(set) var ends: [StationEnd]
    private var links: [LinkID?]
    /// The events in each I APDU sent on the present connection of each master.
    private var sentEvents: [[[Int]]]
    /// Events that may come again: sent, and not acknowledged when their connection lost the
    /// transfer.
    private(set) var repeatable: Set<Int> = []
    /// How many events had been made and acknowledged at each switch-over.
    private(set) var acknowledgedAtSwitch: [Int] = []
    private(set) var reasons: [SessionError.Code] = []
    private(set) var fights = 0

    init(_ points: PointTable, _ settings: OutstationSettings, masters: Int) {
        engine = OutstationEngine(points: points, settings: settings, redundancyGroups: ["A"])
        var end = StationEnd(
            .controlled, SessionParameters(), at: Instant(nanoseconds: 0))
        end.session.end()
        ends = [StationEnd](repeating: end, count: masters)
        links = [LinkID?](repeating: nil, count: masters)
        sentEvents = [[[Int]]](repeating: [], count: masters)
    }

    mutating func connect(_ number: Int, _ parameters: SessionParameters, at now: Moment) {
        ends[number] = StationEnd(.controlled, parameters, at: now.instant)
        ends[number].session.asksBeforeStart = true
        sentEvents[number] = []
        links[number] = engine.open(
            peer: PeerIdentity("10.0.0.\(number + 1)"), in: "A", at: now)
    }

    mutating func read(_ number: Int, _ octets: [UInt8], at now: Moment) {
        guard ends[number].isOpen else { return }
        ends[number].framer.append(octets)
        while ends[number].isOpen, ends[number].nextFrame(at: now.instant) {
            drain(number, at: now)
        }
        drain(number, at: now)
    }

    mutating func disconnected(_ number: Int, at now: Moment) {
        end(number, .lost, at: now)
    }

    var deadline: Instant {
        ends.reduce(engine.deadline) { $1.isOpen ? min($0, $1.session.deadline) : $0 }
    }

    mutating func timeout(at now: Moment) {
        for number in ends.indices
        where ends[number].isOpen && ends[number].session.deadline <= now.instant {
            ends[number].session.timeout(at: now.instant)
            drain(number, at: now)
        }
        if engine.deadline <= now.instant { engine.timeout(at: now) }
    }

    /// Sends one ASDU to a master, when there is one that may be sent.
    mutating func transmit(_ number: Int, at now: Moment) -> Bool {
        guard ends[number].session.mayTransmit, let link = links[number] else { return false }
        var octets = [UInt8](repeating: 0, count: APDU.maximumASDULength)
        var output = octets.mutableSpan
        guard let outgoing = engine.next(for: link, into: &output, at: now) else { return false }
        let asdu = octets[..<outgoing.length]
        ends[number].transmit(asdu, ticket: outgoing.ticket, at: now.instant)
        let sent = try? ASDU(Array(asdu))
        sentEvents[number].append(
            sent?.cause.cause == .spontaneous ? sent?.objects.compactMap(eventNumber) ?? [] : [])
        return true
    }

    mutating func takeOutput(_ number: Int) -> [UInt8] { ends[number].takeOutput() }

    mutating func takeRequests() {
        while let request = engine.nextRequest() {
            if case .fight = request { fights += 1 }
        }
    }

    /// How many connections are started, as the station sees it.
    var started: [Int] { ends.indices.filter { ends[$0].session.phase == .started } }

    private mutating func drain(_ number: Int, at now: Moment) {
        while let output = ends[number].session.next() {
            guard let link = links[number] else { return }
            switch output {
            case .send(let control): ends[number].output += APDU.header(control)
            case .deliver:
                let asdu = ends[number].asdu
                _ = engine.receive(asdu.span, on: link, at: now)
            case .confirmed(_, let ticket): engine.confirmed(link, through: ticket)
            case .startAsked: decide(number, link, at: now)
            case .started: engine.started(link, at: now)
            case .stopped: engine.stopped(link, at: now)
            case .close(let error): closed(number, error.code, at: now)
            }
        }
    }

    /// What `OutstationCore` does.
    private mutating func decide(_ number: Int, _ link: LinkID, at now: Moment) {
        switch engine.mayStart(link, at: now) {
        case .start: break
        case .refuse: return end(number, .groupInUse, at: now)
        case .closing(let old):
            guard let other = links.firstIndex(of: old) else { break }
            noteSwitch()
            end(other, .displaced, at: now)
        case .stopping(let old):
            guard let other = links.firstIndex(of: old) else { break }
            noteSwitch()
            noteRepeatable(other)
            engine.stopped(old, at: now)
            _ = ends[other].session.stop(at: now.instant)
            drain(other, at: now)
        }
        _ = ends[number].session.allowStart(at: now.instant)
    }

    private mutating func noteSwitch() {
        let left = engine.eventGroups[0].waiting + engine.eventGroups[0].unconfirmed
        acknowledgedAtSwitch.append(Int(engine.statistics.events) - left)
    }

    private mutating func noteRepeatable(_ number: Int) {
        repeatable.formUnion(sentEvents[number].dropFirst(ends[number].acknowledged).joined())
    }

    private mutating func end(_ number: Int, _ code: SessionError.Code, at now: Moment) {
        guard ends[number].isOpen else { return }
        ends[number].session.end(code)
        closed(number, code, at: now)
    }

    private mutating func closed(_ number: Int, _ code: SessionError.Code, at now: Moment) {
        noteRepeatable(number)
        reasons.append(code)
        if let link = links[number] { engine.closed(link, at: now) }
        links[number] = nil
    }
}

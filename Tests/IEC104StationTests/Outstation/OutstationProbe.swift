import IEC104Codec
import IEC104Session
import IEC104Station

/// An engine with links, in virtual time: what a test does with it in a line.
final class OutstationProbe {
    var engine: OutstationEngine
    var now = Moment(Instant(seconds: 1000), wall: 1_700_000_000_000)
    var last: LinkID
    let profile: Profile

    /// An outstation with one started link of `10.0.0.1`; what the start makes is pulled unless
    /// `drains` is false.
    init(
        _ points: PointTable, _ settings: OutstationSettings = OutstationSettings(),
        groups: [PeerIdentity] = [], drains: Bool = true
    ) {
        profile = settings.profile
        engine = OutstationEngine(
            points: points, settings: settings, redundancyGroups: groups)
        last = engine.open(peer: "10.0.0.1", in: groups.first, at: now)
        engine.started(last, at: now)
        if drains { confirmAll() }
    }

    func connect(_ peer: PeerIdentity, in group: PeerIdentity? = nil) -> LinkID {
        let link = engine.open(peer: peer, in: group, at: now)
        engine.started(link, at: now)
        return link
    }

    /// STARTDT act on a link that is open: what becomes of it. The station closes and stops what it
    /// must, as `OutstationCore` does.
    @discardableResult
    func ask(toStart link: LinkID) -> StartDecision {
        let decision = engine.mayStart(link, at: now)
        switch decision {
        case .closing(let old): engine.closed(old, at: now)
        case .stopping(let old): engine.stopped(old, at: now)
        case .refuse:
            engine.closed(link, at: now)
            return decision
        case .start: break
        }
        engine.started(link, at: now)
        return decision
    }

    func advance(seconds: Double) {
        now.instant = now.instant.advanced(byNanoseconds: Int64(seconds * 1e9))
        now.wall += Int64(seconds * 1000)
        if engine.deadline <= now.instant { engine.timeout(at: now) }
    }

    @discardableResult
    func receive(_ octets: [UInt8], on link: LinkID? = nil) -> Reception {
        engine.receive(octets.span, on: link ?? last, at: now)
    }

    /// Sends an ASDU of one object to the engine.
    func ask(
        _ type: TypeID, _ cause: CauseOfTransmission, station: CommonAddress = 1,
        at address: ObjectAddress = 0, _ information: Information, time: TimeTag = .none,
        on link: LinkID? = nil
    ) throws {
        let asdu = ASDU(
            type, cause: cause, commonAddress: station,
            objects: [InformationObject(address, information, timeTag: time)])
        receive(try asdu.encoded(profile: profile), on: link)
    }

    /// The next ASDU's octets and ticket.
    func next(on link: LinkID? = nil) -> (octets: [UInt8], ticket: UInt64)? {
        var output = [UInt8](repeating: 0xEE, count: 249)
        var span = output.mutableSpan
        guard let outgoing = engine.next(for: link ?? last, into: &span, at: now) else {
            return nil
        }
        return (Array(output.prefix(outgoing.length)), outgoing.ticket)
    }

    func nextASDU(on link: LinkID? = nil) throws -> ASDU? {
        try next(on: link).map { try ASDU($0.octets, profile: profile) }
    }

    /// All that waits, without confirming it.
    func pull(on link: LinkID? = nil, most: Int = 10_000) throws -> [ASDU] {
        var all: [ASDU] = []
        while all.count < most, let asdu = try nextASDU(on: link) { all.append(asdu) }
        return all
    }

    /// Pulls all, and confirms it.
    func confirmAll(on link: LinkID? = nil) {
        while let (_, ticket) = next(on: link) {
            engine.confirmed(link ?? last, through: ticket)
        }
    }

    @discardableResult
    func set(
        _ point: PointID, _ information: Information, time: CP56Time2a? = nil,
        mode: EventMode = .detect
    ) -> Bool {
        engine.set(point, information, time: time, mode: mode, at: now)
    }

    @discardableResult
    func set<Value: PointValue>(_ point: Point<Value>, _ value: Value) -> Bool {
        engine.set(point, value, at: now)
    }

    @discardableResult
    func answer(_ request: RequestID, _ answer: CommandAnswer) -> Bool {
        engine.answer(request, answer, at: now)
    }

    func nextRequest() -> ApplicationRequest? { engine.nextRequest() }

    /// Answers the command that the application is asked about next.
    func answerCommand(_ answer: CommandAnswer) -> CommandRequest? {
        while let request = engine.nextRequest() {
            if case .command(let command) = request {
                engine.answer(command.id, answer, at: now)
                return command
            }
        }
        return nil
    }
}

extension ASDU {
    /// Type, cause and P/N in short, such as `45 7-`, and T as `t`.
    var short: String {
        "\(type.rawValue) \(cause.cause.rawValue)\(cause.isNegative ? "-" : "")"
            + (cause.isTest ? "t" : "")
    }

    var addresses: [UInt32] { objects.map(\.address.value) }
}

extension [ASDU] {
    var short: [String] { map(\.short) }
}

let activation = CauseOfTransmission(.activation, originator: 9)
let deactivation = CauseOfTransmission(.deactivation, originator: 9)

import IEC104Codec
import IEC104Session
import IEC104Station
import PlainC

/// What one APDU costs the pure parts of a station: the session of both sides, an interrogation, an
/// event.
enum StationBenchmark {
    private static let now = Moment(Instant(nanoseconds: 0), wall: 1_772_440_000_000)

    static func run() {
        let pieces: [(name: String, unit: String, count: Int, piece: () -> UInt64)] = [
            ("session, both sides", "I APDU", 96_000, sessions),
            (
                "interrogation of 10,000 floats, SQ = 1", "object", 4_000_000,
                { interrogation(true) }
            ),
            (
                "interrogation of 10,000 floats, SQ = 0", "object", 4_000_000,
                { interrogation(false) }
            ),
            ("event set, buffered, written, confirmed", "event", 1_000_000, events),
        ]
        let seconds = Bench.interleaved(pieces.map(\.piece))
        print("stations, without sockets")
        for (piece, time) in zip(pieces, seconds) {
            let before = plain_allocations()
            _ = piece.piece()
            let blocks = Double(plain_allocations() - before) / Double(piece.count)
            let each = Bench.text(time / Double(piece.count) * 1e9)
            print(
                "  \(piece.name): \(each) ns, \(Bench.text(blocks)) allocations per \(piece.unit)")
        }
    }

    /// I APDUs from a controlled to a controlling station, acknowledged after w.
    private static func sessions() -> UInt64 {
        let parameters = SessionParameters()
        var outstation = Session(role: .controlled, parameters: parameters, at: now.instant)
        var master = Session(role: .controlling, parameters: parameters, at: now.instant)
        _ = master.start(at: now.instant)
        var received: UInt64 = 0
        func exchange() {
            var hasMore = true
            while hasMore {
                hasMore = false
                while let output = master.next() {
                    guard case .send(let control) = output else { continue }
                    outstation.receive(control, at: now.instant)
                    hasMore = true
                }
                while let output = outstation.next() {
                    guard case .send(let control) = output else { continue }
                    master.receive(control, at: now.instant)
                    hasMore = true
                }
            }
        }
        exchange()
        for _ in 0..<12_000 {
            for ticket in 0..<8 {
                guard let control = outstation.transmit(ticket: UInt64(ticket), at: now.instant)
                else { break }
                master.receive(control, at: now.instant)
                while let output = master.next() {
                    switch output {
                    case .deliver: received &+= 1
                    case .send(let control): outstation.receive(control, at: now.instant)
                    default: break
                    }
                }
                while outstation.next() != nil {}
            }
        }
        return received
    }

    private static func outstation(_ sequences: Bool) -> (OutstationEngine, LinkID, [PointID])? {
        var table = PointTable()
        var points: [PointID] = []
        for index in 1...10_000 as ClosedRange<UInt32> {
            let value = Information.shortFloat(R32(Float(index)), [])
            guard let point = try? table.add(ObjectAddress(index), value) else { return nil }
            points.append(point)
        }
        var settings = OutstationSettings()
        settings.sequences = sequences
        var engine = OutstationEngine(points: table, settings: settings)
        let link = engine.open(peer: "master", at: now)
        engine.started(link, at: now)
        return (engine, link, points)
    }

    private static func interrogation(_ sequences: Bool) -> UInt64 {
        guard let (made, link, _) = outstation(sequences) else { return 0 }
        var engine = made
        let request = ASDU(
            .C_IC_NA_1, cause: CauseOfTransmission(.activation), commonAddress: 1,
            objects: [InformationObject(0, .interrogation(.station))])
        guard let octets = try? request.encoded() else { return 0 }
        var output = [UInt8](repeating: 0, count: APDU.maximumASDULength)
        var sum: UInt64 = 0
        for _ in 0..<400 {
            _ = engine.receive(octets.span, on: link, at: now)
            var ticket: UInt64 = 0
            var span = output.mutableSpan
            while let outgoing = engine.next(for: link, into: &span, at: now) {
                sum &+= UInt64(outgoing.length)
                ticket = outgoing.ticket
            }
            engine.confirmed(link, through: ticket)
        }
        return sum
    }

    private static func events() -> UInt64 {
        guard let (made, link, points) = outstation(true) else { return 0 }
        var engine = made
        var output = [UInt8](repeating: 0, count: APDU.maximumASDULength)
        var sum: UInt64 = 0
        for index in 0..<1_000_000 {
            let value = Information.shortFloat(R32(Float(index)), [])
            engine.set(points[index % 1000], value, mode: .force, at: now)
            var span = output.mutableSpan
            while let outgoing = engine.next(for: link, into: &span, at: now) {
                sum &+= UInt64(outgoing.length)
                engine.confirmed(link, through: outgoing.ticket)
            }
        }
        return sum
    }
}

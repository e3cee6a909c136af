import Glibc
import IEC104Codec
import IEC104Session
import IEC104Station

/// A million points of a thousand stations, and a million events: memory and time.
enum ScaleBenchmark {
    private static let stations = 1_000
    private static let each = 1_000
    private static var count: Int { stations * each }

    static func run() {
        print("a million points, a million events; resident memory, without sockets")
        let empty = resident()
        var settings = OutstationSettings()
        settings.eventCapacity = EventCapacity(state: count, measured: count)
        var made: OutstationEngine?
        let start = seconds {
            guard let table = table() else { return }
            made = OutstationEngine(points: table, settings: settings)
        }
        guard var engine = made else { return print("  no table") }
        made = nil
        let filled = resident()
        row("table of points, made and served", start, "s")
        row("memory of a point", Double(filled - empty) / Double(count), "octets")
        let now = Moment(Instant(seconds: 1), wall: 1_700_000_000_000)
        let link = engine.open(peer: "10.0.0.1", at: now)
        engine.started(link, at: now)
        drain(&engine, link, now)
        interrogate(&engine, link, now)
        engine.closed(link, at: now)
        storm(&engine, now)
    }

    private static func table() -> PointTable? {
        var table = PointTable()
        table.reserveCapacity(count)
        do throws(PointTableError) {
            for station in 1...stations {
                let station = CommonAddress(UInt16(station))
                for number in 0..<each {
                    let address = ObjectAddress(UInt32(1001 + number))
                    switch number {
                    case ..<400: try table.add(address, station: station, number % 2 == 0)
                    case ..<500: try table.add(address, station: station, DoublePointState.on)
                    case ..<950: try table.add(address, station: station, Float(number))
                    default: try table.add(address, station: station, BCR(Int32(number)))
                    }
                }
            }
        } catch {
            return nil
        }
        return table
    }

    private static func interrogate(
        _ engine: inout OutstationEngine, _ link: LinkID, _ now: Moment
    ) {
        let asdu = ASDU(
            .C_IC_NA_1, cause: CauseOfTransmission(.activation), commonAddress: .global,
            objects: [InformationObject(.irrelevant, .interrogation(.station))])
        guard let octets = try? asdu.encoded() else { return }
        let before = resident()
        var written = 0
        let time = seconds {
            _ = engine.receive(octets.span, on: link, at: now)
            written = drain(&engine, link, now)
        }
        let objects = stations * 950
        row("interrogation of all stations, \(written) ASDUs", time, "s")
        row("  for an object", time * 1e9 / Double(objects), "ns")
        row("  memory it took", Double(resident() - before) / 1e6, "MB")
    }

    /// A million events of measured values while nobody is there, then out.
    private static func storm(_ engine: inout OutstationEngine, _ now: Moment) {
        let points = (1...stations).flatMap { station in
            (0..<10).compactMap {
                engine.find(
                    ObjectAddress(UInt32(1501 + $0)), station: CommonAddress(UInt16(station)))
            }
        }
        let before = resident()
        let inward = seconds {
            for number in 0..<count {
                engine.set(
                    points[number % points.count], .shortFloat(R32(Float(number)), []),
                    mode: .force, at: now)
            }
        }
        row("event into the buffer", inward * 1e9 / Double(count), "ns")
        row("memory of an event", Double(resident() - before) / Double(count), "octets")
        let link = engine.open(peer: "10.0.0.1", at: now)
        engine.started(link, at: now)
        var written = 0
        let outward = seconds { written = drain(&engine, link, now) }
        row("event out of it and confirmed", outward * 1e9 / Double(count), "ns")
        let status = engine.eventGroups
        print("  ASDUs \(written), lost \(engine.statistics.eventsLost), left \(status[0].waiting)")
        row("memory afterwards", Double(resident() - before) / 1e6, "MB")
    }

    /// Takes all that a link gets, and confirms each ASDU; how many there were.
    @discardableResult
    private static func drain(
        _ engine: inout OutstationEngine, _ link: LinkID, _ now: Moment
    ) -> Int {
        var octets = [UInt8](repeating: 0, count: APDU.maximumASDULength)
        var output = octets.mutableSpan
        var written = 0
        while let outgoing = engine.next(for: link, into: &output, at: now) {
            engine.confirmed(link, through: outgoing.ticket)
            written += 1
        }
        return written
    }

    private static func seconds(_ body: () -> Void) -> Double {
        let clock = ContinuousClock()
        let elapsed = clock.measure(body).components
        return Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18
    }

    private static func row(_ name: String, _ value: Double, _ unit: String) {
        print("  \(name): \(Bench.text(value)) \(unit)")
    }

    /// Resident memory of this process in octets.
    private static func resident() -> Int {
        guard let file = unsafe fopen("/proc/self/statm", "r") else { return 0 }
        defer { unsafe fclose(file) }
        var buffer = [UInt8](repeating: 0, count: 256)
        let length = unsafe fread(&buffer, 1, buffer.count, file)
        let words = String(decoding: buffer.prefix(length), as: UTF8.self).split(separator: " ")
        return words.count > 1 ? (Int(words[1]) ?? 0) * sysconf(Int32(_SC_PAGESIZE)) : 0
    }
}

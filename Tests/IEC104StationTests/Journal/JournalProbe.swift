import IEC104Codec
import IEC104Session
import IEC104Station
import IEC104TestKit

/// An engine with a journal on a simulated disk, and one link of its master: what tests do with it
/// in a line.
final class JournalProbe {
    var engine: OutstationEngine
    var keeper: JournalKeeper
    var writer: JournalWriter<SimulatedDisk>
    let disk: SimulatedDisk
    let report: JournalReport
    var now: Moment
    var link: LinkID?
    /// The disk is busy with it.
    private(set) var job: JournalJob?
    private(set) var notices: [JournalKeeper.Notice] = []

    init(
        _ points: PointTable, _ settings: JournalSettings, on disk: SimulatedDisk,
        outstation: OutstationSettings = OutstationSettings(), boot: UInt64 = 1,
        at now: Moment = Moment(Instant(seconds: 1000), wall: 1_700_000_000_000)
    ) throws {
        var reader = disk
        let contents = try JournalContents(&reader, boot: boot)
        var engine = OutstationEngine(points: points, settings: outstation)
        report = engine.restore(contents, at: now)
        keeper = JournalKeeper(
            settings, generation: contents.generation, boot: boot, for: &engine, at: now.instant)
        self.engine = engine
        self.now = now
        self.disk = disk
        writer = JournalWriter(disk)
        settle()
    }

    /// Has the disk begin what there is to do.
    func begin(isEnd: Bool = false) {
        if job == nil { job = keeper.commit(&engine, isEnd: isEnd, at: now.instant) }
        takeNotices()
    }

    /// Has the disk end what it does.
    func finish() {
        guard let job else { return }
        let fault = writer.run(job)
        self.job = nil
        keeper.completed(fault, &engine, at: now.instant)
        takeNotices()
    }

    private func takeNotices() {
        while let notice = keeper.nextNotice() { notices.append(notice) }
    }

    /// Writes all there is.
    func settle() {
        for _ in 0..<8 {
            begin()
            guard job != nil else { return }
            finish()
        }
    }

    func end() {
        settle()
        begin(isEnd: true)
        finish()
    }

    func advance(_ nanoseconds: Int64) {
        now.instant = now.instant.advanced(byNanoseconds: nanoseconds)
        now.wall += nanoseconds / 1_000_000
    }

    func connect(_ peer: PeerIdentity = "10.0.0.1") {
        let link = engine.open(peer: peer, at: now)
        engine.started(link, at: now)
        self.link = link
    }

    func disconnect() {
        if let link { engine.closed(link, at: now) }
        link = nil
    }

    /// The next ASDU and its ticket.
    func next() -> (ASDU, UInt64)? {
        guard let link else { return nil }
        var octets = [UInt8](repeating: 0, count: 249)
        var span = octets.mutableSpan
        guard let outgoing = engine.next(for: link, into: &span, at: now) else { return nil }
        guard let asdu = try? ASDU(Array(octets.prefix(outgoing.length))) else { return nil }
        return (asdu, outgoing.ticket)
    }

    func confirm(_ ticket: UInt64) {
        if let link { engine.confirmed(link, through: ticket) }
    }

    /// All events that wait, confirmed.
    func drain() -> [InformationObject] {
        var objects: [InformationObject] = []
        for _ in 0..<1_000_000 {
            guard let (asdu, ticket) = next() else { break }
            if asdu.header.cause.cause == .spontaneous { objects += asdu.objects }
            confirm(ticket)
        }
        return objects
    }
}

extension JournalSettings {
    static func test(_ synchronization: Synchronization, limit: Int = 1 << 20) -> JournalSettings {
        var settings = JournalSettings(directory: "")
        settings.synchronization = synchronization
        settings.limit = limit
        return settings
    }
}

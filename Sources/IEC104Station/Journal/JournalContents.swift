internal import IEC104Codec

/// What a journal holds: everything as it was with the last record that is there.
package struct JournalContents: Sendable {
    /// Of the last event.
    private(set) var sequence: UInt64 = 0
    /// In the order of their numbers, each once.
    private(set) var events: [EventRecord] = []
    /// By `AddressIndex.key`.
    private(set) var points: [UInt64: JournalRecord.Point] = [:]
    /// By `AddressIndex.key`.
    private(set) var parameters: [UInt64: JournalRecord.Parameters] = [:]
    /// Clocks that were set, by their station.
    private(set) var clocks: [CommonAddress?: StationClock.State] = [:]
    private(set) var groups: [JournalOwner: JournalRecord.Group] = [:]
    private(set) var clearings: [JournalRecord.Clearing] = []
    /// Events that found no room in the checkpoint: how many, and the last one.
    private(set) var omitted: (count: UInt64, last: UInt64) = (0, 0)
    private(set) var file: JournalRecord.File?
    /// The largest number of a file.
    package private(set) var generation: UInt64 = 0
    package internal(set) var report = JournalReport()

    private var reserved: UInt64 = 0
    private var hasEnded = false
    /// The event that comes next, behind a checkpoint.
    private var expected: UInt64?
    private var pruning = 1 << 16

    /// Nothing.
    package init() {}

    /// Reads a journal: every record that is whole.
    ///
    /// The newest file that begins with a whole checkpoint tells all; newer ones that do not are
    /// read behind it. When there is none, all files are read.
    ///
    /// - Parameter boot: of the machine's present start; 0 when it is not known.
    package init<Disk: JournalDisk>(_ disk: inout Disk, boot: UInt64) throws(JournalFault) {
        try disk.open()
        var files: [(generation: UInt64, name: String)] = []
        for name in try disk.list() {
            if let generation = JournalFile.generation(name) { files.append((generation, name)) }
        }
        files.sort { $0.generation > $1.generation }
        generation = files.first?.generation ?? 0
        var scans: [JournalScan] = []
        for (generation, name) in files {
            let scan = JournalScan(name, try disk.read(name), generation: generation)
            guard !scan.isOtherVersion else { throw JournalFault(.understand, name) }
            scans.append(scan)
            if scan.isComplete { break }
        }
        for scan in scans.reversed() { read(scan) }
        finish(boot: boot)
    }

    private mutating func read(_ scan: JournalScan) {
        report.files += 1
        report.octets += scan.octets.count
        report.damages += scan.damages.prefix(max(100 - report.damages.count, 0))
        for damage in scan.damages { report.damagedOctets += damage.count }
        if scan.isComplete {
            (points, groups, clearings, events) = ([:], [:], [], [])
            (omitted, reserved) = ((0, 0), 0)
            (parameters, clocks) = ([:], [:])
        }
        expected = nil
        for frame in scan.frames {
            var rest = frame
            while let record = JournalRecord.next(scan.octets, &rest, &report.unknownRecords) {
                take(record)
            }
        }
    }

    private mutating func take(_ record: JournalRecord) {
        hasEnded = false
        switch record {
        case .file(let file): self.file = file
        case .checkpoint(let sequence, let count, let last):
            self.sequence = max(self.sequence, sequence)
            omitted = (count, last)
            expected = sequence &+ 1
        case .point(let point):
            points[AddressIndex.key(point.station, point.address)] = point
        case .parameters(let found):
            parameters[AddressIndex.key(found.station, found.address)] = found
        case .clock(let clock):
            if clock.station == nil { clocks = [:] }
            clocks[clock.station] = clock.state
        case .event(let event, let isValue): take(event, isValue)
        case .group(let owner, let group): groups[owner] = group
        case .groupGone(let owner): groups[owner] = nil
        case .cleared(let clearing): clearings.append(clearing)
        case .reserved(let number): reserved = max(reserved, number)
        case .end(let sequence):
            self.sequence = max(self.sequence, sequence)
            hasEnded = true
        }
    }

    private mutating func take(_ event: EventRecord, _ isValue: Bool) {
        if let expected {
            if event.sequence > expected { report.missingEvents &+= event.sequence &- expected }
            self.expected = event.sequence &+ 1
        }
        sequence = max(sequence, event.sequence)
        events.append(event)
        if isValue {
            let key = AddressIndex.key(event.station, event.object.address)
            points[key]?.information = event.object.information
            points[key]?.reported = event.object.information.measure
        }
        if events.count >= pruning {
            prune()
            pruning = max(1 << 16, events.count * 2)
        }
    }

    /// Removes what every group has got.
    private mutating func prune() {
        let least = groups.values.map(\.position).min() ?? 0
        events.removeAll { $0.sequence <= least }
    }

    private mutating func finish(boot: UInt64) {
        prune()
        events.sort { $0.sequence < $1.sequence }
        var last: UInt64?
        events.removeAll { event in
            defer { last = event.sequence }
            return event.sequence == last
        }
        report.omittedEvents = omitted.count
        guard !report.isEmpty else { return }
        report.ending = .unknown
        guard let file else { return }
        let isSameStart = file.boot == boot && boot != 0
        report.ending = hasEnded ? .clean : isSameStart ? .process : .machine
        if !hasEnded, !file.isSyncedFirst, reserved > sequence {
            report.possiblyMissingEvents = reserved - sequence
        }
    }
}

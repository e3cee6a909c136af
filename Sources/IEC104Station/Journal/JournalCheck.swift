package import IEC104Codec

/// What a look at a journal shows, which changes nothing of it: its files, and what a station that
/// is started with it would find.
package struct JournalCheck: Sendable {
    /// A file of the journal.
    package struct File: Sendable {
        package let name: String
        package let octets: Int
        /// Sound frames, and the records in them by their kind.
        package let frames: Int
        package let records: [(kind: String, count: Int)]
        /// Records of kinds that this version does not know.
        package let unknownRecords: Int
        /// Whether it begins with everything as it was, so that older files do not matter.
        package let isComplete: Bool
        /// Whether a start reads it.
        package let isRead: Bool
        package let damages: [JournalReport.Damage]
    }

    /// The events of one owner.
    package struct Group: Sendable {
        /// The name of a redundancy group or the host of a master; `nil`: collected before any came.
        package let owner: PeerIdentity?
        /// The last event of which it has all before.
        package let position: UInt64
        package let waiting: Int
        package let lost: UInt64
    }

    /// The oldest first.
    package private(set) var files: [File] = []
    package private(set) var groups: [Group] = []
    package let report: JournalReport
    /// The number of the last event.
    package let lastEvent: UInt64
    package let values: Int
    package let frozenCounters: Int
    package let parameters: Int
    package let clocks: Int
    /// Events that some group has yet to confirm.
    package let events: Int
    /// When the first and the last of these were made, on the clock of their station.
    package let eventTimes: (first: CP56Time2a, last: CP56Time2a)?

    /// Reads a journal.
    ///
    /// - Parameter boot: of the machine's present start; 0 when it is not known.
    package init<Disk: JournalDisk>(_ disk: inout Disk, boot: UInt64) throws(JournalFault) {
        let contents = try JournalContents(&disk, boot: boot)
        report = contents.report
        lastEvent = contents.sequence
        values = contents.points.count
        frozenCounters = contents.points.values.count { $0.frozen != nil }
        parameters = contents.parameters.values.count(where: \.isChanged)
        clocks = contents.clocks.count
        groups = contents.groups.map { name, group in
            Group(
                owner: name.owner ?? nil, position: group.position,
                waiting: contents.waiting(name).count, lost: group.lost)
        }.sorted { ($0.owner?.description ?? "") < ($1.owner?.description ?? "") }
        events = contents.events.count
        let times = contents.events.compactMap { event in
            if case .cp56(let time) = event.object.timeTag { time } else { nil }
        }
        eventTimes = times.first.flatMap { first in times.last.map { (first, $0) } }
        var found: [(generation: UInt64, name: String)] = []
        for name in try disk.list() {
            if let generation = JournalFile.generation(name) { found.append((generation, name)) }
        }
        var isRead = true
        for (generation, name) in found.sorted(by: { $0.generation > $1.generation }) {
            let scan = JournalScan(name, try disk.read(name), generation: generation)
            files.insert(File(scan, isRead: isRead), at: 0)
            if scan.isComplete { isRead = false }
        }
    }

    /// Whether something is wrong that a stop in the middle of a write does not explain.
    package var isDamaged: Bool {
        report.missingEvents > 0 || report.unknownRecords > 0
            || files.contains { $0.isRead && $0.damages.contains { !$0.isTail } }
            || !report.isEmpty && !files.contains(where: \.isComplete)
    }
}

extension JournalCheck.File {
    fileprivate init(_ scan: JournalScan, isRead: Bool) {
        var counts: [JournalRecord.Kind: Int] = [:]
        var unknown = 0
        for frame in scan.frames {
            var rest = frame
            while let record = JournalRecord.next(scan.octets, &rest, &unknown) {
                counts[record.kind, default: 0] += 1
            }
        }
        name = scan.name
        octets = scan.octets.count
        frames = scan.frames.count
        records = counts.sorted { $0.key.rawValue < $1.key.rawValue }.map {
            ("\($0.key)", $0.value)
        }
        unknownRecords = unknown
        isComplete = scan.isComplete
        self.isRead = isRead
        damages = scan.damages
    }
}

extension JournalRecord {
    fileprivate var kind: Kind {
        switch self {
        case .file: .file
        case .checkpoint: .checkpoint
        case .point: .point
        case .parameters: .parameters
        case .clock: .clock
        case .event: .event
        case .group: .group
        case .groupGone: .groupGone
        case .cleared: .cleared
        case .reserved: .reserved
        case .end: .end
        }
    }
}

extension JournalRecord.Parameters {
    /// Whether anything was set, or it was all given back.
    fileprivate var isChanged: Bool {
        loadedKinds | remoteKinds | localKinds != 0 || isCyclicStopped
    }
}

package import IEC104Session

/// Decides what a journal writes and when: one write at a time, which carries all that was noted
/// while the one before it was under way.
///
/// Its owner calls `commit` after what the engine has done, has the disk do the job that it gives,
/// tells the outcome with `completed`, and calls `commit` again at `deadline`.
package struct JournalKeeper: Sendable {
    /// What the owner is to be told.
    package enum Notice: Hashable, Sendable {
        /// The disk fails: the station goes on from memory, and tries again.
        case failed(JournalFault)
        /// The disk works again, and has everything.
        case restored
        /// So many events find no room on it; told once until all have room again.
        case omitted(Int)
    }

    /// A job that the disk does.
    private struct Pending: Sendable {
        let isCheckpoint: Bool
        let syncs: Bool
        let sequence: UInt64
        let reservation: UInt64?
        let octets: Int
        let start: Instant
        let omitted: Int
        let isLast: Bool
    }

    private let settings: JournalSettings
    private let boot: UInt64
    private let interval: Int64
    private let patience: Int64
    private let limit: Int
    /// The largest number of a file so far.
    private var generation: UInt64
    private var pending: Pending?
    private var needsCheckpoint = true
    private var fileOctets = 0
    private var checkpointOctets = 0
    /// The last event that is safe.
    private var safe: UInt64 = 0
    private var hasUnsynced = false
    private var lastSync: Instant
    private var isFailing = false
    private var isSlow = false
    private var retry = Instant.never
    private var pause = JournalSettings.shortestRetry
    private var hasEnded = false
    private var notices: [Notice] = []
    /// Up to which number events may be made, and when that was said.
    private var reserved: UInt64 = 0
    private var reservedSince: Instant
    private var reservationLength: UInt64 = 1024
    /// Whether the owner wants everything safe.
    package var wantsSync = false
    package private(set) var status = JournalStatus()

    /// The journal of an engine that has made no event but those of `generation`.
    ///
    /// - Parameters:
    ///   - generation: the largest number of a file that is there.
    ///   - boot: of the machine's start; 0 when it is not known.
    package init(
        _ settings: JournalSettings, generation: UInt64, boot: UInt64,
        for engine: inout OutstationEngine, at now: Instant
    ) {
        engine.attachJournal()
        self.settings = settings
        self.generation = generation
        self.boot = boot
        let hour = Duration.seconds(3600)
        interval =
            switch settings.synchronization {
            case .each, .none: 0
            case .every(let time): time.clamped(to: .milliseconds(1)...hour).wholeNanoseconds
            }
        patience = settings.patience.clamped(to: .milliseconds(100)...hour).wholeNanoseconds
        limit = max(settings.limit, 65536, engine.journalPointOctets * 8)
        lastSync = now
        reservedSince = now
        if syncsEach { engine.hold(from: engine.sequence &+ 1) }
    }

    private var syncsEach: Bool { settings.synchronization == .each }

    /// When `commit` is to be called at the latest.
    package var deadline: Instant {
        if let pending { return isSlow ? .never : pending.start.advanced(byNanoseconds: patience) }
        if isFailing { return retry }
        return hasUnsynced && interval > 0
            ? lastSync.advanced(byNanoseconds: interval) : .never
    }

    /// Whether everything that `engine` has noted is safe.
    package func isSafe(_ engine: borrowing OutstationEngine) -> Bool {
        pending == nil && !needsCheckpoint && !hasUnsynced && !engine.hasJournalBacklog
    }

    package mutating func nextNotice() -> Notice? {
        notices.isEmpty ? nil : notices.removeFirst()
    }

    // MARK: Writing

    /// The next job for the disk; `nil` when there is nothing to do, or the disk is busy.
    ///
    /// - Parameter isEnd: whether it is the last, and the station ends in order.
    package mutating func commit(
        _ engine: inout OutstationEngine, isEnd: Bool = false, at now: Instant
    ) -> JournalJob? {
        guard !hasEnded else { return nil }
        if let pending {
            watch(pending, &engine, at: now)
            return nil
        }
        if isFailing, now < retry, !isEnd { return nil }
        if needsCheckpoint || fileOctets + engine.journalBacklog > rotation {
            return checkpoint(&engine, isEnd, at: now)
        }
        let reservation = nextReservation(engine.sequence, at: now)
        let isDue =
            hasUnsynced && interval > 0
            && now >= lastSync.advanced(byNanoseconds: interval)
        let octets = engine.takeJournal(reservation: reservation, isEnd: isEnd)
        guard !octets.isEmpty || isDue || isEnd || wantsSync && hasUnsynced else { return nil }
        let syncs =
            syncsEach || isDue || isEnd || wantsSync || reservation != nil
            || interval > 0 && now >= lastSync.advanced(byNanoseconds: interval)
        if syncs { wantsSync = false }
        pending = Pending(
            isCheckpoint: false, syncs: syncs, sequence: engine.sequence,
            reservation: reservation, octets: octets.count, start: now, omitted: 0, isLast: isEnd)
        return JournalJob(generation: nil, octets: octets, syncs: syncs, isLast: isEnd)
    }

    /// A file of so many octets is followed by another one.
    private var rotation: Int { min(limit / 2, max(4 << 20, checkpointOctets * 4)) }

    private mutating func checkpoint(
        _ engine: inout OutstationEngine, _ isEnd: Bool, at now: Instant
    ) -> JournalJob {
        generation &+= 1
        let reservation = syncsEach ? nil : engine.sequence &+ reservationLength
        // Half of the limit is for the file before this one, and half of the rest for what follows.
        var (octets, omitted) = engine.checkpoint(
            generation: generation, boot: boot, isSyncedFirst: syncsEach,
            reservation: reservation, limit: limit / 4)
        if isEnd { octets += engine.takeJournal(reservation: nil, isEnd: true) }
        wantsSync = false
        needsCheckpoint = false
        pending = Pending(
            isCheckpoint: true, syncs: true, sequence: engine.sequence, reservation: reservation,
            octets: octets.count, start: now, omitted: omitted, isLast: isEnd)
        return JournalJob(generation: generation, octets: octets, syncs: true, isLast: isEnd)
    }

    /// More numbers, when half of them are used: twice as many when they did not last for a second,
    /// half as many when they lasted for a minute.
    private mutating func nextReservation(_ sequence: UInt64, at now: Instant) -> UInt64? {
        guard !syncsEach, sequence &+ reservationLength / 2 >= reserved else { return nil }
        let age = now.nanoseconds(since: reservedSince)
        if age < 1_000_000_000 {
            reservationLength = min(reservationLength * 2, 1 << 22)
        } else if age > 60_000_000_000 {
            reservationLength = max(reservationLength / 2, 1024)
        }
        return sequence &+ reservationLength
    }

    /// The disk is busy: it may hang, or be slower than the events come.
    private mutating func watch(
        _ pending: Pending, _ engine: inout OutstationEngine, at now: Instant
    ) {
        let isLate = now >= pending.start.advanced(byNanoseconds: patience)
        guard !isSlow, isLate || engine.journalBacklog > max(limit / 4, 1 << 16) else { return }
        isSlow = true
        needsCheckpoint = true
        engine.stopRecording()
        engine.hold(from: .max)
        fail(JournalFault(.keepUp))
    }

    private mutating func fail(_ fault: JournalFault) {
        status.fault = fault
        status.faults &+= 1
        if !isFailing { notices.append(.failed(fault)) }
        isFailing = true
    }

    // MARK: Outcomes

    /// The disk has done its job, or failed.
    package mutating func completed(
        _ fault: JournalFault?, _ engine: inout OutstationEngine, at now: Instant
    ) {
        guard let pending else { return }
        self.pending = nil
        if pending.isLast { hasEnded = true }
        guard fault == nil else { return failed(fault, &engine, at: now) }
        status.writes &+= 1
        status.octetsWritten &+= UInt64(pending.octets)
        if pending.isCheckpoint {
            status.checkpoints &+= 1
            if pending.omitted > 0, status.omittedEvents == 0 {
                notices.append(.omitted(pending.omitted))
            }
            status.omittedEvents = pending.omitted
            checkpointOctets = pending.octets
            fileOctets = pending.octets
        } else {
            fileOctets += pending.octets
        }
        status.octets = fileOctets
        if pending.syncs {
            status.syncs &+= 1
            status.slowestSync = max(
                status.slowestSync, .nanoseconds(now.nanoseconds(since: pending.start)))
            hasUnsynced = false
            lastSync = now
            safe = pending.sequence
            if let reservation = pending.reservation {
                reserved = reservation
                reservedSince = now
            }
        } else {
            hasUnsynced = true
        }
        if isSlow {
            // It came to an end after all; what was not noted meanwhile is written now.
            isSlow = false
            retry = now
        } else {
            if isFailing { notices.append(.restored) }
            isFailing = false
            status.fault = nil
            pause = JournalSettings.shortestRetry
            if syncsEach { engine.hold(from: safe &+ 1) }
        }
    }

    private mutating func failed(
        _ fault: JournalFault?, _ engine: inout OutstationEngine, at now: Instant
    ) {
        isSlow = false
        needsCheckpoint = true
        engine.stopRecording()
        engine.hold(from: .max)
        retry = now.advanced(byNanoseconds: pause)
        pause = min(pause * 2, JournalSettings.longestRetry)
        if let fault { fail(fault) }
    }
}

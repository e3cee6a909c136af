import IEC104Net
import IEC104Station

/// The journal of an outstation: what is to be written is decided on the thread of the station's
/// loop, and written on a thread of its own, as a sync may take long.
final class OutstationJournal {
    var keeper: JournalKeeper
    /// What was found when the station was made.
    let report: JournalReport
    let worker: JournalWorker
    /// Whether a commit comes at the end of this turn.
    var isScheduled = false
    var isEnding = false
    var timer: LoopTimer?
    /// Who waits until everything is safe: for the next job, and for the one under way.
    var waiters: [CheckedContinuation<Bool, Never>] = []
    var served: [CheckedContinuation<Bool, Never>] = []
    /// Who waits for the end.
    var mourners: [CheckedContinuation<Void, Never>] = []

    init(_ keeper: JournalKeeper, _ report: JournalReport, _ worker: JournalWorker) {
        self.keeper = keeper
        self.report = report
        self.worker = worker
    }
}

/// Writes a journal on a thread of its own.
///
/// Sendable, as the writer is touched on that thread only, once the worker is made.
final class JournalWorker: @unchecked Sendable {
    private let loop: EventLoop
    private var writer: JournalWriter<JournalDirectory>

    init(_ writer: JournalWriter<JournalDirectory>) throws(SystemError) {
        self.writer = writer
        var options = EventLoopOptions()
        options.name = "journal"
        loop = try EventLoop.started(options)
    }

    /// Does a job; `completion` is called on the thread of the worker. After the last one the
    /// thread ends.
    func run(_ job: JournalJob, _ completion: @escaping @Sendable (JournalFault?) -> Void) {
        loop.submit { [self] in
            let fault = writer.run(job)
            completion(fault)
            if job.isLast { loop.shutDown() }
        }
    }
}

extension OutstationCore {
    /// Goes on where the journal ends, and writes how things are. Before the loop of the station
    /// knows of it.
    func openJournal(_ settings: JournalSettings) throws {
        var disk = JournalDirectory(settings.directory)
        JournalDirectory.make(settings.directory)
        do {
            let boot = JournalDirectory.boot
            let contents = try JournalContents(&disk, boot: boot)
            let now = Moment(Instant(nanoseconds: EventLoop.monotonicNow()), wall: WallClock.now)
            let report = change { $0.restore(contents, at: now) }
            // The next file would not have them.
            let isDropped = settings.dropsForeignPoints
            guard isDropped || report.foreignPoints + report.foreignEvents == 0 else {
                throw JournalMismatch(
                    directory: settings.directory, values: report.foreignPoints,
                    events: report.foreignEvents)
            }
            var writer = JournalWriter(disk)
            let keeper = change { engine in
                var keeper = JournalKeeper(
                    settings, generation: contents.generation, boot: boot, for: &engine,
                    at: now.instant)
                // Before it makes an event, so that the count of what may be missing begins here.
                if let job = keeper.commit(&engine, at: now.instant) {
                    keeper.completed(writer.run(job), &engine, at: now.instant)
                }
                return keeper
            }
            journal = OutstationJournal(keeper, report, try JournalWorker(writer))
        } catch {
            disk.close()
            throw error
        }
        let core = Confined(value: self)
        loop.submit { core.value.commitJournal() }
    }

    /// Writes at the end of the turn, when there is something to write.
    func scheduleJournal() {
        guard let journal, !journal.isScheduled, change({ $0.hasJournalBacklog }) else { return }
        journal.isScheduled = true
        let core = Confined(value: self)
        loop.submit { core.value.commitJournal() }
    }

    /// Gives the disk its next job, when it is not busy.
    func commitJournal() {
        guard let journal else { return }
        journal.isScheduled = false
        let job = change {
            journal.keeper.commit(&$0, isEnd: journal.isEnding, at: now.instant)
        }
        if let job {
            if job.syncs { swap(&journal.served, &journal.waiters) }
            let core = Confined(value: self)
            journal.worker.run(job) { [loop] fault in
                loop.submit { core.value.completedJournal(fault, isLast: job.isLast) }
            }
        }
        followJournal(journal)
    }

    private func completedJournal(_ fault: JournalFault?, isLast: Bool) {
        guard let journal else { return }
        change { journal.keeper.completed(fault, &$0, at: now.instant) }
        for waiter in journal.served { waiter.resume(returning: fault == nil) }
        journal.served = []
        if isLast {
            for waiter in journal.waiters { waiter.resume(returning: fault == nil) }
            journal.waiters = []
            for mourner in journal.mourners { mourner.resume() }
            journal.mourners = []
        }
        commitJournal()
        settle()
    }

    /// Tells what happened, and sets the timer.
    private func followJournal(_ journal: OutstationJournal) {
        while let notice = journal.keeper.nextNotice() {
            switch notice {
            case .failed(let fault): configuration.observer?(.journalFailed(fault))
            case .restored: configuration.observer?(.journalRestored)
            case .omitted(let count): configuration.observer?(.journalFull(omitted: count))
            }
        }
        let fault = journal.keeper.status.fault
        if !journal.waiters.isEmpty, fault != nil || change({ journal.keeper.isSafe($0) }) {
            for waiter in journal.waiters { waiter.resume(returning: fault == nil) }
            journal.waiters = []
        }
        // A disk that hangs must not hold up the end of the program.
        if fault?.operation == .keepUp {
            for mourner in journal.mourners { mourner.resume() }
            journal.mourners = []
        }
        let deadline = journal.keeper.deadline.nanoseconds
        guard deadline != .max || journal.timer != nil else { return }
        let timer = journal.timer ?? loop.makeTimer { [weak self] in self?.commitJournal() }
        journal.timer = timer
        if timer.deadline != deadline { timer.deadline = deadline }
    }

    /// Everything that was changed so far is made safe; `waiter` is told whether it was.
    func syncJournal(_ waiter: CheckedContinuation<Bool, Never>) {
        guard let journal, !journal.isEnding, journal.keeper.status.fault == nil else {
            return waiter.resume(returning: false)
        }
        guard !change({ journal.keeper.isSafe($0) }) else {
            return waiter.resume(returning: true)
        }
        journal.waiters.append(waiter)
        journal.keeper.wantsSync = true
        commitJournal()
    }

    /// Writes the rest, and closes the journal.
    func endJournal(_ mourner: CheckedContinuation<Void, Never>? = nil) {
        guard let journal, !journal.isEnding else {
            mourner?.resume()
            return
        }
        if let mourner { journal.mourners.append(mourner) }
        journal.isEnding = true
        commitJournal()
    }
}

import IEC104Codec
import IEC104Session
import IEC104Station

/// A task of the schedule that is being done.
struct RTUJob {
    enum Standing: Hashable {
        /// The next request is to be made.
        case ready
        /// It waits for its turn in the fleet.
        case queued(UInt64)
        /// It was made; whether it has a place at the gate.
        case asked(hasPlace: Bool)
    }

    let number: UInt64
    let task: Int
    let origin: RequestOrigin
    var next = 0
    var standing = Standing.ready
}

/// What is asked by itself: one request after the other.
extension RTUCore {
    /// Goes on with the schedule, as far as nothing has to be waited for.
    func pursue() {
        // A request may end while it is made.
        guard !isPursuing else { return }
        isPursuing = true
        defer {
            isPursuing = false
            arm()
        }
        while true {
            if job == nil {
                guard let task = schedule.next() else { return }
                lastJob += 1
                job = RTUJob(number: lastJob, task: task, origin: schedule.origin(of: task))
            }
            guard let job, job.standing == .ready else { return }
            let requests = schedule.tasks[job.task].requests
            guard requests.indices.contains(job.next) else {
                schedule.finished(job.task)
                self.job = nil
                continue
            }
            ask(requests[job.next], job)
        }
    }

    private func ask(_ request: MasterRequest, _ job: RTUJob) {
        guard request.isInterrogation else { return submit(request, job, hasPlace: false) }
        let ticket = gate.enter { [box = WeakRTU(self), gate, loop] in
            loop.submit {
                if let core = box.core { core.granted(job.number) } else { gate.leave() }
            }
        }
        if let ticket {
            self.job?.standing = .queued(ticket)
            counts.interrogation.isQueued = true
        } else {
            submit(request, job, hasPlace: true)
        }
    }

    /// A place at the gate is there.
    private func granted(_ number: UInt64) {
        guard let job, job.number == number, case .queued = job.standing,
            case let requests = schedule.tasks[job.task].requests,
            requests.indices.contains(job.next)
        else { return gate.leave() }
        counts.interrogation.isQueued = false
        submit(requests[job.next], job, hasPlace: true)
        pursue()
    }

    private func submit(_ request: MasterRequest, _ job: RTUJob, hasPlace: Bool) {
        self.job?.standing = .asked(hasPlace: hasPlace)
        if hasPlace { counts.interrogation.isRunning = true }
        master.submit(request) { [weak self, number = job.number, origin = job.origin] in
            self?.answered(request, number, origin, $0)
        }
    }

    private func answered(
        _ request: MasterRequest, _ number: UInt64, _ origin: RequestOrigin,
        _ result: Result<RequestOutcome, RequestError>
    ) {
        note(request, result)
        tell(.requestEnded(request, origin, result))
        configuration.master.observer?(.requestEnded(request, origin, result))
        guard let job, job.number == number else { return }
        releasePlace()
        self.job?.standing = .ready
        switch result {
        case .success: self.job?.next += 1
        case .failure: self.job?.next = schedule.tasks[job.task].requests.count
        }
        pursue()
    }

    /// Data transfer has ended: what is under way ends with it.
    func dropJob() {
        guard let job else { return }
        if case .queued(let ticket) = job.standing {
            // One that was granted meanwhile is given back when the grant arrives.
            _ = gate.giveUp(ticket)
            counts.interrogation.isQueued = false
        }
        releasePlace()
        schedule.finished(job.task)
        self.job = nil
    }

    private func releasePlace() {
        guard job?.standing == .asked(hasPlace: true) else { return }
        job?.standing = .asked(hasPlace: false)
        counts.interrogation.isRunning = false
        gate.leave()
    }

    private func note(_ request: MasterRequest, _ result: Result<RequestOutcome, RequestError>) {
        switch (request, result) {
        case (_, .success(let outcome)) where request.isInterrogation:
            counts.interrogation.completed &+= 1
            counts.interrogation.lastDuration = outcome.duration
            counts.interrogation.longestDuration = max(
                counts.interrogation.longestDuration ?? .zero, outcome.duration)
        case (_, .failure) where request.isInterrogation:
            counts.interrogation.failed &+= 1
        default: break
        }
    }

    /// The clock was set, by the schedule or by whoever asked for it.
    func synchronized(_ station: CommonAddress, _ outcome: RequestOutcome) {
        var before: CP56Time2a?
        if case .cp56(let time)? = outcome.object?.timeTag { before = time }
        for finding in watch.synchronized(before: before, station: station, at: now().wall) {
            tell(.time(finding))
        }
        tell(.clock(watch.takeNews()))
    }

    /// The task under way, when the station has already answered some of it.
    private func taskAnswered(by station: CommonAddress) -> Int? {
        guard let job else { return nil }
        let requests = schedule.tasks[job.task].requests
        guard job.next == 0, requests.indices.contains(0) else { return job.task }
        guard case .asked = job.standing else { return nil }
        return master.engine.isUnanswered(requests[0], by: station) ? nil : job.task
    }

    // MARK: What the master tells

    func noticed(_ notice: MasterNotice) {
        switch notice {
        case .initialized(let station, let cause):
            tell(.initialized(station, cause))
            guard configuration.master.settings.repeatsAfterInitialization else { return }
            schedule.initialized(
                station, global: configuration.master.settings.profile.globalCommonAddress,
                answered: taskAnswered(by: station))
            pursue()
        case .malformed(let error): tell(.malformed(error))
        case .unexpected(let asdu): tell(.unexpected(asdu))
        case .started, .stopped, .ended, .requestEnded: break
        }
    }

    func reported(
        _ header: ASDUHeader, _ objects: Span<InformationObject>, _ octets: Span<UInt8>
    ) {
        counts.objects &+= UInt64(objects.count)
        let wall = now().wall
        for finding in watch.receive(header, objects, at: wall) { tell(.time(finding)) }
        if watch.hasNews { tell(.clock(watch.takeNews())) }
        guard hub.wantsUpdates, objects.count > 0 else { return }
        let copied =
            objects[0].information.hasRange ? Array(copying: octets, first: octets.count) : []
        var updates: [FleetUpdate] = []
        updates.reserveCapacity(objects.count)
        for index in objects.indices {
            updates.append(
                FleetUpdate(
                    rtu: configuration.name,
                    update: PointUpdate(
                        station: header.commonAddress, type: header.type, cause: header.cause,
                        object: objects[index], octets: copied, received: wall)))
        }
        hub.put(updates)
    }
}

extension MasterRequest {
    /// Whether it makes an RTU send much.
    var isInterrogation: Bool {
        switch self {
        case .interrogation: true
        case .counterInterrogation(_, let qualifier): qualifier.freeze == .read
        default: false
        }
    }
}

internal import IEC104Codec
internal import IEC104Session

extension MasterEngine {
    /// Writes the next ASDU at the beginning of `output`, which needs 249 octets; `nil` when there
    /// is nothing to send. What is returned must be sent: it is under way from now on, so that
    /// `deadline` may come nearer; and what cannot be written ends, so that there may be a result.
    package mutating func next(
        into output: inout MutableSpan<UInt8>, at now: Moment
    ) -> Outgoing? {
        while let index = nextToSend {
            if let outgoing = send(index, into: &output, at: now) { return outgoing }
        }
        return jobs.isEmpty ? nil : nextFile(into: &output, at: now)
    }

    /// Deactivations go first, then commands, then the rest, each in their order.
    private var nextToSend: Int? {
        guard sendable > 0 else { return nil }
        var best: (index: Int, rank: Int)?
        lazy var mayStart = parallelCount < max(1, settings.parallelRequests)
        for index in pending.indices {
            guard let transmission = pending[index].toSend else { continue }
            let category = pending[index].key.category
            let endsOther = transmission == .deactivation && category != .parameter
            let rank = endsOther ? 0 : category == .command ? 1 : 2
            if let best, best.rank <= rank { continue }
            if rank == 2, category != .raw, !mayStart || isBlocked(index) { continue }
            best = (index, rank)
            if rank == 0 { break }
        }
        return best?.index
    }

    /// How many requests that are no commands are under way.
    private var parallelCount: Int {
        pending.count {
            $0.blocksOthers && $0.key.category != .command && $0.key.category != .raw
        }
    }

    /// Whether another request is under way whose answers could be mistaken for those of this one.
    private func isBlocked(_ index: Int) -> Bool {
        let key = pending[index].key
        let global = settings.profile.globalCommonAddress
        return pending.contains { $0.blocksOthers && $0.key.collides(with: key, global: global) }
    }

    private mutating func send(
        _ index: Int, into output: inout MutableSpan<UInt8>, at now: Moment
    ) -> Outgoing? {
        guard let transmission = pending[index].toSend else { return nil }
        if case .test(_, isTimeTagged: true) = pending[index].request { testSequence &+= 1 }
        let length: Int
        do throws(EncodeError) {
            let written = try write(pending[index], transmission, into: &output, at: now)
            length = written.length
            pending[index].information = written.object?.information
            if case .command = pending[index].request {
                pending[index].timeTag = written.object?.timeTag ?? .none
            }
        } catch {
            if pending[index].standing == .live {
                fail(index, .invalid, encoding: error, at: now)
            } else {
                _ = remove(index)
            }
            return nil
        }
        lastTicket &+= 1
        statistics.sent &+= 1
        sendable -= 1
        sent(index, transmission, at: now)
        return Outgoing(length: length, ticket: lastTicket)
    }

    /// What is awaited once something was sent.
    private mutating func sent(
        _ index: Int, _ transmission: PendingRequest.Transmission, at now: Moment
    ) {
        pending[index].toSend = nil
        pending[index].lastSent = transmission
        pending[index].ticket = lastTicket
        pending[index].deadline = now.instant.advanced(by: settings.timeouts.confirmation)
        switch (pending[index].key.category, transmission) {
        case (_, .deactivation): pending[index].awaited.insert(.deactivation)
        case (.read, _): pending[index].awaited = .value
        case (.raw, _):
            pending[index].awaited = .acknowledgement
            pending[index].deadline = pending[index].limit
        case _ where pending[index].expectsTermination:
            pending[index].awaited = [.confirmation, .termination]
        default: pending[index].awaited = .confirmation
        }
        let isParameter = pending[index].key.category == .parameter
        if transmission != .deactivation || isParameter,
            pending[index].request.acts(when: transmission)
        {
            pending[index].mayHaveActed = true
        }
    }

    /// Writes what is sent for a request; also tells what its answers will mirror.
    func write(
        _ request: PendingRequest, _ transmission: PendingRequest.Transmission,
        into output: inout MutableSpan<UInt8>, at now: Moment
    ) throws(EncodeError) -> (length: Int, object: InformationObject?) {
        if case .asdu(let asdu) = request.request {
            return (
                try asdu.write(
                    into: output._mutatingExtracting(..<output.count), profile: settings.profile),
                nil
            )
        }
        guard let object = object(of: request.request, transmission, at: now) else {
            throw EncodeError(.wrongInformation)
        }
        let isRead = request.key.category == .read
        let cause: Cause =
            isRead ? .request : transmission == .deactivation ? .deactivation : .activation
        let header = ASDUHeader(
            type: request.request.type, count: 1,
            cause: CauseOfTransmission(
                cause, isTest: request.request.isTest,
                originator: settings.profile.causeSize == 2 ? settings.originator : 0),
            commonAddress: request.request.station)
        var writer = try ASDUWriter(
            into: output._mutatingExtracting(..<output.count), header: header,
            profile: settings.profile)
        guard try writer.append(object) else { throw EncodeError(.tooLong) }
        return (writer.finish(), object)
    }

    /// The object that is sent; `nil` when the present time cannot be written.
    private func object(
        of request: MasterRequest, _ transmission: PendingRequest.Transmission, at now: Moment
    ) -> InformationObject? {
        switch request {
        case .interrogation(_, let qualifier): return .init(.irrelevant, .interrogation(qualifier))
        case .counterInterrogation(_, let qualifier):
            return .init(.irrelevant, .counterInterrogation(qualifier))
        case .read(_, let address): return .init(address, .empty)
        case .clockSynchronization(_, let time):
            return (time ?? clock(at: now)).map { .init(.irrelevant, .empty, timeTag: .cp56($0)) }
        case .command(let command):
            var object = command.object
            guard
                let information = object.information.command(
                    isSelect: transmission == .select || transmission == .deactivation)
            else { return nil }
            object.information = information
            let needsTime = settings.profile.types[command.type]?.timeTag == .cp56
            if needsTime, object.timeTag == .none {
                guard let time = clock(at: now) else { return nil }
                object.timeTag = .cp56(time)
            }
            return object
        case .test(_, let isTimeTagged):
            guard isTimeTagged else { return .init(.irrelevant, .testPattern(0x55AA)) }
            return clock(at: now).map {
                .init(.irrelevant, .testSequence(testSequence), timeTag: .cp56($0))
            }
        case .reset(_, let qualifier): return .init(.irrelevant, .resetProcess(qualifier))
        case .parameter(_, let address, let information): return .init(address, information)
        case .parameterDeactivation(_, let address, let qualifier):
            return .init(address, .parameterActivation(qualifier))
        case .delayAcquisition:
            let milliseconds = UInt16(truncatingIfNeeded: (now.wall % 60_000 + 60_000) % 60_000)
            return .init(.irrelevant, .delay(CP16Time2a(rawValue: milliseconds)))
        case .asdu: return nil
        }
    }

    /// What the stations' clocks show now.
    private func clock(at now: Moment) -> CP56Time2a? {
        FieldClock(settings).tag(now.wall)
    }
}

import IEC104Codec

extension ConnectionState {
    /// Looks at what an ASDU asks or answers.
    @inline(__always)
    mutating func judge(
        _ header: ASDUHeader, _ record: borrowing APDURecord, _ side: Side, _ moment: Moment,
        _ context: AnalysisContext, _ store: inout FindingStore
    ) {
        let cause = header.cause.cause
        if CauseSet.ordinary.contains(cause), !header.cause.isNegative {
            if cause != .request || (header.type != .C_RD_NA_1 && requests.reads == 0) { return }
        }
        judgeSpecial(header, record, side, moment, context, &store)
    }

    @inline(never)
    private mutating func judgeSpecial(
        _ header: ASDUHeader, _ record: borrowing APDURecord, _ side: Side, _ moment: Moment,
        _ context: AnalysisContext, _ store: inout FindingStore
    ) {
        let cause = header.cause.cause
        guard cause.isDefined else {
            store.add(.undefinedCause(type: header.type, cause), moment, to: &tally)
            return
        }
        guard let object = record.reading.objects.first else { return }
        let answer = PendingRequests.Answer(header: header, address: object.address, side: side)
        var asked: Finding.Request?
        switch cause {
        case .activation, .deactivation:
            return ask(header, object, side, moment, context, &store)
        case .request:
            if header.type == .C_RD_NA_1 {
                return ask(header, object, side, moment, context, &store)
            }
            let index = requests.readIndex(header, record.reading.objects.span, side)
            if let index { finish(index, moment, context, &store) }
        case .activationConfirmation, .deactivationConfirmation:
            asked = confirm(answer, moment, context, &store)
        case .activationTermination: asked = terminate(answer, moment, context, &store)
        case .unknownType, .unknownCause, .unknownCommonAddress, .unknownObjectAddress:
            let index = requests.index(
                of: answer, cause: nil, phase: .answer, at: moment, limit: context.limits.answer)
            asked = index.map { requests.entries[$0].request }
            if let index { finish(index, moment, context, &store) }
            store.add(
                .refusedAsUnknown(type: header.type, cause, asked), moment, to: &tally)
            return
        default: break
        }
        if header.cause.isNegative {
            store.add(.negative(type: header.type, cause, asked), moment, to: &tally)
        }
    }

    private mutating func ask(
        _ header: ASDUHeader, _ object: InformationObject, _ side: Side, _ moment: Moment,
        _ context: AnalysisContext, _ store: inout FindingStore
    ) {
        while let index = requests.overdueIndex(at: moment, limit: context.limits.answer) {
            conclude(requests.remove(at: index), at: moment, isOver: false, context, &store)
        }
        let request = Finding.Request(
            type: header.type, cause: header.cause.cause, commonAddress: header.commonAddress,
            object: object, number: moment.number, time: moment.time)
        if request.cause == .activation, let index = requests.unterminatedIndex(of: request) {
            conclude(requests.remove(at: index), at: moment, isOver: true, context, &store)
        }
        if requests.isFull { _ = requests.remove(at: 0) }
        requests.append(
            PendingRequests.Entry(
                request: request, side: side, moment: moment,
                isGlobal: header.commonAddress == context.globalAddress,
                answersBefore: sent[side.other.rawValue].counts.information))
    }

    /// Takes an answer to the request at `index`, which waits no longer.
    private mutating func finish(
        _ index: Int, _ moment: Moment, _ context: AnalysisContext, _ store: inout FindingStore
    ) {
        let entry = requests.remove(at: index)
        measure(entry, moment, context, &store)
    }

    private mutating func measure(
        _ entry: PendingRequests.Entry, _ moment: Moment, _ context: AnalysisContext,
        _ store: inout FindingStore
    ) {
        guard let time = moment.elapsed(since: entry.moment.time) else { return }
        answerTimes.add(time)
        if time > context.limits.answer {
            store.add(
                .answerTime(entry.request, after: .nanoseconds(time)), moment, to: &tally)
        }
    }

    private mutating func confirm(
        _ answer: PendingRequests.Answer, _ moment: Moment, _ context: AnalysisContext,
        _ store: inout FindingStore
    ) -> Finding.Request? {
        let isActivation = answer.header.cause.cause == .activationConfirmation
        guard
            let index = requests.index(
                of: answer, cause: isActivation ? .activation : .deactivation, phase: .answer,
                at: moment, limit: context.limits.answer)
        else { return nil }
        let request = requests.entries[index].request
        if isActivation, request.object.information.isTerminated,
            !answer.header.cause.isNegative
        {
            measure(requests.entries[index], moment, context, &store)
            requests.setPhase(.termination, at: index)
        } else {
            finish(index, moment, context, &store)
            if !isActivation, !answer.header.cause.isNegative,
                let stopped = requests.unterminatedIndex(of: request)
            {
                _ = requests.remove(at: stopped)
            }
        }
        return request
    }

    private mutating func terminate(
        _ answer: PendingRequests.Answer, _ moment: Moment, _ context: AnalysisContext,
        _ store: inout FindingStore
    ) -> Finding.Request? {
        if let index = requests.index(
            of: answer, cause: .activation, phase: .termination, at: moment, limit: .max)
        {
            let entry = requests.entries[index]
            if entry.isGlobal {
                requests.setEnded(at: index)
            } else {
                _ = requests.remove(at: index)
            }
            return entry.request
        }
        // Told to have ended, but never confirmed.
        guard
            let index = requests.index(
                of: answer, cause: .activation, phase: .answer, at: moment, limit: .max)
        else { return nil }
        let entry = requests.remove(at: index)
        conclude(entry, at: moment, isOver: true, context, &store)
        return entry.request
    }

    private mutating func conclude(
        _ entry: PendingRequests.Entry, at moment: Moment, isOver: Bool,
        _ context: AnalysisContext, _ store: inout FindingStore
    ) {
        guard canBeAnswered(entry.side), !entry.hasEnded else { return }
        let waited = moment.elapsed(since: entry.moment.time)
        let isLate: Bool
        if let waited {
            isLate = waited > context.limits.answer
        } else {
            // Without times: the other side went on to talk of other things.
            isLate = sent[entry.side.other.rawValue].counts.information > entry.answersBefore
        }
        guard isLate || isOver else { return }
        store.add(
            entry.phase == .answer
                ? .requestUnanswered(entry.request, waited: waited.map { .nanoseconds($0) })
                : .terminationMissing(entry.request), entry.moment, to: &tally)
    }

    mutating func concludeRequests(
        at moment: Moment, isOver: Bool, _ context: AnalysisContext, _ store: inout FindingStore
    ) {
        for entry in requests.entries {
            conclude(entry, at: moment, isOver: isOver, context, &store)
        }
        requests.removeAll()
    }
}

extension CauseSet {
    /// The causes that neither ask nor answer: data, and data that was asked for.
    fileprivate static let ordinary = CauseSet(1...5, 11...16, 20...41, 48...63)
}

extension Information {
    /// Whether its activation ends with a termination: interrogations, and commands that
    /// are executed.
    fileprivate var isTerminated: Bool {
        switch self {
        case .interrogation, .counterInterrogation, .bitStringCommand: true
        case .singleCommand(let command): !command.isSelect
        case .doubleCommand(let command): !command.isSelect
        case .stepCommand(let command): !command.isSelect
        case .normalizedSetPoint(_, let qualifier), .scaledSetPoint(_, let qualifier),
            .floatSetPoint(_, let qualifier):
            !qualifier.isSelect
        default: false
        }
    }
}

import IEC104
import IEC104Inspect

/// The outstations of a running `iec104 master`, and who is told what they report.
///
/// Sendable, as it is used on the thread of the loop only.
final class MasterRun: @unchecked Sendable {
    /// By index; that of a target which has gone is not used again.
    private(set) var targets: [MasterTarget]
    /// What is told of the values of each target.
    private var sources: [ValueSource]
    /// Where the link of each target leads to that was started last.
    private var peers: [Endpoint?]
    /// What was told of failed attempts, of each target.
    private var attempts: [AttemptLog]
    /// The targets that are there now.
    private(set) var places: [String: Int] = [:]
    let output: ShotOutput
    let observers: Observers
    let console: MasterConsole?
    /// Where the console answers.
    let screen: ShotOutput
    /// Who takes what would be told on standard error, where lines are edited on that terminal.
    let notices: (@Sendable (String) -> Void)?
    private let options: StationOptions
    private let once: Bool
    private let isJSON: Bool

    init(
        _ work: MasterWork, _ output: ShotOutput, _ observers: Observers, _ console: MasterConsole?,
        _ screen: ShotOutput
    ) {
        self.console = console
        self.screen = screen
        if work.console.mode == .terminal, Standard.error.isTerminal {
            notices = { text in screen.line(Timestamp.now.text + "  " + text) }
        } else {
            notices = nil
        }
        targets = work.targets
        sources = targets.map(\.source)
        peers = targets.map { _ in nil }
        attempts = targets.map { _ in AttemptLog() }
        for (index, target) in targets.enumerated() { places[target.name] = index }
        self.output = output
        self.observers = observers
        options = work.options
        once = work.once
        isJSON = work.output.format == .json && !work.options.traces && !work.output.isHidden
    }

    /// How a target is worked with, and who is told of it.
    func configuration(_ index: Int) -> RTUConfiguration {
        var rtu = targets[index].configuration
        let profile = rtu.master.settings.profile
        rtu.master.tracer = { [self] event in
            // Values come on the link that is started; others are tested meanwhile.
            if case .started = event.kind { peers[index] = Endpoint(event.peer) }
            output.show(event, from: index, profile)
            if screen !== output { screen.show(event, from: index, profile) }
            observers.capture?.record(event, from: index)
        }
        rtu.master.reporter = { [self] header, objects, octets in
            output.report(header, objects, octets, from: peers[index], sources[index])
        }
        rtu.eventReporter = { [self] in tell($0) }
        let watched: Reporter = { [self] header, objects, octets in
            screen.report(header, objects, octets, from: peers[index], sources[index])
        }
        console?.watch(
            &rtu.master, targets[index], shown: screen === output ? nil : watched)
        if once {
            // One interrogation is asked for by itself, and nothing besides.
            rtu.master.settings.startRequests = []
            rtu.master.observer = { [log = log(index)] in log.tell($0) }
        }
        observers.watch(&rtu.master, index)
        return rtu
    }

    func log(_ index: Int) -> MasterLog {
        let name = targets[index].name
        var told: (@Sendable (String) -> Void)?
        if let notices { told = { notices("\(name): \($0)") } }
        return MasterLog(
            name: name, language: options.language, screen: observers.screen(index) ?? told)
    }

    // MARK: What happens

    /// Tells what has happened to an RTU, between the values that came before and after it.
    private func tell(_ event: FleetEvent) {
        guard let index = places[event.rtu] else { return }
        if let failure = event.kind.failure { observers.meters?.take(failure, index) }
        if case .repeatsDropped(let count) = event.kind {
            observers.meters?.take(repeats: count, index)
        }
        let endpoints = targets[index].configuration.endpoints
        let (verdict, streak) = judge(event, index)
        log(index).tell(event.kind, endpoints, verdict, after: streak)
        // Programs are told each connection and its end; only attempts that fail alike are counted.
        if case .notConnected = event.kind, verdict == .nothing { return }
        if isJSON,
            let octets = FleetEventLine.octets(event, endpoints: endpoints, streak: streak)
        {
            output.lines(octets)
        }
    }

    /// Tells the meters what is known of the clocks.
    func lookAtClocks(of fleet: Fleet) async {
        guard let meters = observers.meters else { return }
        for (name, index) in places {
            guard let clock = await fleet[name]?.clock else { continue }
            meters.take(clock, index)
        }
    }

    /// What is told of an event about a link, and the attempts that have failed alike up to now.
    private func judge(
        _ event: FleetEvent, _ index: Int
    ) -> (AttemptLog.Verdict, AttemptLog.Streak?) {
        switch event.kind {
        case .notConnected(let link, let failure, pause: _?):
            let verdict = attempts[index].failed(link, failure.name, at: event.time)
            return (verdict, attempts[index].streak(of: link))
        case .started(let link): return (.full, attempts[index].succeeded(link))
        case .ended(let link, let disconnection, pause: _?):
            // Connections of a group were told, so their ends are, too.
            if targets[index].configuration.endpoints.count > 1 {
                _ = attempts[index].succeeded(link)
            }
            return (attempts[index].failed(link, disconnection.end.name, at: event.time), nil)
        default: return (.full, nil)
        }
    }

    /// Tells programs that the targets were read again.
    func tell(_ change: Change) {
        if isJSON { output.lines(FleetEventLine.octets(change)) }
    }

    /// Tells programs that the targets could not be read again.
    func tell(refused text: String) {
        if isJSON { output.lines(FleetEventLine.octets(refused: text)) }
    }

    // MARK: Targets that come and go

    /// Takes the place of what was there: only what has changed connects anew.
    ///
    /// - Returns: which were added, removed, connected anew, and changed otherwise.
    func replace(with wanted: [MasterTarget], in fleet: Fleet) async throws(FleetError) -> Change {
        var change = Change()
        let names = Set(wanted.map(\.name))
        for name in await fleet.names where !names.contains(name) {
            try await fleet.remove(name)
            if let index = places.removeValue(forKey: name) { observers.forget(index) }
            console?.drop(name)
            change.removed.append(name)
        }
        for target in wanted {
            guard let index = places[target.name] else {
                try await fleet.add(configuration(place(target)))
                change.added.append(target.name)
                continue
            }
            let before = targets[index]
            targets[index] = target
            sources[index] = target.source
            observers.change(target, index)
            console?.take(target)
            if !target.hasSameLinks(as: before) {
                attempts[index] = AttemptLog()
                _ = try await fleet.replace(configuration(index))
                change.reconnected.append(target.name)
            } else if !target.isAsTold(before) {
                change.changed.append(target.name)
            }
        }
        return change
    }

    private func place(_ target: MasterTarget) -> Int {
        let index = targets.count
        targets.append(target)
        sources.append(target.source)
        peers.append(nil)
        attempts.append(AttemptLog())
        places[target.name] = index
        observers.add(target)
        return index
    }

    /// What has become of the targets.
    struct Change: Hashable {
        var added: [String] = []
        var removed: [String] = []
        var reconnected: [String] = []
        /// Names, points, rules: the connections stay.
        var changed: [String] = []

        /// How many there are of each, and the first names.
        func description(in language: Language) -> String {
            let isChinese = language == .chinese
            func part(_ names: [String], _ english: String, _ chinese: String) -> String {
                let shown = names.prefix(5).joined(separator: isChinese ? "、" : ", ")
                let more = names.count - 5
                let rest = more > 0 ? (isChinese ? " 等" : " and \(more) more") : ""
                let list = names.isEmpty ? "" : " (\(shown)\(rest))"
                return isChinese
                    ? "\(chinese)\(names.count)个\(list)" : "\(names.count) \(english)\(list)"
            }
            let parts = [
                part(added, "added", "新增"), part(removed, "removed", "删除"),
                part(reconnected, "connect anew", "重连"),
                part(changed, "changed otherwise", "其他变更"),
            ]
            return (isChinese ? "已重新读取: " : "read again: ")
                + parts.joined(separator: ", ")
        }
    }
}

extension FleetEvent.Kind {
    /// Why there is no connection, when another one is tried.
    fileprivate var failure: ConnectionFailure? {
        switch self {
        case .notConnected(_, let failure, pause: _?): failure
        case .ended(_, let disconnection, pause: _?): .ended(disconnection.end)
        default: nil
        }
    }
}

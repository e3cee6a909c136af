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

    /// Tells what has happened to an RTU.
    func tell(_ event: FleetEvent) {
        guard let index = places[event.rtu] else { return }
        if let failure = event.kind.failure { observers.meters?.take(failure, index) }
        let endpoints = targets[index].configuration.endpoints
        log(index).tell(event.kind, endpoints)
        if isJSON, let octets = FleetEventLine.octets(event, endpoints: endpoints) {
            output.lines(octets)
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
    /// - Returns: how many were added, removed, connected anew, and changed otherwise.
    func replace(with wanted: [MasterTarget], in fleet: Fleet) async throws(FleetError) -> Change {
        var change = Change()
        let names = Set(wanted.map(\.name))
        for name in await fleet.names where !names.contains(name) {
            try await fleet.remove(name)
            if let index = places.removeValue(forKey: name) { observers.forget(index) }
            console?.drop(name)
            change.removed += 1
        }
        for target in wanted {
            guard let index = places[target.name] else {
                try await fleet.add(configuration(place(target)))
                change.added += 1
                continue
            }
            let before = targets[index]
            targets[index] = target
            sources[index] = target.source
            observers.change(target, index)
            console?.take(target)
            if !target.hasSameLinks(as: before) {
                _ = try await fleet.replace(configuration(index))
                change.reconnected += 1
            } else if !target.isAsTold(before) {
                change.changed += 1
            }
        }
        return change
    }

    private func place(_ target: MasterTarget) -> Int {
        let index = targets.count
        targets.append(target)
        sources.append(target.source)
        peers.append(nil)
        places[target.name] = index
        observers.add(target)
        return index
    }

    /// What has become of the targets.
    struct Change: Hashable {
        var added = 0
        var removed = 0
        var reconnected = 0
        /// Names, points, rules: the connections stay.
        var changed = 0
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

package import IEC104Session

/// Which of the links to one RTU is connected, started, stopped, given up, and when: a value
/// without a clock or a socket. What is to be done is pulled with `next`, and `deadline` says when
/// to call `timeout`.
///
/// All links are kept connected; one is started, the others stay STOPPED and are tested by their
/// sessions. When the started one ends, the next one that is connected is started at once. On
/// demand, data transfer is stopped first, so that the outstation sees all acknowledged.
package struct RedundancyPlan: Sendable {
    /// What is to be done with a link.
    package enum Action: Hashable, Sendable {
        case connect(Int), start(Int), stop(Int), close(Int)
    }

    /// How a link stands.
    package enum Standing: Hashable, Sendable {
        /// Not wanted.
        case off
        /// A pause before the next attempt.
        case waiting(until: Instant)
        case connecting
        /// Connected, no data transfer.
        case stopped
        case starting
        case started
        case stopping
    }

    private struct Link: Sendable {
        var standing = Standing.off
        /// Failures in a row.
        var failures = 0
        /// Starts in a row that have failed.
        var failedStarts = 0
        /// When it was connected, or started last.
        var since = Instant.never
    }

    private var links: [Link]
    private var actions: [Action] = []
    private var isWanted = false
    private let starts: Bool
    private let reconnection: Reconnection
    /// The link that is to be started as soon as the present one is stopped.
    private var target: Int?
    /// How many transfers in a row have ended soon after their start, whichever link they were on.
    package private(set) var shortTransfers = 0

    /// - Parameters:
    ///   - links: how many there are.
    ///   - starts: whether one of them is started.
    package init(links: Int, starts: Bool = true, reconnection: Reconnection = Reconnection()) {
        self.links = Array(repeating: Link(), count: links)
        self.starts = starts
        self.reconnection = reconnection
    }

    package func standing(of link: Int) -> Standing {
        links.indices.contains(link) ? links[link].standing : .off
    }

    /// The link with data transfer, or on its way there or from there.
    package var active: Int? {
        links.firstIndex {
            switch $0.standing {
            case .starting, .started, .stopping: true
            case .off, .waiting, .connecting, .stopped: false
            }
        }
    }

    // MARK: What is wanted

    /// All links are wanted; the first attempt of the link n is made after `delay` and n times
    /// `spacing`.
    package mutating func begin(
        after delay: Duration = .zero, spacing: Duration = .zero, at now: Instant
    ) {
        guard !isWanted else { return }
        isWanted = true
        var time = now.advanced(by: delay)
        for index in links.indices {
            links[index] = Link(standing: .waiting(until: time))
            time = time.advanced(by: spacing)
        }
        timeout(at: now)
    }

    /// No link is wanted any more: the started one is stopped, then all are closed.
    package mutating func end() {
        isWanted = false
        target = nil
        for index in links.indices {
            switch links[index].standing {
            case .off, .waiting: links[index].standing = .off
            case .started: stop(index)
            case .stopping: break
            case .connecting, .stopped, .starting: actions.append(.close(index))
            }
        }
    }

    /// Data transfer is to go to `link`, or to the next one that is connected; `false` when there
    /// is none, or it is there.
    package mutating func switchOver(to link: Int? = nil) -> Bool {
        guard isWanted, starts else { return false }
        let active = active
        guard let goal = link ?? choice(after: active), standing(of: goal) == .stopped else {
            return false
        }
        guard let active else {
            start(goal)
            return true
        }
        target = goal
        // One that is being started is stopped as soon as it is, in order.
        if links[active].standing == .started { stop(active) }
        return true
    }

    // MARK: What has happened

    // What does not fit the standing is of an attempt that was given up meanwhile.

    package mutating func connected(_ link: Int, at now: Instant) {
        guard links.indices.contains(link), links[link].standing == .connecting else { return }
        links[link].standing = .stopped
        links[link].since = now
        guard isWanted else { return actions.append(.close(link)) }
        choose()
    }

    package mutating func started(_ link: Int, at now: Instant) {
        guard links.indices.contains(link), links[link].standing == .starting else { return }
        links[link].standing = .started
        links[link].since = now
        links[link].failedStarts = 0
        if !isWanted || target != nil { stop(link) }
    }

    /// Data transfer has ended, on demand or not.
    package mutating func stopped(_ link: Int, at now: Instant) {
        guard links.indices.contains(link) else { return }
        switch links[link].standing {
        case .stopping, .started: links[link].standing = .stopped
        case .off, .waiting, .connecting, .stopped, .starting: return
        }
        noteStability(link, at: now)
        links[link].since = now
        guard isWanted else { return actions.append(.close(link)) }
        choose()
    }

    /// An attempt has failed, or the connection has ended; how long the pause is, when there is
    /// to be another attempt. `chance` is 0...1.
    package mutating func ended(
        _ link: Int, chance: Double, at now: Instant
    ) -> Duration? {
        guard links.indices.contains(link) else { return nil }
        switch links[link].standing {
        case .off, .waiting: return nil
        case .starting: links[link].failedStarts &+= 1
        case .started, .stopping:
            shortTransfers = isStable(link, at: now) ? 0 : shortTransfers &+ 1
            noteStability(link, at: now)
        case .stopped: noteStability(link, at: now)
        case .connecting: break
        }
        links[link].since = .never
        guard isWanted else {
            links[link].standing = .off
            return nil
        }
        links[link].failures &+= 1
        let pause = reconnection.pause(afterFailures: links[link].failures, chance: chance)
        links[link].standing = .waiting(until: now.advanced(by: pause))
        choose()
        return pause
    }

    private mutating func noteStability(_ link: Int, at now: Instant) {
        if isStable(link, at: now) { links[link].failures = 0 }
    }

    private func isStable(_ link: Int, at now: Instant) -> Bool {
        now.nanoseconds(since: links[link].since) >= Reconnection.stable.wholeNanoseconds
    }

    // MARK: What is to be done

    /// When `timeout` is to be called.
    package var deadline: Instant {
        links.reduce(.never) { earliest, link in
            guard case .waiting(let time) = link.standing else { return earliest }
            return min(earliest, time)
        }
    }

    package mutating func timeout(at now: Instant) {
        for index in links.indices {
            guard case .waiting(let time) = links[index].standing, time <= now else { continue }
            links[index].standing = .connecting
            actions.append(.connect(index))
        }
    }

    /// An attempt is not made yet: others have their turn before it.
    package mutating func postpone(_ link: Int, until turn: Instant) {
        guard links.indices.contains(link), links[link].standing == .connecting else { return }
        links[link].standing = isWanted ? .waiting(until: turn) : .off
    }

    /// What is to be done next, in this order.
    package mutating func next() -> Action? { actions.isEmpty ? nil : actions.removeFirst() }

    /// Starts a link when none is active.
    private mutating func choose() {
        guard starts, active == nil else { return }
        let wanted = target.flatMap { standing(of: $0) == .stopped ? $0 : nil }
        if let link = wanted ?? choice(after: nil) { start(link) }
    }

    private mutating func start(_ link: Int) {
        target = nil
        links[link].standing = .starting
        actions.append(.start(link))
    }

    private mutating func stop(_ link: Int) {
        links[link].standing = .stopping
        actions.append(.stop(link))
    }

    /// The link to start: of those that are connected the one whose starts failed least, and of
    /// these the first one behind `other`.
    private func choice(after other: Int?) -> Int? {
        let first = (other ?? -1) + 1
        let order = Array(links.indices.dropFirst(first)) + Array(links.indices.prefix(first))
        return order.filter { links[$0].standing == .stopped }
            .min { links[$0].failedStarts < links[$1].failedStarts }
    }
}

import IEC104Codec
import IEC104Session

/// Two sessions and the wires between them, at one moment of a walk.
struct WalkedWorld: Hashable {
    /// The controlling station, then the controlled one.
    var sides: [WalkedSide]
    /// What is on the way from each side to the other.
    var wires: [[WalkedFrame]] = [[], []]
    var controlledStopped = false
    var isSilent = false

    typealias Violation = WalkedSide.Violation

    enum Action: Hashable, Sendable {
        case send(Int), deliver(to: Int), start, stop, controlledStops
        case timeout(Int, at: Int64), tick, silence
    }

    init(_ setting: WalkSetting) {
        sides = [WalkedSide(.controlling, setting), WalkedSide(.controlled, setting)]
    }

    var hasEnded: Bool { sides[0].hasEnded || sides[1].hasEnded }

    /// Whether nothing more will happen by itself.
    var isQuiet: Bool {
        let settled = sides.allSatisfy {
            $0.confirmed == $0.sent
                && ($0.session.session.phase == .stopped || $0.session.session.phase == .started)
        }
        return settled && wires[0].isEmpty && wires[1].isEmpty
    }

    /// What may happen next; the first one leads to quiet.
    func actions(_ setting: WalkSetting) -> [Action] {
        guard !hasEnded else { return [] }
        var actions: [Action] = []
        for side in 0...1 where !wires[1 - side].isEmpty && !isSilent {
            actions.append(.deliver(to: side))
        }
        switch setting.time {
        case .any:
            for side in 0...1 { actions += setting.timeouts.map { .timeout(side, at: $0) } }
        case .ticks(let delay), .ticksUntilSilence(let delay):
            let late = wires.contains { $0.contains { $0.age >= delay } }
            if isSilent || !late { actions.append(.tick) }
            if case .ticksUntilSilence = setting.time, !isSilent { actions.append(.silence) }
        }
        for (side, limit) in [setting.controllingSends, setting.controlledSends].enumerated()
        where sides[side].sent < limit && sides[side].session.session.mayTransmit {
            actions.append(.send(side))
        }
        if sides[0].session.session.phase == .stopped { actions.append(.start) }
        if sides[0].session.session.phase == .started { actions.append(.stop) }
        if setting.controlledMayStop, sides[1].session.session.phase == .started {
            actions.append(.controlledStops)
        }
        return actions
    }

    mutating func apply(_ action: Action, _ setting: WalkSetting) throws(Violation) {
        switch action {
        case .send(let side):
            let ticket = sides[side].sent + 1
            guard let control = sides[side].session.transmit(ticket: UInt64(ticket)) else {
                throw Violation("transmit refused")
            }
            try sides[side].sends(control, setting)
            wires[side].append(WalkedFrame(control: control, payload: ticket))
            sides[side].session.settle()
        case .deliver(let side):
            let frame = wires[1 - side].removeFirst()
            try sides[side].arrives(frame.control, setting)
            sides[side].session.receive(frame.control)
            try drain(side, frame.payload, setting)
        case .start:
            guard sides[0].session.start() else { throw Violation("start refused") }
            try drain(0, 0, setting)
        case .stop:
            guard sides[0].session.stop() else { throw Violation("stop refused") }
            try drain(0, 0, setting)
        case .controlledStops:
            controlledStopped = true
            sides[1].isStarted = false
            guard sides[1].session.stop() else { throw Violation("stop refused") }
            try drain(1, 0, setting)
        case .timeout(let side, let time):
            sides[side].session.timeout(at: time)
            try drain(side, 0, setting)
        case .tick: try tick(setting)
        case .silence: isSilent = true
        }
        if hasEnded { try end() }
        for side in 0...1 { try sides[side].check(setting) }
    }

    private mutating func tick(_ setting: WalkSetting) throws(Violation) {
        for side in 0...1 {
            for place in wires[side].indices { wires[side][place].age += 1 }
            if isSilent { wires[side] = [] }
            sides[side].age()
            sides[side].session.pass(1)
        }
        for side in 0...1 {
            sides[side].session.timeout()
            try drain(side, 0, setting)
        }
    }

    private mutating func drain(
        _ side: Int, _ payload: Int, _ setting: WalkSetting
    ) throws(Violation) {
        while let output = sides[side].session.next() {
            switch output {
            case .send(let control):
                try sides[side].sends(control, setting)
                wires[side].append(WalkedFrame(control: control))
            case .deliver: try sides[side].delivers(payload)
            case .confirmed(let count, let ticket):
                let there = sides[1 - side].delivered
                try sides[side].confirms(count, through: ticket, peerDelivered: there)
            case .startAsked: sides[side].session.allowStart()
            case .started, .stopped: break
            case .close(let error):
                sides[side].hasEnded = true
                try judge(error, setting)
            }
        }
        sides[side].session.settle()
    }

    /// Whether a close is the fault of nobody but the wire, or of a stop that the peer could not
    /// know of.
    private func judge(_ error: SessionError, _ setting: WalkSetting) throws(Violation) {
        let timeouts: [SessionError.Code] = [
            .informationTimeout, .startTimeout, .stopTimeout, .testTimeout,
        ]
        if timeouts.contains(error.code), isSlow(setting) { return }
        if error.code == .informationForbidden, controlledStopped { return }
        throw Violation("wrong close: \(error)")
    }

    private func isSlow(_ setting: WalkSetting) -> Bool {
        if case .any = setting.time { return true }
        return isSilent
    }

    /// The connection is gone: nothing was confirmed that did not arrive.
    private mutating func end() throws(Violation) {
        for side in 0...1 {
            sides[side].session.end()
            let unconfirmed = sides[side].session.session.unconfirmedTickets
            guard
                unconfirmed
                    == ((sides[side].confirmed + 1)..<(sides[side].sent + 1)).map(UInt64.init),
                sides[side].confirmed <= sides[1 - side].delivered
            else { throw Violation("unconfirmed at the end: \(unconfirmed)") }
            sides[side].hasEnded = true
        }
        wires = [[], []]
    }
}

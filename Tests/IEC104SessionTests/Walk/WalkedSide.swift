import IEC104Codec
import IEC104Session

/// An APDU on the wire.
struct WalkedFrame: Hashable {
    var control: ControlField
    /// Which I APDU of its sender it is, from 1.
    var payload = 0
    /// How many ticks it has been on its way.
    var age = 0

    func hash(into hasher: inout Hasher) { hasher.combine(control.rawValue ^ UInt32(age) << 8) }
}

/// One side of a walk: the session, and an independent account of what it has done, by which
/// every rule is checked.
struct WalkedSide: Hashable {
    var session: WalkedSession
    let role: Session.Role
    /// I APDUs sent, and given to the application here.
    var sent = 0
    var delivered = 0
    /// The last N(R) that arrived here and that was sent from here, as counts.
    var acknowledged = 0
    var acknowledging = 0
    /// Tickets that the session has confirmed.
    var confirmed = 0
    /// Whether I APDUs may be sent as far as the U APDUs on the wire say.
    var isStarted = false
    /// Acts of this side that wait for their con, and cons that this side owes.
    var waiting = ActNumbers()
    var owed = ActNumbers()
    /// Ticks since each unacknowledged I APDU was sent and since each was received.
    var sentAges: [Int64] = []
    var receivedAges: [Int64] = []
    /// Ticks since an APDU arrived.
    var idle: Int64 = 0
    /// Whether the session closed, or its peer did.
    var hasEnded = false

    init(_ role: Session.Role, _ setting: WalkSetting) {
        self.role = role
        session = setting.session(role)
    }

    /// A number for each act, or none.
    struct ActNumbers: Hashable {
        private var start: Int64?
        private var stop: Int64?
        private var test: Int64?

        subscript(function: UFunction) -> Int64? {
            get {
                switch function {
                case .startDTAct, .startDTCon: start
                case .stopDTAct, .stopDTCon: stop
                case .testFRAct, .testFRCon: test
                }
            }
            set {
                switch function {
                case .startDTAct, .startDTCon: start = newValue
                case .stopDTAct, .stopDTCon: stop = newValue
                case .testFRAct, .testFRCon: test = newValue
                }
            }
        }

        /// The largest of them.
        var most: Int64 { max(start ?? 0, stop ?? 0, test ?? 0) }

        mutating func increment() {
            start? += 1
            stop? += 1
            test? += 1
        }
    }

    /// A rule that was broken.
    struct Violation: Error, CustomStringConvertible {
        var description: String
        init(_ description: String) { self.description = description }
    }

    /// The count of I APDUs that `number` stands for, when none of `setting` has wrapped twice.
    func count(_ number: SequenceNumber, _ setting: WalkSetting) -> Int {
        let distance = Int(number.distance(from: SequenceNumber(setting.firstNumber)))
        return distance > 16384 ? distance - 32768 : distance
    }

    // MARK: What arrives

    mutating func arrives(_ control: ControlField, _ setting: WalkSetting) throws(Violation) {
        idle = 0
        switch control {
        case .information(_, let receive), .supervisory(let receive):
            let count = count(receive, setting)
            if count > acknowledged {
                sentAges.removeFirst(min(count - acknowledged, sentAges.count))
                acknowledged = count
            }
        case .unnumbered(let function):
            switch function {
            case .startDTAct, .stopDTAct, .testFRAct:
                owed[function] = (owed[function] ?? 0) + 1
                // A start that overtakes the end of a stop ends the stop.
                if function == .startDTAct { owed[.stopDTAct] = nil }
                if function == .stopDTAct { isStarted = false }
            case .startDTCon:
                waiting[.startDTAct] = nil
                isStarted = true
            case .stopDTCon: waiting[.stopDTAct] = nil
            case .testFRCon: waiting[.testFRAct] = nil
            }
        }
    }

    mutating func delivers(_ payload: Int) throws(Violation) {
        guard payload == delivered + 1 else {
            throw Violation("I APDU \(payload) delivered after \(delivered)")
        }
        delivered += 1
        receivedAges.append(0)
    }

    mutating func confirms(
        _ count: Int, through ticket: UInt64, peerDelivered: Int
    ) throws(Violation) {
        confirmed += count
        guard Int(ticket) == confirmed, confirmed <= peerDelivered, count > 0 else {
            throw Violation("ticket \(ticket) confirmed, \(peerDelivered) delivered")
        }
    }

    // MARK: What is sent

    mutating func sends(_ control: ControlField, _ setting: WalkSetting) throws(Violation) {
        switch control {
        case .information(_, let receive):
            guard isStarted else { throw Violation("I APDU sent while not started") }
            guard sent - acknowledged < setting.k else { throw Violation("window k exceeded") }
            sent += 1
            sentAges.append(0)
            try acknowledges(receive, setting)
        case .supervisory(let receive): try acknowledges(receive, setting)
        case .unnumbered(let function): try sends(function)
        }
    }

    private mutating func sends(_ function: UFunction) throws(Violation) {
        switch function {
        case .startDTAct, .stopDTAct, .testFRAct:
            guard waiting[function] == nil else { throw Violation("\(function) sent twice") }
            waiting[function] = 0
            if function == .stopDTAct {
                isStarted = false
                try allAcknowledged("STOPDT act")
            }
        case .startDTCon:
            try pays(.startDTAct)
            isStarted = true
        case .stopDTCon:
            try pays(.stopDTAct)
            guard sent == acknowledged else {
                throw Violation("STOPDT con with own I APDUs unacknowledged")
            }
            try allAcknowledged("STOPDT con")
        case .testFRCon: try pays(.testFRAct)
        }
    }

    private func allAcknowledged(_ moment: String) throws(Violation) {
        guard acknowledging == delivered else {
            throw Violation("\(moment) with received I APDUs unacknowledged")
        }
    }

    private mutating func pays(_ act: UFunction) throws(Violation) {
        guard let debt = owed[act] else { throw Violation("con of \(act) sent unasked") }
        owed[act] = debt > 1 ? debt - 1 : nil
    }

    private mutating func acknowledges(
        _ number: SequenceNumber, _ setting: WalkSetting
    ) throws(Violation) {
        guard count(number, setting) == delivered else {
            throw Violation("N(R) \(number) sent after \(delivered) I APDUs were received")
        }
        acknowledging = delivered
        receivedAges = []
    }

    // MARK: What must hold when all outputs are taken

    func check(_ setting: WalkSetting) throws(Violation) {
        guard !hasEnded else { return }
        let unacknowledged = delivered - acknowledging
        let pending =
            session.session.phase == .pendingStopped
            || session.session.phase == .pendingUnconfirmedStopped
        guard unacknowledged < setting.w, !pending || unacknowledged == 0 else {
            throw Violation("\(unacknowledged) I APDUs received and not acknowledged")
        }
        guard owed[.testFRAct] == nil, owed[.startDTAct] == nil else {
            throw Violation("an act is not confirmed at once")
        }
        guard confirmed == acknowledged else {
            throw Violation("\(acknowledged) acknowledged, \(confirmed) confirmed")
        }
        guard session.session.unconfirmedTickets == ((confirmed + 1)..<(sent + 1)).map(UInt64.init)
        else { throw Violation("unconfirmed tickets \(session.session.unconfirmedTickets)") }
        guard (sentAges.first ?? 0) < setting.t1 else { throw Violation("t1 has not fired") }
        guard waiting.most < setting.t1 else {
            throw Violation("t1 of an act has not fired")
        }
        guard (receivedAges.first ?? 0) < setting.t2 else { throw Violation("t2 has not fired") }
        guard idle < setting.t3 || waiting[.testFRAct] != nil else {
            throw Violation("t3 has not fired")
        }
    }

    /// Less than all of it, for speed.
    func hash(into hasher: inout Hasher) {
        hasher.combine(session.session)
        hasher.combine(delivered << 8 | sent << 4 | acknowledged)
        hasher.combine(idle)
    }

    mutating func age() {
        for place in sentAges.indices { sentAges[place] += 1 }
        for place in receivedAges.indices { receivedAges[place] += 1 }
        waiting.increment()
        idle += 1
    }
}

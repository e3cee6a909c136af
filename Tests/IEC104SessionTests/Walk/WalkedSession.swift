import IEC104Codec
import IEC104Session

/// Faults that a walk must find: they are planted around a sound session.
enum PlantedFault: String, Hashable, CaseIterable {
    /// One I APDU more than k is sent.
    case windowOffByOne
    /// One t1 for all I APDUs, which each new one restarts.
    case sharedT1
    /// STOPDT con while own I APDUs are unacknowledged.
    case stopConfirmedTooEarly
    /// The acknowledgement before STOPDT act or con is forgotten.
    case stopWithoutAcknowledgement
    /// No acknowledgement after w I APDUs.
    case deafToW
    /// The acknowledgement comes one tick after t2.
    case lateT2
    /// S APDUs acknowledge one more than was received.
    case acknowledgesAhead
    /// TESTFR act is answered while started only.
    case testAnsweredWhileStartedOnly
    /// No TESTFR act after t3.
    case noIdleTest
    case deliversTwice
    case losesDelivery
    /// The oldest ticket is confirmed a second time.
    case confirmsTwice
    /// N(R) of I APDUs is not read.
    case ignoresCarriedAcknowledgement
    /// An APDU is lost between session and wire, and the numbers close up behind it.
    case numbersStandStill
}

/// A session, with or without a planted fault, and what the fault needs to remember.
struct WalkedSession: Hashable {
    private(set) var session: Session
    private let fault: PlantedFault?
    private let t1: Int64
    private var sinceTransmission: Int64 = 0
    private var again: Session.Output?
    private var swallowsStopConfirmation = false

    init(_ session: Session, t1: Int64, fault: PlantedFault?) {
        self.session = session
        self.t1 = t1
        self.fault = fault
    }

    mutating func receive(_ control: ControlField) {
        switch (fault, control) {
        case (.testAnsweredWhileStartedOnly, .unnumbered(.testFRAct))
        where session.phase != .started:
            return
        case (.stopConfirmedTooEarly, .unnumbered(.stopDTAct)) where session.unconfirmedCount > 0:
            again = .send(.unnumbered(.stopDTCon))
            swallowsStopConfirmation = true
            session.receive(control, at: .zero)
        case (.ignoresCarriedAcknowledgement, .information(let send, _)):
            let old = session.acknowledgedState
            session.receive(.information(send: send, receive: old), at: .zero)
        default: session.receive(control, at: .zero)
        }
    }

    mutating func transmit(ticket: UInt64) -> ControlField? {
        guard let control = session.transmit(ticket: ticket, at: .zero) else { return nil }
        sinceTransmission = 0
        guard fault == .numbersStandStill, ticket > 1,
            case .information(let send, let receive) = control
        else { return control }
        return .information(send: send + 32767, receive: receive)
    }

    mutating func allowStart() { _ = session.allowStart(at: .zero) }
    mutating func start() -> Bool { session.start(at: .zero) }
    mutating func stop() -> Bool { session.stop(at: .zero) }
    mutating func end() { session.end(.lost) }

    /// `ticks` seconds pass, counted from now on.
    mutating func pass(_ ticks: Int64) {
        session = session.rebased(at: Instant(seconds: ticks))
        if fault == .sharedT1 { sinceTransmission = min(sinceTransmission + ticks, t1) }
    }

    mutating func timeout(at time: Int64 = 0) {
        var after = session
        after.timeout(at: Instant(seconds: time))
        let isHidden =
            fault == .sharedT1 && sinceTransmission + time < t1
            && after.closeReason?.code == .informationTimeout
        if !isHidden { session = after }
    }

    mutating func next() -> Session.Output? {
        if let repeated = again {
            again = nil
            return repeated
        }
        while let output = session.next() {
            switch (fault, output) {
            case (.stopConfirmedTooEarly, .send(.unnumbered(.stopDTCon)))
            where swallowsStopConfirmation:
                swallowsStopConfirmation = false
                continue
            case (.stopWithoutAcknowledgement, .send(.supervisory))
            where session.phase != .started,
                (.noIdleTest, .send(.unnumbered(.testFRAct))), (.losesDelivery, .deliver):
                continue
            case (.acknowledgesAhead, .send(.supervisory(let receive))):
                return .send(.supervisory(receive: receive.next))
            case (.deliversTwice, .deliver), (.confirmsTwice, .confirmed):
                again = output
            default: break
            }
            return output
        }
        return nil
    }

    /// The same, in a form that equals all others that will behave alike.
    mutating func settle() { session = session.rebased(at: .zero) }
}

extension Instant {
    static let zero = Instant(nanoseconds: 0)
}

package import IEC104Codec

/// The procedures of one connection (IEC 60870-5-104, 5): start and stop, numbers and windows,
/// timers, tests. A value without a clock or a socket: time is an argument, what is to be done is
/// pulled with `next`, and `deadline` says when to call `timeout`.
///
/// One turn of its owner:
///
///     octets read:     for each APDU  receive(_:at:), then next() until nil
///                      then           incompleteFrame(framer.pending > 0, at: now)
///     deadline:        read what waits first, then timeout(at:), then next() until nil
///     may write:       while mayTransmit  transmit(ticket:at:)
///
/// A timer fires only in `timeout`, so an acknowledgement that was read in time is never overtaken
/// by an owner that was late.
///
/// No input throws or traps. What each odd one is:
///
/// - Peer's violation, this side closes with the reason: N(S) other than V(R), N(R) outside
///   Ack...V(S) (5.1); an I or S APDU in a state that forbids it (5.3); STARTDT or STOPDT act
///   received by the controlling station (5.3); a frame that cannot be read (5); a confirmation,
///   an acknowledgement or the rest of a frame that does not come within t1 (5.2, 9.6).
/// - Tolerated, counted: a con nobody asked for; STARTDT act while started (con again);
///   STOPDT act while stopped (con again) or while one is being served; STARTDT act while a stop
///   is being served (started again, the stop is forgotten); STOPDT con before our I APDUs are
///   acknowledged (the stop ends when they are).
/// - Tolerated and counted when the parameters name the quirk: see `PeerQuirk`.
/// - Tolerated, not counted: anything after the close, as octets may still be on their way.
/// - Our bug, refused, nothing changes: `transmit` without `mayTransmit`, `start` or `stop` in a
///   state that has no such transition. Outputs that are never pulled close the session.
package struct Session: Hashable, Sendable {
    /// Which station this side is.
    package enum Role: UInt8, Hashable, Sendable, CaseIterable {
        /// The master: starts and stops.
        case controlling
        /// The outstation: is started and stopped.
        case controlled
    }

    package typealias Phase = SessionPhase

    /// What the owner is to do next.
    package enum Output: Hashable, Sendable {
        /// Write this S or U APDU.
        case send(ControlField)
        /// The ASDU of the I APDU that was just received belongs to the application.
        case deliver
        /// The oldest `count` unconfirmed I APDUs have arrived; the last one had this ticket.
        case confirmed(count: Int, through: UInt64)
        /// The controlling station asks for data transfer: `allowStart` grants it, `end` refuses it.
        /// Only when `asksBeforeStart` is set.
        case startAsked
        /// Data transfer has begun: `transmit` is allowed from now on.
        case started
        /// Data transfer has ended, all I APDUs of this side are confirmed.
        case stopped
        /// Close the connection. The last output.
        case close(SessionError)
    }

    package let role: Role
    /// Controlled: STARTDT act is served when the owner allows it, as another connection of the
    /// redundancy group may have to give way. Default: at once.
    package var asksBeforeStart = false
    package internal(set) var phase: Phase = .stopped
    let limits: Limits

    /// V(S), the number of the next I APDU to be sent.
    package internal(set) var sendState: SequenceNumber = 0
    /// V(R), the number that the next received I APDU must have.
    package internal(set) var receiveState: SequenceNumber = 0
    /// The I APDUs sent and not acknowledged.
    var unconfirmed = UnconfirmedRing()
    /// I APDUs received since this side last sent N(R).
    var unacknowledged: UInt16 = 0
    /// Whether `started` has been pulled, so that no I APDU can overtake the con.
    var isOpen = false
    /// Controlled: STOPDT con is due when all is confirmed. Controlling: it has come before that.
    var stopConfirmation = false

    /// Whether the peer's next I APDU may begin its numbers at 1.
    var mayBeginAtOne: Bool

    /// When the oldest received I APDU must be acknowledged: t2.
    var acknowledgeDeadline = Instant.never
    /// When the con of STARTDT or STOPDT act must have come: t1.
    var actDeadline = Instant.never
    /// When the con of TESTFR act must have come: t1.
    var testDeadline = Instant.never
    /// When the rest of an incomplete frame must have come: t1.
    var frameDeadline = Instant.never
    /// When the link is to be tested: t3.
    var idleDeadline: Instant

    var notices = NoticeQueue()
    var confirmedCount = 0
    var confirmedTicket: UInt64 = 0
    var closeIsTold = false
    /// Why the session has ended.
    package internal(set) var closeReason: SessionError?
    /// What has happened so far.
    package internal(set) var statistics = SessionStatistics()

    /// The session of a connection that was made at `now`.
    ///
    /// Parameters outside their ranges are taken as the nearest allowed ones; validate them where
    /// they are configured.
    package init(role: Role, parameters: SessionParameters, at now: Instant) {
        self.role = role
        limits = Limits(parameters)
        mayBeginAtOne = limits.firstNumberOne
        idleDeadline = now.advanced(byNanoseconds: limits.t3)
    }

    /// Ack: the oldest number that is not acknowledged; V(S) when all are.
    package var acknowledgedState: SequenceNumber {
        SequenceNumber(sendState.value &- unconfirmed.count)
    }

    /// How many I APDUs are sent and not acknowledged.
    package var unconfirmedCount: Int { Int(unconfirmed.count) }

    /// I APDUs received since this side last sent N(R).
    package var unacknowledgedCount: Int { Int(unacknowledged) }

    /// The tickets of the I APDUs that are not acknowledged, oldest first: after a close, what may
    /// not have arrived.
    package var unconfirmedTickets: [UInt64] { unconfirmed.tickets }

    /// The same session with its times counted from `now` and its statistics empty: sessions that
    /// will behave alike are then equal, which a search through states needs.
    package func rebased(at now: Instant) -> Session {
        var copy = self
        copy.statistics = SessionStatistics()
        copy.unconfirmed.rebase(at: now)
        copy.acknowledgeDeadline.rebase(at: now)
        copy.actDeadline.rebase(at: now)
        copy.testDeadline.rebase(at: now)
        copy.frameDeadline.rebase(at: now)
        copy.idleDeadline.rebase(at: now)
        return copy
    }
}

extension Session {
    /// Less than all of it, for speed: what tells sessions apart best.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(
            UInt64(phase.rawValue) << 48 | UInt64(sendState.value) << 32
                | UInt64(receiveState.value) << 16 | UInt64(unacknowledged))
        hasher.combine(unconfirmed)
        hasher.combine(acknowledgeDeadline)
        hasher.combine(actDeadline)
        hasher.combine(testDeadline)
        hasher.combine(idleDeadline)
    }
}

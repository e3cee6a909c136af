import IEC104Codec
import IEC104Session

/// One station of a simulated link: a session, a framer, and an application that sends numbered
/// items, each until it is confirmed, and checks the numbers it is given.
package struct SimulatedPeer: Sendable {
    package private(set) var session: Session
    private let parameters: SessionParameters
    private var framer = APDUFramer()
    private var output: [UInt8] = []

    /// Items that there are to send, that are sent on this connection, that are confirmed.
    package var produced: UInt64 = 0
    private var cursor: UInt64 = 0
    package private(set) var confirmed: UInt64 = 0
    /// The last item that was delivered here, ever and on this connection.
    package private(set) var received: UInt64 = 0
    private var receivedHere: UInt64?
    /// Items that came again after a reconnection.
    package private(set) var repeats = 0
    package private(set) var sentFrames = 0
    /// A rule that was broken.
    package private(set) var failure: String?

    package init(_ role: Session.Role, _ parameters: SessionParameters) {
        self.parameters = parameters
        session = Session(role: role, parameters: parameters, at: Instant(nanoseconds: 0))
        session.end()
    }

    package var isOpen: Bool { session.phase != .closed }

    /// A connection was made.
    package mutating func connect(at now: Instant) {
        session = Session(role: session.role, parameters: parameters, at: now)
        framer = APDUFramer()
        output = []
        cursor = confirmed
        receivedHere = nil
    }

    package mutating func start(at now: Instant) { if session.start(at: now) { drain() } }
    package mutating func stop(at now: Instant) { if session.stop(at: now) { drain() } }

    package mutating func timeout(at now: Instant) {
        session.timeout(at: now)
        drain()
    }

    /// Octets were read.
    package mutating func read(_ octets: [UInt8], at now: Instant) {
        guard isOpen else { return }
        framer.append(octets)
        do throws(DecodeError) {
            while let control = try framer.next() {
                session.receive(control, at: now)
                drain()
            }
            session.incompleteFrame(framer.pending > 0, at: now)
        } catch {
            session.receive(invalid: error, at: now)
            drain()
        }
    }

    /// The stream has ended.
    package mutating func disconnect() { session.end(.lost) }

    /// Whether there is an item that may be sent.
    package var wantsToSend: Bool { cursor < produced && session.mayTransmit }

    /// Sends the next item, when it may.
    package mutating func transmit(at now: Instant) {
        guard cursor < produced, let control = session.transmit(ticket: cursor + 1, at: now) else {
            return
        }
        cursor += 1
        sentFrames += 1
        output += APDU.header(control, asduLength: 8)
        for shift in 0..<UInt64(8) {
            output.append(UInt8(truncatingIfNeeded: cursor >> (shift * 8)))
        }
    }

    /// What is to be written.
    package mutating func takeOutput() -> [UInt8] {
        let octets = output
        output = []
        return octets
    }

    private mutating func drain() {
        while let next = session.next() {
            switch next {
            case .send(let control):
                sentFrames += 1
                output += APDU.header(control)
            case .deliver: deliver()
            case .confirmed(let count, let ticket):
                confirmed += UInt64(count)
                if ticket != confirmed { fail("ticket \(ticket) confirmed, not \(confirmed)") }
            case .startAsked: break
            case .started, .stopped, .close: break
            }
        }
    }

    /// The number in the ASDU that was read last.
    private var number: UInt64 {
        let asdu = framer.asdu
        var number: UInt64 = 0
        for place in asdu.indices { number |= UInt64(asdu[place]) << (UInt64(place) * 8) }
        return number
    }

    private mutating func deliver() {
        let number = number
        if let receivedHere, number != receivedHere + 1 {
            fail("item \(number) after \(receivedHere) on one connection")
        }
        if number > received + 1 { fail("items lost between \(received) and \(number)") }
        if number <= received { repeats += 1 }
        receivedHere = number
        received = max(received, number)
    }

    private mutating func fail(_ text: String) { if failure == nil { failure = text } }
}

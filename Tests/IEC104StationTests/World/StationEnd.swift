import IEC104Codec
import IEC104Session
import IEC104TestKit

/// One end of a connection: session, framer, and the octets to be written.
package struct StationEnd: Sendable {
    package internal(set) var session: Session
    var framer = APDUFramer()
    var output: [UInt8] = []
    /// I APDUs received and sent on this connection.
    package internal(set) var received = 0
    package internal(set) var sent = 0

    init(_ role: Session.Role, _ parameters: SessionParameters, at now: Instant) {
        session = Session(role: role, parameters: parameters, at: now)
    }

    package var isOpen: Bool { session.phase != .closed }

    /// How many of the I APDUs sent on this connection the peer has acknowledged.
    package var acknowledged: Int { sent - session.unconfirmedCount }

    /// Takes the next APDU of what was read; `nil` when there is none.
    mutating func nextFrame(at now: Instant) -> Bool {
        do throws(DecodeError) {
            guard let control = try framer.next() else {
                session.incompleteFrame(framer.pending > 0, at: now)
                return false
            }
            session.receive(control, at: now)
        } catch {
            session.receive(invalid: error, at: now)
        }
        return true
    }

    /// Sends an ASDU that an engine has written.
    mutating func transmit(_ asdu: ArraySlice<UInt8>, ticket: UInt64, at now: Instant) {
        guard let control = session.transmit(ticket: ticket, at: now) else { return }
        sent += 1
        output += APDU.header(control, asduLength: asdu.count)
        output += asdu
    }

    /// The ASDU of the APDU that was taken last.
    var asdu: [UInt8] {
        let asdu = framer.asdu
        return asdu.indices.map { asdu[$0] }
    }

    mutating func takeOutput() -> [UInt8] {
        let octets = output
        output = []
        return octets
    }
}

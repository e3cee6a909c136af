/// An ASDU that an engine has written.
package struct Outgoing: Hashable, Sendable {
    /// Octets, 1...249.
    package let length: Int
    /// What `Session.transmit` is to be given. Tickets of a link never decrease; an ASDU that
    /// nobody waits for repeats the last one.
    package let ticket: UInt64

    package init(length: Int, ticket: UInt64) {
        self.length = length
        self.ticket = ticket
    }
}

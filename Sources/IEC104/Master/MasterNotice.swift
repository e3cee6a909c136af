public import IEC104Codec
public import IEC104Station

/// What a master notices beside values and the answers to its user's requests. It is told on the
/// thread of the master's loop.
public enum MasterNotice: Sendable {
    /// Data transfer has begun.
    case started(LinkStatus)
    /// Data transfer has ended; the connection may go on.
    case stopped
    /// The connection has ended.
    case ended(LinkEnd)
    /// A station says that it has initialized.
    case initialized(CommonAddress, COI)
    /// A request of the settings has ended: one after a start, or after an initialization.
    case requestEnded(MasterRequest, RequestOrigin, Result<RequestOutcome, RequestError>)
    /// An ASDU cannot be read: it was acknowledged and dropped. Mostly the sizes of the fields differ.
    case malformed(DecodeError)
    /// Nothing was done with an ASDU: nobody asked for it, or its type or cause is not used so.
    case unexpected(ASDUHeader)
}

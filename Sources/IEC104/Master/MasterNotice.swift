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
    /// Each kind of error is told at most once a minute; `Master.statistics` counts all.
    case malformed(DecodeError)
    /// Nothing was done with an ASDU: its type is not known, nobody asked for it, or its cause is not
    /// used so. Told for each type and reason when it comes first, then at most once a minute.
    case unexpected(UnexpectedASDU)
}

import IEC104Codec

/// Which way an APDU went.
public enum Direction: UInt8, Hashable, Sendable {
    /// From the controlling station (master) to the controlled station (outstation).
    case control
    /// From the controlled station (outstation) to the controlling station (master).
    case monitor
    /// Sent by the device that wrote the log.
    case sent
    /// Received by the device that wrote the log.
    case received
}

extension Direction {
    /// The word of machine-readable output.
    public var name: String {
        switch self {
        case .control: "control"
        case .monitor: "monitor"
        case .sent: "sent"
        case .received: "received"
        }
    }

    /// The direction in the standard's sense, where it is known.
    public var transfer: TransferDirection? {
        switch self {
        case .control: .control
        case .monitor: .monitor
        case .sent, .received: nil
        }
    }
}

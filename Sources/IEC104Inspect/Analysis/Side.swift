import IEC104Codec

/// One of the two ends of a connection. In captures the first is the controlling station, in logs
/// the one that wrote the log.
enum Side: Int, Sendable {
    case first, second, unknown

    var other: Side {
        switch self {
        case .first: .second
        case .second: .first
        case .unknown: .unknown
        }
    }

    init(_ direction: Direction?) {
        switch direction {
        case .control, .sent: self = .first
        case .monitor, .received: self = .second
        case nil: self = .unknown
        }
    }
}

/// Tells from what an APDU says which station sends it.
struct RoleTable: Sendable {
    /// For each type the causes that only the controlling station sends.
    private var control = [CauseSet](repeating: [], count: 256)
    /// For each type the causes that only the controlled station sends.
    private var monitor = [CauseSet](repeating: [], count: 256)

    init(_ types: TypeTable) {
        for row in types.rows {
            let (control, monitor) = (row.controlCauses, row.monitorCauses)
            self.control[Int(row.id.rawValue)] =
                monitor.isEmpty ? .defined : control.subtracting(monitor)
            self.monitor[Int(row.id.rawValue)] =
                control.isEmpty ? .defined : monitor.subtracting(control)
        }
    }

    func direction(of header: ASDUHeader) -> Direction? {
        let type = Int(header.type.rawValue)
        if control[type].contains(header.cause.cause) { return .control }
        return monitor[type].contains(header.cause.cause) ? .monitor : nil
    }
}

extension UFunction {
    /// Which way it goes, where only one is possible.
    var direction: Direction? {
        switch self {
        case .startDTAct, .stopDTAct: .control
        case .startDTCon, .stopDTCon: .monitor
        case .testFRAct, .testFRCon: nil
        }
    }

    /// The act that a con confirms.
    var confirmedFunction: UFunction? {
        switch self {
        case .startDTCon: .startDTAct
        case .stopDTCon: .stopDTAct
        case .testFRCon: .testFRAct
        case .startDTAct, .stopDTAct, .testFRAct: nil
        }
    }
}

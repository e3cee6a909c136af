/// The four control octets of an APDU (IEC 60870-5-104, 5).
public enum ControlField: Hashable, Sendable {
    /// Numbered information transfer: N(S) and N(R), an ASDU follows.
    case information(send: SequenceNumber, receive: SequenceNumber)
    /// Numbered supervisory function: N(R).
    case supervisory(receive: SequenceNumber)
    /// Unnumbered control function.
    case unnumbered(UFunction)

    /// The control octets, first octet lowest.
    public var rawValue: UInt32 {
        switch self {
        case .information(let send, let receive):
            UInt32(send.value) << 1 | UInt32(receive.value) << 17
        case .supervisory(let receive): 0x01 | UInt32(receive.value) << 17
        case .unnumbered(let function): UInt32(function.rawValue)
        }
    }

    /// The control field in `rawValue` (first octet lowest), reserved bits ignored; `nil` for a
    /// U-format without exactly one function.
    public init?(rawValue: UInt32) {
        let receive = SequenceNumber(UInt16(truncatingIfNeeded: rawValue >> 17))
        if rawValue & 0x01 == 0 {
            let send = SequenceNumber(UInt16(truncatingIfNeeded: rawValue >> 1) & 0x7FFF)
            self = .information(send: send, receive: receive)
        } else if rawValue & 0x02 == 0 {
            self = .supervisory(receive: receive)
        } else {
            guard let function = UFunction(rawValue: UInt8(truncatingIfNeeded: rawValue)) else {
                return nil
            }
            self = .unnumbered(function)
        }
    }

    /// The offset in the APDU of the first control octet of `rawValue` with a reserved bit set;
    /// `nil` when all are 0.
    static func reservedBitOffset(_ rawValue: UInt32) -> Int? {
        let mask: UInt32 =
            switch rawValue & 0x03 {
            case 0x01: 0x0001_FFFC
            case 0x03: 0xFFFF_FF00
            default: 0x0001_0000
            }
        let set = rawValue & mask
        return set == 0 ? nil : 2 + set.trailingZeroBitCount / 8
    }
}

/// The function of a U-format APDU: exactly one per APDU.
public enum UFunction: UInt8, Hashable, Sendable, CaseIterable {
    /// Start of data transfer, activation.
    case startDTAct = 0x07
    /// Start of data transfer, confirmation.
    case startDTCon = 0x0B
    /// Stop of data transfer, activation.
    case stopDTAct = 0x13
    /// Stop of data transfer, confirmation.
    case stopDTCon = 0x23
    /// Test frame, activation.
    case testFRAct = 0x43
    /// Test frame, confirmation.
    case testFRCon = 0x83
}

extension UFunction: CustomStringConvertible {
    /// As the standard writes it, such as `STARTDT act`.
    public var description: String {
        switch self {
        case .startDTAct: "STARTDT act"
        case .startDTCon: "STARTDT con"
        case .stopDTAct: "STOPDT act"
        case .stopDTCon: "STOPDT con"
        case .testFRAct: "TESTFR act"
        case .testFRCon: "TESTFR con"
        }
    }
}

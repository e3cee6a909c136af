import IEC104Codec
import IEC104TestKit

/// Octets as a peer sends them that writes APDUs by hand.
enum Frame {
    static func u(_ function: UFunction) -> [UInt8] { APDU.header(.unnumbered(function)) }

    static func s(_ receive: UInt16) -> [UInt8] {
        APDU.header(.supervisory(receive: SequenceNumber(receive)))
    }

    static func i(_ send: UInt16, _ receive: UInt16 = 0, _ asdu: [UInt8]) -> [UInt8] {
        APDU.header(
            .information(send: SequenceNumber(send), receive: SequenceNumber(receive)),
            asduLength: asdu.count) + asdu
    }

    static let startDT = u(.startDTAct)
    static let stopDT = u(.stopDTAct)
    static let testFR = u(.testFRAct)

    /// C_IC_NA_1 act to station 1, QOI 20.
    static let interrogation: [UInt8] = [100, 1, 6, 0, 1, 0, 0, 0, 0, 20]
    /// M_SP_NA_1 spontaneous of station 1, object 1.
    static let singlePoint: [UInt8] = [1, 1, 3, 0, 1, 0, 1, 0, 0, 1]

    /// C_SC_NA_1 act to station 1; `value` is the octet of SCO.
    static func command(_ address: UInt8, value: UInt8 = 1, cause: UInt8 = 6) -> [UInt8] {
        [45, 1, cause, 0, 1, 0, address, 0, 0, value]
    }
}

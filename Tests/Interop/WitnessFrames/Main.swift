// Prints I APDUs of every type, made by our encoder, as hex lines for the independent witnesses.
// `C` marks control, `M` monitor direction.
import IEC104Codec

@main
enum WitnessFrames {
    static func main() {
        var send: [Character: SequenceNumber] = ["C": 0, "M": 0]
        for row in Profile.standard.types.rows {
            for asdu in asdus(of: row) {
                let direction = direction(asdu, row)
                let number = send[direction, default: 0]
                send[direction] = number.next
                let receive = send[direction == "C" ? "M" : "C", default: 0]
                do throws(EncodeError) {
                    print(direction, hex(try asdu.apdu(send: number, receive: receive)))
                } catch {
                    print("cannot encode \(row.mnemonic): \(error)")
                }
            }
        }
    }

    private static func direction(_ asdu: ASDU, _ row: TypeDescriptor) -> Character {
        row.controlCauses.contains(asdu.cause.cause) ? "C" : "M"
    }

    private static func hex(_ octets: [UInt8]) -> String {
        octets.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// Every value on its own, every time tag, then all values together, with SQ = 1 where allowed,
    /// and every allowed cause with P/N, T and originators.
    private static func asdus(of row: TypeDescriptor) -> [ASDU] {
        let values = Samples.values(of: row.information)
        let times = Samples.times(of: row.timeTag)
        let causes = (0...63 as ClosedRange<UInt8>).map { Cause($0) }.filter {
            row.controlCauses.contains($0) || row.monitorCauses.contains($0)
        }
        guard let first = causes.first, let sample = values.first else { return [] }
        let (value, octets) = sample
        func asdu(
            _ cause: CauseOfTransmission, _ objects: [InformationObject], _ octets: [UInt8],
            isSequence: Bool = false, station: CommonAddress = 1
        ) -> ASDU {
            ASDU(
                row.id, cause: cause, commonAddress: station, isSequence: isSequence,
                objects: objects, octets: octets)
        }
        func object(_ address: UInt32, _ value: Information, _ time: TimeTag) -> InformationObject {
            let hasNone = row.addressRule == .irrelevant || row.addressRule == .absent
            return InformationObject(hasNone ? 0 : ObjectAddress(address), value, timeTag: time)
        }
        var result: [ASDU] = []
        for (index, (value, octets)) in values.enumerated() {
            let address = [1, 255, 256, 65_535, 65_536, 16_777_215][index % 6] as UInt32
            let time = times[index % times.count]
            result.append(asdu(CauseOfTransmission(first), [object(address, value, time)], octets))
        }
        for time in times {
            result.append(asdu(CauseOfTransmission(first), [object(7, value, time)], octets))
        }
        for cause in causes {
            for (negative, test, originator) in [(false, false, 0), (true, true, 255)] {
                let field = CauseOfTransmission(
                    cause, isNegative: negative, isTest: test, originator: UInt8(originator))
                let station: CommonAddress = negative ? 65534 : 258
                result.append(
                    asdu(field, [object(9, value, times[0])], octets, station: station))
            }
        }
        if row.allowsSeveralObjects, row.information != .raw {
            let size = (row.size ?? 0) + 3
            for isSequence in row.allowsSequence ? [false, true] : [false] {
                let objects = values.prefix(min(127, 242 / max(size, 1))).enumerated().map {
                    object(UInt32(1000 + $0.offset), $0.element.0, times[$0.offset % times.count])
                }
                result.append(
                    asdu(CauseOfTransmission(first), objects, [], isSequence: isSequence))
            }
        }
        return result
    }
}

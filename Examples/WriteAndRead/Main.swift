// Writes measured values as APDUs, packed as tightly as they go, and reads them again.
import IEC104Codec

@main
enum WriteAndRead {
    static func main() throws {
        let header = ASDUHeader(
            type: .M_ME_NC_1, count: 0, cause: CauseOfTransmission(.interrogatedByStation),
            commonAddress: 3)
        let objects = (0..<100).map { index in
            InformationObject(
                ObjectAddress(4001 + UInt32(index)), .shortFloat(R32(Float(index) / 2), []))
        }

        // As few ASDUs as possible; runs of consecutive addresses with SQ = 1.
        let packed = try ASDUPacker(header, sequences: .runs).pack(objects)
        var send: SequenceNumber = 0
        var stream: [UInt8] = []
        for asdu in packed {
            stream +=
                APDU.header(
                    .information(send: send, receive: 0), asduLength: asdu.count) + asdu
            send = send.next
        }
        print("\(objects.count) objects in \(packed.count) APDUs, \(stream.count) octets")

        // Octets come in any portions.
        var framer = APDUFramer()
        var sum: Float = 0
        for portion in stride(from: 0, to: stream.count, by: 100) {
            framer.append(Array(stream[portion..<min(portion + 100, stream.count)]))
            while let control = try framer.next() {
                var reader = try ASDUReader(framer.asdu)
                print("\(control): \(reader.header.count) objects")
                while let object = reader.next() {
                    guard case .shortFloat(let value, let quality) = object.information,
                        !quality.contains(.invalid)
                    else { continue }
                    sum += value.value
                }
            }
        }
        print("sum of all values: \(sum)")
    }
}

// Reads a line of hex as a device logs it, and prints what it says.
import IEC104Codec

@main
enum DecodeHexDump {
    static func main() {
        let line = "68 12 1A 00 06 00 01 02 03 00 0C 00 D2 04 00 01 D3 04 00 80"
        let octets = line.split(separator: " ").compactMap { UInt8($0, radix: 16) }

        var framer = APDUFramer()
        framer.append(octets)
        do throws(DecodeError) {
            while let control = try framer.next() {
                print(control)
                guard !framer.asdu.isEmpty else { continue }
                var reader = try ASDUReader(framer.asdu)
                print(reader.header.type, reader.header.cause.cause)
                while let object = reader.next() {
                    print("  \(object.address): \(object.information)")
                }
            }
        } catch {
            print("cannot be read: \(error)")
        }
    }
}

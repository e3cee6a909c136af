import IEC104Codec
import PlainC

/// Blocks of memory asked for while ASDUs are read and written.
enum AllocationBenchmark {
    static func run() {
        let objects = (0..<16).map { index in
            InformationObject(
                ObjectAddress(4001 + UInt32(index)), .shortFloat(R32(Float(index)), []),
                timeTag: .cp56(CP56Time2a(rawValue: 0x17_0983_0C_1E_3B92)))
        }
        let asdu = ASDU(
            .M_ME_TF_1, cause: CauseOfTransmission(.spontaneous), commonAddress: 1,
            objects: objects)
        guard let octets = try? asdu.encoded(),
            let apdu = try? asdu.apdu(send: 0, receive: 0)
        else { return print("cannot encode") }
        let rounds = 10_000
        var sum: UInt64 = 0
        var output = [UInt8](repeating: 0, count: 249)
        var kept: [InformationObject] = []
        var framer = APDUFramer()
        let pieces: [(String, () -> Void)] = [
            (
                "ASDUReader.next",
                {
                    guard var reader = try? ASDUReader(octets.span) else { return }
                    while let object = reader.next() { sum &+= UInt64(object.address.value) }
                }
            ),
            (
                "ASDUReader.read(into:)",
                {
                    guard var reader = try? ASDUReader(octets.span) else { return }
                    kept.removeAll(keepingCapacity: true)
                    reader.read(into: &kept)
                }
            ),
            (
                "APDUFramer and ASDUReader",
                {
                    framer.append(apdu)
                    while let control = try? framer.next() {
                        sum &+= UInt64(control.rawValue)
                        guard var reader = try? ASDUReader(framer.asdu) else { return }
                        while let object = reader.next() { sum &+= UInt64(object.address.value) }
                    }
                }
            ),
            (
                "ASDU.write(into:)",
                { sum &+= UInt64((try? asdu.write(into: output.mutableSpan)) ?? 0) }
            ),
            (
                "ASDU.init (a value of its own)",
                { sum &+= UInt64((try? ASDU(octets))?.objects.count ?? 0) }
            ),
        ]
        print("allocations per ASDU of 16 objects (\(rounds) ASDUs)")
        for (name, piece) in pieces {
            for _ in 0..<100 { piece() }
            let before = plain_allocations()
            for _ in 0..<rounds { piece() }
            let count = Double(plain_allocations() - before) / Double(rounds)
            print("  \(name): \(Bench.text(count))")
        }
        // Used, so that no work is optimized away.
        if sum == 1 { print(sum) }
    }
}

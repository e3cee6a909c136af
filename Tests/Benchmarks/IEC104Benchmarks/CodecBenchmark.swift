import IEC104Codec
import PlainC

/// Reading and writing ASDUs, beside a plain C loop over the same octets.
enum CodecBenchmark {
    static func run() {
        print("codec, nanoseconds per object (median of \(Bench.repetitions) interleaved runs)")
        row("M_ME_TF_1 x 16", .M_ME_TF_1, 16)
        row("M_SP_NA_1 x 60", .M_SP_NA_1, 60)
    }

    private static func row(_ name: String, _ type: TypeID, _ count: Int) {
        let asdu = ASDU(
            type, cause: CauseOfTransmission(.spontaneous), commonAddress: 1,
            objects: (0..<count).map { object(type, UInt32($0 + 1000)) })
        guard let octets = try? asdu.encoded() else { return print("cannot encode") }
        let plain = plainObjects(octets, type, count)
        let rounds = 4_000_000 / count
        let times = Bench.interleaved([
            { decode(octets, rounds) }, { decodePlain(octets, type, rounds) },
            { encode(asdu, rounds) }, { encodePlain(plain, type, rounds) },
        ])
        let perObject = times.map { $0 * 1e9 / Double(rounds * count) }
        print(
            "  \(name): decode \(Bench.text(perObject[0])), plain C \(Bench.text(perObject[1]));"
                + " encode \(Bench.text(perObject[2])), plain C \(Bench.text(perObject[3]))")
    }

    private static func object(_ type: TypeID, _ address: UInt32) -> InformationObject {
        switch type {
        case .M_SP_NA_1:
            InformationObject(
                ObjectAddress(address), .singlePoint(SIQ(address % 2 == 0)))
        default:
            InformationObject(
                ObjectAddress(address), .shortFloat(R32(Float(address) / 7), []),
                timeTag: .cp56(CP56Time2a(rawValue: 0x17_0983_0C_1E_3B92)))
        }
    }

    @inline(never)
    private static func decode(_ octets: [UInt8], _ rounds: Int) -> UInt64 {
        let profile = Profile.standard
        var sum: UInt64 = 0
        var objects: [InformationObject] = []
        for _ in 0..<rounds {
            guard var reader = try? ASDUReader(octets.span, profile: profile) else { return 0 }
            objects.removeAll(keepingCapacity: true)
            reader.read(into: &objects)
            for object in objects {
                sum &+= UInt64(object.address.value)
                switch object.information {
                case .singlePoint(let point): sum &+= UInt64(point.rawValue)
                case .shortFloat(let value, let quality):
                    sum &+= UInt64(value.rawValue) &+ UInt64(quality.rawValue)
                default: break
                }
                if case .cp56(let time) = object.timeTag { sum &+= time.rawValue }
            }
        }
        return sum
    }

    @inline(never)
    private static func encode(_ asdu: ASDU, _ rounds: Int) -> UInt64 {
        let profile = Profile.standard
        var octets = [UInt8](repeating: 0, count: 249)
        var sum: UInt64 = 0
        for _ in 0..<rounds {
            sum &+= UInt64((try? asdu.write(into: octets.mutableSpan, profile: profile)) ?? 0)
        }
        return sum &+ UInt64(octets[20])
    }

    private static func plainObjects(
        _ octets: [UInt8], _ type: TypeID, _ count: Int
    ) -> [plain_object] {
        var objects = [plain_object](repeating: plain_object(), count: 127)
        let read = type == .M_SP_NA_1 ? unsafe plain_read_points : unsafe plain_read_floats
        _ = unsafe read(octets, octets.count, &objects)
        return Array(objects.prefix(count))
    }

    @inline(never)
    private static func decodePlain(_ octets: [UInt8], _ type: TypeID, _ rounds: Int) -> UInt64 {
        var objects = [plain_object](repeating: plain_object(), count: 127)
        let read = type == .M_SP_NA_1 ? unsafe plain_read_points : unsafe plain_read_floats
        var sum: UInt64 = 0
        for _ in 0..<rounds {
            let count = Int(unsafe read(octets, octets.count, &objects))
            for index in 0..<count {
                sum &+= UInt64(objects[index].address) &+ UInt64(objects[index].value.bitPattern)
                sum &+= UInt64(objects[index].quality) &+ UInt64(objects[index].milliseconds)
            }
        }
        return sum
    }

    @inline(never)
    private static func encodePlain(
        _ objects: [plain_object], _ type: TypeID, _ rounds: Int
    ) -> UInt64 {
        var octets = [UInt8](repeating: 0, count: 249)
        let write = type == .M_SP_NA_1 ? unsafe plain_write_points : unsafe plain_write_floats
        var sum: UInt64 = 0
        for _ in 0..<rounds {
            sum &+= UInt64(unsafe write(objects, Int32(objects.count), &octets))
        }
        return sum &+ UInt64(octets[20])
    }
}

import IEC104Codec
import IEC104Session
import IEC104Station
import IEC104TestKit

/// A small station 1 with points and commands of every kind, and a smaller station 2.
struct Substation {
    var table = PointTable()
    /// Points whose changes are events, in the order of their addresses.
    var changing: [PointID] = []
    static let interrogated = 32
    static let counters = 3

    init() throws {
        for number in 0..<20 {
            let options = PointOptions(groups: number < 5 ? [1] : [])
            changing.append(
                try table.add(ObjectAddress(UInt32(1001 + number)), number % 2 == 0, options).id)
        }
        let breaker = try table.add(1101, DoublePointState.off)
        for number in 0..<6 {
            changing.append(
                try table.add(
                    ObjectAddress(UInt32(2001 + number)), Float(number) * 10,
                    PointOptions(groups: [2])
                ).id)
        }
        for number in 0..<3 {
            changing.append(
                try table.add(ObjectAddress(UInt32(2101 + number)), Int16(number)).id)
        }
        let step = try table.add(4001, .stepPosition(VTI(rawValue: 3), []))
        let bits = try table.add(4101, .bitString(0xF0F0, []))
        for number in 0..<Self.counters {
            try table.add(
                ObjectAddress(UInt32(3001 + number)), BCR(Int32(100 * number)),
                PointOptions(counterGroup: number == 0 ? 1 : 2))
        }
        try table.addCommand(.C_SC_NA_1, at: 5001, drives: changing[0])
        try table.addCommand(
            .C_SC_NA_1, at: 5002, drives: changing[1],
            CommandOptions(mode: .selectBeforeOperate))
        try table.addCommand(.C_DC_NA_1, at: 5003, drives: breaker)
        try table.addCommand(.C_SE_NC_1, at: 5004, drives: changing[20])
        try table.addCommand(.C_SE_NB_1, at: 5005, drives: changing[26])
        try table.addCommand(.C_RC_NA_1, at: 5006, drives: step)
        try table.addCommand(.C_BO_NA_1, at: 5007, drives: bits)
        try table.add(1001, station: 2, true)
        try table.add(3001, station: 2, BCR(7))
    }

    /// What every point of station 1 carries now, counters aside.
    func image(of world: StationWorld) -> [SimulatedMaster.Place: Information] {
        var image: [SimulatedMaster.Place: Information] = [:]
        for point in table.points {
            guard let station = table.station(of: point), station == 1,
                let object = world.outstation.engine.value(of: point),
                object.information.kind != .integratedTotal
            else { continue }
            image[SimulatedMaster.Place(station, object.address)] = object.information
        }
        return image
    }

    /// A value of the kind of the point that differs with `number`.
    func value(_ number: Int, of point: PointID) -> Information {
        switch table[point]?.information {
        case .singlePoint?: .singlePoint(SIQ(number % 2 == 1))
        case .shortFloat?: .shortFloat(R32(Float(number)), [])
        case .scaled?: .scaled(Int16(number), [])
        default: .bitString(UInt32(number), [])
        }
    }
}

/// Window sizes, and how the octets come.
struct LinkVariant: Sendable, CustomStringConvertible {
    var k: Int
    var w: Int
    var octetTime: Int64?
    var seed: UInt64 = 1

    var description: String {
        "k \(k), w \(w)\(octetTime == nil ? "" : ", octet by octet"), seed \(seed)"
    }

    func apply(to setting: inout StationWorld.Setting) {
        setting.parameters.k = k
        setting.parameters.w = w
        setting.octetTime = octetTime
        setting.seed = seed
    }

    static let all = [
        LinkVariant(k: 12, w: 8), LinkVariant(k: 1, w: 1), LinkVariant(k: 32767, w: 32767),
        LinkVariant(k: 12, w: 8, octetTime: 20_000), LinkVariant(k: 1, w: 1, octetTime: 20_000),
        LinkVariant(k: 3, w: 2, seed: 7),
    ]
}

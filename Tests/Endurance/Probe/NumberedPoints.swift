import IEC104

/// Three points, one for each class of events, whose values are the numbers of their events.
struct NumberedPoints: Sendable {
    private let state: PointID
    private let measured: PointID
    private let counter: PointID

    init(_ table: inout PointTable) throws {
        state = try table.add(1, type: .M_BO_TB_1, .bitString(0, []))
        measured = try table.add(2, type: .M_ME_TF_1, .shortFloat(R32(0), []))
        counter = try table.add(3, type: .M_IT_TB_1, .integratedTotal(BCR(0)))
    }

    /// The greatest number that one of them shows.
    func number(_ access: PointAccess) -> Int32 {
        [state, measured, counter].map { Self.number(access.value(of: $0)) }.max() ?? 0
    }

    /// Makes the events of these numbers; `choice` says by which point.
    func make(_ numbers: ClosedRange<Int32>, choice: UInt64, _ access: PointAccess) {
        for number in numbers {
            switch (UInt64(number) ^ choice) % 4 {
            // A float tells whole numbers apart up to here.
            case 0 where number < 1 << 24:
                access.set(measured, .shortFloat(R32(Float(number)), []), event: .force)
            case 1:
                access.set(counter, .integratedTotal(BCR(number)))
                access.freezeCounters(.freeze)
            default:
                access.set(state, .bitString(UInt32(number), []), event: .force)
            }
        }
    }

    /// The number of the event that a value is.
    static func number(_ object: InformationObject?) -> Int32 {
        switch object?.information {
        case .bitString(let bits, _): Int32(bitPattern: bits)
        case .shortFloat(let value, _): Int32(value.value)
        case .integratedTotal(let reading): reading.value
        default: 0
        }
    }
}

/// A stream of numbers that a seed gives again.
struct Chance: Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state >> 24
    }

    mutating func next(below bound: Int) -> Int { Int(next() % UInt64(max(1, bound))) }
}

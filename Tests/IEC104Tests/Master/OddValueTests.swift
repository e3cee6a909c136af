import IEC104
import Testing

/// T-23, the master's side: what no engineer would call a value comes as it was sent.
@Suite("A master and values that are odd")
struct OddValueTests {
    /// Bit patterns of floats: NaN of both kinds, infinities, denormals, -0, the largest.
    private static let floats: [UInt32] = [
        0x7FC0_0000, 0x7F80_0001, 0xFFFF_FFFF, 0x7F80_0000, 0xFF80_0000, 0x0000_0001, 0x807F_FFFF,
        0x8000_0000, 0x7F7F_FFFF,
    ]
    private static let normalized: [UInt16] = [0x8000, 0x8001, 0x7FFF, 0xFFFF, 0]

    private static func little<T: FixedWidthInteger & UnsignedInteger>(_ value: T) -> [UInt8] {
        (0..<T.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> T($0 * 8)) }
    }

    /// An ASDU of one object, for cause 20, and the number that the master must tell of it.
    private static let all: [(asdu: [UInt8], raw: UInt32)] = {
        func asdu(_ type: UInt8, _ element: [UInt8]) -> [UInt8] {
            [type, 1, 20, 0, 1, 0, 9, 0, 0] + element
        }
        return floats.map { (asdu(13, little($0) + [0]), $0) }
            + normalized.map { (asdu(9, little($0) + [0]), UInt32($0)) }
            + normalized.map { (asdu(21, little($0)), UInt32($0)) }
            + (UInt8.min...UInt8.max).map { (asdu(5, [$0, 0]), UInt32($0)) }
    }()

    private static func raw(_ information: Information) -> UInt32? {
        switch information {
        case .shortFloat(let value, _): value.rawValue
        case .normalized(let value, _), .normalizedWithoutQuality(let value):
            UInt32(UInt16(bitPattern: value.rawValue))
        case .stepPosition(let value, _): UInt32(value.rawValue)
        default: nil
        }
    }

    @Test("T-23: NaN, infinities, denormals, NVA 8000, each VTI come bit by bit as they were sent")
    func values() throws {
        let field = try MasterField()
        defer { field.finish() }
        let peer = try field.connect()
        peer.answer = { control, asdu, _ in
            guard case .information = control, asdu.first == 100 else { return [] }
            let asdus =
                [Hostility.with(asdu, 7)] + Self.all.map(\.asdu) + [Hostility.with(asdu, 10)]
            return asdus.enumerated().flatMap { Frame.i(UInt16($0), 1, $1) }
        }
        let master = field.master
        let found = try field.loop.run { try await master.interrogate() }
        #expect(found.outcome.objects == Self.all.count && found.lost == 0)
        #expect(found.values.map { Self.raw($0.object.information) } == Self.all.map(\.raw))
        #expect(try field.loop.here { master.assumeIsolated { $0.statistics.malformed } } == 0)
    }
}

import IEC104Codec
import Testing

@Suite("the number, quality and time of a point")
struct PointValueTests {
    /// Type, octets of an information element, number, quality (7.2.6).
    static let rows: [(UInt8, [UInt8], Double?, Quality)] = [
        (1, [0x91], 1, [.invalid, .blocked]),
        (3, [0x42], 2, .notTopical),
        (5, [0x7F, 0x01], -1, .overflow),
        (7, [4, 3, 2, 1, 0x20], 0x0102_0304, .substituted),
        (9, [0x00, 0xC0, 0x00], -0.5, []),
        (11, [0xFE, 0xFF, 0x80], -2, .invalid),
        (13, [0x00, 0x00, 0xC0, 0x3F, 0x10], 1.5, .blocked),
        (15, [0xFF, 0xFF, 0xFF, 0xFF, 0x85], -1, .invalid),
        (20, [0x05, 0x00, 0xFF, 0xFF, 0x01], 5, .overflow),
        (21, [0x00, 0x40], 0.5, []),
        (100, [20], nil, []),
    ]

    @Test("of each kind of point", arguments: rows.indices)
    func values(_ place: Int) throws {
        let (type, element, number, quality) = Self.rows[place]
        let cause: UInt8 = type == 100 ? 6 : 20
        let octets: [UInt8] = [type, 1, cause, 0, 1, 0] + [type == 100 ? 0 : 9, 0, 0] + element
        var reader = try ASDUReader(octets.span)
        let next = reader.next()
        let object = try #require(next)
        #expect(object.information.number == number)
        #expect(object.information.quality == quality)
    }

    @Test("a time within the hour is the nearest one, before and after a full hour")
    func nearest() {
        let hour: Int64 = 3_600_000
        let start: Int64 = 472_222 * hour
        func tag(_ minute: UInt32, _ milliseconds: UInt32, invalid: Bool = false) -> TimeTag {
            .cp24(CP24Time2a(rawValue: milliseconds | minute << 16 | (invalid ? 0x80_0000 : 0)))
        }
        #expect(tag(10, 5000).milliseconds(near: start + 700_000) == start + 605_000)
        #expect(tag(59, 59_999).milliseconds(near: start + 10) == start - 1)
        #expect(tag(0, 1).milliseconds(near: start - 10) == start + 1)
        #expect(tag(0, 0).milliseconds(near: -1) == 0)
        #expect(tag(1, 0, invalid: true).milliseconds(near: start) == nil)
        #expect(tag(60, 0).milliseconds(near: start) == nil)
        #expect(TimeTag.none.milliseconds(near: start) == nil)
    }
}

import IEC104Codec
import IEC104Station
import Testing

@Suite("The point table")
struct PointTableTests {
    @Test("a point is found by its address and has its value")
    func finds() throws {
        var table = PointTable()
        let breaker = try table.add(1001, DoublePointState.off)
        let voltage = try table.add(2001, station: 7, Float(110.5), PointOptions(deadband: 0.5))
        #expect(table.find(1001) == breaker.id)
        #expect(table.find(2001) == nil)
        #expect(table.find(2001, station: 7) == voltage.id)
        #expect(table[breaker] == .off)
        #expect(table[voltage] == 110.5)
        #expect(table.type(of: voltage.id) == .M_ME_NC_1)
    }
}

import IEC104
import Testing

@testable import IEC104Inspect
@testable import IEC104Tool

@Suite("What a point list tells of a value")
struct PointLabelTests {
    private static func sheet() throws -> PointSheet {
        let text = """
            station,address,type,name,value,unit,scale,offset,low limit,high limit
            1,1,M_ME_NC_1,voltage,0,kV,0.1,,50,110
            1,2,M_ME_NB_1,tap,0,,,,,
            1,3,M_ME_NA_1,power,0,MW,200,-100,,
            1,4,M_ME_NC_1,current,0,A,,,,400
            """
        return PointSheet(try PointListTests.read(text))
    }

    @Test(
        "name, unit, engineering value without digits that were not sent, limit",
        arguments: [
            (
                1, .shortFloat(R32(110.4), []),
                PointLabel(name: "voltage", unit: "kV", scaled: 11.04, limit: .high)
            ),
            (
                1, .shortFloat(R32(100.1), []),
                PointLabel(name: "voltage", unit: "kV", scaled: 10.01)
            ),
            (
                1, .shortFloat(R32(0), []),
                PointLabel(name: "voltage", unit: "kV", scaled: 0, limit: .low)
            ),
            (1, .shortFloat(R32(.infinity), []), PointLabel(name: "voltage", unit: "kV")),
            (2, .scaled(7, []), PointLabel(name: "tap")),
            (
                3, .normalized(NVA(rawValue: -32768), []),
                PointLabel(name: "power", unit: "MW", scaled: -300)
            ),
            (4, .shortFloat(R32(400), []), PointLabel(name: "current", unit: "A")),
            (4, .shortFloat(R32(400.5), []), PointLabel(name: "current", unit: "A", limit: .high)),
            (5, .shortFloat(R32(1), []), nil),
        ] as [(UInt32, Information, PointLabel?)])
    func labels(_ address: UInt32, _ information: Information, _ label: PointLabel?) throws {
        let object = InformationObject(ObjectAddress(address), information)
        #expect(try Self.sheet().label(of: object, 1) == label)
        #expect(try Self.sheet().label(of: object, 2) == nil)
    }
}

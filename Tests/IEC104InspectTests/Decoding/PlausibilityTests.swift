import IEC104TestKit
import Testing

@testable import IEC104Inspect

@Suite("Whether octets look like an APDU")
struct PlausibilityTests {
    @Test(
        "octets are judged by format, type and what follows",
        arguments: [
            ("", "undecided"), ("67", "no"), ("68", "undecided"), ("6803", "no"), ("68fe", "no"),
            ("680407", "undecided"), ("680407000000", "yes"), ("68040700000068", "yes"),
            ("68040700000067", "no"), ("680417000000", "no"), ("680407000100", "no"),
            ("680401000400", "yes"), ("680401000500", "no"), ("680e01000000", "no"),
            ("680e00000000", "undecided"), ("680e000000006401", "undecided"),
            ("680e000000000001", "no"), ("680e000000006400", "no"), ("680800000000", "no"),
            ("680e0000000064010600010000000014", "yes"),
            ("680e000000006401060001000000001468", "yes"),
            ("680e000000006401060001000000001400", "no"),
        ])
    func judged(_ hex: String, _ expected: String) throws {
        let octets = try #require([UInt8](hex: hex))
        let found = Plausibility(octets.span, isEnd: true)
        #expect("\(found)" == expected)
    }

    @Test("an APDU that ends where the octets end is undecided when more may come")
    func openEnd() {
        let octets = Sample.startAct
        let found = Plausibility(octets.span, isEnd: false)
        #expect(found == .undecided)
    }
}

import IEC104Codec
import IEC104TestKit
import Testing

@testable import IEC104Inspect

@Suite("Hints at other sizes of the address fields")
struct FieldSizeTests {
    private func text(_ hex: String, profile: Profile = .standard) -> String {
        var inspector = Inspector(sink: TextPrinter(profile: profile), profile: profile)
        inspector.consume(Array((hex + "\n").utf8).span)
        inspector.finish()
        return inspector.sink.text.string
    }

    @Test(
        "an APDU that only other sizes make sound tells them",
        arguments: [
            // An interrogation with a cause of one octet.
            (
                "68 0D 00 00 00 00 64 01 06 01 00 00 00 00 14",
                "--cot-size 1 --ca-size 2 --ioa-size 3"
            ),
            // A single point with an object address of two octets.
            (
                "68 0D 00 00 00 00 01 01 03 00 01 00 E9 03 01",
                "--cot-size 2 --ca-size 2 --ioa-size 2"
            ),
            // A measured value with the sizes that are usual in IEC 60870-5-101.
            (
                "68 0F 00 00 00 00 0D 01 03 01 A1 0F 00 00 6C 43 00",
                "--cot-size 1 --ca-size 1 --ioa-size 2"
            ),
        ])
    func hint(hex: String, options: String) {
        #expect(text(hex).contains("! fits with \(options)\n"))
    }

    @Test(
        "an APDU that is sound, or broken in another way, tells none",
        arguments: [
            "68 0E 00 00 00 00 64 01 06 00 01 00 00 00 00 14",
            "68 0E 00 00 00 00 2E 01 06 00 01 00 71 17 00 03",
            "68 08 00 00 00 00 64 01 06 00", "68 04 07 00 00 00",
        ])
    func none(hex: String) {
        #expect(!text(hex).contains("fits with"))
    }

    @Test("the sizes that the reader was told are not told again")
    func told() throws {
        let profile = try Profile(causeSize: 1)
        let printed = text("68 0D 00 00 00 00 64 01 06 01 00 00 00 00 14", profile: profile)
        #expect(!printed.contains("!"))
    }
}

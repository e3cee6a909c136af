// Decodes a piece of a device log as `iec104 decode` does.
import IEC104Inspect

@main
enum InspectLog {
    static func main() {
        let text = """
            2026-03-02 08:25:11.170 TX: 68 04 07 00 00 00
            2026-03-02 08:25:11.174 RX: 68 04 0B 00 00 00
            2026-03-02 08:25:11.230 TX: 68 0E 00 00 00 00 64 01 06 00 03 00 00 00 00 14
            """
        var inspector = Inspector(sink: TextPrinter())
        inspector.consume(Array(text.utf8).span)
        inspector.finish()
        print(inspector.sink.text.string)
    }
}

import IEC104Codec
import IEC104Inspect
import IEC104TestKit
import Testing

@Suite("Showing a part of the records")
struct RecordFilterTests {
    private func filter(_ conditions: [String]) throws -> RecordFilter {
        var filter = RecordFilter()
        for condition in conditions { try filter.add(condition, types: .standard) }
        return filter
    }

    /// What passes of a conversation, with the addresses of the objects.
    private func shown(_ conditions: [String]) throws -> [String] {
        let broken = Array(Sample.measured.prefix(20))
        let negative: [UInt8] = [
            0x68, 0x0E, 0x04, 0x00, 0x02, 0x00, 0x64, 0x01, 0x47, 0x00, 0x02, 0x00, 0, 0, 0, 0x14,
        ]
        let text = [
            Sample.startAct, Sample.interrogation, Sample.measured, Sample.acknowledgment,
            negative, broken,
        ]
        var inspector = Inspector(
            sink: FilteringSink(InspectionLog(), try filter(conditions)), input: .hex)
        let octets = Array(text.map(\.hex).joined(separator: "\n\n-\n").utf8)
        inspector.consume(octets.span)
        inspector.finish()
        return inspector.sink.base.records.map { record in
            let addresses = record.reading.objects.map { "\($0.address)" }
            return "\(record.number):" + addresses.joined(separator: ",")
        }
    }

    @Test(
        "a condition shows the records that fulfill it, and of these the objects",
        arguments: [
            ([], ["1:", "2:0", "3:1234,1235", "4:", "5:0", "6:"]),
            (["type=100"], ["2:0", "5:0"]), (["type=C_IC_NA_1"], ["2:0", "5:0"]),
            (["type=c_ic_na_1,11"], ["2:0", "3:1234,1235", "5:0"]), (["type=45"], []),
            (["cause=3"], ["3:1234,1235"]), (["cause=6-7"], ["2:0", "5:0"]),
            (["cause=3,7"], ["3:1234,1235", "5:0"]), (["ca=2"], ["5:0"]),
            (["ca=1-2"], ["2:0", "3:1234,1235", "5:0"]), (["ca=65535"], []),
            (["ioa=1235"], ["3:1235"]), (["ioa=1000-1234"], ["3:1234"]),
            (["ioa=0,1235-2000"], ["2:0", "3:1235", "5:0"]), (["ioa=7"], []),
            (["format=U"], ["1:"]), (["format=s,u"], ["1:", "4:"]),
            (["format=I"], ["2:0", "3:1234,1235", "5:0"]), (["problems"], ["6:"]),
            (["type=100", "ca=2"], ["5:0"]),
            (["type=100", "type=11"], ["2:0", "3:1234,1235", "5:0"]),
            (["type=100", "format=U"], []), (["problems", "format=U"], []),
        ])
    func shown(_ conditions: [String], _ expected: [String]) throws {
        #expect(try shown(conditions) == expected)
    }

    @Test(
        "a wrong condition says what is possible",
        arguments: [
            ("", "write problems"), ("type", "write problems"), ("color=3", "there is no 'color'"),
            ("=3", "write problems"), ("type=", "write problems"),
            ("type=M_XX", "'M_XX' is no type"),
            ("type=256", "'256' is no type"), ("type=1,", "'' is no type"),
            ("cause=64", "up to 63"), ("cause=-3", "'-3' is no number"), ("cause=3-", "'3-'"),
            ("cause=7-6", "'7-6'"), ("cause=1-2-3", "'1-2-3'"), ("ca=65536", "up to 65535"),
            ("ca=x", "'x'"), ("ioa=16777216", "up to 16777215"),
            ("ioa=99999999999999999999", "is no number"), ("ioa=1,,2", "''"),
            ("format=X", "not one of: I, S, U"), ("format=", "write problems"),
        ])
    func wrong(_ condition: String, _ words: String) {
        var filter = RecordFilter()
        let error = #expect(throws: RecordFilter.SyntaxError.self) {
            try filter.add(condition, types: .standard)
        }
        #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
    }

    @Test("TCP events show when nothing is left out, notices always")
    func eventsAndNotices() throws {
        var file = CaptureFile.pcap()
        var connection = CapturedConnection()
        connection.open(in: &file)
        connection.client([.ack], Sample.startAct, in: &file)
        let octets = Array(file.octets.dropLast(2))
        for (conditions, events) in [([], 3), (["format=U"], 0)] {
            var inspector = Inspector(sink: FilteringSink(InspectionLog(), try filter(conditions)))
            inspector.consume(octets.span)
            inspector.finish()
            #expect(inspector.sink.base.events.count == events)
            #expect(inspector.sink.base.notices.count == 1)
        }
    }

    @Test("objects that are left out are left out of JSON, text and explanation alike")
    func prunedPrinting() throws {
        let octets = Array(Sample.measured.hex.utf8)
        func printed<Printer: InspectionSink>(_ printer: Printer) throws -> Printer {
            var inspector = Inspector(
                sink: FilteringSink(printer, try filter(["ioa=1235"])), input: .hex)
            inspector.consume(octets.span)
            inspector.finish()
            return inspector.sink.base
        }
        let json = try printed(JSONPrinter()).text.string
        #expect(
            json.contains("\"objects\":[{\"address\":1235,\"value\":-16,\"quality\":[\"IV\"]}]"))
        let text = try printed(TextPrinter()).text.string
        #expect(!text.contains("1234") && text.contains("1235        -16, invalid"))
        let explanation = try printed(ExplanationPrinter()).text.string
        #expect(explanation.contains("object 2") && !explanation.contains("object 1"))
        #expect(explanation.contains("1235") && !explanation.contains("1234"))
        #expect(explanation.contains("021  f0 ff"))
        #expect(!explanation.contains("belongs to no object"))
    }
}

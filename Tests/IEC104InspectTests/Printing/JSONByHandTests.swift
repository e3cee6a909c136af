import IEC104Codec
import IEC104Inspect
import IEC104TestKit
import Testing

@Suite("JSON, line by line")
struct JSONByHandTests {
    private static let header = #""sq":false,"count":1,"#
    private static let spontaneous =
        #""causeId":3,"cause":"spontaneous","negative":false,"test":false,"originator":0,"#
        + #""commonAddress":1,"#
    private static let activation =
        #""causeId":6,"cause":"activation","negative":false,"test":false,"originator":0,"#
        + #""commonAddress":1,"#

    static let lines: [(hex: String, json: String)] = [
        ("68 04 07 00 00 00", #""format":"U","function":"STARTDT act""#),
        ("68 04 83 00 00 00", #""format":"U","function":"TESTFR con""#),
        ("68 04 01 00 FE FF", #""format":"S","nr":32767"#),
        (
            "68 0E FE FF 02 00 01 01 03 00 01 00 07 00 00 D1",
            #""format":"I","ns":32767,"nr":1,"typeId":1,"type":"M_SP_NA_1","# + header + spontaneous
                + #""objects":[{"address":7,"value":true,"quality":["BL","NT","IV"]}]"#
        ),
        (
            "68 0E 00 00 00 00 03 01 C3 05 01 00 FF FF FF 03",
            #""format":"I","ns":0,"nr":0,"typeId":3,"type":"M_DP_NA_1","# + header
                + #""causeId":3,"cause":"spontaneous","negative":true,"test":true,"originator":5,"#
                + #""commonAddress":1,"#
                + #""objects":[{"address":16777215,"value":3,"quality":[]}]"#
        ),
        (
            "68 12 00 00 00 00 05 82 03 00 01 00 07 00 00 C0 00 3F 01 00",
            #""format":"I","ns":0,"nr":0,"typeId":5,"type":"M_ST_NA_1","sq":true,"count":2,"#
                + spontaneous
                + #""objects":[{"address":7,"value":-64,"transient":true,"quality":[]},"#
                + #"{"address":8,"value":63,"transient":false,"quality":["OV"]}],"#
                + #""problems":[{"code":"trailing-octets","offset":19,"message":"octets left over "#
                + #"after the objects at offset 19, expected 19, found 20"}]"#
        ),
        (
            "68 10 00 00 00 00 09 01 03 00 01 00 07 00 00 00 80 00",
            #""format":"I","ns":0,"nr":0,"typeId":9,"type":"M_ME_NA_1","# + header + spontaneous
                + #""objects":[{"address":7,"value":-1,"raw":-32768,"quality":[]}]"#
        ),
        (
            "68 12 00 00 00 00 0D 01 03 00 01 00 07 00 00 00 00 C0 7F 80",
            #""format":"I","ns":0,"nr":0,"typeId":13,"type":"M_ME_NC_1","# + header + spontaneous
                + #""objects":[{"address":7,"value":"NaN","quality":["IV"]}]"#
        ),
        (
            "68 15 00 00 00 00 10 01 03 00 01 00 07 00 00 FF FF FF 7F F1 F3 2B 99",
            #""format":"I","ns":0,"nr":0,"typeId":16,"type":"M_IT_TA_1","# + header + spontaneous
                + #""objects":[{"address":7,"value":2147483647,"sequence":17,"carry":true,"#
                + #""adjusted":true,"quality":["IV"],"time":"25:11.251","timeFlags":["IV"]}]"#
        ),
        (
            "68 15 00 00 00 00 1E 01 03 00 01 00 07 00 00 01 73 2B 59 88 E3 09 17",
            #""format":"I","ns":0,"nr":0,"typeId":30,"type":"M_SP_TB_1","# + header + spontaneous
                + #""objects":[{"address":7,"value":true,"quality":[],"#
                + #""time":"2023-09-03T08:25:11.123","timeFlags":["SU","RES1"],"dayOfWeek":7}]"#
        ),
        (
            "68 15 00 00 00 00 1E 01 03 00 01 00 07 00 00 01 73 2B 19 08 1F 02 17",
            #""format":"I","ns":0,"nr":0,"typeId":30,"type":"M_SP_TB_1","# + header + spontaneous
                + #""objects":[{"address":7,"value":true,"quality":[],"#
                + #""time":null,"timeRaw":"732b19081f0217","timeFlags":[],"dayOfWeek":0}],"#
                + #""problems":[{"code":"impossible-time","offset":16,"#
                + #""message":"impossible time at offset 16"}]"#
        ),
        (
            "68 0E 00 00 00 00 2D 01 06 00 01 00 07 00 00 85",
            #""format":"I","ns":0,"nr":0,"typeId":45,"type":"C_SC_NA_1","# + header + activation
                + #""objects":[{"address":7,"value":true,"qualifier":1,"select":true}]"#
        ),
        (
            "68 10 00 00 00 00 30 01 06 00 01 00 07 00 00 00 40 05",
            #""format":"I","ns":0,"nr":0,"typeId":48,"type":"C_SE_NA_1","# + header + activation
                + #""objects":[{"address":7,"value":0.5,"raw":16384,"qualifier":5,"#
                + #""select":false}],"#
                + #""problems":[{"code":"reserved-value","offset":17,"#
                + #""message":"value reserved by the standard at offset 17, found 5"}]"#
        ),
        (
            "68 0E 00 00 00 00 65 01 06 00 01 00 00 00 00 45",
            #""format":"I","ns":0,"nr":0,"typeId":101,"type":"C_CI_NA_1","# + header + activation
                + #""objects":[{"address":0,"rqt":5,"frz":1}]"#
        ),
        (
            "68 12 00 00 00 00 7D 01 0D 00 01 00 07 00 00 02 01 03 01 AB",
            #""format":"I","ns":0,"nr":0,"typeId":125,"type":"F_SG_NA_1","# + header
                + #""causeId":13,"cause":"file transfer","negative":false,"test":false,"#
                + #""originator":0,"commonAddress":1,"#
                + #""objects":[{"address":7,"nof":258,"nos":3,"los":1,"segment":"ab"}]"#
        ),
        (
            "68 0F 00 00 00 00 C8 01 03 00 01 00 07 00 00 AB CD",
            #""format":"I","ns":0,"nr":0,"typeId":200,"# + header + spontaneous
                + #""objects":[{"address":7,"raw":"abcd"}],"#
                + #""problems":[{"code":"unknown-type","offset":6,"#
                + #""message":"type identification not known at offset 6, found 200"}]"#
        ),
        (
            "68 05 01",
            #""error":{"code":"apdu-truncated","offset":3,"#
                + #""message":"APDU ends before its length at offset 3, expected 7, found 3"}"#
        ),
        (
            "68 04 17 00 00 00",
            #""error":{"code":"unknown-function","offset":2,"#
                + #""message":"U APDU without exactly one function at offset 2, found 17"}"#
        ),
    ]

    @Test("an APDU written by hand gives exactly this line", arguments: lines)
    func line(_ hex: String, _ json: String) throws {
        let octets = try #require([UInt8](hex: hex))
        let expected = try #require(JSONLine("{\"n\":1,\"bytes\":\"\(octets.hex)\",\(json)}"))
        let text = JSONLine.text(of: octets)
        let found = try #require(JSONLine(text))
        #expect(found.matches(expected), "\(text)")
        #expect(text.hasSuffix("}\n") && text.dropLast().contains("\n") == false)
    }

    @Test("field sizes and private types are those of the profile")
    func profile() throws {
        let type = try TypeDescriptor(
            private: TypeID(140), mnemonic: "PRIVATE_140",
            fields: [
                PrivateField("power \"P\"", .float32), PrivateField("state", .int8),
                PrivateField("good", .quality),
            ], timeTag: .cp24)
        let profile = try Profile(
            causeSize: 1, commonAddressSize: 1, objectAddressSize: 2, privateTypes: [type])
        let octets = try #require(
            [UInt8](hex: "68 13 00 00 00 00 8C 01 03 01 07 00 00 00 C0 3F FF 41 73 2B 19"))
        let expected = try #require(
            JSONLine(
                #"{"n":1,"bytes":"\#(octets.hex)","format":"I","ns":0,"nr":0,"typeId":140,"#
                    + #""type":"PRIVATE_140","sq":false,"count":1,"causeId":3,"#
                    + #""cause":"spontaneous","negative":false,"test":false,"commonAddress":1,"#
                    + #""objects":[{"address":7,"power \"P\"":1.5,"state":-1,"good":["OV","NT"],"#
                    + #""time":"25:11.123","timeFlags":[]}]}"#))
        let text = JSONLine.text(of: octets, profile: profile)
        #expect(try #require(JSONLine(text)).matches(expected), "\(text)")
    }

    @Test("time, place and direction of a capture's APDU are there; of a plain one they are not")
    func origin() throws {
        var file = CaptureFile.pcap()
        var connection = CapturedConnection()
        connection.open(in: &file)
        connection.client([.ack], Sample.startAct, in: &file)
        var inspector = Inspector(sink: JSONPrinter())
        inspector.consume(file.octets.span)
        inspector.finish()
        let expected = try #require(
            JSONLine(
                #"{"n":1,"time":"2020-09-13T12:26:40.000000Z","from":"10.0.0.1:50000","#
                    + #""to":"10.0.0.2:2404","direction":"control","bytes":"680407000000","#
                    + #""format":"U","function":"STARTDT act"}"#))
        let text = inspector.sink.text.string
        #expect(try #require(JSONLine(text)).matches(expected), "\(text)")
    }

    @Test("time and direction of a log line are kept as they were written")
    func logLine() throws {
        var inspector = Inspector(sink: JSONPrinter())
        let octets = Array(
            "2023-09-03 08:25:11.5 TX: 68 04 43 00 00 00\n08:25:12 RX 680483000000\n".utf8)
        inspector.consume(octets.span)
        inspector.finish()
        let lines = inspector.sink.text.string.split(separator: "\n").compactMap { JSONLine($0) }
        #expect(lines.count == 2)
        #expect(lines.first?.members["time"] as? String == "2023-09-03T08:25:11.5")
        #expect(lines.first?.members["direction"] as? String == "sent")
        #expect(lines.last?.members["time"] as? String == "08:25:12")
        #expect(lines.last?.members["direction"] as? String == "received")
    }

    @Test("another protocol is an error with its name, and `bytes` holds what was given")
    func foreign() throws {
        let line = try #require(print("474554202f20485454502f312e310d0a").first)
        let error = try #require(line.members["error"] as? [String: Any])
        #expect(error["code"] as? String == "foreign-protocol")
        #expect(error["message"] as? String == "not IEC 104 but HTTP")
        #expect(line.members["bytes"] as? String == "474554202f20485454502f312e310d0a")
        #expect(line.members["format"] == nil)
    }

    @Test("broken text is an error with its name, and a notice says where")
    func brokenText() throws {
        var inspector = Inspector(sink: JSONPrinter())
        let octets = Array("68 04 07 00 00 0G 11\n".utf8)
        inspector.consume(octets.span)
        inspector.finish()
        let line = try #require(JSONLine(inspector.sink.text.string))
        let error = try #require(line.members["error"] as? [String: Any])
        #expect(error["code"] as? String == "not-hex")
        #expect(
            inspector.sink.notices.map { $0.description(in: .english) } == [
                "line 1, column 16: not a hex digit; octets are written with 0-9, a-f and A-F only"
            ])
        inspector.sink.removeAll()
        #expect(inspector.sink.notices.isEmpty && inspector.sink.text.octets.isEmpty)
    }

    private func print(_ text: String) -> [JSONLine] {
        var inspector = Inspector(sink: JSONPrinter())
        let octets = Array(text.utf8)
        inspector.consume(octets.span)
        inspector.finish()
        return inspector.sink.text.string.split(separator: "\n").compactMap { JSONLine($0) }
    }
}

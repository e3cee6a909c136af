import IEC104Codec
import IEC104TestKit
import Testing

@testable import IEC104Inspect

@Suite("Values as CSV and as Influx lines")
struct ValueTableTests {
    /// 2023-11-14T22:13:20.123Z.
    private static let received: Int64 = 1_700_000_000_123

    private static func print(
        _ hex: String, _ format: ValuePrinter.Format, wireTime: WireTime = .utc,
        source: ValueSource = ValueSource()
    ) throws -> String {
        var printer = ValuePrinter(format: format, wireTime: wireTime)
        var record = APDURecord()
        record.time = Timestamp(
            nanoseconds: received * 1_000_000, scale: .utc, fractionDigits: 3)
        record.from = Endpoint(ipv4: 0x0A00_0007, port: 2404)
        let octets = try #require([UInt8](hex: hex))
        record.reading.read(octets.span, direction: .monitor, profile: .standard)
        printer.receive(record, from: source)
        return printer.text.string
    }

    private static let head = "2023-11-14T22:13:20.123Z,10.0.0.7:2404,1,"

    @Test(
        "a row of CSV for each value",
        arguments: [
            (
                "680E00000000010103000100070000D1",
                "1,M_SP_NA_1,3,spontaneous,0,7,1,BL NT IV,,,,"
            ),
            // T bit, a float that is no number, invalid.
            (
                "6812000000000D01830001000700000000C07F80",
                "13,M_ME_NC_1,3,spontaneous,1,7,NaN,IV,,,,"
            ),
            // 110.4 as single is 110.4, not 110.40000152587890625.
            (
                "6812000000000D0103000100070000CDCCDC4200",
                "13,M_ME_NC_1,3,spontaneous,0,7,110.4,good,,,,"
            ),
            // A counter: reading -1, sequence 5, carry.
            (
                "6812000000000F0125000100070000FFFFFFFF25",
                "15,M_IT_NA_1,37,general counter request,0,7,-1,good,,,"
                    + "sequence=5;carry=1;adjusted=0,"
            ),
            // 2023-11-14 22:13:19.000, SU, IV.
            (
                "6815000000001E010300010007000001384A8D960E0B17",
                "30,M_SP_TB_1,3,spontaneous,0,7,1,good,2023-11-14T22:13:19.000,IV SU,,"
            ),
        ])
    func rows(_ hex: String, _ row: String) throws {
        let text = try Self.print(hex, .csv)
        // No names, units, limits.
        #expect(text == Self.head + row + ",,,,,\n")
        let columns = ValuePrinter.header.split(separator: ",", omittingEmptySubsequences: false)
        #expect(text.split(separator: ",", omittingEmptySubsequences: false).count == columns.count)
    }

    @Test(
        "values of one APDU are printed as those of several APDUs would be",
        arguments: [ValuePrinter.Format.text, .json, .csv, .influx], ["", "north, \"1\""])
    func together(_ format: ValuePrinter.Format, _ rtu: String) throws {
        let source = ValueSource(rtu: rtu) { _, object in
            object.address == 8 ? PointLabel(name: "U", unit: "kV") : nil
        }
        // Single points 7 to 9: on, off and NT, on and IV.
        let apart = try ["07000001", "08000040", "09000081"].map {
            try Self.print("680E0000000001010300" + "0100" + $0, format, source: source)
        }
        let together = try Self.print(
            "68160000000001030300" + "0100" + "07000001" + "08000040" + "09000081", format,
            source: source)
        #expect(together == apart.joined())
        #expect(together.split(separator: "\n").count == 3)
    }

    @Test("what the user calls RTU and point, its unit and its limit come with the value")
    func labels() throws {
        // 110.4, spontaneous.
        let hex = "6812000000000D0103000100070000CDCCDC4200"
        let source = ValueSource(rtu: "north") { station, object in
            guard station == 1, object.address == 7 else { return nil }
            return PointLabel(name: "U, L1", unit: "kV", scaled: 11.04, limit: .high)
        }
        let row = try Self.print(hex, .csv, source: source)
        #expect(
            row == Self.head
                + "13,M_ME_NC_1,3,spontaneous,0,7,110.4,good,,,,,north,\"U, L1\",11.04,kV,high\n")
        let influx = try Self.print(hex, .influx, source: source)
        #expect(influx.hasPrefix("iec104,address=7,rtu=north,station=1 "))
        #expect(influx.contains(",scaled=11.04,name=\"U, L1\",unit=\"kV\",limit=\"high\""))
        let json = try Self.print(hex, .json, source: source)
        #expect(json.contains("\"rtu\":\"north\",\"host\":\"10.0.0.7:2404\""))
        #expect(
            json.hasSuffix(
                "\"name\":\"U, L1\",\"scaled\":11.04,\"unit\":\"kV\",\"limit\":\"high\"}\n"))
        let text = try Self.print(hex, .text, source: source)
        #expect(
            text.contains("north  CA 1  7")
                && text.contains("U, L1  ") && text.contains("  110.4 = 11.04 kV high"))
    }

    @Test(
        "cells are in quotes where they need them",
        arguments: [
            ("plain", "plain"), ("a,b", "\"a,b\""), ("say \"x\"", "\"say \"\"x\"\"\""),
            ("two\nlines", "\"two\nlines\""), ("", ""),
        ])
    func cells(_ text: String, _ cell: String) {
        var octets = OctetText()
        octets.append(cell: text)
        #expect(octets.string == cell)
    }

    @Test("an Influx line has the time of the wire, and both times as fields")
    func wireTime() throws {
        // 2023-11-14 22:13:19.000, valid.
        let text = try Self.print("6815000000001E010300010007000001384A0D160E0B17", .influx)
        #expect(
            text == "iec104,address=7,host=10.0.0.7:2404,station=1 type=\"M_SP_TB_1\","
                + "cause=\"spontaneous\",test=false,value=1,good=true,quality=\"good\","
                + "received=1700000000123000000i,wire=1699999999000000000i 1699999999000000000\n")
    }

    @Test("without a valid time tag an Influx line has the time of receipt")
    func receiveTime() throws {
        let text = try Self.print("6815000000001E010300010007000001384A8D160E0B17", .influx)
        #expect(
            text.hasSuffix(
                "received=1700000000123000000i,time_flags=\"IV\" 1700000000123000000\n"))
        let plain = try Self.print("680E00000000010103000100070000D1", .influx)
        #expect(plain.contains("good=false,quality=\"BL NT IV\""))
        #expect(plain.hasSuffix("received=1700000000123000000i 1700000000123000000\n"))
    }

    @Test("what Influx has no number for is left out")
    func notANumber() throws {
        let text = try Self.print("6812000000000D01830001000700000000C07F80", .influx)
        #expect(!text.contains(",value=") && text.contains("quality=\"IV\""))
        #expect(text.contains(",test=true,"))
    }

    @Test(
        "names and texts of Influx are escaped",
        arguments: [
            ("a b", "a\\ b"), ("a,b=c", "a\\,b\\=c"), ("a\\b", "a\\b"), ("a\\\\b", "a\\\\b"),
            // A backslash that would escape what follows is another one.
            ("end\\", "end＼"), ("end\\\\", "end\\＼"), ("a\\,b", "a＼\\,b"), ("a\\ b", "a＼\\ b"),
            ("a\\=b", "a＼\\=b"), ("x\ny", "x_y"), ("x\\\ny", "x\\_y"), ("\\", "＼"), ("", ""),
        ])
    func names(_ name: String, _ escaped: String) {
        var octets = OctetText()
        octets.append(influxName: name)
        #expect(octets.string == escaped)
    }

    @Test(
        "text fields of Influx escape quotes and backslashes, and have no line ends",
        arguments: [
            ("a\"b", "a\\\"b"), ("end\\", "end\\\\"), ("a,b=c d", "a,b=c d"), ("x\r\ny", "x  y"),
        ])
    func texts(_ text: String, _ escaped: String) {
        var octets = OctetText()
        octets.append(influxText: text)
        #expect(octets.string == escaped)
    }

    @Test(
        "a time within the hour is that nearest to the receipt",
        arguments: [
            // Received at 13:20.123 of the hour.
            (13, 0, -20_123), (59, 59, -(13 * 60_000 + 20_123) - 1000), (20, 0, 399_877),
        ] as [(UInt8, UInt16, Int64)])
    func withinTheHour(minute: UInt8, seconds: UInt16, offset: Int64) throws {
        let tag = try #require(CP24Time2a(minute: minute, milliseconds: seconds * 1000))
        #expect(
            WireTime.utc.milliseconds(of: .cp24(tag), received: Self.received)
                == Self.received + offset)
    }

    @Test("a station's local time becomes UTC")
    func localTime() throws {
        let china = WireTime(utc: { time, _ in time - 28_800_000 }, local: { $0 + 28_800_000 })
        let tag = try #require(CP56Time2a(millisecondsSince1970: Self.received + 28_800_000))
        #expect(china.milliseconds(of: .cp56(tag), received: 0) == Self.received)
    }
}

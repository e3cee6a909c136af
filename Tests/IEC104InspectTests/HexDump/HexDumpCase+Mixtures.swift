extension HexDumpCase {
    static let mixtures: [HexDumpCase] = [
        HexDumpCase(
            "a time in front of octets with commas",
            """
            08:25:11,680407000000
            2023-09-03 08:25:11:68 04 07 00 00 00
            """,
            [
                "apdu 1:10 680407000000 timeOfDay:30311", "apdu 2:21 680407000000 local:1693729511",
            ]),
        HexDumpCase(
            "a time behind the octets",
            """
            68 04 07 00 00 00 08:25:11
            680407000000,2023-09-03 08:25:11
            """,
            [
                "apdu 1:1 680407000000 timeOfDay:30311", "apdu 2:1 680407000000 local:1693729511",
            ]),
        HexDumpCase("a date alone", "2023-09-03 tx 680407000000", ["apdu 1:15 680407000000 sent"]),
        HexDumpCase(
            "CSV", "17,0.001234,10.0.0.1,10.0.0.2,IEC 60870-5-104,60,680407000000,U (STARTDT act)",
            [
                "apdu 1:50 680407000000"
            ]),
        HexDumpCase(
            "text, log lines and a dump",
            """
            Test of 3 September

            08:25:11 TX 68 04 07 00 00 00
            08:25:12 RX
            00000000: 6804 0b00 0000  h.....
            680443000000
            end
            """,
            [
                "apdu 3:13 680407000000 sent timeOfDay:30311",
                "apdu 5:11 68040b000000 received timeOfDay:30312", "apdu 6:1 680443000000",
            ]),
        HexDumpCase(
            "a word directly before the octets", "hex=68 04 07 00 00 00;crc=1234",
            ["apdu 1:5 680407000000"]),
        HexDumpCase(
            "a pair of runs in a line", "req 680407000000 resp 68040b000000",
            [
                "apdu 1:5 680407000000", "apdu 1:23 68040b000000",
            ]),
        HexDumpCase(
            "both directions in a line", "TX 68 04 07 00 00 00 RX 68 04 0b 00 00 00",
            [
                "apdu 1:4 680407000000 sent", "apdu 1:25 68040b000000 received",
            ]),
        HexDumpCase(
            "brackets that open no array",
            """
            {
              "list": [
              "note": "# // x", "data": "680407000000",
            # 680443000000
            // 680483000000
            """,
            ["apdu 3:30 680407000000", "apdu 4:3 680443000000", "apdu 5:4 680483000000"]),
        HexDumpCase(
            "an array that never ends",
            """
            x = {0x68, 0x04,
            closed by peer
            # 680443000000
            """,
            ["apdu 1:6 6804", "apdu 3:3 680443000000"]),
        HexDumpCase("two numbers in text", "ca=1 ioa=4001 val=0x68 0x04", []),
        HexDumpCase(
            "octets of another kind behind an unfinished APDU",
            """
            68 0e 00 00 00 00
            0x64,0x01

            """,
            [
                "apdu 1:1 680e00000000", "fragment 2:1 6401",
            ]),
        HexDumpCase(
            "a path that looks like a comment",
            """
            GET /api/* 200
            680407000000

            """,
            ["apdu 2:1 680407000000"]),
        HexDumpCase(
            "an address in the web", "http://10.0.0.1/68 04 tx 680407000000",
            ["apdu 1:26 680407000000 sent"]),
    ]

    static let broken: [HexDumpCase] = [
        HexDumpCase("an odd number of digits", "680407000", ["odd-digits 1:1 68040700"]),
        HexDumpCase(
            "an odd number of digits in a log", "08:25:11 TX: 6804070000000",
            [
                "apdu 1:14 680407000000 sent timeOfDay:30311",
                "odd-digits 1:14 sent timeOfDay:30311",
            ]),
        HexDumpCase("a group of one digit", "68 04 7 00 00 00", ["odd-digits 1:7 6804000000"]),
        HexDumpCase("a group of three digits", "68 04 070 00 00 00", ["odd-digits 1:7 6804000000"]),
        HexDumpCase(
            "a letter that is no digit",
            """
            68 04 07 00 6G 00
            680443000000
            """,
            [
                "not-hex 1:13 6804070000", "apdu 2:1 680443000000",
            ]),
        HexDumpCase("a letter in the first group", "6G 04 07 00 00 00", ["not-hex 1:1 0407000000"]),
        HexDumpCase("a letter among digits", "6804O7000000", ["not-hex 1:5 6804000000"]),
        HexDumpCase(
            "a letter behind an APDU", "680407000000 68 04 4x 00 00 00 680443000000",
            [
                "apdu 1:1 680407000000", "not-hex 1:20 6804000000", "apdu 1:32 680443000000",
            ]),
        HexDumpCase(
            "a broken number of an array", "{0x68, 0x04, 0x0G, 0x00, 0x00, 0x00}",
            [
                "not-hex 1:14 6804000000"
            ]),
        HexDumpCase(
            "an odd digit at the end", "68 04 07 00 00 00 6",
            [
                "apdu 1:1 680407000000", "odd-digits 1:19",
            ]),
    ]

    static let encodings: [HexDumpCase] = [
        HexDumpCase("a UTF-8 mark", "\u{FEFF}680407000000", ["apdu 1:1 680407000000"]),
        HexDumpCase(
            "no-break and full-width spaces",
            "68\u{A0}04\u{A0}07\u{3000}00 00\u{2009}00 680443000000",
            [
                "apdu 1:1 680407000000", "apdu 1:19 680443000000",
            ]),
        HexDumpCase(
            "UTF-16, low octet first",
            octets: utf16("\u{FEFF}发送: 68 04 07 00 00 00\r\n", isBigEndian: false),
            [
                "apdu 1:5 680407000000 sent"
            ]),
        HexDumpCase(
            "UTF-16, high octet first",
            octets: utf16("\u{FEFF}680407000000\n接收 😀 680443000000", isBigEndian: true),
            [
                "apdu 1:1 680407000000", "apdu 2:6 680443000000 received",
            ]),
        // 2023年09月03日 08时25分11秒 发送: and 上行, 镕 (E946 in GBK, with a letter in it).
        HexDumpCase(
            "GB18030",
            octets: [
                0x32, 0x30, 0x32, 0x33, 0xC4, 0xEA, 0x30, 0x39, 0xD4, 0xC2, 0x30, 0x33, 0xC8, 0xD5,
                0x20,
                0x30, 0x38, 0xCA, 0xB1, 0x32, 0x35, 0xB7, 0xD6, 0x31, 0x31, 0xC3, 0xEB, 0x20, 0xB7,
                0xA2,
                0xCB, 0xCD, 0x3A,
            ] + Array("680407000000\n".utf8) + [0xE9, 0x46, 0xC9, 0xCF, 0xD0, 0xD0, 0x20]
                + Array("680443000000".utf8),
            [
                "apdu 1:26 680407000000 sent local:1693729511", "apdu 2:5 680443000000 monitor",
            ]),
        HexDumpCase(
            "octets of no encoding", octets: [0xFF, 0x80, 0xC0] + Array(" 680407000000".utf8),
            [
                "apdu 1:5 680407000000"
            ]),
        HexDumpCase(
            "a NUL in the line", octets: Array("68 04 07 00 00 00".utf8) + [0, 0x41],
            [
                "apdu 1:1 680407000000"
            ]),
    ]

    private static func utf16(_ text: String, isBigEndian: Bool) -> [UInt8] {
        text.utf16.flatMap { unit -> [UInt8] in
            let octets = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
            return isBigEndian ? octets : octets.reversed()
        }
    }
}

extension HexDumpCase {
    /// STARTDT act and an interrogation command, as they are written everywhere below.
    static let start = "680407000000"
    static let command = "680e0000000064010600010000000014"
    /// The Ethernet, IP and TCP headers of a frame.
    private static let headers =
        "001122334455aabbccddeeff08004500002e00010000400600000a0000010a000002"
        + "c000096400000001000000015018020000000000"
    private static let one = ["apdu 1:1 \(start)"]

    static let plain: [HexDumpCase] = [
        HexDumpCase("octets with blanks", "68 04 07 00 00 00", one),
        HexDumpCase("octets with tabs", "68\t04\t07\t00\t00\t00\n", one),
        HexDumpCase("octets without blanks", "680407000000\n", one),
        HexDumpCase("upper case", "680E0000000064010600010000000014", ["apdu 1:1 \(command)"]),
        HexDumpCase("groups of any size", "6804 070000 00", one),
        HexDumpCase("mixed group sizes", "68 04 07 000000", one),
        HexDumpCase(
            "several APDUs in a line",
            """
            680407000000680443000000 68 04 83 00 00 00

            """,
            [
                "apdu 1:1 680407000000", "apdu 1:13 680443000000", "apdu 1:26 680483000000",
            ]),
        HexDumpCase(
            "a line for each APDU",
            """
            680407000000\r
            \r
            68 04 0b 00 00 00\r

            """,
            [
                "apdu 1:1 680407000000", "apdu 3:1 68040b000000",
            ]),
        HexDumpCase(
            "lines that end in a lone CR", "680407000000\r68040b000000\r",
            [
                "apdu 1:1 680407000000", "apdu 2:1 68040b000000",
            ]),
        HexDumpCase(
            "indented and trailing blanks",
            """
               68 04 07 00 00 00  \t

            """,
            [
                "apdu 1:4 680407000000"
            ]),
        HexDumpCase(
            "an APDU over three lines",
            """
            68 0e 00 00 00 00
            64 01 06 00
            01000000 0014

            """,
            [
                "apdu 1:1 \(command)"
            ]),
        HexDumpCase(
            "an APDU over lines and the next behind it",
            "680e00000000640106000100\n00000014680407\n000000\n",
            [
                "apdu 1:1 \(command)", "apdu 2:9 680407000000",
            ]),
        HexDumpCase(
            "octets left behind a complete APDU", "68040200620298",
            [
                "apdu 1:1 680402006202", "fragment 1:13 98",
            ]),
        HexDumpCase(
            "octets left and a new line",
            """
            68040200620298
            680407000000
            """,
            [
                "apdu 1:1 680402006202", "fragment 1:13 98", "apdu 2:1 680407000000",
            ]),
        HexDumpCase("a length octet out of range", "680113", ["apdu 1:1 680113"]),
        HexDumpCase(
            "a length octet out of range before 68",
            """
            68020268
            680407000000
            """,
            [
                "apdu 1:1 68020268", "apdu 2:1 680407000000",
            ]),
        HexDumpCase(
            "an S format APDU with a payload", "68050100000000", ["apdu 1:1 68050100000000"]),
        HexDumpCase("an APDU that the text cuts short", "680507000000", ["apdu 1:1 680507000000"]),
        HexDumpCase(
            "a short APDU before a whole one",
            """
            680c00000000018103010000
            680407000000
            """,
            [
                "apdu 1:1 680c00000000018103010000", "apdu 2:1 680407000000",
            ]),
        HexDumpCase(
            "two short APDUs",
            """
            680e00000000640106
            680e0000000064010600

            """,
            [
                "apdu 1:1 680e00000000640106", "apdu 2:1 680e0000000064010600",
            ]),
        HexDumpCase(
            "a lone start octet, then the rest", "68\n04 07 00 00 00\n", ["apdu 1:1 680407000000"]),
        HexDumpCase(
            "junk before an APDU", "00 14 68 04 07 00 00 00",
            [
                "skipped 1:1 0014", "apdu 1:7 680407000000",
            ]),
        HexDumpCase(
            "only other octets", "000100000006010300000001",
            [
                "fragment 1:1 000100000006010300000001"
            ]),
        HexDumpCase(
            "numbered lines",
            """
            1: 68 04 07 00 00 00
            12: 680443000000
            3) 680483000000
            4\t680407000000
            5 680407000000
            [6] 680407000000
            12,680407000000
            """,
            [
                "apdu 1:4 680407000000", "apdu 2:5 680443000000", "apdu 3:4 680483000000",
                "apdu 4:3 680407000000", "apdu 5:3 680407000000", "apdu 6:5 680407000000",
                "apdu 7:4 680407000000",
            ]),
        HexDumpCase(
            "an Ethernet frame in a line",
            headers + "6804070000006804430000 00",
            [
                "skipped 1:1 \(headers)",
                "apdu 1:109 680407000000", "apdu 1:121 680443000000",
            ]),
        HexDumpCase(
            "a frame whose address begins with 68 05",
            "6805" + headers.dropFirst(4) + "680407000000",
            [
                "skipped 1:1 6805\(headers.dropFirst(4))",
                "apdu 1:109 680407000000",
            ]),
        HexDumpCase("an empty text", "", []),
        HexDumpCase("blank lines only", "\n\n  \r\n", []),
    ]

    static let forms: [HexDumpCase] = [
        HexDumpCase("0x and commas", "0x68,0x04,0x07,0x00,0x00,0x00", one),
        HexDumpCase("0x and blanks", "0x68 0x04 0X07 0x0 0x0 0x00", one),
        HexDumpCase("0x before all digits", "0x680407000000", one),
        HexDumpCase("dashes", "68-04-07-00-00-00", one),
        HexDumpCase("colons", "68:04:07:00:00:00", one),
        HexDumpCase("commas", "68,04,07,00,00,00", one),
        HexDumpCase("commas and blanks", "68, 04, 07, 00, 00, 00", one),
        HexDumpCase("semicolons", "68;04;07;00;00;00;", one),
        HexDumpCase(
            "colons over two lines",
            """
            68:0e:00:00:00:00:64:01
            06:00:01:00:00:00:00:14
            """,
            [
                "apdu 1:1 \(command)"
            ]),
        HexDumpCase("escapes without quotes", #"\x68\x04\x07\x00\x00\x00"#, one),
        HexDumpCase("escapes in quotes", #""\x68\x04\x07\x00\x00\x00""#, ["apdu 1:2 680407000000"]),
        HexDumpCase("Python bytes", #"b'h\x04\x07\x00\x00\x00'"#, ["apdu 1:3 680407000000"]),
        HexDumpCase(
            "Python bytes in a call",
            #"sock.send(b"h\x0e\x00\x00\x00\x00d\x01\x06\x00\x01\x00\x00\x00\x00\x14")"#,
            [
                "apdu 1:13 \(command) sent"
            ]),
        HexDumpCase(
            "Python bytes with special escapes",
            #"b'h\x0e\x00\x00\x00\x00\t\x01\x03\x00\x01\x00\n\x00\'\\'"#,
            [
                "apdu 1:3 680e000000000901030001000a00275c"
            ]),
        HexDumpCase("Python bytes of digits", "data = b'680407000000'", ["apdu 1:10 680407000000"]),
        HexDumpCase(
            "an apostrophe before Python bytes", #"don't know b'h\x04\x07\x00\x00\x00'"#,
            [
                "apdu 1:14 680407000000"
            ]),
        HexDumpCase(
            "a C string with octal escapes", #"char *s = "\x68\x04\7\0\0\0";"#,
            [
                "apdu 1:12 680407000000"
            ]),
        HexDumpCase(
            "a C string over lines",
            """
            "\\x68\\x0e\\x00\\x00\\x00\\x00\\x64\\x01" \\
            "\\x06\\x00\\x01\\x00\\x00\\x00\\x00\\x14";
            """,
            [
                "apdu 1:2 \(command)"
            ]),
        HexDumpCase(
            "a C array over lines",
            """
            unsigned char buf[] = {0x68, 0x04, 0x07, 0x00,
             0x00, 0x00};

            """,
            [
                "apdu 1:24 680407000000"
            ]),
        HexDumpCase(
            "a C array with a size and comments",
            """
            uint8_t a12[16] = { // interrogation
              0x68, 0x0E, /* length */ 0x00, 0x00, 0x00, 0x00, // 68 04
            /* one
               0xff two */
              0x64, 0x01, 0x06, 0x00, 0x01, 0x00, 0x00, 0x00, 0x00, 0x14 };
            """,
            [
                "apdu 2:3 \(command)"
            ]),
        HexDumpCase(
            "two C arrays",
            """
            const uint8_t a[] = {0x68, 0x04, 0x07};
            const uint8_t b[] = {0x68,0x04,0x43,0x00,0x00,0x00};
            """,
            [
                "apdu 1:22 680407", "apdu 2:22 680443000000",
            ]),
        HexDumpCase(
            "a C array of a frame",
            """
            char p[60] = {
            0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x08, 0x00, 0x45, 0x68, /* ..h */
            0x04, 0x07, 0x00, 0x00, 0x00 };
            """,
            [
                "skipped 2:1 001122334455080045", "apdu 2:55 680407000000",
            ]),
        HexDumpCase(
            "a Python list", "[0x68, 0x04, 0x07, 0x00, 0x00, 0x00]", ["apdu 1:2 680407000000"]),
        HexDumpCase(
            "a Python list over lines",
            """
            x = [
              0x68, 0x04, 0x07,  # start
              0x00, 0x00, 0x00,
            ]

            """,
            [
                "apdu 2:3 680407000000"
            ]),
        HexDumpCase(
            "a Java array with casts",
            "byte[] b = new byte[] { (byte)0x68, (byte)0x04, (byte)0x07, (byte)0x00, 0x00, 0x00 };",
            [
                "apdu 1:31 680407000000"
            ]),
        HexDumpCase("an h behind each octet", "68h 04h 07h 00h 00h 00h", one),
        HexDumpCase("an h and a leading 0", "68h, 04h, 07h, 000h, 00h, 00H", one),
        HexDumpCase("a dollar sign", "$68 $04 $07 $00 $00 $00", ["apdu 1:2 680407000000"]),
        HexDumpCase("H'68'", "H'68' H'04' H'07' H'00' H'00' H'00'", ["apdu 1:3 680407000000"]),
        HexDumpCase("X'6804'", "X'680407000000'", ["apdu 1:3 680407000000"]),
        HexDumpCase(
            "quoted octets", "\"68\", \"04\", \"07\", \"00\", \"00\", \"00\"",
            ["apdu 1:2 680407000000"]),
        HexDumpCase(
            "JSON", #"{"ts":"2023-09-03T08:25:11Z","dir":"tx","len":6,"data":"680407000000"}"#,
            [
                "apdu 1:57 680407000000 sent utc:1693729511"
            ]),
        HexDumpCase("dots", "68.04.07.00.00.00", one),
        HexDumpCase("underscores", "TX 68_04_07_00_00_00", ["apdu 1:4 \(start) sent"]),
        HexDumpCase("bars", "|68|04|07|00|00|00|", ["apdu 1:2 \(start)"]),
        HexDumpCase(
            "brackets", "RX [68][04][07][00][00][00] ok", ["apdu 1:5 \(start) received"]),
        HexDumpCase("angle brackets", "<68><04><07><00><00><00>", ["apdu 1:2 \(start)"]),
        HexDumpCase(
            "two APDUs with dots", "a.b: 68.04.07.00.00.00.68.04.43.00.00.00.",
            ["apdu 1:6 \(start)", "apdu 1:24 680443000000"]),
        HexDumpCase(
            "addresses, versions and tables that are no octets",
            "68.04.07.00 1.68.04.07.00.00.00 68_files 68|04|x [68][12] <68>", []),
        HexDumpCase("decimal numbers", "[104, 4, 7, 0, 0, 0]", ["apdu 1:2 \(start)"]),
        HexDumpCase(
            "JSON with decimal numbers", #"{"dir":"rx","data":[104,4,7,0,0,0]}"#,
            ["apdu 1:21 \(start) received"]),
        HexDumpCase(
            "decimal numbers of Java",
            "TX [104, 14, -2, -1, 0, 0, 100, 1, 6, 0, 1, 0, 0, 0, 0, -128]",
            ["apdu 1:5 680efeff0000640106000100000000" + "80 sent"]),
        HexDumpCase(
            "decimal numbers that are no APDU",
            """
            [104, 4, 7, 0, 0]
            [104, 4, 7, 0, 0, 256]
            104,4,7,0,0,0.5
            3,104,4,7,0,0,0 cm
            [104, 1, 7, 0, 0, 0]
            """, []),
        HexDumpCase("XML", "<data>680407000000</data>", ["apdu 1:7 680407000000"]),
        HexDumpCase("a table", "| 1 | 680407000000 | STARTDT act |", ["apdu 1:7 680407000000"]),
    ]
}

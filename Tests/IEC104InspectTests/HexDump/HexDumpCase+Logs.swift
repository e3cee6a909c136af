extension HexDumpCase {
    private static let second = "1693729511"

    static let logs: [HexDumpCase] = [
        HexDumpCase(
            "a Chinese log",
            """
            2023-09-03 08:25:11 发送: 68 04 07 00 00 00
            2023-09-03 08:25:11 接收：68 04 0b 00 00 00

            """,
            [
                "apdu 1:25 680407000000 sent local:\(second)",
                "apdu 2:24 68040b000000 received local:\(second)",
            ]),
        HexDumpCase(
            "marks in brackets", "2023/09/03 08:25:11.123 [RX] 68 04 07 00 00 00",
            [
                "apdu 1:30 680407000000 received local:\(second).123"
            ]),
        HexDumpCase(
            "a colon before milliseconds", "08:25:11:123 -> 68 04 07 00 00 00",
            [
                "apdu 1:17 680407000000 sent timeOfDay:30311.123"
            ]),
        HexDumpCase(
            "ISO 8601 in brackets", "[2023-09-03T08:25:11.123456Z] <-- 680407000000",
            [
                "apdu 1:35 680407000000 received utc:\(second).123456"
            ]),
        HexDumpCase(
            "syslog", "<134>Sep  3 08:25:11 rtu1 iec104: tx: 68 04 07 00 00 00",
            [
                "apdu 1:39 680407000000 sent timeOfDay:30311"
            ]),
        HexDumpCase(
            "arrows of all sorts",
            """
            --> 680407000000
            <-- 680407000000
            -> 680407000000
            <- 680407000000
            >> 680407000000
            << 680407000000
            > 680407000000
            < 680407000000
            => 680407000000
            <= 680407000000
            ==> 680407000000
            → 680407000000

            """,
            [
                "apdu 1:5 680407000000 sent", "apdu 2:5 680407000000 received",
                "apdu 3:4 680407000000 sent", "apdu 4:4 680407000000 received",
                "apdu 5:4 680407000000 sent", "apdu 6:4 680407000000 received",
                "apdu 7:3 680407000000 sent", "apdu 8:3 680407000000 received",
                "apdu 9:4 680407000000 sent", "apdu 10:4 680407000000 received",
                "apdu 11:5 680407000000 sent", "apdu 12:3 680407000000 sent",
            ]),
        HexDumpCase(
            "words of all sorts",
            """
            Tx> 680407000000
            R: 680407000000
            [T] 680407000000
            SENT 680407000000
            RECEIVED: 680407000000
            OUT 680407000000
            in: 680407000000
            Send(6): 680407000000
            recv[6]=680407000000
            T 68 04 07 00 00 00
            RX:680407000000
            """,
            [
                "apdu 1:5 680407000000 sent", "apdu 2:4 680407000000 received",
                "apdu 3:5 680407000000 sent", "apdu 4:6 680407000000 sent",
                "apdu 5:11 680407000000 received", "apdu 6:5 680407000000 sent",
                "apdu 7:5 680407000000 received", "apdu 8:10 680407000000 sent",
                "apdu 9:9 680407000000 received", "apdu 10:3 680407000000 sent",
                "apdu 11:4 680407000000 received",
            ]),
        HexDumpCase(
            "Chinese words",
            """
            收到680407000000
            发:680407000000
            收 680407000000
            上行 680407000000
            【下行】680407000000
            主站->子站: 680407000000
            子站 → 主站 680407000000
            主站发送 680407000000
            子站发送 680407000000
            发生错误 680407000000
            """,
            [
                "apdu 1:3 680407000000 received", "apdu 2:3 680407000000 sent",
                "apdu 3:3 680407000000 received", "apdu 4:4 680407000000 monitor",
                "apdu 5:5 680407000000 control", "apdu 6:9 680407000000 control",
                "apdu 7:9 680407000000 monitor", "apdu 8:6 680407000000 control",
                "apdu 9:6 680407000000 monitor", "apdu 10:6 680407000000",
            ]),
        HexDumpCase(
            "stations",
            """
            M->S 680407000000
            S->M: 680407000000
            master --> slave 680407000000
            Server => Client: 680407000000
            """,
            [
                "apdu 1:6 680407000000 control", "apdu 2:7 680407000000 monitor",
                "apdu 3:18 680407000000 control", "apdu 4:19 680407000000 monitor",
            ]),
        HexDumpCase(
            "addresses with ports",
            """
            192.168.1.10:51000 -> 192.168.1.20:2404 68 04 07 00 00 00
            10.0.0.1.2404 > 10.68.4.7.51000: 680407000000
            192.168.1.10:2404 68 04 07 00 00 00
            """,
            [
                "apdu 1:41 680407000000 control", "apdu 2:34 680407000000 monitor",
                "apdu 3:19 680407000000",
            ]),
        HexDumpCase(
            "the number of a thread and a length",
            "2023-09-03 08:25:11 [12] DEBUG len=6 68 04 07 00 00 00 (6 bytes)",
            [
                "apdu 1:38 680407000000 local:\(second)"
            ]),
        HexDumpCase(
            "an octet-like number before the APDU",
            """
            08:25:11 12 68 04 07 00 00 00
            08:25:11 68 68 04 07 00 00 00
            """,
            [
                "apdu 1:13 680407000000 timeOfDay:30311", "apdu 2:13 680407000000 timeOfDay:30311",
            ]),
        HexDumpCase(
            "hex-looking words", "face added DEAD ad be 68 04 07 00 00 00 be careful",
            [
                "apdu 1:23 680407000000"
            ]),
        HexDumpCase(
            "text without octets",
            """
            The face of a dead beef: 12 added, be at 192.168.1.10:2404
            dead
            facade be
            added
            MAC 00:1a:2b:3c:4d:5e
            id 550e8400-e29b-41d4-a716-446655440000

            """,
            []),
        HexDumpCase(
            "two APDUs in a log line", "tx 680407000000 680443000000",
            [
                "apdu 1:4 680407000000 sent", "apdu 1:17 680443000000 sent",
            ]),
        HexDumpCase(
            "an APDU over lines of a log",
            """
            08:25:11 TX: 68 0e 00 00 00 00 64 01
                         06 00 01 00 00 00 00 14
            08:25:12 RX: 68 04 0b 00 00 00

            """,
            [
                "apdu 1:14 \(command) sent timeOfDay:30311",
                "apdu 3:14 68040b000000 received timeOfDay:30312",
            ]),
        HexDumpCase(
            "an unfinished APDU before a marked line",
            """
            08:25:11 TX: 680e000000006401
            08:25:12 RX: 0600010000000014

            """,
            [
                "apdu 1:14 680e000000006401 sent timeOfDay:30311",
                "fragment 2:14 0600010000000014 received timeOfDay:30312",
            ]),
        HexDumpCase(
            "an unfinished APDU before text",
            """
            TX: 680e000000006401
            INFO connected
            0600010000000014

            """,
            [
                "apdu 1:5 680e000000006401 sent", "fragment 3:1 0600010000000014",
            ]),
        HexDumpCase(
            "octets of something else",
            """
            TX: 00 01 00 00 00 06 01 03 00 00 00 01
            TX: 000100000006010300000001
            data: 00 01 00 00 00 06 01 03
            """,
            [
                "fragment 1:5 000100000006010300000001 sent",
                "fragment 2:5 000100000006010300000001 sent",
                "fragment 3:7 0001000000060103",
            ]),
        HexDumpCase(
            "a malformed APDU in a log",
            """
            TX: 68 04 02 00 62 02 98
            TX: 680113

            """,
            [
                "apdu 1:5 680402006202 sent", "fragment 1:23 98 sent", "apdu 2:5 680113 sent",
            ]),
        HexDumpCase(
            "a header line before each message",
            """
            [2023-09-03 08:25:11.123]# SEND HEX>
            68 0e 00 00 00 00 64 01
            06 00 01 00 00 00 00 14

            [2023-09-03 08:25:12.000]# RECV HEX>
            68 04 0b 00 00 00

            68 04 07 00 00 00

            """,
            [
                "apdu 2:1 \(command) sent local:\(second).123",
                "apdu 6:1 68040b000000 received local:1693729512.000", "apdu 8:1 680407000000",
            ]),
        HexDumpCase(
            "a number that is no APDU", "order 680113 of 68123456789 was 680e00 shipped", []),
    ]

    static let times: [HexDumpCase] = [
        ("03.09.2023 08:25:11,123", "local:\(second).123"),
        ("20230903 082511.123", "local:\(second).123"),
        ("20230903082511", "local:\(second)"), ("20230903T082511Z", "utc:\(second)"),
        ("1693729511.123", "utc:\(second).123"), ("(1693729511.000123)", "utc:\(second).000123"),
        ("[1693729511]", "utc:\(second)"), ("1693729511123", "utc:\(second).123"),
        ("2023-09-03T08:25:11+08:00", "local:\(second)"),
        ("2023-09-03 08:25:11 -0130", "local:\(second)"),
        ("2023-09-03T08:25:11+00:00", "utc:\(second)"),
        ("2023-09-03 08:25:11 UTC", "utc:\(second)"), ("2023年09月03日 08时25分11秒", "local:\(second)"),
        ("2023年9月3日08:25:11", "local:\(second)"),
        ("2023年09月03日 08时25分11秒123毫秒", "local:\(second).123"),
        ("08时25分11秒", "timeOfDay:30311"), ("2023-9-3 8:25:11", "local:\(second)"),
        ("2023/09/03 08:25", "local:1693729500"), ("09/03/2023 8:25:11 AM", "local:\(second)"),
        ("03-Sep-2023 08:25:11.123", "local:\(second).123"),
        ("03/Sep/2023:08:25:11 +0000", "utc:\(second)"),
        ("Sep  3, 2023 08:25:11.123456789", "local:\(second).123456789"),
        ("Dec 3 08:25:11", "timeOfDay:30311"),
        ("3:25:11 PM", "timeOfDay:55511"), ("12:25:11 AM", "timeOfDay:1511"),
        ("2024-02-29 00:00:00", "local:1709164800"), ("08:25:11.123456", "timeOfDay:30311.123456"),
        ("2023-09-03_08:25:11", "local:\(second)"), ("03.09.23 08:25:11", "local:\(second)"),
    ].map { time, stamp in
        let column = time.unicodeScalars.count + 2
        return HexDumpCase(
            "the time \(time)", time + " 68 04 07 00 00 00",
            [
                "apdu 1:\(column) 680407000000 \(stamp)"
            ])
    }
}

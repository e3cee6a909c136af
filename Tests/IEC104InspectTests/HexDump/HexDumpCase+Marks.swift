extension HexDumpCase {
    /// Several marks in a line, marks of all sorts, and messages in several lines with times.
    static let marks: [HexDumpCase] = [
        HexDumpCase(
            "two times in a line", "10:22:33 68 04 07 00 00 00; 10:22:34 68 04 0b 00 00 00",
            ["apdu 1:10 \(start) timeOfDay:37353", "apdu 1:38 68040b000000 timeOfDay:37354"]),
        HexDumpCase(
            "two times and directions in a line",
            "2023-05-11 10:22:33 发送报文:\(start) 2023-05-11 10:22:34 接收报文:68040b000000 680443000000",
            [
                "apdu 1:26 \(start) sent local:1683800553",
                "apdu 1:64 68040b000000 received local:1683800554",
                "apdu 1:77 680443000000 received local:1683800554",
            ]),
        HexDumpCase(
            "a time behind each of two APDUs", "\(start) 10:22:33 680443000000 10:22:34",
            ["apdu 1:1 \(start) timeOfDay:37353", "apdu 1:23 680443000000 timeOfDay:37353"]),
        HexDumpCase(
            "an unfinished APDU before another time in the line",
            "10:22:33 680e00000000 10:22:34 68040b000000",
            ["apdu 1:10 680e00000000 timeOfDay:37353", "apdu 1:32 68040b000000 timeOfDay:37354"]),
        HexDumpCase(
            "JSON of all sorts",
            """
            {"dir":"rx","data":"680407000000"}
            {"dir":"RX","data":"680407000000"}
            {'dir': 'tx', 'data': '680407000000'}
            {"data":"680407000000","dir":"in"}
            {"direction": "out", "data": "680407000000"}
            'rx': 680407000000
            """,
            [
                "apdu 1:21 \(start) received", "apdu 2:21 \(start) received",
                "apdu 3:24 \(start) sent", "apdu 4:10 \(start) received",
                "apdu 5:31 \(start) sent", "apdu 6:7 \(start) received",
            ]),
        HexDumpCase(
            "more Chinese words",
            """
            上送: 680407000000
            下发: 680407000000
            子站回复:680407000000
            主站下发 680407000000
            子站上送 680407000000
            主站响应: 680407000000
            子站应答: 680407000000
            """,
            [
                "apdu 1:5 \(start) monitor", "apdu 2:5 \(start) control",
                "apdu 3:6 \(start) monitor", "apdu 4:6 \(start) control",
                "apdu 5:6 \(start) monitor", "apdu 6:7 \(start) control",
                "apdu 7:7 \(start) monitor",
            ]),
        HexDumpCase(
            "more stations and letters",
            """
            RTU -> SCADA: 680407000000
            SCADA => RTU 680407000000
            S: 680407000000
            R: 680407000000
            [S] 680407000000
            S-> 680407000000
            S: 12
            """,
            [
                "apdu 1:15 \(start) monitor", "apdu 2:14 \(start) control",
                "apdu 3:4 \(start) sent", "apdu 4:4 \(start) received",
                "apdu 5:5 \(start) sent", "apdu 6:5 \(start) sent",
            ]),
        HexDumpCase(
            "an APDU in two reads",
            """
            10:22:33.100 RX: 68 0E 00 00 00 00 64 01
            10:22:33.110 RX: 06 00 01 00 00 00 00 14
            10:22:33.120 RX: 68 04 43 00 00 00
            """,
            [
                "apdu 1:18 \(command) received timeOfDay:37353.100",
                "apdu 3:18 680443000000 received timeOfDay:37353.120",
            ]),
        HexDumpCase(
            "an APDU in three reads, the last of one octet and more",
            """
            10:22:33 RX: 68 0E 00 00 00 00 64 01
            10:22:34 RX: 06 00 01 00 00 00 00
            10:22:35 RX: 14 68 04 43 00 00 00
            10:22:36 RX: 68 0E 00 00 00 00 64 01 06 00 01 00 00 00 00
            10:22:37 RX: 14
            """,
            [
                "apdu 1:14 \(command) received timeOfDay:37353",
                "apdu 3:17 680443000000 received timeOfDay:37353",
                "apdu 4:14 \(command) received timeOfDay:37356",
            ]),
        HexDumpCase(
            "an APDU whose second read begins with 68",
            """
            10:22:33 68 10 00 00 00 00 2e 01 06 00 01 00 01
            10:22:33 68 00 01 00 00
            """,
            ["apdu 1:10 6810000000002e0106000100016800010000 timeOfDay:37353"]),
        HexDumpCase(
            "an APDU that a log cuts short before others",
            """
            10:22:33 RX: 68 0E 00 00 00 00 64 01
            10:22:34 RX: 68 04 43 00 00 00
            10:22:35 RX: 68 0E 00 00 00 00 64 01
            10:22:36 TX: 06 00 01 00 00 00 00 14
            10:22:37 RX: 68 0E 00 00 00 00 64 01
            10:22:38 RX: 00 01 00 00 00 06 01 03 00 00 00 01
            """,
            [
                "apdu 1:14 680e000000006401 received timeOfDay:37353",
                "apdu 2:14 680443000000 received timeOfDay:37354",
                "apdu 3:14 680e000000006401 received timeOfDay:37355",
                "fragment 4:14 0600010000000014 sent timeOfDay:37356",
                "apdu 5:14 680e000000006401 received timeOfDay:37357",
                "fragment 6:14 000100000006010300000001 received timeOfDay:37358",
            ]),
    ]
}

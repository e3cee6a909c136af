extension HexDumpCase {
    /// Single lines as device logs and tools write them.
    static let field: [HexDumpCase] = [
        ("2023-09-03 08:25:11,123 DEBUG c.e.Handler - <<< 68 04 0B 00 00 00", 49, "received local"),
        (
            "2023-09-03 08:25:11.123 INFO [conn-7] rx 192.168.1.10:2404: 680407000000", 61,
            "received local"
        ),
        ("[08:25:11] Send: <68 04 43 00 00 00>", 19, "sent timeOfDay"),
        ("#12 08:25:11 -> IEC104 U-frame TESTFR act [68 04 43 00 00 00]", 44, "sent timeOfDay"),
        ("RX(16): 68 0E 00 00 00 00 64 01 06 00 01 00 00 00 00 14   ASDU=100 CA=1", 9, "received"),
        ("接收报文: 68 04 0b 00 00 00（启动确认）", 7, "received"),
        ("08:25:11 通道[1] 下行>> 68 04 43 00 00 00", 21, "control timeOfDay"),
        ("2023-09-03 08:25:11 主站 -> 子站 [总召] 68 04 07 00 00 00", 35, "control local"),
        ("2023/9/3 8:25:11\tTX\t68-04-07-00-00-00", 21, "sent local"),
        ("Sep 03 08:25:11 host proc[1234]: SEND 68 04 43 00 00 00", 39, "sent timeOfDay"),
        ("time=2023-09-03T08:25:11Z level=debug msg=\"tx\" apdu=680407000000", 53, "sent utc"),
        ("Tx: len 06: 68 04 07 00 00 00", 13, "sent"),
        ("RX: 06 bytes 68 04 07 00 00 00", 14, "received"),
        ("I/IEC104 (12345): 68 04 07 00 00 00", 19, ""),
        ("APDU: 68 04 07 00 00 00 (STARTDT act), Type: U, Len: 4", 7, ""),
        ("68 04 07 00 00 00 // STARTDT act", 1, ""), ("68 04 07 00 00 00  # STARTDT act", 1, ""),
        ("bytes.fromhex(\"680407000000\")", 16, ""), ("-----68 04 07 00 00 00-----", 6, ""),
    ].map { line, column, marks in
        HexDumpCase(line, line, ["1:\(column) \(marks)"])
    }
}

extension HexDumpCase {
    private static let clock = "681400000200670106000300000000b02b190822031a"
    private static let confirmation = "68040b000000"
    private static let initialization = "680e0000000046010400030000000000"
    private static let ethernet = "02 00 00 00 00 02 02 00 00 00 00 01"

    /// Dumps whose rows end where a segment does, and dumps of whole packets.
    static let streams: [HexDumpCase] = [
        HexDumpCase(
            "rows that end with a segment",
            """
            00000000  68 04 07 00 00 00
            00000006  68 14 00 00 02 00 67 01  06 00 03 00 00 00 00 b0
            00000016  2b 19 08 22 03 1a
            """,
            ["apdu 1:11 \(start)", "apdu 2:11 \(clock)"]),
        HexDumpCase(
            "rows that end with a segment, with text and four digits",
            """
            0006  68 14 00 00 02 00 67 01 06 00 03 00 00 00 00 b0  h.....g.........
            0016  2b 19 08 22 03 1a  +.."..
            0022  68 04 07 00 00 00  h.....
            """,
            ["apdu 1:7 \(clock)", "apdu 3:7 \(start)"]),
        HexDumpCase(
            "rows of a stream with a gap",
            """
            00000000  68 04 07 00 00 00                                 h.....
            0000000C  68 04 43 00 00 00                                 h.C...
            """,
            ["apdu 1:11 \(start)", "apdu 2:11 680443000000"]),
        HexDumpCase(
            "Follow TCP Stream",
            """

            ===================================================================
            Follow: tcp,hex
            Filter: tcp.stream eq 0
            Node 0: 192.0.2.1:49152
            Node 1: 192.0.2.2:2404
            00000000  68 04 07 00 00 00                                 h.....
            \t00000000  68 04 0b 00 00 00                                 h.....
            \t00000006  68 0e 00 00 00 00 46 01  04 00 03 00 00 00 00 00  h.....F. ........
            00000006  68 14 00 00 02 00 67 01  06 00 03 00 00 00 00 b0  h.....g. ........
            \t00000016  68 04 43
            00000016  2b 19 08 22 03 1a                                 +.."..
            \t00000019  00 00 00
            ===================================================================
            00000000  68 04 07 00 00 00                                 h.....

            """,
            [
                "apdu 7:11 \(start) control", "apdu 8:12 \(confirmation) monitor",
                "apdu 9:12 \(initialization) monitor", "apdu 10:11 \(clock) control",
                "apdu 11:12 680443000000 monitor", "apdu 15:11 \(start)",
            ]),
        HexDumpCase(
            "Follow TCP Stream with the server first, and a side that begins anew",
            """
            Node 0: [::1]:2404
            Node 1: [::1]:49152
                00000000  68 04 07 00 00 00   h.....
            00000000  68 04 0b 00 00 00   h.....
                00000000  68 04 43 00 00 00   h.C...
            """,
            [
                "apdu 3:15 \(start) control", "apdu 4:11 \(confirmation) monitor",
                "apdu 5:15 680443000000 control",
            ]),
        HexDumpCase(
            "Follow TCP Stream with other ports, then without nodes",
            """
            Node 0: 10.0.0.1:49152
            Node 1: 10.0.0.2:12404
            00000000  68 04 07 00 00 00
            \t00000000  68 04 0b 00 00 00
            Node 0: nobody
            00000000  68 04 07 00 00 00
            \t00000000  68 04 0b 00 00 00
            00000006  68 04 43 00 00 00
            """,
            [
                "apdu 3:11 \(start) sent", "apdu 4:12 \(confirmation) received",
                "apdu 6:11 \(start)", "apdu 7:12 \(confirmation) received",
                "apdu 8:11 680443000000 sent",
            ]),
        HexDumpCase(
            "a dump with its first row pasted without indentation",
            """
            00000000  68 0e 00 00 00 00 64 01  06 00 01 00 00 00 00 14
                00000010  68 04 07 00 00 00
            """,
            ["apdu 1:11 \(command)", "apdu 2:15 \(start)"]),
        HexDumpCase(
            "Ethernet frames",
            """
            Frame (60 bytes):
            0000  \(ethernet) 08 00 45 00   ..............E.
            0010  00 28 00 00 40 00 40 06 b6 cc c0 00 02 01 c0 00   .(..@.@.........
            0020  02 02 c0 00 09 64 10 00 00 00 00 00 00 00 50 02   .....d........P.
            0030  ff ff 52 7a 00 00 00 00 00 00 00 00               ..Rz........

            0000  \(ethernet) 08 00 45 00   ..............E.
            0010  00 2e 00 03 40 00 40 06 b6 c3 c0 00 02 01 c0 00   ....@.@.........
            0020  02 02 c0 00 09 64 10 00 00 01 70 00 00 01 50 18   .....d....p...P.
            0030  ff ff 73 57 00 00 68 04 07 00 00 00 de ad be ef   ..sW..h.........
            0040  68 04                                             h.

            0000  \(ethernet) 08 06 00 01   ................
            0010  08 00 06 04 00 01 02 00 00 00 00 02 c0 00 02 01   ................

            0000  68 04 43 00 00 00                                 h.C...
            """,
            ["apdu 10:25 \(start) control", "apdu 16:7 680443000000"]),
        HexDumpCase(
            "an Ethernet frame of IPv6 with a VLAN tag",
            """
            0000   \(ethernet) 81 00 00 07
            0010   86 dd 60 00 00 00 00 1a 06 40 fd 00 00 00 00 00
            0020   00 00 00 00 00 00 00 00 00 02 fd 00 00 00 00 00
            0030   00 00 00 00 00 00 00 00 00 01 09 64 c0 00 00 00
            0040   00 01 00 00 00 01 50 18 ff ff 00 00 00 00 68 04
            0050   0b 00 00 00
            """,
            ["apdu 5:50 \(confirmation) monitor"]),
        HexDumpCase(
            "tcpdump -X with its headers",
            """
            10:22:33.123456 IP 192.0.2.2.2404 > 192.0.2.1.49152: Flags [P.], length 6
            \t0x0000:  4500 002e 0004 4000 4006 b6c2 c000 0202  E.....@.@.......
            \t0x0010:  c000 0201 0964 c000 7000 0001 1000 0007  .....d..p.......
            \t0x0020:  5018 ffff 6f51 0000 6804 0b00 0000       P...oQ..h.....
            10:22:33.200000 IP 192.0.2.1.49152 > 192.0.2.2.2404: Flags [.], length 0
            \t0x0000:  4500 0028 0004 4000 4006 b6c2 c000 0202  E..(..@.@.......
            \t0x0010:  c000 0201 c000 0964 7000 0001 1000 0007  .....d..p.......
            \t0x0020:  5010 ffff 6f51 0000                      P...oQ..
            """,
            ["apdu 4:31 \(confirmation) monitor timeOfDay:37353.123456"]),
        HexDumpCase(
            "od without options",
            """
            0000000 002150 000007 000000 007150 000000 000000 000544 000006
            0000020 000001 000000 012000
            0000026
            680407000000
            """,
            ["foreign-dump 1:9", "apdu 4:1 \(start)"]),
        HexDumpCase(
            "od -b",
            """
            0000000 150 004 007 000 000 000
            0000006
            """,
            ["foreign-dump 1:9"]),
        HexDumpCase(
            "xxd -b",
            """
            00000000: 01101000 00000100 00000111 00000000 00000000 00000000  h.....
            00000006: 01101000 00000100 01000011 00000000 00000000 00000000  h.C...
            """,
            ["foreign-dump 1:11"]),
        HexDumpCase(
            "xxd -g 4 of zeros",
            "00000000: 00000000 00000000 00000000 00010100  ................",
            ["fragment 1:11 00000000000000000000000000010100"]),
        HexDumpCase(
            "xxd -e, then xxd",
            """
            00000000: 00070468 0e680000 00000000 00060164  h.....h.....d...
            00000010: 00000001     1400                    ......
            00000000: 6804 0700 0000                           h.....
            """,
            ["foreign-dump 1:11", "apdu 3:11 \(start)"]),
        HexDumpCase(
            "a frame of another protocol",
            """
            0000   \(ethernet) 88 b8 45 00
            0010   68 04 07 00 00 00
            """,
            ["skipped 1:8 02000000000202000000000188b84500", "apdu 2:8 \(start)"]),
    ]
}

extension HexDumpCase {
    private static let both = ["apdu 1:11 \(start)", "apdu 1:26 \(command)"]

    static let dumps: [HexDumpCase] = [
        HexDumpCase(
            "xxd",
            """
            00000000: 6804 0700 0000 680e 0000 0000 6401 0600  h.....h.....d...
            00000010: 0100 0000 0014                           ......

            """,
            both),
        HexDumpCase(
            "xxd -g 1", "00000000: 68 04 07 00 00 00  h.....\n", ["apdu 1:11 680407000000"]),
        HexDumpCase(
            "xxd -g 4",
            """
            00000000: 68040700 00006804 43000000  h.....h.C...

            """,
            [
                "apdu 1:11 680407000000", "apdu 1:24 680443000000",
            ]),
        HexDumpCase(
            "xxd with hex in its text column",
            """
            00000000: 6804 0700 0000 6804  ab cd 68
            00000008: 4300 0000            dead

            """,
            [
                "apdu 1:11 680407000000", "apdu 1:26 680443000000",
            ]),
        HexDumpCase(
            "xxd -p",
            """
            680407000000680e0000
            00006401060001000000
            0014

            """,
            [
                "apdu 1:1 \(start)", "apdu 1:13 \(command)",
            ]),
        HexDumpCase(
            "xxd -i",
            """
            unsigned char x[] = {
              0x68, 0x04, 0x07, 0x00,
              0x00, 0x00
            };
            unsigned int x_len = 6;

            """,
            [
                "apdu 2:3 680407000000"
            ]),
        HexDumpCase(
            "hexdump -C",
            """
            00000000  68 04 07 00 00 00 68 0e  00 00 00 00 64 01 06 00  |h.....h.....d...|
            00000010  01 00 00 00 00 14                                 |......|
            00000016

            """,
            [
                "apdu 1:11 \(start)", "apdu 1:29 \(command)",
            ]),
        HexDumpCase(
            "hexdump -C of a short text",
            """
            00000000  68 04 07 00 00 00 |68 04 |
            00000006

            """,
            ["apdu 1:11 680407000000"]),
        HexDumpCase(
            "hexdump -C with a * line",
            """
            00000000  68 fd 00 00 00 00 0d 01  03 00 01 00 00 00 00 00  |h...............|
            00000010  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  |................|
            *
            000000f0  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 68  |...............h|
            00000100  04 07 00 00 00                                    |.....|
            00000105

            """,
            [
                "apdu 1:11 68fd000000000d0103000100" + String(repeating: "00", count: 243),
                "apdu 4:57 680407000000",
            ]),
        HexDumpCase(
            "a * line for too many octets",
            """
            00000000  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  |................|
            *
            00100000  68 04 07 00 00 00                                 |h.....|

            """,
            [
                "fragment 1:11 00000000000000000000000000000000", "squeeze-too-long 3:1",
                "apdu 3:11 680407000000",
            ]),
        HexDumpCase(
            "od -A x -t x1z",
            """
            000000 68 04 07 00 00 00 68 0e 00 00 00 00 64 01 06 00  >h.....h.....d...<
            000010 01 00 00 00 00 14  >......<
            000016

            """,
            [
                "apdu 1:8 \(start)", "apdu 1:26 \(command)",
            ]),
        HexDumpCase(
            "od -t x1 with octal offsets",
            """
            0000000 68 04 07 00 00 00 68 0e 00 00 00 00 64 01 06 00
            0000020 01 00 00 00 00 14
            0000026

            """,
            [
                "apdu 1:9 \(start)", "apdu 1:27 \(command)",
            ]),
        HexDumpCase(
            "od -A d",
            """
            0000000 68 04 07 00 00 00 68 0e 00 00 00 00 64 01 06 00
            0000016 01 00 00 00 00 14
            0000022

            """,
            [
                "apdu 1:9 \(start)", "apdu 1:27 \(command)",
            ]),
        HexDumpCase(
            "hexdump in words",
            """
            0000000 0468 0007 0000 0e68 0000 0000 0164 0006
            0000010 0001 0000 1400
            0000016

            """,
            [
                "apdu 1:9 \(start)", "apdu 1:24 \(command)",
            ]),
        HexDumpCase(
            "hexdump -x", "0000000    0468    0007    0000\n0000006\n", ["apdu 1:12 680407000000"]),
        HexDumpCase(
            "od -x with a padded last word",
            """
            0000000 0468 0007 0000 0068
            0000007

            """,
            [
                "apdu 1:9 680407000000", "apdu 1:24 68",
            ]),
        HexDumpCase(
            "words that stand as they are",
            """
            0000000 6804 0700 0000
            0000006

            """,
            ["apdu 1:9 680407000000"]),
        HexDumpCase(
            "Wireshark",
            """
            0000   68 04 07 00 00 00 68 0e 00 00 00 00 64 01 06 00   h.....h.....d...
            0010   01 00 00 00 00 14                                 ......

            """,
            [
                "apdu 1:8 \(start)", "apdu 1:26 \(command)",
            ]),
        HexDumpCase(
            "Wireshark, a frame for each dump",
            """
            0000   00 11 22 33 44 55 66 77 88 99 aa bb 08 00 45 00   .."3DUfw......E.
            0010   68 04 07 00 00 00                                 h.....

            0000   00 11 22 33 44 55 66 77 88 99 aa bb 08 00 68 04   ..
            0010   43 00 00 00                                       C...

            """,
            [
                "skipped 1:8 00112233445566778899aabb08004500", "apdu 2:8 680407000000",
                "skipped 4:8 00112233445566778899aabb0800", "apdu 4:50 680443000000",
            ]),
        HexDumpCase(
            "a frame with a checksum behind an I format APDU",
            """
            0000   00 11 22 33 44 55 66 77 88 99 68 0e 00 00 00 00
            0010   64 01 06 00 01 00 00 00 00 14 de ad be ef

            """,
            [
                "skipped 1:8 00112233445566778899", "apdu 1:38 \(command)",
                "fragment 2:38 deadbeef",
            ]),
        HexDumpCase(
            "tcpdump -X",
            """
            \t0x0000:  4500 002e 6804 0700 0000  E...h.....

            """,
            [
                "skipped 1:11 4500002e", "apdu 1:21 680407000000",
            ]),
        HexDumpCase(
            "a text column behind a dash in the middle",
            """
            0000: 68 04 07 00 00 00 68 04-43 00 00 00  h.....h.C...

            """,
            [
                "apdu 1:7 680407000000", "apdu 1:25 680443000000",
            ]),
        HexDumpCase(
            "two dumps",
            """
            00000000: 6804 0700 0000  h.....
            00000000: 6804 4300 00  h.C..
            00000000: 6804 8300 0000  h.....

            """,
            [
                "apdu 1:11 680407000000", "apdu 2:11 6804430000", "apdu 3:11 680483000000",
            ]),
        HexDumpCase(
            "a dump cut from the middle",
            """
            00000020  68 04 07 00 00 00 68 04  43 00 00 00

            """,
            [
                "apdu 1:11 680407000000", "apdu 1:29 680443000000",
            ]),
        HexDumpCase(
            "a gap between offsets",
            """
            0000   68 0e 00 00 00 00 64 01
            0010   68 04 07 00 00 00

            """,
            [
                "apdu 1:8 680e000000006401", "apdu 2:8 680407000000",
            ]),
        HexDumpCase(
            "a header line before a dump",
            """
            08:25:11.5 TX
            0000  68 04 07 00 00 00

            """,
            [
                "apdu 2:7 680407000000 sent timeOfDay:30311.5"
            ]),
        HexDumpCase(
            "a broken group in a dump",
            """
            00000000  68 04 07 0G 00 00

            """,
            [
                "apdu 1:11 680407", "not-hex 1:20",
            ]),
        HexDumpCase(
            "plain lines behind a dump",
            """
            00000000: 6804 0700 0000  h.....

            680443000000

            """,
            [
                "apdu 1:11 680407000000", "apdu 3:1 680443000000",
            ]),
    ]
}

#!/usr/bin/env python3
"""Writes the seeds of the fuzz targets into Seeds/, out of the APDUs of Tests/Interop.

Every seed begins with the four octets that FuzzInput.swift explains: options, portion sizes.
"""
import pathlib
import random
import shutil
import struct
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "Interop"))
import frames_by_hand  # noqa: E402
import frames_to_pcap  # noqa: E402

NAMES = {}
START, TEST = bytes.fromhex("680407000000"), bytes.fromhex("680443000000")
GENERAL = bytes.fromhex("680e0000000064010600010000000014")


def write(target, octets, options=0, portions=(7, 1)):
    number = NAMES[target] = NAMES.get(target, 0) + 1
    folder = HERE / "Seeds" / target
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{number:03d}"
    path.write_bytes(struct.pack("<HBB", options, *portions) + octets)


def chosen(apdus):
    """Of every type the shortest APDU, of every format one, and a full one with SQ = 1."""
    shortest, others = {}, {}
    for apdu in apdus:
        octets = bytes.fromhex(apdu["bytes"])
        key = apdu.get("typeId", apdu.get("function", apdu["format"])), apdu.get("sq", False)
        if key not in shortest or len(octets) < len(shortest[key]):
            shortest[key] = octets
        if len(octets) > 240:
            others[key] = octets
    return list(shortest.values()), others


def resized(asdu, cause, common, address):
    """The ASDU of one object in other sizes of fields."""
    octets = asdu[:2] + asdu[2:2 + cause] + asdu[4:4 + common]
    return octets + asdu[6:6 + address] + asdu[9:]


def asdus(short, long):
    information = [octets[6:] for octets in short if len(octets) > 6]
    for asdu in information:
        write("Strict", asdu, portions=(40, 0))
        write("Lenient", asdu)
    for asdu in [octets[6:] for octets in list(long.values())[:6]]:
        write("Strict", asdu, portions=(120, 0))
        write("Lenient", asdu)
    row = 0
    for address in (3, 2, 1):
        for common in (2, 1):
            for cause in (2, 1):
                write("Strict", resized(information[0], cause, common, address), row)
                write("Lenient", resized(information[0], cause, common, address), row)
                row += 1
    point = bytes([3, 0, 1, 0, 5, 0, 0])
    for type_id, size in ((136, 28), (140, 4), (200, 6), (255, 240)):
        for target in ("Strict", "Lenient"):
            write(target, bytes([type_id, 1]) + point + bytes(range(size)), 12)
    write("Lenient", bytes.fromhex("0d03030001000100000000"))
    write("Lenient", bytes.fromhex("01ff03000100feffff" + "01" * 40))


def streams(short):
    apdus = [octets for octets in short if len(octets) < 40]
    write("Framer", START)
    write("Framer", b"".join(apdus[:6]), portions=(1, 1))
    write("Framer", b"".join(apdus[6:20]), portions=(100, 3))
    write("Framer", b"".join(apdus[20:60]), portions=(0, 255))
    write("Framer", START + b"\x00" + START)
    write("Framer", START + bytes([0x68, 3, 1, 0, 0, 0]))
    write("Framer", bytes([0x68, 253]) + bytes(100))


def dumped(octets, offset, width, group, text):
    lines = []
    for at in range(0, len(octets), width):
        part = octets[at:at + width]
        digits = " ".join(part[n:n + group].hex() for n in range(0, len(part), group))
        shown = "".join(chr(o) if 32 < o < 127 else "." for o in part)
        lines.append(offset.format(at) + digits + text.format(shown))
    return "\n".join(lines) + "\n"


LOGS = [
    "2023-09-03 08:25:11 发送: {0}\n2023-09-03 08:25:11 接收：{1}\n",
    "2023/09/03 08:25:11.123 [RX] {0}\n2023/09/03 08:25:11,124 [TX] {1}\n",
    "08:25:11:123 -> {0}\n08:25:12 <- {1}\n",
    "Sep  3 08:25:11 host iec[12]: 10.0.0.1:51000 -> 10.0.0.2:2404 len=6 {0} ({1})\n",
    "1693729511.123456 M->S {0}\nmaster --> slave {1}\n",
    "[2023-09-03T08:25:11.5+08:00] DEBUG recv[6]={0};{1}\n",
    "主站->子站: {0}\n【下行】{1}\n收{0}\n",
    "{0} {1} be careful, dead face 68\n",
    "# comment {0}\n// {1}\n/* {0} */ {1}\n",
    '"{0}", \'{1}\'\n(6 bytes) {0}\n',
]
QUOTED = [
    ("0x{:02X}, ", "unsigned char x[] = {{ {0} }};\n"), ("\\x{:02x}", 'b = b"{0}"\n'),
    ("{:02X}h ", "{0}\n"), ("{:02x}-", "{0}\n"), ("{:02x}:", "rx {0}\n"), ("${:02X} ", "{0}\n"),
    ("{:02x}", "{0}\n"), ("\\u00{:02x}", '{{"data": "{0}"}}\n'), ("{:02X},", "[{0}]\r\n"),
    ("<{:02X}>", "{0}\n"), ("16#{:02X}# ", "{0}\n"), ("H'{:02X} ", "{0}\n"),
]


def texts(short, long):
    octets = START + GENERAL + TEST + b"".join(o for o in short if len(o) < 40)
    dumps = [
        ("{:08x}: ", 16, 2, "  {}"), ("{:08x}  ", 16, 1, "  |{}|"), ("{:06x} ", 16, 1, "  >{}<"),
        ("{:07o} ", 16, 1, ""), ("{:07d} ", 16, 1, ""), ("{:04x}   ", 16, 1, "   {}"),
        ("", 30, 30, ""), ("", 16, 1, ""), ("{:04X}h: ", 8, 1, ""), ("{:08x}: ", 16, 4, "  {}"),
    ]
    for number, form in enumerate(dumps):
        write("Text", dumped(octets[number * 20:][:100], *form).encode(), number << 9)
        write("Text", dumped(octets[number * 40:][:60], *form).encode(), 12 | 1 << 10)
    wide = list(long.values())[0]
    write("Text", dumped(wide + START, *dumps[1]).encode())
    write("Text", b"00000000  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  |.|\n*\n"
                  b"00000030  68 04 07 00 00 00\n00000036\n")
    for number, form in enumerate(LOGS):
        for first, second in ((START, GENERAL), (GENERAL, short[number + 8])):
            line = form.format(first.hex(" "), second.hex())
            write("Text", line.encode(), number << 8)
    for form, line in QUOTED:
        digits = "".join(form.format(octet) for octet in START + GENERAL)
        write("Text", line.format(digits).encode())
    text = "68 04 07 00 00 00\r\n08:25:11 rx 68 0e 00 00 00 00 64 01\r\n  06 00 01 00 00 00 00 14\r\n"
    for encoding in ("utf-16-le", "utf-16-be"):
        mark = "\ufeff".encode(encoding)
        write("Text", mark + text.encode(encoding))
    write("Text", b"\xef\xbb\xbf" + text.encode())
    write("Text", "发送 ".encode("gb18030") + text.encode())
    write("Text", octets[:200], 3 << 10)
    write("Text", b"\x00\x01" + octets[:100] + b"\x68\x68" + octets[100:150], 3 << 10)
    for foreign in (b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", b"SSH-2.0-x\r\n",
                    bytes.fromhex("16030100a5010000a10303"), bytes.fromhex("000100000006010300000001"),
                    bytes.fromhex("0300001611e00000000100c0010ac1020100c2020102"),
                    bytes.fromhex("0564 05c0 0100 0004 e921")):
        write("Text", foreign + octets[:40], 3 << 10)
    # Longer than what decides the kind of an input.
    line = b"08:25:11 rx 68 04 07 00 00 00\n"
    write("Text", line * 137 + b"\x00" * 20 + line, portions=(64, 64))


def packet_file(apdus, segmenting):
    path = HERE / "Seeds" / "whole.pcap"
    frames_to_pcap.write_pcap(path, apdus, segmenting)
    octets = path.read_bytes()
    path.unlink()
    return octets


def frames_of(pcap):
    """The packets of a little-endian pcap file with microseconds: seconds, fraction, frame."""
    at = 24
    while at < len(pcap):
        seconds, fraction, length, _ = struct.unpack_from("<IIII", pcap, at)
        yield seconds, fraction, pcap[at + 16:at + 16 + length]
        at += 16 + length


def pcap(frames, magic=0xA1B2C3D4, order="<", link=1):
    octets = struct.pack(order + "IHHiIII", magic, 2, 4, 0, 0, 65535, link)
    for seconds, fraction, frame in frames:
        octets += struct.pack(order + "IIII", seconds, fraction, len(frame), len(frame)) + frame
    return octets


def block(order, kind, body):
    body += bytes(-len(body) % 4)
    length = struct.pack(order + "I", 12 + len(body))
    return struct.pack(order + "I", kind) + length + body + length


def pcapng(frames, order="<", simple=False, options=b"", link=1):
    octets = block(order, 0x0A0D0D0A, struct.pack(order + "IHHq", 0x1A2B3C4D, 1, 0, -1))
    octets += block(order, 1, struct.pack(order + "HHI", link, 0, 65535) + options)
    octets += block(order, 0x0BAD, b"something else")
    for seconds, fraction, frame in frames:
        time = seconds * 1000000 + fraction
        if simple:
            octets += block(order, 3, struct.pack(order + "I", len(frame)) + frame)
        else:
            head = (0, time >> 32, time & 0xFFFFFFFF, len(frame), len(frame))
            octets += block(order, 6, struct.pack(order + "IIIII", *head) + frame)
    return octets + block(order, 5, struct.pack(order + "III", 0, 0, 0))


def relinked(frames, header, cut=14):
    return [(seconds, fraction, header + frame[cut:]) for seconds, fraction, frame in frames]


def over_ipv6(frames):
    """The same TCP segments over IPv6, behind an option header."""
    for seconds, fraction, frame in frames:
        segment = frame[34:]
        head = struct.pack(">IHBB", 0x60000000, len(segment) + 8, 0, 64)
        addresses = bytes.fromhex("20010db8") + bytes(11) + frame[29:30]
        addresses += bytes.fromhex("20010db8") + bytes(11) + frame[33:34]
        yield seconds, fraction, frame[:12] + b"\x86\xdd" + head + addresses + \
            bytes([6, 0, 1, 4, 0, 0, 0, 0]) + segment


def captures(short):
    apdus = [("control", START), ("monitor", bytes.fromhex("68040b000000")),
             ("control", GENERAL), ("monitor", short[8]), ("monitor", short[9]),
             ("monitor", short[20])]
    for segmenting in frames_to_pcap.SEGMENTINGS:
        write("Capture", packet_file(apdus * 2, segmenting))
    frames = list(frames_of(packet_file(apdus, "one")))
    write("Capture", pcap(frames, 0xA1B23C4D), 2)
    write("Capture", pcap(frames, order=">"), 4)
    write("Capture", pcapng(frames), 8, (1, 1))
    write("Capture", pcapng(frames, ">"), portions=(200, 3))
    write("Capture", pcapng(frames, simple=True))
    resolution = struct.pack("<HHB3xHHq", 9, 1, 9, 14, 8, 5) + bytes(4)
    write("Capture", pcapng(frames, options=resolution))
    write("Capture", pcapng(frames) + pcapng(frames, ">"))
    write("Capture", pcap(relinked(frames, b"\x02\x00\x00\x00"), link=0))
    write("Capture", pcap(relinked(frames, b""), link=101))
    write("Capture", pcap(relinked(frames, bytes(14) + b"\x08\x00"), link=113))
    write("Capture", pcap(relinked(frames, b"\x08\x00" + bytes(18)), link=276))
    tagged = [(s, f, o[:12] + b"\x81\x00\x00\x07\x08\x00" + o[14:]) for s, f, o in frames]
    write("Capture", pcap(tagged))
    write("Capture", pcap(list(over_ipv6(frames))))
    order = random.Random(104)
    for options in (0x0000, 0x1100, 0x5500, 0xFF00):
        shuffled = frames[:3] + order.sample(frames[3:-3], len(frames) - 6) + frames[-3:]
        write("Capture", pcap(shuffled), options)
    write("Capture", pcap(frames[:4] + frames[3:6] + frames[7:]), 0x0F00)
    write("Capture", pcap(frames + frames), 0x0100)
    web = [(s, f, o.replace(b"\x09\x64", b"\x00\x50")) for s, f, o in frames]
    write("Capture", pcap(web))
    write("Capture", pcap(frames)[:-5])


def options():
    for line in ("--only\ntype=M_SP_NA_1,30\n--only=cause=3,20-36", "--only=ioa=1-70000\n--lang\nzh",
                 "--only=ca=1,2-65535\n--only\nformat=I,s\nfile", "--only=problems\n--color\nalways",
                 "--private\n140:value=float32,state=uint8,cp56\n--input=binary",
                 "--private=200:a=uint8,b=int8,c=uint16,d=int16,e=uint24,f=uint32,g=int32,q=quality",
                 "--cot-size\n1\n--ca-size=1\n--ioa-size\n2", "--port=2404,80\n--explain\n-\n--\n--x",
                 "--sumary", "--help", "zh_CN.UTF-8\nproblems\ntype=1\nioa=5-5\nformat=U",
                 "--format\njson\n--private=255:x=int32,cp24"):
        write("Options", line.encode())


def points():
    """The sample substation in both languages, single rows behind the target's own headers, and
    places. Bit 8: a header stands in front, the one of bits 9 and 10; bits 11 to 14: limit."""
    source = HERE.parents[1] / "Sources" / "IEC104Tool" / "Points" / "SampleSubstation.swift"
    blocks = source.read_text(encoding="utf-8").split('"""')[1::2]
    for block in blocks:
        text = "\n".join(line.strip() for line in block.strip("\n").split("\n"))
        write("Points", text.encode(), 0x7800)
        write("Points", text.replace(",", ";").replace("\n", "\r\n").encode(), 0x7800)
    write("Points", b'1,1,M_SP_TB_1,A,on,1|3,,,IV|NT,60,,\n1,2,45,"B ""x""",,,,,,,A,yes\n', 0x7900)
    write("Points", b"1;0x1F;9;A;-0,5;16;0,01;kV;OV;2,5\n1;9;C_BO_NA_1;;;;;;;;1/1;no\n", 0x7B00)
    for place in (b"[::1]:2404", b"rtu.example:2404", b"192.168.1.10", b"fe80::1%eth0", b":2404"):
        write("Points", place)


def inputs():
    """The first octet says what it is: see the target."""
    for kind, text in (
            (0, '{"seed":7,"loop":3,"length":"2min","steps":[{"at":0,"set":"Breaker","value":"off",'
                '"quality":"IV|NT"},{"at":"2s","toggle":["1001-1002"],"every":"1s","times":5},'
                '{"at":"11s","burst":1000,"within":"500ms","points":["1001"]},{"at":1,"drop":"all"},'
                '{"at":"13s","restart":2,"cause":"remote"},{"at":"14s","clock":"-1h"}]}'),
            (1, '[{"station":1,"address":1001,"type":"M_SP_TB_1","name":"A","value":"on"},'
                '{"station":1,"address":9,"type":"C_SC_NA_1","name":"B","value":"","command":"A"}]}'),
            (2, "command=on & (1001=off | !(3/2001<50.5)) & 1/1002>=2"), (3, "CET-1CEST,M3.5.0,M10.5.0/3"),
            (3, "<+0330>-3:30<+0430>,J79/24,263/-1"), (4, "withhold-s after 10 times 2 peer 10.0.0.0/8"),
            (4, "garbage 68ff always link 7"), (5, 'set "Q 1" 10.4 IV|NT force local'),
            (5, "inject delay-act-con 5000"), (6, "10.0.0.0/8=1/5001-5100"), (6, "fd00::/8=*/7")):
        write("Inputs", bytes([kind]) + text.encode())
    def record(kind, body):
        return bytes([kind]) + struct.pack("<H", len(body)) + body
    def point(address, type_id, kind, rest=b"\0"):
        return record(3, struct.pack("<HIBBIB", 1, address, type_id, kind, 1, 0) + rest)
    journal = record(1, struct.pack("<QQQB", 1, 1, 1, 1)) + record(5, struct.pack("<QQQ", 0, 0, 2) + b"Pa")
    journal += point(1, 1, 1) + point(3, 13, 7, b"\1\0\0\0\0")
    journal += record(4, struct.pack("<QHIBBBBIBBQ", 2, 1, 1, 30, 3, 0x80, 1, 1, 0, 2, 0x1A0304080000))
    journal += record(10, struct.pack("<HIBBBBBBfBf", 1, 3, 13, 2, 0, 4, 0, 2, 1.0, 4, 2.0))
    journal += record(11, struct.pack("<BHqqB", 0, 0, 3600000, 0, 1)) + record(7, struct.pack("<HHQ", 1, 2, 1) + b"Pa")
    journal += record(8, struct.pack("<Q", 1026)) + record(2, struct.pack("<QQQ", 2, 0, 0))
    write("Inputs", b"\7" + journal)
    write("Inputs", b"\7" + journal + record(9, struct.pack("<Q", 2)))


def fleets():
    """Bits 0 and 1 say what it is: see the target."""
    folder = HERE.parents[1]
    example = (folder / "Examples" / "Fleet" / "fleet.json").read_text(encoding="utf-8")
    write("Fleet", example.encode(), 0x0F00)
    for members in (
            '"stations":[1,2],"originator":3,"links":{"k":24,"w":16,"t1":"20s","t2":"10"}',
            '"schedule":[{"do":["clock",{"interrogation":3}],"at":["start","02:00:30"],"every":"1h","stations":2}]',
            '"profile":{"causeSize":1,"commonAddressSize":1,"objectAddressSize":2,"privateTypes":["140:v=uint16,q=quality"]}',
            '"time":{"zone":"+08:00","tolerance":"5s"},"reconnect":{"first":1,"factor":1.5,"jitter":0.1}',
            '"start":[{"counters":"all","freeze":"freeze-and-reset"},{"read":[7,8]},{"test":"plain"}],"allow":["1:*:*"]',
            '"requests":{"total":"1min","parallel":2},"files":{"timeout":"9s"},"dropsRepeats":false,"remark":"\\ud83d\\ude00"'):
        write("Fleet", members.encode(), 0x0F01)
    for rule in ("1:5001-5010:double,C_SC_NA_1", "*:*:*", "65535:0:parameter,reset,45"):
        write("Fleet", rule.encode(), 0x0F02)
    write("Fleet", b"1,1,M_ME_NB_1,U,1042,kV,0.1,-2\n1,2,M_ME_NA_1,I,0,A,1e-3,\n", 0x0F03)


def main():
    shutil.rmtree(HERE / "Seeds", ignore_errors=True)
    short, long = chosen(frames_by_hand.write_all())
    asdus(short, long)
    streams(short)
    texts(short, long)
    captures(short)
    options()
    points()
    inputs()
    fleets()
    print(", ".join(f"{name} {count}" for name, count in sorted(NAMES.items())))


if __name__ == "__main__":
    main()

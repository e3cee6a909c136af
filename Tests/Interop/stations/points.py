"""The point list of the runs, and what each point must be on the wire and in c104."""
import struct

import c104

FIRST_COUNTER, RUN_STATION, RUN_FIRST, RUN_COUNT = 3001, 7, 10001, 300
OV, BL, SB, NT, IV = 0x01, 0x10, 0x20, 0x40, 0x80
QUALITIES = {OV: c104.Quality.Overflow, BL: c104.Quality.Blocked, SB: c104.Quality.Substituted,
             NT: c104.Quality.NonTopical, IV: c104.Quality.Invalid}
WORDS = {OV: "OV", BL: "BL", SB: "SB", NT: "NT", IV: "IV"}
QDS, SIQ = (0, OV, BL, SB, NT, IV, OV | BL | SB | NT | IV), (0, BL, SB, NT, IV, BL | SB | NT | IV)


def bits(mask, table):
    return [table[bit] for bit in table if mask & bit]


def c104_quality(mask):
    quality = c104.Quality()
    for bit in bits(mask, QUALITIES):
        quality |= bit
    return quality


def mnemonic(number):
    return next(name for name, value in c104.Type.__members__.items() if int(value) == number)


class Point:
    """A row of the list: type there, type in interrogations, text, octets, value in c104."""

    def __init__(self, address, listed, untagged, text, element, value, quality):
        self.address, self.listed, self.untagged = address, listed, untagged
        self.text, self.element, self.value, self.quality = text, element, value, quality
        self.groups = ()

    def row(self):
        words = "|".join(bits(self.quality, WORDS))
        groups = "|".join(map(str, self.groups))
        return f"1,{self.address},{mnemonic(self.listed)},Point {self.address},{self.text}," \
               f"{words},{groups},,"


def families():
    """(listed types, type in interrogations, qualities, [(text, element, value in c104)])."""
    d = c104.Double
    return [
        ((1, 2, 30), 1, SIQ, [("off", b"\0", False), ("on", b"\1", True)]),
        ((3, 4, 31), 3, SIQ, [("off", b"\1", d.OFF), ("on", b"\2", d.ON),
                              ("intermediate", b"\0", d.INTERMEDIATE),
                              ("indeterminate", b"\3", d.INDETERMINATE)]),
        ((5, 6, 32), 5, QDS, [(str(n), bytes([n & 0x7F]), c104.Int7(n))
                              for n in (-64, -1, 0, 9, 63)]),
        ((7, 8, 33), 7, QDS, [(str(n), struct.pack("<I", n), n) for n in
                              (0, 1, 0x80000000, 0x01020304, 0xFFFFFFFF)]),
        ((9, 10, 34), 9, QDS, [(str(n / 32768), struct.pack("<h", n), n) for n in
                               (-32768, -16384, -1, 0, 16384, 32767)]),
        ((11, 12, 35), 11, QDS, [(str(n), struct.pack("<h", n), n) for n in
                                 (-32768, -1200, 0, 1, 32767)]),
        ((13, 14, 36), 13, QDS, [(text, struct.pack("<f", float(text)), float(text)) for text in
                                 ("0", "-110.4", "1e-30", "3.4e38", "50.015625")]),
        ((20,), 20, QDS, [(str(n), struct.pack("<HH", n, 0), n) for n in (0, 1, 0xA5F0, 65535)]),
    ]


def all_points():
    points, address = [], 1001
    for listed, untagged, qualities, values in families():
        rows = max(len(qualities), len(values), 2 * len(listed))
        for index in range(rows):
            text, element, value = values[index % len(values)]
            quality = qualities[index % len(qualities)]
            if untagged in (1, 3):
                octets = bytes([element[0] | quality])
            else:
                octets = element + bytes([quality])
            points.append(Point(address, listed[index % len(listed)], untagged, text, octets,
                                value, quality))
            address += 1
        address += 10
    for text, raw in (("-1", -32768), ("0.25", 8192)):
        points.append(Point(address, 21, 21, text, struct.pack("<h", raw), raw, 0))
        address += 1
    for index, point in enumerate(points):
        point.groups = (index % 16 + 1,) if index % 5 else (1, index % 16 + 1)
    return points


POINTS = all_points()

# address -> (type of the point, start, what the list says of the command, octets of a command and
# the element that its point has then)
COMMANDS = [
    # type, address of the command, driven point, its type, its start, command, driven element
    (45, 5001, 4001, 30, "off", b"\1", b"\1"),
    (46, 5002, 4002, 31, "off", b"\2", b"\2"),
    (47, 5003, 4003, 32, "5", b"\2", b"\6\0"),
    (48, 5004, 4004, 34, "0", struct.pack("<hB", 16384, 0), struct.pack("<hB", 16384, 0)),
    (49, 5005, 4005, 35, "0", struct.pack("<hB", -1200, 0), struct.pack("<hB", -1200, 0)),
    (50, 5006, 4006, 36, "0", struct.pack("<fB", 50.25, 0), struct.pack("<fB", 50.25, 0)),
    (51, 5007, 4007, 33, "0", struct.pack("<I", 0xA5F00F5A), struct.pack("<IB", 0xA5F00F5A, 0)),
]
SELECTED = 100   # added to these addresses: the same, and must be selected
TAGGED = 200     # the same, and must carry a time tag


def write(path):
    lines = ["station,address,type,name,value,quality,group,command,sbo"]
    lines += [point.row() for point in POINTS]
    for number in range(4):
        lines.append(f"1,{FIRST_COUNTER + number},M_IT_NA_1,Counter {number},"
                     f"{(-1) ** number * 1000 * number},{'IV' if number == 3 else ''},"
                     f"{number + 1},,")
    for listed in (17, 18, 19, 38, 39, 40):
        lines.append(f"1,{3100 + listed},{mnemonic(listed)},Relay {listed},0,,,,")
    for shift, sbo in ((0, "no"), (SELECTED, "yes"), (TAGGED, "no")):
        for kind, address, driven, listed, start, _, _ in COMMANDS:
            if kind == 51 and shift == SELECTED:
                continue
            lines.append(f"1,{driven + shift},{mnemonic(listed)},Driven {driven + shift},{start},"
                         ",,,")
            of = kind + 13 if shift == TAGGED else kind
            lines.append(f"1,{address + shift},{mnemonic(of)},Command {address + shift},,,,"
                         f"{driven + shift},{sbo}")
    lines += [f"{RUN_STATION},{RUN_FIRST + n},M_ME_NC_1,Run {n},{n / 4},,,,"
              for n in range(RUN_COUNT)]
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


def expected(station=1):
    """Address -> (type, element) of what a station interrogation must report."""
    if station == RUN_STATION:
        return {RUN_FIRST + n: (13, struct.pack("<fB", n / 4, 0)) for n in range(RUN_COUNT)}
    result = {point.address: (point.untagged, point.element) for point in POINTS}
    starts = {30: (1, b"\0"), 31: (3, b"\1"), 32: (5, b"\5\0"), 33: (7, bytes(5)),
              34: (9, bytes(3)), 35: (11, bytes(3)), 36: (13, bytes(5))}
    for shift in (0, SELECTED, TAGGED):
        for kind, _, driven, listed, _, _, _ in COMMANDS:
            if not (kind == 51 and shift == SELECTED):
                result[driven + shift] = starts[listed]
    return result


def command_element(kind):
    return next(row[5] for row in COMMANDS if row[0] == kind)

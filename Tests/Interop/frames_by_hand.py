#!/usr/bin/env python3
"""Writes IEC 60870-5-104 APDUs of every type, octet by octet from the standard's layout.

One row of TYPES is one type; the functions it names are in elements_by_hand.py.

    frames_by_hand.py           hex lines, "C " (to the controlled station) or "M " in front
    frames_by_hand.py --json    JSON lines: what each APDU means, in the words of `iec104 decode`

Only the keys that follow from the octets are in the JSON. Private types have one object: the first
address, and the octets behind it as `raw`. Types 81...95 have no address: all octets are `raw`.
"""
import argparse
import itertools
import json
import struct

from elements_by_hand import (
    bcr, bsi, coi, cp24, cp56, dco, diq, elapsed, joined, length_of_file, name_of_file,
    name_of_section, nothing, nva, oci, octet, qcc, qdp, qds, qos, qpm, r32, scd, sco, segment,
    sep, siq, spe, start_and_stop, sva, vti, word,
)

MOST_OBJECT_OCTETS = 249 - 6


# type: name, elements, SQ = 1 allowed, causes, most objects in one ASDU
POINT, MEASURED, EVENT = (2, 3, 5, 11, 12, 20, 21, 36), (1, 2, 3, 5, 20, 28), (3, 5, 11, 12)
COMMAND, FILE = (6, 7, 8, 9, 10, 44, 45, 46, 47), (13, 44, 47)
TYPES = {
    1: ("M_SP_NA_1", [siq], True, POINT, 127),
    2: ("M_SP_TA_1", [siq, cp24], False, EVENT, 127),
    3: ("M_DP_NA_1", [diq], True, POINT, 127),
    4: ("M_DP_TA_1", [diq, cp24], False, EVENT, 127),
    5: ("M_ST_NA_1", [vti, qds], True, POINT, 127),
    6: ("M_ST_TA_1", [vti, qds, cp24], False, EVENT, 127),
    7: ("M_BO_NA_1", [bsi, qds], True, POINT, 127),
    8: ("M_BO_TA_1", [bsi, qds, cp24], False, (3, 5), 127),
    9: ("M_ME_NA_1", [nva, qds], True, MEASURED, 127),
    10: ("M_ME_TA_1", [nva, qds, cp24], False, (3, 5), 127),
    11: ("M_ME_NB_1", [sva, qds], True, MEASURED, 127),
    12: ("M_ME_TB_1", [sva, qds, cp24], False, (3, 5), 127),
    13: ("M_ME_NC_1", [r32, qds], True, MEASURED, 127),
    14: ("M_ME_TC_1", [r32, qds, cp24], False, (3, 5), 127),
    15: ("M_IT_NA_1", [bcr], True, (3, 37, 38, 41), 127),
    16: ("M_IT_TA_1", [bcr, cp24], False, (3, 37, 38, 41), 127),
    17: ("M_EP_TA_1", [sep, elapsed("elapsed"), cp24], False, (3,), 127),
    18: ("M_EP_TB_1", [spe, qdp, elapsed("elapsed"), cp24], False, (3,), 1),
    19: ("M_EP_TC_1", [oci, qdp, elapsed("elapsed"), cp24], False, (3,), 1),
    20: ("M_PS_NA_1", [scd, qds], True, POINT, 127),
    21: ("M_ME_ND_1", [nva], True, MEASURED, 127),
    30: ("M_SP_TB_1", [siq, cp56], False, EVENT, 127),
    31: ("M_DP_TB_1", [diq, cp56], False, EVENT, 127),
    32: ("M_ST_TB_1", [vti, qds, cp56], False, EVENT, 127),
    33: ("M_BO_TB_1", [bsi, qds, cp56], False, (3, 5), 127),
    34: ("M_ME_TD_1", [nva, qds, cp56], False, (3, 5), 127),
    35: ("M_ME_TE_1", [sva, qds, cp56], False, (3, 5), 127),
    36: ("M_ME_TF_1", [r32, qds, cp56], False, (3, 5), 127),
    37: ("M_IT_TB_1", [bcr, cp56], False, (3, 37, 38, 41), 127),
    38: ("M_EP_TD_1", [sep, elapsed("elapsed"), cp56], False, (3,), 127),
    39: ("M_EP_TE_1", [spe, qdp, elapsed("elapsed"), cp56], False, (3,), 1),
    40: ("M_EP_TF_1", [oci, qdp, elapsed("elapsed"), cp56], False, (3,), 1),
    41: ("S_IT_TC_1", [word("aid", (0, 1, 255, 256, 65535)), bcr, cp56], False, (3, 37), 127),
    45: ("C_SC_NA_1", [sco], False, COMMAND, 1),
    46: ("C_DC_NA_1", [dco], False, COMMAND, 1),
    47: ("C_RC_NA_1", [dco], False, COMMAND, 1),
    48: ("C_SE_NA_1", [nva, qos], False, COMMAND, 1),
    49: ("C_SE_NB_1", [sva, qos], False, COMMAND, 1),
    50: ("C_SE_NC_1", [r32, qos], False, COMMAND, 1),
    51: ("C_BO_NA_1", [bsi], False, (6, 7, 10, 44, 47), 1),
    58: ("C_SC_TA_1", [sco, cp56], False, COMMAND, 1),
    59: ("C_DC_TA_1", [dco, cp56], False, COMMAND, 1),
    60: ("C_RC_TA_1", [dco, cp56], False, COMMAND, 1),
    61: ("C_SE_TA_1", [nva, qos, cp56], False, COMMAND, 1),
    62: ("C_SE_TB_1", [sva, qos, cp56], False, COMMAND, 1),
    63: ("C_SE_TC_1", [r32, qos, cp56], False, COMMAND, 1),
    64: ("C_BO_TA_1", [bsi, cp56], False, (6, 7, 10, 44, 47), 1),
    70: ("M_EI_NA_1", [coi], False, (4,), 1),
    100: ("C_IC_NA_1", [octet("qoi", [0, 1, 19, *range(20, 38), 127, 255])], False, COMMAND, 1),
    101: ("C_CI_NA_1", [qcc], False, COMMAND, 1),
    102: ("C_RD_NA_1", [nothing], False, (5, 45, 46, 47), 1),
    103: ("C_CS_NA_1", [cp56], False, (6, 7, 3, 46), 1),
    104: ("C_TS_NA_1", [word("fbp", (0x55AA, 0xAA55, 0, 0x55AB))], False, (6, 7, 44), 1),
    105: ("C_RP_NA_1", [octet("qrp", (0, 1, 2, 3, 127, 128, 255))], False, (6, 7, 44), 1),
    106: ("C_CD_NA_1", [elapsed("delay")], False, (6, 3, 7, 44), 1),
    107: ("C_TS_TA_1", [word("tsc", (0, 1, 255, 256, 0x1234, 65535)), cp56], False, (6, 7, 44), 1),
    110: ("P_ME_NA_1", [nva, qpm], False, (6, 7, 20, 36, 47), 1),
    111: ("P_ME_NB_1", [sva, qpm], False, (6, 7, 20, 36, 47), 1),
    112: ("P_ME_NC_1", [r32, qpm], False, (6, 7, 20, 36, 47), 1),
    113: ("P_AC_NA_1", [octet("qpa", (0, 1, 2, 3, 4, 127, 255))], False, (6, 7, 8, 9, 44), 1),
    120: ("F_FR_NA_1", [name_of_file, length_of_file, octet("frq", (0, 0x80, 0x01, 0xFF))],
          False, FILE, 1),
    121: ("F_SR_NA_1", [name_of_file, name_of_section, length_of_file,
                        octet("srq", (0, 0x80, 0x01, 0xFF))], False, FILE, 1),
    122: ("F_SC_NA_1", [name_of_file, name_of_section,
                        octet("scq", [*range(8), 15, 0x10, 0x21, 0x32, 0x43, 0x56, 0xFF])],
          False, (13, 5, 44, 47), 1),
    123: ("F_LS_NA_1", [name_of_file, name_of_section, octet("lsq", (0, 1, 2, 3, 4, 5, 255)),
                        octet("chs", (0, 1, 127, 128, 255))], False, FILE, 1),
    124: ("F_AF_NA_1", [name_of_file, name_of_section,
                        octet("afq", (0, 1, 2, 3, 4, 0x12, 0x24, 0x32, 0x44, 0x54, 0xFF))],
          False, FILE, 1),
    125: ("F_SG_NA_1", [name_of_file, name_of_section, segment], False, FILE, 1),
    126: ("F_DR_TA_1", [name_of_file, length_of_file,
                        octet("sof", (0, 1, 16, 31, 32, 64, 128, 0xFF)), cp56],
          True, (5, 3), 127),
    127: ("F_SC_NB_1", [name_of_file, start_and_stop], False, FILE, 1),
}
NO_ADDRESS = {70, 100, 101, 103, 104, 105, 106, 107}
NAMED_BUT_RAW = {
    81: "S_CH_NA_1", 82: "S_RP_NA_1", 83: "S_AR_NA_1", 84: "S_KR_NA_1", 85: "S_KS_NA_1",
    86: "S_KC_NA_1", 87: "S_ER_NA_1", 90: "S_US_NA_1", 91: "S_UQ_NA_1", 92: "S_UR_NA_1",
    93: "S_UK_NA_1", 94: "S_UA_NA_1", 95: "S_UC_NA_1",
}
PRIVATE = (128, 135, 136, 200, 255)

U_FUNCTIONS = [(0x07, "STARTDT act"), (0x0B, "STARTDT con"), (0x13, "STOPDT act"),
               (0x23, "STOPDT con"), (0x43, "TESTFR act"), (0x83, "TESTFR con")]
CONTROL_CAUSES = (6, 8)


class Writer:
    """Puts APDUs in a list and counts N(S), N(R) of both directions as a real link would."""

    def __init__(self):
        self.apdus = []
        self.sent = {"control": 0, "monitor": 0}

    def control_field(self, direction, octets, meaning):
        apdu = bytes([0x68, len(octets)]) + octets
        self.apdus.append({"direction": direction, "bytes": apdu.hex(), **meaning})

    def u(self, octet_1, function):
        direction = "control" if function.endswith("act") else "monitor"
        self.control_field(direction, bytes([octet_1, 0, 0, 0]),
                           {"format": "U", "function": function})

    def s(self, direction, number):
        self.control_field(direction, b"\x01\x00" + struct.pack("<H", number << 1),
                           {"format": "S", "nr": number})

    def i(self, type_id, header, body, count, sequence, objects, numbers=None):
        """header: cause, negative, test, originator, common address."""
        cause, negative, test, originator, common_address = header
        name = TYPES[type_id][0] if type_id in TYPES else NAMED_BUT_RAW.get(type_id)
        control = 45 <= type_id <= 69 or 100 <= type_id <= 113
        asked = cause in CONTROL_CAUSES or (cause, type_id) in ((5, 102), (5, 122), (3, 106))
        direction = "control" if asked and (control or type_id == 122) else "monitor"
        other = "monitor" if direction == "control" else "control"
        ns, nr = numbers or (self.sent[direction] % 32768, self.sent[other] % 32768)
        if numbers is None:
            self.sent[direction] += 1
        asdu = bytes([type_id, count | sequence << 7, cause | negative << 6 | test << 7])
        asdu += struct.pack("<BH", originator, common_address) + body
        meaning = {
            "format": "I", "ns": ns, "nr": nr, "typeId": type_id, "sq": bool(sequence),
            "count": count, "causeId": cause, "negative": bool(negative), "test": bool(test),
            "originator": originator, "commonAddress": common_address,
        }
        if name is not None:
            meaning["type"] = name
        meaning["objects"] = objects
        octets = struct.pack("<HH", ns << 1, nr << 1) + asdu
        self.control_field(direction, octets, meaning)


def samples_of(type_id):
    elements = [function() for function in TYPES[type_id][1]]
    samples = elements[0]
    for element in elements[1:]:
        samples = joined(samples, element)
    return samples


def headers_of(type_id):
    """Causes, P/N, T, originators and common addresses, each in turn."""
    causes = TYPES[type_id][3] if type_id in TYPES else (3,)
    addresses = [1, 2, 255, 256, 4660, 65534]
    if type_id in (100, 101, 103, 105):
        addresses.append(65535)
    signs = [(0, 0), (0, 0), (1, 0), (0, 1), (1, 1)]
    turn = zip(itertools.cycle(causes), itertools.cycle(signs), itertools.cycle((0, 1, 127, 255)),
               itertools.cycle(addresses))
    for cause, (negative, test), originator, common_address in turn:
        yield cause, negative, test, originator, common_address


def address_octets(address):
    return struct.pack("<I", address)[:3]


def write_type(writer, type_id):
    _, _, sequence_allowed, _, most = TYPES[type_id]
    headers = headers_of(type_id)
    samples = samples_of(type_id)
    addresses = itertools.cycle((1, 2, 255, 256, 65535, 65536, 0x030201, 0xABCDEF, 16777215))

    def one(chosen):
        places = [0 if type_id in NO_ADDRESS else next(addresses) for _ in chosen]
        body = b"".join(address_octets(a) + octets for a, (octets, _) in zip(places, chosen))
        objects = [{"address": a, **meaning} for a, (_, meaning) in zip(places, chosen)]
        writer.i(type_id, next(headers), body, len(chosen), 0, objects)

    def many(chosen, first):
        body = address_octets(first) + b"".join(octets for octets, _ in chosen)
        objects = [{"address": first + n, **meaning} for n, (_, meaning) in enumerate(chosen)]
        writer.i(type_id, next(headers), body, len(chosen), 1, objects)

    size = max(len(octets) for octets, _ in samples)
    single = samples if most == 1 else samples[::7] + samples[-2:]
    for sample in single:
        one([sample])
    if most == 1:
        for _ in range(5):
            one([samples[0]])
        return
    full = min(most, MOST_OBJECT_OCTETS // (3 + size))
    for start, group in enumerate_groups(samples, [2, 3, full]):
        one(group)
    one(list(itertools.islice(itertools.cycle(samples), full)))
    if sequence_allowed:
        full = min(127, (MOST_OBJECT_OCTETS - 3) // size)
        for start, group in enumerate_groups(samples, [1, 2, 5, full]):
            many(group, 1 + 100 * start)
        wide = list(itertools.islice(itertools.cycle(samples), full))
        many(wide, 0xFFFE)
        many(wide, 16777215 - len(wide) + 1)


def enumerate_groups(samples, sizes):
    """All samples in groups whose sizes take turns, with the index of each group's first."""
    start, sizes = 0, itertools.cycle(sizes)
    while start < len(samples):
        size = next(sizes)
        yield start, samples[start:start + size]
        start += size


def write_all():
    writer = Writer()
    for octet_1, function in U_FUNCTIONS:
        writer.u(octet_1, function)
    for type_id in TYPES:
        write_type(writer, type_id)
    for number in (0, 1, 127, 128, 255, 256, 16383, 16384, 32767):
        writer.s("control", number)
        writer.s("monitor", 32767 - number)
        point = [{"address": 7, "value": True, "quality": []}]
        writer.i(1, (3, 0, 0, 0, 1), b"\x07\x00\x00\x01", 1, 0, point, (number, 32767 - number))
    for cause in range(64):
        point = [{"address": 7, "value": False, "quality": ["IV"]}]
        writer.i(1, (cause, 0, 0, 0, 1), b"\x07\x00\x00\x80", 1, 0, point)
    raw_types = (*NAMED_BUT_RAW, *PRIVATE)
    for type_id, header in zip(raw_types, itertools.cycle(headers_of(1))):
        header = ((14,) + header[1:]) if type_id in NAMED_BUT_RAW else ((3,) + header[1:])
        octets = bytes(range(1, 30))
        address = b"" if type_id in NAMED_BUT_RAW else b"\x05\x00\x00"
        meaning = {"raw": octets.hex()} | ({"address": 5} if address else {})
        writer.i(type_id, header, address + octets, 1, 0, [meaning])
    return writer.apdus


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--json", action="store_true", help="what the APDUs mean, not the octets")
    parser.add_argument("--types", help="only these types, as 1,30,45")
    arguments = parser.parse_args()
    chosen = {int(text) for text in arguments.types.split(",")} if arguments.types else None
    for apdu in write_all():
        if chosen is not None and apdu.get("typeId") not in chosen:
            continue
        if arguments.json:
            print(json.dumps(apdu))
        else:
            print("C" if apdu["direction"] == "control" else "M", apdu["bytes"])


if __name__ == "__main__":
    main()

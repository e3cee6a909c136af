"""ASDUs made and read by hand: nothing here comes from the Swift code."""
import calendar
import struct
import time

C_IC, C_CI, C_RD, C_CS, C_TS, C_RP, C_CD, C_TS_TA = 100, 101, 102, 103, 104, 105, 106, 107
PERIODIC, SPONTANEOUS, INITIALIZED, REQUEST, ACT, CON, DEACT, DEACT_CON, TERM, REMOTE = \
    1, 3, 4, 5, 6, 7, 8, 9, 10, 11
STATION, COUNTERS = 20, 37
UNKNOWN_TYPE, UNKNOWN_CAUSE, UNKNOWN_STATION, UNKNOWN_OBJECT = 44, 45, 46, 47
NEGATIVE, TEST = 0x40, 0x80

# Octets of element and time of each monitor type.
SIZES = {1: 1, 2: 4, 3: 1, 4: 4, 5: 2, 6: 5, 7: 5, 8: 8, 9: 3, 10: 6, 11: 3, 12: 6, 13: 5, 14: 8,
         15: 5, 16: 8, 17: 6, 18: 7, 19: 7, 20: 5, 21: 2, 30: 8, 31: 8, 32: 9, 33: 12, 34: 10,
         35: 10, 36: 12, 37: 12, 38: 10, 39: 11, 40: 11, 70: 1}


def asdu(kind, cause, station, address, element=b"", originator=0, count=1):
    return struct.pack("<BBBBH", kind, count, cause, originator, station) \
        + struct.pack("<I", address)[:3] + element


def objects(octets):
    """(address, element) of every object of a monitor ASDU."""
    kind, vsq = octets[0], octets[1]
    size, count, result = SIZES[kind], vsq & 0x7F, []
    address_of = lambda at: int.from_bytes(octets[at:at + 3], "little")
    if vsq & 0x80:
        first = address_of(6)
        for index in range(count):
            at = 9 + index * size
            result.append((first + index, octets[at:at + size]))
    else:
        for index in range(count):
            at = 6 + index * (3 + size)
            result.append((address_of(at), octets[at + 3:at + 3 + size]))
    return result


def short(octets):
    """(type, cause with P/N and T, station) of an ASDU: how a dialog is told."""
    return octets[0], octets[2], octets[4] + 256 * octets[5]


def cp56(seconds=None, flags=0):
    """UTC."""
    moment = time.time() if seconds is None else seconds
    parts = time.gmtime(moment)
    milliseconds = int((moment % 1) * 1000) + parts.tm_sec * 1000
    return struct.pack("<HBBBBB", milliseconds, parts.tm_min | flags, parts.tm_hour,
                       parts.tm_mday | (parts.tm_wday + 1) << 5, parts.tm_mon, parts.tm_year % 100)


def cp56_seconds(octets):
    milliseconds, minute, hour, day, month, year = struct.unpack("<HBBBBB", octets)
    return calendar.timegm((2000 + (year & 127), month & 15, day & 31, hour & 31, minute & 63,
                            milliseconds // 1000)) + milliseconds % 1000 / 1000

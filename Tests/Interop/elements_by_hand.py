"""Information elements of IEC 60870-5-101 by hand: samples as (octets, meaning).

The simplest encoder there is, with nothing in common with the Swift stack. The meaning is written
with the keys of `iec104 decode --format json`.
"""
import calendar
import itertools
import struct


def pairs(first, second, most=64):
    """Every combination while that is a small list, else each sample of both at least once."""
    if len(first) * len(second) <= most:
        return [(a, b) for a in first for b in second]
    length = max(len(first), len(second))
    return list(zip(itertools.islice(itertools.cycle(first), length),
                    itertools.islice(itertools.cycle(second), length)))


def joined(first, second):
    """Two elements one after the other."""
    return [(a + b, {**x, **y}) for (a, x), (b, y) in pairs(first, second)]


def flag_sets(bits):
    """Every combination of named bits: (octet, names)."""
    result = []
    for chosen in itertools.product((False, True), repeat=len(bits)):
        names = [name for on, (name, _) in zip(chosen, bits) if on]
        octet = sum(1 << bit for on, (_, bit) in zip(chosen, bits) if on)
        result.append((octet, names))
    return result


POINT_QUALITY = flag_sets([("BL", 4), ("SB", 5), ("NT", 6), ("IV", 7)])
VALUE_QUALITY = flag_sets([("OV", 0), ("BL", 4), ("SB", 5), ("NT", 6), ("IV", 7)])
PROTECTION_QUALITY = flag_sets([("EI", 3), ("BL", 4), ("SB", 5), ("NT", 6), ("IV", 7)])


# Information elements, clause 7.2.6 of IEC 60870-5-101.

def siq():
    return [(bytes([state | quality]), {"value": bool(state), "quality": names})
            for quality, names in POINT_QUALITY for state in (0, 1)]


def diq():
    return [(bytes([state | quality]), {"value": state, "quality": names})
            for quality, names in POINT_QUALITY for state in (0, 1, 2, 3)]


def qds():
    return [(bytes([octet]), {"quality": names}) for octet, names in VALUE_QUALITY]


def qdp():
    return [(bytes([octet]), {"quality": names}) for octet, names in PROTECTION_QUALITY]


def vti():
    return [(bytes([value & 0x7F | transient << 7]),
             {"value": value, "transient": bool(transient)})
            for value in (-64, -63, -33, -2, -1, 0, 1, 2, 31, 32, 62, 63) for transient in (0, 1)]


def bsi():
    values = [0, 1, 2, 0x80000000, 0x7FFFFFFF, 0xFFFFFFFF, 0x01020304, 0x0000FF00, 0xA5A5A5A5]
    values += [1 << bit for bit in range(2, 31)]
    return [(struct.pack("<I", value), {"value": value}) for value in values]


SHORTS = [0, 1, -1, 2, -2, 127, 128, 255, 256, -128, -129, -256, -257, 4660, 16384, -16384, 12345,
          -12345, 32766, 32767, -32767, -32768]


def nva():
    return [(struct.pack("<h", raw), {"value": raw / 32768, "raw": raw}) for raw in SHORTS]


def sva():
    return [(struct.pack("<h", value), {"value": value}) for value in SHORTS]


def r32():
    patterns = [
        0x00000000, 0x80000000, 0x3F800000, 0xBF800000, 0x3F8CCCCD, 0x42C80000, 0xC2CA8000,
        0x40490FDB, 0x3DCCCCCD, 0x49742400, 0x4B7FFFFF, 0x4B800001, 0x7F7FFFFF, 0xFF7FFFFF,
        0x00800000, 0x00000001, 0x007FFFFF, 0x80000001, 0x7F800000, 0xFF800000, 0x7FC00000,
        0x7F800001, 0xFFFFFFFF, 0x12345678, 0x461C4000, 0x47C35000, 0x38D1B717, 0x3F7FFFFF,
    ]
    return [(struct.pack("<I", pattern), {"value": short_float(pattern)}) for pattern in patterns]


def short_float(pattern):
    exponent, fraction = pattern >> 23 & 0xFF, pattern & 0x7FFFFF
    if exponent == 0xFF:
        return "NaN" if fraction else ("-Infinity" if pattern >> 31 else "Infinity")
    sign = -1.0 if pattern >> 31 else 1.0
    if exponent == 0:
        return sign * fraction * 2.0 ** -149
    return sign * (0x800000 | fraction) * 2.0 ** (exponent - 150)


def bcr():
    readings = [0, 1, -1, 2147483647, -2147483648, 305419896, 65536, -65537, 99999999]
    fifth = [(number | carry << 5 | adjusted << 6 | invalid << 7,
              {"sequence": number, "carry": bool(carry), "adjusted": bool(adjusted),
               "quality": ["IV"] if invalid else []})
             for number in (0, 1, 15, 16, 31)
             for carry in (0, 1) for adjusted in (0, 1) for invalid in (0, 1)]
    return [(struct.pack("<iB", reading, octet), {"value": reading, **meaning})
            for reading, (octet, meaning) in pairs(readings, fifth)]


def sep():
    return [(bytes([state | quality]), {"value": state, "quality": names})
            for quality, names in PROTECTION_QUALITY for state in (0, 1, 2, 3)]


def spe():
    bits = [("GS", 0), ("SL1", 1), ("SL2", 2), ("SL3", 3), ("SIE", 4), ("SRD", 5)]
    return [(bytes([octet]), {"value": octet, "flags": names}) for octet, names in flag_sets(bits)]


def oci():
    bits = [("GC", 0), ("CL1", 1), ("CL2", 2), ("CL3", 3)]
    return [(bytes([octet]), {"value": octet, "flags": names}) for octet, names in flag_sets(bits)]


def scd():
    words = [0, 1, 2, 0x00FF, 0x0100, 0x8000, 0xFFFF, 0x1234, 0xA55A]
    return [(struct.pack("<HH", status, changed), {"status": status, "changed": changed})
            for status, changed in pairs(words, words, most=99)]


def sco():
    return [(bytes([state | qualifier << 2 | select << 7]),
             {"value": bool(state), "qualifier": qualifier, "select": bool(select)})
            for qualifier in (0, 1, 2, 3, 4, 9, 15, 16, 31) for state in (0, 1)
            for select in (0, 1)]


def dco():
    return [(bytes([state | qualifier << 2 | select << 7]),
             {"value": state, "qualifier": qualifier, "select": bool(select)})
            for qualifier in (0, 1, 2, 3, 8, 31) for state in (0, 1, 2, 3) for select in (0, 1)]


def qos():
    return [(bytes([qualifier | select << 7]), {"qualifier": qualifier, "select": bool(select)})
            for qualifier in (0, 1, 63, 64, 127) for select in (0, 1)]


def qpm():
    return [(bytes([kind | change << 6 | operation << 7]),
             {"kpa": kind, "lpc": bool(change), "pop": bool(operation)})
            for kind in (0, 1, 2, 3, 4, 5, 32, 63) for change in (0, 1) for operation in (0, 1)]


def coi():
    return [(bytes([cause | parameters << 7]),
             {"coi": cause, "parametersChanged": bool(parameters)})
            for cause in (0, 1, 2, 3, 32, 127) for parameters in (0, 1)]


def qcc():
    return [(bytes([request | freeze << 6]), {"rqt": request, "frz": freeze})
            for request in (0, 1, 2, 3, 4, 5, 6, 32, 63) for freeze in (0, 1, 2, 3)]


def octet(key, values):
    return lambda: [(bytes([value]), {key: value}) for value in values]


def word(key, values):
    return lambda: [(struct.pack("<H", value), {key: value}) for value in values]


def length(value):
    return struct.pack("<I", value)[:3]


def elapsed(key):
    return word(key, (0, 1, 255, 256, 1000, 13398, 32768, 59999))


def name_of_file():
    return [(struct.pack("<H", value), {"nof": value}) for value in (0, 1, 255, 256, 65535, 513)]


def name_of_section():
    return [(bytes([value]), {"nos": value}) for value in (0, 1, 127, 255, 2)]


def length_of_file():
    return [(length(value), {"lof": value}) for value in (0, 1, 256, 65536, 16777215, 0x030201)]


def segment():
    contents = [b"", b"\xAA\x55", b"\x00", bytes(range(236)), b"\x68\x04\x07\x00\x00\x00", b"\xFF"]
    return [(bytes([len(data)]) + data, {"los": len(data), "segment": data.hex()})
            for data in contents]


# Times, clauses 7.2.6.18...20. A time that no calendar has is None, with its octets.

def time_flags(minute_octet, summer=False):
    flags = [("IV", minute_octet & 0x80), ("SU", summer), ("RES1", minute_octet & 0x40)]
    return [name for name, on in flags if on]


def cp24_samples():
    samples = []
    for milliseconds, minute in ((0, 0), (59999, 59), (11123, 25), (1, 1), (30000, 30),
                                 (60000, 0), (65535, 59), (0, 60), (59999, 63)):
        for flags in (0x00, 0x40, 0x80, 0xC0):
            samples.append((milliseconds, minute, flags))
    return samples


def cp24():
    result = []
    for milliseconds, minute, flags in cp24_samples():
        octets = struct.pack("<HB", milliseconds, minute | flags)
        meaning = {"time": None, "timeFlags": time_flags(flags)}
        if milliseconds < 60000 and minute < 60:
            second, thousandth = divmod(milliseconds, 1000)
            meaning["time"] = f"{minute:02}:{second:02}.{thousandth:03}"
        else:
            meaning["timeRaw"] = octets.hex()
        result.append((octets, meaning))
    return result


def cp56_samples():
    """year, month, day, day of week, hour, minute, milliseconds, minute flags, hour flags."""
    moment = (23, 9, 3, 7, 8, 25, 11123)
    samples = [moment + (flags, summer)
               for flags in (0x00, 0x40, 0x80, 0xC0) for summer in (0x00, 0x80)]
    real = [
        (0, 1, 1, 6, 0, 0, 0), (69, 12, 31, 2, 23, 59, 59999), (70, 1, 1, 4, 0, 0, 1),
        (99, 12, 31, 5, 23, 59, 59999), (24, 2, 29, 4, 12, 30, 30000), (0, 2, 29, 2, 1, 1, 1),
        (23, 4, 30, 0, 16, 32, 256), (26, 6, 1, 1, 15, 31, 255), (37, 11, 2, 3, 19, 59, 1000),
    ]
    impossible = [
        (23, 0, 3, 0, 8, 25, 0), (23, 13, 3, 0, 8, 25, 0), (23, 15, 3, 0, 8, 25, 0),
        (23, 9, 0, 0, 8, 25, 0), (23, 4, 31, 0, 8, 25, 0), (23, 2, 29, 0, 8, 25, 0),
        (24, 2, 30, 4, 8, 25, 0), (23, 9, 3, 0, 24, 0, 0), (23, 9, 3, 0, 31, 25, 0),
        (23, 9, 3, 0, 8, 60, 0), (23, 9, 3, 0, 8, 63, 0), (23, 9, 3, 0, 8, 25, 60000),
        (23, 9, 3, 0, 8, 25, 65535), (100, 9, 3, 0, 8, 25, 0), (120, 9, 3, 0, 8, 25, 0),
        (127, 12, 31, 7, 23, 59, 59999), (0, 0, 0, 0, 0, 0, 0),
    ]
    samples += [fields + (0, 0) for fields in real + impossible]
    return samples + [impossible[1] + (0x80, 0x80), impossible[7] + (0x40, 0x00)]


def cp56_octets(year, month, day, weekday, hour, minute, milliseconds, flags, summer):
    return struct.pack("<HBBBBB", milliseconds, minute | flags, hour | summer,
                       day | weekday << 5, month, year)


def cp56_text(year, month, day, weekday, hour, minute, milliseconds, flags, summer):
    century = 2000 if year < 70 else 1900
    if year > 99 or not 1 <= month <= 12 or hour > 23 or minute > 59 or milliseconds > 59999:
        return None
    if not 1 <= day <= calendar.monthrange(century + year, month)[1]:
        return None
    second, thousandth = divmod(milliseconds, 1000)
    return (f"{century + year}-{month:02}-{day:02}"
            f"T{hour:02}:{minute:02}:{second:02}.{thousandth:03}")


def cp56():
    result = []
    for fields in cp56_samples():
        octets, text = cp56_octets(*fields), cp56_text(*fields)
        meaning = {"time": text, "timeFlags": time_flags(fields[7], fields[8] != 0)}
        if text is None:
            meaning["timeRaw"] = octets.hex()
        if fields[3]:
            meaning["dayOfWeek"] = fields[3]
        result.append((octets, meaning))
    # Reserved bits set: in the hour, month and year octets they change nothing; then all ones.
    reserved = bytes([0x73, 0x2B, 0x19, 0x08 | 0x60, 0x03, 0x09 | 0xF0, 0x17 | 0x80])
    result.append((reserved, {"time": "2023-09-03T08:25:11.123", "timeFlags": []}))
    result.append((b"\xFF" * 7, {"time": None, "timeRaw": "ff" * 7, "dayOfWeek": 7,
                                 "timeFlags": ["IV", "SU", "RES1"]}))
    return result


def start_and_stop():
    times = [(octets, meaning["time"]) for octets, meaning in cp56()]
    turned = times[5:] + times[:5]
    return [(a + b, {"start": start, "stop": stop})
            for (a, start), (b, stop) in zip(times, turned)]


def nothing():
    return [(b"", {})]

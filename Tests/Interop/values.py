"""What the readers share: names of bits, times, real numbers, in the words of `iec104 decode`."""
from elements_by_hand import cp56_text

def names(octet, table):
    bits = {name[0]: value for value, name in table if len(name) == 1}
    return [name for name in ("OV", "BL", "SB", "NT", "IV", "EI") if octet & bits.get(name, 0)]


def bits_of(octet, words):
    return [word for bit, word in enumerate(words) if octet >> bit & 1]


def clock_of(fields, kind, prefix=""):
    """kind 24 or 56; fields: ms, minute, hour, day, dow, month, year, iv, su, gen."""
    if kind == 24:
        text = None
        if fields["ms"] < 60000 and fields["minute"] < 60:
            second, thousandth = divmod(fields["ms"], 1000)
            text = f"{fields['minute']:02}:{second:02}.{thousandth:03}"
    else:
        text = cp56_text(fields["year"], fields["month"], fields["day"], fields["dow"],
                         fields["hour"], fields["minute"], fields["ms"], 0, 0)
    if prefix:
        return {prefix: text}
    flags = [name for name, key in (("IV", "iv"), ("SU", "su"), ("RES1", "gen")) if fields.get(key)]
    result = {"time": text, "timeFlags": flags, "timeFlagsSeen": ["IV", "SU", "RES1"]}
    if fields.get("dow"):
        result["dayOfWeek"] = fields["dow"]
    return result


def split_octet(kind, octet):
    """Qualifiers that the libraries hand out whole."""
    if kind == "qpm":
        return {"kpa": octet & 63, "lpc": bool(octet & 64), "pop": bool(octet & 128)}
    if kind == "qcc":
        return {"rqt": octet & 63, "frz": octet >> 6}
    return {"coi": octet & 127, "parametersChanged": bool(octet & 128)}


SPE_BITS, OCI_BITS = ("GS", "SL1", "SL2", "SL3", "SIE", "SRD"), ("GC", "CL1", "CL2", "CL3")


def named_float(value):
    if value != value:
        return "NaN"
    if value in (float("inf"), float("-inf")):
        return "Infinity" if value > 0 else "-Infinity"
    return value

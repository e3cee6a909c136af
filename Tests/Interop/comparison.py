"""Compares what the decoder says of an APDU with what a witness says, field by field."""
import struct
from collections import Counter, defaultdict
from typing import Callable, NamedTuple

HEADER_KEYS = ("format", "ns", "nr", "function", "typeId", "type", "sq", "count", "causeId",
               "negative", "test", "originator", "commonAddress")
FRAME_KEYS = set(HEADER_KEYS) | {
    "n", "time", "from", "to", "direction", "bytes", "cause", "objects", "problems", "error"}
OBJECT_KEYS = {
    "address", "value", "quality", "transient", "raw", "sequence", "carry", "adjusted", "aid",
    "flags", "status", "changed", "elapsed", "qualifier", "select", "coi", "parametersChanged",
    "qoi", "rqt", "frz", "fbp", "qrp", "delay", "tsc", "kpa", "lpc", "pop", "qpa", "nof", "nos",
    "lof", "frq", "srq", "scq", "lsq", "chs", "afq", "los", "segment", "sof", "start", "stop",
    "time", "timeRaw", "timeFlags", "dayOfWeek"}
# Said by no witness: how the two times of type 127 show their flags and raw octets.
FREE_KEYS = {stem + end for stem in ("start", "stop") for end in ("Raw", "Flags", "DayOfWeek")}
NORMALIZED, SCALED = {9, 10, 21, 34, 48, 61, 110}, {11, 12, 35, 49, 62, 111}
SHORT_FLOATS = {13, 14, 36, 50, 63, 112}
# tshark prints real numbers with six significant digits: half a unit of the sixth.
PRINTED_TOLERANCE = 5.001e-6
ABSENT = "(absent)"


class Finding(NamedTuple):
    """One field compared. `known` names the row of KNOWN that explains a difference."""
    reader: str
    type_id: object
    key: str
    ours: object
    theirs: object
    same: bool
    known: str = ""


class Known(NamedTuple):
    """A difference that is the witness's doing. `applies` must hold for exactly its values."""
    identifier: str
    reader: str
    types: set
    keys: set
    applies: Callable
    reason: str


class Case(NamedTuple):
    """What a row of KNOWN judges: the two values, the objects and the APDU they stand in."""
    ours: object
    theirs: object
    first: dict
    second: dict
    apdu: dict


BIT_STRINGS = {7, 8, 33, 51, 64}
KNOWN = [
    Known("tshark-bit-string", "tshark", BIT_STRINGS, {"objects.value"},
          lambda case: reversed_octets(case.ours, case.theirs, 4),
          "tshark prints the first octet of a BSI as the highest; bit 1 of BSI is its lowest bit"),
    Known("lib60870-directory-length", "lib60870", {126}, {"objects.lof"},
          lambda case: isinstance(case.ours, int) and case.theirs == case.ours & 0xFF,
          "FileDirectory_getLengthOfFile returns one octet: the length modulo 256"),
    Known("lib60870-directory-sequence", "lib60870", {126}, {"(APDU)"},
          lambda case: "SIGSEGV" in str(case.theirs) and case.apdu.get("sq") is True,
          "CS101_ASDU_getElement dies on F_DR_TA_1 with SQ = 1: it counts an address per element"),
    Known("scapy-bit-string", "scapy", BIT_STRINGS, {"objects.value"},
          lambda case: reversed_octets(case.ours, case.theirs, 4),
          "scapy reads a BSI with the highest octet first"),
    Known("scapy-length-of-file", "scapy", {120, 121, 126}, {"objects.lof"},
          lambda case: reversed_octets(case.ours, case.theirs, 3),
          "scapy reads LOF with the highest octet first"),
    Known("scapy-packed-points", "scapy", {20}, {"objects.status", "objects.changed"},
          lambda case: turned_word(case.first, case.second),
          "scapy reads SCD with the highest octet first: status and change swap places"),
]


def reversed_octets(ours, theirs, size):
    return (isinstance(ours, int) and isinstance(theirs, int)
            and 0 <= ours < 1 << 8 * size and 0 <= theirs < 1 << 8 * size
            and ours.to_bytes(size, "little") == theirs.to_bytes(size, "big"))


def turned_word(ours, theirs):
    """Status and change of type 20 read as one big-endian word."""
    if not all(isinstance(part.get(key), int) for part in (ours, theirs)
               for key in ("status", "changed")):
        return False
    return reversed_octets(ours["status"] | ours["changed"] << 16,
                           theirs["status"] | theirs["changed"] << 16, 4)


def float_pattern(value):
    """The 32 bits of a decoder's number, None when it is no single-precision number."""
    words = {"NaN": 0x7FC00000, "Infinity": 0x7F800000, "-Infinity": 0xFF800000}
    if isinstance(value, str):
        return words.get(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    try:
        return struct.unpack("<I", struct.pack("<f", value))[0]
    except OverflowError:
        return None


def near(ours, theirs):
    numbers = all(isinstance(v, (int, float)) and not isinstance(v, bool) for v in (ours, theirs))
    return numbers and abs(ours - theirs) <= PRINTED_TOLERANCE * max(abs(ours), abs(theirs))


def same_value(key, ours, theirs, type_id, reader):
    if isinstance(ours, list) and isinstance(theirs, list):
        return sorted(map(str, ours)) == sorted(map(str, theirs))
    if isinstance(ours, bool) or isinstance(theirs, bool):
        return ours in (0, 1) and theirs in (0, 1) and bool(ours) == bool(theirs)
    if key == "value" and type_id in NORMALIZED and reader == "tshark":
        return near(ours, theirs)
    if key == "value" and type_id in SHORT_FLOATS:
        if reader == "tshark" and not isinstance(theirs, str):
            return near(ours, theirs)
        return float_pattern(ours) is not None and float_pattern(ours) == float_pattern(theirs)
    return type(ours) in (int, float, str, type(None)) and ours == theirs


def octets_agree(ours, octets, type_id):
    """Whether the decoder's value is what stands in the octets that tshark took it from."""
    data = bytes.fromhex(octets)
    if type_id in SHORT_FLOATS:
        pattern = struct.unpack("<I", data)[0]
        if pattern & 0x7F800000 == 0x7F800000 and pattern & 0x7FFFFF:
            return ours == "NaN"
        return float_pattern(ours) == pattern
    if type_id in NORMALIZED:
        return ours == struct.unpack("<h", data)[0] / 32768
    layout = {2: "<h", 4: "<i" if type_id in (15, 16, 37) else "<I"}[len(data)]
    return not isinstance(ours, bool) and ours == struct.unpack(layout, data)[0]


class Comparison:
    """Compares APDU after APDU and keeps the counts."""

    def __init__(self):
        self.fields = Counter()
        self.explained = Counter()
        self.differences = defaultdict(list)
        self.seen = defaultdict(set)
        self.ours = defaultdict(set)
        self.functions = set()

    def note_ours(self, ours):
        """Which keys the decoder shows, and any that it should not have."""
        type_id = ours.get("typeId", ours.get("format"))
        for key in ours:
            self.ours[type_id].add(key)
        for item in ours.get("objects") or []:
            for key in item:
                self.ours[type_id].add("objects." + key)
        strange = {key for key in ours if key not in FRAME_KEYS}
        strange |= {"objects." + key for item in ours.get("objects") or [] for key in item
                    if key not in OBJECT_KEYS | FREE_KEYS}
        for key in sorted(strange):
            self.add(Finding("schema", type_id, key, "present", "not in the schema", False), ours)

    def add(self, finding, ours):
        """Counts a finding: same, explained or different."""
        self.fields[finding.reader] += 1
        self.seen[finding.reader, finding.type_id].add(finding.key)
        if finding.same:
            return
        if finding.known:
            self.explained[finding.known] += 1
        else:
            group = finding.reader, finding.type_id, finding.key
            self.differences[group].append((finding, ours.get("bytes", "")))

    def compare(self, ours, theirs, reader):
        type_id = ours.get("typeId", ours.get("format"))
        failed = theirs.get("crashed") or theirs.get("refused")
        if failed:
            self.judge(reader, type_id, "(APDU)", "read", failed, False, ours)
            return
        if "error" in ours:
            code = ours["error"].get("code") if isinstance(ours["error"], dict) else ours["error"]
            self.judge(reader, type_id, "(APDU)", f"error {code}", "read", False, ours)
            return
        if ours.get("format") == "U" and "function" in theirs:
            self.functions.add(theirs["function"])
        for key in HEADER_KEYS:
            if key in theirs:
                value = ours.get(key, ABSENT)
                same = same_value(key, value, theirs[key], type_id, reader)
                self.judge(reader, type_id, key, value, theirs[key], same, ours)
        if "objects" in theirs and theirs.get("typeId") == ours.get("typeId"):
            self.compare_objects(ours, theirs, reader, type_id)

    def compare_objects(self, ours, theirs, reader, type_id):
        mine, other = ours.get("objects") or [], theirs["objects"]
        if any("tsharkRaw" in item for item in other):
            self.compare_raw(mine, other[0], ours, type_id)
            return
        self.judge(reader, type_id, "objects", len(mine), len(other), len(mine) == len(other),
                   ours)
        for first, second in zip(mine, other):
            if "refused" in second:
                self.judge(reader, type_id, "objects.address", first.get("address"),
                           second["refused"], False, ours, first, second)
            else:
                self.compare_object(first, second, ours, reader, type_id)

    def compare_object(self, first, second, ours, reader, type_id):
        for key, theirs in second.items():
            if key in ("octets", "timeFlagsSeen"):
                continue
            value = first.get(key, ABSENT)
            if key == "timeFlags":
                value, theirs = self.flags(value, theirs, second)
            same = same_value(key, value, theirs, type_id, reader)
            self.judge(reader, type_id, "objects." + key, value, theirs, same, ours, first, second)
        for key, octets in second.get("octets", {}).items():
            value = first.get(key, ABSENT)
            same = octets_agree(value, octets, type_id)
            self.judge(reader, type_id, f"objects.{key} (octets)", value, octets, same, ours,
                       first, second)
        if "dayOfWeek" in first and "dayOfWeek" not in second and "time" in second:
            same = first["dayOfWeek"] == 0
            self.judge(reader, type_id, "objects.dayOfWeek", first["dayOfWeek"], 0, same, ours,
                       first, second)
        if reader == "intended":
            for key in sorted(set(first) - set(second) - FREE_KEYS - {"dayOfWeek"}):
                same = key == "timeFlags" and first[key] == []
                self.judge(reader, type_id, "objects." + key, first[key], ABSENT, same, ours,
                           first, second)

    @staticmethod
    def flags(value, theirs, second):
        """Only the flags that the reader can show; none at all may be absent."""
        seen = second.get("timeFlagsSeen", ["IV", "SU", "RES1"])
        value = [] if value == ABSENT else value
        return [flag for flag in value if flag in seen or flag not in ("IV", "SU", "RES1")], theirs

    def compare_raw(self, mine, raw, ours, type_id):
        """tshark shows the first address and the octets behind it, nothing else."""
        if not mine:
            self.judge("tshark", type_id, "objects", 0, "some", False, ours)
            return
        first = mine[0]
        if "address" in first and "address" in raw:
            self.judge("tshark", type_id, "objects.address", first["address"], raw["address"],
                       first["address"] == raw["address"], ours, first, raw)
        if isinstance(first.get("raw"), str):
            octets = raw["tsharkRaw"]
            if "address" not in first and "address" in raw:
                octets = raw["address"].to_bytes(3, "little").hex() + octets
            self.judge("tshark", type_id, "objects.raw", first["raw"], octets,
                       first["raw"] == octets, ours, first, raw)

    def judge(self, reader, type_id, key, value, theirs, same, apdu, first=None, second=None):
        known = ""
        if not same:
            case = Case(value, theirs, first or {}, second or {}, apdu)
            for row in KNOWN:
                if (row.reader == reader and type_id in row.types and key in row.keys
                        and row.applies(case)):
                    known = row.identifier
                    break
        self.add(Finding(reader, type_id, key, value, theirs, same, known), apdu)

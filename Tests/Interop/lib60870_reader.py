"""Reads APDUs with lib60870-C: the C library inside the c104 wheel, called through ctypes.

c104.explain_bytes_dict shows the control field and the header of the ASDU only; the elements come
from the functions that the wheel's library exports. The functions are taken as lib60870's public
headers declare them.
"""
import ctypes

from elements_by_hand import POINT_QUALITY, PROTECTION_QUALITY, VALUE_QUALITY
from values import OCI_BITS, SPE_BITS, bits_of, clock_of, named_float, names, split_octet

# A row: key, function of the C library, kind of what it gives.

def measured(name):
    return [("value", f"{name}_getValue", "int"),
            ("quality", f"{name}_getQuality", "value quality")]


def point(name):
    return [("value", f"{name}_getValue", "int"),
            ("quality", f"{name}_getQuality", "point quality")]


def floating(name):
    return [("value", f"{name}_getValue", "float"),
            ("quality", f"{name}_getQuality", "value quality")]


def command(name, value="int"):
    return [("value", f"{name}_getState", value), ("qualifier", f"{name}_getQU", "int"),
            ("select", f"{name}_isSelect", "bool")]


def set_point(name, value):
    return [("value", f"{name}_getValue", value), ("qualifier", f"{name}_getQL", "int"),
            ("select", f"{name}_isSelect", "bool")]


def stamped(rows, name, kind, function="getTimestamp"):
    return rows + [("time", f"{name}_{function}", f"cp{kind}")]


SINGLE = [("value", "SinglePointInformation_getValue", "bool"),
          ("quality", "SinglePointInformation_getQuality", "point quality")]
STEP = measured("StepPositionInformation") + [
    ("transient", "StepPositionInformation_isTransient", "bool")]
BITS = [("value", "BitString32_getValue", "uint32"),
        ("quality", "BitString32_getQuality", "value quality")]
TOTALS = [("value", "IntegratedTotals_getBCR", "bcr")]
PLAIN_NORMALIZED = [("value", "MeasuredValueNormalizedWithoutQuality_getValue", "float")]


def protection(name, kind, rows):
    return stamped([(key, f"{name}_{function}", what) for key, function, what in rows], name, kind)


EVENT = [("value", "getEvent", "single event"), ("elapsed", "getElapsedTime", "cp16")]
START = [("value", "getEvent", "spe"), ("quality", "getQuality", "protection quality"),
         ("elapsed", "getElapsedTime", "cp16")]
OUTPUT = [("value", "getOCI", "oci"), ("quality", "getQuality", "protection quality"),
          ("elapsed", "getOperatingTime", "cp16")]


def of_file(name, *rows):
    known = {"nof": ("getNOF", "int"), "nos": ("getNameOfSection", "int")}
    return [(key, f"{name}_{function}", what)
            for key, function, what in [(key, *known[key]) if isinstance(key, str) else key
                                        for key in rows]]


LIB60870 = {
    1: SINGLE, 2: stamped(SINGLE, "SinglePointWithCP24Time2a", 24),
    30: stamped(SINGLE, "SinglePointWithCP56Time2a", 56),
    3: point("DoublePointInformation"),
    4: stamped(point("DoublePointInformation"), "DoublePointWithCP24Time2a", 24),
    31: stamped(point("DoublePointInformation"), "DoublePointWithCP56Time2a", 56),
    5: STEP, 6: stamped(STEP, "StepPositionWithCP24Time2a", 24),
    32: stamped(STEP, "StepPositionWithCP56Time2a", 56),
    7: BITS, 8: stamped(BITS, "Bitstring32WithCP24Time2a", 24),
    33: stamped(BITS, "Bitstring32WithCP56Time2a", 56),
    9: floating("MeasuredValueNormalized"),
    10: stamped(floating("MeasuredValueNormalized"), "MeasuredValueNormalizedWithCP24Time2a", 24),
    34: stamped(floating("MeasuredValueNormalized"), "MeasuredValueNormalizedWithCP56Time2a", 56),
    11: measured("MeasuredValueScaled"),
    12: stamped(measured("MeasuredValueScaled"), "MeasuredValueScaledWithCP24Time2a", 24),
    35: stamped(measured("MeasuredValueScaled"), "MeasuredValueScaledWithCP56Time2a", 56),
    13: floating("MeasuredValueShort"),
    14: stamped(floating("MeasuredValueShort"), "MeasuredValueShortWithCP24Time2a", 24),
    36: stamped(floating("MeasuredValueShort"), "MeasuredValueShortWithCP56Time2a", 56),
    15: TOTALS, 16: stamped(TOTALS, "IntegratedTotalsWithCP24Time2a", 24),
    37: stamped(TOTALS, "IntegratedTotalsWithCP56Time2a", 56),
    17: protection("EventOfProtectionEquipment", 24, EVENT),
    38: protection("EventOfProtectionEquipmentWithCP56Time2a", 56, EVENT),
    18: protection("PackedStartEventsOfProtectionEquipment", 24, START),
    39: protection("PackedStartEventsOfProtectionEquipmentWithCP56Time2a", 56, START),
    19: protection("PackedOutputCircuitInfo", 24, OUTPUT),
    40: protection("PackedOutputCircuitInfoWithCP56Time2a", 56, OUTPUT),
    20: [("status", "PackedSinglePointWithSCD_getSCD", "scd"),
         ("quality", "PackedSinglePointWithSCD_getQuality", "value quality")],
    21: PLAIN_NORMALIZED,
    45: command("SingleCommand", "bool"), 46: command("DoubleCommand"), 47: command("StepCommand"),
    58: stamped(command("SingleCommand", "bool"), "SingleCommandWithCP56Time2a", 56),
    59: stamped(command("DoubleCommandWithCP56Time2a"), "DoubleCommandWithCP56Time2a", 56),
    60: stamped(command("StepCommandWithCP56Time2a"), "StepCommandWithCP56Time2a", 56),
    48: set_point("SetpointCommandNormalized", "float"),
    49: set_point("SetpointCommandScaled", "int"), 50: set_point("SetpointCommandShort", "float"),
    61: stamped(set_point("SetpointCommandNormalizedWithCP56Time2a", "float"),
                "SetpointCommandNormalizedWithCP56Time2a", 56),
    62: stamped(set_point("SetpointCommandScaledWithCP56Time2a", "int"),
                "SetpointCommandScaledWithCP56Time2a", 56),
    63: stamped(set_point("SetpointCommandShortWithCP56Time2a", "float"),
                "SetpointCommandShortWithCP56Time2a", 56),
    51: [("value", "Bitstring32Command_getValue", "uint32")],
    64: stamped([("value", "Bitstring32CommandWithCP56Time2a_getValue", "uint32")],
                "Bitstring32CommandWithCP56Time2a", 56),
    70: [("coi", "EndOfInitialization_getCOI", "coi octet")],
    100: [("qoi", "InterrogationCommand_getQOI", "octet")],
    101: [("qcc", "CounterInterrogationCommand_getQCC", "qcc octet")],
    102: [], 103: [("time", "ClockSynchronizationCommand_getTime", "cp56")],
    104: [("fbp", "TestCommand_isValid", "fbp")],
    105: [("qrp", "ResetProcessCommand_getQRP", "octet")],
    106: [("delay", "DelayAcquisitionCommand_getDelay", "cp16")],
    107: stamped([("tsc", "TestCommandWithCP56Time2a_getCounter", "uint16")],
                 "TestCommandWithCP56Time2a", 56),
    110: [("value", "ParameterNormalizedValue_getValue", "float"),
          ("qpm", "ParameterNormalizedValue_getQPM", "qpm octet")],
    111: [("value", "ParameterScaledValue_getValue", "int"),
          ("qpm", "ParameterScaledValue_getQPM", "qpm octet")],
    112: [("value", "ParameterFloatValue_getValue", "float"),
          ("qpm", "ParameterFloatValue_getQPM", "qpm octet")],
    113: [("qpa", "ParameterActivation_getQuality", "octet")],
    120: of_file("FileReady", "nof", ("lof", "getLengthOfFile", "uint32"),
                 ("frq", "getFRQ", "octet")),
    121: of_file("SectionReady", "nof", "nos", ("lof", "getLengthOfSection", "uint32"),
                 ("srq", "getSRQ", "octet")),
    122: of_file("FileCallOrSelect", "nof", "nos", ("scq", "getSCQ", "octet")),
    123: of_file("FileLastSegmentOrSection", "nof", "nos", ("lsq", "getLSQ", "octet"),
                 ("chs", "getCHS", "octet")),
    124: of_file("FileACK", "nof", "nos", ("afq", "getAFQ", "octet")),
    125: of_file("FileSegment", "nof", "nos", ("los", "getLengthOfSegment", "octet"),
                 ("segment", "getSegmentData", "segment")),
    126: stamped(of_file("FileDirectory", "nof", ("lof", "getLengthOfFile", "uint32"),
                         ("sof", "getSOF", "octet")), "FileDirectory", 56, "getCreationTime"),
    127: of_file("QueryLog", "nof", ("start", "getRangeStartTime", "cp56"),
                 ("stop", "getRangeStopTime", "cp56")),
}
C_TYPES = {"int": ctypes.c_int, "bool": ctypes.c_bool, "float": ctypes.c_float,
           "uint32": ctypes.c_uint32, "uint16": ctypes.c_uint16, "fbp": ctypes.c_bool}
QUALITIES = {"point quality": POINT_QUALITY, "value quality": VALUE_QUALITY,
             "protection quality": PROTECTION_QUALITY}


class Parameters(ctypes.Structure):
    """Sizes of type, qualifier, cause, originator, common address, object address, ASDU."""
    _fields_ = [(name, ctypes.c_int) for name in
                ("type", "vsq", "cot", "originator", "ca", "ioa", "most")]


class Lib60870:
    def __init__(self):
        import c104
        from c104 import _c104
        self.explain = c104.explain_bytes_dict
        self.library = ctypes.CDLL(_c104.__file__)
        self.parameters = Parameters(1, 1, 2, 0, 2, 3, 249)

    def call(self, name, result, *arguments):
        function = getattr(self.library, name)
        function.restype = result
        return function(*arguments)

    def pointer(self, name, *arguments):
        return ctypes.c_void_p(self.call(name, ctypes.c_void_p, *arguments))

    def read(self, frame):
        octets = bytes.fromhex(frame)
        record = self.header(self.explain(apdu=octets))
        if record["format"] == "I":
            buffer = ctypes.create_string_buffer(octets[6:], len(octets) - 6)
            asdu = self.pointer("CS101_ASDU_createFromBuffer", ctypes.byref(self.parameters),
                                buffer, len(octets) - 6)
            if not asdu:
                return {"refused": "CS101_ASDU_createFromBuffer"}
            self.objects(asdu, record)
            self.call("CS101_ASDU_destroy", None, asdu)
        return record

    @staticmethod
    def header(words):
        record = {"format": words["format"]}
        if record["format"] == "U":
            # The function is a word, or on c104's side an enumeration of words.
            record["function"] = " ".join(str(words[key]).rpartition(".")[2].lower()
                                          if key == "cot" else str(words[key])
                                          for key in ("type", "cot"))
            return record
        record["nr"] = words["rx"]
        if record["format"] == "I":
            record["ns"] = words["tx"]
            record["sq"], record["count"] = words["sequence"], words["numberOfObjects"]
        return record

    def objects(self, asdu, record):
        ask = lambda name, result: self.call(f"CS101_ASDU_{name}", result, asdu)
        type_id = ask("getTypeID", ctypes.c_int)
        record.update({
            "typeId": type_id, "causeId": ask("getCOT", ctypes.c_int),
            "negative": ask("isNegative", ctypes.c_bool), "test": ask("isTest", ctypes.c_bool),
            "originator": ask("getOA", ctypes.c_uint8), "commonAddress": ask("getCA", ctypes.c_int),
            "objects": [],
        })
        if type_id not in LIB60870:
            del record["objects"]
            return
        for index in range(ask("getNumberOfElements", ctypes.c_int)):
            element = self.pointer("CS101_ASDU_getElement", asdu, index)
            if not element:
                record["objects"].append({"refused": "CS101_ASDU_getElement"})
                continue
            address = self.call("InformationObject_getObjectAddress", ctypes.c_int, element)
            result = {"address": address}
            for key, function, kind in LIB60870[type_id]:
                result.update(self.value(key, function, kind, element))
            record["objects"].append(result)
            self.call("InformationObject_destroy", None, element)

    def value(self, key, function, kind, element):
        if kind in ("bcr", "scd", "single event", "segment", "cp16", "cp24", "cp56"):
            part = self.pointer(function, element)
            return self.compound(key, kind, part, element)
        if kind == "fbp":
            valid = self.call(function, ctypes.c_bool, element)
            return {"fbp": 0x55AA} if valid else {}
        if kind in C_TYPES:
            value = self.call(function, C_TYPES[kind], element)
            return {key: named_float(value) if kind == "float" else value}
        octet = self.call(function, ctypes.c_uint8, element)
        if kind in QUALITIES:
            return {key: names(octet, QUALITIES[kind])}
        if kind == "spe":
            return {"value": octet, "flags": bits_of(octet, SPE_BITS)}
        if kind == "oci":
            return {"value": octet, "flags": bits_of(octet, OCI_BITS)}
        if kind.endswith(" octet"):
            return split_octet(kind.split()[0], octet)
        return {key: octet}

    def compound(self, key, kind, part, element):
        if not part:
            return {}
        ask = lambda name, result=ctypes.c_int: self.call(name, result, part)
        if kind == "cp16":
            return {key: ask("CP16Time2a_getEplapsedTimeInMs")}
        if kind == "scd":
            return {"status": ask("StatusAndStatusChangeDetection_getSTn", ctypes.c_uint16),
                    "changed": ask("StatusAndStatusChangeDetection_getCDn", ctypes.c_uint16)}
        if kind == "single event":
            quality = ask("SingleEvent_getQDP", ctypes.c_uint8)
            return {"value": ask("SingleEvent_getEventState"),
                    "quality": names(quality, PROTECTION_QUALITY)}
        if kind == "segment":
            length = self.call("FileSegment_getLengthOfSegment", ctypes.c_uint8, element)
            return {key: ctypes.string_at(part, length).hex()}
        if kind == "bcr":
            part_of = lambda name, result=ctypes.c_bool: ask(f"BinaryCounterReading_{name}", result)
            return {"value": part_of("getValue", ctypes.c_int32),
                    "sequence": part_of("getSequenceNumber", ctypes.c_int),
                    "carry": part_of("hasCarry"), "adjusted": part_of("isAdjusted"),
                    "quality": ["IV"] if part_of("isInvalid") else []}
        name = "CP24Time2a" if kind == "cp24" else "CP56Time2a"
        fields = {"ms": ask(f"{name}_getMillisecond") + 1000 * ask(f"{name}_getSecond"),
                  "minute": ask(f"{name}_getMinute"),
                  "gen": ask(f"{name}_isSubstituted", ctypes.c_bool),
                  "iv": ask(f"{name}_isInvalid", ctypes.c_bool)}
        if kind == "cp56":
            fields.update({"hour": ask(f"{name}_getHour"), "dow": ask(f"{name}_getDayOfWeek"),
                           "day": ask(f"{name}_getDayOfMonth"), "month": ask(f"{name}_getMonth"),
                           "year": ask(f"{name}_getYear"),
                           "su": ask(f"{name}_isSummerTime", ctypes.c_bool)})
        result = clock_of(fields, 24 if kind == "cp24" else 56, "" if key == "time" else key)
        if kind == "cp56" and result.get("time", "") is None:
            octets = self.call("CP56Time2a_getEncodedValue", ctypes.c_void_p, part)
            result["timeRaw"] = ctypes.string_at(octets, 7).hex()
        return result

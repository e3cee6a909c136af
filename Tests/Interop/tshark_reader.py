#!/usr/bin/env python3
"""Reads a capture with tshark and gives every APDU in the words of `iec104 decode --format json`.

    tshark_reader.py FILE          JSON lines, only the keys that tshark shows

tshark's PDML is used: it keeps the objects of an APDU and the APDUs of a segment in order, and it
carries beside the printed text the octets that a field was read from. Keys in the result
that are not the decoder's: `source`, `target`, `stream` (end points and number of the connection);
`tsharkJunk`, octets before a start octet that tshark passed over; `tsharkMalformed`; in an object
`octets`, which a value was taken from; `timeFlagsSeen`, the flags that tshark can show in this
kind of time; `tsharkRaw`, everything behind the first address of a type that tshark cannot read.
"""
import argparse
import json
import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

from elements_by_hand import cp56_text

APCI, ASDU = "iec60870_104", "iec60870_asdu"
FORMATS = {0: "I", 1: "S", 3: "U"}
QUALITY = {"ov": "OV", "bl": "BL", "sb": "SB", "nt": "NT", "iv": "IV", "ei": "EI"}
BOOLEAN_KEYS = {"transient", "select", "carry", "adjusted", "parametersChanged", "lpc", "pop"}

# tshark's field -> key of an object. The value is the number that the field shows.
PLAIN = {
    "ioa": "address", "siq.spi": "value", "diq.dpi": "value", "vti.v": "value",
    "vti.t": "transient", "scalval": "value", "float": "value", "normval": "value",
    "bitstring": "value", "bcr.count": "value", "bcr.sq": "sequence", "bcr.cy": "carry",
    "bcr.ca": "adjusted", "sco.on": "value", "sco.qu": "qualifier", "sco.se": "select",
    "dco.on": "value", "dco.qu": "qualifier", "dco.se": "select", "rco.up": "value",
    "rco.qu": "qualifier", "rco.se": "select", "qos.ql": "qualifier", "qos.se": "select",
    "qpm.kpa": "kpa", "qpm.lpc": "lpc", "qpm.pop": "pop", "coi_r": "coi",
    "coi_i": "parametersChanged", "qoi": "qoi", "rqt": "rqt", "frz": "frz", "qrp": "qrp",
}
BOOLEAN_VALUES = {"siq.spi", "sco.on"}
WHOLE_OCTETS = {"siq", "diq", "qds", "vti", "qos", "sco", "dco", "rco", "qpm", "coi", "qcc"}


class WitnessError(Exception):
    """The witness itself cannot work: a tool is missing, or answers what was not foreseen."""


def number(text):
    """tshark's `show`: decimal, hexadecimal or a real number."""
    if text.startswith("0x"):
        return int(text, 16)
    try:
        return int(text)
    except ValueError:
        value = float(text)
    if value != value:
        return "NaN"
    if value in (float("inf"), float("-inf")):
        return "Infinity" if value > 0 else "-Infinity"
    return value


def has_named(field, name):
    return field.find(f".//field[@name='{name}']") is not None


class ObjectReader:
    """Gathers the fields of one information object."""

    def __init__(self):
        self.result = {}
        self.octets = {}
        self.clock = {}

    def take(self, field):
        name = field.get("name", "")
        if name.startswith(ASDU + "."):
            self.take_named(name[len(ASDU) + 1:], field)
        for child in field:
            self.take(child)

    def take_named(self, name, field):
        text = field.get("show")
        group, _, last = name.rpartition(".")
        if group in ("cp24time", "cp56time"):
            self.clock[last] = number(text)
        elif name in ("cp24time", "cp56time"):
            self.clock["octets"] = field.get("value")
        elif name in ("siq", "diq", "qds"):
            self.result["quality"] = []
        elif group in ("siq", "diq", "qds") and last in QUALITY:
            if number(text):
                self.result["quality"].append(QUALITY[last])
        elif name == "bcr.iv":
            self.result["quality"] = ["IV"] if number(text) else []
        elif name == "rawdata":
            self.result["tsharkRaw"] = field.get("value")
        elif name in PLAIN:
            self.take_plain(name, number(text), field)
        elif name not in WHOLE_OCTETS:
            raise WitnessError(f"tshark shows a field that the witness does not know: {name}")

    def take_plain(self, name, value, field):
        key = PLAIN[name]
        if key in BOOLEAN_KEYS or name in BOOLEAN_VALUES:
            value = bool(value)
        self.result[key] = value
        if name in ("float", "normval", "scalval", "bitstring", "bcr.count"):
            self.octets[key] = field.get("value")
        if name == "normval":
            # "Value: 0.5 (16384)"
            self.result["raw"] = int(field.get("showname").rpartition("(")[2].rstrip(")"))

    def finish(self):
        if self.clock:
            self.result.update(self.time())
        if self.octets:
            self.result["octets"] = self.octets
        return self.result

    def time(self):
        """Out of the single fields: the whole one is moved by SU and by impossible values.

        RES1 of a CP24Time2a is not among them in tshark 4.0.
        """
        clock = self.clock
        flags = [name for name, key in (("IV", "iv"), ("SU", "su"), ("RES1", "gen"))
                 if clock.get(key)]
        text = None
        if "year" in clock:
            text = cp56_text(clock["year"], clock["month"], clock["day"], clock["dow"],
                             clock["hour"], clock["min"], clock["ms"], 0, 0)
        elif clock["ms"] < 60000 and clock["min"] < 60:
            second, thousandth = divmod(clock["ms"], 1000)
            text = f"{clock['min']:02}:{second:02}.{thousandth:03}"
        result = {"time": text, "timeFlags": flags,
                  "timeFlagsSeen": ["IV", "SU", "RES1"] if "gen" in clock else ["IV"]}
        if text is None:
            result["timeRaw"] = clock["octets"]
        if clock.get("dow"):
            result["dayOfWeek"] = clock["dow"]
        return result


def read_apci(proto):
    result, octets = {}, {}
    for field in proto:
        name, text = field.get("name", ""), field.get("show")
        note_octets(octets, field)
        if name == f"{APCI}.type":
            result["format"] = FORMATS.get(number(text), text)
        elif name == f"{APCI}.tx":
            result["ns"] = number(text)
        elif name == f"{APCI}.rx":
            result["nr"] = number(text)
        elif name == f"{APCI}.utype":
            # "UType: STARTDT act (0x01)"
            result["function"] = field.get("showname").partition("UType: ")[2].rpartition(" (")[0]
        elif name == f"{APCI}.data":
            result["tsharkJunk"] = field.get("value")
        elif name == f"{ASDU}.start":
            result["tsharkStart"] = int(field.get("pos"))
        elif name == f"{APCI}.apdulen":
            result["tsharkLength"] = number(text)
    return result, octets


HEADER = {"typeid": "typeId", "sq": "sq", "numix": "count", "causetx": "causeId",
          "nega": "negative", "test": "test", "oa": "originator", "addr": "commonAddress"}


def read_asdu(proto):
    """Header, objects, and the octets seen by position."""
    result, octets, objects = {}, {}, []
    loose = ObjectReader()
    for field in proto:
        note_octets(octets, field)
        name = field.get("name", "")
        short = name[len(ASDU) + 1:] if name.startswith(ASDU + ".") else name
        if short in HEADER:
            value = number(field.get("show"))
            boolean = short in ("sq", "nega", "test")
            result[HEADER[short]] = bool(value) if boolean else value
            if short == "typeid" and not field.get("showname").startswith("TypeId: Unknown"):
                words = field.get("showname").partition(": ")[2].rpartition(" (")[0]
                if words and not words.startswith("<"):
                    result["type"] = words
        elif has_named(field, f"{ASDU}.ioa"):
            reader = ObjectReader()
            reader.take(field)
            objects.append(reader.finish())
        elif name.startswith(ASDU + "."):
            loose.take(field)
    if loose.result:
        objects.append(loose.finish())
    if result:
        result["objects"] = objects
    return result, octets


def note_octets(octets, field):
    """Remembers the octets of a field and of what is in it by their place in the packet."""
    value = field.get("unmaskedvalue") or field.get("value") or ""
    size, place = int(field.get("size") or 0), int(field.get("pos") or 0)
    if size and len(value) == 2 * size:
        for index in range(size):
            octets[place + index] = value[2 * index:2 * index + 2]
    for child in field:
        note_octets(octets, child)


def whole(shown, start, length, buffers):
    """The APDU's octets in hex, or None when they are not all there.

    Octets that no field shows (tshark says nothing of octets left over behind the last object)
    are taken from the buffer that has all the shown ones in the same places.
    """
    if start is None or length is None:
        return None
    places = range(start, start + length + 2)
    known = {place: shown[place] for place in places if place in shown}
    for buffer in ({}, *buffers):
        octets = {**buffer, **known}
        fits = all(buffer.get(place, octet) == octet for place, octet in known.items())
        if fits and all(place in octets for place in places):
            return "".join(octets[place] for place in places)
    return None


def buffers_of(packet):
    """The octets that APDUs are read from, by place: the segment's, and the reassembled ones."""
    found = []
    for field in packet.iter("field"):
        if field.get("name") in ("tcp.payload", "tcp.reassembled.data"):
            found.append({})
            note_octets(found[-1], field)
    return found


def endpoints(packet):
    """("address", port) of the source and of the target."""
    found = {}
    for field in packet.iter("field"):
        name = field.get("name")
        if name in ("ip.src", "ip.dst", "ipv6.src", "ipv6.dst", "tcp.srcport", "tcp.dstport",
                    "tcp.stream"):
            found[name.replace("ipv6", "ip")] = field.get("show")
            if name == "tcp.stream":
                break
    source = (found.get("ip.src"), int(found.get("tcp.srcport", 0)))
    target = (found.get("ip.dst"), int(found.get("tcp.dstport", 0)))
    return source, target, int(found.get("tcp.stream", -1))


def read_packet(packet):
    apdus = []
    for proto in packet:
        if proto.get("name") == APCI:
            record, octets = read_apci(proto)
            apdus.append((record, octets, {}))
        elif proto.get("name") == ASDU and apdus:
            header, octets = read_asdu(proto)
            apdus[-1][0].update(header)
            apdus[-1][2].update(octets)
        elif proto.get("name") == "_ws.malformed" and apdus:
            apdus[-1][0]["tsharkMalformed"] = True
    if not apdus:
        return []
    source, target, stream = endpoints(packet)
    buffers = buffers_of(packet)
    for record, apci_octets, asdu_octets in apdus:
        octets = whole({**asdu_octets, **apci_octets}, record.pop("tsharkStart", None),
                       record.pop("tsharkLength", None), buffers)
        record.update({"source": source, "target": target, "stream": stream})
        if octets is not None:
            record["bytes"] = octets
    return [record for record, _, _ in apdus]


def read_capture(path, port=None):
    """Every APDU of the capture, in tshark's order."""
    program = shutil.which("tshark")
    if program is None:
        raise WitnessError("tshark is not installed; Tests/Interop/setup.sh installs it")
    command = [program, "-n", "-r", path, "-T", "pdml", "-Y", APCI,
               "-o", "tcp.reassemble_out_of_order:TRUE", "-o", "tcp.desegment_tcp_streams:TRUE"]
    if port is not None:
        command += ["-d", f"tcp.port=={port},{APCI}"]
    environment = {**os.environ, "TZ": "UTC", "LC_ALL": "C"}
    apdus = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          env=environment) as process:
        for _, element in ElementTree.iterparse(process.stdout):
            if element.tag == "packet":
                apdus += read_packet(element)
                element.clear()
        message = process.stderr.read().decode(errors="replace").strip()
    if process.returncode != 0:
        raise WitnessError(f"tshark ended with status {process.returncode} on {path}: {message}")
    return apdus


def version():
    program = shutil.which("tshark")
    if program is None:
        raise WitnessError("tshark is not installed; Tests/Interop/setup.sh installs it")
    lines = subprocess.run([program, "--version"], capture_output=True, text=True,
                           check=True).stdout
    return lines.split("\n")[0].strip()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("capture")
    parser.add_argument("--port", type=int, help="a TCP port other than 2404")
    arguments = parser.parse_args()
    try:
        for apdu in read_capture(arguments.capture, arguments.port):
            print(json.dumps(apdu))
    except (WitnessError, ElementTree.ParseError) as error:
        sys.exit(f"tshark_reader: {error}")


if __name__ == "__main__":
    main()

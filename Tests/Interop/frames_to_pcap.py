#!/usr/bin/env python3
"""Makes a capture out of hex lines: one TCP connection to port 2404, whole from SYN to FIN.

    frames_to_pcap.py OUT.pcap [FILE]     lines from FILE or standard input

A line is one APDU in hex, blanks allowed. "C " in front: from the controlling station (the client);
"M " or nothing in front: from the controlled station (port 2404). "#" starts a comment.
Sequence and acknowledgement numbers and all checksums are right, so nothing can be said against
the connection itself.
"""
import argparse
import struct
import sys

CLIENT = (b"\x02\x00\x00\x00\x00\x01", bytes([192, 0, 2, 1]), 49152)
SERVER = (b"\x02\x00\x00\x00\x00\x02", bytes([192, 0, 2, 2]), 2404)
FIN, SYN, PSH, ACK = 0x01, 0x02, 0x08, 0x10
START_SECONDS, STEP_MICROSECONDS = 1693729511, 1000
SEGMENTINGS = ("one", "joined", "split")
JOINED_OCTETS, SPLIT_OCTETS = 1400, 97


def read_lines(lines):
    """(direction, octets) of every line: direction is "control" or "monitor"."""
    apdus = []
    for number, line in enumerate(lines, 1):
        text = line.split("#")[0].strip()
        if not text:
            continue
        direction = "control" if text[0] in "Cc" and text[1:2].isspace() else "monitor"
        if text[0] in "CcMm" and text[1:2].isspace():
            text = text[2:]
        try:
            apdus.append((direction, bytes.fromhex(text)))
        except ValueError:
            raise ValueError(f"line {number} is not hex: {line.strip()[:60]!r}") from None
    return apdus


def checksum(octets):
    if len(octets) % 2:
        octets += b"\x00"
    total = sum(struct.unpack(f">{len(octets) // 2}H", octets))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


class Connection:
    """Writes Ethernet frames of one TCP connection over IPv4."""

    def __init__(self, output):
        self.output = output
        self.next_number = {"control": 0x10000000, "monitor": 0x70000000}
        self.packets = 0
        output.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))

    def send(self, direction, flags, data=b""):
        source, target = (CLIENT, SERVER) if direction == "control" else (SERVER, CLIENT)
        other = "monitor" if direction == "control" else "control"
        acknowledged = self.next_number[other] if flags & ACK else 0
        tcp = struct.pack(">HHIIBBHHH", source[2], target[2], self.next_number[direction],
                          acknowledged, 5 << 4, flags, 65535, 0, 0)
        pseudo = source[1] + target[1] + struct.pack(">BBH", 0, 6, len(tcp) + len(data))
        tcp = tcp[:16] + struct.pack(">H", checksum(pseudo + tcp + data)) + tcp[18:]
        ip = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(tcp) + len(data), self.packets & 0xFFFF,
                         0x4000, 64, 6, 0) + source[1] + target[1]
        ip = ip[:10] + struct.pack(">H", checksum(ip)) + ip[12:]
        frame = target[0] + source[0] + b"\x08\x00" + ip + tcp + data
        microseconds = self.packets * STEP_MICROSECONDS
        self.output.write(struct.pack("<IIII", START_SECONDS + microseconds // 1000000,
                                      microseconds % 1000000, len(frame), len(frame)))
        self.output.write(frame)
        self.packets += 1
        grown = len(data) + bool(flags & (SYN | FIN))
        self.next_number[direction] = (self.next_number[direction] + grown) & 0xFFFFFFFF

    def open(self):
        self.send("control", SYN)
        self.send("monitor", SYN | ACK)
        self.send("control", ACK)

    def close(self):
        self.send("control", FIN | ACK)
        self.send("monitor", FIN | ACK)
        self.send("control", ACK)


def segments(apdus, segmenting):
    """The TCP payloads: an APDU each, or runs of one direction cut without regard to APDUs."""
    if segmenting == "one":
        return list(apdus)
    most = JOINED_OCTETS if segmenting == "joined" else SPLIT_OCTETS
    runs = []
    for direction, octets in apdus:
        if runs and runs[-1][0] == direction:
            runs[-1][1] += octets
        else:
            runs.append([direction, bytearray(octets)])
    return [(direction, bytes(run[at:at + most]))
            for direction, run in runs for at in range(0, len(run), most)]


def write_pcap(path, apdus, segmenting="one"):
    """Writes the capture; returns the number of packets."""
    with open(path, "wb") as output:
        connection = Connection(output)
        connection.open()
        for direction, octets in segments(apdus, segmenting):
            connection.send(direction, PSH | ACK, octets)
        connection.close()
        return connection.packets


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("output")
    parser.add_argument("input", nargs="?", help="hex lines (default: standard input)")
    parser.add_argument("--segmenting", choices=SEGMENTINGS, default="one",
                        help="an APDU per segment, joined, or split anywhere (default: one)")
    arguments = parser.parse_args()
    try:
        if arguments.input:
            with open(arguments.input, encoding="ascii") as lines:
                apdus = read_lines(lines)
        else:
            apdus = read_lines(sys.stdin)
    except (OSError, ValueError) as error:
        sys.exit(f"frames_to_pcap: {error}")
    packets = write_pcap(arguments.output, apdus, arguments.segmenting)
    print(f"{len(apdus)} APDUs, {packets} packets", file=sys.stderr)


if __name__ == "__main__":
    main()

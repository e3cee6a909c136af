#!/usr/bin/env python3
"""Has independent readers look at the same APDUs as our decoder, and compares field by field.

    witness.py --decoder 'iec104 decode' --intended --require-all-types
    witness.py --decoder 'iec104 decode' --frames 'swift run WitnessFrames' --require-all-types
    witness.py --decoder 'iec104 decode' --capture FILE...
    witness.py --self-check

Readers: tshark, lib60870-C (in the c104 wheel), scapy; and with --intended what the frames of
frames_by_hand.py were made to mean. The decoder is run as `CMD --format json FILE`.
Exit status: 0 no unexplained difference, 1 a difference or something not covered, 2 no check was
possible. Differences that are a reader's doing are the table KNOWN in comparison.py.
"""
import argparse
import difflib
import ipaddress
import json
import shlex
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path
from xml.etree.ElementTree import ParseError

import frames_by_hand
import frames_to_pcap
import report
import second_reader
import tshark_reader
from comparison import Comparison, Finding
from tshark_reader import WitnessError

ROOT = Path(__file__).resolve().parents[2]
READERS = ("tshark", *second_reader.WORKERS)
ALONE = "read by {} alone, in or behind octets that are no APDU"


def json_integer(text):
    """-0 is a real number here: JSON's integers would lose its sign."""
    return -0.0 if text == "-0" else int(text)


def is_record(record):
    """Whether it has the shape that the comparison can work on."""
    if not isinstance(record, dict) or not isinstance(record.get("bytes"), str):
        return False
    lists = [record.get(key) or [] for key in ("objects", "problems")]
    return all(isinstance(items, list) and all(isinstance(item, dict) for item in items)
               for items in lists)


def run_decoder(command, path):
    words = [*shlex.split(command), "--format", "json", path]
    try:
        done = subprocess.run(words, capture_output=True, text=True, check=False)
    except OSError as error:
        raise WitnessError(f"the decoder cannot be run: {error}") from None
    records = []
    for number, line in enumerate(done.stdout.splitlines(), 1):
        try:
            record = json.loads(line, parse_int=json_integer)
        except ValueError:
            record = None
        if not is_record(record):
            raise WitnessError(f"line {number} of the decoder is no APDU's JSON: {line[:120]!r}")
        records.append(record)
    refused = any("error" in record or "problems" in record for record in records)
    if done.returncode not in ((0, 1) if refused else (0,)):
        raise WitnessError(f"the decoder ended with status {done.returncode}: "
                           f"{done.stderr.strip()[-400:]}")
    return records


def run_frames(command):
    try:
        done = subprocess.run(shlex.split(command), capture_output=True, text=True, check=False)
    except OSError as error:
        raise WitnessError(f"the frames cannot be made: {error}") from None
    if done.returncode != 0:
        raise WitnessError(f"{command} ended with status {done.returncode}: "
                           f"{done.stderr.strip()[-400:]}")
    try:
        return frames_to_pcap.read_lines(done.stdout.splitlines())
    except ValueError as error:
        raise WitnessError(f"{command}: {error}") from None


def endpoint(text):
    """ "192.0.2.1:2404" or "[::1]:2404" as (address, port), None when it is neither."""
    host, _, port = str(text).rpartition(":")
    try:
        return ipaddress.ip_address(host.strip("[]")), int(port)
    except ValueError:
        return None


def tshark_endpoint(pair):
    return ipaddress.ip_address(pair[0]), pair[1]


class Witness:
    """Runs the readers and gathers what they found."""

    def __init__(self, arguments):
        self.arguments = arguments
        self.comparison = Comparison()
        self.failures = []
        self.runs = []
        self.apdus = Counter()
        self.notes = Counter()
        self.python = None
        if set(arguments.readers) & set(second_reader.WORKERS):
            self.python = second_reader.prepare(arguments.venv)

    def fail(self, message):
        self.failures.append(message)

    def made_frames(self, name, frames, meanings=None):
        """A run over frames that were made for it."""
        self.runs.append(f"{name}: {len(frames)} APDUs, segments: {self.arguments.segmenting}")
        if not frames:
            self.fail(f"{name}: there is no APDU to check")
            return
        expected = [octets.hex() for _, octets in frames]
        with tempfile.TemporaryDirectory() as folder:
            path = str(Path(folder) / "frames.pcap")
            frames_to_pcap.write_pcap(path, frames, self.arguments.segmenting)
            ours = (stand_in(meanings) if self.arguments.self_check
                    else run_decoder(self.arguments.decoder, path))
            theirs = self.tshark(path)
        mine = self.aligned(f"{name}, decoder", expected, ours)
        for record in ours:
            for problem in record.get("problems") or []:
                self.notes[f"{name}: the decoder reports the problem {problem.get('code')}"] += 1
        if theirs is not None:
            other = self.aligned(f"{name}, tshark", expected, theirs)
            self.compare_with_tshark([pair for pair in zip(mine, other) if None not in pair])
        self.compare_with_workers([record for record in mine if record is not None])
        if meanings is not None:
            for record, meaning in zip(mine, meanings):
                if record is not None:
                    self.comparison.compare(record, meaning, "intended")
                    self.apdus["intended"] += 1

    def aligned(self, name, expected, records):
        """The record of every expected APDU, None where it is missing."""
        got = [record.get("bytes") for record in records]
        if got == expected:
            return records
        if len(got) != len(expected):
            self.fail(f"{name}: {len(got)} APDUs instead of {len(expected)}")
        result = [None] * len(expected)
        for first, second, size in matching(expected, got):
            result[first:first + size] = records[second:second + size]
        for octets, record in zip(expected, result):
            if record is None:
                self.fail(f"{name}: not among the APDUs read: {octets}")
        return result

    def capture(self, path):
        """A run over a capture: both sides must find the same APDUs in every direction."""
        ours, theirs = run_decoder(self.arguments.decoder, path), self.tshark(path)
        self.runs.append(f"{path}: {len(ours)} APDUs")
        if not ours:
            self.fail(f"{path}: the decoder found no APDU")
        if theirs is None:
            self.fail("--capture needs the reader tshark")
            return
        groups = defaultdict(lambda: ([], []))
        for record in ours:
            groups[endpoint(record.get("from")), endpoint(record.get("to"))][0].append(record)
        for record in theirs:
            key = tshark_endpoint(record["source"]), tshark_endpoint(record["target"])
            groups[key][1].append(record)
        pairs = []
        for mine, other in groups.values():
            pairs += self.matched(path, mine, other)
        self.compare_with_tshark(pairs)
        self.compare_with_workers([mine for mine, other in pairs
                                   if "error" not in mine and "tsharkMalformed" not in other
                                   and well_formed(mine["bytes"])])

    def matched(self, path, mine, other):
        pairs, left, right = [], set(range(len(mine))), set(range(len(other)))
        for first, second, size in matching([record.get("bytes") for record in mine],
                                            [record.get("bytes") for record in other]):
            for index in range(size):
                pairs.append((mine[first + index], other[second + index]))
                left.discard(first + index)
                right.discard(second + index)
        # Behind octets that are no APDU each side may find its way back at another place; tshark
        # leaves out the rest of a segment in which it gave up on an APDU.
        junk = [index for index, record in enumerate(other)
                if "tsharkJunk" in record or "tsharkMalformed" in record]
        for index in sorted(left):
            if "error" in mine[index] or junk:
                self.notes[f"{path}: {ALONE.format('the decoder')}"] += 1
            else:
                self.fail(f"{path}: only the decoder has {mine[index]['bytes']}")
        for index in sorted(right):
            record = other[index]
            octets = record.get("bytes", "")
            if "tsharkMalformed" in record or not well_formed(octets) or junk and index >= junk[0]:
                self.notes[f"{path}: {ALONE.format('tshark')}"] += 1
            else:
                self.fail(f"{path}: only tshark has {octets}")
        return pairs

    def tshark(self, path):
        if "tshark" not in self.arguments.readers:
            return None
        return tshark_reader.read_capture(path, self.arguments.port)

    def compare_with_tshark(self, pairs):
        self.apdus["tshark"] += len(pairs)
        for mine, other in pairs:
            self.comparison.note_ours(mine)
            if "tsharkMalformed" in other or not well_formed(mine["bytes"]):
                self.malformed(mine)
                continue
            self.compare_link(mine, other)
            self.comparison.compare(mine, other, "tshark")

    def malformed(self, mine):
        """No APDU, or tshark gives up on it: the decoder must say something against it too."""
        complains = bool(mine.get("error") or mine.get("problems"))
        self.notes["malformed APDUs that the decoder faults too"] += complains
        self.comparison.add(Finding("tshark", mine.get("typeId"), "(APDU)", "without a problem",
                                    "malformed", complains), mine)

    def compare_link(self, mine, other):
        """Octets, end points and direction."""
        server = self.arguments.port or frames_to_pcap.SERVER[2]
        ports = other["target"][1], other["source"][1]
        type_id = mine.get("typeId", mine.get("format"))
        values = [("bytes", mine.get("bytes"), other.get("bytes"))]
        for key, end in (("from", "source"), ("to", "target")):
            values.append((key, endpoint(mine.get(key)), tshark_endpoint(other[end])))
        if (ports[0] == server) != (ports[1] == server):
            direction = "control" if ports[0] == server else "monitor"
            values.append(("direction", mine.get("direction"), direction))
        for key, first, second in values:
            self.comparison.add(
                Finding("tshark", type_id, key, first, second, first == second), mine)

    def compare_with_workers(self, records):
        if "tshark" not in self.arguments.readers:
            for record in records:
                self.comparison.note_ours(record)
        for worker in second_reader.WORKERS:
            if worker in self.arguments.readers:
                frames = [record["bytes"] for record in records]
                answers = second_reader.read_frames(self.python, worker, frames)
                self.apdus[worker] += len(frames)
                for record, answer in zip(records, answers):
                    self.comparison.compare(record, answer, worker)


def well_formed(text):
    """Whether start, length and control field are as the standard wants them. tshark asks less."""
    octets = bytes.fromhex(text)
    if len(octets) < 6 or octets[0] != 0x68 or octets[1] != len(octets) - 2 or octets[1] > 253:
        return False
    if octets[2] & 3 == 3:
        lawful = {octet_1 for octet_1, _ in frames_by_hand.U_FUNCTIONS}
        return len(octets) == 6 and octets[2] in lawful and not any(octets[3:])
    if octets[2] & 1:
        return len(octets) == 6 and octets[2:4] == b"\x01\x00" and not octets[4] & 1
    return len(octets) > 12 and not octets[4] & 1


def matching(first, second):
    if first == second:
        return [(0, 0, len(first))]
    return difflib.SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()


def stand_in(meanings):
    """What a decoder would print that reads just as intended."""
    ends = [f"{'.'.join(map(str, end[1]))}:{end[2]}"
            for end in (frames_to_pcap.CLIENT, frames_to_pcap.SERVER)]
    return [{**meaning, "n": number, "from": ends[meaning["direction"] == "monitor"],
             "to": ends[meaning["direction"] == "control"]}
            for number, meaning in enumerate(meanings, 1)]


def parse(words):
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--decoder", metavar="CMD", help="our decoder, without --format json")
    parser.add_argument("--frames", metavar="CMD", action="append", default=[],
                        help="a command that prints hex lines, 'C ' or 'M ' in front")
    parser.add_argument("--intended", action="store_true",
                        help="the frames of frames_by_hand.py, and what they mean")
    parser.add_argument("--capture", metavar="FILE", nargs="+", default=[])
    parser.add_argument("--self-check", action="store_true",
                        help="no decoder: the readers against the intention")
    parser.add_argument("--require-all-types", action="store_true",
                        help="fail unless every type and U function was read by someone else")
    parser.add_argument("--segmenting", choices=frames_to_pcap.SEGMENTINGS, default="one",
                        help="APDUs in the made captures: one per segment, joined, split")
    parser.add_argument("--readers", default=",".join(READERS), metavar="LIST",
                        help="out of tshark,lib60870,scapy (default: all)")
    parser.add_argument("--port", type=int, help="a TCP port other than 2404, in captures")
    parser.add_argument("--venv", metavar="DIR", default=str(ROOT / ".build/witness-venv"),
                        help="where the Python packages are (default: .build/witness-venv)")
    parser.add_argument("--all", action="store_true", help="show every difference")
    arguments = parser.parse_args(words)
    arguments.readers = arguments.readers.split(",")
    if set(arguments.readers) - set(READERS):
        parser.error(f"--readers: out of {','.join(READERS)}")
    if arguments.self_check:
        arguments.intended = True
        if arguments.decoder or arguments.frames or arguments.capture:
            parser.error("--self-check goes alone")
    elif not arguments.decoder:
        parser.error("--decoder is needed")
    if not (arguments.intended or arguments.frames or arguments.capture):
        parser.error("nothing to check: --intended, --frames or --capture")
    return arguments


def main():
    arguments = parse(sys.argv[1:])
    try:
        version = tshark_reader.version() if "tshark" in arguments.readers else "not asked"
        witness = Witness(arguments)
        if arguments.intended:
            meanings = frames_by_hand.write_all()
            frames = [(each["direction"], bytes.fromhex(each["bytes"])) for each in meanings]
            witness.made_frames("frames by hand", frames, meanings)
        for command in arguments.frames:
            witness.made_frames(command, run_frames(command))
        for path in arguments.capture:
            witness.capture(path)
    except (WitnessError, ParseError, RuntimeError, subprocess.CalledProcessError) as error:
        print(f"witness: {error}", file=sys.stderr)
        return 2
    return report.write(witness, version)


if __name__ == "__main__":
    sys.exit(main())

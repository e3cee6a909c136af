"""`iec104 discover`, `compare`, `reset` and `parameter` against c104 as controlled station: what is found
is what c104 was given, read by Python's csv."""
import csv
import os
import struct

import c104

import c104_outstation
from asdu import ACT, C_RP, DEACT, asdu
from c104_outstation import BOTH, TIME, WITHOUT_QUALITY
from checks import Checks, Program, until
from points import mnemonic
from relay import Relay

# In c104's answers to interrogations; the value as the list has it.
VALUES = {1: "on", 3: "on", 5: "-64", 7: str(0x5A0FA5F0), 9: "-0.5", 11: "-1200", 13: "110.375",
          15: "-1234567"}
TAGGED = {kind: 30 + kind // 2 for kind in VALUES}
COUNT = 2 * len(VALUES) + 1
HIGH, CHANGED = 113, 7.5


def run(arguments):
    checks = Checks("acceptance")
    station, other = c104_outstation.Station(), c104_outstation.Station()
    relay = Relay(os.path.join(arguments.keep, "acceptance.pcap"), station.port)
    found = os.path.join(arguments.keep, "found.csv")
    checks.run(discovered, arguments, relay, found)
    checks.run(compared, arguments, station, other, relay, found)
    checks.run(refused, arguments, relay)
    until(lambda: relay.live() == 0, "iec104 closes")
    relay.close()
    station.stop()
    other.stop()
    return checks


def ask(arguments, *words):
    done = Program(os.path.join(arguments.bin, "iec104"), *map(str, words), "--format", "json")
    return done.wait(20), done.objects()


def discovered(checks, arguments, relay, found):
    code, lines = ask(arguments, "discover", f"127.0.0.1:{relay.port}", "--for", "0s", "--output",
                      found)
    checks.equal("iec104 discover: done, and complete", (code, lines[-1].get("complete")), (0, True))
    odd = [line.get("odd") or line.get("message") for line in lines]
    checks.check("iec104 discover: tells that c104 sends types with time tag with SQ = 1",
                 any("SQ = 1" in str(line) for line in lines), f"{odd}")
    with open(found, encoding="utf-8") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    seen = {(row["station"], row["address"]): (row["type"], row["value"], row["quality"])
            for row in rows}
    wanted = {("2", "1"): ("M_SP_NA_1", "on", "")}
    for kind, value in VALUES.items():
        for of in (kind, TAGGED[kind]):
            quality = "" if of in (15, 37) or of in WITHOUT_QUALITY else "BL"
            wanted["1", str(100 + of)] = (mnemonic(of), value, quality)
    checks.equal("iec104 discover: every point of c104, its type, value and quality", seen, wanted)
    checks.equal("iec104 discover: each point once", len(rows), COUNT)


def compared(checks, arguments, station, other, relay, found):
    ours, theirs = f"127.0.0.1:{relay.port}", f"127.0.0.1:{other.port}"

    def differences(*words):
        code, lines = ask(arguments, "compare", *words)
        return code, lines[-1].get("points"), [
            (line["station"], line["address"], line["difference"], line["a"], line["b"])
            for line in lines[:-1]]
    checks.equal("iec104 compare: c104 is as its list", differences(ours, found), (0, COUNT, []))
    checks.equal("iec104 compare: two servers of c104 are alike",
                 differences(ours, theirs, "--station", "1,2"), (0, COUNT, []))
    station.points[HIGH - 100].info = c104.ShortInfo(CHANGED, BOTH[0], TIME)
    one = [(1, HIGH, "values", "7.5", "110.375")]
    checks.equal("iec104 compare: a value that c104 has changed since, beside the list",
                 differences(ours, found), (1, COUNT, one))
    checks.equal("iec104 compare: the same beside another server",
                 differences(ours, theirs, "--station", "1,2"), (1, COUNT, one))
    checks.equal("iec104 compare: within a tolerance it is none",
                 differences(ours, found, "--tolerance", "103"), (0, COUNT, []))
    other.points[HIGH - 100].info = c104.ShortInfo(CHANGED, c104.Quality.Invalid, TIME)
    checks.equal("iec104 compare: the quality of c104", differences(ours, theirs, "--station", "1,2"),
                 (1, COUNT, [(1, HIGH, "quality", "BL", "IV")]))


def refused(checks, arguments, relay):
    """c104 knows neither type: it refuses them; lib60870-C takes them, see against_redundant.py."""
    for words, octets in (
            (("reset",), asdu(C_RP, ACT, 1, 0, b"\1")),
            (("parameter", "--address", HIGH, "--threshold", "2.5"),
             asdu(112, ACT, 1, HIGH, struct.pack("<fB", 2.5, 1))),
            (("parameter", "--address", HIGH, "--activate", "object"),
             asdu(113, ACT, 1, HIGH, b"\2")),
            (("parameter", "--address", HIGH, "--deactivate", "cyclic"),
             asdu(113, DEACT, 1, HIGH, b"\3"))):
        code, lines = ask(arguments, words[0], f"127.0.0.1:{relay.port}", *words[1:])
        name = " ".join(map(str, words))
        checks.equal(f"iec104 {name}: octets", [one.hex() for one in relay.asdus("control")],
                     [octets.hex()])
        checks.equal(f"iec104 {name}: refused by c104", (code, lines[-1].get("result")),
                     (1, "refused"))

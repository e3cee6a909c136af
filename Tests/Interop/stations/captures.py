"""What tshark and `iec104 decode` say about what passed: nothing but what is explained here.

The captures that are kept in Docs/Captures are read as well, and tshark must find nothing in them.
"""
import json
import os
import re
import subprocess

# What tshark says, by capture: how often, and why.
WARNING = 0x600000
RESET = "Connection reset (RST)"
EXPLAINED_BY_TSHARK = {
    "events.pcap": {RESET: (4, "the check broke two connections, and killed c104 twice")},
    "restart.pcap": {RESET: (1, "the check killed our outstation")},
    "master-restart.pcap": {RESET: (1, "the check killed c104")},
    "master-killed.pcap": {RESET: (1, "the check killed our master")},
}

# What `iec104 decode --summary` finds, by capture, and why.
NEGATIVE = "negative confirmation (P/N = 1)"
UNKNOWN = "unknown type, cause, station or object (cause 44...47)"
WINDOW = "more than w I APDUs received before one acknowledgement"
CAUSE = "cause of transmission not allowed for the type"
SEQUENCE = "SQ = 1 is not allowed for the type"
UNTERMINATED = "activation without termination (cause 10)"
REFUSALS = {NEGATIVE: "the check wants refusals", UNKNOWN: "the check asks for what is not there"}
C104 = {
    CAUSE: "c104 sends types with time tag with cause 20 and 37",
    SEQUENCE: "c104 sends types with time tag with SQ = 1",
    WINDOW: "one read brought more than w: one S APDU acknowledges them all",
}
EXPLAINED_BY_DECODE = {
    "events.pcap": {**REFUSALS, "connection reset": "as tshark says",
                    WINDOW: "lib60870 was kept from acknowledging"},
    "outstation-c104.pcap": {
        **REFUSALS, "fixed test pattern is not 55AA": "lib60870 sends CC 55, and gets it mirrored"},
    "outstation-lib60870.pcap": {
        **REFUSALS,
        WINDOW: "the check lets lib60870 acknowledge late",
        "type identification not known": "the check sends types 43 and 200, and gets them mirrored",
        CAUSE: "the check sends wrong causes, and gets types mirrored that have no cause 44...47",
        "common address not allowed": "the check sends commands to 65535, and gets them mirrored",
        "object address not allowed": "the check sends system commands to object 1",
        "value reserved by the standard": "the check sends QOI and RQT that are reserved",
        "command state 0 or 3 is not permitted": "the check sends them",
        "impossible time": "the check sends minute 63",
    },
    "master-cli.pcap": {**REFUSALS, **C104,
                        UNTERMINATED: "c104 does not terminate direct commands",
                        "request without answer": "c104 takes the deactivation of an interrogation "
                        "that iec104 expect gives up for another one",
                        "U act without con": "c104 does not confirm STOPDT meanwhile"},
    "master-library.pcap": {**REFUSALS, **C104,
                            UNTERMINATED: "c104 does not terminate direct commands",
                            "request without answer": "c104 does not answer C_TS_NA_1"},
    "acceptance.pcap": {**REFUSALS, **C104},
    "master-procedures.pcap": {**REFUSALS, UNTERMINATED: "a freeze is confirmed only", WINDOW: C104[WINDOW]},
    "master-restart.pcap": {**C104, "connection reset": "a killed process"},
    "master-killed.pcap": {**C104, "connection reset": "a killed process"},
    "restart.pcap": {"connection reset": "a killed process"},
}
REDUNDANT = [f"redundant-{mode}-{link}.pcap" for mode in ("single", "several", "apart") for link in "ab"]
EXPLAINED_BY_TSHARK |= {name: {RESET: (2, "the check broke two connections")} for name in REDUNDANT}
MEANWHILE = "the check broke the connection meanwhile"
EXPLAINED_BY_DECODE |= {name: {
    "connection reset": "the check broke two connections", UNTERMINATED: MEANWHILE,
    "request without answer": MEANWHILE, "U act without con": MEANWHILE,
    WINDOW: C104[WINDOW]} for name in REDUNDANT}

KEPT = "Docs/Captures/"
EXPLAINED_BY_DECODE |= {KEPT + name: explained for name, explained in {
    "commands-refused.pcap": REFUSALS,
    "commands-time-tagged.pcap": REFUSALS,
    "counters-a.pcap": REFUSALS,
    "read.pcap": REFUSALS,
    "unknown.pcap": {**REFUSALS, "type identification not known": "the master asks for it",
                     CAUSE: "the master asks for it"},
}.items()}
# The types of the procedures: each is in one of the captures that are kept.
PROCEDURES = {70, *range(45, 52), *range(58, 65), *range(100, 108), *range(110, 114),
              *range(120, 128)}
ROOT = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../.."))


def run(checks, arguments):
    names = sorted(name for name in os.listdir(arguments.keep) if name.endswith(".pcap"))
    checks.check("connections were recorded", len(names) == 19, f"{names}")
    for name in names:
        path = os.path.join(arguments.keep, name)
        checks.run(read_by_tshark, name, path)
        checks.run(read_by_decode, name, path, arguments)
    checks.run(kept, arguments)


def kept(checks, arguments):
    """The captures in the documents."""
    with open(os.path.join(ROOT, KEPT, "README.md"), encoding="utf-8") as file:
        described = set(re.findall(r"[a-z-]+\.pcap", file.read()))
    names = {name for name in os.listdir(os.path.join(ROOT, KEPT)) if name.endswith(".pcap")}
    checks.equal("the captures in Docs are those that its README describes", names, described)
    types = set()
    for name in sorted(names):
        path = os.path.join(ROOT, KEPT, name)
        checks.run(read_by_tshark, KEPT + name, path)
        checks.run(read_by_decode, KEPT + name, path, arguments)
        done = subprocess.run(
            [os.path.join(arguments.bin, "iec104"), "decode", "--format", "json", path],
            capture_output=True, text=True, timeout=60, check=True)
        types |= {json.loads(line).get("typeId") for line in done.stdout.splitlines()}
    checks.equal("the captures in Docs have every type of a procedure", PROCEDURES - types, set())


def read_by_tshark(checks, name, path):
    fields = ["frame.number", "_ws.expert.severity", "_ws.expert.message", "_ws.malformed",
              "iec60870_104.apdulen"]
    done = subprocess.run(
        ["tshark", "-r", path, "-T", "fields", "-E", "separator=/t", "-E", "aggregator=;",
         *[word for field in fields for word in ("-e", field)]],
        capture_output=True, text=True, timeout=60, check=False)
    seen, read = {}, 0
    for line in done.stdout.splitlines():
        frame, severities, messages, malformed, lengths = line.split("\t")
        read += bool(lengths)
        for severity, message in zip(severities.split(";"), messages.split(";")):
            if malformed or severity and int(severity) >= WARNING:
                seen.setdefault(malformed or message, []).append(frame)
    explained = EXPLAINED_BY_TSHARK.get(name, {})
    odd = {message: frames for message, frames in seen.items()
           if message not in explained or len(frames) > explained[message][0]}
    checks.check(f"{name}: tshark finds nothing malformed, no warning, no error"
                 + explanation({message: explained[message][1] for message in seen
                                if message in explained}),
                 done.returncode == 0 and not odd, f"{odd} {done.stderr[-200:]}")
    checks.check(f"{name}: tshark reads APDUs", read > 3)


def read_by_decode(checks, name, path, arguments):
    done = subprocess.run(
        [os.path.join(arguments.bin, "iec104"), "decode", "--summary", "--lang", "en", path],
        capture_output=True, text=True, timeout=60, check=False)
    found, isFinding = {}, False
    for line in done.stdout.splitlines():
        if not line.startswith(" "):
            isFinding = line.startswith(("What is wrong", "Notes"))
        match = re.fullmatch(r"  (\S.*): (\d+)", line)
        if isFinding and match:
            found[match[1]] = int(match[2])
    explained = EXPLAINED_BY_DECODE.get(name, {})
    odd = {what: count for what, count in found.items() if what not in explained}
    checks.check(f"{name}: iec104 decode --summary finds nothing unexplained"
                 + explanation({what: explained[what] for what in found if what in explained}),
                 done.returncode == 0 and not odd and not done.stderr, f"{odd} {done.stderr}")


def explanation(reasons):
    return " but " + "; ".join(f"{what} ({why})" for what, why in reasons.items()) \
        if reasons else ""

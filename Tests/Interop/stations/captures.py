"""What tshark and `iec104 decode` say about what passed: nothing that is not explained here."""
import collections
import json
import os
import subprocess

# (file, what tshark says, most): why. Anything else is a failure.
EXPLAINED_BY_TSHARK = [
]
# (file, words of the finding): why.
EXPLAINED_BY_DECODE = [
]


def tshark(path):
    """(message, severity) of every expert information from warning on, and what is malformed."""
    done = subprocess.run(
        ["tshark", "-r", path, "-Y", "_ws.malformed || _ws.expert.severity >= 6291456",
         "-T", "fields", "-E", "occurrence=a", "-E", "separator=\t", "-e", "frame.number",
         "-e", "_ws.expert.message", "-e", "_ws.malformed"],
        capture_output=True, text=True, timeout=60, check=False)
    return [line for line in done.stdout.split("\n") if line], done.returncode


def run(checks, arguments):
    for name in sorted(os.listdir(arguments.keep)):
        if not name.endswith(".pcap"):
            continue
        path = os.path.join(arguments.keep, name)
        lines, code = tshark(path)
        print(name, code, collections.Counter(line.split("\t", 1)[1] for line in lines))
        done = subprocess.run([os.path.join(arguments.bin, "iec104"), "decode", "--summary",
                               "--lang", "en", path], capture_output=True, text=True, timeout=60)
        print(done.returncode, done.stdout, done.stderr)

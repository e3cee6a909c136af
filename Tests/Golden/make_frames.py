#!/usr/bin/env python3
"""Writes frames.jsonl: what `iec104 decode --format json` must print, without `n` and `problems`.

The frames and their meaning come from the independent encoder of ../Interop; of each type a few with
SQ = 0 and SQ = 1.

    make_frames.py > frames.jsonl
"""
import collections
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Interop"))
from frames_by_hand import write_all  # noqa: E402

CAUSES = {
    0: "not used", 1: "periodic", 2: "background scan", 3: "spontaneous", 4: "initialized",
    5: "request", 6: "activation", 7: "activation confirmation", 8: "deactivation",
    9: "deactivation confirmation", 10: "activation termination",
    11: "return information, remote command", 12: "return information, local command",
    13: "file transfer", 14: "authentication", 15: "maintenance of session key",
    16: "maintenance of user role and update key", 20: "interrogated by station",
    37: "general counter request", 44: "unknown type identification",
    45: "unknown cause of transmission", 46: "unknown common address",
    47: "unknown information object address",
}
CAUSES |= {20 + group: f"interrogated by group {group}" for group in range(1, 17)}
CAUSES |= {37 + group: f"counter request of group {group}" for group in range(1, 5)}
CAUSES |= {number: f"private {number}" for number in range(48, 64)}
CP56_TYPES = {*range(30, 42), *range(58, 65), 103, 107, 126}
MOST = 3


def main():
    seen = collections.Counter()
    for apdu in write_all():
        kind = (apdu.get("typeId"), apdu.get("sq"), apdu["format"] == "I" and apdu["causeId"] == 3)
        seen[kind] += 1
        if apdu["format"] == "I" and seen[kind] > MOST:
            continue
        del apdu["direction"]
        if apdu["format"] == "I":
            apdu["cause"] = CAUSES.get(apdu["causeId"], f"reserved {apdu['causeId']}")
            for entry in apdu["objects"]:
                if apdu["typeId"] in CP56_TYPES:
                    entry.setdefault("dayOfWeek", 0)
        print(json.dumps(apdu, separators=(",", ":")))


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Writes the vector files of well-formed APDUs, with the encoder of ../Interop/frames_by_hand.py.

    make_vectors.py     writes *.vectors next to itself, except malformed.vectors and rules.vectors

An APDU is taken when it shows something that none before it of the same type has shown: a value
of a field, a number of objects, a cause. (Times and addresses: none before it in the file.)
"""
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "Interop"))

from frames_by_hand import write_all  # noqa: E402

MOST_OBJECTS = 5
FULL = {(1, False), (1, True), (13, False), (13, True), (36, False), (126, True)}
FILES = [
    ("monitor", lambda number: number <= 41), ("control", lambda number: number <= 64),
    ("system", lambda number: number <= 107), ("parameter", lambda number: number <= 113),
    ("file", lambda number: number <= 127), ("private", lambda number: True),
]


def text(value):
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, list):
        return ",".join(value) or "-"
    return "none" if value is None else str(value) or "-"


def words(meaning):
    return " ".join(f"{key}={text(value)}" for key, value in meaning.items()
                    if key != "timeRaw" and value is not ...)


def file_of(apdu):
    return next(name for name, fits in FILES if fits(apdu["typeId"])) if "typeId" in apdu else "link"


def shown(apdu):
    """What an APDU shows: compared within its type, times and addresses within its file."""
    kind = apdu.get("typeId", apdu["format"])
    file = file_of(apdu)
    facts = {(kind, key, text(apdu[key])) for key in ("sq", "causeId", "function") if key in apdu}
    shared = ("negative", "test", "originator", "commonAddress")
    facts |= {(file, key, text(apdu[key])) for key in shared if key in apdu}
    facts.add((kind, "count", apdu.get("count"), apdu.get("sq")))
    if apdu["format"] == "S" or "objects" in apdu and apdu["objects"][0].get("address") == 7:
        facts.add((kind, apdu["format"], apdu.get("nr"), apdu.get("ns")))
    for place in apdu.get("objects", []):
        for key, value in place.items():
            if key != "address":
                shared = key in ("time", "timeFlags", "timeRaw", "dayOfWeek", "elapsed")
                facts.add((file if shared else kind, key, text(value)))
    return facts


def chosen(apdus):
    seen, full = set(), set()
    # Those with several objects first: they show more in fewer lines.
    for apdu in sorted(apdus, key=lambda apdu: -min(apdu.get("count", 0), MOST_OBJECTS + 1)):
        if apdu.get("count", 0) > MOST_OBJECTS:
            key = (apdu["typeId"], apdu["sq"])
            if key not in FULL or key in full:
                continue
            full.add(key)
        facts = shown(apdu)
        if facts - seen:
            seen |= facts
            yield apdu


def block(apdu, place):
    lines = [f"apdu: {apdu['bytes']}"]
    if apdu["format"] == "U":
        return [f"name: {apdu['function']}", *lines, f"control: U {apdu['function']}", ""]
    if apdu["format"] == "S":
        return [f"name: S {apdu['nr']}", *lines, f"control: S nr={apdu['nr']}", ""]
    name = apdu.get("type", f"type {apdu['typeId']}")
    header = {
        "direction": apdu["direction"], "type": apdu["typeId"], "mnemonic": apdu.get("type", ...), "sq": apdu["sq"], "n": apdu["count"],
        "cause": apdu["causeId"], "negative": apdu["negative"], "test": apdu["test"],
        "originator": apdu["originator"], "address": apdu["commonAddress"],
    }
    lines = [f"name: {name} {place}", *lines, f"control: I ns={apdu['ns']} nr={apdu['nr']}",
             f"asdu: {words(header)}"]
    if set(apdu["objects"][0]) <= {"address", "raw"}:
        return [*lines, f"object: {words(apdu['objects'][0])}", ""]
    return [*lines, *(f"object: {words(place)}" for place in apdu["objects"]), ""]


def main():
    files = {"link": []} | {name: [] for name, _ in FILES}
    for apdu in chosen(write_all()):
        files[file_of(apdu)].append(apdu)
    for file, apdus in files.items():
        apdus.sort(key=lambda apdu: (apdu.get("typeId", 0), apdu["sq"] if "sq" in apdu else 0))
        lines = [f"# {file}: written by make_vectors.py", ""]
        counts = {}
        for apdu in apdus:
            kind = apdu.get("typeId")
            counts[kind] = counts.get(kind, 0) + 1
            lines += block(apdu, counts[kind])
        (HERE / f"{file}.vectors").write_text("\n".join(lines))


if __name__ == "__main__":
    main()

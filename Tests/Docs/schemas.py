#!/usr/bin/env python3
"""Checks the JSON Schemas of Docs/Schemas with a validator that we did not write: the examples are
valid, and what is wrong in kind is refused by schema and command alike.

    schemas.py --bin DIR        DIR holds the built iec104; needs the package jsonschema
"""
import argparse
import copy
import glob
import json
import os
import subprocess
import sys
import tempfile

import jsonschema

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def load(*path):
    with open(os.path.join(ROOT, *path), encoding="utf-8") as file:
        return json.load(file)


def step(**members):
    return {"steps": [{"at": 0, **members}]}


# Each is wrong in a way that needs no point list to see.
WRONG_SCENARIOS = [
    {}, [], {"steps": []}, {"steps": [{}]}, {"steps": [{"toggle": 1001}]},
    step(), step(toggle=1001, drop="all"), step(togle=1001), step(set=1001),
    step(flip=1001), step(burst=5), step(burst=0, points=[1001]), step(toggle=1001, event="maybe"),
    step(toggle=1001, value=1), step(drop="all", event="force"), step(restart="all", cause=1),
    step(clock="soon"), step(toggle=1001, times=3), step(toggle=1001, every="1s"),
    step(toggle=1001, every="1s", times=0), {**step(toggle=1001), "loop": "yes"},
    {**step(toggle=1001), "seed": -1}, {**step(toggle=1001), "length": "long"},
    {**step(toggle=1001), "sed": 1}, step(drop={}), step(set=1001, value=[1]),
    step(burst=1, points=[1001], within=-1),
]
RIGHT_SCENARIOS = [
    {"$schema": "scenario.schema.json", **step(toggle=1001, remark=[1])},
    {**step(set=["1001", "1/1002-1003"], value="off", quality="IV|NT", event="force"),
     "loop": 3, "length": "2min", "seed": 7},
    step(burst=10, within="0.5s", points="1001"), step(clock="-1h"), step(restart=1),
    step(drop="10.0.0.7"), step(flip=2001, quality="good", every=1, times=5),
]


def is_valid(schema, value):
    return jsonschema.Draft202012Validator(schema).is_valid(value)


def accepts(tool, scenario):
    """Whether `iec104 outstation` starts with the scenario."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(scenario, file)
        file.flush()
        outstation = subprocess.Popen(
            [tool, "outstation", "--listen", "127.0.0.1:0", "--scenario", file.name],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        started = outstation.stdout.readline() != ""
        outstation.terminate()
        outstation.wait()
        return started


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--bin", required=True, help="the folder of iec104")
    tool = os.path.join(parser.parse_args().bin, "iec104")
    faults, count = [], 0
    schema = load("Docs", "Schemas", "scenario.schema.json")
    jsonschema.Draft202012Validator.check_schema(schema)
    cases = [(value, True) for value in RIGHT_SCENARIOS] + [(v, False) for v in WRONG_SCENARIOS]
    for path in sorted(glob.glob(os.path.join(ROOT, "Examples", "Scenarios", "*.json"))):
        cases.append((load(path), True))
    for value, expected in cases:
        count += 1
        if is_valid(schema, copy.deepcopy(value)) != expected:
            faults.append(f"the schema {'refuses' if expected else 'takes'} {json.dumps(value)[:200]}")
        if accepts(tool, value) != expected:
            faults.append(f"iec104 {'refuses' if expected else 'takes'} {json.dumps(value)[:200]}")
    for fault in faults:
        print(f"FAILED {fault}")
    print(f"{count} documents, {len(faults)} faults")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()

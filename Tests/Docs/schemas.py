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


def rtu(**members):
    return {"rtus": [{"name": "a", "address": "h", **members}]}


WRONG_FLEETS = [
    {}, [], {"rtus": []}, {"rtus": [{}]}, {"rtus": [{"name": "a"}]}, {"rtus": [{"address": "h"}]},
    rtu(addresses=["b"]), rtu(name=""), rtu(nmae="x"), rtu(stations=0), rtu(stations=[]),
    rtu(stations=[1, 1]), rtu(originator=256), rtu(links={"k": 0}), rtu(links={"t1": "x"}),
    rtu(links={"t9": 1}), rtu(links=[]), rtu(profile={"causeSize": 3}), rtu(points=7),
    rtu(requests={"parallel": 0}), rtu(requests={"timeout": 1}), rtu(files={"share": 0}),
    rtu(time={"zone": 8}), rtu(reconnect={"jitter": 1.5}), rtu(dropsRepeats="yes"),
    rtu(links={"quirks": ["all"]}), rtu(allow=["1:2"]), rtu(allow=[7]), rtu(start="all"), rtu(start=[{"counters": 5}]),
    rtu(start=[{"interrogation": 17}]), rtu(start=[{"counters": 1, "freeze": "no"}]),
    rtu(start=[{"interrogation": 1, "freeze": "reset"}]), rtu(start=[{"read": []}]),
    rtu(schedule={}), rtu(schedule=[{"do": "clock"}]), rtu(schedule=[{"at": "start"}]),
    rtu(schedule=[{"do": "clock", "at": "24:00"}]), rtu(schedule=[{"do": [], "at": "start"}]),
    rtu(schedule=[{"do": "clock", "at": "start", "evry": 1}]),
    {**rtu(), "defaults": {"name": "x"}}, {**rtu(), "defaults": {"links": {"k": "1"}}},
    {**rtu(), "parallelInterrogations": 0}, {**rtu(), "startSpacing": "soon"},
    {**rtu(), "rtsu": 1},
]
RIGHT_FLEETS = [
    rtu(), {"rtus": [{"name": "a", "addresses": ["h", "h:1"]}], "remark": 1},
    {**rtu(), "defaults": {"stations": [1, 2], "links": {"t1": 20}}, "startSpacing": 0.01},
    rtu(stations=65535, originator=7, dropsRepeats=False, allow="*:*:*", remark=[],
        links={"k": 1, "w": 1, "t3": "1h", "sendingRestartsT3": True,
               "quirks": ["first-number-1", "any-apdu-answers-test", "data-confirms-start"]},
        profile={"causeSize": 2, "privateTypes": "140:v=uint16"}, time={"zone": "CST-8"},
        requests={"sending": "1s", "mostValues": 7}, files={"timeout": "1min"},
        reconnect={"first": "1s", "longest": 1, "factor": 1, "jitter": 0}),
    rtu(stations=3, start=["clock", {"counters": "all", "freeze": "freeze"}, {"test": "plain"}],
        schedule=[{"do": {"read": [1, 2]}, "every": "1min", "at": ["start", "23:59:59"]},
                  {"do": ["interrogation", {"interrogation": "station"}], "at": "02:00"}]),
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


def takes(tool, fleet):
    """Whether `iec104 master --check` takes a fleet, without its point lists."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(fleet, file)
        file.flush()
        return takes_file(tool, file.name)


def takes_file(tool, path):
    return subprocess.run(
        [tool, "master", "--config", path, "--check"], stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode == 0


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
    schema = load("Docs", "Schemas", "fleet.schema.json")
    jsonschema.Draft202012Validator.check_schema(schema)
    for value, expected in [(v, True) for v in RIGHT_FLEETS] + [(v, False) for v in WRONG_FLEETS]:
        count += 1
        if is_valid(schema, copy.deepcopy(value)) != expected:
            faults.append(f"the schema {'refuses' if expected else 'takes'} {json.dumps(value)[:200]}")
        if takes(tool, value) != expected:
            faults.append(f"iec104 {'refuses' if expected else 'takes'} {json.dumps(value)[:200]}")
    for path in sorted(glob.glob(os.path.join(ROOT, "Examples", "Fleet", "*.json"))):
        count += 1
        if not is_valid(schema, load(path)) or not takes_file(tool, path):
            faults.append(f"{path} is refused")
    for fault in faults:
        print(f"FAILED {fault}")
    print(f"{count} documents, {len(faults)} faults")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()

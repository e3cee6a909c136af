#!/usr/bin/env python3
"""What `iec104 master` writes, read back by parsers that others wrote.

    outputs.py --bin DIR     DIR holds the built iec104; run by the Python of the witness venv

CSV by Python's csv, JSON by its json, Influx lines by line-protocol-parser, captures by tshark,
figures by prometheus-client.
"""
import argparse
import csv
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from datetime import datetime

from line_protocol_parser import parse_line
from prometheus_client.parser import text_string_to_metric_families


def outstation(tool, folder, *options):
    """A running outstation, and its HOST:PORT."""
    process = subprocess.Popen([tool, "outstation", "--listen", "127.0.0.1:0", *options],
                               stdout=subprocess.PIPE, text=True)
    words = process.stdout.readline().split()
    return process, words[2].rstrip(":")


def stop(process):
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)
    assert process.returncode == 0, process.returncode


def run(*command):
    result = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert result.returncode == 0, (command, result.stderr)
    return result.stdout


def number(value):
    return float(value) if not isinstance(value, bool) else float(value)


def check_values(tool, host):
    """All formats say the same of the same points."""
    once = [tool, "master", host, "--station", "1", "--once"]
    rows = list(csv.DictReader(run(*once, "--format", "csv").splitlines()))
    objects = [json.loads(line) for line in run(*once, "--format", "json").splitlines()]
    points = [parse_line(line) for line in run(*once, "--format", "influx").splitlines()]
    assert len(rows) == len(objects) == len(points) > 10, (len(rows), len(objects), len(points))
    for row, item, point in zip(rows, objects, points):
        assert None not in row, row
        assert int(row["address"]) == item["address"] == int(point["tags"]["address"])
        assert row["type"] == item["type"] == point["fields"]["type"]
        assert row["host"] == item["host"] == point["tags"]["host"] == host
        assert point["measurement"] == "iec104" and set(point["tags"]) == {
            "address", "host", "station"}
        if "value" in item:
            assert number(row["value"]) == number(item["value"]) == point["fields"]["value"]
        names = row["quality"].split() if row["quality"] != "good" else []
        assert names == item["quality"] and point["fields"]["good"] == (not names)
        assert point["time"] == point["fields"].get("wire", point["fields"]["received"])
        datetime.fromisoformat(row["received"])
    return len(rows)


# Names of RTUs, and what InfluxDB's tags can say of them.
NAMES = {"plain": "plain", "a b": "a b", "a,b=c": "a,b=c", 'q"q': 'q"q', "north\\1": "north\\1",
         "end\\": "end＼", "a\\,b": "a＼,b", "a\\ b": "a＼ b", "两 台": "两 台"}


def check_names(tool, host, folder):
    """Names with all that is escaped: tags of RTUs, and texts of points."""
    points, fleet = os.path.join(folder, "names.csv"), os.path.join(folder, "names.json")
    with open(points, "w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["station", "address", "type", "name", "value", "unit"])
        for address, name in enumerate(NAMES, 1001):
            rows.writerow([1, address, "M_SP_NA_1", f'"{name}"\\', "off", "x,y=z \\"])
    for name, tag in NAMES.items():
        with open(fleet, "w", encoding="utf-8") as file:
            json.dump({"rtus": [{"name": name, "address": host, "points": points}]}, file)
        lines = run(tool, "master", "--config", fleet, "--once", "--format", "influx").splitlines()
        found = [parse_line(line) for line in lines]
        assert len(found) > 10 and {point["tags"]["rtu"] for point in found} == {tag}, name
        texts = {point["fields"]["name"] for point in found if "name" in point["fields"]}
        assert texts and texts <= {f'"{name}"\\' for name in NAMES}, texts
        assert {point["fields"].get("unit", "x,y=z \\") for point in found} == {"x,y=z \\"}
    return len(NAMES)


def check_events(tool, host, folder):
    """Spontaneous values with time tags: the time of a point is that of the wire."""
    lines = run(tool, "master", host, "--for", "3", "--format", "influx").splitlines()
    points = [parse_line(line) for line in lines]
    tagged = [point for point in points if "wire" in point["fields"]]
    assert tagged, "no event came in three seconds"
    for point in tagged:
        assert point["time"] == point["fields"]["wire"]
        assert abs(point["fields"]["received"] - point["time"]) < 3_600 * 10**9
    return len(tagged)


def check_rotation(tool, host, folder, count):
    """Files put aside by size and by time: each by itself is CSV, together they have every row."""
    path = os.path.join(folder, "size.csv")
    run(tool, "master", host, "--station", "1", "--once", "--format", "csv", "--output", path,
        "--rotate", "1kB", "--keep", "100")
    names = [name for name in os.listdir(folder) if name.startswith("size.csv")]
    addresses = []
    for name in names:
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        assert all(None not in row and row["value"] is not None for row in rows), name
        addresses += [int(row["address"]) for row in rows]
        assert os.path.getsize(os.path.join(folder, name)) <= 1000, name
    assert len(names) > 2 and len(addresses) == len(set(addresses)) == count, (names, addresses)
    return len(names)


def check_rotation_by_time(tool, host, folder):
    """A file put aside each second while values come: each by itself is CSV, together they have
    every row once, in order."""
    path = os.path.join(folder, "time.csv")
    run(tool, "master", host, "--station", "1", "--interrogate", "--for", "4", "--format", "csv",
        "--output", path, "--rotate", "1s", "--keep", "100")
    names = [name for name in os.listdir(folder) if name.startswith("time.csv.")]
    files = sorted(names, key=lambda name: -int(name.rsplit(".", 1)[1])) + ["time.csv"]
    rows = []
    for name in files:
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            rows += [tuple(row.values()) for row in csv.DictReader(file)]
    assert len(names) >= 2 and len(rows) > 10 and None not in sum(rows, ()), (names, rows)
    assert len(set(rows)) == len(rows), rows
    received = [row[0] for row in rows]
    assert received == sorted(received), received
    return len(files)


def check_drop(tool, folder):
    """With --drop a reader that does not read costs lines, which are counted, and nothing else."""
    points = os.path.join(folder, "many.csv")
    with open(points, "w", encoding="utf-8") as file:
        file.write("station,address,type,name,value\n")
        file.writelines(f"1,{number},M_ME_NC_1,,{number}\n" for number in range(1, 240_001))
    process, host = outstation(tool, folder, "--points", points)
    master = subprocess.Popen(
        [tool, "master", host, "--station", "1", "--once", "--format", "json", "--drop"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        # It says so as soon as it begins; who reads then gets whole lines up to the last one.
        first = master.stderr.readline()
        assert "is read too slowly" in first and "--drop" in first, first
        lines = master.stdout.read().splitlines()
        errors = master.stderr.read()
        assert master.wait(60) == 0, errors
    finally:
        master.kill()
        stop(process)
    addresses = [json.loads(line)["address"] for line in lines]
    lost = int(next(line for line in errors.splitlines() if "lines were lost" in line)
               .split(" lines were lost")[0].split()[-1])
    assert addresses == sorted(addresses) and addresses[-1] == 240_000
    assert len(addresses) + lost == 240_000, (len(addresses), lost)
    return lost


def check_capture(tool, host, folder):
    """tshark finds no fault, and right checksums, in what both stations recorded."""
    ours = os.path.join(folder, "master.pcap")
    run(tool, "master", host, "--station", "1", "--once", "--record", ours)
    tshark = ["tshark", "-r", ours, "-o", "tcp.check_checksum:TRUE", "-o",
              "ip.check_checksum:TRUE", "-d", f"tcp.port=={host.split(':')[-1]},iec60870_104"]
    bad = run(*tshark, "-Y", "_ws.expert.severity >= 0x600000 || tcp.checksum.status == 0")
    assert not bad, bad
    frames = run(*tshark, "-T", "fields", "-e", "tcp.flags", "-e", "iec60870_104.type").split("\n")
    assert len(frames) > 10
    return ours


# What promtool's linter wants: base units in full, kinds that are not in names.
UNITS = {"s", "ms", "us", "ns", "sec", "milliseconds", "minutes", "hours", "octets", "kilobytes", "percent"}
KINDS = {"counter", "gauge", "histogram", "summary", "info"}


def check_conventions(families):
    """What Prometheus asks of names, units, help and labels, for every family."""
    for name, family in families.items():
        words = name.split("_")
        assert name.startswith("iec104_") and name == name.lower() and name.isascii(), name
        assert not set(words) & (UNITS | KINDS), name
        assert family.documentation.endswith(".") and family.documentation != name, name
        assert family.type in ("counter", "gauge", "histogram"), family
        # The parser takes `_total` off the name of a counter, which its samples have.
        assert words[-1] not in ("total", "sum", "count", "bucket"), name
        suffixes = {"counter": {"_total"}, "gauge": {""}, "histogram": {"_bucket", "_sum", "_count"}}
        if family.type == "histogram":
            assert words[-1] == "seconds", name
        for sample in family.samples:
            assert sample.name.removeprefix(name) in suffixes[family.type], sample
            assert ("le" in sample.labels) == sample.name.endswith("_bucket"), sample
            assert "quantile" not in sample.labels, sample
            assert sample.value >= 0 or words[1] == "clock", sample
            assert "rtu" in sample.labels or name in (
                "iec104_output_lost_lines", "iec104_metrics_skipped"), sample


def check_figures_grow(tool, host, folder):
    """The file of figures is written again and again while the master works, each time whole."""
    path = os.path.join(folder, "live.prom")
    master = subprocess.Popen(
        [tool, "master", host, "--interrogate", "--station", "1", "--metrics", path,
         "--metrics-every", "1"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL)
    counts, end = [], time.monotonic() + 30
    try:
        while len(counts) < 3:
            assert time.monotonic() < end and master.poll() is None, counts
            time.sleep(0.1)
            if not os.path.exists(path):
                continue
            with open(path, encoding="utf-8") as file:
                samples = [sample for family in text_string_to_metric_families(file.read())
                           for sample in family.samples]
            objects = [sample.value for sample in samples if sample.name == "iec104_objects_total"]
            used = {sample.labels["direction"]: sample.value for sample in samples
                    if sample.name == "iec104_window_used"}
            assert 0 <= used["sent"] <= 12 and 0 <= used["received"] <= 8, used
            if objects[0] not in counts:
                counts += objects
    finally:
        stop(master)
    assert counts == sorted(counts), counts
    return len(counts)


def check_metrics(tool, host, folder):
    """The figures by Prometheus' own parser: names, kinds, and what they must be after one talk."""
    path = os.path.join(folder, "m.prom")
    process, closing = outstation(tool, folder, "--fault", "fin after 3")
    absent = "127.0.0.1:1"
    run(tool, "master", host, closing, absent, "--interrogate", "--station", "1", "--for", "3",
        "--metrics", path, "--metrics-every", "1", "--clock-every", "1h")
    stop(process)
    with open(path, encoding="utf-8") as file:
        families = {family.name: family for family in text_string_to_metric_families(file.read())}
    check_conventions(families)
    figures = {host: {}, closing: {}, absent: {}}
    for sample in (sample for family in families.values() for sample in family.samples):
        labels = dict(sample.labels)
        of = figures.get(labels.pop("rtu", None))
        if of is not None:
            of["/".join([sample.name, *(labels[key] for key in sorted(labels))])] = sample.value
    own = figures[host]
    assert own["iec104_apdus_total/sent/U"] == 2 and own["iec104_apdus_total/received/U"] == 2
    assert own["iec104_objects_total"] >= 2 and own["iec104_connections_total"] == 1
    assert own["iec104_window_limit/sent"] == 12 and own["iec104_window_limit/received"] == 8
    # An interrogation and a clock synchronization were sent, acknowledged, and have ended within
    # these seconds.
    assert own["iec104_apdus_total/sent/I"] == 2
    for name, count in (("acknowledgement", 2), ("interrogation", 1)):
        assert own[f"iec104_{name}_seconds_count"] == count, own
        assert own[f"iec104_{name}_seconds_bucket/+Inf"] == count, own
        assert 0 <= own[f"iec104_{name}_seconds_sum"] <= 6, own
    # The outstation's clock is this machine's: no event comes from the future.
    assert own["iec104_event_age_seconds_count"] >= 1 and own["iec104_event_age_seconds_sum"] >= 0
    assert abs(own["iec104_clock_synchronization_offset_seconds"]) < 5, own
    assert time.time() - own["iec104_clock_synchronization_timestamp_seconds"] < 60, own
    assert {"iec104_clock_offset_seconds", "iec104_clock_drift_ratio"} <= set(families)
    assert not any(key.startswith("iec104_connection_failures") for key in own), own
    assert own["iec104_disconnections_total/ended"] == 1, own
    # Connections and their ends, by reason: one was closed by the outstation, the last one here.
    ended = {key.split("/")[1]: value for key, value in figures[closing].items()
             if key.startswith("iec104_disconnections_total")}
    assert ended["finished"] == 1 and set(ended) <= {"finished", "ended"}, ended
    assert sum(ended.values()) == figures[closing]["iec104_connections_total"], ended
    failed = figures[absent]
    assert failed["iec104_connection_failures_total/refused"] >= 1 and failed["iec104_up"] == 0
    assert failed["iec104_connections_total"] == 0, failed
    assert not [name for name in os.listdir(folder) if name.endswith(".tmp")]
    return len(families)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--bin", required=True)
    tool = os.path.join(os.path.abspath(parser.parse_args().bin), "iec104")
    with tempfile.TemporaryDirectory() as folder:
        theirs = os.path.join(folder, "outstation.pcap")
        process, host = outstation(tool, folder)
        try:
            count = check_values(tool, host)
            print(count, "values: csv, json and influx agree")
            print(check_names(tool, host, folder), "names with all that is escaped: line-protocol-parser")
            print(check_rotation(tool, host, folder, count), "files by size: csv, every row once")
        finally:
            stop(process)
        moving = os.path.join(folder, "moving.csv")
        with open(moving, "w", encoding="utf-8") as file:
            file.write("station,address,type,name,value,simulate\n"
                       "1,1,M_SP_TB_1,a,off,square period=1s\n1,2,M_ME_TF_1,b,0,ramp from=0 to=100 period=10s\n")
        process, host = outstation(tool, folder, "--points", moving, "--record", theirs)
        try:
            print(check_events(tool, host, folder), "events with the time of the wire")
            print(check_rotation_by_time(tool, host, folder), "files by time: every row once")
            print(check_figures_grow(tool, host, folder), "states of a file of figures that grows")
            print(check_metrics(tool, host, folder), "families of figures: prometheus-client")
            check_capture(tool, host, folder)
            print("tshark: nothing to say of the master's recording")
        finally:
            stop(process)
        print(check_drop(tool, folder), "lines lost by a slow reader, and counted")
        bad = run("tshark", "-r", theirs, "-o", "tcp.check_checksum:TRUE", "-Y",
                  "_ws.expert.severity >= 0x600000 || tcp.checksum.status == 0")
        assert not bad, bad
        print("tshark: nothing to say of the outstation's recording")


if __name__ == "__main__":
    sys.exit(main())

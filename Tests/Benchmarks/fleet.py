#!/usr/bin/env python3
"""Measures a master of many RTUs: `iec104 master` against `iec104 outstation --instances`, and c104
against the same outstations, as many as it gets.

    fleet.py --bin .build/release [--rtus N] [--points N] [--rate N] [--seconds N]
             [--c104 PYTHON] [--c104-rtus N] [--only WORD]

Of each: the time from its start to the last value of all interrogations; then, while the outstations
make --rate events a second, each with its time tag, its processor time, memory, and the age of the
events when their lines are read (for c104: when its callback is called). Builds nothing. The masters
take turns, and the machine's load is told: figures of one run are to be compared with each other.
"""
import argparse
import json
import os
import re
import select
import subprocess
import sys
import tempfile
import time

from instances import TICKS, Counter, address, processor, status

FOLDER = os.path.dirname(os.path.abspath(__file__))
# The end of an interrogation's values, and how a line tells the time of an event, by format.
MARKS = {
    "json": (b'"causeId":20,', re.compile(rb'"causeId":3,.*"time":"([^"]+)"')),
    "csv": (b",20,interrogated by station,", re.compile(
        rb',3,spontaneous,(?:[^,]*,){4}([^,]+),')),
    "influx": (b'"interrogated by station"', re.compile(rb'"spontaneous".*,wire=(\d+)i')),
}
# The first address of those that move: apart, as c104 takes no ASDU with points of two types.
MOVING = 30_001
# Periods of ten points that move, in milliseconds: not all at once, each about once a second.
PERIODS = range(910, 1100, 20)


def moving(arguments):
    """How many points of an RTU move, each about once a second."""
    return max(1, round(arguments.rate / arguments.rtus))


def point_list(arguments, file):
    """As many points; some of them move, so that all RTUs together make --rate events a second."""
    count = moving(arguments)
    file.write("station,address,type,name,value,simulate\n")
    for number in range(arguments.points):
        if number < count:
            period = PERIODS[number % len(PERIODS)]
            file.write(f"1,{MOVING + number},M_ME_TF_1,value {number},0,"
                       f"noise amplitude=100 period={period}ms\n")
        else:
            file.write(f"1,{number + 1 - count},M_ME_NC_1,value {number},{number},\n")
    file.flush()


def milliseconds(text, form):
    """Since 1970, of a time tag."""
    if form == "influx":
        return int(text) / 1e6
    clock = text.decode().rstrip("Z").replace("T", " ")
    whole, _, part = clock.partition(".")
    begin = time.strptime(whole, "%Y-%m-%d %H:%M:%S")
    return (time.mktime(begin) - time.timezone) * 1000 + int((part + "000")[:3])


class Ages:
    """Takes every so many events for their ages, and reads the clock of the day once a minute."""

    def __init__(self, form):
        self.pattern, self.form, self.ages, self.minutes = MARKS[form][1], form, [], {}

    def take(self, chunk, now, step):
        lines = chunk.split(b"\n")
        for line in lines[::step]:
            found = self.pattern.search(line)
            if found:
                self.ages.append(now - self.time(found.group(1)))

    def time(self, text):
        if self.form == "influx":
            return milliseconds(text, self.form)
        # Year to minute, then seconds.
        minute = self.minutes.get(text[:16])
        if minute is None:
            minute = self.minutes[text[:16]] = milliseconds(text[:16] + b":00.000", self.form)
        return minute + float(text[17:].rstrip(b"Z")) * 1000


def quantiles(ages):
    ages = sorted(ages)
    if not ages:
        return "-", "-", 0
    return (f"{ages[len(ages) // 2]:.1f}", f"{ages[len(ages) * 99 // 100]:.1f}", len(ages))


class Reader:
    """Reads the lines of a master."""

    def __init__(self, pipe, form):
        self.file, self.form, self.rest = pipe.fileno(), form, b""
        self.lines = self.interrogated = 0
        self.ages = None

    def read(self, limit):
        """One portion; `False` when none comes in time."""
        if not select.select([self.file], [], [], limit)[0]:
            return False
        octets = os.read(self.file, 1 << 20)
        now = time.time() * 1000
        if not octets:
            raise SystemExit("the master ended")
        chunk, end, self.rest = (self.rest + octets).rpartition(b"\n")
        self.lines += chunk.count(b"\n") + len(end)
        self.interrogated += chunk.count(MARKS[self.form][0])
        if self.ages is not None:
            self.ages.take(chunk, now, 10)
        return True


def outstations(arguments, points, port):
    station = subprocess.Popen(
        [os.path.join(arguments.bin, "iec104"), "outstation", "--listen", f"127.0.1.1:{port}",
         "--points", points, "--instances", str(arguments.rtus), "--spread", "addresses"],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    if not station.stdout.readline():
        sys.exit("the outstations did not start")
    Counter(station.stdout)
    return station


def measure(arguments, points, port, form, command):
    """A master whose lines are read."""
    station = outstations(arguments, points, port)
    expected = arguments.rtus * arguments.points
    begin = time.monotonic()
    master = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    reader = Reader(master.stdout, form)
    while reader.interrogated < expected and time.monotonic() < begin + 300:
        reader.read(1)
    image = time.monotonic() - begin
    image_load = processor(master.pid)
    end = time.monotonic() + 2
    while time.monotonic() < end:
        reader.read(0.1)
    reader.ages = Ages(form)
    before, lines, begin = processor(master.pid), reader.lines, time.monotonic()
    station_before = processor(station.pid)
    while time.monotonic() < begin + arguments.seconds:
        reader.read(0.1)
    seconds = time.monotonic() - begin
    load = (processor(master.pid) - before) / seconds * 100
    station_load = (processor(station.pid) - station_before) / seconds * 100
    p50, p99, samples = quantiles(reader.ages.ages)
    row = [str(arguments.rtus), f"{reader.interrogated:,}", f"{image:.1f} s", f"{image_load:.1f} s",
           f"{(reader.lines - lines) / seconds:,.0f}", f"{load:.1f} %", f"{station_load:.0f} %",
           f"{status(master.pid, 'VmRSS') / 1024:.0f} MB", f"{status(master.pid, 'VmHWM') / 1024:.0f} MB",
           f"{status(master.pid, 'Threads')}", p50, p99]
    for process in (master, station):
        process.terminate()
        process.wait()
    return row


def measure_library(arguments, points, port, *options):
    """A fleet of the library that counts what it gets."""
    station = outstations(arguments, points, port)
    master = subprocess.Popen(
        [os.path.join(arguments.bin, "IEC104StationBenchmarks"), "fleet", "--port", str(port),
         "--rtus", str(arguments.rtus), "--points", str(arguments.points),
         "--seconds", str(arguments.seconds), *options],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
    result = json.loads(master.stdout.readline() or "{}")
    result |= json.loads(master.stdout.readline() or "{}")
    result |= dict(memory=status(master.pid, "VmRSS"), peak=status(master.pid, "VmHWM"),
                   threads=status(master.pid, "Threads"))
    master.terminate()
    master.wait()
    station.terminate()
    station.wait()
    return counted(arguments.rtus, result)


def counted(rtus, result):
    return [str(rtus), f"{result.get('objects', 0):,}", f"{result.get('image', 0):.1f} s",
            f"{result.get('image_load', 0):.1f} s", f"{result.get('rate', 0):,.0f}",
            f"{result.get('load', 0):.1f} %", "", f"{result.get('memory', 0) / 1024:.0f} MB",
            f"{result.get('peak', 0) / 1024:.0f} MB", str(result.get("threads", "")),
            f"{result.get('p50', 0):.1f}", f"{result.get('p99', 0):.1f}"]


def measure_c104(arguments, points, port, rtus):
    """A master on c104 of as many of the RTUs."""
    few = argparse.Namespace(**vars(arguments))
    few.rtus = rtus
    with open(points, "w") as file:
        point_list(few, file)
    station = outstations(few, points, port)
    hosts = [f"{address(number)}" for number in range(few.rtus)]
    master = subprocess.Popen(
        [arguments.c104, os.path.join(FOLDER, "c104_fleet.py"), "--port", str(port),
         "--points", str(arguments.points), "--moving", str(moving(few)),
         "--seconds", str(arguments.seconds), *hosts],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    result = json.loads(master.stdout.readline() or "{}")
    master.kill()
    master.wait()
    station.terminate()
    station.wait()
    return counted(few.rtus, result)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--bin", required=True, help="the folder of iec104")
    parser.add_argument("--rtus", type=int, default=1000)
    parser.add_argument("--points", type=int, default=1000)
    parser.add_argument("--rate", type=int, default=10_000, help="events a second, in all")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--c104", help="a python that has c104")
    parser.add_argument("--c104-rtus", default="100", help="one number, or several")
    parser.add_argument("--only", default="", help="rows with this word")
    arguments = parser.parse_args()
    tool = os.path.join(arguments.bin, "iec104")
    hosts = range(arguments.rtus)
    with tempfile.NamedTemporaryFile("w", suffix=".csv") as file, \
            tempfile.NamedTemporaryFile("w", suffix=".prom") as figures, \
            tempfile.NamedTemporaryFile("w", suffix=".json") as fleet:
        point_list(arguments, file)
        port = 24300

        def master(*options):
            return [tool, "master", *(f"{address(number)}:{port}" for number in hosts),
                    "--interrogate", "--station", "1", *options]

        def configured():
            json.dump({
                "defaults": {"stations": 1, "start": ["interrogation"]},
                "rtus": [{"name": f"rtu {number}", "address": f"{address(number)}:{port}",
                          "points": file.name} for number in hosts]}, fleet)
            fleet.flush()
            return [tool, "master", "--config", fleet.name, "--format", "json"]

        # Each row: its name, the format of its lines, its command.
        rows = [(f"`--format {form}`", form, lambda form=form: master("--format", form))
                for form in MARKS]
        rows.append(("`--format json --metrics`", "json", lambda: master(
            "--format", "json", "--metrics", figures.name)))
        rows.append(("`--config FILE --format json`", "json", configured))
        print(f"load average {os.getloadavg()[0]:.2f} at the start", flush=True)
        print("| master | RTUs | values | image | its processor time | events a second | processor | "
              "outstations | memory | most | threads | age p50, ms | p99 |")
        print("|---|---|---|---|---|---|---|---|---|---|---|---|---|")
        for name, form, command in rows:
            if arguments.only in name:
                print("| " + " | ".join([name, *measure(arguments, file.name, port, form, command())])
                      + " |", flush=True)
                port += 1
        for name, options in (("library, one loop", []), ("library, two loops", ["--loops", "2"]),
                              ("library, `updates()`", ["--updates", "1"])):
            if arguments.only in name:
                print("| " + " | ".join(
                    [name, *measure_library(arguments, file.name, port, *options)]) + " |",
                    flush=True)
                port += 1
        for rtus in map(int, arguments.c104_rtus.split(",")):
            if arguments.c104 and arguments.only in "c104":
                print("| " + " | ".join(
                    ["c104", *measure_c104(arguments, file.name, port, rtus)]) + " |", flush=True)
                port += 1
        print(f"load average {os.getloadavg()[0]:.2f} at the end")


if __name__ == "__main__":
    sys.exit(main())

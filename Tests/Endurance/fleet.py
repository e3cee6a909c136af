#!/usr/bin/env python3
"""Lets a fleet work for an hour with RTUs that come and go: killed and started again with their
journals, cut off, silent, slow; switched over, taken out and put back; storms of events, clocks that
are wrong. Accounts for every event, and looks whether memory, descriptors and threads stay as they
are.

    fleet.py --bin DIR [--minutes N] [--processes N] [--each N] [--seed N] [--samples FILE]

DIR has EnduranceProbe. Half of the processes have journals and are killed; each has as many
outstations as --each says. --samples writes what was seen of the processes, each 5 s, as CSV. Ends
with 1 when something is amiss.
"""
import argparse
import os
import random
import shutil
import sys
import tempfile
import time

from soak import DOUBTFUL, PERIOD, Part

LOOPS = 3
# How long the rest of the events may take to arrive.
PATIENCE = 180
ACCOUNT = ("last", "events", "repeats", "gaps", "disorder", "connections",
           "new place", "killed", "tick", "otherwise",
           "out last", "out events", "out repeats", "out gaps", "out disorder", "out connections")


class Stations:
    """A process with some outstations, in its lives."""

    def __init__(self, probe, number, each, port, directory, chance):
        self.number, self.port, self.directory, self.chance = number, port, directory, chance
        self.places = range(number * each, (number + 1) * each)
        self.probe, self.kills, self.stops = probe, 0, 0
        self.begin()

    def begin(self):
        self.part = Part(
            f"stations {self.number}", self.probe, "fleet-stations", str(self.places.start),
            str(self.places.stop), str(self.port), str(self.chance.randrange(1 << 62)),
            self.directory or "-")
        self.port = int(self.part.line("ready")[0])

    def end(self):
        """Now and then it ends in order."""
        if self.chance.random() < 0.25:
            self.part.say("stop")
            self.stops += 1
        else:
            self.part.process.kill()
            self.kills += 1
        self.part.process.wait(60)
        self.part.process.stdin.close()
        self.part.process.stdout.close()


def begin_stations(arguments, directory, chance):
    """The processes of outstations, which share a port; every second one has journals."""
    probe = os.path.join(arguments.bin, "EnduranceProbe")
    stations, port = [], 0
    for number in range(arguments.processes):
        journal = f"{directory}/{number}" if number % 2 else None
        if journal:
            os.mkdir(journal)
        stations.append(Stations(
            probe, number, arguments.each, port, journal, random.Random(chance.random())))
        port = stations[0].port
    return stations, port


def soak(arguments, directory):
    chance = random.Random(arguments.seed)
    probe = os.path.join(arguments.bin, "EnduranceProbe")
    stations, port = begin_stations(arguments, directory, chance)
    count = arguments.processes * arguments.each
    fleet = Part("fleet", probe, "fleet-masters", str(count), str(port), str(LOOPS),
                 str(chance.randrange(1 << 62)))
    fleet.line("ready")
    begin = time.monotonic()
    end = begin + arguments.minutes * 60
    faults, sampled, told = [], begin, begin
    # Each of those with a journal twice in three minutes, in a short run at least twice.
    pause = min(90, arguments.minutes * 20) / max(1, arguments.processes // 2)
    dies = begin + pause
    while (now := time.monotonic()) < end:
        time.sleep(max(0.05, min(dies, sampled + PERIOD, end) - now))
        if (now := time.monotonic()) >= dies:
            one = chance.choice(stations[1::2] or stations)
            one.end()
            time.sleep(chance.choice((0, 1, 8)) * chance.random())
            fleet.say(f"killed {one.places.start} {one.places.stop}")
            one.begin()
            dies = time.monotonic() + pause * 2 * chance.random()
        if now >= sampled + PERIOD:
            sampled = now
            for part in (fleet, stations[0].part):
                part.sample(now - begin)
        if now >= told + 300:
            told = now
            fleet.say("report")
            print(f"{now - begin:6.0f} s: {fleet.samples[-1][1:4]}, {os.getloadavg()[0]:.1f} load, "
                  f"{' '.join(fleet.line('report'))}", flush=True)
    fleet.say("calm")
    fleet.line("calm")
    numbers = {}
    for one in stations:
        one.part.say("quiet")
        for place, word in zip(one.places, one.part.line("events")):
            numbers[place] = int(word.split(":")[0])
    accounts = drained(fleet, count, numbers)
    lost = {}
    for one in stations:
        one.part.say("quiet")
        for place, word in zip(one.places, one.part.line("events")):
            lost[place] = int(word.split(":")[1])
    report = settled(fleet, count)
    kept = {place for one in stations if one.directory for place in one.places}
    faults += compare(numbers, lost, accounts, report, kept)
    print(f"  {sum(one.kills for one in stations)} times a process was killed, "
          f"{sum(one.stops for one in stations)} times it ended in order")
    parts = [fleet, stations[0].part]
    for part in parts:
        faults += part.faults()
    if arguments.samples:
        with open(arguments.samples, "w") as file:
            file.write("process,seconds,resident_kB,descriptors,threads,processor_seconds\n")
            for part in parts:
                for row in part.samples:
                    file.write(",".join([part.name, f"{row[0]:.0f}", *map(str, row[1:4]),
                                         f"{row[4]:.1f}"]) + "\n")
    for part in [fleet] + [one.part for one in stations]:
        part.process.stdin.close()
        part.process.wait(60)
        if part.process.returncode:
            faults.append(f"{part.name} ended with {part.process.returncode}")
    return faults


def drained(fleet, count, numbers):
    """The accounts when all events have arrived, or the time is over."""
    end = time.monotonic() + PATIENCE
    while True:
        fleet.say("accounts")
        accounts = [dict(zip(ACCOUNT, map(int, fleet.line("account")[1:]))) for _ in range(count)]
        if time.monotonic() > end or all(
                account["last"] == account["out last"] == numbers[place]
                for place, account in enumerate(accounts)):
            return accounts
        time.sleep(1)


def settled(fleet, count):
    """The report when all RTUs are started again, or the time is over."""
    end = time.monotonic() + PATIENCE
    while True:
        fleet.say("report")
        report = fleet.line("report")
        if f"started={count}" in report or time.monotonic() > end:
            return report
        time.sleep(0.5)


def compare(numbers, lost, accounts, report, kept):
    faults = []
    counts = dict(word.split("=") for word in report[1:])
    counts = {kind: int(count) for kind, count in counts.items()}
    for place, account in enumerate(accounts):
        def fault(text):
            faults.append(f"rtu {place}: {text}")
        if account["last"] != numbers[place]:
            fault(f"{numbers[place]} events, {account['last']} is the last to arrive")
        if not 0 <= lost[place] - account["gaps"] <= max(50, lost[place] // DOUBTFUL):
            fault(f"{account['gaps']} missing, {lost[place]} counted as lost")
        if place in kept and account["gaps"]:
            fault(f"{account['gaps']} missing, and it has a journal")
        if account["disorder"]:
            fault(f"{account['disorder']} in disorder")
        if account["otherwise"]:
            fault(f"{account['otherwise']} shown twice")
        if place not in kept and account["killed"]:
            fault(f"{account['killed']} again after a kill that there was not")
        for name in ("last", "events", "repeats", "gaps"):
            if account[name] != account["out " + name]:
                fault(f"{name}: {account[name]} arrived, {account['out ' + name]} put out")
    if counts["lost"]:
        faults.append(f"{counts['lost']} values were lost on their way to a reader that is quick")
    # 1,000 wait for the one that is slow; some arrive while both are asked.
    rest = counts["values"] - counts["slowly-read"] - counts["slowly-lost"]
    if not -1000 <= rest <= 2000:
        faults.append(f"{rest} values were neither read slowly nor counted as lost")
    faults += [f"{kind}: {count}" for kind, count in counts.items()
               if kind.startswith(("malformed", "unexpected", "not-added", "not-removed",
                                   "not-replaced", "not-asked", "other"))]
    if counts["started"] != len(accounts):
        faults.append(f"{counts['started']} of {len(accounts)} RTUs are started at the end")

    def total(name):
        return sum(account[name] for account in accounts)
    print(f"{sum(numbers.values())} events of {len(accounts)} RTUs: {total('events')} arrived on "
          f"{total('connections')} starts, {total('gaps')} missing and {sum(lost.values())} "
          f"counted as lost; shown again: {total('new place')} to an RTU that was put in the place "
          f"of another, {total('killed')} after a kill, {total('tick')} of points with several in one "
          f"tick of the clock, {total('otherwise')} otherwise; "
          f"{total('disorder')} in disorder; {' '.join(report)}")
    return faults


def main(description, soak, minutes, processes, each):
    """What both soaks of RTUs have in common: options, a folder, the verdict."""
    parser = argparse.ArgumentParser(description=description.split("\n")[0])
    parser.add_argument("--bin", required=True, help="the folder of the programs")
    parser.add_argument("--minutes", type=float, default=minutes)
    parser.add_argument("--processes", type=int, default=processes)
    parser.add_argument("--each", type=int, default=each, help="outstations of a process")
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 30))
    parser.add_argument("--samples", help="a CSV file for what was seen of the processes")
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}", flush=True)
    directory = tempfile.mkdtemp(prefix="fleet-")
    try:
        faults = soak(arguments, directory)
    finally:
        shutil.rmtree(directory, ignore_errors=True)
    for fault in faults[:40]:
        print(f"  FAILED {fault}")
    print("failed" if faults else "passed")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main(__doc__, soak, 60, 8, 50)

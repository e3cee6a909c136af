#!/usr/bin/env python3
"""Lets one `iec104 master` work with RTUs that come and go: killed, cut off, silent, slow; taken out
of its file and put back, with SIGHUP. Its lines are read by a reader that stands still now and then.
Accounts for every event in them, and looks whether memory, descriptors and threads stay as they are.

    master.py --bin DIR [--minutes N] [--processes N] [--each N] [--seed N] [--samples FILE]

DIR has iec104 and EnduranceProbe. The outstations are those of fleet.py. Ends with 1 when something
is amiss.
"""
import json
import os
import random
import re
import select
import signal
import subprocess
import sys
import time

from fleet import PATIENCE, begin_stations, main
from soak import DOUBTFUL, PERIOD, Part

EVENT = re.compile(rb'"rtu":"rtu (\d+)".*"causeId":3,.*"address":([123]),"value":(\d+).*"time":"([^"]+)"')
STARTED = re.compile(rb'"rtu":"rtu (\d+)","event":"started"')


class Account:
    """What has come of the events of one RTU: see FleetAccount."""

    def __init__(self):
        self.last = self.events = self.gaps = self.starts = 0
        self.here = self.link = self.doubtful = 0
        self.again = dict.fromkeys(("new place", "killed", "tick", "otherwise"), 0)
        self.disorder = 0
        self.ticks, self.shared, self.twice = {}, set(), set()

    def started(self):
        self.starts += 1
        self.link = 0
        self.twice = set()
        self.doubtful = max(0, self.doubtful - 1)

    def take(self, point, number, clock):
        before = self.ticks.get(point)
        if before and before[1] == clock and before[0] != number:
            self.shared |= {before[0], number}
        self.ticks[point] = (number, clock)
        self.events += 1
        if number <= self.link:
            self.disorder += 1
        self.link = number
        if number > self.last:
            self.gaps += number - self.last - 1
            self.last = number
        elif number > self.here:
            self.again["new place"] += 1
        elif self.doubtful:
            self.again["killed"] += 1
        elif number in self.shared or point in self.twice:
            self.again["tick"] += 1
            self.twice.add(point)
        else:
            self.again["otherwise"] += 1
        self.here = max(self.here, number)


class Master:
    """`iec104 master` with a file of RTUs, its lines and its figures."""

    def __init__(self, arguments, directory, places, port):
        self.directory, self.port = directory, port
        self.present = set(places)
        self.accounts = {place: Account() for place in places}
        self.rest, self.lines = b"", 0
        self.write()
        self.log = open(directory + "/log", "wb")
        self.part = Part.__new__(Part)
        self.part.name, self.part.samples = "iec104 master", []
        self.part.process = self.process = subprocess.Popen(
            [os.path.join(arguments.bin, "iec104"), "master", "--config", self.path,
             "--format", "json", "--metrics", directory + "/figures.prom", "--metrics-every", "2"],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self.log)

    @property
    def path(self):
        return self.directory + "/fleet.json"

    def write(self):
        """Every third one is a redundancy group: FleetPlace."""
        def address(third, place):
            return f"127.104.{third + place // 200}.{place % 200 + 1}:{self.port}"
        rtus = [{"name": f"rtu {place}",
                 "addresses": [address(third, place) for third in ((0, 100) if place % 3 == 0 else (0,))]}
                for place in sorted(self.present)]
        with open(self.path + ".new", "w") as file:
            json.dump({"defaults": {"stations": 1, "start": ["interrogation"],
                                    "links": {"t1": "6s", "t2": "2s", "t3": "5s"}},
                       "rtus": rtus}, file)
        os.rename(self.path + ".new", self.path)

    def change(self, chance):
        """One RTU leaves the file or comes back to it."""
        absent = sorted(set(self.accounts) - self.present)
        if absent:
            self.present |= set(absent)
            # What it sent before, it may send again to what knows nothing of it.
            for place in absent:
                self.accounts[place].here = 0
        else:
            self.present.remove(chance.choice(sorted(self.present)))
        self.write()
        self.process.send_signal(signal.SIGHUP)

    def read(self, limit):
        if not select.select([self.process.stdout], [], [], limit)[0]:
            return
        octets = os.read(self.process.stdout.fileno(), 1 << 20)
        if not octets:
            with open(self.log.name, "rb") as log:
                sys.exit(f"FAILED: the master ended: {log.read()[-2000:].decode()}")
        *lines, self.rest = (self.rest + octets).split(b"\n")
        for line in lines:
            self.lines += 1
            if found := EVENT.search(line):
                self.accounts[int(found[1])].take(int(found[2]), int(found[3]), found[4])
            elif found := STARTED.search(line):
                self.accounts[int(found[1])].started()


def soak(arguments, directory):
    chance = random.Random(arguments.seed)
    stations, port = begin_stations(arguments, directory, chance)
    places = [place for one in stations for place in one.places]
    master = Master(arguments, directory, places, port)
    begin = time.monotonic()
    end = begin + arguments.minutes * 60
    pause = min(90, arguments.minutes * 20) / max(1, arguments.processes // 2)
    dies = changes = halts = begin + pause
    sampled, pauses = begin, 0
    while (now := time.monotonic()) < end:
        master.read(max(0.01, min(dies, changes, halts, sampled + PERIOD, end) - now))
        now = time.monotonic()
        if now >= dies:
            one = chance.choice(stations[1::2] or stations)
            one.end()
            for place in one.places:
                master.accounts[place].doubtful = 2
            one.begin()
            dies = time.monotonic() + pause * 2 * chance.random()
        if now >= changes:
            master.change(chance)
            changes = now + pause * chance.random()
        if now >= halts:
            # The reader stands still; the master holds its acknowledgements back.
            time.sleep(chance.choice((0.5, 2, 8)))
            pauses += 1
            halts = time.monotonic() + pause * 2 * chance.random()
        if now >= sampled + PERIOD:
            sampled = now
            master.part.sample(now - begin)
    master.present = set(places)
    master.write()
    master.process.send_signal(signal.SIGHUP)
    numbers = said(stations)
    patience = time.monotonic() + PATIENCE
    while time.monotonic() < patience and any(
            master.accounts[place].last < number for place, (number, _) in numbers.items()):
        master.read(0.5)
    numbers = said(stations)
    faults = compare(numbers, master, {
        place for one in stations if one.directory for place in one.places})
    faults += master.part.faults()
    print(f"  {master.lines} lines; {sum(one.kills for one in stations)} times a process was killed, "
          f"{sum(one.stops for one in stations)} times it ended in order; the reader stood still "
          f"{pauses} times")
    if arguments.samples:
        with open(arguments.samples, "w") as file:
            file.write("seconds,resident_kB,descriptors,threads,processor_seconds\n")
            for row in master.part.samples:
                file.write(",".join(f"{value:.0f}" for value in row) + "\n")
    with open(directory + "/figures.prom") as file:
        if not file.read().endswith("\n"):
            faults.append("the figures end in the midst of a line")
    master.process.terminate()
    while master.process.stdout.read(1 << 20):
        pass
    if master.process.wait(60) != 0:
        faults.append(f"the master ended with {master.process.returncode}")
    for one in stations:
        one.part.process.stdin.close()
        one.part.process.wait(60)
    return faults


def said(stations):
    """The last number and the count of lost events of each outstation, which makes no more."""
    numbers = {}
    for one in stations:
        one.part.say("quiet")
        for place, word in zip(one.places, one.part.line("events")):
            numbers[place] = tuple(map(int, word.split(":")))
    return numbers


def compare(numbers, master, kept):
    faults = []
    for place, (number, lost) in numbers.items():
        account = master.accounts[place]
        if account.last != number:
            faults.append(f"rtu {place}: {number} events, {account.last} is the last to arrive")
        if not 0 <= lost - account.gaps <= max(50, lost // DOUBTFUL):
            faults.append(f"rtu {place}: {account.gaps} missing, {lost} counted as lost")
        if place in kept and account.gaps:
            faults.append(f"rtu {place}: {account.gaps} missing, and it has a journal")
        if account.disorder:
            faults.append(f"rtu {place}: {account.disorder} in disorder")
        if account.again["otherwise"]:
            faults.append(f"rtu {place}: {account.again['otherwise']} shown twice")
    accounts = list(master.accounts.values())
    again = {name: sum(account.again[name] for account in accounts) for name in accounts[0].again}
    print(f"{sum(number for number, _ in numbers.values())} events of {len(numbers)} RTUs: "
          f"{sum(account.events for account in accounts)} lines on "
          f"{sum(account.starts for account in accounts)} starts, "
          f"{sum(account.gaps for account in accounts)} missing and "
          f"{sum(lost for _, lost in numbers.values())} counted as lost; shown again: "
          f"{again['new place']} to an RTU that was put back into the file, {again['killed']} after a "
          f"kill, {again['tick']} of points with several in one tick of the clock, "
          f"{again['otherwise']} otherwise; {sum(account.disorder for account in accounts)} in disorder")
    return faults


if __name__ == "__main__":
    main(__doc__, soak, 15, 4, 25)

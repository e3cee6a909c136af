#!/usr/bin/env python3
"""Kills an outstation with a journal (kill -9) at random moments under traffic, and accounts for
every event at its master.

    journal.py --bin DIR [--kills N] [--seed N]

DIR has EnduranceProbe. Every event has a number of its own. Of what was killed, each life must give
back at least what it had said to be safe, and under 'each' what the master had got; the master must
get every number at least once, in order on each connection. Ends with 1 when something is amiss.
"""
import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

LONGEST = 60


class Station:
    """One life of the outstation."""

    def __init__(self, probe, directory, port, sync, seed):
        self.process = subprocess.Popen(
            [probe, "killed-station", directory, str(port), sync, str(seed)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        words = self.process.stdout.readline().split()
        if words[:1] != ["ready"]:
            raise SystemExit(f"FAILED: no start: {words} {self.process.stderr.read()}")
        self.port, self.number = int(words[1]), int(words[2])
        self.safe = 0
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        for line in self.process.stdout:
            # The last line may have been cut by the kill.
            if line.startswith("safe ") and line.endswith("\n"):
                self.safe = int(line.split()[1])

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.reader.join()
        self.process.stderr.close()


class Master:
    NAMES = ("last", "events", "repeats", "gaps", "disorder", "connections")

    def __init__(self, probe, port):
        self.process = subprocess.Popen(
            [probe, "killed-master", str(port)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def account(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        words = self.process.stdout.readline().split()
        return dict(zip(self.NAMES, map(int, words[1:])))

    def close(self):
        self.process.kill()
        self.process.wait()


def run(probe, sync, kills, chance):
    """The faults of so many lives and deaths under one policy."""
    directory = tempfile.mkdtemp(prefix="journal-")
    faults, safe, started = [], 0, time.monotonic()
    station = Station(probe, directory, 0, sync, chance.randrange(1, 1 << 62))
    master = Master(probe, station.port)
    port = station.port
    for death in range(kills):
        time.sleep(chance.choice((0.005, 0.05, 0.15)) * chance.random())
        station.kill()
        safe = max(safe, station.safe)
        arrived = master.account()
        last = death == kills - 1
        station = Station(probe, directory, port, sync, 0 if last else chance.randrange(1, 1 << 62))
        if station.number < safe:
            faults.append(f"death {death}: {safe} was safe, {station.number} is left")
        if sync == "each" and station.number < arrived["last"]:
            faults.append(f"death {death}: {arrived['last']} arrived, {station.number} is left")
        safe = station.number
    end = time.monotonic() + LONGEST
    while master.account()["last"] < station.number and time.monotonic() < end:
        time.sleep(0.05)
    account = master.account()
    if account["last"] < station.number:
        faults.append(f"{station.number} events, only {account['last']} have arrived")
    if account["gaps"]:
        faults.append(f"{account['gaps']} events never arrived")
    if account["disorder"]:
        faults.append(f"{account['disorder']} events in disorder")
    station.kill()
    master.close()
    shutil.rmtree(directory)
    print(f"{'FAILED' if faults else 'passed'} {sync}: {kills} kills in "
          f"{time.monotonic() - started:.0f} s, {station.number} events, {account['events']} arrived "
          f"on {account['connections']} connections, {account['repeats']} of them again, "
          f"{account['gaps']} missing", flush=True)
    for fault in faults[:10]:
        print(f"  {fault}")
    return not faults


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--bin", required=True, help="the folder of EnduranceProbe")
    parser.add_argument("--kills", type=int, default=510)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 30))
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}", flush=True)
    probe = os.path.join(arguments.bin, "EnduranceProbe")
    third = arguments.kills // 3
    passed = [run(probe, sync, third, random.Random(arguments.seed + place))
              for place, sync in enumerate(("each", "5", "none"))]
    sys.exit(0 if all(passed) else 1)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Measures `iec104 outstation --instances`: memory and processor time of one process with many
outstations, without masters and with one for each.

    instances.py --bin .build/release [--instances N] [--seconds N]

Builds nothing. Processor time is in per cent of one core, over the seconds that are given.
"""
import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time

TICKS = os.sysconf("SC_CLK_TCK")


def processor(pid):
    with open(f"/proc/{pid}/stat") as file:
        words = file.read().rsplit(")", 1)[1].split()
    return (int(words[11]) + int(words[12])) / TICKS


def status(pid, key):
    with open(f"/proc/{pid}/status") as file:
        return int(next(line for line in file if line.startswith(key + ":")).split()[1])


def address(number):
    """That of one of many outstations from 127.0.1.1 on, as --spread addresses gives them."""
    whole = (127 << 24 | 1 << 8 | 1) + number
    return ".".join(str(whole >> shift & 255) for shift in (24, 16, 8, 0))


class Counter(threading.Thread):
    """Counts the lines of a pipe."""

    def __init__(self, pipe):
        super().__init__(daemon=True)
        self.pipe, self.lines = pipe, 0
        self.start()

    def run(self):
        while octets := os.read(self.pipe.fileno(), 1 << 20):
            self.lines += octets.count(b"\n")


def measure(arguments, port, instances, points, simulates, masters):
    tool = os.path.join(arguments.bin, "iec104")
    command = [tool, "outstation", "--listen", f"127.0.1.1:{port}"]
    if points:
        command += ["--points", points]
    if simulates:
        command += ["--simulate"]
    if instances > 1:
        command += ["--instances", str(instances), "--spread", "addresses"]
    started = time.monotonic()
    station = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    if not station.stdout.readline():
        sys.exit("the outstation did not start")
    listening = time.monotonic() - started
    # What it tells of its masters must be read, or it would wait.
    Counter(station.stdout)
    master, counter = None, None
    if masters:
        hosts = [f"{address(number)}:{port}" for number in range(instances)]
        master = subprocess.Popen(
            [tool, "master", *hosts, "--format", "json"],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        counter = Counter(master.stdout)
    time.sleep(5 if masters else 1)
    before, lines = processor(station.pid), counter.lines if counter else 0
    time.sleep(arguments.seconds)
    load = (processor(station.pid) - before) / arguments.seconds * 100
    rate = (counter.lines - lines) / arguments.seconds if counter else 0
    row = (f"{status(station.pid, 'VmRSS') / 1024:.0f} MB", f"{load:.1f}",
           f"{status(station.pid, 'Threads')}", f"{listening:.2f} s", f"{rate:.0f}" if masters else "")
    for process in (master, station):
        if process:
            process.terminate()
            process.wait()
    return row


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--bin", required=True, help="the folder of iec104")
    parser.add_argument("--instances", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=10)
    arguments = parser.parse_args()
    with tempfile.NamedTemporaryFile("w", suffix=".csv") as file:
        file.write("station,address,type,name,value,simulate\n")
        for number in range(1000):
            file.write(f"1,{number + 1},M_ME_NC_1,value {number},0,sine amplitude=10 period=60s\n")
        file.flush()
        many = arguments.instances
        print("| outstations | memory | processor | threads | start | updates a second |")
        print("|---|---|---|---|---|---|")
        port = 24100
        for name, count, points, simulates, masters in (
                ("one of 28 points", 1, None, False, False),
                (f"{many} of 28 points", many, None, False, False),
                (f"{many} of 1,000 points", many, file.name, False, False),
                (f"{many} of 28 points, `--simulate`", many, None, True, False),
                (f"{many} of 28 points, `--simulate`, a master on each", many, None, True, True)):
            row = measure(arguments, port, count, points, simulates, masters)
            print("| " + " | ".join((name, *row)) + " |", flush=True)
            port += 1


if __name__ == "__main__":
    sys.exit(main())

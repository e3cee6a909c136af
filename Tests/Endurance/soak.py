#!/usr/bin/env python3
"""Lets an outstation and 20 masters that come and go work for hours: events and storms of them,
commands, interrogations, files, a journal. Accounts for every event and every command, and looks
whether memory, descriptors and threads stay as they are.

    soak.py --bin DIR [--minutes N] [--groups N] [--seed N] [--samples FILE]

DIR has EnduranceProbe. --samples writes what was seen of both processes, each 5 s, as CSV. Ends
with 1 when something is amiss.
"""
import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

PERIOD = 5
# What a link that goes away in the middle of something explains.
EXPLAINED = tuple(f"{what}:{why}" for what in ("command", "request", "file")
                  for why in ("link-", "not-sent", "cancelled")) + ("connect:",)
# What had arrived and was not acknowledged when its connection broke may be pushed out of the buffer
# behind it: the station cannot know, and counts it as lost. One in so many lost events at most.
DOUBTFUL = 10_000


class Part:
    """One of the two processes, and how large it was."""

    def __init__(self, name, *command):
        self.name = name
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.samples = []

    def line(self, kind):
        words = self.process.stdout.readline().split()
        if words[:1] != [kind]:
            raise SystemExit(f"FAILED: {self.name} says {words} for '{kind}'")
        return words[1:]

    def say(self, text):
        self.process.stdin.write(text + "\n")
        self.process.stdin.flush()

    def sample(self, moment):
        folder = f"/proc/{self.process.pid}"
        with open(folder + "/status") as file:
            status = dict(line.split(":", 1) for line in file)
        with open(folder + "/stat") as file:
            words = file.read().rsplit(")", 1)[1].split()
        self.samples.append((
            moment, int(status["VmRSS"].split()[0]), len(os.listdir(folder + "/fd")),
            int(status["Threads"]), (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")))

    def faults(self):
        """What grows: the greatest of the last quarter against that of the second one."""
        count = len(self.samples)
        second, last = self.samples[count // 4:count // 2], self.samples[-(count // 4):]
        if not second or not last:
            return []
        faults = []
        for place, name, slack in ((1, "memory, kB", 1.1), (2, "descriptors", 1.3),
                                   (3, "threads", 1.0)):
            before, after = (max(row[place] for row in rows) for rows in (second, last))
            print(f"  {self.name}: {name}: greatest {before} in the second quarter, {after} in the last")
            if after > before * slack + (4096 if place == 1 else 2):
                faults.append(f"{self.name}: {name} grow from {before} to {after}")
        print(f"  {self.name}: {self.samples[-1][4]:.0f} s of processor time")
        return faults


def soak(arguments, directory):
    os.makedirs(directory + "/files")
    for number, length in ((1, 200), (2, 20_000), (3, 300_000)):
        with open(f"{directory}/files/{number}.bin", "wb") as file:
            file.write(bytes((place * 31 + (place >> 8) + number) & 255 for place in range(length)))
    probe, groups = os.path.join(arguments.bin, "EnduranceProbe"), str(arguments.groups)
    station = Part("station", probe, "soak-station", directory, groups, str(arguments.seed))
    port = station.line("ready")[0]
    masters = Part("masters", probe, "soak-masters", directory, groups, port, str(arguments.seed))
    begin = time.monotonic()
    end = begin + arguments.minutes * 60
    while time.monotonic() < end:
        time.sleep(min(PERIOD, max(0.1, end - time.monotonic())))
        for part in (station, masters):
            part.sample(time.monotonic() - begin)
        if len(station.samples) % 60 == 0:
            masters.say("report")
            print(f"{station.samples[-1][0]:6.0f} s: {' '.join(masters.line('report'))}, "
                  f"{[part.samples[-1][1:4] for part in (station, masters)]}", flush=True)
    station.say("quiet")
    # What is under way ends with the masters: the station is asked again when they have gone.
    number, _, *_ = station.line("events")
    masters.say(f"drain {number}")
    accounts = [dict(zip(("last", "events", "repeats", "gaps", "disorder", "connections"),
                         map(int, masters.line("account")[1:]))) for _ in range(arguments.groups)]
    report = masters.line("report")
    station.say("quiet")
    _, executed, *lost = station.line("events")
    faults = compare(int(number), int(executed), list(map(int, lost)), accounts, report)
    for part in (station, masters):
        faults += part.faults()
    if arguments.samples:
        with open(arguments.samples, "w") as file:
            file.write("process,seconds,resident_kB,descriptors,threads,processor_seconds\n")
            for part in (station, masters):
                for row in part.samples:
                    file.write(",".join([part.name, f"{row[0]:.0f}", *map(str, row[1:4]),
                                         f"{row[4]:.1f}"]) + "\n")
    for part in (station, masters):
        part.process.stdin.close()
        part.process.wait(60)
        if part.process.returncode:
            faults.append(f"{part.name} ended with {part.process.returncode}")
    return faults


def compare(number, executed, lost, accounts, report):
    faults = []
    confirmed, refused, unknown, interrogations, files, wrong = map(int, report[:6])
    for group, account in enumerate(accounts):
        if account["last"] != number:
            faults.append(f"group {group}: {number} events, {account['last']} is the last to arrive")
        if not 0 <= lost[group] - account["gaps"] <= max(50, lost[group] // DOUBTFUL):
            faults.append(f"group {group}: {account['gaps']} missing, {lost[group]} counted as lost")
        if account["disorder"]:
            faults.append(f"group {group}: {account['disorder']} in disorder")
    if not confirmed <= executed <= confirmed + unknown:
        faults.append(f"{confirmed} commands confirmed, {unknown} unknown, {executed} executed")
    if wrong:
        faults.append(f"{wrong} interrogations or files were wrong")
    faults += [f"not explained: {kind}" for kind in report[6:] if not kind.startswith(EXPLAINED)]
    print(f"{number} events to each of {len(accounts)} groups: "
          f"{sum(a['events'] for a in accounts)} arrived on "
          f"{sum(a['connections'] for a in accounts)} connections, "
          f"{sum(a['repeats'] for a in accounts)} of them again, {sum(a['gaps'] for a in accounts)} "
          f"missing and {sum(lost)} counted as lost; {confirmed} commands confirmed, {refused} "
          f"refused, {unknown} unknown, {executed} executed; {interrogations} interrogations, "
          f"{files} files; {' '.join(report[6:])}")
    return faults


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--bin", required=True, help="the folder of EnduranceProbe")
    parser.add_argument("--minutes", type=float, default=120)
    parser.add_argument("--groups", type=int, default=10, help="two masters for each")
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 30))
    parser.add_argument("--samples", help="a CSV file for what was seen of the processes")
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}", flush=True)
    directory = tempfile.mkdtemp(prefix="soak-")
    try:
        faults = soak(arguments, directory)
    finally:
        shutil.rmtree(directory, ignore_errors=True)
    for fault in faults:
        print(f"  FAILED {fault}")
    print("failed" if faults else "passed")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()

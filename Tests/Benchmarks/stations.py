#!/usr/bin/env python3
"""Measures our stations beside a bare loop in C and beside c104, in one run.

    swift build -c release && python3 Tests/Benchmarks/stations.py --bin .build/release

Each row is measured for each side in turn, `--runs` times over; the table gives medians, their
spread, the share of the bare loop that ours reaches, and the factor over c104. Times are compared
the other way round, so 100 % always is as good as the bare loop. The side that is measured has one
core, the tool that measures it polls on another one, unless the row says otherwise.

Builds nothing. Without c104 (--c104 PYTHON of an environment that has it) its column stays empty.
"""
import argparse
import json
import os
import platform
import resource
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
OURS, BARE, C104 = "ours", "bare", "c104"
POINTS = 10_000
C104_POINTS = 4_800  # More do not fit into its queue: it drops what is too much.
SPIN = 200  # Microseconds that our loop polls after the last activity, in rows that poll.


class Row:
    """One line of the table: what is measured, and how.

    kind: "outstation" (the tool is a master) or "master" (the tool is an outstation).
    """

    def __init__(self, name, kind, tool, peer=(), goal=None, figure="objects_per_s",
                 polls=False, shares=False, without=(), c104=(), ours=(), isTime=False):
        self.name, self.kind, self.tool, self.peer = name, kind, list(tool), list(peer)
        self.goal, self.figure, self.polls, self.shares = goal, figure, polls, shares
        self.without, self.c104, self.ours, self.isTime = without, list(c104), list(ours), isTime

    @property
    def title(self):
        return self.name + (", polling" if self.polls else "")


def gi(connections, rounds):
    return ["gi", "--connections", connections, "--rounds", rounds]


def rows():
    def outstation(name, tool, goals, peer=(), **more):
        for polls, goal in zip((False, True), goals):
            if goal is not None:
                yield Row(name, "outstation", tool, peer, goal, polls=polls, **more)

    for sequence, label in ((0, "30 an ASDU"), (1, "48 an ASDU")):
        peer = ["--sequences", sequence]
        c104 = {} if sequence == 0 else {"without": (C104,)}
        yield from outstation(
            f"GI served, {label}, 1 connection", gi(1, 300), (0.80, 0.67), peer, **c104)
        yield from outstation(
            f"GI served, {label}, 10 connections", gi(10, 60), (0.67, 0), peer, **c104)
        for shares in (False, True):
            where = ", cores shared" if shares else ""
            yield from outstation(
                f"GI served, {label}, 100 connections{where}", gi(100, 10),
                (0.67, None if shares else 0), peer, shares=shares, without=(C104,))
    for size in (1, 16):
        yield from outstation(
            f"events out, {size} an ASDU", ["events", "--seconds", 2], (0.80, 0.66),
            ["--events", "max", "--per-asdu", size])
    age = ["events", "--seconds", 3, "--age", 1]
    for figure in ("p50", "p99"):
        yield Row(f"age of an event at 100/s, {figure}, ms", "outstation", age,
                  ["--events", 100], None, figure, isTime=True)
    for figure, goals in (("p50", (0.84, 0.71)), ("p99", (0.82, 0.57))):
        yield from outstation(
            f"command round trip, {figure}, us", ["command", "--count", 5000], goals,
            figure=figure, isTime=True)
    for polls, goal in ((False, 0.88), (True, 0.67)):
        yield Row("GI taken in", "master", ["--points", POINTS], gi(1, 300)[:1], goal, polls=polls,
                  ours=["--rounds", 300], c104=["--rounds", 5])
    yield Row("GI taken in as an array of values", "master", ["--points", POINTS], ["gi"],
              without=(C104,), ours=["--rounds", 100, "--collect", 1])
    for size, goals in ((1, (0.94, 0.67)), (16, (0.90, 0.66))):
        for polls, goal in zip((False, True), goals):
            yield Row(f"events taken in, {size} an ASDU", "master",
                      ["--events", "max", "--per-asdu", size], ["events", "--seconds", 2], goal,
                      polls=polls)
    for figure in ("p50", "p99"):
        for polls in (False, True):
            yield Row(f"command sent, {figure}, us", "master", [], ["command"], None, figure,
                      polls=polls, isTime=True)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Bench:
    def __init__(self, options):
        self.options = options
        self.bin = Path(options.bin).resolve()
        self.cores = sorted(os.sched_getaffinity(0))
        if len(self.cores) < 2:
            sys.exit("two cores are needed: one for the side that is measured, one for the tool")

    # -- processes

    def pinned(self, words, core):
        words = [str(word) for word in words]
        return words if core is None else ["taskset", "-c", str(core)] + words

    def side_command(self, side, role, arguments):
        if side == BARE:
            return [self.bin / "bareloop", role] + arguments
        if side == OURS:
            return [self.bin / "IEC104StationBenchmarks", role] + arguments
        script = "c104_outstation.py" if role == "outstation" else "c104_master.py"
        return [self.options.c104, HERE / script] + ([] if role == "outstation" else [role]) \
            + arguments

    def serve(self, side, arguments, core):
        """Starts an outstation: the process and its port."""
        role = "serve" if side == BARE else "outstation"
        if side == C104:
            arguments = arguments + ["--port", free_port()]
        process = subprocess.Popen(
            self.pinned(self.side_command(side, role, arguments), core),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        line = process.stdout.readline()
        if not line:
            raise RuntimeError(f"{side}: {process.stderr.read().strip()}")
        return process, json.loads(line)["port"]

    def result(self, words, core):
        done = subprocess.run(
            self.pinned(words, core), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            timeout=60)
        lines = done.stdout.split("\n")
        answer = json.loads(lines[-2]) if len(lines) > 1 else {}
        if not answer.get("ok"):
            raise RuntimeError((done.stderr.strip() or done.stdout.strip())[-200:])
        return answer

    # -- one measurement

    def cores_of(self, row):
        return (None, None) if row.shares else (self.cores[0], self.cores[-1])

    def outstation(self, row, side):
        mine, tools = self.cores_of(row)
        points = C104_POINTS if side == C104 else POINTS
        arguments = ["--points", points] + row.peer
        if side == BARE:
            arguments = ["--sequence" if word == "--sequences" else word for word in arguments]
        if side == C104 and "--sequences" in arguments:
            arguments = arguments[:2]
        if row.polls:
            arguments += {OURS: ["--spin", SPIN], BARE: ["--poll", 1], C104: []}[side]
        peer, port = self.serve(side, arguments, mine)
        try:
            if side == C104:
                time.sleep(0.3)
            tool = row.tool + ["--port", port, "--poll", 0 if row.shares else 1]
            if row.tool[0] == "gi":
                tool += ["--points", points]
                if side == C104:
                    tool += ["--rounds", 10]
            if side == C104 and row.tool[0] == "command":
                # It sends no termination.
                tool += ["--count", 1000, "--termination", 0]
            return self.result([self.bin / "bareloop"] + tool, tools)
        finally:
            peer.kill()
            peer.communicate()

    def master(self, row, side):
        mine, tools = self.cores_of(row)
        tool, port = self.serve(BARE, row.tool + ["--poll", 1], tools)
        try:
            arguments = row.peer[1:] + ["--port", port]
            if row.polls:
                arguments += {OURS: ["--spin", SPIN], BARE: ["--poll", 1], C104: []}[side]
            if "--points" in row.tool:
                arguments += ["--points", POINTS]
            arguments += {OURS: row.ours, C104: row.c104, BARE: row.ours[:2]}[side]
            return self.result(self.side_command(side, row.peer[0], arguments), mine)
        finally:
            tool.kill()
            tool.communicate()

    def idle(self, side, count):
        """Quiet connections: octets of each, share of a core, threads, median of TESTFR in us."""
        arguments = ["--points", 100]
        peer, port = self.serve(side, arguments, self.cores[0])
        try:
            if side == C104:
                time.sleep(0.3)
            before = status(peer.pid)
            tool = subprocess.Popen(
                self.pinned(
                    [self.bin / "bareloop", "idle", "--port", port, "--connections", count,
                     "--seconds", self.options.idle_seconds], self.cores[-1]),
                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            if not tool.stdout.readline():
                raise RuntimeError(tool.stderr.read().strip())
            start, used = time.monotonic(), cpu(peer.pid)
            time.sleep(self.options.idle_seconds * 0.9)
            used, elapsed = cpu(peer.pid) - used, time.monotonic() - start
            after = status(peer.pid)
            output, words = tool.communicate()
            if tool.returncode:
                raise RuntimeError(words.strip() or output.strip())
            return {
                "connections": count, "threads": after["Threads"], "core": used / elapsed,
                "octets": (after["VmRSS"] - before["VmRSS"]) * 1024 / count,
                "test_p50_us": json.loads(output)["p50"],
            }
        finally:
            peer.kill()
            peer.communicate()

    def start(self, side):
        port = free_port()
        words = {
            OURS: [self.bin / "iec104", "outstation", "--listen", f"127.0.0.1:{port}"],
            BARE: [self.bin / "bareloop", "serve", "--port", port],
            C104: [self.options.c104, HERE / "c104_outstation.py", "--port", port,
                   "--points", 100],
        }[side]
        tool = [self.bin / "bareloop", "start", "--port", port, "--"] + words
        return self.result(tool, None)

    # -- all

    def measured(self, name, sides, measure, runs):
        """Results by side, taken in turns."""
        results = {side: [] for side in sides}
        for _ in range(runs):
            for side in sides:
                try:
                    results[side].append(measure(side))
                except (RuntimeError, subprocess.TimeoutExpired, json.JSONDecodeError) as error:
                    print(f"  {name}: {side}: {error}", file=sys.stderr)
        return results


def status(process):
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    fields = dict(line.split(":", 1) for line in lines if ":" in line)
    return {name: int(fields[name].split()[0]) for name in ("VmRSS", "Threads")}


def cpu(process):
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def short(value):
    if value is None:
        return ""
    for limit, unit in ((1e6, " M"), (1e3, " k")):
        if abs(value) >= limit:
            return f"{value / limit:.3g}{unit}"
    return f"{value:.3g}"


def compared(title, values, goal, isTime):
    """A line of the result: medians, spreads, share and factor."""
    line = {"name": title, "goal": goal}
    for side, list_ in values.items():
        if list_:
            line[side] = {
                "median": statistics.median(list_), "least": min(list_), "most": max(list_),
                "runs": len(list_)}

    def better(one, other):
        if one not in line or other not in line:
            return None
        a, b = line[one]["median"], line[other]["median"]
        if isTime:
            a, b = b, a
        return a / b if b else None

    line["share"], line["factor"] = better(OURS, BARE), better(OURS, C104)
    return line


def shown(line):
    def cell(side):
        if side not in line:
            return ""
        figures = line[side]
        return f"{short(figures['median'])} ({short(figures['least'])}-{short(figures['most'])})"

    share = "" if line["share"] is None else f"{line['share'] * 100:.0f} %"
    goal = f"{line['goal'] * 100:.0f} %" if line["goal"] else ""
    factor = "" if line["factor"] is None else f"{line['factor']:.3g}"
    return f"| {line['name']} | {cell(OURS)} | {cell(BARE)} | {share} | {goal} " \
        f"| {cell(C104)} | {factor} |"


HEAD = """| measure | ours (least-most) | bare loop | share | goal | c104 | factor |
|---|---|---|---|---|---|---|"""


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True, help="folder of the release build")
    default = HERE.parent.parent / ".build/witness-venv/bin/python"
    parser.add_argument("--c104", default=str(default) if default.exists() else None,
                        metavar="PYTHON", help="an interpreter with c104; '' for none")
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--only", action="append", default=[], metavar="TEXT",
                        help="only rows whose name has this; may be given several times")
    parser.add_argument("--idle", type=int, default=10_000, help="quiet connections")
    parser.add_argument("--idle-seconds", type=float, default=10)
    parser.add_argument("--json", metavar="FILE")
    options = parser.parse_args()
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    if hard < options.idle + 100:
        print(f"only {hard} descriptors are allowed: fewer quiet connections", file=sys.stderr)
        options.idle = hard - 100
    bench = Bench(options)
    sides = [OURS, BARE] + ([C104] if options.c104 else [])

    def wanted(title):
        return not options.only or any(text in title for text in options.only)

    lines = []

    def add(line):
        lines.append(line)
        print(shown(line), flush=True)

    print(HEAD, flush=True)
    cache = {}
    for row in rows():
        if not wanted(row.title):
            continue
        chosen = [side for side in sides if side not in row.without]
        # p50 and p99 come from the same runs.
        key = (row.kind, str(row.tool), str(row.peer), row.polls, row.shares, str(row.ours))
        if key not in cache:
            measure = bench.outstation if row.kind == "outstation" else bench.master
            cache[key] = bench.measured(
                row.title, chosen, lambda side: measure(row, side), options.runs)
        values = {
            side: [one[row.figure] for one in results] for side, results in cache[key].items()}
        add(compared(row.title, values, row.goal, row.isTime))
    if wanted("idle connections"):
        counts = {OURS: options.idle, BARE: options.idle, C104: 100}
        results = bench.measured(
            "idle", sides, lambda side: bench.idle(side, counts[side]), min(options.runs, 3))
        for figure, label in (("octets", "octets each"), ("core", "share of a core"),
                              ("threads", "threads"), ("test_p50_us", "TESTFR, p50, us")):
            values = {side: [one[figure] for one in results[side]] for side in sides}
            add(compared(f"{options.idle} idle connections (c104: 100), {label}", values, None, True))
    if wanted("start"):
        results = bench.measured("start", sides, bench.start, options.runs)
        values = {side: [one["ms"] for one in results[side]] for side in sides}
        add(compared("start to first STARTDT con, ms", values, None, True))
    if options.json:
        Path(options.json).write_text(json.dumps({
            "machine": platform.platform(), "cores": len(bench.cores), "runs": options.runs,
            "load": os.getloadavg(), "rows": lines}, indent=1) + "\n")


if __name__ == "__main__":
    main()

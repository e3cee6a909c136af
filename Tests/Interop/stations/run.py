#!/usr/bin/env python3
"""Our stations against c104 and lib60870-C over TCP, both ways; tshark reads what passed.

    run.py --bin DIR [--keep DIR] [PART ...]

DIR has iec104 and StationProbe. Run it with the Python of the venv that setup.sh makes. One line
per check; ends with 1 when any has failed, with 2 when none was possible.
"""
import argparse
import importlib
import os
import shutil
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
PARTS = ("outstation", "events", "master", "acceptance", "groups", "files", "faults", "redundant")
SECONDS = 80


def run_part(name, arguments):
    """In a process of its own: a crash in C costs one part, and is told."""
    module = importlib.import_module(f"against_{name}")
    checks = module.run(arguments)
    print(f"== {name}: {checks.passed} passed, {len(checks.failed)} failed", flush=True)
    # Threads of C libraries may still run: no destructors.
    os._exit(1 if checks.failed else 0)


def run_all(parts, arguments):
    """All at once: most of the time each waits for the other side."""
    from points import write
    write(os.path.join(arguments.keep, "points.csv"))
    end = time.monotonic() + SECONDS
    started = [(part, subprocess.Popen(
        [sys.executable, os.path.abspath(__file__), "--bin", arguments.bin, "--keep",
         arguments.keep, "--inside", part], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True)) for part in parts]
    failed = False
    for part, process in started:
        try:
            output, errors = process.communicate(timeout=max(end - time.monotonic(), 1))
        except subprocess.TimeoutExpired:
            process.kill()
            output, errors = process.communicate()
            print(f"FAILED {part}: not done after {SECONDS} s")
        print(output, end="")
        if process.returncode != 0:
            failed = True
            if not output.rstrip().rsplit("\n", 1)[-1].startswith("== "):
                print(f"FAILED {part}: ended with {process.returncode}\n{errors[-3000:]}")
    return failed


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--bin", required=True, help="the folder of iec104 and StationProbe")
    parser.add_argument("--keep", help="a folder for captures (default: one that is removed)")
    parser.add_argument("--inside", choices=PARTS, help=argparse.SUPPRESS)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="default: all")
    arguments = parser.parse_args()
    arguments.bin = os.path.abspath(arguments.bin)
    if arguments.inside:
        run_part(arguments.inside, arguments)
    missing = [name for name in ("iec104", "StationProbe")
               if not os.access(os.path.join(arguments.bin, name), os.X_OK)]
    missing += [] if shutil.which("tshark") else ["tshark"]
    try:
        importlib.import_module("c104")
    except ImportError:
        missing.append("c104 (use the Python of the venv that setup.sh makes)")
    if missing:
        print("run.py: missing: " + ", ".join(missing), file=sys.stderr)
        sys.exit(2)
    isKept = arguments.keep is not None
    arguments.keep = os.path.abspath(arguments.keep or tempfile.mkdtemp(prefix="stations-"))
    os.makedirs(arguments.keep, exist_ok=True)
    for name in os.listdir(arguments.keep):
        if name.endswith(".pcap"):
            os.remove(os.path.join(arguments.keep, name))
    start = time.monotonic()
    failed = run_all(arguments.parts or PARTS, arguments)
    if not arguments.parts:
        import captures
        from checks import Checks
        checks = Checks("captures")
        captures.run(checks, arguments)
        print(f"== captures: {checks.passed} passed, {len(checks.failed)} failed")
        failed = failed or bool(checks.failed)
    print(f"== {'FAILED' if failed else 'all passed'} in {time.monotonic() - start:.1f} s")
    if failed or isKept:
        print(f"captures are in {arguments.keep}")
    else:
        shutil.rmtree(arguments.keep, ignore_errors=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    sys.path.insert(0, HERE)
    main()

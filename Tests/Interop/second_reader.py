#!/usr/bin/env python3
"""Reads APDUs with lib60870-C (in the c104 wheel) and with scapy, in the words of `iec104 decode`.

    second_reader.py --worker lib60870|scapy       hex lines -> JSON lines (needs the packages)

`read_frames` runs a worker as a process of its own: a crash or a hang costs one APDU, not the run.
c104.explain_bytes_dict gives the control field and the ASDU's header only, so the elements are
read through the C functions that the wheel's library exports. Where a reader sees less than the
standard, the key is left out: `timeFlagsSeen` lists the time flags that a reader can show.
"""
import argparse
import ctypes
import json
import os
import signal
import subprocess
import sys

WORKERS = ("lib60870", "scapy")
PACKAGES = ("c104==2.2.1", "scapy==2.8.0", "jsonschema==4.26.0",
            "line-protocol-parser==2.0.1", "prometheus-client==0.26.0")
SECONDS_WITHOUT_ANSWER = 60


def read_frames(python, worker, frames):
    """A record, or {"refused": why}, or {"crashed": how}, for every frame (hex)."""
    results, left = [], list(frames)
    while left:
        answers, end = run_worker(python, worker, left)
        results += answers
        left = left[len(answers):]
        if left:
            if not answers and not results and "without an answer" not in end:
                raise RuntimeError(f"the {worker} worker does not start: {end}")
            results.append({"crashed": end})
            left = left[1:]
    return results


def run_worker(python, worker, frames):
    command = [python, os.path.abspath(__file__), "--worker", worker]
    try:
        done = subprocess.run(command, input="\n".join(frames) + "\n", capture_output=True,
                              text=True, timeout=SECONDS_WITHOUT_ANSWER + len(frames) / 50)
        output, status, message = done.stdout, done.returncode, done.stderr
    except subprocess.TimeoutExpired as expired:
        output = (expired.stdout or b"").decode()
        status, message = 0, "ended without an answer in time"
    answers = [json.loads(line) for line in output.split("\n")[:-1]]
    if status < 0:
        message = f"ended by {signal.Signals(-status).name}"
    return answers, message.strip().split("\n")[-1]


def prepare(venv):
    """The venv's Python, with the packages in it: made and filled when needed."""
    python = os.path.join(venv, "bin", "python")
    check = ("import c104, jsonschema, scapy.contrib.scada.iec104, line_protocol_parser, "
             "prometheus_client")
    if not os.path.exists(python):
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    if subprocess.run([python, "-c", check], capture_output=True, check=False).returncode != 0:
        subprocess.run([python, "-m", "pip", "install", "--quiet",
                        "--disable-pip-version-check", *PACKAGES], check=True)
        subprocess.run([python, "-c", check], check=True, capture_output=True)
    return python


def work(worker):
    """A worker's life: one JSON line for every hex line."""
    if worker == "lib60870":
        from lib60870_reader import Lib60870
        reader = Lib60870()
    else:
        from scapy_reader import Scapy
        reader = Scapy()
    for line in sys.stdin:
        try:
            answer = reader.read(line.strip())
        except Exception as error:  # whatever the library throws is its answer to this frame
            answer = {"refused": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--worker", choices=WORKERS, required=True)
    work(parser.parse_args().worker)


if __name__ == "__main__":
    main()

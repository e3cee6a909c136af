#!/usr/bin/env python3
"""`iec104 discover`, `compare` and `files` on a terminal (tmux), and what they write, read by Python's
csv and XML.

    oneshots.py --bin DIR     DIR holds the built iec104

Nothing here waits for so long: each step waits until the screen shows what it must show.
"""
import argparse
import csv
import os
import subprocess
import sys
import tempfile
from xml.etree import ElementTree

from live import Terminal


class Outstation:
    """A running outstation of a `with`."""

    def __init__(self, tool, *options):
        self.process = subprocess.Popen(
            [tool, "outstation", "--listen", "127.0.0.1:0", *options], stdout=subprocess.PIPE,
            stdin=subprocess.DEVNULL, text=True)
        self.host = self.process.stdout.readline().split()[2].rstrip(":")

    def __enter__(self):
        return self.host

    def __exit__(self, *_):
        self.process.terminate()
        self.process.communicate(timeout=30)


def discover(tool, folder, terminal):
    """The list is found while the terminal tells how far it is, and is served and compared."""
    found = os.path.join(folder, "found.csv")
    with Outstation(tool) as host:
        terminal.send(f"{tool} discover {host} --for 2s --output {found}; echo code $?", "Enter")
        terminal.wait("listening, ", "s left: 28 points of 1 station")
        terminal.wait("28 points of station 1", "code 0", without=("listening",))
        with open(found, encoding="utf-8") as file:
            rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
        assert len(rows) == 28 and {row["station"] for row in rows} == {"1"}, rows
        assert {row["address"] for row in rows} >= {"1001", "2001", "3001"}, rows
        with Outstation(tool, "--points", found) as other:
            same = compare(tool, folder, host, other, 0)
            assert (same.get("tests"), same.get("failures")) == ("28", "0"), same.attrib
            subprocess.run([tool, "command", other, "--address", "5001", "--double", "off"],
                           capture_output=True, check=False)
        # A name of a file that XML has to write otherwise, and another value.
        odd = os.path.join(folder, "a&b<'\"变>.csv")
        with open(found, encoding="utf-8") as source, open(odd, "w", encoding="utf-8") as target:
            target.write(source.read().replace(",on,", ",off,", 1))
        suite = compare(tool, folder, host, odd, 1)
        assert odd in suite.get("name"), suite.get("name")
        failed = [case for case in suite.iter("testcase") if case.find("failure") is not None]
        assert len(failed) == 1 and suite.get("failures") == "1", suite.attrib
        assert failed[0].get("classname") == "station 1" and failed[0].get("name") == "1001"
        assert failed[0].find("failure").get("message") == "values: on | off"
    return len(rows)


def compare(tool, folder, one, other, code):
    """The test suite of the report."""
    report = os.path.join(folder, "report.xml")
    run = subprocess.run([tool, "compare", one, other, "--station", "1", "--junit", report],
                         capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == code, (run.returncode, run.stdout, run.stderr)
    root = ElementTree.parse(report).getroot()
    assert root.tag == "testsuites"
    suite, = root
    assert suite.tag == "testsuite" and len(suite.findall("testcase")) == int(suite.get("tests"))
    return suite


def files(tool, folder, terminal):
    """A bar goes both ways; what comes is what went; nothing is left of the bar at the end."""
    octets = bytes(index * 31 % 251 for index in range(60_000))
    os.mkdir(os.path.join(folder, "served"))
    with open(os.path.join(folder, "7.dat"), "wb") as file:
        file.write(octets)
    served = ["--files", os.path.join(folder, "served")]
    for words, fault, done in (("put 7.dat", "slow-read", "octets of 7.dat written"),
                               ("get 7 --output got", "slow-write", "octets to got")):
        with Outstation(tool, *served, "--fault", f"{fault} 50000") as host:
            terminal.send(f"clear; cd {folder}; {tool} files {host} {words}; echo code $?", "Enter")
            terminal.wait("7: ", " kB [#", "] ", " %")
            terminal.wait(done, "checksums right", "code 0", without=(" kB [",))
    with open(os.path.join(folder, "got"), "rb") as file:
        assert file.read() == octets


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--bin", required=True)
    tool = os.path.join(os.path.abspath(parser.parse_args().bin), "iec104")
    with tempfile.TemporaryDirectory() as folder:
        terminal = Terminal(folder)
        try:
            print(discover(tool, folder, terminal), "points: found, served again, compared, JUnit read")
            files(tool, folder, terminal)
            print("files: the bar of both directions")
        finally:
            terminal.close()


if __name__ == "__main__":
    sys.exit(main())

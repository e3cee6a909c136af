#!/usr/bin/env python3
"""The console of `iec104 master` in a real terminal (tmux): keys sent, screen read.

    console.py --bin DIR     DIR holds the built iec104

Nothing here waits for so long: each step waits until the screen shows what it must show.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile

from live import Terminal


def check(tool, host, folder):
    audit = os.path.join(folder, "audit.jsonl")
    terminal = Terminal(folder)
    terminal.send(f"T={tool} H={host} A={audit}; stty -g > {folder}/before; clear; echo be''fore",
                  "Enter")
    terminal.wait("before")
    terminal.send("$T master $H --station 1 --allow 1:5001:double --audit $A; echo code $?; "
                  f"stty -g > {folder}/after; echo en''ded", "Enter")
    # What the log tells does not garble the line that is edited.
    terminal.wait("connected, data transfer started", "iec104>")
    # Tab: a word that is clear is completed, what is not is shown.
    terminal.send("interr", "Tab")
    terminal.wait("iec104> interrogate")
    terminal.send("C-u", "w", "Tab")
    terminal.wait("  why")
    terminal.send("C-u", "clear", "Enter")
    terminal.wait("there is no command 'clear'")
    terminal.send("interrogate", "Enter")
    terminal.wait("26 values of station 1: terminated after")
    terminal.send("watch none", "Enter")
    terminal.wait("no values are shown")

    # A question, and what is not a yes.
    terminal.send("command 5001 off type=double sbo", "Enter")
    terminal.wait("select before operate of type 46, object 5001 of station 1: off", "[y/N]")
    terminal.send("n", "Enter")
    terminal.wait("not sent: it was not confirmed", without=("accepted",))
    # The line before, and a yes.
    terminal.send("Up", "Enter")
    terminal.wait("send it? [y/N] n", "iec104> command 5001 off")
    terminal.send("y", "Enter")
    terminal.wait("accepted: type 46, object 5001 of station 1: confirmed and terminated after",
                  "return after")
    terminal.send("command 5002 on type=double", "Enter")
    terminal.wait("no rule allows", "--allow 1:5002:C_DC_NA_1")
    # A line longer than the terminal is wide, control characters, half a quote.
    terminal.send("x" * 300, "C-v", "C-g", "C-u", "get 'open", "Enter")
    terminal.wait("a quote is not closed")
    terminal.run("resize-window", "-x", "40", "-y", "12")
    terminal.send("quit", "Enter")
    terminal.wait("code 0", "ended")
    with open(f"{folder}/before", encoding="utf-8") as one:
        with open(f"{folder}/after", encoding="utf-8") as other:
            assert one.read() == other.read(), "the terminal is set otherwise than before"
    with open(audit, encoding="utf-8") as file:
        results = [json.loads(line)["result"] for line in file]
    assert results == ["declined", "sending", "accepted", "not-allowed"], results
    terminal.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--bin", required=True)
    tool = os.path.join(os.path.abspath(parser.parse_args().bin), "iec104")
    outstation = subprocess.Popen([tool, "outstation", "--listen", "127.0.0.1:0"],
                                  stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True)
    host = outstation.stdout.readline().split()[2].rstrip(":")
    try:
        with tempfile.TemporaryDirectory() as folder:
            check(tool, host, folder)
    finally:
        outstation.terminate()
        outstation.communicate(timeout=30)
    print("the console of a master: completion, questions, history, a refusal, audit, the terminal")


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""The full-screen view of `iec104 master --live` in a real terminal (tmux): keys sent, screen read.

    live.py --bin DIR     DIR holds the built iec104

Nothing here waits for so long: each step waits until the screen shows what it must show.
"""
import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time

SECONDS = 30


class Terminal:
    """A terminal of tmux, with a shell in it."""

    def __init__(self, folder):
        self.tmux = ["tmux", "-S", os.path.join(folder, "tmux"), "-f", "/dev/null"]
        self.run("new-session", "-d", "-x", "100", "-y", "20", "env PS1='$ ' sh")

    def run(self, *command):
        return subprocess.run([*self.tmux, *command], capture_output=True, text=True, timeout=30,
                              check=True).stdout

    def send(self, *keys):
        self.run("send-keys", *keys)

    @property
    def screen(self):
        return self.run("capture-pane", "-p")

    def wait(self, *texts, without=()):
        """Waits until the screen shows all texts, and none of the others."""
        end = time.monotonic() + SECONDS
        while True:
            screen = self.screen
            if all(text in screen for text in texts) and not any(t in screen for t in without):
                return screen
            assert time.monotonic() < end, f"{texts} without {without} is not on:\n{screen}"
            time.sleep(0.05)

    def close(self):
        self.run("kill-server")


def check(tool, host, folder):
    terminal = Terminal(folder)
    # What the shell shows and how the terminal is set must be there again at every end.
    terminal.send(f"T={tool} H={host}; stty -g > {folder}/before; echo be''fore", "Enter")
    terminal.wait("before")

    def start():
        terminal.send("$T master $H --interrogate --live; echo code $?; "
                      f"stty -g > {folder}/after; echo en''ded", "Enter")
        terminal.wait("1 of 1 started", host, "started", without=("before",))

    def ended(*texts):
        terminal.wait("before", "ended", *texts, without=("outstations",))
        with open(f"{folder}/before", encoding="utf-8") as one:
            with open(f"{folder}/after", encoding="utf-8") as other:
                assert one.read() == other.read(), "the terminal is set otherwise than before"
        terminal.send("clear; echo be''fore", "Enter")
        terminal.wait("before", without=("ended",))

    start()
    terminal.send("2")
    terminal.wait("[points]", "1001", "M_DP_NA_1", "good")
    terminal.send("f", "M_ME", "Enter")
    terminal.wait("filter 'M_ME'", "M_ME_NC_1", without=("M_DP_NA_1",))
    terminal.send("Enter")
    terminal.wait("common address", "interrogated by station", "course")
    terminal.send("q", "q")
    terminal.wait("M_DP_NA_1")
    terminal.send("/", "2001")
    terminal.wait("/2001")
    terminal.send("Enter", "Enter")
    terminal.wait("object address          2001")
    terminal.send("q", "?")
    terminal.wait("any key")
    terminal.send("x", "p")
    terminal.wait("PAUSED")
    terminal.send("p", "Tab")
    terminal.wait("[events]", without=("PAUSED",))
    terminal.run("resize-window", "-x", "60", "-y", "10")
    terminal.send("1")
    screen = terminal.wait("[outstations]", "? help")
    assert len(screen.rstrip("\n").split("\n")) == 10, screen
    terminal.run("resize-window", "-x", "100", "-y", "20")
    terminal.send("q")
    ended("code 0")

    start()
    terminal.send("C-c")
    ended("code 0")

    # A crash: the handler leaves the terminal as it was, then the process dies by the signal.
    start()
    shell = terminal.run("display-message", "-p", "#{pane_pid}").strip()
    with open(f"/proc/{shell}/task/{shell}/children", encoding="ascii") as children:
        os.kill(int(children.read().split()[0]), signal.SIGSEGV)
    ended("code 139")
    terminal.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--bin", required=True)
    tool = os.path.join(os.path.abspath(parser.parse_args().bin), "iec104")
    refused = subprocess.run([tool, "master", "127.0.0.1", "--live"], capture_output=True,
                             stdin=subprocess.DEVNULL, text=True, check=False)
    assert refused.returncode == 2 and "needs a terminal" in refused.stderr, refused
    outstation = subprocess.Popen([tool, "outstation", "--listen", "127.0.0.1:0"],
                                  stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True)
    host = outstation.stdout.readline().split()[2].rstrip(":")
    try:
        with tempfile.TemporaryDirectory() as folder:
            check(tool, host, folder)
    finally:
        outstation.terminate()
        outstation.communicate(timeout=30)
    print("the live view: keys, pages, filter, search, details, help, pause, sizes, three ends")


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""The full-screen view of `iec104 master --live` in a real terminal (tmux): keys sent, screen read.

    live.py --bin DIR     DIR holds the built iec104

Nothing here waits for so long: each step waits until the screen shows what it must show.
"""
import argparse
import json
import os
import re
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

    def wait(self, *texts, without=(), shows=None):
        """Waits until the screen shows all texts, and none of the others, and is as `shows` says."""
        end = time.monotonic() + SECONDS
        while True:
            screen = self.screen
            if all(text in screen for text in texts) and not any(t in screen for t in without) \
                    and (not shows or shows(screen)):
                return screen
            assert time.monotonic() < end, f"{texts} without {without} is not on:\n{screen}"
            time.sleep(0.05)

    def close(self):
        self.run("kill-server")


def same(folder):
    """The terminal is set as it was."""
    with open(f"{folder}/before", encoding="utf-8") as one:
        with open(f"{folder}/after", encoding="utf-8") as other:
            assert one.read() == other.read(), "the terminal is set otherwise than before"


def ordered(*rows):
    """Whether these rows are on the screen, in this order."""
    return lambda screen: re.search(".*\n(.*\n)*".join("^" + row for row in rows), screen, re.M)


def check_two(terminal, tool, hosts, folder):
    """Two outstations, one of them a redundancy group, the other with points that move: order,
    filter, links, courses, events."""
    port = hosts[0].rsplit(":", 1)[1]
    pair = [f"127.0.0.1:{port}", f"127.0.0.2:{port}"]
    with open(f"{folder}/fleet.json", "w", encoding="utf-8") as file:
        json.dump({"defaults": {"stations": 1, "start": ["clock", "interrogation"]},
                   "rtus": [{"name": "group", "addresses": pair},
                            {"name": "plain", "address": hosts[1]}]}, file)
    terminal.send(f"{tool} master --config {folder}/fleet.json --live; echo en''ded", "Enter")
    terminal.wait("2 of 2 started", "s sort (name)", shows=ordered("group ", "plain "))
    terminal.send("r")
    terminal.wait("s sort (name, down)", shows=ordered("plain ", "group "))
    terminal.send("r", "s")
    terminal.wait("s sort (state)")
    terminal.send("s", "s", "s", "s")
    terminal.wait("s sort (name)", shows=ordered("group ", "plain "))
    # The links of the group: one started, one on standby.
    terminal.send("g", "Enter")
    terminal.wait("outstation              group", shows=lambda screen: any(
        all(text in screen for text in (f"{one} started", f"{other} standby"))
        for one, other in (pair, pair[::-1])))
    terminal.send("q", "j", "Enter")
    terminal.wait("outstation              plain", f"{hosts[1]} started", without=("standby",))
    terminal.send("Space")
    terminal.wait("clock off by", "clock set", " s ago, it was off by ")
    terminal.send("q", "2", "f", "plain", "Enter")
    terminal.wait("[points]", "filter 'plain'", without=("group",),
                  shows=ordered("plain .* 1 .* M_SP_TB_1 .*", "plain .* 2 .*M_ME_TF_1"))
    # A course that goes up and down.
    terminal.wait(shows=lambda screen: re.search(
        "M_ME_TF_1.*([▁▂▃].*[▅▆▇█]|[▅▆▇█].*[▁▂▃])", screen))
    terminal.send("s")
    terminal.wait("s sort (value)", shows=ordered("plain .*M_SP_TB_1", "plain .*M_ME_TF_1"))
    terminal.send("r")
    terminal.wait("(value, down", shows=ordered("plain .*M_ME_TF_1", "plain .*M_SP_TB_1"))
    terminal.send("q", "3")
    terminal.wait("[events]", without=("filter '",), shows=lambda screen: re.search(
        r"^[\d:]{8}\.\d{3} plain +CA 1 1  (on|off)  [\d:]{8}\.\d{3}", screen, re.M))
    terminal.send("f", "standby", "Enter")
    terminal.wait("filter 'standby'", "group ", "connected, on standby", without=("plain ",))
    terminal.send("q", "1", "f", "plain", "Enter")
    terminal.wait("[outstations]", "filter 'plain'", without=("\ngroup ",),
                  shows=ordered("plain "))
    terminal.send("q", "q")
    terminal.wait("ended", without=("[outstations]",))


def check(terminal, tool, host, folder):
    # What the shell shows and how the terminal is set must be there again at every end.
    terminal.send(f"T={tool} H={host} F={folder}; stty -g > $F/before; echo be''fore", "Enter")
    terminal.wait("before")

    def start():
        terminal.send("$T master $H --interrogate --live; echo code $?; "
                      "stty -g > $F/after; echo en''ded", "Enter")
        terminal.wait("1 of 1 started", host, "started", without=("before",))

    def ended(*texts):
        terminal.wait("before", "ended", *texts, without=("outstations",))
        same(folder)
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
    # Suspended, the terminal is the shell's; back again, the view is drawn anew.
    terminal.send("2")
    terminal.wait("[points]", "1001")
    terminal.send("C-z")
    ended("Stopped")
    terminal.send("fg; echo code $?; stty -g > $F/after; echo en''ded", "Enter")
    terminal.wait("[points]", "1001", "M_DP_NA_1", without=("before", "fg;"))
    terminal.send("C-c")
    ended("code 0")

    # A crash: the handler leaves the terminal as it was, then the process dies by the signal.
    start()
    shell = terminal.run("display-message", "-p", "#{pane_pid}").strip()
    with open(f"/proc/{shell}/task/{shell}/children", encoding="ascii") as children:
        os.kill(int(children.read().split()[0]), signal.SIGSEGV)
    ended("code 139")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--bin", required=True)
    tool = os.path.join(os.path.abspath(parser.parse_args().bin), "iec104")
    refused = subprocess.run([tool, "master", "127.0.0.1", "--live"], capture_output=True,
                             stdin=subprocess.DEVNULL, text=True, check=False)
    assert refused.returncode == 2 and "needs a terminal" in refused.stderr, refused
    with tempfile.TemporaryDirectory() as folder:
        points = os.path.join(folder, "moving.csv")
        with open(points, "w", encoding="utf-8") as file:
            file.write("station,address,type,name,value,simulate\n1,1,M_SP_TB_1,,off,square period=400ms\n"
                       "1,2,M_ME_TF_1,,5,sine period=2s amplitude=3\n")
        started = [subprocess.Popen([tool, "outstation", "--listen", *words],
                                    stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True)
                   for words in (("127.0.0.1:0",), ("0.0.0.0:0",),
                                 ("127.0.0.1:0", "--points", points))]
        try:
            hosts = [one.stdout.readline().split()[2].rstrip(":") for one in started]
            terminal = Terminal(folder)
            check(terminal, tool, hosts[0], folder)
            check_two(terminal, tool, hosts[1:], folder)
            terminal.close()
        finally:
            for one in started:
                one.terminate()
                one.communicate(timeout=30)
    print("the live view: keys, pages, order, filter, search, details, links, events, courses, help, "
          "pause, sizes, suspended and back, three ends")


if __name__ == "__main__":
    sys.exit(main())

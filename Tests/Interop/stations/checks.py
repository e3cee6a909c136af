"""What every check uses: one line for each, waiting by condition, programs that print lines."""
import json
import os
import signal
import subprocess
import threading
import time
import traceback


class Failed(Exception):
    """Something that was waited for did not come."""


class Checks:
    """Prints one line per check and counts."""

    def __init__(self, topic):
        self.topic, self.passed, self.failed = topic, 0, []

    def check(self, name, holds, otherwise=""):
        if holds:
            self.passed += 1
        else:
            self.failed.append(name)
        print(f"{'ok    ' if holds else 'FAILED'} {self.topic}: {name}"
              + ("" if holds or not otherwise else f": {otherwise}"), flush=True)
        return bool(holds)

    def equal(self, name, seen, expected):
        return self.check(name, seen == expected, f"{seen!r}, not {expected!r}")

    def eventually(self, name, see, expected, seconds=3):
        """The other side works with threads of its own: it may take a moment."""
        end = time.monotonic() + seconds
        while (seen := see()) != expected and time.monotonic() < end:
            time.sleep(0.005)
        return self.equal(name, seen, expected)

    def run(self, scenario, *arguments):
        """A part of its own: what goes wrong in it is a failed check, and the rest goes on."""
        try:
            scenario(self, *arguments)
        except Exception as error:  # whatever it is, it must be told and counted
            name = scenario.__name__.replace("_", " ")
            place = traceback.extract_tb(error.__traceback__)
            self.check(f"{name} ended early", False, f"{type(error).__name__}: {error} (lines "
                       + ", ".join(str(frame.lineno) for frame in place) + ")")


def until(condition, what, seconds=8):
    """Waits until the condition gives something true, and gives that."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise Failed(f"{what}: not within {seconds} s")
        time.sleep(0.005)


class Program:
    """A program whose lines are read as they come, and that takes lines."""

    def __init__(self, *command):
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, bufsize=1)
        self.lines, self.errors = [], []
        self.threads = [threading.Thread(target=self.read, args=pair, daemon=True) for pair in
                        ((self.process.stdout, self.lines), (self.process.stderr, self.errors))]
        for thread in self.threads:
            thread.start()

    @staticmethod
    def read(stream, lines):
        for line in stream:
            lines.append(line.rstrip("\n"))

    def send(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def objects(self):
        """The lines that are JSON objects."""
        return [json.loads(line) for line in list(self.lines) if line.startswith("{")]

    def wait(self, seconds=10):
        code = self.process.wait(seconds)
        for thread in self.threads:
            thread.join(2)
        return code

    def stop(self):
        """Asks it to end."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.wait()

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
        return self.wait()


class Outstation(Program):
    """`iec104 outstation` with a point list, on a port that the system chooses."""

    def __init__(self, binaries, folder, points, *options):
        self.port_file = os.path.join(folder, f"port-{os.urandom(4).hex()}")
        super().__init__(os.path.join(binaries, "iec104"), "outstation", "--points", points,
                         "--listen", "127.0.0.1:0", "--port-file", self.port_file, *options)
        self.port = int(until(self.read_port, f"outstation listens ({self.errors})"))

    def read_port(self):
        if self.process.poll() is not None:
            raise Failed(f"iec104 outstation ended: {self.errors}")
        try:
            with open(self.port_file, encoding="ascii") as file:
                return file.read().strip()
        except FileNotFoundError:
            return ""


class Probe(Program):
    """StationProbe: one of our stations on a string."""

    def __init__(self, binaries, *arguments):
        super().__init__(os.path.join(binaries, "StationProbe"), *map(str, arguments))
        self.last = 0

    def ask(self, words, seconds=8):
        """Sends a request to the master, and waits for what became of it."""
        number = self.begin(words)
        return self.result(number, words, seconds)

    def begin(self, words):
        self.last += 1
        self.send(f"{self.last} {words}")
        return self.last

    def result(self, number, what="", seconds=8):
        return until(lambda: next((line for line in self.objects() if line.get("id") == number),
                                  None), f"an answer to '{what}' ({self.errors})", seconds)

    def tell(self, words, key):
        """Sends a line to the outstation, and waits for the next answer with this key."""
        before = len(self.having(key))
        self.send(words)
        return until(lambda: self.having(key)[before:], f"an answer to '{words}'")[0]

    def having(self, key):
        return [line for line in self.objects() if key in line]

    def updates(self):
        return [bytes.fromhex(line["update"]) for line in self.having("update")]

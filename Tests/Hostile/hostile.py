#!/usr/bin/env python3
"""Attacks a running `iec104 outstation` as strangers on the network do, and asks meanwhile that an
honest `iec104 master --once` is served: 10,000 silent connections, floods that read no answers,
garbage, half APDUs, connections made and broken. Measures the resident memory of the station.

Ends with code 1 when a bound is violated, and says which."""

import argparse
import os
import random
import resource
import selectors
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time

TESTFR = bytes.fromhex("680443000000")
STARTDT = bytes.fromhex("680407000000")
STOPDT = bytes.fromhex("680413000000")


def information(send, receive, asdu):
    return struct.pack("<BBHH", 0x68, 4 + len(asdu), send << 1, receive << 1) + asdu


INTERROGATION = bytes.fromhex("64010600010000000014")


class Station:
    """The process that is attacked."""

    def __init__(self, tool, connections):
        self.folder = tempfile.mkdtemp()
        port_file = os.path.join(self.folder, "port")
        self.log = open(os.path.join(self.folder, "log"), "w+")
        self.process = subprocess.Popen(
            [tool, "outstation", "--listen", "127.0.0.1:0", "--port-file", port_file,
             "--connections", str(connections), "--simulate", "--lang", "en"],
            stdout=subprocess.DEVNULL, stderr=self.log)
        until = time.monotonic() + 20
        while not (os.path.exists(port_file) and open(port_file).read().strip()):
            if time.monotonic() > until or self.process.poll() is not None:
                self.log.seek(0)
                sys.exit("the outstation does not start: " + self.log.read())
            time.sleep(0.02)
        self.port = int(open(port_file).read())

    def status(self, name):
        for line in open(f"/proc/{self.process.pid}/status"):
            if line.startswith(name + ":"):
                return int(line.split()[1])
        return 0

    @property
    def memory(self):
        """Resident memory in octets."""
        return self.status("VmRSS") * 1024

    @property
    def descriptors(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    @property
    def seconds(self):
        """Processor time used so far."""
        fields = open(f"/proc/{self.process.pid}/stat").read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Checks:
    def __init__(self):
        self.failed = 0

    def __call__(self, ok, text):
        print(("ok    " if ok else "WRONG ") + text, flush=True)
        self.failed += not ok


def connect(port, host=1):
    peer = socket.socket()
    # Several source addresses: the ports of one would not be enough.
    peer.bind((f"127.0.0.{host}", 0))
    peer.connect(("127.0.0.1", port))
    return peer


def serve(tool, port, values):
    """An honest master interrogates: how long it took, or None when it was not served."""
    begin = time.monotonic()
    try:
        result = subprocess.run(
            [tool, "master", f"127.0.0.1:{port}", "--once", "--station", "1", "--lang", "en", "--format", "json"],
            capture_output=True, text=True, timeout=20)
    except subprocess.TimeoutExpired:
        return None
    lines = result.stdout.count("\n")
    if result.returncode != 0 or lines < values:
        print(result.stderr, lines, file=sys.stderr)
        return None
    return time.monotonic() - begin


def flood(port, blocks, seconds, host):
    """Sends without reading for so long; the octets that the station took."""
    sender = selectors.DefaultSelector()
    peers = []
    for block in blocks:
        peer = connect(port, host)
        peer.setblocking(False)
        portion = block * (65536 // len(block))
        sender.register(peer, selectors.EVENT_WRITE, [portion, 0])
        peers.append(peer)
    sent = 0
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for key, _ in sender.select(0.05):
            portion, offset = key.data
            try:
                count = key.fileobj.send(portion[offset:])
            except BlockingIOError:
                continue
            except OSError:
                sender.unregister(key.fileobj)
                continue
            sent += count
            key.data[1] = (offset + count) % len(portion)
        if not sender.get_map():
            break
    return sent, peers


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", required=True, help="the command iec104")
    parser.add_argument("--connections", type=int, default=10_000)
    parser.add_argument("--values", type=int, default=20, help="least lines of the honest master")
    options = parser.parse_args()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = options.connections + 500
    if hard != resource.RLIM_INFINITY and hard < wanted:
        sys.exit(f"needs {wanted} descriptors, the limit is {hard}: ulimit -Hn {wanted}")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
    check = Checks()
    station = Station(options.tool, options.connections + 300)
    port = station.port
    try:
        attack(check, station, port, options)
    finally:
        station.process.send_signal(signal.SIGTERM)
        try:
            station.process.wait(10)
        except subprocess.TimeoutExpired:
            station.process.kill()
            check(False, "the station ends when it is asked to")
    sys.exit(1 if check.failed else 0)


def attack(check, station, port, options):
    def served(when, limit=5.0):
        took = serve(options.tool, port, options.values)
        check(took is not None and took < limit,
              f"an honest master is served {when}: "
              + ("no" if took is None else f"{took * 1000:.0f} ms"))

    served("before the attack")
    quiet = (station.memory, station.descriptors)

    begin = time.monotonic()
    silent = [connect(port, 2 + number // 5000) for number in range(options.connections)]
    took = time.monotonic() - begin
    until = time.monotonic() + 10
    while station.descriptors < quiet[1] + len(silent) and time.monotonic() < until:
        time.sleep(0.05)
    check(station.descriptors >= quiet[1] + len(silent),
          f"{len(silent)} silent connections were accepted in {took:.1f} s")
    each = (station.memory - quiet[0]) / len(silent)
    check(each < 4096, f"a silent connection takes {each:.0f} octets")
    served("beside them")
    busy = station.seconds
    time.sleep(1)
    busy = station.seconds - busy
    check(busy < 0.5, f"silent connections take {busy * 100:.0f} % of a processor")

    before = station.memory
    wrong = [TESTFR, STARTDT, STOPDT, STOPDT + STARTDT, bytes.fromhex("680401000000")]
    sent, flooding = flood(port, wrong * 10, 4, 10)
    served("during floods that read nothing")
    grown = station.memory - before
    check(grown < 32 << 20, f"50 floods ({sent >> 20} MiB taken) cost {grown >> 10} KiB")

    before = station.memory
    readers = []
    for number in range(200):
        peer = connect(port, 11)
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        peer.sendall(STARTDT + b"".join(information(n, 0, INTERROGATION) for n in range(200)))
        readers.append(peer)
    served("beside 200 who ask and do not read")
    grown = station.memory - before
    check(grown < 32 << 20, f"200 who ask and do not read cost {grown >> 10} KiB")
    for peer in flooding + readers:
        peer.close()

    chance = random.Random(1)
    before = station.memory
    for number in range(3000):
        peer = connect(port, 12)
        kind = number % 5
        try:
            if kind == 0:
                peer.sendall(chance.randbytes(2000))
            elif kind == 1:
                peer.sendall(STARTDT + information(0, 0, chance.randbytes(40)))
            elif kind == 2:
                peer.sendall(b"\x68\xfd\x00")
            elif kind == 3:
                peer.setsockopt(
                    socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        except OSError:
            pass
        peer.close()
        if number % 1000 == 500:
            served(f"after {number} connections that were broken")
    until = time.monotonic() + 10
    while station.descriptors > quiet[1] + len(silent) and time.monotonic() < until:
        time.sleep(0.05)
    grown = station.memory - before
    check(grown < 16 << 20, f"3,000 connections made and broken cost {grown >> 10} KiB")
    check(station.descriptors <= quiet[1] + len(silent), "their descriptors are closed")

    for peer in silent:
        peer.close()
    until = time.monotonic() + 10
    while station.descriptors > quiet[1] and time.monotonic() < until:
        time.sleep(0.05)
    check(station.descriptors <= quiet[1], "no descriptor is left after the attack")
    served("after the attack")
    check(station.process.poll() is None, "the station has lived through it")
    print(f"memory: {quiet[0] >> 10} KiB before, {station.status('VmHWM')} KiB at most, "
          f"{station.memory >> 10} KiB after; processor {station.seconds:.1f} s")


if __name__ == "__main__":
    main()

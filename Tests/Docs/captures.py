#!/usr/bin/env python3
"""Makes Docs/Captures: a capture of every procedure of an outstation.

    captures.py --bin DIR [--out DIR] [NAME ...]

Each is what passed between `iec104 outstation` and a master of the library (StationProbe): real
runs, in which each step waits for what the one before has brought, so that the APDUs are the same
each time, but for times. DIR has iec104 and StationProbe. Tests/Interop/stations/captures.py checks
what is kept.
"""
import argparse
import glob
import os
import shutil
import struct
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "Tests", "Interop", "stations"))
import relay as recording  # noqa: E402
from asdu import SPONTANEOUS, asdu, cp56  # noqa: E402
from checks import Failed, Outstation, Probe, until  # noqa: E402

POINTS = """\
station,address,type,name,value,group,deadband,cyclic,background,events,command,sbo,pulse,\
interlock,low limit,high limit
1,1001,M_DP_TB_1,Breaker,on,1,,,,,,,,,,
1,1002,M_SP_TB_1,Alarm,off,1,,,,,,,,,,
1,1003,M_SP_NA_1,Relay,off,1,,,,,,,,,,
1,1004,M_SP_TB_1,Door,off,1,,,,both,,,,,,
1,1005,M_ST_TB_1,Tap position,9,2,,,,,,,,,,
1,1006,M_BO_TB_1,Bits,0,2,,,,,,,,,,
1,2001,M_ME_NC_1,Voltage,110.5,3,0.5,,,,,,,,,
1,2002,M_ME_NB_1,Temperature,52,3,1,,,,,,,,,
1,2003,M_ME_NA_1,Power factor,0.5,3,,,,,,,,,,
1,2009,M_ME_NB_1,Events lost,0,,,,,,,,,,,
1,3001,M_IT_NA_1,Energy delivered,120441,1,,,,,,,,,,
1,3002,M_IT_NA_1,Energy received,6882,2,,,,,,,,,,
1,5001,C_DC_NA_1,Breaker command,,,,,,,Breaker,yes,,,,
1,5002,C_SC_NA_1,Relay command,,,,,,,Relay,no,0.2|0.4,,,
1,5003,C_RC_NA_1,Tap changer,,,,,,,Tap position,no,,,,
1,5004,C_SE_NC_1,Voltage set point,,,,,,,Voltage,no,,,100,120
1,5005,C_SE_NB_1,Temperature set point,,,,,,,Temperature,no,,,,
1,5006,C_SE_NA_1,Power factor set point,,,,,,,Power factor,no,,,,
1,5007,C_BO_NA_1,Bits command,,,,,,,Bits,no,,,,
1,5008,C_SC_NA_1,Interlocked command,,,,,,,Alarm,no,,1001=off,,
"""
SECOND_STATION = "2,1001,M_SP_TB_1,Door of the second station,on,1,,,,,,,,,,\n"
# Addresses of the list, types and causes.
BREAKER, VOLTAGE, TEMPERATURE, FILES = 1001, 2001, 2002, 30000
SINGLE, DOUBLE, STEP, NORMALIZED, SCALED, FLOAT, BITS = range(45, 52)
TAGGED = 13  # what the types with time tag are behind those without
CYCLIC, BACKGROUND, ACTIVATION, DEACTIVATION = 1, 2, 6, 8
STATION, GROUP_1, GROUP_3 = 20, 21, 23
FREEZE, FREEZE_AND_RESET, RESET = 0x40, 0x80, 0xC0
ALL_COUNTERS = 5


class Scene:
    """An outstation, masters at it, and a relay between them that records."""

    def __init__(self, arguments, name, *options, points=POINTS, files=(), station=None):
        self.folder = tempfile.mkdtemp(prefix="captures-")
        self.bin = arguments.bin
        self.out = os.path.join(arguments.out, name + ".pcap")
        self.masters = []
        path = os.path.join(self.folder, "points.csv")
        with open(path, "w", encoding="utf-8") as file:
            file.write(points)
        if files:
            os.mkdir(os.path.join(self.folder, "files"))
            options += ("--files", os.path.join(self.folder, "files"))
        for name, octets in files:
            with open(os.path.join(self.folder, "files", name), "wb") as file:
                file.write(octets)
        self.outstation = station or Outstation(
            self.bin, self.folder, path, "--console", *options)
        recording.Record.next_port = 49152
        self.relay = recording.Relay(self.out, self.outstation.port)

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        if kind is not None:
            for program in (*self.masters, self.outstation):
                program.kill()
            return
        for master in self.masters:
            done(master, "disconnect")
            master.send("0 quit")
            master.wait()
        until(lambda: self.relay.live() == 0, "the connections end")
        self.relay.close()
        self.outstation.send("quit")
        self.outstation.wait()
        shutil.rmtree(self.folder)
        if self.outstation.errors:
            raise Failed(f"{self.out}: {self.outstation.errors}")

    def connected(self):
        """A master that is connected, and has started the transfer."""
        master = Probe(self.bin, "master", "127.0.0.1", self.relay.port)
        self.masters.append(master)
        done(master, "connect")
        self.monitored(1)
        return master

    def tell(self, line):
        """A line to the console of the outstation."""
        before = len(self.outstation.lines)
        self.outstation.send(line)
        until(lambda: len(self.outstation.lines) > before, line)
        if self.outstation.lines[before].startswith("error"):
            raise Failed(self.outstation.lines[before])

    def monitored(self, count, link=-1):
        """Waits until so many ASDUs have come from the outstation."""
        until(lambda: len(self.relay.asdus("monitor", link)) >= count,
              f"{count} ASDUs ({len(self.relay.asdus('monitor', link))})")

    def more(self, count, link=-1):
        """What is called now brings so many ASDUs more."""
        have = len(self.relay.asdus("monitor"))
        return lambda: self.monitored(have + count, link)


def done(master, words, result="done"):
    answer = master.ask(words)
    if answer["result"] != result:
        raise Failed(f"'{words}': {answer}")
    return answer


def command(kind, address, octets, cause=ACTIVATION):
    return asdu(kind, cause, 1, address, bytes(octets)).hex()


def link(arguments):
    with Scene(arguments, "link", "--t3", "1") as scene:
        master = scene.connected()
        done(master, "testfr")
        until(lambda: any(apdu[2] == 0x83 for apdu in scene.relay.apdus("monitor")), "TESTFR con")
        until(lambda: any(apdu[2] == 0x43 for apdu in scene.relay.apdus("monitor")), "TESTFR act")
        done(master, "stop")
        until(lambda: any(apdu[2] == 0x23 for apdu in scene.relay.apdus("monitor")), "STOPDT con")
        done(master, "start")
        until(lambda: sum(apdu[2] == 0x0B for apdu in scene.relay.apdus("monitor")) == 2, "con")


def interrogation(arguments):
    with Scene(arguments, "interrogation", "--k", "8", "--w", "5",
               points=POINTS + SECOND_STATION) as scene:
        master = scene.connected()
        done(master, f"interrogate 1 {STATION}")
        done(master, f"interrogate 1 {GROUP_1}")
        done(master, f"interrogate 1 {GROUP_3}")
        done(master, f"interrogate 65535 {STATION}")


def events(arguments):
    with Scene(arguments, "events") as scene:
        scene.connected()
        for line, count in (("set 1002 on", 1), ("set 1003 on", 1), ("set 1004 on", 2),
                            ("set 2001 111.5", 1), ("quality 2001 IV|NT", 1),
                            ("set 2001 111.5", 1), ("set 1001 2", 0)):
            wait = scene.more(count)
            scene.tell(line)
            wait()
        wait = scene.more(1)
        scene.tell("toggle 1001")
        wait()


def events_lost(arguments):
    with Scene(arguments, "events-lost", "--events", "state:10", "--events-lost", "2009",
               "--group", "control=127.0.0.1", "--k", "8", "--w", "5") as scene:
        for _ in range(7):
            scene.tell("toggle 1001")
            scene.tell("toggle 1002")
        scene.connected()
        # The end of initialization, ten events, and the beginning and the end of the loss.
        scene.monitored(13)


def counters(arguments):
    for mode in "ABCD":
        local = ("--freeze-every", "1") if mode in "AB" else ()
        with Scene(arguments, f"counters-{mode.lower()}", "--counter-mode", mode, *local) as scene:
            master = scene.connected()
            if mode == "A":
                scene.monitored(3)
                done(master, f"counters 1 {ALL_COUNTERS | FREEZE}", "refused")
            elif mode == "B":
                time.sleep(1.1)
                done(master, f"counters 1 {ALL_COUNTERS}")
                done(master, "counters 1 1")
            elif mode == "C":
                done(master, f"counters 1 {ALL_COUNTERS | FREEZE}")
                scene.tell("set 3001 120450")
                done(master, f"counters 1 {ALL_COUNTERS}")
                done(master, f"counters 1 {1 | FREEZE_AND_RESET}")
                done(master, "counters 1 1")
                done(master, f"counters 1 {2 | RESET}")
                done(master, f"counters 1 {ALL_COUNTERS | FREEZE}")
                done(master, f"counters 1 {ALL_COUNTERS}")
            else:
                wait = scene.more(2)
                done(master, f"counters 1 {ALL_COUNTERS | FREEZE}")
                wait()


def commands_direct(arguments):
    with Scene(arguments, "commands-direct") as scene:
        master = scene.connected()
        done(master, "command direct " + command(SINGLE, 5002, [1]))
        done(master, "command direct " + command(STEP, 5003, [2]))
        done(master, "command direct " + command(BITS, 5007, [0xF0, 0xA5, 0, 0]))


def commands_select(arguments):
    with Scene(arguments, "commands-select") as scene:
        master = scene.connected()
        done(master, "command selectBeforeOperate " + command(DOUBLE, 5001, [1]))
        done(master, "command select " + command(DOUBLE, 5001, [2]))
        done(master, "command deactivate " + command(DOUBLE, 5001, [2]))


def commands_refused(arguments):
    with Scene(arguments, "commands-refused") as scene:
        master = scene.connected()
        done(master, "command direct " + command(DOUBLE, 5001, [1]), "refused")
        done(master, "command direct " + command(SINGLE, 5008, [1]), "refused")
        done(master, "command direct " + command(FLOAT, 5004, struct.pack("<fB", 150, 0)),
             "refused")
        done(master, "command select " + command(DOUBLE, 5001, [1]))
        done(master, "command execute " + command(DOUBLE, 5001, [2]), "refused")


def commands_pulse(arguments):
    with Scene(arguments, "commands-pulse") as scene:
        master = scene.connected()
        done(master, "command direct " + command(SINGLE, 5002, [1 | 1 << 2]))
        done(master, "command direct " + command(SINGLE, 5002, [1 | 2 << 2]))
        done(master, "command direct " + command(SINGLE, 5002, [1 | 3 << 2]))


def commands_time_tagged(arguments):
    """Each command with the time, and one that is an hour old."""
    with Scene(arguments, "commands-time-tagged") as scene:
        master = scene.connected()
        for kind, address, octets in (
                (SINGLE, 5002, [1]), (DOUBLE, 5001, [1]), (STEP, 5003, [2]),
                (NORMALIZED, 5006, struct.pack("<hB", 0x6000, 0)),
                (SCALED, 5005, struct.pack("<hB", -17, 0)),
                (FLOAT, 5004, struct.pack("<fB", 112.25, 0)), (BITS, 5007, [0xF0, 0xA5, 0, 0])):
            mode = "selectBeforeOperate" if kind == DOUBLE else "direct"
            done(master, f"command {mode} "
                 + command(kind + TAGGED, address, bytes(octets) + cp56()))
        done(master, "command direct " + command(
            SINGLE + TAGGED, 5002, b"\0" + cp56(time.time() - 3600)), "refused")


def set_points(arguments):
    with Scene(arguments, "set-points") as scene:
        master = scene.connected()
        done(master, "command direct " + command(FLOAT, 5004, struct.pack("<fB", 112.25, 0)))
        done(master, "command direct " + command(SCALED, 5005, struct.pack("<hB", -17, 0)))
        done(master, "command direct " + command(NORMALIZED, 5006, struct.pack("<hB", 0x6000, 0)))


def local_change(arguments):
    """An outstation of the library: its program tells what somebody at the station has changed."""
    station = Probe(arguments.bin, "outstation")
    breaker = asdu(31, SPONTANEOUS, 1, BREAKER, b"\2" + cp56())
    station.send("point " + breaker.hex())
    station.port = station.tell("listen", "port")["port"]
    with Scene(arguments, "local-change", station=station) as scene:
        scene.connected()
        for verb, octets in (("local", b"\1"), ("set", b"\2")):
            wait = scene.more(1)
            breaker = asdu(31, SPONTANEOUS, 1, BREAKER, octets + cp56())
            station.tell(f"{verb} {breaker.hex()}", "set")
            wait()


def parameters(arguments):
    with Scene(arguments, "parameters", "--k", "8", "--w", "5") as scene:
        master = scene.connected()

        def load(kind, address, octets, cause=ACTIVATION):
            done(master, "asdu " + command(kind, address, octets, cause))
        load(112, VOLTAGE, struct.pack("<fB", 5, 1))
        load(112, VOLTAGE, struct.pack("<fB", 120, 4))
        load(111, TEMPERATURE, struct.pack("<hB", 10, 1 | 0x80))
        load(110, 2003, struct.pack("<hB", 0x0400, 1))
        load(113, TEMPERATURE, [2])
        wait = scene.more(1)
        scene.tell("set 2001 114")
        scene.tell("set 2001 125")
        wait()
        done(master, f"interrogate 1 {GROUP_3}")
        load(113, TEMPERATURE, [2], DEACTIVATION)


def clock(arguments):
    with Scene(arguments, "clock", "--invalid-until-sync") as scene:
        master = scene.connected()
        wait = scene.more(1)
        scene.tell("toggle 1002")
        wait()
        done(master, "clock 1")
        wait = scene.more(1)
        scene.tell("toggle 1002")
        wait()


def read(arguments):
    with Scene(arguments, "read") as scene:
        master = scene.connected()
        for address in (BREAKER, 1005, VOLTAGE):
            done(master, f"read 1 {address}")
        done(master, "read 1 9999", "refused")


def reset(arguments):
    with tempfile.NamedTemporaryFile("w", suffix=".json") as scenario:
        scenario.write('{"steps": [{"at": "2s", "restart": "all", "cause": "local"}]}')
        scenario.flush()
        with Scene(arguments, "reset", "--scenario", scenario.name) as scene:
            master = scene.connected()
            done(master, "reset 1 1")
            until(lambda: [one[0] for one in scene.relay.asdus("monitor")].count(70) == 3,
                  "the end of the initialization by the scenario")


def test(arguments):
    with Scene(arguments, "test") as scene:
        master = scene.connected()
        done(master, "test 1 plain")
        done(master, "test 1 tagged")


def delay(arguments):
    with Scene(arguments, "delay") as scene:
        master = scene.connected()
        done(master, "delay 1")


LOG = b"2026-03-02T08:00:00 breaker on\n2026-03-02T09:00:00 breaker off\n"
FAULT = bytes(index * 7 % 251 for index in range(600))


def files(arguments):
    served = [("00007-fault.cfg", FAULT), ("9.log", LOG)]
    for name, requests in (
            ("files-directory", ["directory 0"]),
            ("files-fetch", [f"fetch {FILES} 7"]),
            ("files-write", [f"write {FILES} 300 {FAULT[:300].hex()}"]),
            ("files-delete", [f"delete {FILES} 9", "directory 0"]),
            ("files-log", [f"log {FILES} 9 00001e0822031a 00003b0922031a"])):
        with Scene(arguments, name, files=served) as scene:
            master = scene.connected()
            for request in requests:
                done(master, request)


def switch_over(arguments):
    """The first connection does not acknowledge its last event: the second one gets it again."""
    with Scene(arguments, "switch-over", "--group", "control=127.0.0.1") as scene:
        first = scene.connected()
        scene.tell("toggle 1001")
        scene.monitored(2)
        done(first, "test 1 plain")
        scene.tell("toggle 1002")
        scene.monitored(4)
        scene.connected()
        scene.monitored(1)
        until(lambda: scene.relay.live() == 1, "the end of the first connection")
        scene.tell("toggle 1001")
        scene.monitored(2)
        scene.masters.remove(first)
        first.send("0 quit")
        first.wait()


def cyclic(arguments):
    points = POINTS.replace("Voltage,110.5,3,0.5,,", "Voltage,110.5,3,0.5,1,") \
        .replace("Alarm,off,1,,,", "Alarm,off,1,,,1")
    with Scene(arguments, "cyclic", points=points) as scene:
        scene.connected()
        until(lambda: all(sum(one[2] == cause for one in scene.relay.asdus("monitor")) > 1
                          for cause in (CYCLIC, BACKGROUND)), "two of both")


def unknown(arguments):
    with Scene(arguments, "unknown") as scene:
        master = scene.connected()
        wait = scene.more(2)
        # A dialog that the library knows not: who asks does not wait for an answer.
        master.ask("asdu " + command(200, 1, [1, 2, 3]))
        master.ask("asdu " + asdu(100, 5, 1, 0, b"\x14").hex())
        wait()
        done(master, f"interrogate 99 {STATION}", "refused")
        done(master, "command direct " + command(SINGLE, 9999, [1]), "refused")


SCENES = (link, interrogation, events, events_lost, cyclic, counters, commands_direct,
          commands_select, commands_refused, commands_pulse, commands_time_tagged, set_points,
          local_change, parameters, clock, read, reset, test, delay, files, switch_over, unknown)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--bin", required=True, help="the folder of iec104 and StationProbe")
    parser.add_argument("--out", default=os.path.join(ROOT, "Docs", "Captures"))
    parser.add_argument("names", nargs="*", help="only these (default: all)")
    arguments = parser.parse_args()
    arguments.bin = os.path.abspath(arguments.bin)
    for scene in SCENES:
        if not arguments.names or scene.__name__.replace("_", "-") in arguments.names:
            print(scene.__name__, flush=True)
            scene(arguments)
    for path in sorted(glob.glob(os.path.join(arguments.out, "*.pcap"))):
        print(f"{os.path.getsize(path):7} {os.path.relpath(path, ROOT)}")


if __name__ == "__main__":
    main()

"""`iec104 master --redundant` against the redundancy groups of lib60870-C: the transfer goes over, by
demand and by loss, while events flow; and what c104 does not serve, asked of a server of lib60870-C."""
import os
import struct
import threading
import time

import lib60870_outstation
from asdu import ACT, C_RP, DEACT, TERM, asdu, cp56, objects
from checks import Checks, Probe, Program, until
from lib60870_outstation import CONNECTION_IS_GROUP, SEVERAL_GROUPS, SINGLE_GROUP
from points import COMMANDS
from relay import Relay


def run(arguments):
    checks = Checks("redundant")
    for scenario in (procedures, single_group, one_of_several_groups, connection_is_group):
        checks.run(scenario, arguments)
    return checks


class Stream:
    """Numbered events, one each 4 ms, on a thread."""

    def __init__(self, station, isTagged):
        self.station, self.isTagged = station, isTagged
        self.made, self.isEnding = 0, False
        self.thread = threading.Thread(target=self.work, daemon=True)
        self.thread.start()

    def work(self):
        while not self.isEnding:
            self.made += 1
            self.station.event(self.made, self.isTagged)
            time.sleep(0.004)

    def end(self):
        self.isEnding = True
        self.thread.join()
        return self.made


class Pair:
    """A redundant master, each link through a relay of its own."""

    def __init__(self, arguments, mode, name):
        self.station = lib60870_outstation.Outstation(mode)
        self.relays = [Relay(os.path.join(arguments.keep, f"{name}-{link}.pcap"),
                             self.station.port) for link in "ab"]
        self.master = Program(
            os.path.join(arguments.bin, "iec104"), "master",
            *(f"127.0.0.1:{relay.port}" for relay in self.relays), "--redundant",
            "--interrogate", "--station", "1", "--console", "--format", "json")
        until(lambda: self.station.open_connections() == 2, "both links of the master")
        self.seen_started = 0
        self.wait_started()

    def count(self, event):
        return sum(line.get("event") == event for line in self.master.objects())

    def wait_started(self):
        """Both links are up, and one more start than before was told."""
        until(lambda: self.count("started") > self.seen_started, "a start")
        self.seen_started += 1
        until(lambda: all(relay.live() for relay in self.relays), "both links")

    def active(self):
        """The relay of the link that was started last."""
        started = [line["link"] for line in self.master.objects()
                   if line.get("event") == "started"]
        return self.relays[started[-1]]

    def values(self):
        return [int(line["value"]) for line in self.master.objects()
                if line.get("causeId") == 3]

    def end(self):
        code = self.master.stop()
        until(lambda: not any(relay.live() for relay in self.relays), "the end of both links")
        for relay in self.relays:
            relay.close()
        self.station.stop()
        return code


def storm(checks, name, pair, isTagged):
    """Four switch-overs while events flow; what was made and what was shown."""
    stream = Stream(pair.station, isTagged)
    for turn in range(4):
        before = len(pair.values())
        until(lambda: len(pair.values()) > before + 5, "events")
        if turn % 2 == 0:
            pair.master.send("switch-over")
        elif turn == 1:
            pair.active().cut()
        else:
            # The master's acknowledgements get lost with the link.
            relay = pair.active()
            relay.hold("control")
            time.sleep(0.1)
            relay.cut()
            relay.hold()
        pair.wait_started()
    made = stream.end()
    until(lambda: made in pair.values(), f"the last event, {made}")
    checks.equal(f"{name}: the transfer went over", pair.count("switched-over"), 4)
    return list(range(1, made + 1)), pair.values()


def group(checks, arguments, mode, name, isTagged):
    pair = Pair(arguments, mode, name)
    made, shown = storm(checks, name, pair, isTagged)
    checks.equal(f"{name}: no event is lost, none is shown twice", sorted(shown), made)
    # When lib60870 finds out late that a link is gone, it sends what was lost with it behind newer ones.
    late = sum(one < before for before, one in zip(shown, shown[1:]))
    checks.check(f"{name}: in order, but for what comes late of a link", late <= 4, f"{late}")
    terms = sum(one[0] == 100 and one[2] & 0x3F == TERM for relay in pair.relays
                for link in range(len(relay.links)) for one in relay.asdus("monitor", link))
    checks.check(f"{name}: each start was followed by an interrogation",
                 terms == pair.station.interrogations >= 5, f"{terms}")
    checks.equal(f"{name}: the master ends with code 0", pair.end(), 0)


def single_group(checks, arguments):
    group(checks, arguments, SINGLE_GROUP, "redundant-single", True)


def one_of_several_groups(checks, arguments):
    """Events without time tags: values that differ each time, so that each can be told apart here."""
    pair = Pair(arguments, SEVERAL_GROUPS, "redundant-several")
    made, shown = storm(checks, "redundant-several", pair, False)
    first = [value for at, value in enumerate(shown) if value not in shown[:at]]
    checks.equal("redundant-several: without time tags too none is lost, in their order", first, made)
    checks.check("redundant-several: and few are shown twice", len(shown) - len(made) <= 24,
                 f"{len(shown)} of {len(made)}")
    checks.equal("redundant-several: the master ends with code 0", pair.end(), 0)


def connection_is_group(checks, arguments):
    """Each connection is a group of its own: what one has queued, the other has as well."""
    pair = Pair(arguments, CONNECTION_IS_GROUP, "redundant-apart")
    made, shown = storm(checks, "redundant-apart", pair, True)
    checks.equal("redundant-apart: no event is lost", sorted(set(shown)), made)
    checks.equal("redundant-apart: the master ends with code 0", pair.end(), 0)


def procedures(checks, arguments):
    """Groups, counters, selections that are cancelled, parameters, resets, tests, delays."""
    station = lib60870_outstation.Procedures()
    relay = Relay(os.path.join(arguments.keep, "master-procedures.pcap"), station.port)
    probe = Probe(arguments.bin, "master", "127.0.0.1", relay.port)
    checks.equal("connect", probe.ask("connect")["result"], "done")

    def seen(cause):
        return [row for one in probe.updates() if one[2] == cause for row in objects(one)]

    def done(words):
        answer = probe.ask(words)
        return answer["result"], answer.get("terminated"), answer.get("objects")
    for group in range(20, 37):
        checks.equal(f"interrogation {group}", done(f"interrogate 1 {group}"), ("done", True, 2))
        checks.equal(f"interrogation {group}: what came for it", seen(group),
                     [(100 + group, b"\1"), (200, struct.pack("<fB", group, 0))])
    for group, cause in ((1, 38), (2, 39), (3, 40), (4, 41), (5, 37)):
        checks.equal(f"counters {group}", done(f"counters 1 {group}"), ("done", True, 1))
        checks.equal(f"counters {group}: what came for it", seen(cause),
                     [(300 + group, struct.pack("<iB", group, 0))])
    for freeze, name in ((1, "freeze"), (2, "freeze and reset"), (3, "reset")):
        checks.equal(f"counters: {name}, which nothing terminates",
                     done(f"counters 1 {freeze << 6 | 5}"), ("done", False, 0))
    for words in ("reset 1 1", "reset 1 2", "test 1 plain", "test 1 tagged"):
        checks.equal(words, done(words)[0], "done")
    answer = probe.ask("clock 1")
    checks.check("clock: the time before, as its confirmation tells", answer["result"] == "done"
                 and bytes.fromhex(answer["octets"])[-7:] == cp56(1_700_000_000), str(answer))
    for kind, _, _, _, _, element, _ in COMMANDS:
        for of, tag in ((kind, b""), (kind + 13, cp56())):
            address = station.SELECTED + of
            request = asdu(of, ACT, 1, address, element + tag).hex()
            plain = asdu(of, ACT, 1, 5000 + of, element + tag).hex()
            checks.equal(f"type {of} direct: terminated", done(f"command direct {plain}")[:2],
                         ("done", True))
            if kind == 51:
                continue
            steps = [(mode, probe.ask(f"command {mode} {request}")["result"]) for mode in (
                "select", "deactivate", "execute", "select", "execute", "selectBeforeOperate",
                "deactivate")]
            checks.equal(f"type {of}: selected, cancelled, refused; selected, executed; both; nothing "
                         "to cancel", [result for _, result in steps],
                         ["done", "done", "refused", "done", "done", "done", "refused"])
            deact = [one for one in station.asked if one[0] == of and one[2] == DEACT]
            chosen = element[:-1] + bytes([element[-1] | 0x80])
            checks.equal(f"type {of}: the octets of the deactivation are those of the select",
                         deact[0][6:9 + len(element)].hex(),
                         (address.to_bytes(3, "little") + chosen).hex())
    checks.equal("disconnect", probe.ask("disconnect", 20)["result"], "done")
    probe.send("0 quit")
    checks.equal("the master ends with code 0", probe.wait(), 0)
    for words, code, kind, cause, address, element in (
            ("--threshold 0.5 --type normalized", 0, 110, ACT, 4004, struct.pack("<hB", 16384, 1)),
            ("--smoothing -7 --type scaled", 0, 111, ACT, 4005, struct.pack("<hB", -7, 2)),
            ("--high 2.5", 0, 112, ACT, 4006, struct.pack("<fB", 2.5, 4)),
            ("--low 2.5", 1, 112, ACT, station.ABSENT, struct.pack("<fB", 2.5, 3)),
            ("--activate loaded", 0, 113, ACT, 0, b"\1"),
            ("--deactivate cyclic", 0, 113, DEACT, 4006, b"\3")):
        where = ("--address", str(address)) if address else ()
        done = Program(os.path.join(arguments.bin, "iec104"), "parameter",
                       f"127.0.0.1:{relay.port}", *words.split(), *where)
        checks.equal(f"iec104 parameter {words}: its code", done.wait(20), code)
        checks.equal(f"iec104 parameter {words}: octets", station.asked[-1].hex(),
                     asdu(kind, cause, 1, address, element).hex())
    for qrp in (1, 2):
        done = Program(os.path.join(arguments.bin, "iec104"), "reset", f"127.0.0.1:{relay.port}",
                       *(() if qrp == 1 else ("--events",)))
        checks.equal(f"iec104 reset, QRP {qrp}: its code", done.wait(20), 0)
        checks.equal(f"iec104 reset, QRP {qrp}: octets", station.asked[-1].hex(),
                     asdu(C_RP, ACT, 1, 0, bytes([qrp])).hex())
    until(lambda: relay.live() == 0, "the end")
    relay.close()
    station.stop()

"""`iec104 master`, `iec104 command` and the library's Master against c104 as controlled station."""
import json
import os
import struct
import subprocess
import sys
import time

import c104

import c104_outstation
from asdu import (ACT, CON, C_CS, C_IC, SIZES, SPONTANEOUS, TERM, asdu, cp56, cp56_seconds,
                  objects, short)
from c104_outstation import ACCEPTED, MOMENT, REFUSED, SELECTED, is_tagged, samples
from checks import Checks, Probe, Program, until
from points import COMMANDS
from relay import Relay

HERE = os.path.dirname(os.path.abspath(__file__))
ISO = "2023-11-14T22:13:20.500"


def run(arguments):
    checks = Checks("master")
    station = c104_outstation.Station()
    relay = Relay(os.path.join(arguments.keep, "master-cli.pcap"), station.port)
    for scenario in (interrogation_by_command_line, commands_by_command_line,
                     one_shots_by_command_line, console):
        checks.run(scenario, arguments, station, relay)
    until(lambda: relay.live() == 0, "iec104 closes")
    relay.close()
    relay = Relay(os.path.join(arguments.keep, "master-library.pcap"), station.port)
    probe = Probe(arguments.bin, "master", "127.0.0.1", relay.port)
    checks.equal("connect", probe.ask("connect")["result"], "done")
    for scenario in (requests, refusals, commands, changes, stop_and_start):
        checks.run(scenario, probe, station, relay)
    checks.equal("disconnect", probe.ask("disconnect", 20)["result"], "done")
    checks.check("disconnect: STOPDT act, con, then the end",
                 [apdu[2] for apdu in relay.apdus("control") if apdu[2] & 3 == 3][-1:] == [0x13]
                 and [apdu[2] for apdu in relay.apdus("monitor") if apdu[2] & 3 == 3][-1:]
                 == [0x23])
    probe.send("0 quit")
    checks.equal("the master ends with code 0", probe.wait(), 0)
    checks.equal("the master wrote no error", probe.errors, [])
    until(lambda: relay.live() == 0, "the master closes")
    relay.close()
    station.stop()
    checks.run(killed_station, arguments)
    checks.run(killed_master, arguments)
    return checks


def iec104(arguments, *words):
    return Program(os.path.join(arguments.bin, "iec104"), *map(str, words))


# The command line.

def interrogation_by_command_line(checks, arguments, station, relay):
    master = iec104(arguments, "master", f"127.0.0.1:{relay.port}", "--once", "--station", 1,
                    "--format", "json")
    checks.equal("iec104 master --once ends with code 0", master.wait(20), 0)
    checks.equal("iec104 master --once writes no error", master.errors, [])
    shown = {line["address"]: line for line in master.objects()}
    sent = {address: (one[0], element) for one in relay.asdus("monitor") if one[2] == 20
            for address, element in objects(one)}
    checks.equal("every object that c104 sent is shown", sorted(shown), sorted(sent))
    asked = [row for row in samples() if row[0] not in (15, 37)]
    checks.equal("c104 sent all its points but counters", sorted(sent), sorted(
        {100 + kind for kind, *_ in asked if 100 + kind in sent}))
    # c104 answers with time tags, and leaves 20, 21 and 38 to 40 out: those come as changes below.
    checks.equal("types of c104's answer", sorted({kind for kind, _ in sent.values()}),
                 [1, 3, 5, 7, 9, 11, 13, 30, 31, 32, 33, 34, 35, 36])
    for kind, _, octets, value in asked:
        address = 100 + kind
        if address not in shown:
            continue
        line, (of, element) = shown[address], sent[address]
        name = f"type {kind} by command line"
        checks.equal(f"{name}: the type", (line["typeId"], line["causeId"]), (of, 20))
        size = SIZES[of] - (7 if is_tagged(of) else 0)
        if octets is not None:
            checks.equal(f"{name}: octets as set in c104", element[:size], octets)
        if value is not None:
            checks.equal(f"{name}: the value as set in c104", line["value"], value)
        elif of in (9, 34, 21):
            raw, = struct.unpack("<h", element[:2])
            near = float(station.points[kind].value)
            checks.check(f"{name}: raw / 32768 of c104's octets, near c104's value",
                         line["value"] == raw / 32768 and abs(near - raw / 32768) < 2 / 32768,
                         f"{line}")
        elif of == 20:
            checks.equal(f"{name}: status and changes", (line["status"], line["changed"]),
                         (0xA5F0, 0x8001))
        if of != 21:
            checks.equal(f"{name}: the quality as set in c104", line["quality"],
                         [] if kind in c104_outstation.WITHOUT_QUALITY else ["BL"])
        if is_tagged(of):
            checks.check(f"{name}: the time as set in c104",
                         str(line["time"]).startswith(ISO), f"{line}")


VALUES = {45: ("--single", "on"), 46: ("--double", "on"), 47: ("--step", "up"),
          48: ("--normalized", "0.5"), 49: ("--scaled", "-1200"), 50: ("--float", "50.25"),
          51: ("--bits", "A5F00F5A")}


def commands_by_command_line(checks, arguments, station, relay):
    """c104 sends no termination after direct commands."""
    for kind, (option, value) in VALUES.items():
        for shift, tag in ((0, ()), (13, ("--time", "now"))):
            of = kind + shift
            if kind != 51:
                done = iec104(arguments, "command", f"127.0.0.1:{relay.port}", "--address",
                              SELECTED + of, option, value, *tag, "--select", "--format", "json")
                code = done.wait(20)
                line = (done.objects() or [{}])[-1]
                checks.equal(f"iec104 command {option} {value} {' '.join(tag)} --select",
                             (code, line.get("result"), line.get("typeId"),
                              line.get("terminated")), (0, "accepted", of, True))
                sent = [one for one in relay.asdus("control") if one[0] == of]
                element = next(row[5] for row in COMMANDS if row[0] == kind)
                chosen = element[:-1] + bytes([element[-1] | 0x80])
                checks.equal(f"iec104 command {option}: select, then execute, octets",
                             [one[9:9 + len(element)] for one in sent], [chosen, element])
            done = iec104(arguments, "command", f"127.0.0.1:{relay.port}", "--address",
                          ACCEPTED + of, option, value, *tag, "--no-termination",
                          "--format", "json")
            code = done.wait(20)
            line = (done.objects() or [{}])[-1]
            checks.equal(f"iec104 command {option} {value} {' '.join(tag)} --no-termination",
                         (code, line.get("result"), line.get("terminated"),
                          line.get("differences"), done.errors),
                         (0, "accepted", False, None, []))
            done = iec104(arguments, "command", f"127.0.0.1:{relay.port}", "--address",
                          REFUSED + of, option, value, *tag, "--format", "json")
            code = done.wait(20)
            line = (done.objects() or [{}])[-1]
            checks.equal(f"iec104 command {option} {value} {' '.join(tag)} refused by c104",
                         (code, line.get("result"), line.get("code"), line.get("mayHaveActed")),
                         (1, "refused", "refused", False))


def one_shots_by_command_line(checks, arguments, station, relay):
    """One question each, answered by c104."""
    def ask(name, *words):
        done = iec104(arguments, name, f"127.0.0.1:{relay.port}", *words, "--format", "json")
        return done.wait(20), done.objects() or [{}]

    code, lines = ask("interrogate")
    checks.equal("iec104 interrogate: terminated, complete, and its values counted",
                 (code, lines[-1].get("terminated"), lines[-1].get("complete"),
                  lines[-1].get("differences"), lines[-1].get("values")),
                 (0, True, True, None, len(lines) - 1))
    code, lines = ask("counters")
    checks.equal("iec104 counters: the reading as set in c104",
                 (code, [line["value"] for line in lines if line.get("address") == 115]),
                 (0, [-1234567]))
    code, lines = ask("counters", "--freeze", "--no-read")
    checks.equal("iec104 counters --freeze: confirmed",
                 (code, lines[-1].get("result")), (0, "accepted"))
    code, lines = ask("read", "--address", 113)
    checks.equal("iec104 read", (code, lines[0].get("address"), lines[0].get("causeId")),
                 (0, 113, 5))
    before = len(station.clocks)
    code, lines = ask("clock", "--sync")
    until(lambda: len(station.clocks) > before, "c104's clock")
    checks.check("iec104 clock --sync: c104 reads the time of now", code == 0
                 and abs(station.clocks[-1].timestamp() - time.time()) < 5,
                 str(station.clocks[-1]))
    code, lines = ask("test")
    checks.equal("iec104 test: confirmed", (code, lines[-1].get("result")), (0, "accepted"))
    code, lines = ask("expect", "--address", 113, "--within", "5s")
    checks.equal("iec104 expect: met", (code, lines[0].get("met")), (0, True))


def console(checks, arguments, station, relay):
    """The console of `iec104 master`: each type selected and executed, executed, refused."""
    wanted = [("wait", None), ("watch none", None)]
    for kind, (option, value) in VALUES.items():
        for shift, tag in ((0, ""), (13, " time-tag")):
            of, word = kind + shift, f"{value} type={option[2:]}{tag}"
            if kind != 51:
                wanted.append((f"command 1/{SELECTED + of} {word} sbo", "accepted"))
            wanted.append((f"command 1/{ACCEPTED + of} {word} no-termination", "accepted"))
            wanted.append((f"command 1/{REFUSED + of} {word}", "refused"))
    wanted += [("interrogate", "accepted"), ("counters", "accepted"), ("test 1", "accepted"),
               ("clock 1", "accepted"), ("command 2/1 on type=single", None), ("quit", None)]
    done = subprocess.run(
        [os.path.join(arguments.bin, "iec104"), "master", f"127.0.0.1:{relay.port}", "--console",
         "--yes", "--allow", "1:*:*,clock", "--format", "json"],
        input="".join(line + "\n" for line, _ in wanted), capture_output=True, text=True,
        timeout=60, check=False)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    answers = [one for one in answers if one.get("event") in ("answer", "error")]
    checks.equal("the console answers each line in its order",
                 [one["command"] for one in answers], [line for line, _ in wanted])
    for (line, result), one in zip(wanted, answers):
        if result:
            checks.equal(f"console: {line}", one.get("results", [{}])[0].get("result"), result)
    checks.equal("console: what no rule allows is not sent", answers[-2]["event"], "error")
    checks.equal("console: ends with code 0", done.returncode, 0)


# The library.

def requests(checks, probe, station, relay):
    answer = probe.ask("interrogate 1 20")
    data = [one for one in relay.asdus("monitor") if one[2] == 20]
    checks.equal("interrogation: done, terminated, all objects counted",
                 (answer["result"], answer["terminated"], answer["objects"], answer["stations"]),
                 ("done", True, sum(len(objects(one)) for one in data), "1"))
    # c104 sends SQ = 1 with time tags, which the standard has not: such an ASDU is read, or counted
    # as malformed.
    odd = [one for one in data if one[1] & 0x80 and is_tagged(one[0])]
    sent = {(one[0], address, element) for one in data if one not in odd
            for address, element in objects(one)}

    def seen():
        return {(one[0], address, element) for one in probe.updates() if one[2] == 20
                for address, element in objects(one)}
    until(lambda: sent <= seen(), "all values")
    checks.equal("interrogation: every value is handed out, octets as c104 sent them",
                 {row for row in seen() if row in sent}, sent)
    handed = seen() - sent
    malformed = probe.having("malformed")
    checks.check("interrogation: SQ = 1 with time tags is read as c104 meant it, or is malformed",
                 len(malformed) == len(odd) and not handed or not malformed and handed == {
                     (one[0], address, element) for one in odd
                     for address, element in objects(one)}, f"{malformed}")
    answer = probe.ask("interrogate 65535 20")
    checks.equal("interrogation of 65535: both stations answer",
                 (answer["result"], sorted(answer["stations"].split())), ("done", ["1", "2"]))
    answer = probe.ask("counters 1 5")
    checks.equal("counter interrogation: the counters", (answer["result"], answer["terminated"],
                 answer["objects"]), ("done", True, 2))
    seen = {(address, element[:5]) for one in probe.updates() if one[0] in (15, 37)
            for address, element in objects(one)}
    reading = struct.pack("<iB", -1234567, 21 | 0x20)
    checks.check("counter interrogation: the readings as set in c104 (37 comes with SQ = 1)",
                 seen in ({(115, reading)}, {(115, reading), (137, reading)}), f"{seen}")
    checks.equal("counter freeze: confirmed", probe.ask("counters 1 69")["result"], "done")
    for kind, _, octets, _ in samples():
        answer = probe.ask(f"read 1 {100 + kind}")
        if kind in (15, 37, 38, 39, 40):
            checks.equal(f"read of type {kind}, which c104 does not let read: cause 44",
                         (answer["result"], answer["code"]), ("refused", "unknown-type"))
            continue
        got = bytes.fromhex(answer.get("octets", "")) or bytes(10)
        checks.check(f"read of type {kind}: the value", answer["result"] == "done"
                     and got[0] == kind and int.from_bytes(got[6:9], "little") == 100 + kind
                     and (octets is None or got[9:9 + len(octets)] == octets), f"{answer}")
        if is_tagged(kind) and answer["result"] == "done":
            checks.equal(f"read of type {kind}: the time as set in c104", cp56_seconds(got[-7:]),
                         MOMENT)
    before = len(station.clocks)
    answer = probe.ask("clock 1")
    checks.equal("clock synchronization: confirmed", answer["result"], "done")
    until(lambda: len(station.clocks) > before, "c104's clock")
    checks.check("clock synchronization: c104 reads the time of now",
                 abs(station.clocks[-1].timestamp() - time.time()) < 5, str(station.clocks[-1]))
    sent = next(one for one in relay.asdus("control") if one[0] == C_CS)
    checks.check("clock synchronization: octets of now",
                 abs(cp56_seconds(sent[9:]) - time.time()) < 5, sent.hex())
    checks.equal("test command 107: confirmed", probe.ask("test 1 tagged")["result"], "done")
    before = len(relay.asdus("control"))
    probe.send(f"{9000} test 1 plain")
    until(lambda: len(relay.asdus("control")) > before, "test command 104")
    checks.equal("test command 104: octets (c104 answers nothing)",
                 relay.asdus("control")[before][9:], b"\xaa\x55")
    answer = probe.result(9000, "test 104")
    checks.equal("what c104 does not answer ends as not confirmed",
                 (answer["result"], answer["code"]), ("no-answer", "not-confirmed"))


def refusals(checks, probe, station, relay):
    def refused(words, code, causes):
        answer = probe.ask(words)
        checks.check(f"{words}: {code}", answer["result"] == "refused"
                     and answer["code"] == code and answer["cause"] in causes, f"{answer}")
    refused("interrogate 1 99", "refused", (7,))
    refused("read 1 999", "unknown-object", (47,))
    # c104 answers those with a negative con instead of the causes 44 to 47.
    refused("reset 1 1", "refused", (7,))
    refused("clock 9", "refused", (7,))
    answer = probe.ask("command direct " + asdu(45, ACT, 1, 9999, b"\1").hex())
    checks.equal("command to no object: refused", answer["result"], "refused")


def commands(checks, probe, station, relay):
    for kind, _, _, _, _, element, _ in COMMANDS:
        for of, tag in ((kind, b""), (kind + 13, cp56())):
            request = asdu(of, ACT, 1, ACCEPTED + of, element + tag).hex()
            answer = probe.ask(f"command direct {request} confirmation")
            checks.equal(f"type {of} direct: accepted", answer["result"], "done")
            request = asdu(of, ACT, 1, REFUSED + of, element + tag).hex()
            answer = probe.ask(f"command direct {request} confirmation")
            checks.equal(f"type {of} refused by c104", (answer["result"], answer["code"],
                         answer["cause"]), ("refused", "refused", CON))
            value = station.points[ACCEPTED + of].value
            checks.check(f"type {of}: c104 has the value", value is not None and same(kind, value),
                         repr(value))
            if kind == 51:
                continue
            request = asdu(of, ACT, 1, SELECTED + of, element + tag).hex()
            answer = probe.ask(f"command selectBeforeOperate {request}")
            checks.equal(f"type {of} select before operate: terminated",
                         (answer["result"], answer.get("terminated")), ("done", True))
            answer = probe.ask(f"command direct {request}")
            checks.equal(f"type {of} execute without select: refused", answer["result"],
                         "refused")
            request = asdu(of, ACT, 1, ACCEPTED + of, element + tag).hex()
            answer = probe.ask(f"command select {request}")
            checks.equal(f"type {of} select where c104 has none: refused", answer["result"],
                         "refused")


def same(kind, value):
    if kind == 45:
        return value is True
    if kind == 46:
        return value == c104.Double.ON
    if kind == 47:
        return value == c104.Step.HIGHER
    if kind == 48:
        return abs(float(value) - 0.5) < 2 / 32768
    if kind == 49:
        return int(value) == -1200
    if kind == 50:
        return value == 50.25
    return bytes(value)[::1] in (struct.pack("<I", 0xA5F00F5A), struct.pack(">I", 0xA5F00F5A)) \
        if isinstance(value, c104.Byte32) else value == 0xA5F00F5A


def changes(checks, probe, station, relay):
    malformed = len(probe.having("malformed"))
    for kind, _, octets, _ in samples():
        count = len(probe.updates())
        before = len(relay.asdus("monitor"))
        if not station.points[kind].transmit(c104.Cot.SPONTANEOUS):
            checks.check(f"change of type {kind}: c104 sends it", False)
            continue
        until(lambda: len(probe.updates()) > count, f"change of type {kind}")
        sent, seen = relay.asdus("monitor")[before], probe.updates()[count]
        checks.equal(f"change of type {kind}: handed out as c104 sent it", seen.hex(), sent.hex())
        checks.equal(f"change of type {kind}: cause, address and value",
                     (short(seen), [(at, element[:len(octets or b'')])
                                    for at, element in objects(seen)]),
                     ((kind, SPONTANEOUS, 1), [(100 + kind, octets or b"")]))
    count = len(probe.updates())
    batch = c104.Batch(c104.Cot.SPONTANEOUS, [station.points[kind] for kind in (13,)])
    checks.check("a batch of c104 is sent", station.server.transmit_batch(batch))
    until(lambda: len(probe.updates()) > count, "the batch")
    count = len(probe.updates())
    station.station.signal_initialized(c104.Coi.REMOTE_RESET)
    until(lambda: any(one[0] == 70 for one in relay.asdus("monitor")), "M_EI")
    checks.equal("no change was malformed", len(probe.having("malformed")), malformed)


def stop_and_start(checks, probe, station, relay):
    probe.ask("stop")
    until(lambda: any(apdu[2] == 0x23 for apdu in relay.apdus("monitor")), "STOPDT con", 16)
    answer = probe.ask("read 1 101")
    checks.equal("while stopped nothing is sent", (answer["result"], answer["code"]),
                 ("failed", "not-sent"))
    probe.ask("testfr")
    until(lambda: any(apdu[2] == 0x83 for apdu in relay.apdus("monitor")), "TESTFR con")
    checks.check("TESTFR while stopped is confirmed", True)
    probe.ask("start")
    until(lambda: [apdu[2] for apdu in relay.apdus("monitor")].count(0x0B) == 2, "STARTDT con")
    checks.equal("after STARTDT requests are answered", probe.ask("read 1 101")["result"], "done")


# Breaks.

def killed_station(checks, arguments):
    """c104 is killed in the middle; our master comes back by itself and interrogates again."""
    port = c104_outstation.free_port()
    child = Program(sys.executable, os.path.join(HERE, "c104_outstation.py"), str(port))
    until(lambda: "started" in child.lines, f"c104 as a process {child.errors}")
    relay = Relay(os.path.join(arguments.keep, "master-restart.pcap"), port)
    master = iec104(arguments, "master", f"127.0.0.1:{relay.port}", "--station", 1,
                    "--interrogate", "--format", "json")

    def values(cause):
        return [line for line in master.objects() if line.get("causeId") == cause]
    until(lambda: values(20), "the first interrogation")
    child.send("17.5")
    until(lambda: any(line["value"] == 17.5 for line in values(3)), "a change")
    count = len(values(20))
    relay.target = None
    child.kill()
    until(lambda: relay.live() == 0, "the end of the connection")
    until(lambda: any("Next attempt" in line for line in master.errors), "the reason on standard error")
    checks.check("iec104 master tells why the connection ended", any(
        "Next attempt" in line for line in master.errors), str(master.errors))
    child = Program(sys.executable, os.path.join(HERE, "c104_outstation.py"), str(port))
    until(lambda: "started" in child.lines, f"c104 as a process {child.errors}")
    relay.target = port
    until(lambda: len(values(20)) >= 2 * count, "the interrogation after the restart", 15)
    checks.check("iec104 master comes back by itself and interrogates again", True)
    child.send("18.5")
    until(lambda: any(line["value"] == 18.5 for line in values(3)), "a change after it")
    checks.check("changes after the restart are shown", True)
    checks.equal("iec104 master ends with code 0", master.stop(), 0)
    until(lambda: relay.live() == 0, "the end")
    relay.close()
    child.kill()


def killed_master(checks, arguments):
    """Our master is killed; c104 and the next master go on."""
    station = c104_outstation.Station()
    relay = Relay(os.path.join(arguments.keep, "master-killed.pcap"), station.port)
    master = iec104(arguments, "master", f"127.0.0.1:{relay.port}", "--interrogate", "--station",
                    1, "--format", "json")
    until(lambda: any(short(one)[:2] == (C_IC, TERM) for one in relay.asdus("monitor")),
          "an interrogation")
    until(master.objects, "values")
    master.kill()
    until(lambda: relay.live() == 0, "the end of the connection")
    again = iec104(arguments, "master", f"127.0.0.1:{relay.port}", "--once", "--station", 1,
                   "--format", "json")
    checks.equal("after a kill the next master interrogates", (again.wait(20), again.errors),
                 (0, []))
    until(lambda: relay.live() == 0, "the end")
    relay.close()
    station.stop()

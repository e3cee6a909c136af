"""What lib60870-C asks of `iec104 outstation`, and c104 cannot ask."""
import os
import struct
import time

import lib60870_master
import points
from asdu import (ACT, C_CD, C_CI, C_CS, C_IC, C_RD, C_RP, C_TS, C_TS_TA, CON, DEACT, DEACT_CON,
                  INITIALIZED, NEGATIVE, REMOTE, REQUEST, SPONTANEOUS, STATION, TERM, TEST,
                  UNKNOWN_CAUSE, UNKNOWN_OBJECT, UNKNOWN_STATION, UNKNOWN_TYPE, asdu, cp56,
                  cp56_seconds, objects, short)
from checks import Outstation, until
from relay import Relay


def mirrored(checks, relay):
    peer = lib60870_master.Master(relay.port, originator=9)

    def check(name, octets, cause):
        octets = octets[:3] + b"\x09" + octets[4:]
        answer = peer.ask(octets, lambda one: one[2] & 0x3F == cause)
        wanted = octets[:2] + bytes([cause | NEGATIVE | octets[2] & TEST]) + octets[3:]
        checks.equal(f"{name}: exactly one mirrored ASDU, cause {cause}, P/N = 1",
                     [one.hex() for one in answer], [wanted.hex()])
    check("unknown private type 200", asdu(200, ACT, 1, 5001, b"\1\2\3"), UNKNOWN_TYPE)
    check("unknown type 43 with SQ and 3 objects", asdu(43, ACT, 1, 1, b"\1\2\3", count=0x83),
          UNKNOWN_TYPE)
    check("monitor type 1 in control direction", asdu(1, SPONTANEOUS, 1, 1001, b"\1"),
          UNKNOWN_TYPE)
    check("file transfer, which is not there", asdu(122, 13, 1, 1, b"\1\0\0\1"), UNKNOWN_TYPE)
    check("parameter activation of no point", asdu(113, ACT, 1, 999999, b"\3"), UNKNOWN_OBJECT)
    for kind, address, *_ in points.COMMANDS:
        element = points.command_element(kind)
        for shift, tag in ((0, b""), (points.TAGGED, cp56())):
            of = kind + (13 if tag else 0)
            check(f"type {of} with cause 3", asdu(of, 3, 1, address + shift, element + tag),
                  UNKNOWN_CAUSE)
            check(f"type {of} to station 2", asdu(of, ACT, 2, address + shift, element + tag),
                  UNKNOWN_STATION)
            check(f"type {of} to all stations",
                  asdu(of, ACT, 65535, address + shift, element + tag), UNKNOWN_STATION)
            check(f"type {of} to no command", asdu(of, ACT, 1, 9999, element + tag),
                  UNKNOWN_OBJECT)
            check(f"type {of} to a point of the monitor direction",
                  asdu(of, ACT, 1, 1001, element + tag), UNKNOWN_OBJECT)
    check("single command to a double command", asdu(45, ACT, 1, 5002, b"\1"), UNKNOWN_OBJECT)
    check("type 45 with T, cause 5", asdu(45, REQUEST | TEST, 1, 5001, b"\1"), UNKNOWN_CAUSE)
    check("type 51, which has no deactivation", asdu(51, DEACT, 1, 5007, bytes(4)), UNKNOWN_CAUSE)
    for kind, element in ((C_IC, b"\x14"), (C_CI, b"\5"), (C_CS, cp56()), (C_TS, b"\xaa\x55"),
                          (C_RP, b"\1"), (C_CD, bytes(2)), (C_TS_TA, bytes(2) + cp56())):
        check(f"type {kind} with cause 20", asdu(kind, 20, 1, 0, element), UNKNOWN_CAUSE)
        check(f"type {kind} to station 65534", asdu(kind, ACT, 65534, 0, element),
              UNKNOWN_STATION)
        check(f"type {kind} to object 1", asdu(kind, ACT, 1, 1, element), UNKNOWN_OBJECT)
    check("read of station 9", asdu(C_RD, REQUEST, 9, 1001), UNKNOWN_STATION)
    check("read with cause 6", asdu(C_RD, ACT, 1, 1001), UNKNOWN_CAUSE)
    check("read of object 999999", asdu(C_RD, REQUEST, 1, 999999), UNKNOWN_OBJECT)
    check("read of a command", asdu(C_RD, REQUEST, 1, 5001), UNKNOWN_OBJECT)
    check("test 104 to 65535", asdu(C_TS, ACT, 65535, 0, b"\xaa\x55"), UNKNOWN_STATION)

    def refused(name, octets):
        octets = octets[:3] + b"\x09" + octets[4:]
        checks.equal(f"{name}: negative con", peer.answer(octets).hex(),
                     (octets[:2] + bytes([octets[2] & TEST | CON | NEGATIVE]) + octets[3:]).hex())
    for qoi in (0, 19, 37, 255):
        refused(f"interrogation with QOI {qoi}", asdu(C_IC, ACT, 1, 0, bytes([qoi])))
    for qcc in (0, 6, 63):
        refused(f"counter interrogation with RQT {qcc}", asdu(C_CI, ACT, 1, 0, bytes([qcc])))
    broken = cp56()[:2] + bytes([0x3F]) + cp56()[3:]
    refused("clock synchronization to minute 63", asdu(C_CS, ACT, 1, 0, broken))
    refused("clock synchronization with IV", asdu(C_CS, ACT, 1, 0, cp56(flags=0x80)))
    refused("double command 0, which is not permitted", asdu(46, ACT, 1, 5002, b"\0"))
    refused("double command 3, which is not permitted", asdu(46, ACT, 1, 5002, b"\3"))
    refused("step command 0, which is not permitted", asdu(47, ACT, 1, 5003, b"\0"))
    for tag, name in ((cp56(time.time() + 60), "a minute ahead"), (cp56(flags=0x80), "with IV"),
                      (broken, "of minute 63")):
        refused(f"type 58 {name}", asdu(58, ACT, 1, 5201, b"\1" + tag))


def with_cause(octets, cause):
    return octets[:2] + bytes([cause]) + octets[3:]


def selections(checks, relay):
    first = lib60870_master.Master(relay.port)
    second = lib60870_master.Master(relay.port)
    for kind, address, _, _, _, element, _ in points.COMMANDS:
        if kind == 51:
            continue
        at = address + points.SELECTED
        off = {45: b"\0", 46: b"\1", 47: b"\1", 48: struct.pack("<hB", -3, 0),
               49: struct.pack("<hB", 7, 0), 50: struct.pack("<fB", -1.5, 0)}[kind]
        execute = asdu(kind, ACT, 1, at, off)
        select = execute[:-1] + bytes([off[-1] | 0x80])
        cancel = with_cause(select, DEACT)

        def ends(one):
            return one[0] == kind and one[2] & 0x3F == TERM
        checks.equal(f"type {kind}: select is confirmed", first.answer(select).hex(),
                     with_cause(select, CON).hex())
        checks.equal(f"type {kind}: another's select is refused", second.answer(select).hex(),
                     with_cause(select, CON | NEGATIVE).hex())
        checks.equal(f"type {kind}: another's execute is refused", second.answer(execute).hex(),
                     with_cause(execute, CON | NEGATIVE).hex())
        checks.equal(f"type {kind}: deactivation ends the selection", first.answer(cancel).hex(),
                     with_cause(select, DEACT_CON).hex())
        checks.equal(f"type {kind}: execute after deactivation is refused",
                     first.answer(execute).hex(), with_cause(execute, CON | NEGATIVE).hex())
        first.answer(select)
        other = execute[:9] + element
        checks.equal(f"type {kind}: execute of another value is refused",
                     first.answer(other).hex(), with_cause(other, CON | NEGATIVE).hex())
        checks.equal(f"type {kind}: and has ended the selection", first.answer(execute).hex(),
                     with_cause(execute, CON | NEGATIVE).hex())
        second.answer(select)
        answers = second.ask(execute, ends)
        checks.equal(f"type {kind}: select and execute by another: con and term",
                     [short(one) for one in answers if one[0] == kind],
                     [(kind, CON, 1), (kind, TERM, 1)])
        test = with_cause(element_of(kind, address), ACT | TEST)
        answers = first.ask(test, ends)
        checks.equal(f"type {kind} with T: con and term with T, nothing operated",
                     [one.hex() for one in answers if one[0] == kind],
                     [with_cause(test, CON | TEST).hex(), with_cause(test, TERM | TEST).hex()])
    answer = first.ask(asdu(C_RD, REQUEST, 1, 4101), lambda one: one[2] == REQUEST)[-1]
    checks.equal("read: the second's execute operated the output", objects(answer),
                 [(4101, b"\0")])
    select = asdu(45, ACT, 1, 5101, b"\x81")
    first.answer(select)
    first.close()
    until(lambda: relay.live() == 1, "the first is closed")
    checks.equal("a selection ends with its connection", second.answer(select).hex(),
                 with_cause(select, CON).hex())


def element_of(kind, address):
    return asdu(kind, ACT, 1, address, points.command_element(kind))


def stopping(checks, relay):
    peer = lib60870_master.Master(relay.port, start=False)
    checks.check("no data before STARTDT", not peer.received)
    peer.start()
    peer.answer(asdu(C_TS, ACT, 1, 0, b"\xaa\x55"))
    # Before the peer stops: a station of the same address takes over a group that is idle.
    driver = lib60870_master.Master(relay.port)
    driver.answer(asdu(C_TS, ACT, 1, 0, b"\xaa\x55"))
    peer.stop()
    count = len(peer.received)
    driver.ask(asdu(45, ACT, 1, 5001, b"\0"), lambda one: one[2] == TERM)
    driver.ask(asdu(45, ACT, 1, 5001, b"\1"), lambda one: one[2] == TERM)
    checks.equal("STOPDT: nothing is sent while stopped", len(peer.received), count)
    peer.start()

    def events():
        return [(kind, cause) for kind, cause, _ in map(short, peer.received[count:])
                if kind == 30]
    until(lambda: sum(len(objects(one)) for one in peer.received[count:] if one[0] == 30) >= 2,
          "events after STARTDT")
    found = [octets[:1] for one in peer.received[count:] if one[0] == 30
             for at, octets in objects(one) if at == 4001]
    checks.equal("STARTDT again: the events of meanwhile come, in order", found, [b"\0", b"\1"])
    checks.equal("their cause is return information", {cause for _, cause in events()}, {REMOTE})


def deactivated_interrogation(checks, relay):
    # A peer that acknowledges only by asking: the window of 12 closes in the second station.
    peer = lib60870_master.Master(relay.port, w=30000)
    request = asdu(C_IC, ACT, points.RUN_STATION, 0, b"\x14")
    before = peer.send(asdu(C_IC, ACT, 65535, 0, b"\x14"))
    until(lambda: len(peer.since(before)) == 12, "12 ASDUs, and no more")
    answer = peer.ask(request, lambda one: one[2] & NEGATIVE)[-1]
    checks.equal("a second interrogation while one runs: negative con", answer.hex(),
                 with_cause(request, CON | NEGATIVE).hex())
    peer.ask(request, lambda one: short(one) == (C_IC, TERM, points.RUN_STATION))
    found = {address: (one[0], element) for one in peer.since(before)
             if short(one)[1:] == (STATION, points.RUN_STATION)
             for address, element in objects(one)}
    checks.equal("the first goes on, and is complete", found,
                 points.expected(points.RUN_STATION))
    before = peer.send(asdu(C_IC, ACT, 65535, 0, b"\x14"))
    until(lambda: len(peer.since(before)) == 12, "12 ASDUs, and no more")
    stop = with_cause(request, DEACT)
    answer = peer.ask(stop, lambda one: one[2] & 0x3F == DEACT_CON)[-1]
    checks.equal("deactivation of a running interrogation: deact con", answer.hex(),
                 with_cause(stop, DEACT_CON).hex())
    # What is asked next is answered, and nothing of the interrogation is left.
    count = len(peer.received)
    peer.answer(asdu(C_TS, ACT, 1, 0, b"\xaa\x55"))
    peer.answer(asdu(C_TS, ACT, 1, 0, b"\xaa\x55"))
    checks.equal("nothing of it is sent afterwards",
                 [short(one) for one in peer.since(count)
                  if short(one)[2] == points.RUN_STATION], [])


def system_commands(checks, relay):
    peer = lib60870_master.Master(relay.port)
    reset = asdu(C_RP, ACT, 1, 0, b"\1")
    answers = peer.ask(reset, lambda one: one[0] == 70 and one[9] & 0x7F == 2)
    checks.equal("reset process: con, then M_EI with COI 2",
                 [one.hex() for one in answers if one[0] in (C_RP, 70)][-2:],
                 [with_cause(reset, CON).hex(), asdu(70, INITIALIZED, 1, 0, b"\2").hex()])
    for kind, element in ((C_TS, b"\xaa\x55"), (C_TS_TA, b"\x34\x12" + cp56())):
        test = asdu(kind, ACT, 1, 0, element)
        checks.equal(f"test command {kind}: mirrored", peer.answer(test).hex(),
                     with_cause(test, CON).hex())
    clear = asdu(C_RP, ACT, 1, 0, b"\2")
    checks.equal("reset of time-tagged events: con", peer.answer(clear).hex(),
                 with_cause(clear, CON).hex())
    delay = asdu(C_CD, ACT, 1, 0, b"\x10\x27")
    checks.equal("delay acquisition: con", short(peer.answer(delay)), (C_CD, CON, 1))
    ahead = time.time() + 7200
    answer = peer.answer(asdu(C_CS, ACT, 1, 0, cp56(ahead)))
    checks.check("clock set two hours ahead: con has the time before",
                 short(answer) == (C_CS, CON, 1)
                 and abs(cp56_seconds(answer[9:]) - time.time()) < 5, answer.hex())
    answers = peer.ask(asdu(45, ACT, 1, 5001, b"\0"), lambda one: one[2] == TERM)
    event = next(one for one in answers if one[0] == 30)
    checks.check("events have the new time", abs(cp56_seconds(event[-7:]) - ahead) < 5,
                 event.hex())
    answer = peer.answer(asdu(C_CS, ACT, 65535, 0, cp56()))
    checks.check("clock synchronization of all stations: con of one with the time before",
                 abs(cp56_seconds(answer[9:]) - ahead) < 5, answer.hex())


def link_tests(checks, arguments):
    """TESTFR of both sides: of ours after a second without an APDU, then of lib60870's."""
    outstation = Outstation(arguments.bin, arguments.keep,
                            os.path.join(arguments.keep, "points.csv"), "--t3", "1")
    relay = Relay(os.path.join(arguments.keep, "testfr.pcap"), outstation.port)

    def functions(direction):
        return [apdu[2] for apdu in relay.apdus(direction) if apdu[2] & 3 == 3]
    peer = lib60870_master.Master(relay.port)
    until(lambda: 0x43 in functions("monitor") and 0x83 in functions("control"), "TESTFR")
    checks.check("outstation: TESTFR after t3, confirmed by lib60870", True)
    peer.close()
    until(lambda: relay.live() == 0, "lib60870 closes")
    outstation.stop()
    outstation = Outstation(arguments.bin, arguments.keep,
                            os.path.join(arguments.keep, "points.csv"))
    relay.target = outstation.port
    for start in (True, False):
        peer = lib60870_master.Master(relay.port, start=start, t3=1)
        until(lambda: 0x43 in functions("control") and 0x83 in functions("monitor"), "TESTFR")
        checks.check(f"TESTFR of lib60870 is confirmed, {'started' if start else 'stopped'}", True)
        peer.close()
        until(lambda: relay.live() == 0, "lib60870 closes")
    relay.close()
    outstation.stop()

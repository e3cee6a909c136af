"""Procedures of `iec104 outstation` asked by lib60870-C: pulses, parameters, clocks."""
import struct
import time

import lib60870_master
from asdu import (ACT, C_CD, C_CI, C_CS, C_IC, CON, COUNTERS, DEACT, DEACT_CON, NEGATIVE,
                  REMOTE, TERM, asdu, cp56, cp56_seconds, objects, short)
from checks import until
from lib60870_dialogs import with_cause


def term(kind):
    return lambda one: one[0] == kind and one[2] & 0x3F == TERM


def pulses(checks, relay):
    peer = lib60870_master.Master(relay.port)
    peer.ask(asdu(45, ACT, 1, 5001, b"\0"), term(45))
    pulse = asdu(45, ACT, 1, 5001, b"\5")
    before = peer.send(pulse)
    checks.equal("a command during a pulse is refused",
                 peer.ask(asdu(45, ACT, 1, 5001, b"\1"),
                          lambda one: one[0] == 45 and one[2] & NEGATIVE)[-1][9], 1)
    until(lambda: any(term(45)(one) for one in peer.since(before)), "act term of a pulse")
    answers = [one for one in peer.since(before) if not one[2] & NEGATIVE]
    states = [element[0] for one in answers if one[0] == 30 and one[2] == REMOTE
              for address, element in objects(one) if address == 4001]
    checks.equal("a short pulse: the relay goes on and off, cause 11", states, [1, 0])
    checks.equal("a short pulse: con, on, off, act term",
                 [short(one)[:2] for one in answers if one[0] in (30, 45)],
                 [(45, CON), (30, REMOTE), (30, REMOTE), (45, TERM)])
    stopped = peer.send(asdu(45, ACT, 1, 5001, b"\x09"))
    until(lambda: any(one[0] == 30 for one in peer.since(stopped)), "the event of a long pulse")
    answer = peer.ask(with_cause(asdu(45, ACT, 1, 5001, b"\x09"), DEACT),
                      lambda one: one[0] == 30)
    checks.equal("a long pulse is deactivated: deact con, and the relay is off",
                 [short(one)[:2] for one in answer if one[0] in (30, 45)],
                 [(45, DEACT_CON), (30, REMOTE)])


def parameters(checks, relay):
    peer = lib60870_master.Master(relay.port)

    def load(kind, address, value):
        form = {110: "<hB", 111: "<hB", 112: "<fB"}[kind]
        return asdu(kind, ACT, 1, address, struct.pack(form, *value))
    for kind, address, value in ((110, 4004, 100), (111, 4005, 50), (112, 4006, 2.5)):
        request = load(kind, address, (value, 1))
        checks.equal(f"type {kind}: a threshold is confirmed with its value",
                     peer.answer(request).hex(), with_cause(request, CON).hex())
    for name, request in (("KPA 9", load(112, 4006, (1, 9))), ("LPC", load(112, 4006, (1, 0x41))),
                          ("another type", load(111, 4006, (1, 1))),
                          ("NaN", load(112, 4006, (float("nan"), 1)))):
        checks.equal(f"a parameter with {name} gets a negative con", peer.answer(request).hex(),
                     with_cause(request, CON | NEGATIVE).hex())
    answers = peer.ask(asdu(C_IC, ACT, 1, 0, b"\x14"), term(C_IC))
    found = {(one[0], int.from_bytes(one[6:9], "little")): one[9:] for one in answers
             if one[0] in (110, 111, 112)}
    checks.equal("an interrogation reports the parameters that were loaded", found,
                 {(110, 4004): struct.pack("<hB", 100, 1), (111, 4005): struct.pack("<hB", 50, 1),
                  (112, 4006): struct.pack("<fB", 2.5, 1)})
    loaded = load(112, 4006, (7, 0x81))
    peer.answer(loaded)
    for cause, con, name in ((ACT, CON, "activation"), (DEACT, DEACT_CON, "deactivation")):
        request = asdu(113, cause, 1, 0, b"\1")
        checks.equal(f"P_AC_NA_1: {name} of what was loaded", peer.answer(request).hex(),
                     with_cause(request, con).hex())


def clocks(checks, relay):
    peer = lib60870_master.Master(relay.port)
    ahead = time.time() + 3600
    peer.answer(asdu(C_CS, ACT, 7, 0, cp56(ahead)))
    first = peer.answer(asdu(C_CS, ACT, 1, 0, cp56()))
    second = peer.answer(asdu(C_CS, ACT, 7, 0, cp56()))
    moved = cp56_seconds(second[9:]) - cp56_seconds(first[9:])
    checks.check("each common address has a clock of its own", 3500 < moved < 3700, moved)
    request = asdu(C_CD, ACT, 1, 0, struct.pack("<H", 60000))
    checks.equal("a delay that is none gets a negative con", peer.answer(request).hex(),
                 with_cause(request, CON | NEGATIVE).hex())


def frozen(checks, relay):
    peer = lib60870_master.Master(relay.port)

    def read():
        answers = peer.ask(asdu(C_CI, ACT, 1, 0, b"\5"), term(C_CI))
        return [element for one in answers if one[2] == COUNTERS for _, element in objects(one)]
    peer.ask(asdu(C_CI, ACT, 1, 0, b"\x45"), term(C_CI))
    first = read()
    peer.ask(asdu(C_CI, ACT, 1, 0, b"\x45"), term(C_CI))
    numbers = [((two[4] & 31) - (one[4] & 31)) % 32 for one, two in zip(first, read())]
    checks.equal("each freeze counts the sequence number on", set(numbers), {1})

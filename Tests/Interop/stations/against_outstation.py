"""c104 and lib60870-C as controlling stations of `iec104 outstation`."""
import datetime
import os
import struct
import time

import c104

import c104_master
import lib60870_master
import points
from asdu import (ACT, COUNTERS, C_CI, C_CS, C_IC, C_TS, C_TS_TA, CON, INITIALIZED, NEGATIVE,
                  REMOTE, REQUEST, SPONTANEOUS, STATION, TERM, asdu, cp56, cp56_seconds, objects,
                  short)
from lib60870_dialogs import (deactivated_interrogation, link_tests, mirrored, selections,
                              stopping, system_commands)
from lib60870_procedures import clocks, frozen, parameters, pulses
from checks import Checks, Outstation, until
from relay import Relay

# lib60870 does not know an answer that comes before it has begun to wait for it.
LATENCY = 0.004


def run(arguments):
    checks = Checks("outstation")
    folder = arguments.keep
    outstation = Outstation(arguments.bin, folder, os.path.join(folder, "points.csv"))
    relay = Relay(os.path.join(folder, "outstation-c104.pcap"), outstation.port, LATENCY)
    master = c104_master.Master(relay.port)
    for scenario in (initialization, general_interrogation, groups, counters, reading,
                     clock_and_test, commands):
        checks.run(scenario, master, relay)
    master.stop()
    until(lambda: relay.live() == 0, "c104 closes")
    relay.close()
    relay = Relay(os.path.join(folder, "outstation-lib60870.pcap"), outstation.port)
    for scenario in (mirrored, selections, stopping, deactivated_interrogation,
                     system_commands, pulses, parameters, frozen, clocks):
        checks.run(scenario, relay)
        lib60870_master.Master.close_all()
        until(lambda: relay.live() == 0, "lib60870 closes")
    relay.close()
    checks.run(link_tests, arguments)
    checks.equal("iec104 outstation ends with code 0", outstation.stop(), 0)
    checks.equal("iec104 outstation wrote no error", outstation.errors, [])
    return checks


def initialization(checks, master, relay):
    until(lambda: len(relay.asdus("monitor")) >= 2, "M_EI of two stations")
    first = sorted(short(one) for one in relay.asdus("monitor")[:2])
    checks.equal("M_EI_NA_1 of each station comes first", first,
                 [(70, INITIALIZED, 1), (70, INITIALIZED, points.RUN_STATION)])


def dialog(checks, name, relay, ask, kind, station, cause):
    """Runs an interrogation and gives its objects, {address: (type, element)}."""
    before = len(relay.asdus("monitor"))
    accepted = ask()
    checks.check(f"{name}: c104 sees the confirmation", accepted)

    def answers():
        return relay.asdus("monitor")[before:]
    until(lambda: any(short(one) == (kind, TERM, station) for one in answers()),
          f"termination of {name}")
    heads = [short(one) for one in answers()]
    checks.check(f"{name}: act con first, act term last, data between with cause {cause}",
                 heads[0] == (kind, CON, station) and heads[-1] == (kind, TERM, station)
                 and all(head[1:] == (cause, station) for head in heads[1:-1]), heads)
    checks.check(f"{name}: originator 3 in con, data and term",
                 all(one[3] == 3 for one in answers()))
    found = {}
    for one in answers()[1:-1]:
        for address, element in objects(one):
            if address in found:
                checks.check(f"{name}: object {address} comes once", False)
            found[address] = (one[0], element)
    return found


def general_interrogation(checks, master, relay):
    for station in (1, points.RUN_STATION):
        name = f"interrogation of station {station}"
        found = dialog(checks, name, relay, lambda: master.link.interrogation(station), C_IC,
                       station, STATION)
        wanted = points.expected(station)
        checks.equal(f"{name}: {len(wanted)} objects, octets as in the list", found, wanted)
        until(lambda: all(master.point(address, station) for address in wanted),
              "c104 knows all points")
    types = sorted({kind for kind, _ in points.expected().values()})
    checks.equal("all types without time tag that interrogations know", types,
                 [1, 3, 5, 7, 9, 11, 13, 20, 21])
    for family in sorted({point.untagged for point in points.POINTS}):
        rows = [point for point in points.POINTS if point.untagged == family]
        wrong = [(row.address, master.point(row.address).info) for row in rows
                 if not same(master.point(row.address), row)]
        checks.equal(f"c104 reads value and quality of {len(rows)} points of type {family}", wrong,
                     [])
    before = len(relay.asdus("monitor"))
    master.link.interrogation(65535, wait_for_response=False)
    until(lambda: {(C_IC, TERM, 1), (C_IC, TERM, points.RUN_STATION)} <=
          {short(one) for one in relay.asdus("monitor")[before:]}, "terms of both stations")
    answers = relay.asdus("monitor")[before:]
    for station in (1, points.RUN_STATION):
        heads = [short(one) for one in answers if short(one)[2] == station]
        found = {address: (one[0], element) for one in answers[:]
                 if short(one)[1:] == (STATION, station) for address, element in objects(one)}
        checks.check(f"interrogation of 65535: station {station} answers under its own address",
                     heads[0] == (C_IC, CON, station) and heads[-1] == (C_IC, TERM, station)
                     and found == points.expected(station), heads)


def same(point, row):
    if int(point.type) != row.untagged or point.recorded_at is not None:
        return False
    if point.quality != points.c104_quality(row.quality):
        return False
    if row.untagged in (9, 21):
        # lib60870 scales with 32767 and c104 rounds to a float: the octets were compared above.
        return abs(float(point.value) * 32768 - row.value) <= 1.01
    if row.untagged == 13:
        return struct.pack("<f", point.value) == row.element[:4]
    if row.untagged == 7:
        return int(point.value) == row.value if not isinstance(point.value, c104.Byte32) \
            else bytes(point.value) == row.element[:4]
    if row.untagged == 20:
        return point.value.value == row.value and point.info.changed.value == 0
    if row.untagged == 5:
        return int(point.value) == int(row.value) and not point.info.transient
    if row.untagged == 11:
        return int(point.value) == row.value
    return point.value == row.value


def groups(checks, master, relay):
    for number in range(1, 17):
        name = f"interrogation of group {number}"
        qualifier = getattr(c104.Qoi, f"GROUP_{number}")
        found = dialog(checks, name, relay,
                       lambda: master.link.interrogation(1, qualifier=qualifier), C_IC, 1,
                       STATION + number)
        wanted = {point.address: (point.untagged, point.element) for point in points.POINTS
                  if number in point.groups}
        checks.equal(f"{name}: its {len(wanted)} objects", found, wanted)


def counters(checks, master, relay):
    def readings(values, sequence):
        return {points.FIRST_COUNTER + n: (15, struct.pack(
            "<iB", values[n], (0x80 if n == 3 else 0) | sequence)) for n in range(4)}

    def ask(name, rqt, cause):
        return dialog(checks, name, relay,
                      lambda: master.link.counter_interrogation(1, qualifier=rqt), C_CI, 1, cause)

    def freeze(name, frz, octet):
        before = len(relay.asdus("monitor"))
        checks.check(f"{name}: c104 sees the confirmation",
                     master.link.counter_interrogation(1, freeze=frz))
        until(lambda: len(relay.asdus("monitor")) > before, "con")
        answer = relay.asdus("monitor")[before]
        checks.equal(f"{name}: act con with the same QCC",
                     (short(answer), answer[9]), ((C_CI, CON, 1), octet))
    starts = [0, -1000, 2000, -3000]
    found = ask("counter interrogation", c104.Rqt.GENERAL, COUNTERS)
    checks.equal("counter interrogation: the readings of the list", found, readings(starts, 0))
    until(lambda: master.point(points.FIRST_COUNTER + 3), "counters in c104")
    for number in range(4):
        info = master.point(points.FIRST_COUNTER + number).info
        quality = c104.BinaryCounterQuality.Invalid if number == 3 else c104.BinaryCounterQuality()
        checks.equal(f"c104 reads counter {number}",
                     (int(info.counter), int(info.sequence), info.quality),
                     (starts[number], 0, quality))
    for number in range(1, 5):
        found = ask(f"counter group {number}", getattr(c104.Rqt, f"GROUP_{number}"),
                    COUNTERS + number)
        address = points.FIRST_COUNTER + number - 1
        checks.equal(f"counter group {number}: its reading", found,
                     {address: readings(starts, 0)[address]})
    freeze("freeze", c104.Frz.FREEZE_WITHOUT_RESET, 0x45)
    found = ask("read after freeze", c104.Rqt.GENERAL, COUNTERS)
    checks.equal("read after freeze: the frozen image", found, readings(starts, 0))
    freeze("freeze with reset", c104.Frz.FREEZE_WITH_RESET, 0x85)
    found = ask("read after freeze with reset", c104.Rqt.GENERAL, COUNTERS)
    checks.equal("read after freeze with reset: the frozen image, its number one more", found,
                 readings(starts, 1))
    freeze("reset", c104.Frz.COUNTER_RESET, 0xC5)
    freeze("freeze after reset", c104.Frz.FREEZE_WITHOUT_RESET, 0x45)
    found = ask("read after reset and freeze", c104.Rqt.GENERAL, COUNTERS)
    values = {address: struct.unpack("<i", element[:4])[0]
              for address, (_, element) in found.items()}
    checks.equal("read after reset and freeze: all is zero", values,
                 {points.FIRST_COUNTER + n: 0 for n in range(4)})


def reading(checks, master, relay):
    seen = set()
    for row in points.POINTS:
        if row.untagged in seen:
            continue
        seen.add(row.untagged)
        before = len(relay.asdus("monitor"))
        master.point(row.address).read()
        until(lambda: len(relay.asdus("monitor")) > before, "what was read")
        answers = relay.asdus("monitor")[before:]
        checks.equal(f"read of a point of type {row.untagged}: one answer, cause 5, no con",
                     [(short(one), objects(one)) for one in answers],
                     [((row.untagged, REQUEST, 1), [(row.address, row.element)])])


def clock_and_test(checks, master, relay):
    before = len(relay.asdus("monitor"))
    checks.check("clock synchronization: c104 sees the confirmation", master.link.clock_sync(1))
    answer = relay.asdus("monitor")[before]
    checks.equal("clock synchronization: act con", (short(answer), len(answer)),
                 ((C_CS, CON, 1), 16))
    checks.check("clock synchronization: act con has the station's time",
                 abs(cp56_seconds(answer[9:]) - time.time()) < 5, answer.hex())
    for kind, tagged in ((C_TS_TA, True), (C_TS, False)):
        before, sent = len(relay.asdus("monitor")), len(relay.asdus("control"))
        # c104 takes no answer to it for one: what counts is the octets.
        master.link.test(1, with_time=tagged, wait_for_response=False)
        until(lambda: len(relay.asdus("monitor")) > before, f"answer to type {kind}")
        asked, answer = relay.asdus("control")[sent], relay.asdus("monitor")[before]
        # lib60870 sends another pattern than 55AA: it gets a negative confirmation.
        wrong = not tagged and asked[9:] != b"\xaa\x55"
        checks.equal(f"test command {kind}: mirrored with act con"
                     + (", negative as its pattern is wrong" if wrong else ""), answer.hex(),
                     (asked[:2] + bytes([CON | (NEGATIVE if wrong else 0)]) + asked[3:]).hex())


def commands(checks, master, relay):
    now = datetime.datetime.now(datetime.timezone.utc)
    stale = now - datetime.timedelta(seconds=60)
    for kind, address, driven, tagged, _, _, element in points.COMMANDS:
        command = c104_master.command_info
        direct, untagged_type = getattr(c104.Type, points.mnemonic(kind)), kind
        accept(checks, master, relay, f"type {kind} direct", kind, address, driven, tagged,
               element, lambda: master.command(address, direct, command(kind)))
        if kind != 51:
            selected = address + points.SELECTED
            accept(checks, master, relay, f"type {kind} select and execute", kind, selected,
                   driven + points.SELECTED, tagged, element,
                   lambda: master.command(selected, direct, command(kind), selects=True))
            refuse(checks, relay, f"type {kind} execute without the select that is needed", kind,
                   selected, lambda: master.command(selected, direct, command(kind)))
            refuse(checks, relay, f"type {kind} select where only direct is allowed", kind,
                   address, lambda: master.command(address, direct, command(kind), selects=True))
        kind += 13
        timed = getattr(c104.Type, points.mnemonic(kind))
        of = address + points.TAGGED
        accept(checks, master, relay, f"type {kind} direct with the time of now", kind, of,
               driven + points.TAGGED, tagged, element, lambda: master.command(
                   of, timed, command(kind, datetime.datetime.now(datetime.timezone.utc))))
        if untagged_type == 51:
            request = asdu(kind, ACT, 1, of, points.COMMANDS[-1][5] + cp56(time.time() - 60))
            peer = lib60870_master.Master(relay.port)
            checks.equal(f"type {kind} a minute old: negative con", peer.answer(request).hex(),
                         (request[:2] + bytes([CON | NEGATIVE]) + request[3:]).hex())
            request = asdu(51, ACT, 1, of, points.COMMANDS[-1][5])
            checks.equal("type 51 where a time tag is needed: negative con",
                         peer.answer(request).hex(),
                         (request[:2] + bytes([CON | NEGATIVE]) + request[3:]).hex())
            peer.close()
            until(lambda: relay.live() == 1, "lib60870 closes")
        else:
            request = asdu(kind, ACT, 1, of, points.command_element(untagged_type) + cp56(
                stale.timestamp()))
            peer = lib60870_master.Master(relay.port)
            checks.equal(f"type {kind} a minute old: negative con", peer.answer(request).hex(),
                         (request[:2] + bytes([CON | NEGATIVE]) + request[3:]).hex())
            peer.close()
            until(lambda: relay.live() == 1, "lib60870 closes")


def accept(checks, master, relay, name, kind, address, driven, tagged, element, act):
    before = len(relay.asdus("monitor", 0))
    # For the application of c104; the dialog on the wire is judged for itself.
    checks.check(f"{name}: c104 sees it accepted", act())

    def answers():
        return relay.asdus("monitor", 0)[before:]
    until(lambda: any(short(one) == (kind, TERM, 1) for one in answers()), f"term of {name}")
    heads = [short(one) for one in answers()]
    confirmations = heads.count((kind, CON, 1))
    events = [one for one in answers() if one[0] == tagged]
    checks.equal(f"{name}: confirmations, the change, termination",
                 (heads[-1], confirmations in (1, 2), len(heads)),
                 ((kind, TERM, 1), True, confirmations + len(events) + 1))
    # Measured values have no return information: cause 3.
    cause = REMOTE if tagged in (30, 31, 32, 33) else SPONTANEOUS
    found = [(short(one), [(at, octets[:-7]) for at, octets in objects(one)]) for one in events]
    checks.equal(f"{name}: the driven point reports its new value", found,
                 [((tagged, cause, 1), [(driven, element)])])
    if events:
        checks.check(f"{name}: the event's time is now",
                     abs(cp56_seconds(events[0][-7:]) - time.time()) < 5)


def refuse(checks, relay, name, kind, address, act):
    before = len(relay.asdus("monitor", 0))
    checks.check(f"{name}: c104 sees it refused", not act())
    answers = relay.asdus("monitor", 0)[before:]
    checks.equal(f"{name}: one negative con", [short(one) for one in answers],
                 [(kind, CON | NEGATIVE, 1)])

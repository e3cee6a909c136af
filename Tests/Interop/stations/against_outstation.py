"""c104 and lib60870-C as controlling stations of `iec104 outstation`."""
import datetime
import os
import struct
import time

import c104

import c104_master
import lib60870_master
import points
from asdu import (ACT, COUNTERS, C_CD, C_CI, C_CS, C_IC, C_RD, C_RP, C_TS, C_TS_TA, CON, DEACT,
                  DEACT_CON, INITIALIZED, NEGATIVE, REMOTE, REQUEST, SIZES, SPONTANEOUS, STATION,
                  TERM, TEST, UNKNOWN_CAUSE, UNKNOWN_OBJECT, UNKNOWN_STATION, UNKNOWN_TYPE, asdu,
                  cp56, cp56_seconds, objects, short)
from checks import Checks, Outstation, until
from relay import Relay

# lib60870 does not know an answer that comes before it has begun to wait for it.
LATENCY = 0.004
RAW_SCALE = 32767


def python_value(point):
    """The value of a c104 point, comparable: normalized values as raw numbers."""
    value = point.value
    if isinstance(value, c104.NormalizedFloat):
        return value
    if isinstance(value, c104.Byte32):
        return int.from_bytes(bytes(value), "little")
    if isinstance(value, c104.PackedSingle):
        return value.value
    return value


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
    for scenario in (mirrored, selections, stopping, deactivated_interrogation, system_commands):
        checks.run(scenario, relay)
        lib60870_master.Master.close_all()
        until(lambda: relay.live() == 0, "lib60870 closes")
    relay.close()
    checks.equal("iec104 outstation ends with code 0", outstation.stop(), 0)
    checks.equal("iec104 outstation wrote no error", outstation.errors, [])
    return checks


# Dialogs with c104.

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
        invalid = c104.BinaryCounterQuality.Invalid in info.quality if hasattr(
            info.quality, "__contains__") else bool(info.quality & c104.BinaryCounterQuality.Invalid)
        checks.equal(f"c104 reads counter {number}",
                     (int(info.counter), int(info.sequence), bool(invalid)),
                     (starts[number], 0, number == 3))
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
            request = asdu(kind, ACT, 1, of, command_element(untagged_type) + cp56(
                stale.timestamp()))
            peer = lib60870_master.Master(relay.port)
            checks.equal(f"type {kind} a minute old: negative con", peer.answer(request).hex(),
                         (request[:2] + bytes([CON | NEGATIVE]) + request[3:]).hex())
            peer.close()
            until(lambda: relay.live() == 1, "lib60870 closes")


def command_element(kind):
    return next(row[5] for row in points.COMMANDS if row[0] == kind)


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


# Dialogs with lib60870-C.

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
    check("parameter activation", asdu(113, ACT, 1, 1001, b"\3"), UNKNOWN_TYPE)
    for kind, address, *_ in points.COMMANDS:
        element = command_element(kind)
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
    return asdu(kind, ACT, 1, address, command_element(kind))


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

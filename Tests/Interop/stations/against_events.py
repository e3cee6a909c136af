"""Events of every type from our outstation to c104 and lib60870-C: values, order, nothing lost."""
import datetime
import os
import struct
import sys

import c104

import c104_master
import lib60870_master
from asdu import (ACT, CON, C_TS, NEGATIVE, SIZES, SPONTANEOUS, TERM, asdu, cp56, objects,
                  short)
from checks import Checks, Outstation, Probe, Program, until
from points import COMMANDS, c104_quality
from relay import Relay

HERE = os.path.dirname(os.path.abspath(__file__))
MOMENT = 1_700_000_000.5   # 2023-11-14T22:13:20.500Z
TIME = datetime.datetime.fromtimestamp(MOMENT, datetime.timezone.utc)


def samples():
    """(type, octets of the element, value in c104, quality) of every type of events."""
    start, circuits = c104.StartEvents, c104.OutputCircuits
    plain = [
        ((1, 2, 30), b"\x81", True, 0x80),
        ((3, 4, 31), b"\x42", c104.Double.ON, 0x40),
        ((5, 6, 32), b"\xc0\x01", -64, 0x01),
        ((7, 8, 33), b"\xf0\xa5\x0f\x5a\x20", 0x5A0FA5F0, 0x20),
        ((9, 10, 34), b"\x00\xc0\x10", -16384, 0x10),
        ((11, 12, 35), b"\x50\xfb\x00", -1200, 0),
        ((13, 14, 36), struct.pack("<f", 110.375) + b"\xf1", 110.375, 0xF1),
        ((20,), b"\xf0\xa5\x01\x80\x80", (0xA5F0, 0x8001), 0x80),
        ((21,), b"\x01\x80", -32767, 0),
    ]
    rows = [(kind, octets, value, quality) for kinds, octets, value, quality in plain
            for kind in kinds]
    for kind in (17, 38):
        rows.append((kind, b"\x92\x39\x30", (c104.EventState.ON, 12345), 0x90))
    for kind in (18, 39):
        rows.append((kind, b"\x2b\x28\x5f\xea",
                     (start.General | start.PhaseL1 | start.PhaseL3 | start.ReverseDirection,
                      59999), 0x28))
    for kind in (19, 40):
        rows.append((kind, b"\x05\x00\x01\x00", (circuits.General | circuits.PhaseL2, 1), 0))
    return rows


def run(arguments):
    checks = Checks("events")
    folder = arguments.keep
    probe = Probe(arguments.bin, "outstation")
    for index, (kind, octets, _, _) in enumerate(samples()):
        probe.send("point " + asdu(kind, SPONTANEOUS, 1, 100 + index,
                                   bytes(SIZES[kind])).hex())
    for number in range(20):
        probe.send("point " + asdu(13, SPONTANEOUS, 1, 900 + number, bytes(5)).hex())
    for number in (1, 2):
        probe.send("point " + asdu(15, SPONTANEOUS, 1, 950 + number,
                                   struct.pack("<iB", -7 * number, 0x60)).hex())
    for kind, address, *_ in COMMANDS:
        for shift, answer in ((0, "accept"), (100, "refuse"), (200, "47")):
            probe.send(f"command {kind} 1 {address + shift} direct {answer}")
        if kind != 51:
            probe.send(f"command {kind} 1 {address + 300} select refuse")
    port = probe.tell("listen", "port")["port"]
    relay = Relay(os.path.join(folder, "events.pcap"), port, 0.002)
    for scenario in (every_type, frozen_counters, application_refuses, lost_in_flight,
                     lost_unread, acknowledged_is_gone, two_masters):
        checks.run(scenario, probe, relay)
        lib60870_master.Master.close_all()
        c104_master.Master.close_all()
        relay.hold()
        until(lambda: relay.live() == 0, "connections close")
    checks.run(killed_master, probe, relay)
    relay.close()
    probe.send("quit")
    checks.equal("the outstation ends with code 0", probe.wait(), 0)
    checks.equal("the outstation wrote no error", probe.errors, [])
    checks.run(killed_outstation, arguments)
    checks.run(simulation, arguments)
    return checks


def set_value(probe, kind, address, octets):
    return probe.tell("set " + asdu(kind, SPONTANEOUS, 1, address, octets).hex(), "set")["set"]


def value_of(point, kind):
    info = point.info
    if kind in (20,):
        return info.status.value, info.changed.value
    if kind in (17, 38):
        return info.state, int(info.elapsed_ms)
    if kind in (18, 39):
        return info.events, int(info.relay_duration_ms)
    if kind in (19, 40):
        return info.circuits, int(info.relay_operating_ms)
    value = point.value
    if kind in (9, 10, 34, 21):
        # lib60870 divides by 32767, so that the raw number is near.
        return round(float(value) * 32767.5 - 0.5)
    if kind in (5, 6, 32, 11, 12, 35):
        return int(value)
    if kind in (7, 8, 33) and isinstance(value, c104.Byte32):
        return int.from_bytes(bytes(value), sys.byteorder)
    return value


def every_type(checks, probe, relay):
    """Set before any master comes: the events wait for it."""
    rows = samples()
    for index, (kind, octets, _, _) in enumerate(rows):
        time = {24: cp56(MOMENT)[:3], 56: cp56(MOMENT)}.get(
            8 * (SIZES[kind] - len(octets)), b"")
        set_value_with_time(probe, kind, 100 + index, octets, time)
    checks.equal("events wait for the first master", probe.tell("events", "waiting")["waiting"],
                 len(rows))
    master = c104_master.Master(relay.port)
    until(lambda: sum(len(objects(one)) for one in relay.asdus("monitor")) >= len(rows) + 1,
          "all events")
    found = [(one[0], one[2], address, element) for one in relay.asdus("monitor")
             for address, element in objects(one)][1:]
    wanted = []
    for index, (kind, octets, _, _) in enumerate(rows):
        time = {3: cp56(MOMENT)[:3], 7: cp56(MOMENT)}.get(SIZES[kind] - len(octets), b"")
        wanted.append((kind, SPONTANEOUS, 100 + index, octets + time))
    checks.equal("they come in the order in which they happened, octets as set", found, wanted)
    reader = lib60870_master.Lib60870()
    for index, (kind, octets, value, quality) in enumerate(rows):
        name = f"event of type {kind}"
        if SIZES[kind] - len(octets) == 3:
            # c104 knows no type with CP24Time2a, the C library in it does.
            time = reader.read((bytes([0x68, 4 + 9 + SIZES[kind]]) + bytes(4)
                                + asdu(kind, 3, 1, 1, octets + cp56(MOMENT)[:3])).hex())
            checks.equal(f"{name}: lib60870 reads the minute and second",
                         time["objects"][0]["time"], "13:20.500")
            continue
        point = until(lambda: master.point(100 + index), f"point {100 + index} in c104")
        checks.equal(f"{name}: c104 has the type", int(point.type), kind)
        checks.eventually(f"{name}: c104 has the value",
                          lambda at=point, of=kind: value_of(at, of), value)
        if kind != 21:
            checks.eventually(f"{name}: c104 has the quality", lambda at=point: at.quality,
                              c104_quality_of(kind, quality))
        if SIZES[kind] - len(octets) == 7:
            checks.eventually(f"{name}: c104 has the time",
                              lambda at=point: at.recorded_at.timestamp(), MOMENT)
    master.stop()


def c104_quality_of(kind, mask):
    quality = c104_quality(mask)
    if kind in (17, 18, 38, 39) and mask & 0x08:
        quality |= c104.Quality.ElapsedTimeInvalid
    return quality


def set_value_with_time(probe, kind, address, octets, time):
    """The probe takes CP56: types with CP24 are given as their brothers with CP56."""
    brother = {2: 30, 4: 31, 6: 32, 8: 33, 10: 34, 12: 35, 14: 36, 17: 38, 18: 39, 19: 40}
    if len(time) == 3:
        kind, time = brother[kind], cp56(MOMENT)
    set_value(probe, kind, address, octets + time)


def frozen_counters(checks, probe, relay):
    """Mode A or D: what is frozen is reported by itself."""
    peer = lib60870_master.Master(relay.port)
    answers = peer.ask(asdu(101, ACT, 1, 0, b"\x45"), lambda one: one[0] in (15, 16, 37))
    found = [(address, element[:5]) for one in answers if one[0] in (15, 16, 37)
             for address, element in objects(one)]
    checks.equal("frozen counters are reported spontaneously",
                 (short(answers[-1])[1], found),
                 (SPONTANEOUS, [(950 + n, struct.pack("<iB", -7 * n, 0x60)) for n in (1, 2)]))


def application_refuses(checks, probe, relay):
    peer = lib60870_master.Master(relay.port)
    for kind, address, _, _, _, element, _ in COMMANDS:
        for of, tag in ((kind, b""), (kind + 13, cp56())):
            request = asdu(of, ACT, 1, address, element + tag)
            answers = peer.ask(request, lambda one: one[0] == of and one[2] == TERM)
            checks.equal(f"type {of} accepted by the application: con and term",
                         [one.hex() for one in answers],
                         [with_cause(request, CON).hex(), with_cause(request, TERM).hex()])
            for shift, cause, name in ((100, CON, "refused by the application"),
                                       (200, 47, "refused with cause 47")):
                request = asdu(of, ACT, 1, address + shift, element + tag)
                checks.equal(f"type {of} {name}: negative, mirrored", peer.answer(request).hex(),
                             with_cause(request, cause | NEGATIVE).hex())
            if kind != 51:
                chosen = element[:-1] + bytes([element[-1] | 0x80])
                request = asdu(of, ACT, 1, address + 300, chosen + tag)
                checks.equal(f"select of type {of} refused by the application: negative con",
                             peer.answer(request).hex(),
                             with_cause(request, CON | NEGATIVE).hex())


def with_cause(octets, cause):
    return octets[:2] + bytes([cause]) + octets[3:]


def floats(asdus):
    """(address, value) of the events 900 and on."""
    return [(address, struct.unpack("<f", element[:4])[0]) for one in asdus if one[0] == 13
            for address, element in objects(one) if address >= 900]


def burst(probe, first, count):
    wanted = []
    for number in range(count):
        value = float(first + number)
        set_value(probe, 13, 900 + number % 20, struct.pack("<fB", value, 0))
        wanted.append((900 + number % 20, value))
    return wanted


def lost_in_flight(checks, probe, relay):
    """Acknowledgements get lost with the connection: sent again, in order."""
    peer = lib60870_master.Master(relay.port, w=1)
    peer.answer(asdu(C_TS, ACT, 1, 0, b"\xaa\x55"))
    settled(probe)
    relay.hold("control")
    wanted = burst(probe, 100, 30)
    until(lambda: len(floats(peer.received)) >= 12, "events up to the window")
    seen = floats(peer.received)
    checks.equal("k: no more than 12 APDUs go unacknowledged",
                 sum(one[0] == 13 for one in peer.received), 12)
    checks.equal("they come in order", seen, wanted[:len(seen)])
    relay.cut()
    relay.hold()
    until(lambda: relay.live() == 0, "the break")
    peer.close()
    peer = lib60870_master.Master(relay.port)
    until(lambda: len(floats(peer.received)) >= 30, "all events again")
    checks.equal("after a break all that was not acknowledged comes again, in order",
                 floats(peer.received), wanted)
    settled(probe)


def settled(probe):
    """All events are acknowledged."""
    until(lambda: probe.tell("events", "waiting")["waiting"] == 0, "acknowledgement of all", 14)


def lost_unread(checks, probe, relay):
    """Events get lost with the connection: sent again, none twice."""
    peer = lib60870_master.Master(relay.port)
    peer.answer(asdu(C_TS, ACT, 1, 0, b"\xaa\x55"))
    relay.hold("monitor")
    wanted = burst(probe, 200, 25)
    checks.equal("nothing comes through", floats(peer.received), [])
    relay.cut()
    relay.hold()
    until(lambda: relay.live() == 0, "the break")
    peer.close()
    wanted += burst(probe, 300, 5)
    peer = lib60870_master.Master(relay.port)
    until(lambda: len(floats(peer.received)) >= 30, "all events")
    checks.equal("what was lost and what happened meanwhile comes once, in order",
                 floats(peer.received), wanted)
    settled_by_question(peer)
    settled(probe)


def settled_by_question(peer):
    """A question carries N(R), which acknowledges all that came."""
    peer.answer(asdu(C_TS, ACT, 1, 0, b"\xaa\x55"))
    peer.answer(asdu(C_TS, ACT, 1, 0, b"\xaa\x55"))


def acknowledged_is_gone(checks, probe, relay):
    peer = lib60870_master.Master(relay.port)
    settled_by_question(peer)
    checks.equal("what was acknowledged does not come again", floats(peer.received), [])


def two_masters(checks, probe, relay):
    first = lib60870_master.Master(relay.port)
    second = c104_master.Master(relay.port)
    wanted = burst(probe, 400, 10)
    until(lambda: len(floats(first.received)) >= 10
          and len(floats(relay.asdus("monitor"))) >= 10, "events to both")
    checks.equal("two masters: lib60870 gets all events", floats(first.received), wanted)
    checks.equal("two masters: c104 gets all events", floats(relay.asdus("monitor")), wanted)
    settled_by_question(first)
    second.link.interrogation(1)
    second.stop()


def killed_master(checks, probe, relay):
    """c104 in a process of its own is killed; what happens meanwhile waits for its successor."""
    settled(probe)
    child = Program(sys.executable, os.path.join(HERE, "c104_master.py"), str(relay.port))
    until(lambda: "started" in child.lines, f"c104 in a process of its own {child.errors}", 15)
    wanted = burst(probe, 500, 3)
    until(lambda: sum(line.startswith("13 ") for line in child.lines) >= 3, "events in c104")
    child.kill()
    until(lambda: relay.live() == 0, "the end of the connection")
    wanted += burst(probe, 600, 40)
    checks.check("events wait while no master is there",
                 probe.tell("events", "waiting")["waiting"] >= 40)
    child = Program(sys.executable, os.path.join(HERE, "c104_master.py"), str(relay.port))
    until(lambda: len(floats(relay.asdus("monitor"))) >= 40, "what happened meanwhile", 15)
    seen = floats(relay.asdus("monitor"))
    checks.equal("the successor gets them all, in order; before them only what was not "
                 "acknowledged", seen, wanted[len(wanted) - len(seen):])
    last = {address: value for address, value in seen}

    def in_c104():
        values = [line.split() for line in list(child.lines) if line.startswith("13 ")]
        return {int(words[1]): float(words[2]) for words in values if len(words) == 3}
    checks.eventually("c104 has the last value of each point", in_c104, last)
    child.kill()
    until(lambda: relay.live() == 0, "the end of the connection")


def killed_outstation(checks, arguments):
    """The outstation is killed and started anew: c104 comes back by itself."""
    list_path = os.path.join(arguments.keep, "points.csv")
    outstation = Outstation(arguments.bin, arguments.keep, list_path)
    relay = Relay(os.path.join(arguments.keep, "restart.pcap"), outstation.port)
    master = c104_master.Master(relay.port, stations=(1,))
    checks.check("interrogation before the kill", master.link.interrogation(1))
    relay.target = None
    outstation.kill()
    until(lambda: not master.link.is_connected, "c104 sees the end")
    checks.check("the killed outstation ends the connection for c104", True)
    outstation = Outstation(arguments.bin, arguments.keep, list_path)
    relay.target = outstation.port
    master.started(20)
    until(lambda: any(one[0] == 70 for one in relay.asdus("monitor")), "M_EI")
    checks.check("c104 comes back by itself; the new outstation says that it has initialized",
                 True)
    checks.check("interrogation after the restart", master.link.interrogation(1))
    master.stop()
    until(lambda: relay.live() == 0, "c104 closes")
    relay.close()
    outstation.stop()


def simulation(checks, arguments):
    outstation = Outstation(arguments.bin, arguments.keep,
                            os.path.join(arguments.keep, "points.csv"), "--simulate")
    relay = Relay(os.path.join(arguments.keep, "simulation.pcap"), outstation.port)
    master = c104_master.Master(relay.port)

    def changes():
        return {one[0] for one in relay.asdus("monitor") if one[2] == SPONTANEOUS}
    until(lambda: {13, 36} <= changes(), "spontaneous changes of the simulation", 12)
    checks.check("--simulate: spontaneous changes reach c104, tagged and untagged as listed", True)
    master.stop()
    until(lambda: relay.live() == 0, "c104 closes")
    relay.close()
    checks.equal("--simulate ends with code 0", outstation.stop(), 0)

"""`iec104 outstation --files`, asked over a connection of lib60870-C.

The library of the c104 wheel has no file server and no file client (CS101_FileServer is not in it): the
dialogs are written here, and tshark reads what passed.
"""
import os
import tempfile
import time

import lib60870_master
from asdu import asdu
from checks import Checks, Outstation, until
from relay import Relay

READY, SECTION, CALL, LAST, ACKNOWLEDGE, SEGMENT, DIRECTORY, LOG = range(120, 128)
TRANSFER, REQUEST = 13, 5
OBJECT = 30000
FAULT = bytes(index * 7 % 251 for index in range(70_001))
RECEIVED = bytes(index * 5 % 253 for index in range(1000))


def run(arguments):
    checks = Checks("files")
    folder = tempfile.mkdtemp(prefix="served-", dir=arguments.keep)
    with open(os.path.join(folder, "00007-fault.cfg"), "wb") as file:
        file.write(FAULT)
    with open(os.path.join(folder, "9.log"), "wb") as file:
        file.write(b"2026-03-02T08:00:00 a\n2026-03-02T09:00:00 b\n")
    outstation = Outstation(arguments.bin, arguments.keep,
                            os.path.join(arguments.keep, "points.csv"), "--files", folder)
    relay = Relay(os.path.join(arguments.keep, "files.pcap"), outstation.port)
    for scenario in (listed, fetched, written, deleted):
        checks.run(scenario, relay, folder)
        lib60870_master.Master.close_all()
        until(lambda: relay.live() == 0, "lib60870 closes")
    relay.close()
    checks.equal("iec104 outstation ends with code 0", outstation.stop(), 0)
    checks.equal("iec104 outstation wrote no error", outstation.errors, [])
    return checks


def message(kind, number, *octets, cause=TRANSFER):
    return asdu(kind, cause, 1, OBJECT, number.to_bytes(2, "little") + bytes(octets))


def body(octets):
    """Behind the object address."""
    return octets[9:].hex()


def length(count):
    return count.to_bytes(3, "little")


def expect(checks, peer, name, octets, kind, wanted):
    answer = peer.answer(octets, kind)
    checks.equal(name, body(answer), wanted.hex())
    return answer


def listed(checks, relay, _):
    peer = lib60870_master.Master(relay.port)
    answer = peer.answer(asdu(CALL, REQUEST, 1, 0, bytes(4)), DIRECTORY)
    checks.equal("the directory has two lines with cause 5", (answer[1], answer[2]), (2, REQUEST))
    first, second = answer[9:22], answer[25:38]
    checks.equal("its first line is file 7", first[:6], b"\7\0" + length(len(FAULT)) + b"\0")
    checks.equal("its second line is file 9, LFD", second[:6], b"\x09\0" + length(44) + b"\x20")
    today = time.gmtime()
    checks.equal("its times are of this year", first[12], today.tm_year % 100)


def fetched(checks, relay, _):
    peer = lib60870_master.Master(relay.port)
    expect(checks, peer, "select: file ready", message(CALL, 7, 0, 1), READY,
           b"\7\0" + length(len(FAULT)) + b"\0")
    octets, section, call = b"", 1, message(CALL, 7, 0, 2)
    while True:
        answer = peer.ask(call, lambda one: one[0] in (SECTION, LAST))[-1]
        if answer[0] == LAST:
            break
        size = int.from_bytes(answer[12:15], "little")
        checks.equal(f"section {section} is ready", answer[11], section)
        answers = peer.ask(message(CALL, 7, section, 6), lambda one: one[0] == LAST)
        part = b"".join(one[13:] for one in answers if one[0] == SEGMENT)
        checks.equal(f"section {section} has its length", len(part), size)
        checks.equal(f"section {section} has its checksum", answers[-1][12:14],
                     bytes([3, sum(part) % 256]))
        octets += part
        call = message(ACKNOWLEDGE, 7, section, 3)
        section += 1
    checks.equal("the file has its checksum", answer[12:14], bytes([1, sum(FAULT) % 256]))
    checks.check("the file came whole", octets == FAULT)
    peer.send(message(ACKNOWLEDGE, 7, section - 1, 1))
    start, stop = bytes.fromhex("00001e0822031a"), bytes.fromhex("0000000922031a")
    answer = peer.answer(message(LOG, 9, *start, *stop), READY)
    checks.equal("the log from 08:30 to 09:00 has 22 octets", answer[11:14], length(22))


def written(checks, relay, folder):
    peer = lib60870_master.Master(relay.port)
    expect(checks, peer, "file ready: requested",
           message(READY, 300, *length(len(RECEIVED)), 0), CALL, b"\x2c\1\0\2")
    expect(checks, peer, "section ready: requested",
           message(SECTION, 300, 1, *length(len(RECEIVED)), 0), CALL, b"\x2c\1\1\6")
    for start in range(0, len(RECEIVED), 200):
        part = RECEIVED[start:start + 200]
        peer.send(message(SEGMENT, 300, 1, len(part), *part))
    total = sum(RECEIVED) % 256
    expect(checks, peer, "a wrong checksum: section negative",
           message(LAST, 300, 1, 3, (total + 1) % 256), ACKNOWLEDGE, b"\x2c\1\1\x24")
    before = len(peer.received)
    peer.send(message(SECTION, 300, 1, *length(len(RECEIVED)), 0))
    until(lambda: any(one[0] == CALL for one in peer.since(before)), "the section again")
    for start in range(0, len(RECEIVED), 200):
        part = RECEIVED[start:start + 200]
        peer.send(message(SEGMENT, 300, 1, len(part), *part))
    expect(checks, peer, "section positive", message(LAST, 300, 1, 3, total), ACKNOWLEDGE,
           b"\x2c\1\1\3")
    expect(checks, peer, "file positive", message(LAST, 300, 1, 1, total), ACKNOWLEDGE,
           b"\x2c\1\1\1")
    with open(os.path.join(folder, "00300-received"), "rb") as file:
        checks.check("the file is there, whole", file.read() == RECEIVED)


def deleted(checks, relay, folder):
    peer = lib60870_master.Master(relay.port)
    expect(checks, peer, "deleted", message(CALL, 300, 0, 4), ACKNOWLEDGE, b"\x2c\1\0\1")
    checks.equal("the file is gone", sorted(os.listdir(folder)), ["00007-fault.cfg", "9.log"])
    expect(checks, peer, "deleted again: no such file", message(CALL, 300, 0, 4), ACKNOWLEDGE,
           b"\x2c\1\0\x42")
    expect(checks, peer, "a section that nobody selected: unexpected service",
           message(CALL, 7, 1, 6), CALL, b"\7\0\1\x36")

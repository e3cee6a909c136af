"""Two masters of one redundancy group: lib60870-C under each policy, and two that fight."""
import os

import lib60870_master
from checks import Checks, Outstation, until
from lib60870_master import CLOSED, STARTED

SPONTANEOUS = 3


def run(arguments):
    checks = Checks("groups")
    for scenario in (closes_old, stops_old, refuses, fight):
        checks.run(scenario, arguments)
        lib60870_master.Master.close_all()
    return checks


def station(arguments, *options):
    return Outstation(arguments.bin, arguments.keep, os.path.join(arguments.keep, "points.csv"),
                      "--simulate", "--format", "json", "--group", "control=127.0.0.0/8", *options)


def changes(master, before=0):
    """How many ASDUs of changes have come."""
    return sum(one[2] & 0x3F == SPONTANEOUS for one in master.since(before))


def ended(checks, outstation, codes):
    """The reasons of the ends that the station itself has chosen."""
    checks.equal("it ends with code 0", outstation.stop(), 0)
    seen = [line["code"] for line in outstation.objects() if line.get("event") == "closed"]
    checks.equal("the reasons in its log", [code for code in seen if code in (
        "displaced", "group-in-use")], codes)


def closes_old(checks, arguments):
    outstation = station(arguments)
    first = lib60870_master.Master(outstation.port)
    until(lambda: changes(first), "changes at the first master", 15)
    second = lib60870_master.Master(outstation.port)
    until(lambda: CLOSED in first.events, "the end of the first connection")
    checks.check("close-old: the second STARTDT closes the first connection", True)
    until(lambda: changes(second), "changes at the second master", 15)
    checks.check("close-old: the second master gets what changes", True)
    second.close()
    ended(checks, outstation, ["displaced"])


def stops_old(checks, arguments):
    outstation = station(arguments, "--second-start", "stop-old")
    first = lib60870_master.Master(outstation.port, w=1)
    until(lambda: changes(first), "changes at the first master", 15)
    second = lib60870_master.Master(outstation.port, w=1)
    until(lambda: changes(second), "changes at the second master", 15)
    before = len(first.received)
    until(lambda: changes(second) >= 3, "further changes at the second master", 15)
    checks.equal("stop-old: the first connection stays, and gets nothing more",
                 (CLOSED in first.events, changes(first, before)), (False, 0))
    first.events.clear()
    first.start()
    before = len(first.received)
    until(lambda: changes(first, before), "changes at the first master again", 15)
    checks.check("stop-old: STARTDT takes the transfer back", STARTED in first.events)
    checks.check("stop-old: the second connection stays", CLOSED not in second.events)
    first.close()
    second.close()
    ended(checks, outstation, [])


def refuses(checks, arguments):
    outstation = station(arguments, "--second-start", "refuse")
    first = lib60870_master.Master(outstation.port)
    second = lib60870_master.Master(outstation.port, start=False)
    second.call("CS104_Connection_sendStartDT", None, second.link)
    until(lambda: CLOSED in second.events, "the end of the second connection")
    checks.check("refuse: the second STARTDT gets no con and ends its connection",
                 STARTED not in second.events)
    before = len(first.received)
    until(lambda: changes(first, before), "changes at the first master", 15)
    checks.check("refuse: the first master goes on", CLOSED not in first.events)
    first.close()
    ended(checks, outstation, ["group-in-use"])


def fight(checks, arguments):
    """Two masters that come back as soon as they are displaced."""
    outstation = station(arguments)
    last = None
    for _ in range(6):
        master = lib60870_master.Master(outstation.port)
        until(lambda: STARTED in master.events, "the start of a master that comes back")
        if last:
            until(lambda: CLOSED in last.events, "the end of the displaced connection")
        last = master

    def told():
        return [line for line in outstation.objects() if line.get("event") == "fight"]
    until(told, "the fight of two masters", 20)
    checks.check("T-18: two masters that fight are told", True)
    checks.check("T-18: with the name of the group and who they are",
                 "control" in told()[0]["message"] and "127.0.0.1" in told()[0]["message"])
    last.close()
    checks.equal("T-18: the outstation ends with code 0", outstation.stop(), 0)
    checks.equal("T-18: told once", len(told()), 1)

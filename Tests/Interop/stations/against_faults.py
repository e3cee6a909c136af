"""What c104 makes of the faults of `iec104 outstation`: it reports them or connects again, and goes
on; ours logs each as injected."""
import os

import c104

import c104_master
from checks import Checks, Failed, Outstation, until

# c104 closes the connection and makes another one.
ENDING = ("wrong-ns", "repeat-apdu", "garbage", "rst", "fin")
# c104 goes on with the connection.
HARMLESS = ("duplicate-event", "unknown-type 250", "lose-act-term")
# c104 says that the interrogation failed.
REFUSING = ("negative-act-con", "lose-act-con", "delay-act-con 60000")


def run(arguments):
    checks = Checks("faults")
    outstation = Outstation(arguments.bin, arguments.keep,
                            os.path.join(arguments.keep, "points.csv"), "--console",
                            "--format", "json")
    master = c104_master.Master(outstation.port, stations=[1])
    for scenario in (refusing, harmless, ending):
        checks.run(scenario, outstation, master)
    master.stop()
    outstation.send("quit")
    checks.equal("iec104 outstation ends with code 0", outstation.wait(), 0)
    checks.equal("iec104 outstation wrote no error", outstation.errors, [])
    return checks


def lines(outstation, event):
    return [line for line in outstation.objects() if line.get("event") == event]


def struck(outstation, fault):
    return [line for line in lines(outstation, "injected") if line["code"] == fault.split()[0]]


def interrogate(master):
    return master.link.interrogation(common_address=1, cause=c104.Cot.ACTIVATION,
                                     qualifier=c104.Qoi.STATION, wait_for_response=True)


def tell(outstation, line):
    """A line of the console, to its answer."""
    count = len(lines(outstation, "answer"))
    outstation.send(line)
    until(lambda: len(lines(outstation, "answer")) > count, f"{line} is answered")


def refusing(checks, outstation, master):
    for fault in REFUSING:
        tell(outstation, f"inject {fault}")
        checks.equal(f"{fault}: c104 sees that the interrogation fails", interrogate(master), False)
        checks.eventually(f"{fault}: logged as injected",
                          lambda: bool(struck(outstation, fault)), True)
        tell(outstation, "clear all")


def harmless(checks, outstation, master):
    for fault in HARMLESS:
        tell(outstation, f"inject {fault}")
        tell(outstation, "burst 1")
        interrogate(master)
        until(lambda: struck(outstation, fault), f"{fault} strikes")
        checks.check(f"{fault}: c104 stays connected", master.link.is_connected)
        tell(outstation, "clear all")


def comes_back(outstation, master, before, fault):
    """c104 may connect and send no STARTDT: it is asked again, each second. What it says of its
    state is that of the connection before for a while."""
    for _ in range(30):
        try:
            until(lambda: len(lines(outstation, "started")) > before, "STARTDT", 1)
            return
        except Failed:
            if master.link.state != c104.ConnectionState.OPEN:
                master.link.unmute()
    raise Failed(f"{fault}: c104 does not come back")


def ending(checks, outstation, master):
    for fault in ENDING:
        before = len(lines(outstation, "started"))
        tell(outstation, f"inject {fault}")
        tell(outstation, "burst 1")
        until(lambda: struck(outstation, fault), f"{fault} strikes")
        tell(outstation, "clear all")
        comes_back(outstation, master, before, fault)
        checks.check(f"{fault}: logged as injected, c104 connects again", True)

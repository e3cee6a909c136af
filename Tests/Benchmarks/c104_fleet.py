"""A master on c104 of many RTUs, for fleet.py: a connection each, every point known beforehand, every
object taken by a callback in Python, which is how a program gets values from c104.

Points that move have the type M_ME_TF_1; the others are M_ME_NC_1.
"""
import argparse
import json
import os
import time

import c104

arguments = argparse.ArgumentParser()
arguments.add_argument("hosts", nargs="+")
arguments.add_argument("--port", type=int, required=True)
arguments.add_argument("--points", type=int, required=True)
arguments.add_argument("--moving", type=int, required=True)
arguments.add_argument("--seconds", type=float, required=True)
options = arguments.parse_args()

# As fleet.py has it: the first point that moves.
MOVING = 30_001
objects = events = 0
ages = []
isMeasuring = False


def received(
    point: c104.Point, previous_info: c104.Information, message: c104.IncomingMessage
) -> c104.ResponseState:
    global objects
    objects += 1
    return c104.ResponseState.SUCCESS


def moved(
    point: c104.Point, previous_info: c104.Information, message: c104.IncomingMessage
) -> c104.ResponseState:
    global events
    if isMeasuring:
        events += 1
        if events % 10 == 0 and (time_tag := point.recorded_at):
            ages.append(time.time() * 1000 - time_tag.timestamp() * 1000)
    return c104.ResponseState.SUCCESS


def processor():
    used = os.times()
    return used.user + used.system


def status(key):
    with open("/proc/self/status") as file:
        return int(next(line for line in file if line.startswith(key + ":")).split()[1])


begin = time.monotonic()
client = c104.Client(tick_rate_ms=100, command_timeout_ms=60_000)
connections = []
for host in options.hosts:
    connection = client.add_connection(ip=host, port=options.port, init=c104.Init.NONE)
    station = connection.add_station(common_address=1)
    for address in range(1, options.points - options.moving + 1):
        point = station.add_point(io_address=address, type=c104.Type.M_ME_NC_1)
        point.on_receive(callable=received)
    for address in range(MOVING, MOVING + options.moving):
        point = station.add_point(io_address=address, type=c104.Type.M_ME_TF_1)
        point.on_receive(callable=moved)
    connections.append(connection)
client.start()
asked = set()
while len(asked) < len(connections) and time.monotonic() < begin + 120:
    for place, connection in enumerate(connections):
        if place in asked:
            continue
        if connection.state == c104.ConnectionState.OPEN:
            # One after the other: when it does not wait, some are never answered.
            if connection.interrogation(common_address=1):
                asked.add(place)
        elif connection.state == c104.ConnectionState.OPEN_MUTED:
            # It connects and sometimes never sends STARTDT by itself.
            connection.unmute()
    time.sleep(0.01)
# Those that move come without a time tag, which is another point to c104.
expected = len(connections) * (options.points - options.moving)
values = -1
while values < expected:
    if objects != values:
        last, imageLoad, values = time.monotonic(), processor(), objects
    elif time.monotonic() > last + 20:
        # Some connections never answer.
        break
    time.sleep(0.01)
image = last - begin
time.sleep(2)
isMeasuring = True
start, before = time.monotonic(), processor()
time.sleep(options.seconds)
isMeasuring = False
seconds, load = time.monotonic() - start, processor() - before
ages.sort()
print(json.dumps(dict(
    objects=values, image=image, image_load=imageLoad, rate=events / seconds,
    load=load / seconds * 100, memory=status("VmRSS"), peak=status("VmHWM"),
    threads=status("Threads"), p50=ages[len(ages) // 2] if ages else 0,
    p99=ages[len(ages) * 99 // 100] if ages else 0)), flush=True)
os._exit(0)

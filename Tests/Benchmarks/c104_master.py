"""A master on c104, for the benchmarks: takes in interrogations or events, or sends commands.

Every object is counted by a callback in Python, which is how a program gets values from c104.
"""
import argparse
import json
import os
import time

import c104

arguments = argparse.ArgumentParser()
arguments.add_argument("role", choices=["gi", "events", "command"])
arguments.add_argument("--port", type=int, required=True)
arguments.add_argument("--points", type=int, default=10_000)
arguments.add_argument("--rounds", type=int, default=5)
arguments.add_argument("--count", type=int, default=1000)
arguments.add_argument("--seconds", type=float, default=2)
options = arguments.parse_args()

objects = 0


def received(
    point: c104.Point, previous_info: c104.Information, message: c104.IncomingMessage
) -> c104.ResponseState:
    global objects
    objects += 1
    return c104.ResponseState.SUCCESS


def end(**result):
    print(json.dumps(result), flush=True)
    os._exit(0 if result["ok"] else 1)


client = c104.Client(tick_rate_ms=100, command_timeout_ms=20_000)
connection = client.add_connection(ip="127.0.0.1", port=options.port, init=c104.Init.NONE)
station = connection.add_station(common_address=1)
command = None
if options.role == "gi":
    for address in range(1, options.points + 1):
        point = station.add_point(io_address=address, type=c104.Type.M_ME_NC_1)
        point.on_receive(callable=received)
elif options.role == "events":
    for address in range(30_001, 30_961):
        point = station.add_point(io_address=address, type=c104.Type.M_ME_TF_1)
        point.on_receive(callable=received)
else:
    command = station.add_point(io_address=20_001, type=c104.Type.C_SC_NA_1)
client.start()
began = time.monotonic()
asked = False
while connection.state != c104.ConnectionState.OPEN:
    time.sleep(0.005)
    waited = time.monotonic() - began
    # It connects and sometimes never sends STARTDT by itself.
    if waited > 0.5 and not asked and connection.state == c104.ConnectionState.OPEN_MUTED:
        asked = True
        connection.unmute()
    if waited > 10:
        end(ok=False, error=f"not open: {connection.state}")

if options.role == "gi":
    connection.interrogation(common_address=1)
    time.sleep(0.3)
    before, start = objects, time.monotonic()
    isAnswered = True
    for _ in range(options.rounds):
        isAnswered = connection.interrogation(common_address=1) and isAnswered
    expected = options.rounds * options.points
    while objects - before < expected and time.monotonic() - start < 60:
        time.sleep(0.001)
    seconds = time.monotonic() - start
    count = objects - before
    end(
        ok=bool(isAnswered) and count == expected, objects=count, seconds=seconds,
        objects_per_s=count / seconds)
elif options.role == "events":
    time.sleep(0.5)
    before, start = objects, time.monotonic()
    time.sleep(options.seconds)
    seconds = time.monotonic() - start
    count = objects - before
    end(ok=count > 0, objects=count, seconds=seconds, objects_per_s=count / seconds)
else:
    samples = []
    failed = 0
    for number in range(options.count + 20):
        command.value = number % 2 == 1
        start = time.monotonic()
        if not command.transmit(cause=c104.Cot.ACTIVATION):
            failed += 1
        elif number >= 20:
            samples.append((time.monotonic() - start) * 1e6)
    samples.sort()
    end(
        ok=failed * 100 < options.count, failed=failed, samples=len(samples), unit="us",
        p50=samples[len(samples) // 2], p99=samples[len(samples) * 99 // 100])

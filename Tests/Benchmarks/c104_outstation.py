"""An outstation on c104, for the benchmarks: the same points as ours.

Interrogations are answered by the library, without Python. Events are handed over by a loop in
Python, one point at a time or one batch of M points. c104 cannot choose a port itself.
"""
import argparse
import os
import signal
import time

import c104

arguments = argparse.ArgumentParser()
arguments.add_argument("--port", type=int, required=True)
arguments.add_argument("--points", type=int, default=10_000)
arguments.add_argument("--events", help="RATE or max")
arguments.add_argument("--per-asdu", type=int, default=1)
options = arguments.parse_args()

# All work is done in threads of the library: there is nothing to tidy up.
signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
server = c104.Server(ip="127.0.0.1", port=options.port)
station = server.add_station(common_address=1)
for address in range(1, options.points + 1):
    station.add_point(io_address=address, type=c104.Type.M_ME_NC_1).value = address * 0.5


def accept(
    point: c104.Point, previous_info: c104.Information, message: c104.IncomingMessage
) -> c104.ResponseState:
    return c104.ResponseState.SUCCESS


station.add_point(io_address=20_001, type=c104.Type.C_SC_NA_1).on_receive(callable=accept)
sources = []
if options.events:
    sources = [
        station.add_point(io_address=address, type=c104.Type.M_ME_TF_1)
        for address in range(30_001, 30_961)
    ]
server.start()
print(f'{{"port": {options.port}}}', flush=True)
while not options.events:
    time.sleep(1)
while not server.has_active_connections:
    time.sleep(0.01)

size = options.per_asdu
groups = [sources[first : first + size] for first in range(0, len(sources), size)]
batches = [c104.Batch(cause=c104.Cot.SPONTANEOUS, points=group) for group in groups]
start, made, number = time.monotonic(), 0, 0
while True:
    if options.events != "max":
        pause = start + made / float(options.events) - time.monotonic()
        if pause > 0:
            time.sleep(pause)
    place = number % len(groups)
    for point in groups[place]:
        point.value = float(number)
    if size > 1:
        server.transmit_batch(batches[place])
    else:
        groups[place][0].transmit(cause=c104.Cot.SPONTANEOUS)
    number += 1
    made += size

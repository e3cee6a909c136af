"""c104 as a controlled station with a point of every type that it knows."""
import datetime
import socket
import struct

import c104

MOMENT = 1_700_000_000.5   # 2023-11-14T22:13:20.500Z
TIME = datetime.datetime.fromtimestamp(MOMENT, datetime.timezone.utc)
BOTH = (c104.Quality.Blocked, 0x10)
ACCEPTED, REFUSED, SELECTED = 5000, 5100, 5200


def accept(point: c104.Point, previous_info: c104.Information,
           message: c104.IncomingMessage) -> c104.ResponseState:
    return c104.ResponseState.SUCCESS


def refuse(point: c104.Point, previous_info: c104.Information,
           message: c104.IncomingMessage) -> c104.ResponseState:
    return c104.ResponseState.FAILURE


# c104 does not send the quality of bit strings.
WITHOUT_QUALITY = (7, 33)


def samples():
    """(type, information for c104, octets of the element, value in our JSON, its quality)."""
    q, bit = BOTH
    counter = c104.BinaryCounterInfo(-1234567, c104.UInt5(21),
                                     c104.BinaryCounterQuality.Carry, TIME)
    start = c104.StartEvents.General | c104.StartEvents.PhaseL3
    rows = [
        ((1, 30), lambda: c104.SingleInfo(True, q, TIME), b"\x11", True),
        ((3, 31), lambda: c104.DoubleInfo(c104.Double.ON, q, TIME), b"\x12", 2),
        ((5, 32), lambda: c104.StepInfo(c104.Int7(-64), True, q, TIME), b"\xc0\x10", -64),
        ((7, 33), lambda: c104.BinaryInfo(c104.Byte32(b"\xf0\xa5\x0f\x5a"), q, TIME),
         b"\xf0\xa5\x0f\x5a\x00", 0x5A0FA5F0),
        ((9, 34), lambda: c104.NormalizedInfo(c104.NormalizedFloat(-0.5), q, TIME), None, None),
        ((11, 35), lambda: c104.ScaledInfo(c104.Int16(-1200), q, TIME), b"\x50\xfb\x10", -1200),
        ((13, 36), lambda: c104.ShortInfo(110.375, q, TIME),
         struct.pack("<fB", 110.375, bit), 110.375),
        ((15, 37), lambda: counter, struct.pack("<iB", -1234567, 21 | 0x20), -1234567),
        ((20,), lambda: c104.StatusAndChanged(c104.PackedSingle(0xA5F0), c104.PackedSingle(0x8001),
                                              q), b"\xf0\xa5\x01\x80\x10", None),
        ((21,), lambda: c104.NormalizedInfo(c104.NormalizedFloat(0.25)), None, None),
        ((38,), lambda: c104.ProtectionEventInfo(c104.EventState.ON, c104.UInt16(12345), q, TIME),
         b"\x12\x39\x30", 2),
        ((39,), lambda: c104.ProtectionStartInfo(start, c104.UInt16(59999), q, TIME),
         b"\x09\x10\x5f\xea", None),
        ((40,), lambda: c104.ProtectionCircuitInfo(
            c104.OutputCircuits.General | c104.OutputCircuits.PhaseL2, c104.UInt16(1), q, TIME),
         b"\x05\x10\x01\x00", None),
    ]
    return [(kind, info, octets, value) for kinds, info, octets, value in rows for kind in kinds]


def c104_type(number):
    return next(value for value in c104.Type.__members__.values() if int(value) == number)


def is_tagged(kind):
    return kind >= 30


class Station:
    """A server of c104 on a free port."""

    def __init__(self, port=None):
        for _ in range(5):
            self.port = port or free_port()
            self.server = c104.Server("127.0.0.1", self.port, tick_rate_ms=50,
                                      select_timeout_ms=2000)
            self.clocks = []
            self.fill()
            try:
                self.server.start()
                return
            except RuntimeError:
                # Somebody took the port between the question and now.
                if port:
                    raise
        raise RuntimeError("c104 finds no free port")

    def fill(self):
        self.station = self.server.add_station(1)
        self.points = {}
        for kind, info, _, _ in samples():
            point = self.station.add_point(100 + kind, c104_type(kind))
            point.info = info()
            self.points[kind] = point
        for kind in [*range(45, 52), *range(58, 65)]:
            for base, handler in ((ACCEPTED, accept), (REFUSED, refuse), (SELECTED, accept)):
                if base == SELECTED and kind in (51, 64):
                    continue
                point = self.station.add_point(base + kind, c104_type(kind))
                point.command_mode = (c104.CommandMode.SELECT_AND_EXECUTE if base == SELECTED
                                      else c104.CommandMode.DIRECT)
                point.on_receive(callable=handler)
                self.points[base + kind] = point
        second = self.server.add_station(2)
        second.add_point(1, c104.Type.M_SP_NA_1).value = True

        def clock(server: c104.Server, ip: str,
                  date_time: datetime.datetime) -> c104.ResponseState:
            self.clocks.append(date_time)
            return c104.ResponseState.SUCCESS
        self.server.on_clock_sync(callable=clock)

    def stop(self):
        self.server.stop()


def free_port():
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def main():
    """`c104_outstation.py PORT`: a process of its own, to be killed; a line: send an event."""
    import sys
    station = Station(int(sys.argv[1]))
    print("started", flush=True)
    for line in sys.stdin:
        point = station.points[13]
        point.value = float(line)
        point.transmit(c104.Cot.SPONTANEOUS)
        print("sent", line.strip(), flush=True)
    station.stop()


if __name__ == "__main__":
    main()

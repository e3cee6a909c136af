"""c104 as a controlling station: takes every station and point that reports."""
import c104

from checks import Failed, until


def new_station(client: c104.Client, connection: c104.Connection, common_address: int) -> None:
    connection.add_station(common_address=common_address)


def new_point(client: c104.Client, station: c104.Station, io_address: int,
              point_type: c104.Type) -> None:
    station.add_point(io_address=io_address, type=point_type)


class Master:
    """A client of c104 with one connection."""

    opened = []

    @classmethod
    def close_all(cls):
        while cls.opened:
            cls.opened[-1].stop()

    def __init__(self, port, stations=(), on_new_point=new_point):
        self.client = c104.Client(tick_rate_ms=50, command_timeout_ms=2000)
        self.client.originator_address = 3
        self.link = self.client.add_connection("127.0.0.1", port, c104.Init.NONE)
        self.client.on_new_station(callable=new_station)
        self.client.on_new_point(callable=on_new_point)
        for station in stations:
            self.link.add_station(station)
        self.opened.append(self)
        self.client.start()
        self.started()

    def started(self, seconds=12):
        """Waits for STARTDT con; c104 sometimes sends no STARTDT, so it is asked again."""
        until(lambda: self.link.is_connected, "c104 connects", seconds)
        for _ in range(5):
            try:
                until(lambda: self.link.state == c104.ConnectionState.OPEN, "c104 starts", 1)
                return
            except Failed:
                self.link.unmute()
        raise Failed("c104 does not start data transfer")

    def point(self, address, station=1):
        of = self.link.get_station(station)
        return of.get_point(address) if of else None

    def command(self, address, kind, info, selects=False, station=1):
        """Whether the station accepted the command, as c104 sees it."""
        point = self.point(address, station) or self.link.get_station(station).add_point(
            address, kind)
        point.command_mode = (c104.CommandMode.SELECT_AND_EXECUTE if selects
                              else c104.CommandMode.DIRECT)
        point.info = info
        return point.transmit(c104.Cot.ACTIVATION)

    def stop(self):
        if self in self.opened:
            self.opened.remove(self)
            self.client.stop()


def command_info(kind, time=None):
    """The command of `points.COMMANDS` for a type 45 to 51 or 58 to 64."""
    make = {
        45: lambda **tag: c104.SingleCmd(True, **tag),
        46: lambda **tag: c104.DoubleCmd(c104.Double.ON, **tag),
        47: lambda **tag: c104.StepCmd(c104.Step.HIGHER, **tag),
        48: lambda **tag: c104.NormalizedCmd(c104.NormalizedFloat(0.5), **tag),
        49: lambda **tag: c104.ScaledCmd(c104.Int16(-1200), **tag),
        50: lambda **tag: c104.ShortCmd(50.25, **tag),
        51: lambda **tag: c104.BinaryCmd(c104.Byte32(0xA5F00F5A), **tag),
    }[kind if kind < 58 else kind - 13]
    return make() if time is None else make(recorded_at=time)


def main():
    """`c104_master.py PORT`: a process of its own, to be killed; a line for each value."""
    import sys

    def received(point: c104.Point, previous_info: c104.Information,
                 message: c104.IncomingMessage) -> c104.ResponseState:
        print(f"{int(message.type)} {point.io_address} {point.value}\n", end="", flush=True)
        return c104.ResponseState.NONE

    def listened(client: c104.Client, station: c104.Station, io_address: int,
                 point_type: c104.Type) -> None:
        station.add_point(io_address=io_address, type=point_type).on_receive(callable=received)
    master = Master(int(sys.argv[1]), on_new_point=listened)
    print("started", flush=True)
    sys.stdin.read()
    master.stop()


if __name__ == "__main__":
    main()

"""A TCP relay that records what passes, as a capture with right sequence numbers and checksums.

Every connection of the capture goes from 127.0.0.1 to port 2404, whatever ports are used. The relay
can hold back what one side sends, and break connections, so that a check can lose exactly what it
wants to lose.
"""
import os
import select
import socket
import struct
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from frames_to_pcap import ACK, FIN, PSH, SYN, checksum  # noqa: E402

RST = 0x04
ADDRESS = bytes([127, 0, 0, 1])
STATION_PORT = 2404
MOST_OCTETS = 1400


class Capture:
    """A pcap file that several connections write to."""

    def __init__(self, path):
        self.file = open(path, "wb", buffering=0)
        self.file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))
        self.lock = threading.Lock()
        self.packets = 0

    def close(self):
        with self.lock:
            self.file.close()

    def write(self, ports, number, acknowledged, flags, data=b""):
        tcp = struct.pack(">HHIIBBHHH", *ports, number, acknowledged, 5 << 4, flags, 65535, 0, 0)
        pseudo = ADDRESS + ADDRESS + struct.pack(">BBH", 0, 6, len(tcp) + len(data))
        tcp = tcp[:16] + struct.pack(">H", checksum(pseudo + tcp + data)) + tcp[18:]
        with self.lock:
            if self.file.closed:
                return
            ip = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(tcp) + len(data),
                             self.packets & 0xFFFF, 0x4000, 64, 6, 0) + ADDRESS + ADDRESS
            ip = ip[:10] + struct.pack(">H", checksum(ip)) + ip[12:]
            frame = bytes(12) + b"\x08\x00" + ip + tcp + data
            now = time.time_ns() // 1000
            self.file.write(struct.pack("<IIII", now // 1_000_000, now % 1_000_000,
                                        len(frame), len(frame)))
            self.file.write(frame)
            self.packets += 1


class Side:
    """One direction of a recorded connection."""

    def __init__(self, port, number):
        self.port, self.number = port, number


class Record:
    """A connection in a capture: the segments that a machine between the two would see."""

    next_port = 49152

    def __init__(self, capture):
        self.capture = capture
        self.client = Side(Record.next_port, 0x10000000)
        self.server = Side(STATION_PORT, 0x70000000)
        Record.next_port += 1
        self.send(self.client, SYN)
        self.send(self.server, SYN | ACK)
        self.send(self.client, ACK)

    def send(self, sender, flags, data=b""):
        other = self.server if sender is self.client else self.client
        self.capture.write((sender.port, other.port), sender.number,
                           other.number if flags & ACK else 0, flags, data)
        sender.number = (sender.number + len(data) + bool(flags & (SYN | FIN))) & 0xFFFFFFFF

    def data(self, sender, octets):
        for at in range(0, len(octets), MOST_OCTETS):
            self.send(sender, PSH | ACK, octets[at:at + MOST_OCTETS])


class Link:
    """Two sockets and what is recorded of them."""

    def __init__(self, client, server, capture):
        self.sockets = {"control": client, "monitor": server}
        self.record = Record(capture)
        self.open = {"control", "monitor"}
        self.dead = False
        # What each side sent, whole APDUs or not, as it was passed on.
        self.passed = {"control": bytearray(), "monitor": bytearray()}

    def side(self, direction):
        return self.record.client if direction == "control" else self.record.server


class Relay:
    """Listens on a port of its own; passes on to `target`, a port or None (then it refuses)."""

    def __init__(self, path, target=None, delay=0):
        self.capture = Capture(path)
        self.target = target
        # Seconds that what the controlled station sends is under way.
        self.delay = delay
        self.held = set()
        self.links = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.wake_up, self.waker = socket.socketpair()
        self.lock = threading.Lock()
        self.isEnding = False
        self.thread = threading.Thread(target=self.work, daemon=True)
        self.thread.start()

    # What checks do.

    def hold(self, *directions):
        """Reads nothing of these directions any more: what is sent gets lost with the link."""
        with self.lock:
            self.held = set(directions)
        self.waker.send(b".")

    def cut(self):
        """Breaks all connections on both sides (RST); what is held is lost."""
        with self.lock:
            for link in self.links:
                if not link.dead:
                    self.reset(link, "control")
        self.waker.send(b".")

    def live(self):
        with self.lock:
            return sum(not link.dead for link in self.links)

    def apdus(self, direction, link=-1):
        """The APDUs that were passed on by one connection, the last one by default."""
        with self.lock:
            octets = bytes(self.links[link].passed[direction]) if self.links else b""
        apdus = []
        while len(octets) > 1 and len(octets) >= octets[1] + 2:
            apdus.append(octets[:octets[1] + 2])
            octets = octets[octets[1] + 2:]
        return apdus

    def asdus(self, direction, link=-1):
        return [apdu[6:] for apdu in self.apdus(direction, link) if not apdu[2] & 1]

    def close(self):
        self.isEnding = True
        self.waker.send(b".")
        self.thread.join(5)
        with self.lock:
            for link in self.links:
                if not link.dead:
                    self.reset(link, "control")
        self.listener.close()
        self.capture.close()

    # The thread of the relay.

    def work(self):
        while not self.isEnding:
            with self.lock:
                sockets = {sock: (link, direction) for link in self.links if not link.dead
                           for direction, sock in link.sockets.items()
                           if direction in link.open and direction not in self.held}
            ready, _, _ = select.select([self.listener, self.wake_up, *sockets], [], [], 1)
            for sock in ready:
                if sock is self.wake_up:
                    sock.recv(100)
                elif sock is self.listener:
                    self.accept()
                else:
                    with self.lock:
                        self.move(*sockets[sock])

    def accept(self):
        client, _ = self.listener.accept()
        target = self.target
        try:
            if target is None:
                raise OSError
            server = socket.create_connection(("127.0.0.1", target), timeout=5)
        except OSError:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            client.close()
            return
        for sock in (client, server):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with self.lock:
            self.links.append(Link(client, server, self.capture))

    def move(self, link, direction):
        if link.dead or direction not in link.open or direction in self.held:
            return
        other = "monitor" if direction == "control" else "control"
        try:
            octets = link.sockets[direction].recv(65536)
        except OSError:
            self.reset(link, direction)
            return
        if not octets:
            link.open.discard(direction)
            link.record.send(link.side(direction), FIN | ACK)
            if link.open:
                try:
                    link.sockets[other].shutdown(socket.SHUT_WR)
                except OSError:
                    pass
            else:
                link.record.send(link.side(other), ACK)
                self.end(link)
            return
        link.record.data(link.side(direction), octets)
        link.passed[direction] += octets
        if direction == "monitor" and self.delay:
            time.sleep(self.delay)
        try:
            link.sockets[other].sendall(octets)
        except OSError:
            self.reset(link, other)

    def reset(self, link, direction):
        """The side `direction` broke the connection: so does the relay to the other."""
        link.record.send(link.side(direction), RST | ACK)
        for sock in link.sockets.values():
            try:
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            except OSError:
                pass
        self.end(link)

    @staticmethod
    def end(link):
        link.dead = True
        for sock in link.sockets.values():
            sock.close()

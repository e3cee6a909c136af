"""lib60870-C as a controlling station: the C library in the c104 wheel, called through ctypes.

c104 itself sends no select alone, no deactivation, no unknown type: here any ASDU can be sent, and
all that comes is kept as octets, in its order.
"""
import ctypes
import os
import sys

from checks import until

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from lib60870_reader import Lib60870, Parameters  # noqa: E402

OPENED, CLOSED, STARTED, STOPPED, FAILED = range(5)
ASDU_HANDLER = ctypes.CFUNCTYPE(ctypes.c_bool, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
EVENT_HANDLER = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
RAW_HANDLER = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.POINTER(ctypes.c_uint8), ctypes.c_int,
                               ctypes.c_bool)


class LinkParameters(ctypes.Structure):
    _fields_ = [(name, ctypes.c_int) for name in ("k", "w", "t0", "t1", "t2", "t3")]


class Master:
    """One connection of lib60870-C."""

    opened = []

    @classmethod
    def close_all(cls):
        while cls.opened:
            cls.opened[-1].close()

    def __init__(self, port, start=True, originator=0, w=None, t3=20):
        self.reader = Lib60870()
        self.call = self.reader.call
        self.originator = originator
        self.received, self.events = [], []
        self.handlers = (ASDU_HANDLER(lambda *_: True), EVENT_HANDLER(self.event),
                         RAW_HANDLER(self.raw))
        self.link = self.reader.pointer("CS104_Connection_create", b"127.0.0.1", port)
        self.call("CS104_Connection_setASDUReceivedHandler", None, self.link, self.handlers[0],
                  None)
        self.call("CS104_Connection_setConnectionHandler", None, self.link, self.handlers[1], None)
        self.call("CS104_Connection_setRawMessageHandler", None, self.link, self.handlers[2], None)
        parameters = ctypes.cast(
            self.reader.pointer("CS104_Connection_getAPCIParameters", self.link),
            ctypes.POINTER(LinkParameters))
        parameters.contents.t3 = t3
        if w is not None:
            parameters.contents.w = w
            # Not after a time either, as long as t1 of the other side allows.
            parameters.contents.t2 = 14
        self.opened.append(self)
        self.isConnected = self.call("CS104_Connection_connect", ctypes.c_bool, self.link)
        if self.isConnected and start:
            self.start()

    # Called by the thread of the library.

    def event(self, _, __, event):
        self.events.append(event)

    def raw(self, _, octets, size, isSent):
        if not isSent:
            apdu = bytes(octets[:size])
            if not apdu[2] & 1:
                self.received.append(apdu[6:])

    # What checks do.

    def start(self):
        self.call("CS104_Connection_sendStartDT", None, self.link)
        until(lambda: STARTED in self.events, "STARTDT con to lib60870")

    def stop(self):
        self.call("CS104_Connection_sendStopDT", None, self.link)
        until(lambda: STOPPED in self.events, "STOPDT con to lib60870")

    def send(self, octets):
        """Sends an ASDU; gives how many ASDUs had come before."""
        if self.originator:
            octets = octets[:3] + bytes([self.originator]) + octets[4:]
        parameters = Parameters(1, 1, 2, 0, 2, 3, 249)
        buffer = ctypes.create_string_buffer(octets, len(octets))
        asdu = self.reader.pointer("CS101_ASDU_createFromBuffer", ctypes.byref(parameters), buffer,
                                   len(octets))
        before = len(self.received)
        sent = self.call("CS104_Connection_sendASDU", ctypes.c_bool, self.link, asdu)
        self.call("CS101_ASDU_destroy", None, asdu)
        if not sent:
            raise RuntimeError("lib60870 did not send")
        return before

    def ask(self, octets, ends, what="an answer"):
        """Sends, and gives the ASDUs that came from then on until one that `ends` says is last."""
        before = self.send(octets)
        until(lambda: any(ends(asdu) for asdu in list(self.received)[before:]),
              f"{what} to {octets.hex()}")
        answers = []
        for asdu in list(self.received)[before:]:
            answers.append(asdu)
            if ends(asdu):
                return answers
        return answers

    def answer(self, octets, kind=None):
        """The first ASDU of the type that was sent."""
        wanted = octets[0] if kind is None else kind
        return self.ask(octets, lambda asdu: asdu[0] == wanted)[-1]

    def since(self, before):
        return list(self.received)[before:]

    def close(self):
        if self in self.opened:
            self.opened.remove(self)
            self.call("CS104_Connection_destroy", None, self.link)

    def read(self, octets):
        """What lib60870-C reads in an ASDU."""
        return self.reader.read((bytes([0x68, len(octets) + 4, 0, 0, 0, 0]) + octets).hex())

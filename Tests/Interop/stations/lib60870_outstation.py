"""lib60870-C as a controlled station in the server modes that c104 does not offer: the C library in
the c104 wheel, called through ctypes.

An event is a M_ME_TF_1 whose value is its number.
"""
import ctypes
import os
import struct
import sys

from asdu import (ACT, C_CI, C_CS, C_IC, COUNTERS, DEACT, NEGATIVE, SPONTANEOUS, TERM,
                  TEST, asdu, cp56)

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from c104_outstation import free_port  # noqa: E402
from lib60870_reader import Lib60870, Parameters  # noqa: E402

SINGLE_GROUP, CONNECTION_IS_GROUP, SEVERAL_GROUPS = range(3)
REQUEST = ctypes.CFUNCTYPE(ctypes.c_bool, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)
INTERROGATION = ctypes.CFUNCTYPE(ctypes.c_bool, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p,
                                 ctypes.c_uint8)


class Outstation:
    """A server on a free port."""

    def __init__(self, mode, queue=1000):
        self.reader = Lib60870()
        self.call = self.reader.call
        self.interrogations = 0
        self.handler = INTERROGATION(self.interrogated)
        self.port = free_port()
        self.slave = self.reader.pointer("CS104_Slave_create", queue, queue)
        self.call("CS104_Slave_setLocalAddress", None, self.slave, b"127.0.0.1")
        self.call("CS104_Slave_setLocalPort", None, self.slave, self.port)
        self.call("CS104_Slave_setServerMode", None, self.slave, mode)
        if mode == SEVERAL_GROUPS:
            group = self.reader.pointer("CS104_RedundancyGroup_create", b"control")
            self.call("CS104_RedundancyGroup_addAllowedClient", None, group, b"127.0.0.1")
            self.call("CS104_Slave_addRedundancyGroup", None, self.slave, group)
        self.set_handlers()
        self.call("CS104_Slave_start", None, self.slave)
        if not self.call("CS104_Slave_isRunning", ctypes.c_bool, self.slave):
            raise RuntimeError("lib60870 does not listen")

    def set_handlers(self):
        self.call("CS104_Slave_setInterrogationHandler", None, self.slave, self.handler, None)

    def interrogated(self, _, connection, request, __):
        """No points: confirmed and terminated."""
        connection, request = ctypes.c_void_p(connection), ctypes.c_void_p(request)
        self.interrogations += 1
        self.call("IMasterConnection_sendACT_CON", None, connection, request, False)
        self.call("IMasterConnection_sendACT_TERM", None, connection, request)
        return True

    def make(self, octets):
        """An ASDU of the library with these octets, and what it refers to as long as it lives."""
        parameters = Parameters(1, 1, 2, 0, 2, 3, 249)
        buffer = ctypes.create_string_buffer(octets, len(octets))
        return self.reader.pointer("CS101_ASDU_createFromBuffer", ctypes.byref(parameters), buffer,
                                   len(octets)), (parameters, buffer)

    def event(self, number, isTagged=True):
        """An event that the library queues, whether a master is there or not."""
        value = struct.pack("<fB", number, 0)
        octets = asdu(36, SPONTANEOUS, 1, 101, value + cp56()) if isTagged \
            else asdu(13, SPONTANEOUS, 1, 102, value)
        made, _kept = self.make(octets)
        self.call("CS104_Slave_enqueueASDU", None, self.slave, made)
        self.call("CS101_ASDU_destroy", None, made)

    def open_connections(self):
        return self.call("CS104_Slave_getOpenConnections", ctypes.c_int, self.slave)

    def stop(self):
        self.call("CS104_Slave_stop", None, self.slave)
        self.call("CS104_Slave_destroy", None, self.slave)


class Procedures(Outstation):
    """Answers by the standard's rules what lib60870's server hands to its user; c104 offers no groups,
    no deactivations, no parameters. Commands above SELECTED must be selected first."""

    SELECTED, ABSENT = 5200, 9999

    def __init__(self):
        self.asked, self.selected, self.parameters = [], set(), {}
        super().__init__(SINGLE_GROUP)

    def set_handlers(self):
        self.on_request = REQUEST(self.requested)
        self.call("CS104_Slave_setASDUHandler", None, self.slave, self.on_request, None)

    def requested(self, _, connection, request):
        request = ctypes.c_void_p(request)

        def get(name, kind=ctypes.c_int):
            return self.call(f"CS101_ASDU_{name}", kind, request)
        cause = get("getCOT") | (NEGATIVE if get("isNegative", ctypes.c_bool) else 0) \
            | (TEST if get("isTest", ctypes.c_bool) else 0)
        payload = ctypes.string_at(get("getPayload", ctypes.c_void_p), get("getPayloadSize"))
        octets = struct.pack("<BBBBH", get("getTypeID"), get("getNumberOfElements"), cause,
                             get("getOA"), get("getCA")) + payload
        self.asked.append(octets)
        for answer in self.answers(octets):
            made, _kept = self.make(answer)
            self.call("IMasterConnection_sendASDU", ctypes.c_bool, ctypes.c_void_p(connection), made)
            self.call("CS101_ASDU_destroy", None, made)
        return True

    def answers(self, octets):
        kind, cause, address = octets[0], octets[2] & 0x3F, int.from_bytes(octets[6:9], "little")

        def mirrored(new, isNegative=False):
            return octets[:2] + bytes([octets[2] & TEST | (NEGATIVE if isNegative else 0) | new]) \
                + octets[3:]
        if kind == C_IC:
            return [mirrored(cause + 1)] + ([] if cause == DEACT else [
                asdu(1, octets[9], 1, 100 + octets[9], b"\1"),
                asdu(13, octets[9], 1, 200, struct.pack("<fB", octets[9], 0)), mirrored(TERM)])
        if kind == C_CI:
            group, freeze = octets[9] & 0x3F, octets[9] >> 6
            of = COUNTERS if group == 5 else COUNTERS + group
            return [mirrored(cause + 1)] + ([] if freeze else [
                asdu(15, of, 1, 300 + group, struct.pack("<iB", group, 0)), mirrored(TERM)])
        if kind == C_CS:
            return [octets[:2] + bytes([cause + 1]) + octets[3:9] + cp56(1_700_000_000)]
        if 110 <= kind <= 113:
            if cause == ACT:
                self.parameters[kind, address] = octets[9:]
            return [mirrored(cause + 1, address == self.ABSENT)]
        if 45 <= kind <= 64:
            return self.operated(octets, kind, cause, address, mirrored)
        return [mirrored(cause + 1)]

    def operated(self, octets, kind, cause, address, mirrored):
        element = octets[9:len(octets) - (7 if kind > 57 else 0)]
        if cause == DEACT:
            isThere = address in self.selected
            self.selected.discard(address)
            return [mirrored(cause + 1, not isThere)]
        if kind not in (51, 64) and element[-1] & 0x80:
            self.selected.add(address)
            return [mirrored(cause + 1)]
        if address > self.SELECTED and address not in self.selected:
            return [mirrored(cause + 1, True)]
        self.selected.discard(address)
        return [mirrored(cause + 1), mirrored(TERM)]

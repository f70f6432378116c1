#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""port_client.py WAY IDLE [CODE...]: a DIAG program at the port.

WAY is tcp:PORT, tty:PATH or socket:PATH.  It asks for the version, the log
ranges, and for these log codes; prints "ready"; and counts the logs that come
until nothing came for IDLE seconds.  Then it prints "CODE COUNT" for each, in
order, and "other COUNT" for what it did not ask for.

port_client.py count CODE...: the same counts of a saved container stream, on
standard input.
"""
import os
import select
import socket
import struct
import sys
import termios
import tty

CONTAINER = 0x20


def crc(data):
    value = 0xffff
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = (value >> 1) ^ 0x8408 if value & 1 else value >> 1
    return value ^ 0xffff


def frame(packet):
    data = packet + struct.pack("<H", crc(packet))
    data = data.replace(b"\x7d", b"\x7d\x5d").replace(b"\x7e", b"\x7d\x5e")
    return data + b"\x7e"


def packet_of(data):
    data = data.replace(b"\x7d\x5e", b"\x7e").replace(b"\x7d\x5d", b"\x7d")
    return data[:-2]


def messages(container):
    """The messages of a container in local form."""
    kind, count = struct.unpack_from("<II", container)
    at = 8
    for _ in range(count if kind == CONTAINER else 0):
        (size,) = struct.unpack_from("<I", container, at)
        yield container[at + 4:at + 4 + size]
        at += 4 + size


class Client:
    """Sends requests; gives packets."""

    def __init__(self, way):
        kind, where = way.split(":", 1)
        self.contained = kind == "socket"
        self.held = b""
        self.ready = []
        if kind == "tcp":
            self.socket = socket.create_connection(("127.0.0.1", int(where)))
            self.fd = self.socket.fileno()
        elif kind == "socket":
            self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            self.socket.connect(where.replace("@", "\0", 1))
            self.fd = self.socket.fileno()
        else:
            self.fd = os.open(where, os.O_RDWR | os.O_NOCTTY)
            tty.setraw(self.fd, termios.TCSANOW)

    def send(self, packet):
        head = struct.pack("<I", CONTAINER) if self.contained else b""
        os.write(self.fd, head + frame(packet))

    def take(self, data):
        if self.contained:
            assert len(data) <= 16384 and data
            data = b"".join(messages(data))
        *frames, self.held = (self.held + data).split(b"\x7e")
        self.ready += [packet_of(one) for one in frames if one]

    def next(self, seconds):
        """The next packet; None: nothing came for so long, or it ended."""
        while not self.ready:
            if not select.select([self.fd], [], [], seconds)[0]:
                return None
            data = os.read(self.fd, 1 << 20)
            if not data:
                return None
            self.take(data)
        return self.ready.pop(0)

    def ask(self, packet):
        """The reply, which is the first packet."""
        self.send(packet)
        reply = self.next(10)
        assert reply is not None and reply[0] == packet[0], (packet, reply)
        return reply

    def set_up(self, codes):
        self.ask(b"\x00")
        ranges = self.ask(struct.pack("<II", 0x73, 1))
        items = struct.unpack_from("<16I", ranges, 12)
        for equipment in range(16):
            bits = bytearray((items[equipment] + 7) // 8)
            for code in codes:
                if code >> 12 == equipment:
                    bits[(code & 0xfff) // 8] |= 1 << code % 8
            if any(bits):
                reply = self.ask(struct.pack("<IIII", 0x73, 3, equipment,
                                             items[equipment]) + bytes(bits))
                assert struct.unpack_from("<I", reply, 8) == (0,), reply


def code_of(packet):
    if packet[0] == 0x98:
        packet = packet[8:]
    if packet[0] != 0x10:
        return None
    return struct.unpack_from("<H", packet, 6)[0]


def report(packets, codes, other):
    counts = dict.fromkeys(codes, 0)
    rest = 0
    for packet in packets:
        code = code_of(packet)
        if code in counts:
            counts[code] += 1
        else:
            rest += 1
    for code in codes:
        print("0x%04X %d" % (code, counts[code]))
    if other:
        print("other %d" % rest)


def saved(data):
    """The packets of a saved stream of containers, in local form."""
    pieces, at = [], 0
    while at < len(data):
        kind, count = struct.unpack_from("<II", data, at)
        assert kind == CONTAINER, "a notice"
        at += 8
        for _ in range(count):
            (size,) = struct.unpack_from("<I", data, at)
            pieces.append(data[at + 4:at + 4 + size])
            at += 4 + size
    return [packet_of(one) for one in b"".join(pieces).split(b"\x7e") if one]


def main():
    if sys.argv[1] == "count":
        codes = [int(code, 0) for code in sys.argv[2:]]
        report(saved(sys.stdin.buffer.read()), codes, False)
        return
    idle = float(sys.argv[2])
    codes = [int(code, 0) for code in sys.argv[3:]]
    client = Client(sys.argv[1])
    client.set_up(codes)
    print("ready", flush=True)
    report(iter(lambda: client.next(idle), None), codes, True)


if __name__ == "__main__":
    main()

# SPDX-License-Identifier: MIT
"""DIAG as its clients speak it: frames, requests, and the ways to a modem.

A packet is what stands in a frame, without CRC.  Layouts: docs/wire.md, and
drivers/char/diag/diag_masks.c of Linux 3.18.
"""
import os
import select
import socket
import struct
import termios
import time
import tty

LOG, EVENTS = 0x10, 0x60
MESSAGES = (0x79, 0x1F, 0x7E, 0x7F, 0x92, 0x99)
NESTED = 0x98
UNKNOWN, BAD_PARAMETERS, NOT_ALLOWED = 0x13, 0x14, 0x47


def _table():
    for byte in range(256):
        for _ in range(8):
            byte = byte >> 1 ^ (0x8408 if byte & 1 else 0)
        yield byte


TABLE = list(_table())


def crc(data):
    value = 0xFFFF
    for byte in data:
        value = value >> 8 ^ TABLE[(value ^ byte) & 0xFF]
    return struct.pack("<H", value ^ 0xFFFF)


def frame(packet):
    packet += crc(packet)
    packet = packet.replace(b"\x7d", b"\x7d\x5d").replace(b"\x7e", b"\x7d\x5e")
    return packet + b"\x7e"


def unframe(data):
    """The packet of a frame without its 7E; None if the frame is damaged."""
    data = data.replace(b"\x7d\x5e", b"\x7e").replace(b"\x7d\x5d", b"\x7d")
    if len(data) < 3 or crc(data[:-2]) != data[-2:]:
        return None
    return data[:-2]


# Requests.

VERSION, BUILD_ID = b"\x00", b"\x7c"
LOGS_OFF = struct.pack("<II", 0x73, 0)
LOG_RANGES = struct.pack("<II", 0x73, 1)
EVENTS_OFF, EVENTS_ON = b"\x60\x00", b"\x60\x01"
MESSAGE_RANGES = b"\x7d\x01"


def bits(numbers, count):
    mask = bytearray((count + 7) // 8)
    for number in numbers:
        mask[number // 8] |= 1 << number % 8
    return bytes(mask)


# How many codes the made-up modem has of each equipment id.
ITEMS = {1: 0xFD6, 4: 0x92C, 5: 0x635, 7: 0xB5E, 11: 0x9FF}


def set_logs(equipment, codes, items=None):
    items = ITEMS[equipment] if items is None else items
    return struct.pack("<IIII", 0x73, 3, equipment, items) + \
        bits([code & 0xFFF for code in codes], items)


def get_logs(equipment):
    return struct.pack("<III", 0x73, 4, equipment)


def set_events(ids, count=2048):
    return struct.pack("<BBHH", 0x82, 0, 0, count) + bits(ids, count)


def set_messages(first, last, *masks):
    masks = masks * (last - first + 1) if len(masks) == 1 else masks
    return struct.pack("<BBHHH", 0x7D, 4, first, last, 0) + \
        b"".join(struct.pack("<I", mask) for mask in masks)


def all_messages(mask):
    return struct.pack("<BBHI", 0x7D, 5, 0, mask)


def code_of(packet):
    return struct.unpack_from("<H", packet, 6)[0]


def number_of(packet):
    """The number that a log of the made-up modem carries."""
    code, number = struct.unpack_from("<HI", packet, 16)
    assert code == code_of(packet)
    return number


def is_reply(packet):
    """No log, event or message.  The reply to 60 has a length of 0."""
    if packet[0] == EVENTS:
        return packet[1:3] == b"\x00\x00"
    return packet[0] != LOG and packet[0] not in MESSAGES and packet[0] != NESTED


class Link:
    """A way to a modem.  traffic has what came beside replies, in order."""

    def __init__(self, fd):
        self.fd = fd
        self.rest = b""
        self.waiting = []  # packets that were received and not taken
        self.traffic = []
        self.damaged = 0

    def fileno(self):
        return self.fd

    def close(self):
        os.close(self.fd)

    def write(self, data):
        while data:
            data = data[os.write(self.fd, data):]

    def send(self, *packets):
        self.write(b"".join(frame(packet) for packet in packets))

    def receive(self):
        """What the modem gives at once, as bytes; b"" is its end."""
        try:
            return os.read(self.fd, 1 << 16)
        except (ConnectionResetError, OSError):
            return b""

    def frames_of(self, data):
        *frames, self.rest = (self.rest + data).split(b"\x7e")
        return frames

    def packet(self, seconds=20):
        """The next packet, or None if none comes; EOFError at the end."""
        end = time.monotonic() + seconds
        while not self.waiting:
            left = end - time.monotonic()
            if left < 0 or not select.select([self], [], [], left)[0]:
                return None
            data = self.receive()
            if not data:
                raise EOFError
            for each in filter(None, self.frames_of(data)):
                packet = unframe(each)
                self.damaged += packet is None
                self.waiting += [packet] if packet else []
        return self.waiting.pop(0)

    def reply(self, seconds=20):
        """The next packet that is a reply; None if there is none."""
        end = time.monotonic() + seconds
        while (packet := self.packet(max(0, end - time.monotonic()))):
            if is_reply(packet):
                return packet
            self.traffic.append(packet)
        return None

    def ask(self, packet, seconds=20):
        self.send(packet)
        return self.reply(seconds)

    def gather(self, count, wanted=lambda packet: True, seconds=20):
        """Takes packets until there are `count` wanted ones since now."""
        end = time.monotonic() + seconds
        while count > 0:
            packet = self.packet(max(0, end - time.monotonic()))
            if packet is None:
                return False
            self.traffic.append(packet)
            count -= bool(wanted(packet))
        return True

    def logs(self):
        return [each for each in self.traffic if each[0] == LOG]

    def codes(self):
        return {code_of(each) for each in self.logs()}

    def numbers(self, code):
        return [number_of(each) for each in self.logs() if code_of(each) == code]


class TcpLink(Link):
    def __init__(self, port, receive_buffer=None):
        self.socket = socket.socket()
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF,
                                   receive_buffer)
        self.socket.connect(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        super().__init__(self.socket.fileno())

    def close(self):
        self.socket.close()


class TtyLink(Link):
    def __init__(self, path):
        fd = os.open(path, os.O_RDWR | os.O_NOCTTY)
        tty.setraw(fd, termios.TCSANOW)
        super().__init__(fd)


class SocketLink(Link):
    """Containers, as read(2) and write(2) of /dev/diag have them."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.socket.connect(path)
        super().__init__(self.socket.fileno())
        self.containers = []

    def close(self):
        self.socket.close()

    def send(self, *packets):
        for packet in packets:
            os.write(self.fd, b"\x20\0\0\0" + frame(packet))

    def frames_of(self, data):
        self.containers.append(data)
        kind, count = struct.unpack_from("<II", data)
        if kind != 0x20:
            return []
        frames, at = [], 8
        for _ in range(count):
            size, = struct.unpack_from("<i", data, at)
            message = data[at + 4:at + 4 + size]
            assert size > 0 and len(message) == size, "no message of a container"
            frames += super().frames_of(message)
            at += 4 + size
        assert at == len(data), "bytes behind the messages of a container"
        return frames

# SPDX-License-Identifier: MIT
"""The traffic of a busy hotspot: frames of the made-up modem, in bursts.

The modem's logs of layers 1 and 2 are left out.  They are random bytes, which
compress to 98 %, and no real log is that.  What remains compresses to 28 %;
public captures of real modems compress to 12 to 40 %.
"""
import itertools
import re
import socket
import struct
import subprocess
import time

RATE = 300e3     # bytes a second, on average
BURST_S = 0.25   # from the start of a burst to the next start
GAP_S = 0.001    # from a container to the next, within a burst
CONTAINER = 2048  # bytes at least

MADE = 25000  # containers of the modem; a fifth of them is used
DATA = 32     # a container's type
FLAG = b'\x7e'
LOG, RADIO = 0x10, 0x98  # opcodes
RANDOM = {0xB060, 0xB12A, 0xB140, 0xB132, 0xB183, 0xB184, 0xB0B4,
          0xB8D8}  # codes of logs


def messages(stream):
    """What is in the messages of all containers, joined."""
    at, found = 0, []
    while at < len(stream):
        kind, count = struct.unpack_from('<II', stream, at)
        if kind != DATA:
            raise ValueError('no container of messages')
        at += 8
        for _ in range(count):
            size = struct.unpack_from('<I', stream, at)[0]
            found.append(stream[at + 4:at + 4 + size])
            at += 4 + size
    return b''.join(found)


def without_notices(stream):
    """The containers after those that a driver sends first."""
    at = stream.index(struct.pack('<I', DATA))
    while True:
        try:
            return messages(stream[at:])
        except (ValueError, struct.error):
            at = stream.index(struct.pack('<I', DATA), at + 1)


def is_random(frame):
    packet = re.sub(rb'\x7d(.)', lambda escaped: bytes([escaped[1][0] ^ 0x20]),
                    frame[:40], flags=re.DOTALL)
    packet = packet[8:] if packet[0] == RADIO else packet
    return packet[0] == LOG and struct.unpack_from('<H', packet, 6)[0] in RANDOM


def pack(frames):
    """Containers, a message a frame."""
    parts, size = [], 0
    for frame in frames:
        parts.append(struct.pack('<I', len(frame)) + frame)
        size += len(parts[-1])
        if size >= CONTAINER:
            yield struct.pack('<II', DATA, len(parts)) + b''.join(parts)
            parts, size = [], 0


def make(maker, seconds):
    """Containers of so many seconds; the same each time."""
    made = subprocess.run([maker, 'containers', str(MADE), '1'], check=True,
                          stdout=subprocess.PIPE).stdout
    frames = [frame + FLAG for frame in without_notices(made).split(FLAG)[:-1]
              if not is_random(frame)]
    containers = list(pack(frames))
    ends = itertools.accumulate(map(len, containers))
    count = sum(1 for end in ends if end <= seconds * RATE)
    if count == len(containers):
        raise RuntimeError('the modem made up too little')
    return containers[:count]


def times(containers):
    """The time of each, in seconds from the first."""
    sent, burst, within = 0, 0, 0
    for container in containers:
        if sent >= (burst + 1) * BURST_S * RATE:
            burst, within = burst + 1, 0
        yield burst * BURST_S + within * GAP_S
        sent, within = sent + len(container), within + 1


def pair():
    """Where they are sent, and the daemon's standard input.

    On this kind of socket one read gives one container, as on /dev/diag.
    """
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)


def send(containers, out):
    """Closes it at the end."""
    begun = time.monotonic()
    for container, due in zip(containers, times(containers)):
        time.sleep(max(0, begun + due - time.monotonic()))
        out.sendall(container)
    out.close()

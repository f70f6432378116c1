#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""cuse_device.py NAME: a character device /dev/NAME, whose open(2) fails with ENODEV.

For a udev rule that waits for this device.  The protocol is that of
include/uapi/linux/fuse.h; the module cuse is loaded.
"""

import errno
import os
import struct
import sys

CUSE_INIT, FORGET, INTERRUPT = 4096, 2, 36
IN_HEADER = struct.Struct('=IIQQIIII')  # len, opcode, unique, nodeid, ...
OUT_HEADER = struct.Struct('=IiQ')      # len, error, unique


def answer(fd, unique, error, body=b''):
    os.write(fd, OUT_HEADER.pack(OUT_HEADER.size + len(body), -error, unique) + body)


def facts_of(name):
    # major, minor, unused, flags, max_read, max_write, dev_major, dev_minor, spare
    facts = struct.pack('=18I', 7, 31, 0, 0, 4096, 4096, 0, 0, *[0] * 10)
    return facts + b'DEVNAME=' + name.encode() + b'\0'


def main():
    fd = os.open('/dev/cuse', os.O_RDWR)
    while True:
        _, opcode, unique, *_ = IN_HEADER.unpack_from(os.read(fd, 1 << 17))
        if opcode == CUSE_INIT:
            answer(fd, unique, 0, facts_of(sys.argv[1]))
        elif opcode not in (FORGET, INTERRUPT):
            answer(fd, unique, errno.ENODEV)


main()

#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Which commands reach the modem: by port.commands, and nothing else."""
import struct
import unittest

import diag
from case import PortCase
from diag import NOT_ALLOWED, UNKNOWN, TcpLink, frame


def opcodes(text):
    return [bytes([int(word, 16)]) for word in text.split()]


def subsystem(number, text):
    """4b, subsystem, u16 command."""
    return [struct.pack("<BBH", 0x4B, number, int(word, 16))
            for word in text.split()]


# O_RDONLY and O_RDWR | O_CREAT of the EFS.
OPEN_TO_READ = struct.pack("<BBHII", 0x4B, 0x13, 2, 0, 0) + b"/nv\0"
OPEN_TO_WRITE = struct.pack("<BBHII", 0x4B, 0x13, 2, 0o102, 0o666) + b"/nv\0"

SAFE = opcodes("00 0c 1c 1d 3d 3f 51 63 7c 7b") + \
    subsystem(0x04, "0 f") + subsystem(0x08, "0 1") + subsystem(0x09, "0") + \
    subsystem(0x0F, "0")
IDENTITY = opcodes("01 26 2a 49 53 65 67 69")
EFS = [OPEN_TO_READ] + subsystem(
    0x13, "3 4 7 b c d f 10 11 13 14 15 1d 27 2a 2b")
REFUSED = [OPEN_TO_WRITE] + opcodes(
    "02 03 04 05 06 07 08 09 0a 0b 11 12 1b 1e 20 21 22 24 27 2b 2c 2e 30 31 32 "
    "35 36 3b 44 48 54 57 59 5a 5c 61 64 66 68 6a 6b 6c 6f 70 71 72 75 76 77 7a "
    "f0 ff") + subsystem(
        0x13, "5 6 8 9 a e 12 16 17 18 19 1a 1e 22 23 25 26 28 29 2c 2d 2e 30 32 "
        "33 35 ff") + subsystem(0x21, "7") + subsystem(0xFF, "0")
DANGEROUS = opcodes("29 3a 41 46")
HDLC_OFF = b"\x4b\x12\x18\x02"
OLD_MASKS = opcodes("0f 5d")

PADDING = bytes(4)

# Masks are set, and asked for, by the daemon itself too.
MASKS = {0x60, 0x73, 0x7D, 0x81, 0x82}


class Commands(PortCase):
    def ask_all(self, passed, refused, commands):
        self.begin(f"port.commands={commands}")
        link = self.attach()
        for request in refused:
            reply = link.ask(request + PADDING)
            self.assertEqual(reply, bytes([NOT_ALLOWED]) + request + PADDING,
                             f"{request.hex()} must be refused")
        self.assertEqual(self.reached(), [],
                         "nothing that is refused reaches the modem")
        for request in passed:
            reply = link.ask(request + PADDING)
            # One that this modem does not know gets its own error.
            self.assertIn(reply[0], (request[0], UNKNOWN), request.hex())
            self.assertEqual(self.reached()[-1], request + PADDING)
        for request in OLD_MASKS:
            self.assertEqual(link.ask(request + PADDING),
                             bytes([UNKNOWN]) + request + PADDING)
        self.assertIsNotNone(link.ask(HDLC_OFF))
        self.assertEqual(self.reached(), [each + PADDING for each in passed])

    def reached(self):
        return [each for each in self.modem.requests() if each[0] not in MASKS]

    def test_by_default_only_what_is_safe_passes(self):
        self.ask_all(SAFE, IDENTITY + EFS + REFUSED + DANGEROUS, '["safe"]')

    def test_identity_is_named(self):
        self.ask_all(SAFE + IDENTITY, EFS + REFUSED + DANGEROUS,
                     '["safe","identity"]')

    def test_efs_is_read_only(self):
        self.ask_all(SAFE + EFS, IDENTITY + REFUSED + DANGEROUS,
                     '["safe","efs"]')

    def test_all_is_all_but_what_ends_the_framing(self):
        self.ask_all(SAFE + IDENTITY + EFS + REFUSED + DANGEROUS, [], '["all"]')

    def test_no_opcode_is_forgotten(self):
        """Each of 256: what is in no table above is refused."""
        known = {each[0] for each in SAFE} | {
            0x0F, 0x4B, 0x5D, 0x60, 0x73, 0x78, 0x7D, 0x80, 0x81, 0x82}
        # Safe too, of which our modem knows nothing.
        known |= set(b"".join(opcodes(
            "1a 2d 2f 38 3c 40 55 56 58 62 6e")))
        self.begin()
        link = self.attach()
        for opcode in sorted(set(range(256)) - known):
            reply = link.ask(bytes([opcode]) + PADDING)
            self.assertEqual(reply[:2], bytes([NOT_ALLOWED, opcode]))
        self.assertFalse({each[0] for each in self.modem.requests()} - known)


class Hostile(PortCase):
    def test_what_is_no_request_reaches_nobody(self):
        self.begin()
        link = self.attach()
        link.ask(diag.VERSION)
        for data in (b"\x7e" * 100, b"\x00\x78\xf1\x7e", b"\x7d\x7e",
                     b"\x00\x7e", bytes(range(126)) * 520 + b"\x7e", frame(bytes(5000)), frame(bytes(70000))):
            link.write(data)
        reply = link.ask(b"\x1c")
        while reply[0] != 0x1C:  # too long: an error
            self.assertEqual(reply[0], 0x15)
            reply = link.reply()
        self.assertEqual([each for each in self.modem.requests()
                          if each[0] not in MASKS], [diag.VERSION, b"\x1c"])

    def test_requests_that_are_not_valid(self):
        self.begin()
        link = self.attach()
        link.ask(diag.set_logs(11, [0xB0C0]))
        masks = self.modem.masks()
        status = {request: link.ask(request)[8:12] for request in (
            diag.set_logs(16, [], 8), diag.set_logs(1, [], 0),
            struct.pack("<IIII", 0x73, 3, 0xFFFFFFFF, 8) + b"\xff")}
        for request, value in status.items():
            self.assertEqual(value, b"\1\0\0\0", request.hex())
        # scat's own: first > last.
        self.assertEqual(link.ask(diag.set_messages(0x3E8, 0x33F))[:7],
                         bytes.fromhex("7d04e8033f0300"))
        self.assertEqual(self.modem.masks(), masks)
        # More items than bytes.
        link.ask(struct.pack("<IIII", 0x73, 3, 1, 0xFFFFFFFF) + b"\xff")
        for cut in (b"\x73", b"\x73\0\0\0\3", b"\x60", b"\x7d", b"\x7d\4",
                    b"\x7d\4\0\0\5", b"\x82", b"\x82\0\0\0\xff\xff", b"\x78",
                    b"\x4b", b"\x4b\x13", b"\x80", b"\x81"):
            self.assertIsNotNone(link.ask(cut), cut.hex())
        self.assertEqual(link.ask(diag.VERSION)[0], 0)

    def test_a_page_of_the_web_gets_no_word_in(self):
        self.begin()
        body = frame(diag.set_logs(11, [0xB0C0])) + frame(b"\x1c")
        methods = ("GET", "POST", "PUT", "HEAD", "OPTIONS", "DELETE", "PATCH",
                   "CONNECT", "TRACE", "PRI")
        heads = [f"{method} / HTTP/1.1\r\n\r\n".encode() for method in methods]
        heads.append(b"\x16\x03\x01\x02\x00")
        for head in heads:
            for first in (len(head), 1):
                link = TcpLink(self.daemon.tcp)
                link.write(head[:first])
                try:
                    link.write(head[first:] + b"\x7e" + body)
                except OSError:
                    pass  # it was cut already
                with self.assertRaises(EOFError, msg=head):
                    link.packet()
                    self.fail(f"{head} is not cut")
                link.close()
        self.assertFalse({b"\x1c", diag.set_logs(11, [0xB0C0])} &
                         set(self.modem.requests()))
        self.assertEqual(self.attach().ask(diag.VERSION)[0], 0)


if __name__ == "__main__":
    unittest.main()

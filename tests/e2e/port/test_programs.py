#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What DIAG programs send and expect, replayed: QCSuper, scat, rayhunter, MobileInsight.

The sequences are those of QCSuper 2.0.1 (inputs/_base_input.py), scat 2.0.0
(qualcommparser.py), rayhunter (lib/src/diag_device.rs) and MobileInsight
(dm_collector.py, diag_revealer).  script/test-clients runs the programs
themselves, as far as they are given.
"""
import select
import struct
import time
import unittest

import diag
from case import PortCase, until
from diag import LOG, frame, set_logs, set_messages, unframe

CODES = {1: [0x11EB], 4: [0x412F], 5: [0x512F, 0x5226], 7: [0x713A],
         11: [0xB0C0, 0xB0E2, 0xB821]}
SSIDS = [(0, 111), (500, 506), (1000, 1007), (4500, 4584), (5000, 5037)]


class Programs(PortCase):
    def begin_busy(self, rate):
        """A modem that is busy: somebody has asked for everything."""
        self.begin(modem=("--rate", rate))
        self.other = self.attach("tty 1")
        for equipment in diag.ITEMS:
            self.other.ask(set_logs(equipment, range(diag.ITEMS[equipment])))
        self.other.ask(diag.EVENTS_ON)

    def asked_for(self, link, codes):
        """Logs come, and only those that were asked for."""
        self.assertTrue(link.gather(50, lambda packet: packet[0] == LOG))
        self.assertLessEqual(link.codes(), set(codes))

    def test_qcsuper(self):
        """Any packet that is no log and no message is taken for the reply."""
        self.begin_busy(500)
        link = self.attach()

        def send_recv(request):
            reply = link.ask(request, 5)
            self.assertEqual(reply[0], request[0], "unmatched response received")
            return reply

        for raw in (b"\x73\0\0\0\0\0\0\0\xda\x81\x7e",
                    b"\x7d\x5d\5\0\0\0\0\0\0\x74\x41\x7e"):
            link.write(raw)
            self.assertEqual(link.reply(5)[0], unframe(raw[:-1])[0])
        items = struct.unpack_from("<16I", send_recv(diag.LOG_RANGES), 12)
        masks = {number: set_logs(number, CODES.get(number, []), count)
                 for number, count in enumerate(items) if count}
        self.assertEqual(masks.keys(), diag.ITEMS.keys())
        for request in masks.values():
            reply = send_recv(request)
            self.assertEqual(reply[4:12], b"\3\0\0\0\0\0\0\0")
        self.asked_for(link, sum(CODES.values(), []))
        for number, count in enumerate(items):
            if count:
                send_recv(set_logs(number, [], count))

    def test_scat(self):
        """All that comes for a while is parsed as one frame, the reply."""
        self.begin_busy(5000)
        link = self.attach("tty")
        pieces = []

        def write_then_read(request):
            link.write(frame(request))
            self.assertTrue(select.select([link], [], [], 5)[0])
            time.sleep(0.05)  # scat: half a second
            pieces.append(link.receive())
            return unframe(pieces[-1][:-1])

        link.write(frame(diag.EVENTS_OFF) + frame(diag.LOGS_OFF))
        link.write(frame(b"\x7d\5" + bytes(6)))
        for _ in range(3):
            self.assertIsNotNone(link.reply())
        self.assertGreaterEqual(len(write_then_read(diag.VERSION)), 55)
        self.assertEqual(write_then_read(diag.BUILD_ID)[0], 0x7C)
        write_then_read(diag.EVENTS_OFF)
        items = struct.unpack_from("<16I", write_then_read(diag.LOG_RANGES), 12)
        for number in (1, 4, 5, 7, 10, 11, 13):
            write_then_read(set_logs(number, [], items[number] or 1))
        reply = write_then_read(diag.MESSAGE_RANGES)
        ranges = list(struct.iter_unpack("<HH", reply[8:]))
        self.assertEqual(ranges, SSIDS)
        for first, last in ranges:
            write_then_read(set_messages(first, last, 0))
        write_then_read(diag.EVENTS_ON)
        for number, codes in CODES.items():
            write_then_read(set_logs(number, codes, items[number]))
        for piece in pieces:
            self.assertEqual(piece.count(b"\x7e"), 1, "one frame, not more")
            self.assertIsNotNone(unframe(piece[:-1]), piece.hex())
        self.asked_for(link, sum(CODES.values(), []))
        self.assertEqual(link.damaged, 0)
        for request in (diag.EVENTS_OFF, diag.LOGS_OFF, b"\x7d\5" + bytes(6)):
            self.assertEqual(link.ask(request)[0], request[0])

    def test_rayhunter(self):
        """The first container of type 0x20 must have the reply, 200 times."""
        self.begin_busy(10000)
        for _ in range(200):
            link = self.attach("socket")

            def request(packet):
                link.send(packet)
                link.containers.clear()
                while True:
                    reply = link.packet()
                    if link.containers[-1][:4] == b"\x20\0\0\0":
                        break
                self.assertEqual(reply[:8], packet[:8], "no reply in it")
                self.assertEqual(reply[8:12], bytes(4), "Nonzero status code")
                return reply

            items = struct.unpack_from("<16I", request(diag.LOG_RANGES), 12)
            for number, count in enumerate(items):
                if count:
                    request(set_logs(number, CODES.get(number, []), count))
            self.leave(link)
        link = self.attach("socket")
        link.ask(set_logs(11, CODES[11]))
        self.asked_for(link, CODES[11])
        self.assertLessEqual(max(map(len, link.containers)), 16384)
        self.assertEqual({each[:4] for each in link.containers},
                         {b"\x20\0\0\0"})

    def test_mobileinsight_on_a_desk(self):
        """All requests at once, with items of its own; nothing is read."""
        self.begin_busy(500)
        link = self.attach("tty")
        items = {1: 0xFD3, 4: 0x920, 7: 0xB56, 11: 0xFFF}
        requests = [diag.LOGS_OFF] + [
            set_logs(number, CODES[number], count)
            for number, count in items.items()]
        link.send(*requests)
        replies = [link.reply() for _ in requests]
        self.assertEqual([each[4] for each in replies], [0, 3, 3, 3, 3])
        self.assertEqual([each[8:12] for each in replies], [bytes(4)] * 5)
        codes = sum((CODES[number] for number in items), [])
        self.assertLessEqual(set(codes), self.modem.logs())
        self.asked_for(link, codes)
        self.assertEqual(link.ask(diag.LOGS_OFF)[0], 0x73)

    def test_mobileinsight_on_a_phone(self):
        """One read after each write, whatever it brings; none must be missing."""
        self.begin_busy(500)
        link = self.attach("socket")
        probes = [b"\x1d", b"\0", b"\x7c", b"\x1c", b"\x0c", b"\x63"] + [
            b"\x4b" + bytes.fromhex(text) for text in (
                "0f0000", "090000", "080000", "080100", "040000", "040f00")]
        for request in probes + [diag.LOGS_OFF, set_logs(11, CODES[11]),
                                 diag.EVENTS_OFF]:
            link.send(request)
            self.assertTrue(select.select([link], [], [], 10)[0],
                            f"it hangs after {request.hex()}")
            link.frames_of(link.receive())
        self.asked_for(link, CODES[11])

    def test_modemmanager(self):
        """A 7E before the request; the first frame is the reply."""
        self.begin_busy(500)
        link = self.attach()
        link.write(b"\x7e\x00\x78\xf0\x7e")
        self.assertEqual(link.packet(3)[0], 0)


if __name__ == "__main__":
    unittest.main()

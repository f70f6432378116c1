#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The made-up modem by itself: what the other tests rely on."""
import struct
import time
import unittest

import diag
from case import PortCase, until
from diag import TcpLink


class FakeModem(PortCase):
    def attach_to(self, *options):
        self.modem = self.start_modem(*options)
        link = TcpLink(self.modem.port)
        self.addCleanup(link.close)
        return link

    def test_it_answers_what_a_modem_answers(self):
        link = self.attach_to()
        self.assertGreaterEqual(len(link.ask(diag.VERSION)), 55)
        self.assertEqual(link.ask(diag.BUILD_ID)[:2], b"\x7c\x02")
        ranges = link.ask(diag.LOG_RANGES)
        self.assertEqual(len(ranges), 76)
        self.assertEqual(struct.unpack_from("<I", ranges, 12 + 4 * 11), (0x9FF,))
        setting = diag.set_logs(11, [0xB0C0])
        self.assertEqual(link.ask(setting),
                         setting[:8] + bytes(4) + setting[8:])
        self.assertEqual(link.ask(diag.get_logs(11))[12:], setting[8:])
        self.assertEqual(link.ask(diag.LOGS_OFF), diag.LOGS_OFF + bytes(4))
        self.assertEqual(link.ask(b"\x1b\x01"), b"\x13\x1b\x01")
        self.assertEqual(len(self.modem.requests()), 7)

    def test_what_is_not_valid_changes_nothing(self):
        link = self.attach_to()
        link.ask(diag.set_logs(1, [0x11EB]))
        before = self.modem.masks()
        for request in (diag.set_logs(16, [], 8), diag.set_logs(1, [], 0)):
            self.assertEqual(link.ask(request)[8:], b"\1\0\0\0")
        self.assertEqual(link.ask(diag.set_messages(0x3E8, 0x33F))[6], 0)
        self.assertEqual(self.modem.masks(), before)

    def test_it_sends_what_it_was_asked_for_and_nothing_else(self):
        link = self.attach_to("--rate", 2000)
        self.assertIsNone(link.packet(0.2))
        link.ask(diag.set_logs(11, [0xB0C0, 0xB821]))
        link.ask(diag.set_events([1025]))
        link.ask(diag.set_messages(5001, 5001, 0xFFFFFFFF))
        self.assertEqual(self.modem.masks(), {
            "log B0C0", "log B821", "event 1025", "message 5001 ffffffff"})
        # All logs on their way when the last mask was set are older.
        link.traffic.clear()
        self.assertTrue(link.gather(200))
        self.assertEqual(link.codes(), {0xB0C0, 0xB821})
        numbers = link.numbers(0xB0C0)
        self.assertEqual(numbers, list(range(numbers[0],
                                             numbers[0] + len(numbers))))
        self.assertEqual({each[3:5] for each in link.traffic if each[0] == 0x60},
                         {struct.pack("<H", 1025)})
        self.assertEqual({each[14:16] for each in link.traffic
                          if each[0] == 0x79}, {struct.pack("<H", 5001)})

    def test_a_restart_costs_masks_and_connection(self):
        link = self.attach_to()
        link.ask(diag.set_logs(11, [0xB0C0]))
        self.modem.forget()
        until("the masks are gone",
              lambda: link.ask(diag.get_logs(11))[20:] == bytes(320))
        link.ask(diag.set_logs(11, [0xB0C0]))
        self.modem.restart()
        with self.assertRaises(EOFError):
            while link.packet():
                pass

    def test_mute_late_refusing_and_stray(self):
        link = self.attach_to("--mute", 0x1C, "--mute-once", 0x7C,
                              "--late", "0x0C:0.3", "--refuse", "0x60:0x14",
                              "--stray", 2)
        strays = 0
        for request in (b"\x1c", b"\x7c", b"\x0c", b"\x60\x01", b"\x7c"):
            link.send(request)
        began = time.monotonic()
        replies = [link.reply() for _ in range(2 * 5 + 3)]
        self.assertGreater(time.monotonic() - began, 0.2)
        self.assertIsNone(link.reply(0.1))
        self.assertEqual(replies[-1][0], 0x0C)
        self.assertEqual(replies[8], b"\x14\x60\x01")
        self.assertEqual(replies[11][:2], b"\x7c\x02")
        strays = [each[0] for each in replies[:8]]
        self.assertFalse({0x1C, 0x7C, 0x00} & set(strays), strays)


if __name__ == "__main__":
    unittest.main()

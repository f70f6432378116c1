#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A modem that is mute, late, talks out of turn or restarts harms no client."""
import threading
import time
import unittest

import diag
from case import PortCase, until
from diag import UNKNOWN, set_events, set_logs

STATUS, DIAG_VERSION = b"\x0c", b"\x1c"


class BadModem(PortCase):
    def test_a_mute_modem_gets_its_asker_an_error(self):
        self.begin(modem=("--mute", STATUS[0]))
        one, two = self.attach(), self.attach("tty")
        one.ask(diag.VERSION)
        began = time.monotonic()
        one.send(STATUS)
        self.assertEqual(two.ask(DIAG_VERSION)[:1], DIAG_VERSION)
        self.assertEqual(one.reply(), bytes([UNKNOWN]) + STATUS)
        self.assertGreater(time.monotonic() - began, 3)
        self.assertEqual(one.ask(DIAG_VERSION)[:1], DIAG_VERSION)

    def test_a_late_reply_is_for_nobody(self):
        """Not even for who asks something that has the same reply."""
        self.begin(modem=("--late", "0x0C:4"))
        one, two = self.attach(), self.attach("tty")
        first, second = STATUS + b"\0", STATUS + b"\1"
        self.assertEqual(one.ask(first), bytes([UNKNOWN]) + first)
        self.assertEqual(two.ask(second), bytes([UNKNOWN]) + second)
        self.assertIsNone(one.packet(0.1))
        self.assertIsNone(two.packet(0.1))
        self.assertEqual(one.ask(DIAG_VERSION)[:1], DIAG_VERSION)

    def test_replies_that_nobody_asked_for_reach_nobody(self):
        self.begin(modem=("--stray", 5, "--rate", 500))
        links = [self.attach(way) for way in ("tcp", "tty", "socket")]
        wrong = []

        def ask(link):
            for i in range(15):
                for request in (DIAG_VERSION, diag.get_logs(1 + i % 3),
                                set_logs(11, [0xB0C0 + i]), diag.BUILD_ID,
                                set_events([i]), STATUS):
                    reply = link.ask(request)
                    if reply is None or reply[0] != request[0]:
                        wrong.append((request, reply))

        threads = [threading.Thread(target=ask, args=[link]) for link in links]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(wrong, [])
        for link in links:
            self.assertIsNone(link.reply(0.3), "a reply that was not asked for")

    def test_after_a_restart_the_modem_has_the_union_again(self):
        self.begin(modem=("--rate", 500, "--mute", DIAG_VERSION[0]))
        one, two = self.attach(), self.attach("tty")
        one.ask(set_logs(11, [0xB0C0]))
        two.ask(set_logs(1, [0x11EB]))
        two.ask(set_events([1024]))
        before = self.modem.masks()
        self.assertEqual(len(before), 3)
        one.send(DIAG_VERSION)
        until("the request is with the modem",
              lambda: self.modem.requests()[-1] == DIAG_VERSION)
        self.modem.restart()
        self.assertEqual(one.reply(), bytes([UNKNOWN]) + DIAG_VERSION)
        until("the union again", lambda: self.modem.masks() == before and
              self.modem.requests().count(set_logs(11, [0xB0C0])) >= 1)
        two.traffic.clear()
        self.assertTrue(two.gather(
            5, lambda packet: packet[0] == diag.LOG))
        self.assertEqual(two.codes(), {0x11EB})
        self.assertGreaterEqual(len(one.ask(diag.VERSION)), 55)

    def test_a_modem_that_refuses_masks_is_quoted(self):
        self.begin(modem=("--refuse", "0x73:0x13"))
        link = self.attach()
        request = set_logs(11, [0xB0C0])
        reply = link.ask(request)
        self.assertTrue(reply == bytes([UNKNOWN]) + request or
                        reply[8:12] != bytes(4), reply[:16].hex())


if __name__ == "__main__":
    unittest.main()

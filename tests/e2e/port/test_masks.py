#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Clients share a modem: each has its own masks, and the modem their union."""
import os
import signal
import time
import unittest

import diag
from case import PortCase, until
from diag import get_logs, set_events, set_logs, set_messages

FAST = ("--rate", 2000)


class Masks(PortCase):
    def is_union(self, *lines):
        until(f"the modem has {lines}",
              lambda: self.modem.masks() == set(lines))

    def gets(self, link, codes):
        """It gets these logs, each of them, none twice, and no other."""
        link.traffic.clear()
        for code in codes:
            self.assertTrue(link.gather(
                20, lambda packet, code=code: packet[0] == diag.LOG and
                diag.code_of(packet) == code), f"no logs {code:04x}")
        self.assertEqual(link.codes(), set(codes))
        for code in codes:
            self.is_whole(link, code)

    def is_whole(self, link, code):
        numbers = link.numbers(code)
        self.assertEqual(numbers, list(range(
            numbers[0], numbers[0] + len(numbers))))

    def test_each_sees_only_what_it_asked_for(self):
        self.begin(modem=FAST)
        one, two, three = map(self.attach, ("tcp", "tty", "socket"))
        one.ask(set_logs(11, [0xB0C0, 0xB0E2]))
        two.ask(set_logs(11, [0xB0E2]))
        two.ask(set_logs(1, [0x11EB]))
        three.ask(set_messages(5000, 5001, 0xFFFFFFFF))
        three.ask(set_events([1024]))
        self.gets(one, [0xB0C0, 0xB0E2])
        self.gets(two, [0xB0E2, 0x11EB])
        three.gather(20)
        self.assertEqual({each[0] for each in three.traffic}, {0x60, 0x79})
        for link in (one, two):
            self.assertEqual({each[0] for each in link.traffic}, {diag.LOG})
        self.assertEqual({each[3:5] for each in three.traffic
                          if each[0] == 0x60}, {b"\x00\x04"})
        self.assertEqual([link.damaged for link in (one, two, three)], [0] * 3)

    def test_the_union_is_at_the_modem_before_the_reply(self):
        self.begin()
        one, two = self.attach(), self.attach("tty")
        one.ask(set_logs(11, [0xB0C0, 0xB0E2]))
        self.assertEqual(self.modem.logs(), {0xB0C0, 0xB0E2})
        two.ask(set_logs(11, [0xB0E2, 0xB821]))
        self.assertEqual(self.modem.logs(), {0xB0C0, 0xB0E2, 0xB821})
        two.ask(set_logs(7, [0x713A]))
        self.assertEqual(self.modem.logs(), {0xB0C0, 0xB0E2, 0xB821, 0x713A})
        one.ask(set_events([1024, 1025]))
        two.ask(set_events([1025, 2000]))
        two.ask(set_messages(500, 501, 6))
        one.ask(set_messages(501, 501, 8))
        self.is_union("log B0C0", "log B0E2", "log B821", "log 713A",
                      "event 1024", "event 1025", "event 2000",
                      "message 500 00000006", "message 501 0000000e")
        # A shorter mask clears the rest.
        two.ask(set_logs(11, [], items=16))
        one.ask(diag.EVENTS_OFF)
        two.ask(diag.all_messages(0))
        self.is_union("log B0C0", "log B0E2", "log 713A", "event 1025",
                      "event 2000", "message 501 00000008")

    def test_clear_all_clears_the_askers_own(self):
        self.begin(modem=FAST)
        one, two = self.attach(), self.attach("tty")
        one.ask(set_logs(11, [0xB0C0]))
        two.ask(set_logs(11, [0xB0C0, 0xB821]))
        self.gets(one, [0xB0C0])
        self.assertEqual(two.ask(diag.LOGS_OFF), diag.LOGS_OFF + bytes(4))
        self.is_union("log B0C0")
        self.assertTrue(one.gather(50))
        self.is_whole(one, 0xB0C0)
        self.assertEqual(two.ask(get_logs(11))[20:], bytes(320))
        self.assertEqual(one.ask(get_logs(11)), diag.get_logs(11)[:8] +
                         bytes(4) + set_logs(11, [0xB0C0])[8:])
        # What was on its way to it comes; and then nothing.
        end = time.monotonic() + 15
        while two.packet(1):
            self.assertLess(time.monotonic(), end, "it has no masks")

    def test_a_client_that_is_killed_costs_the_other_nothing(self):
        self.begin(modem=FAST)
        one = self.attach()
        one.ask(set_logs(11, [0xB0C0]))
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            other = self.attach("tty")
            other.ask(set_logs(11, [0xB0C0, 0xB821]))
            os.write(writer, b".")
            signal.pause()
        os.read(reader, 1)
        self.is_union("log B0C0", "log B821")
        self.gets(one, [0xB0C0])
        began = time.monotonic()
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        self.is_union("log B0C0")
        self.assertGreater(time.monotonic() - began, 2,
                           "not at once: it may come back")
        self.assertTrue(one.gather(50))
        self.is_whole(one, 0xB0C0)

    @unittest.skipIf("DEVICE" in os.environ, "a modem that only we can ask")
    def test_nothing_is_asked_while_nobody_is_there(self):
        modem = self.start_modem()
        other = diag.TcpLink(modem.port)
        other.ask(set_logs(1, [0x11EB]))
        other.close()
        before = modem.requests()
        self.modem = modem
        self.daemon = self.start_daemon(*modem.source())
        self.daemon.await_line("diag: running")
        self.daemon.fetch("/api/status")
        self.assertEqual(modem.requests(), before)
        # What the modem had before stays.
        one = self.attach()
        one.ask(set_logs(11, [0xB0C0]))
        self.is_union("log 11EB", "log B0C0")
        one.ask(diag.LOGS_OFF)
        self.is_union("log 11EB")
        self.assertEqual(one.ask(get_logs(1))[20:], bytes((0xFD6 + 7) // 8))

    def test_our_own_masks_outlive_a_visitor(self):
        self.begin("masks.preset=signalling", "masks.events=true")
        own = until("our own masks", lambda: 0xB0C0 in self.modem.logs() and
                    "event 7" in self.modem.masks() and self.modem.masks())
        one = self.attach()
        one.ask(set_logs(11, [0xB821, 0xB063]))
        self.is_union(*own, "log B063")
        one.ask(diag.LOGS_OFF)
        one.ask(diag.EVENTS_OFF)
        self.is_union(*own)

    def test_a_log_on_demand_comes_once(self):
        self.begin(modem=FAST)
        one, two = self.attach(), self.attach("tty")
        two.ask(set_logs(11, [0xB0C0]))
        self.assertEqual(one.ask(b"\x78\xc0\xb0"), b"\x78\xc0\xb0\x01")
        self.assertTrue(one.gather(1))
        self.assertEqual(one.codes(), {0xB0C0})
        self.assertIsNone(one.packet(0.5))


if __name__ == "__main__":
    unittest.main()

#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The ways in: what a slow, rude or vanished client does, it does to itself."""
import os
import select
import socket
import struct
import termios
import unittest

import diag
from case import PortCase, until
from diag import set_logs
from stream import Stream


class Ways(PortCase):
    def clients(self):
        return self.daemon.status()["port"]["clients"]

    def count(self, name):
        return self.daemon.status()["port"][name]

    def is_whole(self, numbers):
        self.assertEqual(numbers, list(range(numbers[0],
                                             numbers[0] + len(numbers))))

    def test_a_slow_client_costs_nobody_else_a_log(self):
        self.begin(modem=("--rate", 20000))
        every = [set_logs(number, range(count), count)
                 for number, count in diag.ITEMS.items()]
        slow, other = self.attach(), self.attach("tty")
        for request in every:
            slow.ask(request)
        other.ask(set_logs(11, [0xB0C0]))
        stream = Stream(self.daemon.url + "/api/diag/stream")
        self.addCleanup(stream.close)
        until("it loses logs", lambda: any(
            each["lost_frames"] for each in self.clients()), 120)
        self.assertTrue(other.gather(2000, seconds=60))
        stream.close()
        lost = {each["way"]: each["lost_frames"] for each in self.clients()}
        self.assertEqual(lost["tty"], 0)
        self.assertGreater(lost["tcp"], 0)
        self.is_whole(other.numbers(0xB0C0))
        self.is_whole(stream.numbers(0xB0C0))
        # It gets whole frames, and its replies before all that it missed.
        self.assertEqual(slow.ask(diag.VERSION)[0], 0)
        self.assertEqual(slow.damaged, 0)
        numbers = slow.numbers(0xB0C0)
        self.assertEqual(numbers, sorted(set(numbers)))

    def test_who_reads_no_replies_is_detached(self):
        self.begin()
        other = self.attach()
        rude = socket.socket()
        rude.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        rude.connect(("127.0.0.1", self.daemon.tcp))
        self.addCleanup(rude.close)
        request = diag.frame(diag.get_logs(11)) * 500
        rude.setblocking(False)

        def is_detached():
            try:
                rude.send(request)
            except BlockingIOError:
                pass
            except OSError:
                return True
            return self.count("detached_slow") == 1
        until("it is detached", is_detached, 60)
        self.assertEqual(self.count("detached_slow"), 1)
        self.assertEqual(other.ask(diag.VERSION)[0], 0)

    def test_a_tty_is_as_new_for_each_client(self):
        self.begin(modem=("--rate", 2000))
        first = self.attach("tty")
        first.ask(set_logs(11, [0xB0C0]))
        self.assertTrue(first.gather(10))
        mode = termios.tcgetattr(first.fd)
        mode[3] |= termios.ECHO | termios.ICANON
        termios.tcsetattr(first.fd, termios.TCSANOW, mode)
        select.select([first], [], [], 5)
        self.leave(first)
        until("it has left", lambda: self.clients() == [])
        fd = os.open(self.daemon.ttys + "/0", os.O_RDWR | os.O_NOCTTY)
        mode = termios.tcgetattr(fd)
        self.assertFalse(mode[3] & (termios.ECHO | termios.ICANON))
        self.assertEqual(select.select([fd], [], [], 0.3)[0], [],
                         "nothing is left of the client before")
        os.close(fd)
        self.assertEqual(self.attach("tty").ask(diag.VERSION)[0], 0)

    def test_a_peer_that_vanishes_is_forgotten(self):
        self.begin()
        link = self.attach()
        link.ask(set_logs(11, [0xB0C0]))
        link.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                               struct.pack("ii", 1, 0))
        self.leave(link)
        until("it is forgotten", lambda: self.clients() == [])
        until("so are its masks", lambda: self.modem.masks() == set())

    def test_there_is_a_limit_to_clients(self):
        self.begin("port.max_clients=2")
        one, two = self.attach(), self.attach("socket")
        one.ask(diag.VERSION)
        two.ask(diag.VERSION)
        with self.assertRaises(EOFError):
            self.attach().packet()
            self.fail("a third one was let in")
        self.leave(one)
        until("there is room", lambda: len(self.clients()) == 1)
        self.assertEqual(self.attach().ask(diag.VERSION)[0], 0)

    def test_an_end_of_the_daemon_is_an_end_for_clients(self):
        self.begin()
        one, two = self.attach(), self.attach("socket")
        for link in (one, two):
            link.ask(diag.VERSION)
        self.assertEqual(self.daemon.stop(), 0)
        for link in (one, two):
            with self.assertRaises(EOFError):
                link.packet()
                self.fail("no end")
        self.assertFalse(os.path.lexists(self.daemon.ttys + "/0"))

    def test_a_daemon_that_was_killed_is_replaced(self):
        self.begin(modem=("--rate", 500))
        self.attach("tty").ask(set_logs(11, [0xB0C0]))
        self.daemon.process.kill()
        self.daemon.process.wait()
        self.daemon.start()
        self.daemon.await_line("diag: running")
        for way in ("tcp", "tty", "socket"):
            link = self.attach(way)
            self.assertEqual(link.ask(diag.VERSION)[0], 0)
            link.ask(set_logs(11, [0xB821]))
            self.assertTrue(link.gather(5))
            self.assertEqual(link.codes(), {0xB821})


if __name__ == "__main__":
    unittest.main()

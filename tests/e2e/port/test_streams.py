#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What streams show of clients: their requests and all replies, of a modem only."""
import os
import struct
import subprocess
import time
import unittest

import diag
from case import LONG, PortCase, until
from diag import set_logs
from stream import Stream

REQUEST = 0x0102


class Streams(PortCase):
    def stream(self, path):
        stream = Stream(self.daemon.url + path)
        self.addCleanup(stream.close)
        return stream

    def test_requests_have_the_number_of_their_client(self):
        self.begin("masks.preset=signalling")
        own = until("our own masks", lambda: 0xB0C0 in self.modem.logs())
        self.assertTrue(own)
        stream = self.stream("/api/diag/pcap")
        until("the header", lambda: len(stream.data) >= 24)
        one, two = self.attach(), self.attach("tty")
        one.ask(b"\x1c")
        two.ask(b"\x0c")
        two.ask(b"\x1b")  # refused
        asked = {payload[4:]: a for path, a, payload in until(
            "both requests", lambda: [
                each for each in stream.records() if each[0] == REQUEST and
                each[2][4:5] in (b"\x1c", b"\x0c")][1:] and stream.records())
            if path == REQUEST}
        numbers = {link["number"] for link in
                   self.daemon.status()["port"]["clients"]}
        found = {struct.unpack("<I", asked[diag.frame(request)])[0]
                 for request in (b"\x1c", b"\x0c")}
        self.assertEqual(found, numbers)
        self.assertNotIn(diag.frame(b"\x1b"), asked)
        # Requests of our own have none.
        for frame, a in asked.items():
            if frame[0] not in (0x1C, 0x0C):
                self.assertEqual(a, b"", frame.hex())

    def test_replies_are_in_the_streams_once(self):
        self.begin()
        stream = self.stream("/api/diag/stream")
        link = self.attach()
        link.ask(b"\x1c")
        reply = diag.frame(link.ask(b"\x0c"))
        until("the reply", lambda: reply in stream.data)
        self.assertEqual(stream.data.count(reply), 1)

    def test_a_replay_keeps_its_bytes(self):
        """The answers of a virtual modem are no part of the traffic."""
        made = os.path.join(self.folder, "made.bin")
        with open(made, "wb") as file:
            subprocess.run([os.environ["MAKE_CAPTURE"], "containers", "500",
                            "3"], stdout=file, check=True)
        self.daemon = self.start_daemon(
            "diag.source=file", f"diag.file={made}", "diag.speed=0",
            "diag.at_end=hold", "diag.wait_subscribers=2")
        link = self.attach()
        self.assertEqual(link.ask(diag.VERSION)[0], 0)
        link.ask(set_logs(11, range(0x9FF)))
        link.ask(diag.get_logs(11))
        stream = self.stream("/api/diag/stream")
        size = os.path.getsize(made)
        # A replay waits for everybody, so the client must read too.
        end = time.monotonic() + LONG
        while len(stream.data) < size and time.monotonic() < end:
            link.packet(0.01)
        with open(made, "rb") as file:
            self.assertEqual(bytes(stream.data), file.read())

    def test_the_simulator_obeys(self):
        self.daemon = self.start_daemon("diag.source=simulator",
                                        "diag.rate=500")
        stream = self.stream("/api/diag/stream")
        until("all of its logs", lambda: len(stream.codes()) > 10)
        link = self.attach()
        link.ask(set_logs(11, [0xB0C0]))
        self.assertTrue(link.gather(20))
        self.assertEqual(link.codes(), {0xB0C0})


if __name__ == "__main__":
    unittest.main()

#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The real programs, alone and four at once: what each writes is the same.

Two QCSupers (TCP and a tty), scat (a tty, or TCP through socat) and rayhunter's
I/O under diagtap-run.  See script/test-clients, which sets the environment:
QCSUPER_DIR, SCAT_DIR, BITSTRING_DIR, RAYHUNTER_IO, DIAGTAPD, DIAGTAP_RUN,
MAKE_CAPTURE, CAPTURES.  A program that is not given is left out, and said so.
"""
import os
import subprocess
import sys
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "../e2e/port"), HERE]

from case import PortCase, until  # noqa: E402
from programs import QcSuper, Rayhunter, Scat, SocatTty  # noqa: E402

QCSUPER = os.environ.get("QCSUPER_DIR")
SCAT = os.environ.get("SCAT_DIR")
BITSTRING = os.environ.get("BITSTRING_DIR")
RAYHUNTER_IO = os.environ.get("RAYHUNTER_IO")
CAPTURES = os.environ.get("CAPTURES", "")

# Seconds that must pass without any program's getting or doing anything.
STILL = 3


# QCSuper takes a tty in /dev only.
TTYS = f"/dev/diagtap.test.{os.getpid()}" if os.access("/dev", os.W_OK) else None


class Clients(PortCase):
    def setUp(self):
        super().setUp()
        self.programs = []
        self.addCleanup(self.end_all)

    def end_all(self):
        for program in self.programs:
            program.end()

    def begin_on(self, *options):
        self.daemon = self.start_daemon(*options)
        self.daemon.await_line("diag: (running|waiting)")
        self.programs.clear()

    def tty(self, number):
        link = f"{self.daemon.ttys}/{number}"
        return link if TTYS else os.path.realpath(link)

    def start_qcsuper_tcp(self):
        return QcSuper("qcsuper-tcp", self.folder, QCSUPER,
                       ("--tcp", f"127.0.0.1:{self.daemon.tcp}"))

    def start_qcsuper_tty(self):
        return QcSuper("qcsuper-tty", self.folder, QCSUPER,
                       ("--usb-modem", self.tty(0)))

    def start_scat_tty(self):
        return Scat("scat-tty", self.folder, SCAT, BITSTRING, self.tty(1))

    def start_scat_tcp(self):
        relay = SocatTty(self.folder, self.daemon.tcp)
        self.addCleanup(relay.end)
        return Scat("scat-tcp", self.folder, SCAT, BITSTRING, relay.path)

    def start_rayhunter(self):
        return Rayhunter("rayhunter", self.folder, RAYHUNTER_IO,
                         os.environ["DIAGTAP_RUN"], self.daemon.socket)

    def start(self, names):
        for name in names:
            self.programs.append(getattr(self, "start_" + name)())

    def client_status(self):
        return self.daemon.status()["port"]["clients"]

    def await_set_up(self):
        """All have asked for logs, and have asked for nothing more since."""
        for program in self.programs:
            program.await_set_up()

        def settled():
            for program in self.programs:
                self.assertTrue(program.is_running(), program.last_words())
            clients = self.client_status()
            return len(clients) == len(self.programs) and all(
                each["logs"] > 0 and not each["quiet"] for each in clients)
        until("all programs are set up", settled, 90)

    def await_still(self):
        """Nothing more is sent, and the programs have done with what they have."""
        def work():
            ticks = 0
            for program in self.programs:
                with open(f"/proc/{program.process.pid}/stat") as stat:
                    ticks += sum(map(int, stat.read().rsplit(")")[1].split()[11:13]))
            return ticks, [each["frames"] for each in self.client_status()]
        before, since = work(), time.monotonic()
        while time.monotonic() - since < STILL:
            time.sleep(0.2)
            now = work()
            if now[1] != before[1] or now[0] > before[0] + 2:
                before, since = now, time.monotonic()

    def end_programs(self):
        wrote = {}
        for program in self.programs:
            self.assertTrue(program.is_running(), program.last_words())
            self.assertTrue(program.end(), program.last_words())
            for words in ("Traceback", "CRC mismatch"):
                self.assertFalse(words in program.said_so_far(),
                                 program.last_words())
            wrote[program.name] = program.packets()
        self.programs.clear()
        return wrote

    def replay(self, path, *names):
        """What the programs write of a capture; it waits for their masks."""
        self.begin_on(
            "diag.source=file", f"diag.file={path}", "diag.speed=0",
            "diag.at_end=hold", f"diag.wait_subscribers={len(names)}")
        self.start(names)
        self.await_set_up()
        self.daemon.await_line("diag: ended")
        self.await_still()
        for each in self.client_status():
            self.assertEqual(each["lost_frames"], 0, each)
        wrote = self.end_programs()
        self.stop_daemon(self.daemon)
        return wrote

    def start_daemon(self, *options):
        if TTYS is None:
            return super().start_daemon(*options)
        daemon = super().start_daemon(*options, f"port.tty_directory={TTYS}")
        daemon.ttys = TTYS
        return daemon

    def stop_daemon(self, daemon):
        super().stop_daemon(daemon)
        if TTYS and os.path.isdir(TTYS):
            os.rmdir(TTYS)

    def all_names(self):
        names = []
        if QCSUPER:
            names += ["qcsuper_tcp", "qcsuper_tty"]
        if SCAT and BITSTRING:
            names += ["scat_tty"]
        if RAYHUNTER_IO and os.environ.get("DIAGTAP_RUN"):
            names += ["rayhunter"]
        if not names:
            self.skipTest("no program is given")
        return names

    def same_as_alone(self, path, least):
        names = self.all_names()
        alone = {}
        for name in names:
            alone.update(self.replay(path, name))
        together = self.replay(path, *names)
        for name, packets in alone.items():
            with self.subTest(name):
                self.assertGreater(len(packets), least)
                self.assertEqual(together[name], packets)
                print(f"  {name}: {len(packets)} packets, alone and with "
                      f"{len(names) - 1} others", flush=True)

    def test_on_a_replay_of_the_simulated_modem(self):
        path = os.path.join(self.folder, "made.qmdl")
        with open(path, "wb") as made:
            subprocess.run([os.environ["MAKE_CAPTURE"], "frames", "3000", "3"],
                           stdout=made, check=True)
        self.same_as_alone(path, 500)

    def test_on_a_replay_of_a_real_capture(self):
        path = os.path.join(CAPTURES, "1749222138-goodsim.qmdl")
        if not os.path.exists(path):
            self.skipTest("no captures here")
        self.same_as_alone(path, 500)

    def test_scat_over_tcp(self):
        if not (SCAT and BITSTRING):
            self.skipTest("no scat is given")
        path = os.path.join(self.folder, "made.qmdl")
        with open(path, "wb") as made:
            subprocess.run([os.environ["MAKE_CAPTURE"], "frames", "2000", "4"],
                           stdout=made, check=True)
        by_tty = self.replay(path, "scat_tty")["scat-tty"]
        by_tcp = self.replay(path, "scat_tcp")["scat-tcp"]
        self.assertGreater(len(by_tty), 200)
        self.assertEqual(by_tcp, by_tty)

    def test_on_the_live_simulator(self):
        """Each has a run of what it writes of the same traffic when alone.

        The stream that a tap saves is what the modem sent to all of them.
        """
        names = self.all_names()
        self.begin_on("diag.source=simulator", "diag.rate=100")
        saved = os.path.join(self.folder, "saved.bin")
        with open(saved, "wb") as file:
            curl = subprocess.Popen(
                ["curl", "-fsSN", self.daemon.url + "/api/diag/stream"],
                stdout=file)
        self.addCleanup(curl.wait)
        self.addCleanup(curl.terminate)
        self.start(names)
        self.await_set_up()
        time.sleep(20)
        for each in self.client_status():
            self.assertEqual(each["lost_frames"], 0, each)
        together = self.end_programs()
        self.stop_daemon(self.daemon)
        curl.wait()
        for name in names:
            for key, packets in self.replay(saved, name).items():
                with self.subTest(key):
                    self.is_run_of(together[key], packets)
                    print(f"  {key}: {len(together[key])} packets of the live "
                          f"simulator, of {len(packets)}", flush=True)

    def is_run_of(self, part, whole):
        """part is in whole, in one piece, behind a start that may differ.

        A program that joined later knows less of what was before: the first
        packets may have other headers.
        """
        self.assertGreater(len(part), 300)
        head = len(part) // 10
        rest = part[head:]
        starts = [at for at in range(len(whole) - len(rest) + 1)
                  if whole[at] == rest[0] and whole[at:at + len(rest)] == rest]
        self.assertTrue(starts, "it is no run of what it writes alone")


if __name__ == "__main__":
    unittest.main(verbosity=2)

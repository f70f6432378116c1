#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Programs under diagtap-run go on while diagtapd is killed and comes back."""
import os
import subprocess
import sys
import time
import unittest

from case import LONG, PortCase, until

# A program as rayhunter is one: open, two ioctls, requests, and reads for ever.
# It writes a line for each log: its code and its number.
PROGRAM = """
import fcntl, os, struct, sys
sys.path.insert(0, sys.argv[1])
import diag
fd = os.open("/dev/diag", os.O_RDWR | os.O_CLOEXEC)
fcntl.ioctl(fd, 7, 2)
fcntl.ioctl(fd, 32, bytearray(4))
for request in (diag.LOG_RANGES, diag.set_logs(11, [0xB0C0])):
    os.write(fd, b"\\x20\\0\\0\\0" + diag.frame(request))
    data = os.read(fd, 1 << 20)
    packet = diag.unframe(data[12:-1])
    assert packet[:8] == request[:8], packet.hex()
print("ready", flush=True)
while True:
    data = os.read(fd, 1 << 20)
    if len(data) <= 8:
        print("a short read", len(data), flush=True)
        continue
    at = 8
    for _ in range(struct.unpack_from("<I", data, 4)[0]):
        size, = struct.unpack_from("<I", data, at)
        for frame in data[at + 4:at + 4 + size].split(b"\\x7e"):
            packet = diag.unframe(frame)
            if packet:
                print("%04x" % diag.code_of(packet), diag.number_of(packet),
                      flush=True)
        at += 4 + size
"""

HERE = os.path.dirname(os.path.abspath(__file__))


def ticks(process):
    """Processor time of a program and its children, in 1/100 s."""
    with open(f"/proc/{process}/stat") as stat:
        return sum(map(int, stat.read().rsplit(")")[1].split()[11:13]))


class Launcher(PortCase):
    def run_program(self, *options):
        self.out = os.path.join(self.folder, "out")
        with open(self.out, "w") as out, open(self.out + ".err", "w") as err:
            self.program = subprocess.Popen(
                [os.environ["DIAGTAP_RUN"], "--socket", self.daemon.socket,
                 *options, sys.executable, "-c", PROGRAM, HERE],
                stdout=out, stderr=err)
        self.addCleanup(self.end_program)
        until("it is ready", lambda: "ready" in self.lines() or self.failed())

    def failed(self):
        with open(self.out + ".err") as err:
            self.assertIsNone(self.program.poll(), err.read())

    def end_program(self):
        self.program.terminate()
        self.program.wait(LONG)

    def lines(self):
        """Those that are whole: the program still writes."""
        with open(self.out) as out:
            return out.read().rpartition("\n")[0].splitlines()

    def pid_of_program(self):
        path = f"/proc/{self.program.pid}/task/{self.program.pid}/children"
        with open(path) as children:
            return int(children.read().split()[0])

    def survives(self, *options):
        self.begin(modem=("--rate", 500))
        self.run_program(*options)
        until("logs", lambda: len(self.lines()) > 20)
        self.daemon.process.kill()
        self.daemon.process.wait()
        before = len(self.lines())
        program = self.pid_of_program()
        time.sleep(0.2)
        begun = ticks(program), ticks(self.program.pid)
        time.sleep(1)
        for now, then in zip((ticks(program), ticks(self.program.pid)), begun):
            self.assertLessEqual(now - then, 1, "1 % of 1 s")
        self.daemon.start()
        until("logs again", lambda: len(self.lines()) > before + 20 or
              self.failed())
        self.assertEqual({line.split()[0] for line in self.lines()},
                         {"ready", "b0c0"})
        numbers = [int(line.split()[1]) for line in self.lines()[1:]]
        self.assertEqual(numbers, sorted(set(numbers)))

    def test_as_the_kernel_allows(self):
        self.survives()

    def test_without_seccomp(self):
        self.survives("--no-seccomp")

    def test_every_call_traced(self):
        self.survives("--trace-all")


if __name__ == "__main__":
    unittest.main()

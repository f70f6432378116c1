# SPDX-License-Identifier: MIT
"""The real programs: how they are started and ended, and what they wrote.

QCSuper, scat and bitstring are folders that the caller has; see
script/test-clients.
"""
import os
import signal
import struct
import subprocess
import time

HERE = os.path.dirname(os.path.abspath(__file__))
PYTHON = "/usr/bin/python3"  # Debian's modules are this one's


def records(path):
    """(time, packet) of each record of a pcap file; a cut last one is left out."""
    with open(path, "rb") as file:
        data = file.read()
    found, at = [], 24
    while at + 16 <= len(data):
        seconds, fraction, size, _ = struct.unpack_from("<IIII", data, at)
        at += 16
        if at + size > len(data):
            break
        found.append((seconds + fraction / 1e6, data[at:at + size]))
        at += size
    return found


class Program:
    """A program that writes a pcap file.  headers: the bytes before GSMTAP."""

    headers = 0

    def __init__(self, name, folder):
        self.name = name
        self.pcap = os.path.join(folder, name + ".pcap")
        self.said = os.path.join(folder, name + ".said")
        for path in (self.pcap, self.said):
            if os.path.exists(path):
                os.remove(path)

    def run(self, words, cwd, **variables):
        with open(self.said, "w") as said:
            self.process = subprocess.Popen(
                words, cwd=cwd, env={**os.environ, **variables},
                stdin=subprocess.DEVNULL, stdout=said, stderr=said,
                start_new_session=True, # a job's SIGINT may be ignored
                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))

    def said_so_far(self):
        with open(self.said, errors="replace") as said:
            return said.read()

    def last_words(self):
        return f"{self.name}: ...{self.said_so_far()[-1500:]}"

    def is_running(self):
        return self.process.poll() is None

    def end(self, seconds=60):
        """As Ctrl-C does.  Whether it ended by itself."""
        if self.is_running():
            self.process.send_signal(signal.SIGINT)
        return self.ends(seconds)

    def ends(self, seconds):
        try:
            self.process.wait(seconds)
            return True
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            return False

    def await_set_up(self, seconds=60):
        """Until it has set its masks; it says so."""
        end = time.monotonic() + seconds
        while self.ready not in self.said_so_far():
            if not self.is_running() or time.monotonic() > end:
                raise AssertionError("no masks were set: " + self.last_words())
            time.sleep(0.05)

    def packets(self):
        """GSMTAP packets, with what does not depend on when they came."""
        return [packet[self.headers:] for _, packet in records(self.pcap)]


class QcSuper(Program):
    """way: ("--tcp", "ADDRESS:PORT") or ("--usb-modem", "/dev/...")."""

    ready = "Enabled logging for"
    headers = 20 + 8

    def __init__(self, name, folder, sources, way):
        super().__init__(name, folder)
        self.run([PYTHON, "qcsuper.py", *way, "--pcap-dump", self.pcap],
                 cwd=sources, DONT_INSTALL_WIRESHARK_PLUGIN="1",
                 PYTHONPATH=os.path.join(HERE, "stub"))


class Scat(Program):
    """way: a serial port."""

    ready = "Starting diag"
    headers = 14 + 20 + 8

    def __init__(self, name, folder, sources, bitstring, way):
        super().__init__(name, folder)
        self.run([PYTHON, "-u", "-m", "scat.main", "-t", "qc", "-s", way,
                  "-F", self.pcap], cwd=folder,
                 PYTHONPATH=f"{bitstring}:{sources}/src")


class SocatTty:
    """A tty in front of a TCP port, for programs that take a tty only."""

    def __init__(self, folder, port):
        self.path = os.path.join(folder, f"tty.{port}")
        self.process = subprocess.Popen(
            ["socat", f"PTY,link={self.path},raw,echo=0,wait-slave",
             f"TCP:127.0.0.1:{port},nodelay"])
        while not os.path.exists(self.path):
            if self.process.poll() is not None:
                raise AssertionError("socat has ended")
            time.sleep(0.02)

    def end(self):
        self.process.terminate()
        self.process.wait()


class Rayhunter(Program):
    """rayhunter's I/O, under diagtap-run; it writes QMDL, not pcap."""

    ready = "masks are set"
    codes = ("b0c0 b0e2 b0e3 b0ec b0ed b821 512f 412f 713a 5226 11eb "
             "b062 b063 b064 b114 b180 b193").split()

    def __init__(self, name, folder, program, launcher, socket):
        super().__init__(name, folder)
        self.qmdl = os.path.join(folder, name + ".qmdl")
        if os.path.exists(self.qmdl):
            os.remove(self.qmdl)
        self.run([launcher, "--socket", socket, program, self.qmdl, *self.codes],
                 cwd=folder)

    def packets(self):
        """Frames without replies, which come to it alone."""
        with open(self.qmdl, "rb") as file:
            frames = file.read().split(b"\x7e")
        return [frame for frame in frames if frame[:1] == b"\x10"]

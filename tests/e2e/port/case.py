# SPDX-License-Identifier: MIT
"""What the tests of the DIAG port share: a made-up modem and a daemon on it.

The environment names the programs: DIAGTAPD, TCP_MODEM; SANDBOX is false if
sanitizers need more than the sandbox allows.  With DEVICE the modem is behind an
emulated device, see tests/device/clients.sh.
"""
import json
import os
import re
import signal
import socket
import subprocess
import tempfile
import time
import unittest
import urllib.request

from diag import SocketLink, TcpLink, TtyLink

# Seconds after which something is not going to happen.
LONG = 30


def until(what, condition, seconds=LONG):
    """Waits until the condition is true, and returns its value."""
    end = time.monotonic() + seconds
    while not (value := condition()):
        if time.monotonic() > end:
            raise AssertionError(f"waited {seconds} s in vain: {what}")
        time.sleep(0.01)
    return value


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def end_of(process, how=signal.SIGTERM):
    if process.poll() is None:
        process.send_signal(how)
    return process.wait(LONG)


class Modem:
    """tests/support/tcp_modem.c, with the files that it keeps."""

    def __init__(self, folder, *options):
        self.masks_file = os.path.join(folder, "masks")
        self.requests_file = os.path.join(folder, "requests")
        open(self.masks_file, "w").close()
        self.start(["--masks", self.masks_file, "--requests",
                    self.requests_file, *map(str, options)])

    def start(self, options):
        self.process = subprocess.Popen(
            [os.environ["TCP_MODEM"], *options], stdout=subprocess.PIPE,
            text=True)
        self.port = int(self.process.stdout.readline())

    def source(self):
        """The options of a daemon that has it."""
        return ["diag.source=tcp", f"diag.address=127.0.0.1:{self.port}"]

    def masks(self):
        """The lines of its masks, as a set."""
        with open(self.masks_file) as file:
            return set(file.read().splitlines())

    def logs(self):
        """The log codes that it has been asked for."""
        return {int(line[4:], 16) for line in self.masks()
                if line.startswith("log ")}

    def requests(self):
        with open(self.requests_file) as file:
            return [bytes.fromhex(line) for line in file.read().splitlines()]

    def restart(self):
        self.process.send_signal(signal.SIGUSR1)

    def forget(self):
        self.process.send_signal(signal.SIGUSR2)

    def stop(self):
        end_of(self.process)
        self.process.stdout.close()


class DeviceModem(Modem):
    """The same modem behind an emulated /dev/diag, tests/device/emulator.c."""

    def start(self, options):
        self.device = os.environ["DEVICE"]
        options = ["--traffic" if word == "--rate" else word
                   for word in options]
        self.process = subprocess.Popen(
            [os.environ["EMULATOR"], *options, self.device],
            stderr=subprocess.DEVNULL)
        until("the emulator is mounted", self.is_mounted)

    def is_mounted(self):
        with open("/proc/self/mounts") as mounts:
            return f" {self.device} fuse" in mounts.read()

    def source(self):
        return ["diag.source=diag", f"diag.device={self.device}"]

    def stop(self):
        end_of(self.process)


class Daemon:
    def __init__(self, folder, *options):
        self.log_file = os.path.join(folder, "log")
        self.folder = folder
        self.tcp = free_port()
        self.socket = os.path.join(folder, "socket")
        self.ttys = os.path.join(folder, "ttys")
        self.options = options
        self.start()

    def start(self):
        words = ["diag_stream_enabled=true", "listen.port=0",
                 "sandbox=" + os.environ.get("SANDBOX", "true"),
                 "port.enabled=true", f"port.tcp={self.tcp}",
                 f"port.socket={self.socket}", "port.ttys=2",
                 f"port.tty_directory={self.ttys}", *self.options]
        with open(self.log_file, "w") as log:
            self.process = subprocess.Popen(
                [os.environ["DIAGTAPD"], "-v",
                 *(part for word in words for part in ("-o", word))],
                stdin=subprocess.DEVNULL, stderr=log)
        self.url = self.await_line(r"listens on (http://[^/]*)/")[1]

    def log(self):
        with open(self.log_file) as file:
            return file.read()

    def await_line(self, pattern):
        def line():
            if self.process.poll() is not None:
                raise AssertionError(f"the daemon has ended: {self.log()}")
            return re.search(pattern, self.log())
        return until(f"a line of the log like {pattern}", line)

    def fetch(self, path):
        with urllib.request.urlopen(self.url + path, timeout=LONG) as answer:
            return answer.read()

    def status(self):
        return json.loads(self.fetch("/api/status"))

    def stop(self, how=signal.SIGTERM):
        return end_of(self.process, how)


class PortCase(unittest.TestCase):
    """A test has a folder; what it started ends with it."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="diagtap-")
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def start_modem(self, *options):
        kind = DeviceModem if "DEVICE" in os.environ else Modem
        modem = kind(self.folder, *options)
        self.addCleanup(modem.stop)
        return modem

    def start_daemon(self, *options):
        daemon = Daemon(self.folder, *options)
        self.addCleanup(lambda: self.stop_daemon(daemon))
        return daemon

    def stop_daemon(self, daemon):
        """It must end well, whatever the test did."""
        if daemon.process.poll() is None:
            self.assertEqual(daemon.stop(), 0, daemon.log())

    def begin(self, *options, modem=()):
        """A modem, and a daemon that has it."""
        self.modem = self.start_modem(*modem)
        self.daemon = self.start_daemon(*self.modem.source(), *options)
        self.daemon.await_line("diag: running")

    def attach(self, way="tcp"):
        daemon = self.daemon
        link = {"tcp": lambda: TcpLink(daemon.tcp),
                "tty": lambda: TtyLink(daemon.ttys + "/0"),
                "tty 1": lambda: TtyLink(daemon.ttys + "/1"),
                "socket": lambda: SocketLink(daemon.socket)}[way]()
        self.addCleanup(lambda: self.leave(link))
        return link

    def leave(self, link):
        if link.fd is not None:
            link.close()
            link.fd = None

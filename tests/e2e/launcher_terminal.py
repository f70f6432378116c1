#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""launcher_terminal.py OPTION: diagtap-run as a job of a shell in a terminal:
Ctrl-Z, fg, bg and Ctrl-C, as without it."""
import os
import pty
import re
import select
import signal
import subprocess
import sys
import tempfile
import time

LONG = 30  # seconds


class Terminal:
    """An interactive bash, and what it has written."""

    def __init__(self):
        self.said = b""
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ["PS1"] = "ready> "
            os.execvp("bash", ["bash", "--norc", "--noprofile", "-i"])
        self.expect("ready> ")

    def type(self, text):
        os.write(self.fd, text.encode())

    def expect(self, pattern):
        end = time.monotonic() + LONG
        while True:
            found = re.search(pattern.encode(), self.said, re.DOTALL)
            if found:
                self.said = self.said[found.end():]
                return
            if not select.select([self.fd], [], [], end - time.monotonic())[0]:
                sys.exit(f"FAILED: no {pattern!r} in {self.said[-500:]!r}")
            self.said += os.read(self.fd, 4096)

    def until_foreground(self, pid):
        """Keys go to its job, and no longer to bash."""
        end = time.monotonic() + LONG
        while os.tcgetpgrp(self.fd) != os.getpgid(pid):
            if time.monotonic() > end:
                sys.exit("FAILED: the job is not in the foreground")
            time.sleep(0.01)

    def close(self):
        os.close(self.fd)
        os.waitpid(self.pid, 0)


def state_of(pid):
    with open(f"/proc/{pid}/stat") as stat:
        return stat.read().rsplit(")")[1].split()[0]


def until_runs(pid):
    while state_of(pid) != "S":
        time.sleep(0.01)


def jobs(command):
    terminal = Terminal()
    terminal.type(command + " sh -c 'echo pid=$$; exec \"$0\" \"$@\"' "
                  "$DIAG_CLIENT open=/dev/diag ask reply pause\n")
    terminal.expect(r"pid=(?=\d+\r)")
    client = int(terminal.said.split()[0])
    terminal.expect("pause: 0")
    terminal.type("\x1a")
    terminal.expect("Stopped.*ready> ")
    assert state_of(client) in "Tt", state_of(client)
    terminal.type("fg\n")
    until_runs(client)
    terminal.type("\x1a")
    terminal.expect("Stopped.*ready> ")
    terminal.type("bg\n")
    terminal.expect("ready> ")
    until_runs(client)
    terminal.type("jobs\n")
    terminal.expect("Running.*ready> ")
    terminal.type("fg\n")
    terminal.until_foreground(client)
    terminal.type("\x03")
    terminal.expect("ready> ")
    terminal.type("echo status=$?\n")
    terminal.expect("status=130\r")
    terminal.type("exit\n")
    terminal.close()


def main():
    option = " ".join(sys.argv[1:])
    with tempfile.TemporaryDirectory() as folder:
        socket = os.path.join(folder, "port.sock")
        port = subprocess.Popen([os.environ["FAKE_PORT"], socket],
                                stdout=subprocess.PIPE)
        try:
            port.stdout.readline()
            jobs(f"$DIAGTAP_RUN {option} -s {socket}")
        finally:
            port.send_signal(signal.SIGKILL)
            port.wait()
    print(f"ok: Ctrl-Z, fg, bg and Ctrl-C {option}")


main()

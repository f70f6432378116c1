# SPDX-License-Identifier: MIT
"""Processes that a measurement starts and ends."""
import contextlib
import json
import os
import signal
import socket
import subprocess
import time
from pathlib import Path


def machine():
    with open('/proc/cpuinfo') as info:
        model = next((line.split(':')[1].strip() for line in info
                      if line.startswith('model name')), os.uname().machine)
    return '%d cores (%s), Linux %s' % (os.cpu_count(), model,
                                        os.uname().release.split('-')[0])


def threads(pid):
    """Nanoseconds on a processor, by the thread's name."""
    spent = {}
    for task in Path(f'/proc/{pid}/task').iterdir():
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            name = (task / 'comm').read_text().strip()
            ns = int((task / 'schedstat').read_text().split()[0])
            spent[name] = spent.get(name, 0) + ns
    return spent


def free_port():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


def listens(port):
    """Without connecting: a contender may count connections."""
    with open('/proc/net/tcp') as table:
        return any(line.split()[3] == '0A' and
                   line.split()[1].endswith(':%04X' % port)
                   for line in table)


def await_listener(port, seconds=5):
    end = time.monotonic() + seconds
    while not listens(port):
        if time.monotonic() > end:
            raise RuntimeError('does not listen')
        time.sleep(0.02)


class Neighbours:
    """How many cores others kept busy since it was made.

    What the machine did, less what we and the processes we waited for did.
    """

    def __init__(self):
        self.began, self.busy = time.monotonic(), self.busy_else()

    @staticmethod
    def busy_else():
        with open('/proc/stat') as stat:
            ticks = list(map(int, stat.readline().split()[1:8]))
        # Neither idle nor waiting for a disk.
        busy = (sum(ticks) - ticks[3] - ticks[4]) / os.sysconf('SC_CLK_TCK')
        return busy - sum(os.times()[:4])

    def cores(self):
        return (self.busy_else() - self.busy) / (time.monotonic() - self.began)


@contextlib.contextmanager
def server(command, stdin=subprocess.DEVNULL, log=subprocess.DEVNULL,
           stdout=subprocess.DEVNULL):
    """A session of processes that all end with the block."""
    process = subprocess.Popen(['sh', '-c', command], stdin=stdin,
                               stdout=stdout, stderr=log,
                               start_new_session=True)
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextlib.contextmanager
def drain(tools, *options):
    """Subscribed when the block begins."""
    process = subprocess.Popen([tools + '/drain', *map(str, options)],
                               stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, text=True)
    try:
        if process.stdout.readline() != 'ready\n':
            raise RuntimeError(process.stderr.read().strip()[:80])
        yield process
    finally:
        process.kill()
        process.communicate()


def drained(process, seconds):
    """The output of a drain."""
    try:
        text, errors = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        raise RuntimeError('drain does not end') from None
    if process.returncode != 0:
        raise RuntimeError(errors.strip()[:80])
    return json.loads(text)

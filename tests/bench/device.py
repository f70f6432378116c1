#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""device.py TOOLS DAEMON [KEY=VALUE...]: the cost of a day on a hotspot, and its budget.

Traffic of 300 KB/s in bursts goes to three subscribers and into an archive that
compresses.  The daemon runs three times: as it is, for memory and wake-ups; and
under callgrind with the traffic and with next to none, whose difference is what
the traffic costs.  Exits 1 where a budget is exceeded, 77 where there is no
valgrind.  Takes a bit more than a minute.  KEY=VALUE are options of diagtapd
that replace those below.
"""
import contextlib
import json
import os
import re
import signal
import statistics
import sys
import tempfile
import threading
import time
import urllib.request
from collections import Counter
from pathlib import Path

import bursts
import callgrind
from running import await_listener, drain, free_port, machine, server

# The budget: 5 % of one Cortex-A7 of 1.2 GHz, and 12 MB.
#
# INSTRUCTIONS_PER_CYCLE is an assumption, and not measured on a device.  The
# core issues in order, one or two instructions a cycle, and waits for memory:
# code within its caches comes to about one a cycle, code that compresses to
# half of that.  (7-Zip's own benchmark, 7-cpu.com, rates one of 1 GHz at 470
# MIPS when it compresses and at 810 when it does not.)  ARM's instructions are
# taken to be as many as those of x86-64.
CLOCK_HZ = 1.2e9
SHARE = 0.05
INSTRUCTIONS_PER_CYCLE = 0.5
BUDGET_INSTRUCTIONS = CLOCK_HZ * SHARE * INSTRUCTIONS_PER_CYCLE  # a second
BUDGET_RSS = 12e6  # bytes, at the peak

# Each container may wake the reader, and its block the flusher, the fan-out and
# the archive.  On a busy machine there are fewer, because containers share a
# block.  More means that a thread wakes without new data.
WAKE_UPS_A_CONTAINER = 4

SECONDS = 30   # of traffic: twice what the ring holds
REST_S = 3     # without traffic, at the start
SETTLE_S = 2   # of traffic before and after the measurement
TIMEOUT_S = 60  # for the daemon under callgrind
SUBSCRIBERS = (('raw', '/api/diag/stream'), ('pcap', '/api/diag/pcap'),
               ('ws', '/api/diag/ws'))

# As docs/device.md advises.
OPTIONS = {
    'diag_stream_enabled': 'true', 'ring.bytes': 4 << 20,
    'diag.source': 'file', 'diag.file': '-',  # see bursts.py
    'archive.enabled': 'true', 'archive.compress': 'gzip',
    # Small, so that more files are begun and finished.
    'archive.rotate_bytes': 1 << 20,
    'archive.min_free_bytes': 0, 'archive.min_free_bytes_to_start': 0,
    'sandbox': 'false'}  # valgrind needs more system calls than it allows


class Daemon:
    """diagtapd and its subscribers, for the length of a with-block."""

    def __init__(self, tools, program, options, before=()):
        self.tools, self.port = tools, free_port()
        self.command = [*before, program]
        self.options, self.stack = options, contextlib.ExitStack()

    def __enter__(self):
        self.directory = self.stack.enter_context(
            tempfile.TemporaryDirectory())
        options = {**OPTIONS, **self.options, 'listen.port': self.port,
                   'archive.directory': self.directory}
        self.input, theirs = bursts.pair()
        with theirs:
            self.process = self.stack.enter_context(server(
                'exec ' + ' '.join(self.command) + ''.join(
                    f' -o {key}={value}' for key, value in options.items()),
                theirs))
        await_listener(self.port, TIMEOUT_S)
        for mode, path in SUBSCRIBERS:
            self.stack.enter_context(
                drain(self.tools, '-p', self.port, '-u', path, '-m', mode,
                      '-d', '-e', '-w', 0, '-t', SECONDS + 2 * TIMEOUT_S))
        return self

    def __exit__(self, *error):
        self.input.close()
        self.stack.close()

    def status(self):
        with urllib.request.urlopen(
                f'http://127.0.0.1:{self.port}/api/status',
                timeout=TIMEOUT_S) as answer:
            return json.load(answer)

    def await_archive(self):
        """Waits until all is recorded and compressed."""
        compresses = self.options.get('archive.compress') != 'none'
        unfinished = {'.part', '.pcap'} if compresses else {'.part'}
        end = time.monotonic() + TIMEOUT_S
        while True:
            there = {Path(name).suffix for name in os.listdir(self.directory)}
            if there and not there & unfinished:
                return
            if time.monotonic() > end:
                raise RuntimeError(f'the archive is not done: {there}')
            time.sleep(0.1)

    def check(self, containers):
        """Lost data costs nothing, so with losses this is no measurement."""
        status = self.status()
        tap = status['taps'][0]
        wrong = {
            'not read': len(containers) - tap['read']['containers'],
            'dropped': tap['dropped']['containers'],
            'lost to streams': status['streams']['lost']['containers'],
            'lost to the archive': tap['archive']['lost']['containers'],
            'streams absent': len(SUBSCRIBERS) - status['streams']['begun']}
        if any(wrong.values()):
            raise RuntimeError(f'no measurement: {wrong}')

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        if self.process.wait(TIMEOUT_S) != 0:
            raise RuntimeError('the daemon failed')


def count(tools, program, options, containers):
    """Instructions of a whole run, by program and library."""
    with tempfile.TemporaryDirectory() as directory:
        out = directory + '/out'
        with Daemon(tools, program, options,
                    callgrind.command(out, '--fair-sched=yes')) as daemon:
            bursts.send(containers, daemon.input)
            daemon.await_archive()
            daemon.check(containers)
            daemon.stop()
        return callgrind.by_object(out)


def instructions(tools, program, options, containers):
    """A second of traffic's, by program and library."""
    few = containers[:2]
    seconds = sum(map(len, containers[2:])) / bursts.RATE
    spent = count(tools, program, options, containers)
    spent.subtract(count(tools, program, options, few))
    return {name: cost / seconds for name, cost in spent.items()}


def wake_ups(pid):
    """Voluntary context switches so far, by the thread's name."""
    found = Counter()
    for task in Path(f'/proc/{pid}/task').iterdir():
        text = (task / 'status').read_text()
        found[re.search(r'Name:\s+(.*)', text)[1]] += int(
            re.search(r'\nvoluntary_ctxt_switches:\s+(\d+)', text)[1])
    return found


def processor_time(pid):
    """Seconds so far, in user space and in the kernel."""
    fields = Path(f'/proc/{pid}/stat').read_text().rpartition(')')[2].split()
    return [int(ticks) / os.sysconf('SC_CLK_TCK') for ticks in fields[11:13]]


def resident(pid, field):
    text = Path(f'/proc/{pid}/status').read_text()
    return int(re.search(field + r':\s+(\d+)', text)[1]) * 1024


class Watch:
    """The work of a daemon during a with-block."""

    def __init__(self, pid):
        self.pid = pid

    def __enter__(self):
        self.begun = time.monotonic()
        self.switches, self.spent = wake_ups(self.pid), processor_time(self.pid)
        return self

    def __exit__(self, *error):
        seconds = time.monotonic() - self.begun
        after = wake_ups(self.pid)
        after.subtract(self.switches)
        self.wake_ups = {name: times / seconds for name, times in after.items()}
        self.cpu = [(now - then) / seconds for now, then in zip(
            processor_time(self.pid), self.spent)]


def observe(tools, program, options, containers):
    """Memory and wake-ups of the daemon as it is."""
    samples = []
    with Daemon(tools, program, options) as daemon:
        pid = daemon.process.pid
        with Watch(pid) as rest:
            time.sleep(REST_S)
        sender = threading.Thread(target=bursts.send,
                                  args=(containers, daemon.input))
        sender.start()
        time.sleep(SETTLE_S)
        with Watch(pid) as busy:
            end = time.monotonic() + SECONDS - 2 * SETTLE_S
            while time.monotonic() < end:
                samples.append(resident(pid, 'VmRSS'))
                time.sleep(0.1)
        sender.join()
        daemon.await_archive()
        daemon.check(containers)
        return rest, busy, statistics.mean(samples), resident(pid, 'VmHWM')


def print_wake_ups(rest, busy):
    print('\n| thread | wake-ups a second |\n|---|---:|')
    for name, times in sorted(busy.wake_ups.items(), key=lambda item: -item[1]):
        print(f'| {name} | {times:.1f} |')
    print(f'| all, while nothing comes | {sum(rest.wake_ups.values()):.1f} |')
    print('\nprocessor time: %.2f %% of a core here in user space, %.2f %% in '
          'the kernel' % tuple(100 * share for share in busy.cpu))


def print_instructions(rates):
    print('\n| instructions in user space | millions a second |\n|---|---:|')
    for name, rate in sorted(rates.items(), key=lambda item: -item[1]):
        if rate >= 1e4:
            print(f'| {name} | {rate / 1e6:.2f} |')


def judge(rows):
    """True when all are kept.  rows: name, unit, found, budget."""
    print('\n| budget | found | at most | |\n|---|---:|---:|---|')
    for name, unit, found, most in rows:
        print(f'| {name} | {found / unit:.2f} | {most / unit:.2f} | '
              f'{"kept" if found <= most else "EXCEEDED"} |')
    return all(found <= most for _, _, found, most in rows)


def main():
    tools, program = map(os.path.abspath, sys.argv[1:3])
    options = dict(option.split('=', 1) for option in sys.argv[3:])
    if not callgrind.is_here():
        print('skipped: no valgrind here')
        sys.exit(77)
    containers = bursts.make(os.path.join(tools, '..', 'make_capture'), SECONDS)
    print(f'{machine()}, {time.strftime("%Y-%m-%d")}; {SECONDS} s of '
          f'{bursts.RATE / 1e3:.0f} KB/s in {len(containers)} containers, a '
          f'burst every {bursts.BURST_S * 1e3:.0f} ms')
    rest, busy, mean, peak = observe(tools, program, options, containers)
    print_wake_ups(rest, busy)
    rates = instructions(tools, program, options, containers)
    print_instructions(rates)
    print(f'\nmean RSS {mean / 1e6:.2f} MB')
    sys.exit(0 if judge((
        ('instructions, millions a second', 1e6, sum(rates.values()),
         BUDGET_INSTRUCTIONS),
        ('peak RSS, MB', 1e6, peak, BUDGET_RSS),
        ('wake-ups a second', 1, sum(busy.wake_ups.values()),
         WAKE_UPS_A_CONTAINER * len(containers) / SECONDS))) else 1)


main()

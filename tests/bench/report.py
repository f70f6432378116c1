#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""report.py TOOLS DAEMON: the speed and cost of diagtapd on this machine.

A capture is replayed as fast as it goes, again and again, to subscribers that
throw everything away.  Says also what a stalled half of them costs in memory,
and how many system calls a block takes.
"""
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request

from running import await_listener, drain, drained, free_port, server

CONTAINERS = 120000  # about 250 MB of them
WINDOW = 3
RING = 8 << 20
BLOCK = 288 << 10  # of a replay, with its lists
PATHS = {'raw': '/api/diag/stream', 'pcap': '/api/diag/pcap'}


class Daemon:
    """diagtapd on a capture, for the length of a with-block."""

    def __init__(self, program, capture, count, *options):
        self.port = free_port()
        settings = {'listen.port': self.port, 'diag_stream_enabled': 'true',
                    'listen.max_subscribers': 1000, 'diag.source': 'file',
                    'diag.file': capture, 'diag.speed': 0,
                    'diag.at_end': 'loop', 'diag.wait_subscribers': count,
                    'ring.bytes': RING}
        settings.update(options)
        self.command = 'exec %s%s' % (program, ''.join(
            ' -o %s=%s' % item for item in settings.items()))

    def __enter__(self):
        self.running = server(self.command)
        self.pid = self.running.__enter__().pid
        await_listener(self.port)
        return self

    def __exit__(self, *error):
        self.running.__exit__(*error)

    def published(self):
        """Blocks so far."""
        url = 'http://127.0.0.1:%d/api/status' % self.port
        with urllib.request.urlopen(url, timeout=10) as answer:
            return json.load(answer)['taps'][0]['ring']['published']

    def rss(self, field='VmRSS'):
        with open('/proc/%d/status' % self.pid) as status:
            return int(re.search(field + r':\s+(\d+)', status.read())[1]) / 1024


def subscribe(tools, daemon, count, form, *options):
    return drain(tools, '-p', daemon.port, '-u', PATHS[form], '-n', count,
                 '-S', daemon.pid, '-d', *options)


def report_speed(tools, program, capture, per_container):
    print('As fast as it goes, subscribers discard (an idle daemon has '
          '%.1f MB):\n' % idle_rss(program))
    print('| form | subscribers | containers/s read | MB/s out | CPU s/GB | '
          'peak RSS MB |')
    print('|---|' + '---:|' * 5)
    for form in PATHS:
        for count in 1, 10, 100:
            with Daemon(program, capture, count) as daemon:
                with subscribe(tools, daemon, count, form, '-t',
                               WINDOW) as taker:
                    result = drained(taker, 60)
                peak = daemon.rss('VmHWM')
            rate = result['bytes'] / result['seconds']
            print('| %s | %d | %.0f | %.0f | %.3f | %.1f |' % (
                form, count, rate / count / per_container, rate / 1e6,
                result['cpu_s'] / result['bytes'] * 1e9, peak), flush=True)


def idle_rss(program):
    """Without the awaited subscriber nothing is read."""
    with Daemon(program, '/dev/null', 1) as daemon:
        time.sleep(0.5)
        return daemon.rss()


def report_stalled(tools, program, capture):
    """Measures after the wait (30 s) for stalled subscribers."""
    with Daemon(program, capture, 100) as daemon:
        with subscribe(tools, daemon, 100, 'raw', '-k', 50, '-w', 35,
                       '-t', 3) as taker:
            result = drained(taker, 60)
        peak = daemon.rss('VmHWM')
    idle = idle_rss(program)
    bound = (RING + 100 * BLOCK) / (1 << 20)
    print('\n100 subscribers, 50 of them stalled: peak RSS %.1f MB less %.1f '
          'idle = %.1f MB; the bound, ring and 100 blocks, is %.1f MB: %s' % (
              peak, idle, peak - idle, bound,
              'kept' if peak - idle <= bound else 'NOT KEPT'))
    print('the 50 others got %.0f MB/s' % (
        result['bytes'] / result['seconds'] / 1e6))


def count_calls(daemon, seconds, directory):
    """sendmsg calls and blocks, few a second because strace is slow."""
    out = os.path.join(directory, 'calls')
    trace = subprocess.Popen(['strace', '-c', '-f', '-e', 'trace=sendmsg',
                              '-o', out, '-p', str(daemon.pid)],
                             stderr=subprocess.PIPE, text=True)
    trace.stderr.readline()  # it is attached
    before = daemon.published()
    time.sleep(seconds)
    after = daemon.published()
    trace.send_signal(signal.SIGINT)
    trace.communicate()
    with open(out) as table:
        found = re.search(r'^.*\s(\d+)(?:\s+\d+)?\s+sendmsg$', table.read(),
                          re.MULTILINE)
    return int(found[1]) if found else 0, after - before


def report_calls(tools, program, directory):
    if shutil.which('strace') is None:
        print('\nno strace here: system calls are not counted')
        return
    print()
    for count in 1, 10, 100:
        with Daemon(program, '', count, ('diag.source', 'simulator'),
                    ('diag.rate', 20), ('diag.speed', 1)) as daemon:
            with subscribe(tools, daemon, count, 'raw', '-t', 10):
                time.sleep(0.5)
                calls, blocks = count_calls(daemon, 5, directory)
        print('%d subscribers, simulator: %d sendmsg for %d blocks: %.3f a '
              'subscriber and block' % (count, calls, blocks,
                                        calls / max(1, blocks * count)))


def main():
    tools, program = map(os.path.abspath, sys.argv[1:3])
    maker = os.path.join(tools, '..', 'make_capture')
    with tempfile.TemporaryDirectory() as directory:
        capture = os.path.join(directory, 'capture')
        with open(capture, 'wb') as out:
            subprocess.run([maker, 'containers', str(CONTAINERS), '1'],
                           stdout=out, check=True)
        size = os.path.getsize(capture)
        print('%d containers, %.0f MB, in a loop\n' % (CONTAINERS, size / 1e6))
        report_speed(tools, program, capture, size / CONTAINERS)
        report_stalled(tools, program, capture)
        report_calls(tools, program, directory)


main()

#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""archive.py TOOLS DAEMON [DIRECTORY [MIB [ROUNDS]]]: the cost of recording.

The same bytes through an archive and through plain write(2), in turn, on the
file system of DIRECTORY (the current one): the ratio of the medians.  Then the
daemon records about 5 MB/s of the simulator's, and the kernel says for how long
the archive's thread ran (schedstat), with and without compression.
"""
import json
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

from running import await_listener, free_port, server, threads

SECONDS = 10
RATE = 2400  # containers a second, about 2.1 KB each


def archive(port):
    url = f'http://127.0.0.1:{port}/api/status'
    with urllib.request.urlopen(url, timeout=10) as answer:
        tap = json.load(answer)['taps'][0]
        return tap['archive'], tap['ring']['published']


def cost(daemon, directory, compress):
    port = free_port()
    options = {
        'listen.port': port, 'diag_stream_enabled': 'true',
        'diag.source': 'simulator', 'diag.rate': RATE, 'sandbox': 'false',
        'archive.enabled': 'true', 'archive.directory': directory,
        'archive.compress': compress, 'archive.min_free_bytes': 0,
        'archive.min_free_bytes_to_start': 0}
    command = 'exec ' + daemon + ''.join(
        f' -o {key}={value}' for key, value in options.items())
    with server(command) as running:
        await_listener(port)
        while archive(port)[0]['bytes'] == 0:
            time.sleep(0.05)
        before, spent, began = archive(port), threads(running.pid), \
            time.monotonic()
        time.sleep(SECONDS)
        after, now = archive(port), threads(running.pid)
        passed = time.monotonic() - began
    figures = {name: (now[name] - spent.get(name, 0)) / passed / 1e7
               for name in ('archive', 'compressor') if name in now}
    written = (after[0]['bytes'] - before[0]['bytes']) / passed / 1e6
    calls = (after[0]['writes'] - before[0]['writes']) / \
        (after[1] - before[1])
    print(f'{compress:>5}: {written:.2f} MB/s, {calls:.2f} writes a block; ' +
          ', '.join(f'{name} {share:.2f} % of a core'
                    for name, share in figures.items()) +
          f'; lost {after[0]["lost"]["containers"]}')


def main():
    tools, daemon = sys.argv[1:3]
    where = sys.argv[3] if len(sys.argv) > 3 else '.'
    mib, rounds = (sys.argv[4:6] + ['128', '41'][len(sys.argv[4:6]):])
    with tempfile.TemporaryDirectory(dir=where) as directory:
        found = json.loads(subprocess.run(
            [tools + '/record', directory, mib, rounds], check=True,
            stdout=subprocess.PIPE, text=True).stdout)
        speed = [found['bytes'] / statistics.median(found[key]) / 1e6
                 for key in ('recorder_s', 'plain_s')]
        print(f'archive {speed[0]:.0f} MB/s, write(2) {speed[1]:.0f} MB/s: '
              f'{speed[0] / speed[1]:.2f} (medians of {rounds} rounds of {mib} '
              f'MiB); {found["writes_per_block"]:.2f} writes a block, '
              f'{found["held_bytes"] / 65536:.2f} blocks held at most')
    for compress in ('none', 'gzip'):
        with tempfile.TemporaryDirectory(dir=where) as directory:
            cost(daemon, directory, compress)


main()

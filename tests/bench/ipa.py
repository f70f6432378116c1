#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""ipa.py TOOLS DAEMON [ROUNDS]: the cost of the sources of the tap ipa.

Three tables, of medians of interleaved rounds (5): an interface, read by
diagtapd and by tcpdump; a device that always has something, read by diagtapd
and by cat, which looks at nothing; and the tap diag, alone and beside such
floods in the tap ipa.  Interfaces are of a network of its own, which takes
root: without that their rows are left out.
"""
import contextlib
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time

import monitored
from running import (Neighbours, await_listener, drain, drained, free_port,
                     machine, server, threads)

ROUNDS = 5
PACES = {'20,000/s': (60000, ['-r', '20000']), 'flat out': (1000000, [])}
FORMS = ('dpl3', 'status')
ENTRIES = 200000  # in a file, which is repeated
AGAIN = 20
WINDOW = 3  # seconds


def interleave(rounds, names, measure):
    """The medians of each; within a round they come in an order of its own."""
    runs = {name: [] for name in names}
    for number in range(rounds):
        order = list(names)
        random.Random(number).shuffle(order)
        for name in order:
            runs[name].append(measure(name))
    return {name: {key: statistics.median(run[key] for run in found)
                   for key in found[0]} for name, found in runs.items()}


def packet_sender(tools, *options):
    return subprocess.Popen([tools + '/../packet_sender', *map(str, options)],
                            stdout=subprocess.DEVNULL)


def cpu_of(pid):
    return sum(threads(pid).values()) / 1e9


def read_interface(tools, daemon, pace, name):
    count, options = PACES[pace]
    with monitored.READERS[name](tools, daemon) as reader:
        cpu, began = cpu_of(reader.pid), time.monotonic()
        packet_sender(tools, *options, 'gen0', count).wait()
        while sum(reader.seen()) < count:
            time.sleep(0.01)
        passed = time.monotonic() - began
        cpu = cpu_of(reader.pid) - cpu
        read, dropped = reader.seen()
    return {'rate': read / passed, 'cpu': cpu / read,
            'dropped': dropped / count}


def report_interface(tools, daemon, rounds):
    print('\n### An interface, frames of 114 bytes\n\n'
          '| frames | reader | frames/s | dropped % | CPU s per million '
          '| x tcpdump |\n|---|---|---:|---:|---:|---:|')
    for pace in PACES:
        found = interleave(rounds, monitored.READERS, lambda name, pace=pace:
                           read_interface(tools, daemon, pace, name))
        base = next(iter(found.values()))['cpu']
        for name, row in found.items():
            rate = '-' if PACES[pace][1] else f'{row["rate"]:.0f}'
            print(f'| {pace} | {name} | {rate} | '
                  f'{100 * row["dropped"]:.1f} | {row["cpu"] * 1e6:.2f} | '
                  f'{row["cpu"] / base:.2f} |', flush=True)


def make_entries(tools, form, directory):
    saved = f'{directory}/{form}'
    with open(saved, 'wb') as out:
        subprocess.run([tools + '/../make_capture', form, str(ENTRIES), '1'],
                       stdout=out, check=True)
    return saved


def feed(fifo, saved, again):
    """A device that always has data, until the file was sent so often."""
    return subprocess.Popen(['sh', '-c', 'exec cat "$@" >"$0"', fifo,
                             *[saved] * again], stderr=subprocess.DEVNULL)


def read_device(daemon, saved, fifo, name):
    command = ['cat', fifo]
    if name != 'cat':
        command = monitored.command(daemon, free_port(), ipa__device=fifo,
                                    ipa__at_end='exit').split()[1:]
    reader = subprocess.Popen(command, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL)
    fed, began = feed(fifo, saved, AGAIN), time.monotonic()
    _, status, used = os.wait4(reader.pid, 0)
    passed = time.monotonic() - began
    fed.wait()
    if status != 0:
        raise RuntimeError(f'{name}: status {status}')
    return {'rate': ENTRIES * AGAIN / passed,
            'cpu': (used.ru_utime + used.ru_stime) / ENTRIES / AGAIN}


def report_device(tools, daemon, directory, rounds):
    print('\n### A device that always has something\n\n'
          '| header | bytes each | reader | entries/s | MB/s '
          '| CPU s per million |\n|---|---:|---|---:|---:|---:|')
    fifo = directory + '/fifo'
    os.mkfifo(fifo)
    for form in FORMS:
        saved = make_entries(tools, form, directory)
        size = os.path.getsize(saved) / ENTRIES
        found = interleave(rounds, ('cat', 'diagtapd'), lambda name, saved=saved:
                           read_device(daemon, saved, fifo, name))
        for name, row in found.items():
            print(f'| {form} | {size:.0f} | {name} | {row["rate"]:.0f} | '
                  f'{row["rate"] * size / 1e6:.0f} | {row["cpu"] * 1e6:.2f} |',
                  flush=True)


# The flood, and its reader: the tap ipa, or another program.
FLOODS = {
    'alone': (None, None),
    'a device, read by cat': ('device', 'other'),
    'a device, read as ipa': ('device', 'ipa'),
    'an interface, read by tcpdump': ('interface', 'other'),
    'an interface, read as ipa': ('interface', 'ipa'),
}
OPTIONS = {'device': {'ipa__device': 'flood'},
           'interface': {'ipa__source': 'netdev', 'ipa__interface': 'mon0'}}
OTHERS = {'device': 'cat {}/flood', 'interface': 'tcpdump -i mon0 -w /dev/null'}


@contextlib.contextmanager
def flood(tools, directory, what, reader):
    """Sends as fast as possible during the block."""
    if what is None:
        yield
        return
    started = []
    if reader == 'other':
        started.append(subprocess.Popen(
            OTHERS[what].format(directory).split(), stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL))
    started.append(feed(directory + '/flood', directory + '/' + FORMS[0], 5000)
                   if what == 'device' else packet_sender(tools, 'gen0', 1 << 30))
    try:
        yield
    finally:
        for process in started:
            process.kill()
            process.wait()


def hear_diag(tools, daemon, directory, name):
    """A device of 5 MB/s, one subscriber, and perhaps a flood."""
    what, reader = FLOODS[name]
    port = free_port()
    options = {'diag_stream_enabled': 'true', 'diag__source': 'file',
               'diag__file': '-'}
    options.update(OPTIONS[what] if reader == 'ipa' else
                   {'ipa_stream_enabled': 'false'})
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with ours, theirs, server(
            f'cd {directory} && ' + monitored.command(daemon, port, **options),
            theirs):
        theirs.close()
        await_listener(port)
        with flood(tools, directory, what, reader), \
                drain(tools, '-p', port, '-u', '/api/diag/stream', '-w', 0.5,
                      '-t', WINDOW) as taker, \
                subprocess.Popen([tools + '/feed', '-r', '5', '-t', '60'],
                                 stdout=ours, stderr=subprocess.PIPE) as fed:
            found = drained(taker, WINDOW + 30)
            read = monitored.entries(port) if reader == 'ipa' else 0
            fed.terminate()
    return {'p50': found['p50_ms'], 'p99': found['p99_ms'],
            'lost': found['lost'] / (found['lost'] + found['containers']),
            'entries': read}


def report_diag(tools, daemon, directory, rounds, networked):
    print('\n### The tap diag at 5 MB/s, flush period 10 ms, one subscriber\n\n'
          '| beside | p50 ms | p99 ms | lost % | entries read |\n'
          '|---|---:|---:|---:|---:|')
    os.mkfifo(directory + '/flood')
    names = [name for name, (what, _) in FLOODS.items()
             if networked or what != 'interface']
    found = interleave(rounds, names, lambda name: hear_diag(
        tools, daemon, directory, name))
    for name, row in found.items():
        print(f'| {name} | {row["p50"]:.2f} | {row["p99"]:.1f} | '
              f'{100 * row["lost"]:.2f} | {row["entries"]:.0f} |', flush=True)


def main():
    tools, daemon = map(os.path.abspath, sys.argv[1:3])
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else ROUNDS
    networked = monitored.network()
    neighbours = Neighbours()
    with tempfile.TemporaryDirectory() as directory:
        if networked:
            report_interface(tools, daemon, rounds)
        report_device(tools, daemon, directory, rounds)
        report_diag(tools, daemon, directory, rounds, networked)
    print(f'\n{machine()}, {time.strftime("%Y-%m-%d")}. Medians of {rounds} '
          f'interleaved rounds; others kept {neighbours.cores():.1f} cores '
          'busy.')


main()

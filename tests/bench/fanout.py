#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""fanout.py TOOLS DAEMON [options]: one feed through diagtapd and through other
designs, interleaved; medians, and ratios to the bare loop.

Within a repetition all contenders of a row run one after the other in an order
of its own, so that what else the machine does hits all alike; how many cores
others kept busy is told (websocketd's helpers count among them).  Absolute MB/s
are the machine's; judge by ratios within one report.
"""
import argparse
import collections
import json
import os
import random
import signal
import socket
import statistics
import subprocess
import time

from aims import print_aims, yardstick
from contenders import CONTENDERS, SPEEDS
from running import (Neighbours, await_listener, drain, drained, free_port,
                     machine, server)

HERE = os.path.dirname(os.path.abspath(__file__))
PACES = {'5 MB/s': ['-r', '5'], 'flat out': []}
MOST_WEBSOCKETD = 100  # it starts a process for each subscriber


def arguments():
    parser = argparse.ArgumentParser(prog='script/bench fanout')
    parser.add_argument('tools', help=argparse.SUPPRESS)
    parser.add_argument('daemon', help=argparse.SUPPRESS)
    parser.add_argument('-n', default='1,10,100,500,1000',
                        help='subscribers (%(default)s)')
    parser.add_argument('-c', default='',
                        help='contenders (all): ' +
                        ', '.join(c.name for c in CONTENDERS))
    parser.add_argument('-p', default=','.join(PACES),
                        help='paces (%(default)s)')
    parser.add_argument('-r', type=int, default=2,
                        help='repetitions (%(default)s)')
    parser.add_argument('-t', type=float, default=1,
                        help='seconds of a window (%(default)s)')
    parser.add_argument('-o', metavar='FILE',
                        help='append each result to it, as a line of JSON')
    parser.add_argument('-i', metavar='FILE',
                        help='report what is in it, and measure nothing')
    return parser.parse_args()


def start_feed(tools, pace, out, port):
    where = ['-o', 'tcp:%d' % port] if out is None else []
    return subprocess.Popen([tools + '/feed', '-t', '60'] + PACES[pace] + where,
                            stdout=out or subprocess.DEVNULL,
                            stderr=subprocess.PIPE, text=True)


def end_feed(feed, process):
    """The totals of the feed; the end of its reader unblocks it."""
    feed.send_signal(signal.SIGTERM)
    try:
        _, text = feed.communicate(timeout=1)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        _, text = feed.communicate(timeout=10)
    return json.loads(text.strip().splitlines()[-1])


def measure(args, contender, pace, count):
    ports = {'port': free_port(), 'source': free_port()}
    command = contender.command.format(tools=args.tools, daemon=args.daemon,
                                       speed=SPEEDS[pace], **ports)
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with ours, theirs, server(command, theirs) as process:
        theirs.close()
        await_listener(ports['port'])
        into = ports['source' if '{source}' in contender.command else 'port']
        await_listener(into)
        with drain(args.tools, '-p', ports['port'], '-u', contender.path,
                   '-m', contender.mode, '-n', count, '-w', 0.5, '-t', args.t,
                   '-S', process.pid) as taker:
            if into == ports['source']:
                time.sleep(1 + count * 0.02)  # its helpers connect one after the other
            packets = contender.takes == 'packets'
            feed = start_feed(args.tools, pace, ours if packets else None,
                              into)
            try:
                result = drained(taker, args.t + 30)
            finally:
                fed = end_feed(feed, process)
    result['fed'] = fed
    return result


def run_row(args, ready, pace, count, repetition, results):
    order = ready[:]
    random.Random('%d %s %d' % (repetition, pace, count)).shuffle(order)
    for contender in order:
        if pace not in contender.paces or (contender.name == 'websocketd' and
                                           count > MOST_WEBSOCKETD):
            continue
        neighbours = Neighbours()
        try:
            result = measure(args, contender, pace, count)
            result['others'] = neighbours.cores()
        except (RuntimeError, OSError, ValueError,
                subprocess.TimeoutExpired) as error:
            result = {'error': str(error)}
        result.update(name=contender.name, pace=pace, count=count)
        results.append(result)
        if args.o:
            with open(args.o, 'a') as out:
                out.write(json.dumps(result) + '\n')


class Row:
    """The medians of one contender's runs."""

    def __init__(self, runs):
        good = [run for run in runs if 'error' not in run and run['bytes'] > 0]
        self.errors = [run.get('error', 'nothing came') for run in runs
                       if run not in good]
        self.good = bool(good)
        if not good:
            return

        def median(value):
            return statistics.median(map(value, good))

        self.rate = median(lambda r: r['bytes'] / r['seconds'] / 1e6)
        self.cpu = median(lambda r: r['cpu_s'] / r['bytes'] * 1e9)
        self.p50 = median(lambda r: r['p50_ms'])
        self.p99 = median(lambda r: r['p99_ms'])
        self.lost = median(lambda r: 100 * r['lost'] /
                           max(1, r['lost'] + r['containers']))
        self.dropped = median(lambda r: 100 * r['fed']['dropped'] /
                              max(1, r['fed']['containers']))
        self.pss = median(lambda r: r['pss_kb'] / 1024)
        self.rss = median(lambda r: r['rss_kb'] / 1024)
        self.others = median(lambda r: r['others'])
        self.starved = max(r['starved'] for r in good)
        self.bad = max(r['bad'] for r in good)


def ratio(value, base):
    return '%.2f' % (value / base) if base else '-'


COLUMNS = ('subscribers', '', 'MB/s out', 'x limit', 'CPU s/GB', 'x limit',
           'p50 ms', 'p99 ms', 'lost %', 'source lost %', 'PSS MB', 'RSS MB')


def print_line(count, name, row, base):
    if not row.good:
        print('| %d | %s | %s |' % (count, name, row.errors[0]))
        return
    known = base is not None and base.good
    starved = ' (%d got nothing)' % row.starved if row.starved else ''
    print('| %d | %s | %.0f | %s | %.3f | %s | %.2f | %.1f | %.2f | %.2f | '
          '%.1f | %.1f |' % (
              count, name + starved, row.rate,
              ratio(row.rate, known and base.rate), row.cpu,
              ratio(row.cpu, known and base.cpu), row.p50, row.p99, row.lost,
              row.dropped, row.pss, row.rss))


def print_table(pace, tables):
    """tables: subscribers to the rows of the contenders."""
    print('\n### %s\n' % pace)
    print('| %s |' % ' | '.join(COLUMNS))
    print('|---:|---|' + '---:|' * (len(COLUMNS) - 2))
    for count, rows in tables.items():
        for name, row in rows.items():
            print_line(count, name, row, rows.get(yardstick(name)))
    for count, rows in tables.items():
        for name, row in rows.items():
            if row.good and row.bad:
                print('\n%s, %d: %d times the bytes were not as they should '
                      'be' % (name, count, row.bad))


def print_circumstances(results):
    runs = [r for r in results if 'error' not in r]
    if not runs:
        return
    others = sorted(r['others'] for r in runs)
    print('%s, %s. Medians of %d interleaved runs of %.0f s; others kept %.1f '
          'to %.1f cores busy, %.1f in the median.' % (
              machine(), time.strftime('%Y-%m-%d'),
              max(collections.Counter((r['name'], r['pace'], r['count'])
                                      for r in results).values()),
              statistics.median(r['seconds'] for r in runs), max(0, others[0]),
              others[-1], max(0, statistics.median(others))))


def print_medians(results):
    known = {}
    print_circumstances(results)
    for pace in PACES:
        tables = {}
        for count in sorted({r['count'] for r in results}):
            runs = [r for r in results
                    if r['pace'] == pace and r['count'] == count]
            rows = {c.name: Row([r for r in runs if r['name'] == c.name])
                    for c in CONTENDERS
                    if any(r['name'] == c.name for r in runs)}
            if rows:
                tables[count] = rows
            known.update({(pace, count, name): row
                          for name, row in rows.items() if row.good})
        if tables:
            print_table(pace, tables)
    print_aims(known)


def make_ready(args):
    """The contenders that are installed."""
    wanted = args.c.split(',') if args.c else [c.name for c in CONTENDERS]
    ready = []
    for contender in CONTENDERS:
        if contender.name not in wanted:
            continue
        why = contender.make_ready(HERE, args.tools)
        if why is None:
            ready.append(contender)
        else:
            print('%s is left out: %s' % (contender.name, why), flush=True)
    return ready


def measure_all(args, ready, results):
    for repetition in range(args.r):
        for pace in args.p.split(','):
            for count in map(int, args.n.split(',')):
                run_row(args, ready, pace, count, repetition, results)


def main():
    args = arguments()
    args.tools = os.path.abspath(args.tools)
    args.daemon = os.path.abspath(args.daemon)
    results = []
    if args.i:
        with open(args.i) as lines:
            results = [json.loads(line) for line in lines]
    else:
        measure_all(args, make_ready(args), results)
    print_medians(results)


main()

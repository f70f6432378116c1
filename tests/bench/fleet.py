#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""fleet.py TOOLS DAEMON [options]: a fleet through a server of NATS and the hub.

uplink   processor time of the uplink's threads per GB, beside that of one pcap
         stream of the same daemon at the same time; plain at two rates, with
         zstd, with TLS; and of the bare loop "limit" with one stream at that rate
ring     processor time of the thread that publishes blocks, per GB, with the
         server stopped (SIGSTOP) beside one that runs
devices  many simulated devices: delay from the device to a reader behind the
         hub, what server and hub cost, what was lost, the hub's memory
rivals   the same bytes into nginx, mosquitto and Redis: the server's time

Each is measured in rounds, in turn; figures are medians.
"""
import argparse
import contextlib
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

from running import (Neighbours, await_listener, drain, free_port, machine,
                     server, threads)

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'e2e', 'hub'))
import fleet as messages  # noqa: E402
from nats import Nats  # noqa: E402

import fleet_rivals  # noqa: E402

CONTAINER = 2140  # bytes that a container of the simulator has, about
FAST, DEVICE = 10000, 2380  # containers a second: 21 and 5.1 MB/s
MOST = 2 << 30  # bytes that the server keeps


def cpu(pid):
    """Seconds of a process, with those of threads that have ended."""
    with open(f'/proc/{pid}/stat') as stat:
        ticks = stat.read().rsplit(')', 1)[1].split()[11:13]
    return sum(map(int, ticks)) / os.sysconf('SC_CLK_TCK')


def rss_mb(pid):
    with open(f'/proc/{pid}/status') as status:
        line = next(line for line in status if line.startswith('VmRSS'))
    return int(line.split()[1]) / 1024


def fetch(port, path):
    url = f'http://127.0.0.1:{port}{path}'
    with urllib.request.urlopen(url, timeout=20) as answer:
        return answer.read()


def certificate(folder):
    subprocess.run(
        ['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days',
         '2', '-subj', '/CN=localhost', '-addext',
         'subjectAltName=DNS:localhost,IP:127.0.0.1', '-keyout',
         folder + '/key', '-out', folder + '/crt'],
        check=True, stderr=subprocess.DEVNULL)


@contextlib.contextmanager
def nats(program, tls=False):
    """(process, port, folder) of a server with the streams of group lab."""
    with tempfile.TemporaryDirectory() as folder:
        port, plain = free_port(), None
        text = (f'host: 127.0.0.1\nport: {port}\njetstream {{ store_dir: '
                f'"{folder}/store", max_file: 8G }}\n')
        with open(folder + '/conf', 'w') as conf:
            conf.write(text)
        # The streams are made before it wants TLS, which our client has not.
        with server(f'exec {program} -c {folder}/conf') as running:
            await_listener(port)
            plain = Nats(port)
            messages.make_streams(plain, ['lab'])
            plain.api('STREAM.UPDATE.DIAG-lab', {
                'name': 'DIAG-lab', 'subjects': ['diag.lab.>'],
                'storage': 'file', 'discard': 'old', 'max_bytes': MOST,
                'duplicate_window': 60 * messages.NS})
            if not tls:
                yield running, port, folder
                return
            running.send_signal(signal.SIGTERM)
            running.wait()
        certificate(folder)
        with open(folder + '/conf', 'a') as conf:
            conf.write(f'tls {{ cert_file: "{folder}/crt", '
                       f'key_file: "{folder}/key" }}\n')
        with server(f'exec {program} -c {folder}/conf') as running:
            await_listener(port)
            yield running, port, folder


@contextlib.contextmanager
def daemon(program, url, *options, rate=FAST):
    """(process, port) of a simulator with an uplink, which is connected."""
    port = free_port()
    command = (
        f'exec {program} -c /dev/null -o listen.port={port} '
        '-o diag_stream_enabled=true -o diag.source=simulator '
        f'-o diag.rate={rate} -o sandbox=false -o uplink.enabled=true '
        '-o uplink.device=rig-7 -o uplink.group=lab -o uplink.compress=none '
        f'-o uplink.servers={url} -o uplink.window_bytes=4194304 ' +
        ' '.join('-o ' + option for option in options))
    with server(command) as running:
        await_listener(port)
        for _ in range(100):
            if uplink(port)['taps'][0]['messages'] > 8:
                break
            time.sleep(0.1)
        else:
            raise RuntimeError('the uplink stores nothing: ' +
                               uplink(port)['why'])
        yield running, port


def uplink(port):
    return json.loads(fetch(port, '/api/status'))['uplink']


def lost_of(port):
    return uplink(port)['taps'][0]['lost']['containers']


def read_of(port):
    """Bytes that the tap has read."""
    tap = uplink(port)['taps'][0]
    return sum(tap[part]['bytes'] for part in ('stored', 'lost', 'waiting'))


def per_gb(pid, port, seconds):
    """Seconds of each thread for a GB that the tap has read."""
    before, had = threads(pid), read_of(port)
    time.sleep(seconds)
    after, gb = threads(pid), (read_of(port) - had) / 1e9
    return {name: (after[name] - before.get(name, 0)) / 1e9 / gb
            for name in after}


# Of one row: containers a second, TLS, options.
UPLINKS = {
    'plain': (FAST, False, []),
    'plain, a device': (DEVICE, False, []),
    'zstd': (FAST, False, ['uplink.compress=zstd']),
    'TLS': (FAST, True, []),
}


def measure_uplink(args, rate, tls, options):
    with nats(args.nats, tls) as (_, port, folder):
        url = f'nats://127.0.0.1:{port}'
        if tls:
            url = f'tls://localhost:{port}'
            options = [*options, f'uplink.ca_file={folder}/crt']
        with daemon(args.daemon, url, *options, rate=rate) as \
                (running, http), \
                drain(args.tools, '-p', http, '-u', '/api/diag/pcap', '-n', 1,
                      '-S', running.pid, '-d', '-t', args.seconds + 30):
            time.sleep(1)
            before = lost_of(http)  # while it connected
            cost = per_gb(running.pid, http, args.seconds)
            lost = lost_of(http) - before
    return cost['uplink'], cost['fan-out'], lost


def has_read(pid):
    with open(f'/proc/{pid}/io') as io:
        return int(io.readline().split()[1])


def measure_limit(args, rate):
    """Seconds per GB of a bare loop that reads a feed and sends one stream.

    The feed drops what the loop is too slow for, so what it has read counts.
    """
    port, (ours, its) = free_port(), socket.socketpair(type=socket.SOCK_SEQPACKET)
    rate *= CONTAINER / 1e6
    with server(f'exec {args.tools}/limit -m pcap -p {port}', stdin=its) as \
            running:
        await_listener(port)
        with drain(args.tools, '-p', port, '-u', '/', '-n', 1, '-S',
                   running.pid, '-d', '-t', args.seconds + 30), \
                server(f'exec {args.tools}/feed -t 60 -r {rate}',
                       stdout=ours):
            time.sleep(1)
            before, had = threads(running.pid), has_read(running.pid)
            time.sleep(args.seconds)
            after, gb = (threads(running.pid),
                         (has_read(running.pid) - had) / 1e9)
    for end in (ours, its):
        end.close()
    return (after['limit'] - before['limit']) / 1e9 / gb


def report_uplink(args):
    found = {how: [] for how in UPLINKS}
    for _ in range(args.rounds):
        for how, rows in found.items():
            rows.append((*measure_uplink(args, *UPLINKS[how]),
                         measure_limit(args, UPLINKS[how][0])))
    print('\n| uplink | MB/s | CPU s/GB | of a pcap stream | of limit | lost |\n'
          '|---|---:|---:|---:|---:|---:|')
    for how, rows in found.items():
        ours = statistics.median(row[0] for row in rows)
        of_stream, of_limit = (statistics.median(row[0] / row[i] for row in rows)
                               for i in (1, 3))
        stream, limit = (statistics.median(row[i] for row in rows)
                         for i in (1, 3))
        print(f'| {how} | {UPLINKS[how][0] * CONTAINER / 1e6:.0f} | {ours:.2f} | '
              f'{of_stream:.2f} ({stream:.2f}) | {of_limit:.2f} ({limit:.2f}) | '
              f'{sum(row[2] for row in rows)} |', flush=True)


def report_ring(args):
    rows = {'runs': [], 'stopped': []}
    for _ in range(args.rounds):
        with nats(args.nats) as (running_nats, port, _), \
                daemon(args.daemon, f'nats://127.0.0.1:{port}') as \
                (running, http):
            rows['runs'].append(per_gb(running.pid, http,
                                       args.seconds)['reader'])
            running_nats.send_signal(signal.SIGSTOP)
            time.sleep(2)
            rows['stopped'].append(per_gb(running.pid, http,
                                          args.seconds)['reader'])
            running_nats.send_signal(signal.SIGCONT)
    runs, stopped = (statistics.median(rows[how]) for how in rows)
    ratio = statistics.median(b / a for a, b in zip(*rows.values()))
    print(f'\nThe thread that publishes: {runs:.2f} s/GB while the server '
          f'runs, {stopped:.2f} while it is stopped: {ratio:.2f}', flush=True)


@contextlib.contextmanager
def hub(program, port):
    http = free_port()
    command = (f'exec {program} -c /dev/null -o listen.port={http} '
               f'-o hub.servers=nats://127.0.0.1:{port} -o hub.groups=lab')
    with server(command) as running:
        await_listener(http)
        yield running, http


def await_devices(http, count):
    for _ in range(600):
        known = len(json.loads(fetch(http, '/api/devices'))['devices'])
        if known == count:
            return
        time.sleep(0.1)
    raise RuntimeError(f'the hub knows {known} of {count} devices')


def measure_devices(args, interval):
    hub_program = os.path.join(os.path.dirname(args.daemon), 'diagtap-hub')
    with nats(args.nats) as (running_nats, port, _), \
            hub(hub_program, port) as (running_hub, http), \
            subprocess.Popen(
                [args.tools + '/devices', '-p', str(port), '-n',
                 str(args.devices), '-r', str(args.rate), '-i', str(interval),
                 '-t', str(args.seconds)], stdin=subprocess.PIPE,
                stdout=subprocess.PIPE, text=True) as sender, \
            subprocess.Popen([args.tools + '/packets', '-p', str(http)],
                             stdout=subprocess.PIPE, text=True) as reader:
        try:
            if sender.stdout.readline() != 'ready\n' or \
                    reader.stdout.readline() != 'ready\n':
                raise RuntimeError('no devices, or no reader')
            await_devices(http, args.devices)
            idle = rss_mb(running_hub.pid)
            time.sleep(1)  # the reader's consumer
            before = cpu(running_nats.pid), cpu(running_hub.pid)
            sender.stdin.write('go\n')
            sender.stdin.flush()
            sent = json.loads(sender.stdout.readline())
            read = json.loads(reader.stdout.readline())
            spent = (cpu(running_nats.pid) - before[0],
                     cpu(running_hub.pid) - before[1])
            return {**sent, 'read': read, 'idle': idle,
                    'busy': rss_mb(running_hub.pid), 'nats': spent[0],
                    'hub': spent[1]}
        finally:
            sender.kill()
            reader.kill()


def report_devices(args):
    print(f'\n{args.devices} devices x {args.rate / 1e3:.0f} KB/s for '
          f'{args.seconds:.0f} s\n\n| message every | MB/s | p50 ms | p99 ms '
          '| server, cores | hub, cores | sent late | records lost | '
          'hub RSS MB: idle, after |\n|---|' + '---:|' * 8)
    for interval in args.intervals:
        rows = [measure_devices(args, interval) for _ in range(args.rounds)]

        def mid(value):
            return statistics.median(value(row) for row in rows)
        print(f'| {interval} ms | '
              f'{mid(lambda r: r["bytes"] / args.seconds / 1e6):.1f} | '
              f'{mid(lambda r: r["read"]["p50_ms"]):.1f} | '
              f'{mid(lambda r: r["read"]["p99_ms"]):.1f} | '
              f'{mid(lambda r: r["nats"] / args.seconds):.2f} | '
              f'{mid(lambda r: r["hub"] / args.seconds):.2f} | '
              f'{sum(r["late"] for r in rows)} | '
              f'{sum(r["records"] - r["read"]["records"] for r in rows)} | '
              f'{mid(lambda r: r["idle"]):.0f}, '
              f'{mid(lambda r: r["busy"]):.0f} |', flush=True)
        refused = sum(r['messages'] - r['stored'] for r in rows)
        if refused:
            print(f'\n{refused} messages were not stored')


PARTS = {'uplink': report_uplink, 'ring': report_ring,
         'devices': report_devices, 'rivals': fleet_rivals.report}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=(
        argparse.RawDescriptionHelpFormatter))
    parser.add_argument('tools')
    parser.add_argument('daemon')
    parser.add_argument('parts', nargs='*', help=' '.join(PARTS))
    parser.add_argument('--devices', type=int, default=1000)
    parser.add_argument('--rate', type=float, default=30000,
                        help='bytes a second of a device')
    parser.add_argument('--intervals', type=int, nargs='+', default=[1000],
                        help='milliseconds between messages of a device')
    parser.add_argument('--seconds', type=float, default=10)
    parser.add_argument('--rounds', type=int, default=3)
    parser.add_argument('--mib', type=int, default=256, help='for rivals')
    args = parser.parse_args()
    for part in args.parts:
        if part not in PARTS:
            parser.error(f'{part}: not one of ' + ' '.join(PARTS))
    found = subprocess.run([HERE + '/../../script/nats-server'],
                           capture_output=True, text=True)
    if found.returncode != 0:
        print(found.stderr.strip())
        sys.exit(77)
    args.nats = found.stdout.strip()
    args.tools, args.daemon = map(os.path.abspath, (args.tools, args.daemon))
    neighbours = Neighbours()
    print(machine() + ', nats-server ' + subprocess.check_output(
        [args.nats, '--version'], text=True).split()[-1])
    for part in args.parts or PARTS:
        PARTS[part](args)
    print(f'\nothers kept {neighbours.cores():.2f} cores busy meanwhile')


if __name__ == '__main__':
    main()

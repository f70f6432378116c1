#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""port.py TOOLS DAEMON [options]: the DIAG port beside other ways to the same.

Latency: a modem of our own sends 5 MB/s of logs over TCP, and answers.  One
client asks for the version and waits for the reply, in turn through a bare
two-way relay and through the port; what the port adds is the difference.  The
client, the modem and the relay are Python, and are in both figures.

Clients: 16 programs at the port, each with its own masks, beside 16 streams with
the same codes (`?codes=`), on a simulator of 5 MB/s: processor time of diagtapd
per GB that it delivered, and what was lost.
"""
import argparse
import json
import multiprocessing
import os
import select
import socket
import statistics
import struct
import subprocess
import sys
import time
import urllib.request

from running import await_listener, free_port, machine, threads

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                '..', 'e2e'))
from port_client import Client, code_of, frame, packet_of, saved  # noqa: E402

LOG = frame(struct.pack('<BBHHHQ', 0x10, 0, 300, 300, 0xb0c0, 0) + bytes(290))
VERSION = frame(b'\x00')
REPLY = frame(b'\x00' + bytes(54))
ITEMS = struct.pack('<16I', *[0] * 11, 4096, *[0] * 4)


def answer(request):
    packet = packet_of(request)
    if packet[:1] == b'\x00':
        return REPLY
    if packet[:5] == b'\x73\0\0\0\1':
        return frame(packet[:8] + bytes(4) + ITEMS)
    if packet[:5] == b'\x73\0\0\0\3':
        return frame(packet[:8] + bytes(4) + packet[8:])
    return frame(b'\x13' + packet)


def modem(listener, rate):
    """Sends logs at a rate, in bytes a second, and answers each request."""
    listener.listen(1)
    while True:
        peer = listener.accept()[0]
        peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        due, held = time.monotonic(), b''
        try:
            while True:
                wait = max(0, due - time.monotonic())
                if select.select([peer], [], [], wait)[0]:
                    data = peer.recv(65536)
                    if not data:
                        break
                    *frames, held = (held + data).split(b'\x7e')
                    for one in frames:
                        if one:
                            peer.sendall(answer(one))
                if time.monotonic() >= due:
                    burst = 16
                    peer.sendall(LOG * burst)
                    due = max(due + burst * len(LOG) / rate,
                              time.monotonic() - 0.05)
        except OSError:
            pass


def relay(listener, port):
    listener.listen(1)
    while True:
        ends = [listener.accept()[0],
                socket.create_connection(('127.0.0.1', port))]
        for end in ends:
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            while True:
                for end in select.select(ends, [], [])[0]:
                    data = end.recv(65536)
                    if not data:
                        raise OSError
                    ends[end is ends[0]].sendall(data)
        except OSError:
            for end in ends:
                end.close()


def run_daemon(daemon, *options):
    http = free_port()
    process = subprocess.Popen(
        [daemon, '-o', 'listen.port=%d' % http, '-o',
         'diag_stream_enabled=true', *options], stderr=subprocess.DEVNULL)
    await_listener(http)
    return process, http


def round_trips(port, count, masked):
    """Milliseconds from a request to its reply, with traffic in between."""
    client = Client('tcp:%d' % port)
    if masked:  # through the relay a log would come before the reply
        client.set_up([0xb0c0])
    end = time.monotonic() + 1
    while time.monotonic() < end:
        client.next(0.1)
    times = []
    for _ in range(count):
        begin = time.perf_counter()
        client.send(b'\x00')
        while client.next(5)[0] != 0:
            pass
        times.append(1000 * (time.perf_counter() - begin))
        end = time.monotonic() + 0.01
        while time.monotonic() < end:
            client.next(0.01)
    os.close(client.socket.detach())
    return times


def p99(times):
    return sorted(times)[int(len(times) * 0.99)]


def latency(daemon, options):
    at_modem, at_relay = socket.create_server(('127.0.0.1', 0)), \
        socket.create_server(('127.0.0.1', 0))
    ports = [one.getsockname()[1] for one in (at_modem, at_relay)]
    helpers = [multiprocessing.Process(target=modem, args=(at_modem, 5e6),
                                       daemon=True),
               multiprocessing.Process(target=relay, args=(at_relay, ports[0]),
                                       daemon=True)]
    for helper in helpers:
        helper.start()
    times = {'relay': [], 'port': []}
    for _ in range(options.repeat):
        times['relay'] += [round_trips(ports[1], options.requests,
                                       False)]
        time.sleep(0.3)
        port = free_port()
        process, _ = run_daemon(
            daemon, '-o', 'diag.source=tcp', '-o',
            'diag.address=127.0.0.1:%d' % ports[0], '-o', 'port.enabled=true',
            '-o', 'port.tcp=%d' % port)
        time.sleep(0.5)
        times['port'] += [round_trips(port, options.requests, True)]
        process.terminate()
        process.wait()
    for helper in helpers:
        helper.terminate()
    print('Reply to a request at 5 MB/s of logs, ms (medians of %d)' %
          options.repeat)
    for name, runs in times.items():
        print('  %-6s p50 %6.2f  p99 %6.2f' % (
            name, statistics.median(map(statistics.median, runs)),
            statistics.median(map(p99, runs))))
    added = statistics.median(map(p99, times['port'])) - \
        statistics.median(map(p99, times['relay']))
    print('  added  p99 %.2f (aim: below 2)' % added)


def codes_of(tools):
    """The log codes of the simulator, from a capture of it."""
    data = subprocess.run([os.path.join(tools, '..', 'make_capture'),
                           'containers', '405', '1'], check=True,
                          capture_output=True).stdout
    at = 0
    while struct.unpack_from('<I', data, at)[0] != 0x20:  # the notices
        at = data.index(b'\x20\0\0\0', at + 1)
    codes = {code_of(one) for one in saved(data[at:])}
    return sorted(code for code in codes if code is not None)


def deliver(readers, seconds):
    """Reads all of them; the bytes that came."""
    end, total = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        for fd in select.select(readers, [], [], 0.1)[0]:
            total += len(os.read(fd, 1 << 20))
    return total


def status(http):
    with urllib.request.urlopen('http://127.0.0.1:%d/api/status' % http) as at:
        return json.load(at)


def lost_at_port(http):
    """Without what was lost in the quiet time, in which the most is held."""
    return status(http)['port']['lost_frames']


def at_port(daemon, masks, seconds):
    port = free_port()
    process, http = run_daemon(daemon, *SIMULATOR, '-o', 'port.enabled=true',
                               '-o', 'port.tcp=%d' % port)
    clients = [Client('tcp:%d' % port) for _ in masks]
    for client, codes in zip(clients, masks):
        client.set_up(codes)
    deliver([client.fd for client in clients], 2)
    before = lost_at_port(http)
    begin = sum(threads(process.pid).values())
    total = deliver([client.fd for client in clients], seconds)
    spent = sum(threads(process.pid).values()) - begin
    lost = lost_at_port(http) - before
    process.terminate()
    process.wait()
    return total, spent, lost


def at_streams(daemon, masks, seconds):
    process, http = run_daemon(daemon, *SIMULATOR)
    readers = []
    for codes in masks:
        peer = socket.create_connection(('127.0.0.1', http))
        peer.sendall(('GET /api/diag/pcap?codes=%s HTTP/1.1\r\nHost: '
                      '127.0.0.1\r\n\r\n' % ','.join(
                          '%X' % code for code in codes)).encode())
        readers.append(peer)
    fds = [peer.fileno() for peer in readers]
    deliver(fds, 2)
    begin = sum(threads(process.pid).values())
    total = deliver(fds, seconds)
    spent = sum(threads(process.pid).values()) - begin
    lost = status(http)['streams']['lost']['containers']
    process.terminate()
    process.wait()
    return total, spent, lost


SIMULATOR = ['-o', 'diag.source=simulator', '-o', 'diag.rate=2500']


def clients(tools, daemon, options):
    codes = codes_of(tools)
    masks = [[code for i, code in enumerate(codes) if i % 16 != one]
             for one in range(16)]
    rows = {'port': at_port, '?codes=': at_streams}
    seconds_per_gb = {name: [] for name in rows}
    print('16 clients with 16 masks at 5 MB/s')
    for _ in range(options.repeat):
        for name, run in rows.items():
            total, spent, lost = run(daemon, masks, options.seconds)
            seconds_per_gb[name].append(spent / total)
            print('  %-8s %6.1f MB/s delivered, %5.2f s/GB, %d lost' % (
                name, total / options.seconds / 1e6, spent / total, lost))
    medians = [statistics.median(runs) for runs in seconds_per_gb.values()]
    print('  ratio    %.2f (aim: at most 2)' % (medians[0] / medians[1]))


def main():
    parser = argparse.ArgumentParser(prog='script/bench port')
    parser.add_argument('tools', help=argparse.SUPPRESS)
    parser.add_argument('daemon', help=argparse.SUPPRESS)
    parser.add_argument('-r', '--repeat', type=int, default=3,
                        help='repetitions (%(default)s)')
    parser.add_argument('-q', '--requests', type=int, default=300,
                        help='requests of each (%(default)s)')
    parser.add_argument('-s', '--seconds', type=float, default=8,
                        help='of a delivery (%(default)s)')
    options = parser.parse_args()
    print(machine())
    latency(options.daemon, options)
    clients(options.tools, options.daemon, options)


if __name__ == '__main__':
    main()

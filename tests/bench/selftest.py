#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""selftest.py TOOLS: tests the measuring tools with known answers.

A server of our own takes the feed apart without a line of the tools' code, and
hands it out chunked, as pcap, in WebSocket messages or bare; told to, it leaves
out every 50th container, and drain has to find exactly that.
"""
import json
import socket
import struct
import subprocess
import sys
import threading

CONTAINERS = 200
EVERY = 50


def read(stream, size):
    data = stream.read(size)
    assert len(data) == size, 'the feed ends inside a container'
    return data


def container(stream):
    """The next container, with its messages checked, or None at the end."""
    head = stream.read(8)
    if not head:
        return None
    kind, count = struct.unpack('<II', head)
    assert kind == 32 and 1 <= count <= 100, (kind, count)
    body = head
    for _ in range(count):
        size = read(stream, 4)
        frame = read(stream, struct.unpack('<I', size)[0])
        assert frame.index(0x7e) == len(frame) - 1, 'not one HDLC frame'
        body += size + frame
    return body


def containers(tools):
    with subprocess.Popen([tools + '/feed', '-n', str(CONTAINERS)],
                          stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE) as feed:
        got = list(iter(lambda: container(feed.stdout), None))
        said = json.loads(feed.stderr.read())
    assert said['containers'] == len(got) == CONTAINERS, said
    assert said['bytes'] == sum(map(len, got)), said
    return got


def chunks(data, step=333):
    """In pieces of an odd size: heads fall across them."""
    for at in range(0, len(data), step):
        part = data[at:at + step]
        yield b'%x\r\n%s\r\n' % (len(part), part)


def record(data):
    return struct.pack('<IIIIHBB', 1, 2, len(data) + 4, len(data) + 4,
                       0x100, 0, 0) + data


def loss_record():
    return struct.pack('<IIIIHBQQB', 1, 2, 20, 20, 0x1ff, 16, 1, 1000, 0)


def message(data):
    if len(data) < 126:
        return bytes([0x82, len(data)]) + data
    return struct.pack('>BBH', 0x82, 126, len(data)) + data


def bodies(mode, taken):
    """The stream's bytes, a container at a time; None stands for a gap."""
    if mode == 'pcap':
        head = struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 262144, 147)
        yield b''.join(chunks(head, 7))
    for data in taken:
        if mode == 'pcap':
            data = loss_record() if data is None else record(data)
        if data is None:
            continue
        if mode == 'ws':
            yield message(data)
        elif mode == 'bare':
            yield data
        else:
            yield b''.join(chunks(data))


def serve(listener, mode, taken, begun):
    peer, _ = listener.accept()
    with peer:
        if mode != 'bare':
            while not peer.recv(4096).endswith(b'\r\n\r\n'):
                pass
            status = b'101 Switching Protocols' if mode == 'ws' else b'200 OK'
            peer.sendall(b'HTTP/1.1 %s\r\n\r\n' % status)
        stream = bodies(mode, taken)
        peer.sendall(next(stream))
        if mode == 'pcap':
            peer.sendall(next(stream))
        begun.wait(60)
        for data in stream:
            peer.sendall(data)


def check(tools, mode, made, skip):
    taken = [None if skip and i % EVERY == EVERY - 1 else data
             for i, data in enumerate(made)]
    lost = taken.count(None)
    listener = socket.create_server(('127.0.0.1', 0))
    begun = threading.Event()
    server = threading.Thread(target=serve, daemon=True, args=(
        listener, mode, taken, begun))
    server.start()
    with subprocess.Popen(
            [tools + '/drain', '-p', str(listener.getsockname()[1]),
             '-m', mode, '-w', '0', '-t', '60', '-e'],
            stdout=subprocess.PIPE, text=True) as drain:
        assert drain.stdout.readline() == 'ready\n'
        assert drain.stdout.readline() == 'begun\n'
        begun.set()
        result = json.loads(drain.stdout.read())
    server.join()
    listener.close()
    assert drain.returncode == 0
    # A gap at the end cannot be detected.
    seen = lost - (taken[-1] is None)
    assert result['bad'] == 0, result
    assert result['containers'] == CONTAINERS - 1 - lost, result
    assert result['lost'] == result['gaps'] == seen, result
    assert 0 < result['p50_ms'] < 60000, result
    print('ok: %s, %d containers, %d lost' % (
        mode, result['containers'], result['lost']))


def main():
    tools = sys.argv[1]
    made = containers(tools)
    for mode in 'raw', 'pcap', 'ws', 'bare':
        for skip in False, True:
            check(tools, mode, made, skip)


main()

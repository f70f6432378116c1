#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""websocket.py URL OUT PINGS: the raw stream by WebSocket, into the file OUT.

Answers pings, and adds a line to PINGS for each.  Ends with status 0 when the
server says goodbye.
"""
import os
import socket
import struct
import sys
import urllib.parse

CONTINUATION, BINARY, CLOSE, PING, PONG = 0, 2, 8, 9, 10


def connect(url):
    server = urllib.parse.urlsplit(url)
    return shake(socket.create_connection((server.hostname, server.port)), server.netloc)


def shake(peer, host):
    peer.sendall((
        "GET /api/diag/ws HTTP/1.1\r\n"
        f"Host: {host}\r\nConnection: Upgrade\r\n"
        "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        "Sec-WebSocket-Protocol: dtap.raw.v1\r\n\r\n").encode())
    frames = peer.makefile("rb")
    assert b" 101 " in frames.readline()
    while frames.readline() != b"\r\n":
        pass
    return peer, frames


def read_frame(frames):
    first, size = frames.read(2)
    if size == 126:
        size, = struct.unpack(">H", frames.read(2))
    elif size == 127:
        size, = struct.unpack(">Q", frames.read(8))
    return first & 15, frames.read(size)


def send_frame(peer, opcode, payload):
    mask = os.urandom(4)
    masked = bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload))
    peer.sendall(bytes([0x80 | opcode, 0x80 | len(payload)]) + mask + masked)


def main():
    url, out, pings = sys.argv[1:]
    save(*connect(url), out, pings)


def save(peer, frames, out, pings):
    with open(out, "wb", 0) as body, open(pings, "w", buffering=1) as noted:
        while True:
            opcode, payload = read_frame(frames)
            if opcode in (BINARY, CONTINUATION):
                body.write(payload)
            elif opcode == PING:
                send_frame(peer, PONG, payload)
                print("ping", file=noted)
            elif opcode == CLOSE:
                try:
                    send_frame(peer, CLOSE, payload)
                except OSError:
                    pass  # it does not wait for that
                return


if __name__ == "__main__":
    main()

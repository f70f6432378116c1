# SPDX-License-Identifier: MIT
"""A stream of the daemon over HTTP, and what is in it; see docs/wire.md."""
import http.client
import socket
import struct
import threading
import urllib.request

import diag
from diag import LOG


class Stream:
    """A raw stream over HTTP, read in a thread of its own."""

    def __init__(self, url):
        self.answer = urllib.request.urlopen(url)
        self.data = bytearray()
        self.thread = threading.Thread(target=self.read)
        self.thread.start()

    def read(self):
        try:
            while (data := self.answer.read1(1 << 16)):
                self.data += data
        except (OSError, http.client.HTTPException):
            pass

    def close(self):
        """Takes no more; can be called again."""
        if self.thread.is_alive():
            self.answer.fp.raw._sock.shutdown(socket.SHUT_RDWR)
            self.thread.join()
            self.answer.close()

    def numbers(self, code):
        """Of the logs in the whole containers so far."""
        return [diag.number_of(packet) for packet in self.logs()
                if diag.code_of(packet) == code]

    def codes(self):
        return {diag.code_of(packet) for packet in self.logs()}

    def logs(self):
        found, at, data = [], 0, bytes(self.data)
        while at + 8 <= len(data):
            count, = struct.unpack_from("<I", data, at + 4)
            at += 8
            for _ in range(count):
                if at + 4 > len(data):
                    return found
                size, = struct.unpack_from("<I", data, at)
                for each in data[at + 4:at + 4 + size].split(b"\x7e"):
                    packet = diag.unframe(each)
                    if packet and packet[0] == LOG:
                        found.append(packet)
                at += 4 + size
        return found

    def records(self):
        """(path, a, payload) of the whole records of a pcap stream so far."""
        found, at, data = [], 24, bytes(self.data)
        while at + 16 <= len(data):
            size, = struct.unpack_from("<I", data, at + 8)
            record = data[at + 16:at + 16 + size]
            if len(record) < size:
                break
            path, a = struct.unpack_from("<HB", record)
            b = record[3 + a]
            found.append((path, record[3:3 + a], record[4 + a + b:]))
            at += 16 + size
        return found

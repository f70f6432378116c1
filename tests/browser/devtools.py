# SPDX-License-Identifier: MIT
"""What WebDriver does not tell: the heap of a page's worker, by Chromium's
DevTools protocol (chromedevtools.github.io/devtools-protocol) over a WebSocket
(RFC 6455) of its own."""

import base64
import json
import os
import socket
import struct
import urllib.request


class DevTools:
    """The worker of the one page; address is HOST:PORT of the browser."""

    def __init__(self, address):
        with urllib.request.urlopen(f"http://{address}/json/list", timeout=10) as answer:
            page = next(one for one in json.load(answer) if one["type"] == "page")
        host, port = address.rsplit(":", 1)
        self.socket = socket.create_connection((host, int(port)), timeout=30)
        self.file = self.socket.makefile("rb")
        self.number = 0
        self.heard = []
        self._upgrade(address, page["webSocketDebuggerUrl"].split(address)[1])
        self.call("Target.setAutoAttach", autoAttach=True,
                  waitForDebuggerOnStart=False, flatten=True)
        self.worker = self._attached("worker")

    def _upgrade(self, address, path):
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall((f"GET {path} HTTP/1.1\r\nHost: {address}\r\n"
                             "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                             f"Sec-WebSocket-Key: {key}\r\n"
                             "Sec-WebSocket-Version: 13\r\n\r\n").encode())
        if b" 101 " not in self.file.readline():
            raise RuntimeError("no DevTools here")
        while self.file.readline() != b"\r\n":
            pass

    def _attached(self, kind):
        while True:
            for message in self.heard:
                if (message.get("method") == "Target.attachedToTarget" and
                        message["params"]["targetInfo"]["type"] == kind):
                    return message["params"]["sessionId"]
            self.heard.append(self._read())

    def _send(self, text):
        data = text.encode()
        mask = os.urandom(4)
        self.socket.sendall(struct.pack(">BBH", 0x81, 0x80 | 126, len(data)) + mask +
                            bytes(byte ^ mask[i & 3] for i, byte in enumerate(data)))

    def _read(self):
        text = b""
        while True:
            head, length = self.file.read(2)
            if length == 126:
                length, = struct.unpack(">H", self.file.read(2))
            elif length == 127:
                length, = struct.unpack(">Q", self.file.read(8))
            text += self.file.read(length)
            if head & 0x80:
                return json.loads(text)

    def call(self, method, session=None, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        self._send(json.dumps(message))
        while True:
            answer = self._read()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self.heard.append(answer)

    def worker_heap(self):
        """Bytes after a collection: of objects, and of the ArrayBuffers that
        these hold."""
        self.call("HeapProfiler.collectGarbage", self.worker)
        usage = self.call("Runtime.getHeapUsage", self.worker)
        return usage["usedSize"] + usage.get("backingStorageSize", 0)

    def close(self):
        self.file.close()
        self.socket.close()

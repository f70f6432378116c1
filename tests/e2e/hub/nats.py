# SPDX-License-Identifier: MIT
"""nats.py - a client of NATS as small as the tests of the hub need it.

The protocol is text: https://docs.nats.io/reference/reference-protocols/nats-protocol
"""
import json
import socket


class Nats:
    """One connection, without TLS."""

    def __init__(self, port, **options):
        self.socket = socket.create_connection(("127.0.0.1", port), 20)
        self.file = self.socket.makefile("rb")
        self.info = json.loads(self.file.readline()[5:])
        self.count = 0
        self.inbox = "_INBOX.test"
        hello = {"verbose": False, "headers": True, "no_responders": True,
                 "lang": "python", "version": "1", **options}
        self.send(b"CONNECT " + json.dumps(hello).encode())
        self.send(b"SUB _INBOX.test.* 1")
        self.send(b"PING")
        line = self.file.readline()
        if not line.startswith(b"PONG"):
            raise ConnectionError(line.decode().strip())

    def send(self, line, payload=None):
        """A line of the protocol, and what follows it."""
        more = b"" if payload is None else payload + b"\r\n"
        self.socket.sendall(line + b"\r\n" + more)

    def publish(self, subject, payload, headers=(), reply=""):
        """Without waiting for anything."""
        if not headers:
            self.send(f"PUB {subject} {reply} {len(payload)}".encode(), payload)
            return
        head = "NATS/1.0\r\n" + "".join(f"{k}: {v}\r\n" for k, v in headers) + "\r\n"
        size = len(head.encode())
        self.send(f"HPUB {subject} {reply} {size} {size + len(payload)}".encode(),
                  head.encode() + payload)

    def answer(self):
        """The next message: its reply's number and its payload."""
        while True:
            words = self.file.readline().split()
            if not words:
                raise ConnectionError("closed")
            if words[0] == b"PING":
                self.send(b"PONG")
            elif words[0] == b"-ERR":
                raise ConnectionError(b" ".join(words).decode())
            elif words[0] in (b"MSG", b"HMSG"):
                size = int(words[-1])
                head = int(words[-2]) if words[0] == b"HMSG" else 0
                body = self.file.read(size + 2)[:-2]
                return words[1].decode(), body[head:]

    def ask(self, subject, payload=b"", headers=()):
        """A request: the payload of its answer."""
        self.count += 1
        reply = f"{self.inbox}.{self.count}"
        self.publish(subject, payload, headers, reply)
        while True:
            where, body = self.answer()
            if where == reply:
                return body

    def api(self, subject, request=None):
        """A request of JetStream; its answer, which must be good."""
        text = b"" if request is None else json.dumps(request).encode()
        answer = json.loads(self.ask(f"$JS.API.{subject}", text))
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer

    def store(self, subject, payload, headers=()):
        """Publishes, and waits until the message is stored."""
        answer = json.loads(self.ask(subject, payload, headers))
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer

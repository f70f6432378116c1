# SPDX-License-Identifier: MIT
"""device.py PORT CA NKEY GROUP DEVICE - sends as a device, with TLS and an NKey,
and tries what a device may not."""
import base64
import json
import os
import socket
import ssl
import subprocess
import sys
import tempfile

from fleet import message
from nats import Nats

PREFIX = bytes.fromhex("302e020100300506032b657004220420")  # RFC 8410, Ed25519


def sign(seed, nonce):
    """The signature of the nonce, by openssl."""
    raw = base64.b32decode(seed + "=" * (-len(seed) % 8))[2:34]
    with tempfile.TemporaryDirectory() as folder:
        key, text = os.path.join(folder, "key"), os.path.join(folder, "text")
        with open(key, "wb") as file:
            file.write(PREFIX + raw)
        with open(text, "wb") as file:
            file.write(nonce.encode())
        return subprocess.run(
            ["openssl", "pkeyutl", "-sign", "-rawin", "-keyform", "DER",
             "-inkey", key, "-in", text], check=True, stdout=subprocess.PIPE).stdout


class Device(Nats):
    """A connection with the key of a device."""

    def __init__(self, port, ca, seed, public, inbox):
        raw = socket.create_connection(("127.0.0.1", port), 20)
        line = b""
        while not line.endswith(b"\r\n"):
            line += raw.recv(1)
        self.info = json.loads(line[5:])
        context = ssl.create_default_context(cafile=ca)
        self.socket = context.wrap_socket(raw, server_hostname="localhost")
        self.file = self.socket.makefile("rb")
        self.count = 0
        signature = base64.urlsafe_b64encode(sign(seed, self.info["nonce"]))
        self.send(b"CONNECT " + json.dumps({
            "verbose": False, "headers": True, "no_responders": True,
            "lang": "python", "version": "1", "nkey": public,
            "sig": signature.rstrip(b"=").decode()}).encode())
        self.inbox = inbox
        self.send(f"SUB {inbox}.* 1".encode())
        self.send(b"PING")
        line = self.file.readline()
        if not line.startswith(b"PONG"):
            raise ConnectionError(line.decode())


def refused(device, line, payload=None):
    """The server says that this is not allowed."""
    device.send(line, payload)
    device.send(b"PING")
    answer = device.file.readline()
    if b"Permissions Violation" not in answer:
        sys.exit(f"{line} was allowed: {answer}")
    while not device.file.readline().startswith(b"PONG"):
        pass


def main(port, ca, nkey, group, name):
    with open(nkey, encoding="ascii") as file:
        seed = file.read().strip()
    with open("made.conf", encoding="utf-8") as file:
        lines = file.read().split(f"{{ # {group}.{name}\n")[1]
    public = lines.split('"')[1]
    device = Device(int(port), ca, seed, public, f"_INBOX.{name}")
    subject = f"diag.{group}.{name}.diag.pcap"
    headers, payload = message(subject, "00000000000000dd", 0, 3)
    device.store(subject, payload, headers)
    device.store(f"$KV.devices.{group}.{name}", b"{}")
    refused(device, f"PUB diag.{group}.other.diag.pcap 1".encode(), b"x")
    refused(device, b"PUB diag.other." + name.encode() + b".diag.pcap 1", b"x")
    refused(device, f"PUB $KV.devices.{group}.other 1".encode(), b"x")
    refused(device, f"PUB $JS.API.STREAM.PURGE.DIAG-{group} 0".encode(), b"")
    refused(device, b"SUB diag.> 7")
    refused(device, b"SUB _INBOX.> 8")


if __name__ == "__main__":
    main(*sys.argv[1:])

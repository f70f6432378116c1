#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""fake_adbd.py FOLDER [STATE] - a device for the real adb, over TCP.

Prints its port; then "adb connect 127.0.0.1:PORT".  It has the transport of adb
(protocol.txt of AOSP's adb) without authentication and without shell_v2: shell
commands run in /bin/sh with FOLDER/bin before the PATH; sync pushes files;
tcp:PORT is this machine.  In commands and paths /data/local/tmp is FOLDER/stage,
/tmp/diagtap-adb* is in FOLDER/tmp, and /bin/rootshell in FOLDER/bin.  "adb root"
makes shells root (FAKE_UID=0 for FOLDER/bin/id), unless FOLDER/user-build exists, and
cuts the connection as an adbd does that starts again; FOLDER/services has a line for
each root and unroot.
STATE "unauthorized" asks for a key for ever, "offline" answers nothing.  When it
is told to end (SIGTERM), its streams end as when the cable goes.
"""

import asyncio
import os
import signal
import struct
import sys

FOLDER = os.path.abspath(sys.argv[1])
STATE = (sys.argv[2:] or ["device"])[0]
MOST = 65536
BANNER = b"device::ro.product.name=fake;ro.product.model=Fake;features="


def inside(text):
    for there, here in (("/data/local/tmp", "/stage"), ("/tmp/diagtap-adb", "/tmp/diagtap-adb"),
                        ("/bin/rootshell", "/bin/rootshell")):
        text = text.replace(there, FOLDER + here)
    return text


def is_rooted():
    return os.path.exists(FOLDER + "/rooted")


class Stream:
    """One OPEN; data goes to adb in pieces, each after the OKAY of the last."""

    def __init__(self, connection, here, there):
        self.connection, self.here, self.there = connection, here, there
        self.may_send = asyncio.Semaphore(1)
        self.closed = False

    async def give(self, data):
        for at in range(0, len(data), 4096):
            await self.may_send.acquire()
            if not self.closed:
                self.connection.send(b"WRTE", self.here, self.there, data[at:at + 4096])

    async def close(self):
        if not self.closed:
            await self.may_send.acquire()
            self.closed = True
            self.connection.send(b"CLSE", self.here, self.there)
            self.connection.streams.pop(self.here, None)

    async def take(self, data):
        pass

    def end(self):
        """adb has closed it, or the cable is out."""
        self.closed = True
        self.may_send.release()
        self.connection.streams.pop(self.here, None)


class Shell(Stream):
    async def begin(self, command):
        env = dict(os.environ, PATH=FOLDER + "/bin:" + os.environ["PATH"])
        if is_rooted():
            env["FAKE_UID"] = "0"
        self.process = await asyncio.create_subprocess_exec(
            "/bin/sh", "-c", inside(command), cwd=FOLDER, env=env,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT, start_new_session=True)
        asyncio.create_task(self.pump())

    async def pump(self):
        while data := await self.process.stdout.read(4096):
            await self.give(data)
        await self.close()

    async def take(self, data):
        try:
            self.process.stdin.write(data)
            await self.process.stdin.drain()
        except OSError:
            pass

    def end(self):
        super().end()
        self.process.stdin.close()
        try:
            os.killpg(self.process.pid, signal.SIGHUP)
        except ProcessLookupError:
            pass


class Tcp(Stream):
    async def begin(self, port):
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", int(port))
        asyncio.create_task(self.pump())

    async def pump(self):
        while data := await self.reader.read(4096):
            await self.give(data)
        await self.close()

    async def take(self, data):
        self.writer.write(data)
        await self.writer.drain()

    def end(self):
        super().end()
        self.writer.close()


class Root(Stream):
    """root: and unroot:, with the sentences of adbd."""

    async def begin(self, wanted):
        with open(FOLDER + "/services", "a", encoding="ascii") as log:
            print("root" if wanted else "unroot", file=log)
        asyncio.create_task(self.change(wanted))

    async def change(self, wanted):
        if wanted and os.path.exists(FOLDER + "/user-build"):
            said = "adbd cannot run as root in production builds"
        elif wanted == is_rooted():
            said = "adbd is already running as root" if wanted else "adbd not running as root"
        elif wanted:
            open(FOLDER + "/rooted", "wb").close()
            said = "restarting adbd as root"
        else:
            os.remove(FOLDER + "/rooted")
            said = "restarting adbd as non root"
        await self.give(said.encode() + b"\n")
        await self.close()
        if said.startswith("restarting"):
            await asyncio.sleep(0.2)
            self.connection.end()


class Sync(Stream):
    """STAT, SEND with DATA and DONE, QUIT."""

    async def begin(self, _):
        self.held, self.file = b"", None

    async def take(self, data):
        self.held += data
        while len(self.held) >= 8:
            word, size = self.held[:4], struct.unpack("<I", self.held[4:8])[0]
            if word == b"DONE":
                self.held = self.held[8:]
                self.file.close()
                os.chmod(self.path, self.mode)
                await self.give(b"OKAY" + struct.pack("<I", 0))
                continue
            if word == b"QUIT":
                await self.close()
                return
            if len(self.held) < 8 + size:
                return
            body, self.held = self.held[8:8 + size], self.held[8 + size:]
            if word == b"STAT":
                mode = 0o40755 if os.path.isdir(inside(body.decode())) else 0
                asyncio.create_task(self.give(b"STAT" + struct.pack("<3I", mode, 0, 0)))
            elif word == b"SEND":
                path, _, mode = body.decode().rpartition(",")
                self.path, self.mode = inside(path), int(mode) & 0o777
                self.file = open(self.path, "wb")
            elif word == b"DATA":
                self.file.write(body)


class Connection:
    def __init__(self, reader, writer):
        self.reader, self.writer, self.streams, self.number = reader, writer, {}, 0

    def send(self, command, one, two, data=b""):
        word, = struct.unpack("<I", command)
        self.writer.write(struct.pack("<6I", word, one, two, len(data),
                                      sum(data) & 0xffffffff, word ^ 0xffffffff) + data)

    async def open(self, there, what):
        kind, _, rest = what.partition(":")
        make = {"shell": Shell, "exec": Shell, "tcp": Tcp, "sync": Sync,
                "root": Root, "unroot": Root}.get(kind)
        if make is Root:
            rest = kind == "root"
        if make is None:
            self.send(b"CLSE", 0, there)
            return
        self.number += 1
        stream = make(self, self.number, there)
        try:
            await stream.begin(rest)
        except OSError:
            self.send(b"CLSE", 0, there)
            return
        self.streams[stream.here] = stream
        self.send(b"OKAY", stream.here, there)

    async def answer(self, command, one, two, data):
        signed = command == b"AUTH" and one == 2
        if STATE == "unauthorized" and (command == b"CNXN" or signed):
            self.send(b"AUTH", 1, 0, b"x" * 20)  # no signature is good
        elif command == b"CNXN" and STATE == "device":
            self.send(b"CNXN", 0x01000000, MOST, BANNER)
        elif command == b"OPEN":
            await self.open(one, data.rstrip(b"\0").decode())
        elif two in self.streams:
            stream = self.streams[two]
            if command == b"OKAY":
                stream.may_send.release()
            elif command == b"WRTE":
                self.send(b"OKAY", two, one)
                await stream.take(data)
            elif command == b"CLSE":
                stream.end()

    async def run(self):
        try:
            while True:
                head = await self.reader.readexactly(24)
                word, one, two, size, _, _ = struct.unpack("<6I", head)
                data = await self.reader.readexactly(size)
                await self.answer(struct.pack("<I", word), one, two, data)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        self.end()

    def end(self):
        for stream in list(self.streams.values()):
            stream.end()
        self.writer.close()


async def main():
    connections = []

    async def accept(reader, writer):
        connections.append(Connection(reader, writer))
        await connections[-1].run()

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    told = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, told.set)
    await told.wait()
    server.close()
    for connection in connections:
        connection.end()
    await asyncio.sleep(0.1)
    os._exit(0)  # the device is gone, with all that ran there

if not os.path.exists(FOLDER + "/stage"):
    os.makedirs(FOLDER + "/stage")
os.makedirs(FOLDER + "/tmp", exist_ok=True)
asyncio.run(main())

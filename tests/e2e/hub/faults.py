#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""faults.py DAEMON HUB NATS_SERVER [FAULT...] - script/test-fleet.

A device, a hub with one reader, and a real server of NATS with a store of files,
which has a fault meanwhile.  Then each container that the device has read is
stored once or counted as lost; and the reader behind the hub got what is stored,
in order and without a double.  The device's memory stays within ring and window.
"""
import base64
import contextlib
import json
import os
import re
import signal
import struct
import subprocess
import sys
import tempfile
import time
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, HERE + "/../../support", HERE + "/../../bench"]
import fleet_messages  # noqa: E402
from nats import Nats  # noqa: E402
from running import await_listener, free_port  # noqa: E402

RING, WINDOW = 1 << 20, 1 << 20
SLACK = 6 << 20  # buffers of zstd and libnats, and the heap's grain
RATE = 300  # containers a second, about 2 KB each
NS = 10 ** 9
PATIENCE = 120  # s; with a machine that is busy

# While the disk is full, a message may be stored after later ones, as late as the
# disk has room again: a live reader gets it if the hub waits for so long.
REORDER_MS = 60000

# The store's files have 8 MiB.  nats-server 2.10.27 forgets its numbers, and what
# it has stored, if the disk is full just when it begins one: so not there.
DISK = 12 << 20


def wait_for(what, condition):
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            sys.exit(f"{what}: waited for too long")
        time.sleep(0.2)


def fetch(port, path):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as answer:
        return json.loads(answer.read())


class Servers:
    """One node or three, which can be killed and started again."""

    def __init__(self, program, folder, nodes):
        self.program, self.folder = program, folder
        self.ports = [free_port() for _ in range(nodes)]
        self.routes = [free_port() for _ in range(nodes)]
        self.running = [None] * nodes
        for i in range(nodes):
            self.write(i)
            self.start(i)
        self.replicas = nodes

    def write(self, i):
        text = (f'server_name: n{i}\nhost: 127.0.0.1\nport: {self.ports[i]}\n'
                f'jetstream {{ store_dir: "{self.folder}/{i}", max_file: 1G }}\n')
        if len(self.ports) > 1:
            routes = ", ".join(f'"nats://127.0.0.1:{p}"' for p in self.routes)
            text += (f'cluster {{ name: c, listen: "127.0.0.1:{self.routes[i]}", '
                     f'routes: [{routes}] }}\n')
        with open(f"{self.folder}/{i}.conf", "w", encoding="ascii") as conf:
            conf.write(text)

    def start(self, i):
        with open(f"{self.folder}/{i}.log", "ab") as log:
            self.running[i] = subprocess.Popen(
                [self.program, "-c", f"{self.folder}/{i}.conf"],
                stdout=log, stderr=log)
        await_listener(self.ports[i], PATIENCE)

    def signal(self, i, number):
        self.running[i].send_signal(number)
        if number == signal.SIGKILL:
            self.running[i].wait()

    def urls(self):
        return "[" + ", ".join(f'"nats://127.0.0.1:{p}"' for p in self.ports) + "]"

    def api(self, subject, request=None):
        """Asks a node that runs; again while they elect a leader."""
        end = time.monotonic() + PATIENCE
        while True:
            for port, running in zip(self.ports, self.running):
                if running.poll() is not None:
                    continue
                with contextlib.suppress(OSError, RuntimeError, ValueError):
                    return Nats(port).api(subject, request)
            if time.monotonic() > end:
                sys.exit(f"{subject}: no answer")
            time.sleep(0.5)

    def make_streams(self, **more):
        self.api("STREAM.CREATE.DIAG-lab", {
            "name": "DIAG-lab", "subjects": ["diag.lab.>"], "storage": "file",
            "num_replicas": self.replicas, "duplicate_window": 3600 * NS, **more})
        self.api("STREAM.CREATE.KV_devices", {
            "name": "KV_devices", "subjects": ["$KV.devices.>"],
            "storage": "memory", "num_replicas": self.replicas,
            "max_msgs_per_subject": 1, "max_age": 100 * NS, "discard": "new",
            "allow_rollup_hdrs": True, "allow_direct": True})

    def leader(self):
        return int(self.api("STREAM.INFO.DIAG-lab")["cluster"]["leader"][1:])

    def stored(self):
        """All messages, in the order of the stream."""
        state, found = self.api("STREAM.INFO.DIAG-lab")["state"], []
        for number in range(state["first_seq"], state["last_seq"] + 1):
            one = self.api("STREAM.MSG.GET.DIAG-lab", {"seq": number})["message"]
            lines = base64.b64decode(one["hdrs"]).decode().split("\r\n")[1:]
            found.append(fleet_messages.Message(
                one["subject"], dict(line.split(": ", 1) for line in lines if line),
                base64.b64decode(one["data"])))
        return found

    def end(self):
        for running in self.running:
            with contextlib.suppress(ProcessLookupError):
                running.send_signal(signal.SIGCONT)
                running.kill()
            running.wait()


class Device:
    """diagtapd with an uplink."""

    def __init__(self, program, folder, urls):
        self.port, self.log = free_port(), folder + "/device.log"
        options = {
            "listen.port": self.port, "diag_stream_enabled": "true",
            "diag.source": "simulator", "diag.rate": RATE, "ring.bytes": RING,
            "uplink.enabled": "true", "uplink.device": "rig-7",
            "uplink.group": "lab", "uplink.linger_ms": 100,
            "uplink.window_bytes": WINDOW, "uplink.servers": urls}
        command = [program, "-v", "-c", "/dev/null"]
        for option in options.items():
            command += ["-o", "%s=%s" % option]
        with open(self.log, "wb") as log:
            self.running = subprocess.Popen(command, stderr=log)
        await_listener(self.port, PATIENCE)
        wait_for("the first messages", lambda: self.tap()["messages"] > 5)
        self.began = self.memory("VmHWM")

    def tap(self):
        return fetch(self.port, "/api/status")["uplink"]["taps"][0]

    def stores_more(self):
        had = self.tap()["messages"]
        wait_for("more messages", lambda: self.tap()["messages"] > had + 5)

    def memory(self, field):
        with open(f"/proc/{self.running.pid}/status", encoding="ascii") as status:
            return int(re.search(field + r":\s+(\d+)", status.read())[1]) * 1024

    def check_memory(self):
        grown = self.memory("VmHWM") - self.began
        if grown > RING + WINDOW + SLACK:
            sys.exit(f"the device has grown by {grown >> 10} KB")
        return grown

    def stop(self):
        """(read, stored, lost, unsent) containers, as its log says."""
        self.running.terminate()
        if self.running.wait(PATIENCE) != 0:
            sys.exit("the device failed")
        with open(self.log, encoding="utf-8") as file:
            log = file.read()
        read = re.search(r"diag: (\d+) containers? \(\d+ bytes?\) read", log)
        end = re.search(r"uplink of diag: (\d+) containers? .* stored in \d+ messages?, "
                        r"(\d+) containers? .* lost, (\d+) not sent", log)
        return int(read[1]), *map(int, end.groups())


class Reader:
    """A hub, and curl at it, which saves what rig-7 sends."""

    def __init__(self, program, folder, urls):
        port, self.path = free_port(), folder + "/reader.pcap"
        self.hub = subprocess.Popen(
            [program, "-c", "/dev/null", "-o", f"listen.port={port}", "-o",
             f"hub.servers={urls}", "-o", "hub.groups=lab", "-o",
             f"hub.reorder_ms={REORDER_MS}"],
            stderr=subprocess.DEVNULL)
        await_listener(port, PATIENCE)
        wait_for("the device", lambda: fetch(port, "/api/devices")["devices"])
        self.curl = subprocess.Popen(
            ["curl", "-sN", "-o", self.path,
             f"http://127.0.0.1:{port}/api/devices/rig-7/diag/pcap?since=oldest"])

    def records(self):
        return records_of(open(self.path, "rb").read()) if os.path.exists(self.path) else []

    def end(self):
        self.curl.kill()
        self.curl.wait()
        self.hub.terminate()
        if self.hub.wait(PATIENCE) != 0:
            sys.exit("the hub failed")


def records_of(data):
    """Records of a pcap file with their times, as far as they are whole."""
    at, found = 24, []
    while at + 16 <= len(data):
        size, = struct.unpack_from("<I", data, at + 8)
        if at + 16 + size > len(data):
            break
        found.append(data[at:at + 16 + size])
        at += 16 + size
    return found


def check(servers, reader, ends):
    """`ends`: by boot, in order; None of a device that was killed."""
    rows = {}
    for message in servers.stored():
        row = rows.setdefault(message.boot, {})
        if message.seq in row:
            print("    stored twice: %s %d" % (message.boot, message.seq))
        row[message.seq] = message
    if len(rows) != len(ends):
        sys.exit(f"{len(rows)} boots, not {len(ends)}")
    wanted = []
    for row, end in zip(rows.values(), ends):
        row = [row[seq] for seq in sorted(row)]
        inside, placed = fleet_messages.check(row)
        for message in row:
            wanted += records_of(message.data)
        if end is None:
            continue
        read, stored, lost, unsent = end
        print(f"    {read} read = {stored} stored + {lost} lost + {unsent} not sent; "
              f"the store has {inside} in {len(row)} messages, {placed} lost")
        if stored + lost + unsent != read:
            sys.exit("the device does not count all")
        if not stored <= inside <= stored + unsent or placed > lost:
            sys.exit("the store has something else")
    wait_for("the reader", lambda: len(reader.records()) >= len(wanted))
    if reader.records() != wanted:
        sys.exit("the reader has something else than what is stored, in order")
    print(f"    the reader has these {len(wanted)} records, in order")


def kill_one(run):
    run.servers.signal(0, signal.SIGKILL)
    time.sleep(5)
    run.servers.start(0)


def kill_leader(run):
    leader = run.servers.leader()
    run.servers.signal(leader, signal.SIGKILL)
    run.device.stores_more()
    run.servers.start(leader)


def stop_server(run):
    run.servers.signal(0, signal.SIGSTOP)
    time.sleep(60)
    run.servers.signal(0, signal.SIGCONT)
    if run.device.tap()["lost"]["containers"] == 0:
        wait_for("a loss", lambda: run.device.tap()["lost"]["containers"] > 0)


def fill_disk(run):
    def refused():
        return "10077" in fetch(run.device.port, "/api/status")["uplink"]["why"]
    wait_for("a full disk", refused)
    time.sleep(5)
    run.enlarge()


def kill_device(run):
    run.device.running.kill()
    run.device.running.wait()
    run.ends.append(None)
    run.device = run.new_device()


FAULTS = {  # name: nodes, what happens
    "kill": (1, kill_one),
    "leader": (3, kill_leader),
    "stop": (1, stop_server),
    "disk": (1, fill_disk),
    "device": (1, kill_device),
}


@contextlib.contextmanager
def small_disk(folder, size):
    """True: the folder is a file system of so many bytes."""
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "none", folder],
                          stderr=subprocess.DEVNULL)
    try:
        yield done.returncode == 0
    finally:
        if done.returncode == 0:
            subprocess.run(["umount", "-l", folder], check=True)


class Run:
    """All that takes part in one fault."""

    def __init__(self, programs, folder, name):
        self.daemon, self.hub, self.nats = programs
        self.folder, self.name = folder, name
        self.ends, self.servers, self.reader, self.device = [], None, None, None

    def new_device(self):
        return Device(self.daemon, self.folder, self.servers.urls())

    def enlarge(self):
        if self.mounted:
            subprocess.run(["mount", "-o", "remount,size=512m", self.store], check=True)
        else:
            self.servers.api("STREAM.UPDATE.DIAG-lab", {
                "name": "DIAG-lab", "subjects": ["diag.lab.>"], "storage": "file",
                "discard": "new", "duplicate_window": 3600 * NS})

    def go(self):
        nodes, fault = FAULTS[self.name]
        self.store, limits = self.folder + "/store", {}
        os.mkdir(self.store)
        disk = small_disk(self.store, DISK) if self.name == "disk" \
            else contextlib.nullcontext(False)
        with disk as self.mounted:
            if self.name == "disk":
                print("    the disk is a tmpfs of 12 MiB" if self.mounted else
                      "    no mount here: the stream's own limit, 4 MiB")
                limits = {} if self.mounted else {"max_bytes": 4 << 20, "discard": "new"}
            self.servers = Servers(self.nats, self.store, nodes)
            try:
                self.servers.make_streams(**limits)
                self.device = self.new_device()
                self.reader = Reader(self.hub, self.folder, self.servers.urls())
                fault(self)
                self.device.stores_more()
                print(f"    the device has grown by {self.device.check_memory() >> 10} KB")
                self.ends.append(self.device.stop())
                check(self.servers, self.reader, self.ends)
                self.reader.end()
            finally:
                self.end()

    def end(self):
        for running in ([self.device.running] if self.device else []) + (
                [self.reader.curl, self.reader.hub] if self.reader else []):
            running.kill()
            running.wait()
        self.servers.end()


def main(daemon, hub, nats, *faults):
    for name in faults or FAULTS:
        print(f"== {name}", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            Run((daemon, hub, nats), folder, name).go()
    print(f"{len(faults or FAULTS)} passed, 0 failed")


if __name__ == "__main__":
    main(*sys.argv[1:])

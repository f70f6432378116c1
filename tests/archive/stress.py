#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""stress.py DIAGTAPD CAPTURES [KILLS]

Lets a daemon record small captures as fast as it can, while it compresses,
uploads and deletes them, and while clients list, fetch and delete them too.
With KILLS it is killed (SIGKILL) that often, at any moment, and started again.

Whenever no daemon runs, each finished capture must have its sidecar file; after
an orderly end each sidecar file must have its capture, and nothing may be
unfinished.  What the server has is what was recorded.
"""
import collections
import http.server
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request

TOKEN = "0123456789abcdef0123"
KEEP_FILES = 60
CAPTURE = re.compile(r"\.(pcap|raw)(\.gz|\.zst)?$")
TIMEOUT_S = 30


class Server(http.server.ThreadingHTTPServer):
    """Accepts what is uploaded, and refuses some of it."""
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.sizes, self.requests = {}, 0
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, request, client_address):
        pass  # the daemon was killed


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_PUT(self):
        left = int(self.headers["Content-Length"])
        name, size = self.path.lstrip("/"), left
        while left > 0:
            piece = self.rfile.read(min(left, 65536))
            if not piece:
                return  # the daemon was killed
            left -= len(piece)
        self.server.requests += 1
        refused = self.server.requests % 97 == 0
        if not refused:
            self.server.sizes[name] = size
        self.send_response(422 if refused else 201)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        pass


class Daemon:
    def __init__(self, program, directory, token_file, server):
        options = {
            "listen.port": 0, "diag_stream_enabled": "true",
            "access.token_file": token_file,
            "diag.source": "simulator", "diag.rate": 6000,
            "ring.bytes": 16 << 20,
            "archive.enabled": "true", "archive.directory": directory,
            "archive.flush_ms": 20, "archive.sync_seconds": 1,
            "archive.rotate_bytes": 65536, "archive.compress": "gzip",
            "archive.keep_files": KEEP_FILES, "archive.keep_bytes": 0,
            "archive.min_free_bytes": 0, "archive.min_free_bytes_to_start": 0,
            "upload.url": f"http://127.0.0.1:{server.server_port}/",
            "sandbox": os.environ.get("SANDBOX", "true"),
        }
        command = [program] + [
            part for key, value in options.items()
            for part in ("-o", f"{key}={value}")]
        environment = {key: value for key, value in os.environ.items()
                       if not key.lower().endswith("_proxy")}
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE,
                                        text=True, env=environment)
        self.lines = collections.deque(maxlen=50)
        for line in self.process.stderr:
            self.lines.append(line)
            found = re.search(r" (http://127\.0\.0\.1:\d+)/", line)
            if found:
                self.url = found[1]
                break
        else:
            sys.exit("the daemon did not start: " + "".join(self.lines))
        threading.Thread(target=self.read_log, daemon=True).start()

    def read_log(self):
        for line in self.process.stderr:
            self.lines.append(line)

    def request(self, path, method="GET"):
        request = urllib.request.Request(
            self.url + path, method=method,
            headers={"Authorization": "Bearer " + TOKEN})
        with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:
            return answer.read()

    def archive(self):
        return json.loads(self.request("/api/status"))["taps"][0]["archive"]

    def end(self):
        self.process.terminate()
        code = self.process.wait(TIMEOUT_S)
        if code != 0:
            sys.exit(f"the daemon ended with {code}: {''.join(self.lines)}")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(TIMEOUT_S)


class Client(threading.Thread):
    """Lists, fetches and deletes, until it is told to stop."""

    def __init__(self, daemon):
        super().__init__(daemon=True)
        self.target, self.stopping = daemon, False
        self.lists = self.fetched = self.deleted = 0
        self.wrong = []
        self.start()

    def run(self):
        while not self.stopping:
            try:
                self.use(random.Random(self.lists))
            except (OSError, http.client.HTTPException):
                if self.target.process.poll() is not None:
                    return
            except ValueError as error:
                self.wrong.append(f"a list is not JSON: {error}")

    def use(self, choice):
        archive, = json.loads(self.target.request("/api/archive"))["archives"]
        captures = [c for c in archive["captures"] if not c["growing"]]
        self.lists += 1
        self.wrong += [f"{c['name']} is listed without its sidecar file"
                       for c in captures if c["sidecar"] is None]
        for capture in choice.sample(captures, min(4, len(captures))):
            self.touch(capture, choice.random() < 0.2)

    def touch(self, capture, deletes):
        path = "/api/archive/" + capture["name"]
        try:
            body = self.target.request(path, "DELETE" if deletes else "GET")
        except urllib.error.HTTPError as error:
            if error.code != 404:  # deleted or compressed since
                self.wrong.append(f"{path}: {error.code}")
            return
        self.deleted += deletes
        self.fetched += not deletes
        if not deletes and len(body) != capture["bytes"]:
            self.wrong.append(f"{path}: {len(body)} bytes")

    def stop(self):
        self.stopping = True
        self.join(TIMEOUT_S)


def look(directory, orderly):
    """What is wrong in the directory; no daemon runs."""
    there = collections.defaultdict(set)
    for name in os.listdir(directory):
        stem, _, ending = name.partition(".")
        there[stem].add("." + ending)
    wrong = []
    for stem, endings in there.items():
        captures = {e for e in endings if CAPTURE.search(e)}
        if captures and ".json" not in endings:
            wrong.append(f"{stem}: {sorted(endings)}: no sidecar file")
        if orderly and ".json" in endings and not captures:
            wrong.append(f"{stem}: {sorted(endings)}: no capture")
        if orderly and any(e.endswith(".part") for e in endings):
            wrong.append(f"{stem}: {sorted(endings)}: not finished")
    return wrong


def read_all(directory):
    for name in os.listdir(directory):
        path = f"{directory}/{name}"
        if name.endswith(".json"):
            with open(path) as text:
                json.load(text)
        elif name.endswith(".gz"):
            subprocess.run(["gzip", "-t", path], check=True)


def check_server(directory, server):
    """Each capture that is marked, and still here, is on the server."""
    wrong = []
    for name in os.listdir(directory):
        stem = name.partition(".")[0]
        if not os.path.exists(f"{directory}/{stem}.uploaded"):
            continue
        if name.endswith((".gz", ".json")) and server.sizes.get(
                name) != os.path.getsize(f"{directory}/{name}"):
            wrong.append(f"{name} is marked, and not on the server")
    return wrong


def run_until(daemon, captures, compressed=0):
    """The archive's status when it has so many captures, some compressed."""
    while True:
        archive = daemon.archive()
        if (archive["finished"] >= captures and
                archive["compressed"] >= compressed):
            return archive
        if daemon.process.poll() is not None:
            sys.exit("the daemon ended: " + "".join(daemon.lines))
        time.sleep(0.05)  # nothing waits for this: it only spaces the looks


class Stress:
    def __init__(self, program, directory):
        self.program, self.directory = program, directory + "/files"
        os.mkdir(self.directory)
        self.token_file = directory + "/token"
        with open(self.token_file, "w", opener=lambda path, flags: os.open(
                path, flags, 0o600)) as token:
            token.write(TOKEN + "\n")
        self.server, self.wrong = Server(), []
        self.captures = self.lists = self.fetched = self.deleted = 0

    def begin(self):
        daemon = Daemon(self.program, self.directory, self.token_file,
                        self.server)
        return daemon, Client(daemon)

    def note(self, client, orderly):
        client.stop()
        self.wrong += client.wrong + look(self.directory, orderly)
        self.lists += client.lists
        self.fetched += client.fetched
        self.deleted += client.deleted

    def live(self, captures):
        daemon, client = self.begin()
        archive = run_until(daemon, captures)
        daemon.end()
        self.captures += archive["finished"]
        self.note(client, True)
        return archive

    def live_and_die(self, number):
        daemon, client = self.begin()
        chance = random.Random(number)
        if number % 4 != 0:  # one in four dies while it starts
            self.captures += run_until(
                daemon, 1 + chance.randrange(8), chance.randrange(4))[
                    "finished"]
        time.sleep(chance.random() * 0.05)  # any moment
        daemon.kill()
        self.note(client, False)


def main():
    program, captures = os.path.abspath(sys.argv[1]), int(sys.argv[2])
    kills = int(sys.argv[3]) if len(sys.argv) > 3 else 0
    directory = tempfile.mkdtemp(prefix="diagtap-stress-")
    try:
        stress = Stress(program, directory)
        for number in range(kills):
            stress.live_and_die(number)
        archive = stress.live(captures)
        stress.wrong += check_server(stress.directory, stress.server)
        read_all(stress.directory)
    finally:
        shutil.rmtree(directory)
    print(f"{stress.captures} captures, {kills} kills, {stress.lists} lists, "
          f"{stress.fetched} fetched, {stress.deleted} deleted over HTTP, "
          f"{len(stress.server.sizes)} files on the server; the last daemon: "
          f"{archive['compressed']} compressed, {archive['deleted']} deleted "
          f"by the limits, {archive['lost']['containers']} containers lost")
    for wrong in stress.wrong[:20]:
        print("wrong:", wrong)
    if stress.wrong:
        sys.exit(f"{len(stress.wrong)} wrong")


main()

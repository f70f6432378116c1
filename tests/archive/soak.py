#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""soak.py DIAGTAPD SECONDS ROTATE_SECONDS [COMPRESS]

Lets a daemon record the simulator, with rotation by time and caps, and looks at
its directory all the time: it is never larger than keep_bytes, and never has
more captures than keep_files; in the end every file opens, and the stream
beside it lost nothing.  For script/test-archive.
"""
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request

MIB = 1 << 20
KEEP_BYTES = 24 * MIB
KEEP_FILES = 8
ROTATE_BYTES = 4 * MIB


def start(diagtapd, directory, rotate, compress):
    options = {
        "listen.port": 0, "diag_stream_enabled": "true",
        "diag.source": "simulator", "diag.rate": 1000,
        "archive.enabled": "true", "archive.directory": directory,
        "archive.rotate_seconds": rotate, "archive.rotate_bytes": ROTATE_BYTES,
        "archive.keep_bytes": KEEP_BYTES, "archive.keep_files": KEEP_FILES,
        "archive.min_free_bytes": 0, "archive.min_free_bytes_to_start": 0,
        "archive.sync_seconds": 5, "archive.compress": compress,
        "sandbox": os.environ.get("SANDBOX", "true"),
    }
    command = [diagtapd]
    for key, value in options.items():
        command += ["-o", f"{key}={value}"]
    daemon = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    for line in daemon.stderr:
        found = re.search(r"listens on (http://[^/]*)/", line)
        if found:
            return daemon, found[1]
    sys.exit("the daemon did not start")


def measure(directory):
    """Bytes and captures in the directory, as it is at this moment."""
    size, captures = 0, set()
    for name in os.listdir(directory):
        try:
            size += os.lstat(f"{directory}/{name}").st_size
        except FileNotFoundError:
            continue  # deleted, or renamed, since it was listed
        captures.add(name.split(".")[0])
    return size, len(captures)


def memory(pid):
    with open(f"/proc/{pid}/status") as status:
        return int(re.search(r"VmRSS:\s*(\d+)", status.read())[1])


def watch(daemon, directory, seconds):
    end = time.monotonic() + seconds
    looks, largest, most, first = 0, 0, 0, None
    while time.monotonic() < end:
        size, captures = measure(directory)
        largest, most, looks = max(largest, size), max(most, captures), looks + 1
        if size > KEEP_BYTES or captures > KEEP_FILES:
            sys.exit(f"{size} bytes, {captures} captures: "
                     f"{sorted(os.listdir(directory))}")
        if daemon.poll() is not None:
            sys.exit(f"the daemon ended: {daemon.returncode}")
        if first is None and time.monotonic() > end - seconds * 0.75:
            first = memory(daemon.pid)
        time.sleep(0.02)  # nothing waits for this: it only spaces the looks
    return looks, largest, most, first, memory(daemon.pid)


def read_all(directory):
    names = sorted(n for n in os.listdir(directory) if not n.endswith(".json"))
    for name in names:
        assert ".part" not in name, f"{name} is left"
        path = f"{directory}/{name}"
        subprocess.run(["capinfos", path], check=True, stdout=subprocess.DEVNULL)
        if name.endswith(".pcap"):
            subprocess.run(["tcpdump", "-qnr", path], check=True,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        json.load(open(f"{directory}/{name.split('.')[0]}.json"))
    return len(names)


def main():
    diagtapd, seconds, rotate = sys.argv[1], float(sys.argv[2]), sys.argv[3]
    compress = sys.argv[4] if len(sys.argv) > 4 else "gzip"
    with tempfile.TemporaryDirectory() as directory:
        daemon, url = start(diagtapd, directory, rotate, compress)
        try:
            seen = watch(daemon, directory, seconds)
            status = json.load(urllib.request.urlopen(f"{url}/api/status"))
        finally:
            daemon.terminate()
            daemon.stderr.close()
            daemon.wait()
        files = read_all(directory)
    archive = status["taps"][0]["archive"]
    looks, largest, most, first, last = seen
    print(f"{seconds:.0f} s: {archive['finished']} captures, "
          f"{archive['bytes'] / MIB:.0f} MiB, {archive['deleted']} deleted, "
          f"{archive['compressed']} compressed, {archive['lost']['containers']} "
          f"containers lost; {looks} looks: at most {largest / MIB:.2f} of "
          f"{KEEP_BYTES / MIB:.0f} MiB, {most} of {KEEP_FILES} captures; "
          f"{files} files open; memory {first} KiB, in the end {last} KiB")
    assert archive["failures"] + archive["pauses"] == 0, archive
    assert archive["deleted"] > 0, "the caps were never reached"


main()

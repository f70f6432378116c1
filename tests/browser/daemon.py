# SPDX-License-Identifier: MIT
"""A diagtapd of a test's own, on a port that the kernel chose."""

import json
import os
import re
import subprocess
import threading
import urllib.request


class Daemon:
    """daemon = Daemon("diag.rate=50"); ends with the block or with stop()."""

    def __init__(self, *options, port=0, enabled=True):
        settings = ["sandbox=" + os.environ.get("SANDBOX", "true"),
                    f"listen.port={port}", "diag.source=simulator",
                    f"diag_stream_enabled={str(enabled).lower()}", *options]
        command = [os.environ["DIAGTAPD"]]
        for setting in settings:
            command += ["-o", setting]
        self.log = []
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE,
                                        stdin=subprocess.DEVNULL, text=True)
        for line in self.process.stderr:
            self.log.append(line)
            found = re.search(r"listens on (http://[^/]*:(\d+))/", line)
            if found:
                self.url, self.port = found[1], int(found[2])
                break
        else:
            raise RuntimeError("diagtapd did not start: " + "".join(self.log))
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self):
        self.log.extend(self.process.stderr)

    def status(self):
        with urllib.request.urlopen(self.url + "/api/status", timeout=10) as answer:
            return json.load(answer)

    def fetch(self, path):
        """The whole body of an answer that ends."""
        with urllib.request.urlopen(self.url + path, timeout=60) as answer:
            return answer.read()

    def stop(self):
        self.process.terminate()
        self.process.wait(20)
        self.reader.join()
        self.process.stderr.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.stop()


def replay(file, *options, subscribers=1, at_end="hold"):
    """A daemon that gives a file as fast as it goes, once somebody is there."""
    return Daemon("diag.source=file", f"diag.file={file}", "diag.speed=0",
                  f"diag.wait_subscribers={subscribers}", f"diag.at_end={at_end}",
                  *options)


def made_up(folder, seconds=2.0):
    """A pcap of the simulator's records, whole ones."""
    path = os.path.join(folder, "made-up.pcap")
    with Daemon("diag.rate=60.0") as daemon:
        subprocess.run(["curl", "-sN", "--max-time", str(seconds), "-o", path,
                        daemon.url + "/api/diag/pcap"], check=False)
    with open(path, "rb") as file:
        data = file.read()
    at = 24
    while at + 16 <= len(data):
        stop = at + 16 + int.from_bytes(data[at + 8:at + 12], "little")
        if stop > len(data):
            break
        at = stop
    with open(path, "wb") as file:
        file.write(data[:at])
    return path

# SPDX-License-Identifier: MIT
"""A Firefox, driven by Marionette, its own remote protocol.

Debian has no geckodriver; the protocol behind it is simple: a connection,
"LENGTH:[type, number, command, parameters]" out, "LENGTH:[1, number, error,
result]" back (searchfox.org, testing/marionette/doc/Protocol.md).
"""

import base64
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time

from webdriver import KEYS


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Firefox:

    def __init__(self, width=1440, height=900):
        self.profile = tempfile.mkdtemp(prefix="diagtap-firefox-")
        port = free_port()
        with open(os.path.join(self.profile, "user.js"), "w", encoding="ascii") as file:
            file.write(f'user_pref("marionette.port", {port});\n'
                       'user_pref("datareporting.policy.dataSubmissionEnabled", false);\n'
                       'user_pref("app.update.enabled", false);\n'
                       'user_pref("network.captive-portal-service.enabled", false);\n'
                       'user_pref("network.connectivity-service.enabled", false);\n')
        self.process = subprocess.Popen(
            ["firefox-esr", "--headless", "--marionette", "--profile", self.profile,
             "--width", str(width), "--height", str(height)],
            env={**os.environ, "HOME": self.profile, "MOZ_HEADLESS_WIDTH": str(width),
                 "MOZ_HEADLESS_HEIGHT": str(height)},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.number = 0
        try:
            self.socket = self._connect(port)
            self.file = self.socket.makefile("rb")
            self._read()  # it greets
            self.ask("WebDriver:NewSession", {"capabilities": {}})
        except Exception:
            self.close()
            raise

    def _connect(self, port):
        end = time.monotonic() + 60
        while True:
            try:
                return socket.create_connection(("127.0.0.1", port), 60)
            except OSError:
                if time.monotonic() > end or self.process.poll() is not None:
                    raise
                time.sleep(.1)

    def _read(self):
        length = b""
        while not length.endswith(b":"):
            byte = self.file.read(1)
            if not byte:
                raise ConnectionError("Firefox has hung up")
            length += byte
        return json.loads(self.file.read(int(length[:-1])))

    def ask(self, command, parameters=None):
        self.number += 1
        message = json.dumps([0, self.number, command, parameters or {}]).encode()
        self.socket.sendall(b"%d:%b" % (len(message), message))
        _, _, error, result = self._read()
        if error:
            raise RuntimeError(f"{error['error']}: {error['message']}")
        return result

    def open(self, url):
        self.ask("WebDriver:Navigate", {"url": url})

    def back(self):
        self.ask("WebDriver:Back")

    def press(self, *keys):
        """Held down together, to what has the focus; as webdriver.py has them."""
        codes = [KEYS.get(key, key) for key in keys]
        actions = [{"type": "keyDown", "value": code} for code in codes]
        actions += [{"type": "keyUp", "value": code} for code in reversed(codes)]
        self.ask("WebDriver:PerformActions", {"actions": [
            {"type": "key", "id": "keys", "actions": actions}]})

    def run(self, script, *arguments):
        return self.ask("WebDriver:ExecuteScript",
                        {"script": script, "args": list(arguments)})["value"]

    def until(self, what, script, *arguments, seconds=60):
        end = time.monotonic() + seconds
        while True:
            value = self.run(script, *arguments)
            if value:
                return value
            if time.monotonic() > end:
                raise AssertionError(f"{what}: not within {seconds} s")
            time.sleep(.05)

    def screenshot(self, path):
        with open(path, "wb") as file:
            file.write(base64.b64decode(
                self.ask("WebDriver:TakeScreenshot", {"full": False})["value"]))

    def close(self):
        self.process.terminate()
        self.process.wait()
        if hasattr(self, "socket"):
            self.file.close()
            self.socket.close()
        shutil.rmtree(self.profile, ignore_errors=True)

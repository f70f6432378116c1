# SPDX-License-Identifier: MIT
"""A browser, driven by the W3C WebDriver protocol (w3.org/TR/webdriver2).

Python's own library is all that it needs.  Chromium is driven by Debian's
chromium-driver, on a port that the kernel chose and with a profile that is
thrown away.
"""

import base64
import glob
import json
import os
import re
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"

KEYS = {"Enter": "\ue007", "Escape": "\ue00c", "Up": "\ue013", "Down": "\ue015",
        "Left": "\ue012", "Right": "\ue014", "PageUp": "\ue00e", "Tab": "\ue004",
        "PageDown": "\ue00f", "Home": "\ue011", "End": "\ue010",
        "Control": "\ue009", "Space": " ", "Shift": "\ue008"}

CHROMIUM = ["--headless=new", "--no-sandbox", "--disable-gpu",
            "--disable-background-networking", "--no-first-run",
            "--disable-component-update", "--disable-sync",
            "--disable-dev-shm-usage", "--enable-precise-memory-info"]


class Gone(Exception):
    """The driver or its browser does not answer."""


class Browser:
    """One Chromium, with one page."""

    def __init__(self, width=1440, height=900, arguments=()):
        self.profile = tempfile.mkdtemp(prefix="diagtap-browser-")
        self.downloads = os.path.join(self.profile, "downloads")
        os.mkdir(self.downloads)
        self.driver = subprocess.Popen(
            ["chromedriver", "--port=0"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.base = self._port()
        options = {
            "args": [*CHROMIUM, f"--window-size={width},{height}",
                     f"--user-data-dir={self.profile}/data", *arguments],
            "prefs": {"download.default_directory": self.downloads,
                      "download.prompt_for_download": False},
        }
        wanted = {"browserName": "chrome", "goog:chromeOptions": options,
                  "goog:loggingPrefs": {"browser": "ALL"}}
        answer = self._ask("POST", "/session",
                           {"capabilities": {"alwaysMatch": wanted}})
        self.base += "/session/" + answer["sessionId"]
        # Where its DevTools protocol is spoken (devtools.py).
        self.address = answer["capabilities"]["goog:chromeOptions"]["debuggerAddress"]

    def _port(self):
        for line in self.driver.stdout:
            found = re.search(r"successfully on port (\d+)", line)
            if found:
                return "http://127.0.0.1:" + found[1]
        raise Gone("chromedriver did not start")

    def _ask(self, method, path, body=None):
        data = None if method == "GET" else json.dumps(body or {}).encode()
        request = urllib.request.Request(
            self.base + path, data, {"Content-Type": "application/json"},
            method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            value = json.load(error)["value"]
            raise RuntimeError(f"{value['error']}: {value['message']}") from None

    def close(self):
        try:
            self._ask("DELETE", "")
        finally:
            self.driver.terminate()
            self.driver.wait()
            self.driver.stdout.close()
            shutil.rmtree(self.profile, ignore_errors=True)

    # What a person does.

    def open(self, url):
        self._ask("POST", "/url", {"url": url})

    def find(self, selector):
        found = self._ask("POST", "/element",
                          {"using": "css selector", "value": selector})
        return found[ELEMENT]

    def click(self, selector):
        self._ask("POST", f"/element/{self.find(selector)}/click")

    def type(self, selector, text):
        self._ask("POST", f"/element/{self.find(selector)}/value", {"text": text})

    def press(self, *keys):
        """press("Control", "Down"): held down together, to what has the focus."""
        codes = [KEYS.get(key, key) for key in keys]
        actions = [{"type": "keyDown", "value": code} for code in codes]
        actions += [{"type": "keyUp", "value": code} for code in reversed(codes)]
        self._ask("POST", "/actions", {"actions": [
            {"type": "key", "id": "keys", "actions": actions}]})

    def click_at(self, selector, x, y):
        """x and y from the element's left and top."""
        left, top = self.run(
            "const b = document.querySelector(arguments[0])"
            ".getBoundingClientRect(); return [b.left, b.top]", selector)
        self._ask("POST", "/actions", {"actions": [
            {"type": "pointer", "id": "mouse", "actions": [
                {"type": "pointerMove", "x": round(left + x), "y": round(top + y)},
                {"type": "pointerDown", "button": 0},
                {"type": "pointerUp", "button": 0}]}]})

    def resize(self, width, height, mobile=False):
        """The page's own size, whatever window there is."""
        self.cdp("Emulation.setDeviceMetricsOverride", width=width, height=height,
                 deviceScaleFactor=1, mobile=mobile)

    # What a person sees.

    def run(self, script, *arguments):
        return self._ask("POST", "/execute/sync",
                         {"script": script, "args": list(arguments)})

    def text(self, selector):
        return self.run("return document.querySelector(arguments[0])?.textContent",
                        selector)

    def cdp(self, command, **parameters):
        return self._ask("POST", "/goog/cdp/execute",
                         {"cmd": command, "params": parameters})

    def forget_downloads(self):
        for path in glob.glob(self.downloads + "/*"):
            os.remove(path)

    def downloaded(self, pattern, seconds=30):
        """The path of a download, once it is whole.

        Chromium writes NAME.crdownload, and for a moment an empty file has the
        name already.  No file of the tests is empty.
        """
        end = time.monotonic() + seconds
        while True:
            unfinished = glob.glob(self.downloads + "/*.crdownload")
            found = glob.glob(os.path.join(self.downloads, pattern))
            if found and not unfinished and os.path.getsize(found[0]) > 0:
                return found[0]
            if time.monotonic() > end:
                raise AssertionError(f"no {pattern} within {seconds} s; there is {os.listdir(self.downloads)}")
            time.sleep(.05)

    def errors(self):
        """What the console has of errors since the last time."""
        log = self._ask("POST", "/se/log", {"type": "browser"})
        return [entry["message"] for entry in log if entry["level"] == "SEVERE"]

    def screenshot(self, path):
        with open(path, "wb") as file:
            file.write(base64.b64decode(self._ask("GET", "/screenshot")))

    def until(self, what, script, *arguments, seconds=30):
        """Waits for a script to give something that is true, and gives it."""
        end = time.monotonic() + seconds
        while True:
            value = self.run(script, *arguments)
            if value:
                return value
            if time.monotonic() > end:
                raise AssertionError(f"{what}: not within {seconds} s; "
                                     f"state: {self.text('#state-text')}, "
                                     f"notice: {self.text('#notice-text')}, "
                                     f"console: {self.errors()}")
            time.sleep(0.05)

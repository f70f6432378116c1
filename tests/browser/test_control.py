# SPDX-License-Identifier: MIT
"""The control panel: the masks are changed, and what comes changes with them;
and an empty list says why it is empty."""

import json
import os
import unittest
import urllib.request

from case import ViewerCase
from daemon import Daemon, made_up, replay

TOKEN = "control-token-0123456789"
EMPTY = "return document.querySelector('.empty:not([hidden]) p')?.textContent.includes(arguments[0])"
TEXT = "return document.querySelector(arguments[0])?.textContent.includes(arguments[1])"


class Control(ViewerCase):

    def guarded(self, *options):
        path = os.path.join(self.folder, "token")
        with open(path, "w", encoding="ascii") as file:
            file.write(TOKEN + "\n")
        os.chmod(path, 0o600)
        return Daemon(f"access.token_file={path}", *options)

    def look_with_token(self, daemon):
        self.browser.open(daemon.url + "/viewer/icon.svg")
        self.browser.run("""localStorage.clear(); sessionStorage.clear();
            sessionStorage.setItem('diagtap.token', arguments[0])""", TOKEN)
        self.browser.errors()
        self.browser.open(daemon.url)

    def ask_for(self, preset, codes):
        self.browser.click("#control")
        self.browser.until("what is in force", TEXT, "#masks-in-force", "diagtapd asks for")
        self.browser.run("""
            for (const [id, value] of [['masks-preset', arguments[0]], ['masks-logs', arguments[1]]]) {
              const field = document.getElementById(id);
              field.value = value;
              field.dispatchEvent(new InputEvent('input', {bubbles: true}));
            }
            document.getElementById('masks-logs').form.requestSubmit();""", preset, codes)

    def test_masks_change_what_comes(self):
        with self.guarded("diag.rate=500") as daemon:
            self.look_with_token(daemon)
            self.await_rows(200)
            self.ask_for("none", "0xb0c0")
            self.browser.until("they are set", TEXT, "#masks-in-force", "1 code by number. They were set over HTTP")
            self.browser.press("Escape")
            self.browser.until("only this log comes", """
                document.getElementById('clear').click();
                return new Promise((done) => setTimeout(() => {
                  const codes = [...document.querySelectorAll('.space .row:not([hidden]) .code')]
                    .map((cell) => cell.textContent);
                  done(codes.length > 5 && codes.every((code) => code === '0xb0c0'));
                }, 700))""")
            self.ask_for("none", "")
            self.browser.until("they are off", TEXT, "#masks-in-force", "asks for nothing")
            self.browser.press("Escape")
            self.browser.click("#clear")
            self.browser.until("why nothing comes", EMPTY, "The simulator is asked for nothing")
            self.browser.click(".empty button")
            self.browser.until("the panel", TEXT, "dialog h2", "Control")
            self.browser.until("the form", "return document.getElementById('masks-preset')?.form.hidden === false")
            self.browser.click("dialog .acts .main + button")
            self.browser.until("those of the configuration", TEXT, "#masks-in-force", "configuration")
            self.no_errors()

    def test_what_is_wrong_is_said_and_nothing_changes(self):
        with self.guarded() as daemon:
            self.look_with_token(daemon)
            self.ask_for("radio", "0xB0C0 junk")
            self.browser.until("the sentence", TEXT, "dialog .error", "logs must be log codes")
            self.assertIn("asks for nothing", self.browser.text("#masks-in-force"))
            # What was typed stays, to be mended.
            self.assertEqual(self.browser.run("return document.getElementById('masks-logs').value"),
                             "0xB0C0 junk")

    def test_without_a_token_the_way_is_named(self):
        with Daemon() as daemon:
            self.look(daemon)
            self.ask_for("radio", "")
            self.browser.until("the sentence", TEXT, "dialog .error", "set access.token_file")

    def test_a_capture_has_no_masks(self):
        with replay(made_up(self.folder, .5)) as daemon:
            self.look(daemon)
            self.browser.click("#control")
            self.browser.until("why", TEXT, "dialog", "A capture is replayed")
            self.assertTrue(self.browser.run("return document.getElementById('masks-preset').form.hidden"))

    def test_devices_are_those_of_the_list(self):
        with self.guarded() as daemon:
            self.look_with_token(daemon)
            self.browser.click("#control")
            self.browser.until("the list", """
                const section = document.querySelector('section[aria-label=Devices]');
                return section && !section.textContent.includes('Loading')""")
            request = urllib.request.Request(daemon.url + "/api/devices", headers={"Authorization": f"Bearer {TOKEN}"})
            with urllib.request.urlopen(request, timeout=30) as answer:
                devices = json.load(answer)["devices"]
            self.assertEqual(self.browser.run("return document.querySelectorAll('.devices li').length"), len(devices))
            if not any(device["diag"] != "no" for device in devices):
                self.browser.until("none", TEXT, "section[aria-label=Devices]", "No DIAG port is here.")

    def test_the_clock_is_set(self):
        with self.guarded("clock_offset=-1000") as daemon:
            self.look_with_token(daemon)
            self.browser.click("#control")
            self.browser.until("it is behind", TEXT, "dialog", "less 1,000 s")
            self.browser.click("section[aria-label=Clock] .choices button")
            self.browser.until("it is right", TEXT, "dialog", "That is this machine's time.")
            self.no_errors()


if __name__ == "__main__":
    unittest.main()

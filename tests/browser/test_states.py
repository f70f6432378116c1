# SPDX-License-Identifier: MIT
"""How it stands: disabled, without a token, waiting, ended, gone and back."""

import os
import unittest
import urllib.request

from case import ViewerCase
from daemon import Daemon, replay

EMPTY = "return document.querySelector('.empty:not([hidden]) p')?.textContent.includes(arguments[0])"
STATE = "return document.getElementById('state-text').textContent.includes(arguments[0])"


class States(ViewerCase):

    def test_disabled_says_so_and_how_to_change_it(self):
        with Daemon(enabled=False) as daemon:
            self.look(daemon)
            self.browser.until("the word", STATE, "Disabled")
            self.browser.until("the sentence", EMPTY, "diag_stream_enabled = true")
            # Once, and not above the list as well.
            self.assertTrue(self.browser.run("return document.getElementById('notice').hidden"))
            self.no_errors()

    def test_a_token_is_asked_for_and_opens_the_stream(self):
        token = "0123456789-abcdef/+~"
        path = os.path.join(self.folder, "token")
        with open(path, "w", encoding="ascii") as file:
            file.write(token + "\n")
        os.chmod(path, 0o600)
        with Daemon(f"access.token_file={path}") as daemon:
            self.look(daemon)
            self.browser.until("the dialog", "return !!document.getElementById('token')")
            self.browser.press("Escape")  # and it can be had again
            self.browser.until("it is closed", "return !document.querySelector('dialog')")
            self.browser.click("#notice-act")
            self.browser.type("#token", "not-the-token-at-all")
            self.browser.press("Enter")
            self.browser.until("it was wrong", """
                return document.querySelector('dialog .error')?.textContent""")
            self.browser.type("#token", token)
            self.browser.press("Enter")
            self.await_rows(200)
            self.browser.click("#state")
            self.assertIn("WebSocket", self.browser.text("dialog"))
            self.browser.press("Escape")
            self.browser.open(daemon.url)  # this tab remembers it
            self.await_rows(200)

    def test_a_device_that_is_not_there_is_waited_for(self):
        with Daemon("diag.source=hdlc", "diag.device=/no/such/device") as daemon:
            self.look(daemon)
            self.browser.until("the word", STATE, "Waiting for /no/such/device")
            self.browser.until("the reason", EMPTY, "does not exist here")
            self.no_errors()

    def test_a_replay_that_has_ended_keeps_its_rows(self):
        capture = os.path.join(self.folder, "capture.bin")
        with Daemon() as daemon:
            self.save_stream(daemon, capture)
        with replay(capture, at_end="end") as daemon:
            self.look(daemon)
            self.browser.until("the end", STATE, "Ended")
            self.assertGreater(self.await_rows(100), 99)
            self.no_errors()

    @staticmethod
    def save_stream(daemon, path):
        url = daemon.url + "/api/diag/stream?only=data"
        with urllib.request.urlopen(url, timeout=20) as stream, open(path, "wb") as file:
            file.write(stream.read(200000))

    def test_it_comes_back_after_the_daemon_was_away(self):
        with Daemon() as daemon:
            self.look(daemon)
            self.await_rows(200)
            daemon.stop()
            self.browser.until("it is missed", STATE, "Not reachable")
            # There are rows: the reason is above them.
            self.browser.until("the reason", """
                return !document.getElementById('notice').hidden &&
                  document.getElementById('notice-text').textContent.includes('does not answer')""")
            before = self.figure("rows")
            with Daemon(port=daemon.port):
                self.browser.until("it is back", STATE, "Live")
                self.await_rows(before + 200)

    def test_by_http_where_no_websocket_gets_through(self):
        with Daemon() as daemon:
            self.look(daemon)
            source = """
                window.WebSocket = class { constructor() {
                  setTimeout(() => this.onclose({code: 1006, reason: ''})); }
                  close() {} };"""
            script = self.browser.cdp("Page.addScriptToEvaluateOnNewDocument", source=source)
            try:
                self.browser.open(daemon.url)
                self.await_rows(500)
                self.browser.click("#state")
                self.assertIn("TransportHTTP", self.browser.text("dialog"))
            finally:
                self.browser.cdp("Page.removeScriptToEvaluateOnNewDocument", **script)


if __name__ == "__main__":
    unittest.main()

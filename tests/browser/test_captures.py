# SPDX-License-Identifier: MIT
"""The captures of diagtapd: listed, ordered, taken away, deleted, opened."""

import os
import shutil
import unittest

import tshark
from case import ViewerCase
from daemon import Daemon

TOKEN = "0123456789-abcdef"
CAPTURES = "[...document.querySelectorAll('.captures li')]"


class Captures(ViewerCase):

    def recorder(self, *options, token=True, enabled=True):
        """A daemon that records to self.folder, and takes orders."""
        os.makedirs(self.folder + "/archive")
        settings = ["archive.enabled=true", f"archive.directory={self.folder}/archive",
                    "archive.flush_ms=50", *options]
        if token:
            path = os.path.join(self.folder, "token")
            with open(path, "w", encoding="ascii") as file:
                file.write(TOKEN + "\n")
            os.chmod(path, 0o600)
            settings.append(f"access.token_file={path}")
        return Daemon(*settings, enabled=enabled)

    def look_with_token(self, daemon):
        self.look(daemon)
        self.browser.until("the dialog", "return !!document.getElementById('token')")
        self.browser.type("#token", TOKEN)
        self.browser.press("Enter")
        self.await_rows(100)
        self.browser.errors()  # of the 401 that asked for it

    def open_list(self):
        self.browser.click("#captures")
        self.browser.until("the dialog", """
            return document.querySelector('dialog h2')?.textContent === 'Captures'""")

    def press(self, name):
        """A button of the dialog, by what a screen reader calls it."""
        self.browser.until(f"a button {name}", """
            const button = [...document.querySelectorAll('dialog button')].find((button) =>
              button.ariaLabel?.startsWith(arguments[0]) && !button.disabled && button.offsetParent);
            button?.click();
            return !!button""", name)

    def captures(self, what, condition="captures.length > 0"):
        """Names of captures, once they are as wanted."""
        return self.browser.until(what, f"""
            const captures = {CAPTURES}.map((item) => ({{
              name: item.querySelector('b').textContent,
              growing: item.querySelector('p').textContent.startsWith('growing')}}));
            return ({condition}) && captures.map(({{name}}) => name)""")

    def in_dialog(self, what, words):
        self.browser.until(what, """
            return document.querySelector('dialog .inside')?.innerText.includes(arguments[0])""",
                           words)

    def in_notice(self, what, words):
        return self.browser.until(what, """
            const {textContent} = document.getElementById('notice-text');
            return textContent.includes(arguments[0]) && textContent""", words)

    def test_orders_are_carried_out_and_seen(self):
        with self.recorder() as daemon:
            self.look_with_token(daemon)
            self.open_list()
            first, = self.captures("one that grows", "captures.length && captures[0].growing")
            self.press("New file: diag")
            newest, finished = self.captures("two", "captures.length === 2 && captures[0].growing"
                                                    " && !captures[1].growing")
            self.assertEqual(finished, first)
            self.assertGreater(newest, first)
            self.press("Stop recording: diag")
            self.in_dialog("it has stopped", "Stopped.")
            self.captures("none grows", "!captures.some(({growing}) => growing)")
            self.browser.until("the foot knows", """
                return document.querySelector('#foot-archive b').textContent === 'stopped'""")
            self.press("Start recording: diag")
            self.captures("a third", "captures.length === 3 && captures[0].growing")
            self.no_errors()

    def test_a_capture_is_deleted_only_when_it_is_meant(self):
        with self.recorder() as daemon:
            self.look_with_token(daemon)
            self.open_list()
            self.captures("one", "captures.length === 1")
            self.press("New file: diag")
            _, name = self.captures("two", "captures.length === 2")
            path = f"{self.folder}/archive/{name}"
            self.press(f"Delete: {name}")
            focus = "return document.activeElement.ariaLabel"
            self.assertEqual(self.browser.run(focus), f"Keep: {name}")
            self.press(f"Keep: {name}")
            self.assertEqual(self.browser.run(focus), f"Delete: {name}")
            self.assertTrue(os.path.exists(path))
            self.press(f"Delete: {name}")
            self.press(f"Delete permanently: {name}")
            left = self.captures("it is gone", "captures.length === 1")
            self.assertNotIn(name, left)
            self.assertFalse(os.path.exists(path))
            self.assertEqual(self.browser.run(focus), "Stop recording: diag")

    def download(self, name):
        self.press(f"Download: {name}")
        with open(self.browser.downloaded(name), "rb") as file:
            return file.read()

    def test_what_is_downloaded_is_the_file(self):
        for token in (True, False):
            with self.subTest(token=token), self.recorder("archive.rotate_seconds=1",
                                                          token=token) as daemon:
                if token:
                    self.look_with_token(daemon)
                else:
                    self.look(daemon)
                self.open_list()
                name = self.captures("a finished one", "captures.length > 1")[-1]
                data = self.download(name)
                with open(f"{self.folder}/archive/{name}", "rb") as file:
                    self.assertEqual(data, file.read())
            os.rename(self.folder + "/archive", f"{self.folder}/archive-{token}")

    def opened(self, name):
        """Opens a capture in the viewer; the notice that tells of it."""
        self.press(f"Open: {name}")
        self.assertIsNone(self.browser.text("dialog"))
        return self.in_notice("it is shown", f"{name} (pcap)")

    def test_a_capture_opens_in_the_viewer(self):
        for packing in ("none", "gzip"):
            with self.subTest(packing), self.recorder(
                    "archive.rotate_seconds=1", f"archive.compress={packing}", token=False) as daemon:
                self.look(daemon)
                self.open_list()
                suffix = ".gz" if packing == "gzip" else ".pcap"
                name = self.captures("a finished one", f"""captures.length > 1 &&
                    captures.at(-1).name.endsWith('{suffix}')""")[-1]
                told = self.opened(name)
                self.assertIn("recorded by diagtapd", told)
                path = shutil.copy(f"{self.folder}/archive/{name}", self.folder)
                os.chmod(path, 0o644)
                self.assertEqual(self.await_rows(1), len(tshark.rows(path)))
                self.browser.click("#notice-act")
                self.browser.until("it is live again", """
                    return document.getElementById('state-text').textContent.startsWith('Live') &&
                      document.getElementById('notice').hidden""")
                self.no_errors()
            os.rename(self.folder + "/archive", f"{self.folder}/archive-{packing}")

    def test_one_that_grows_opens_as_far_as_it_is(self):
        with self.recorder(token=False) as daemon:
            self.look(daemon)
            self.await_rows(300)
            self.open_list()
            name, = self.captures("one that grows", "captures.length && captures[0].growing")
            self.assertNotIn("cut short", self.opened(name))
            self.assertGreater(self.await_rows(1), 0)

    def test_zstd_opens(self):
        """No browser has to know it."""
        with self.recorder("archive.rotate_seconds=1", "archive.compress=zstd",
                           token=False) as daemon:
            self.look(daemon)
            self.open_list()
            name = self.captures("a packed one", "captures.at(-1)?.name.endsWith('.zst')")[-1]
            packed = self.download(name)
            self.assertTrue(packed.startswith(b"\x28\xb5\x2f\xfd"))
            self.assertNotIn("damaged", self.opened(name))
            self.assertGreater(self.await_rows(1), 0)
            self.no_errors()
            # One that lies here opens too; what is no capture leaves it where it is.
            self.drop("local.pcap.zst", packed)
            self.in_notice("it is open", "local.pcap.zst (pcap)")
            rows = self.await_rows(1)
            self.drop("cut.pcap.zst", packed[:20])
            self.in_notice("the sentence", "cut.pcap.zst: The zstd file is damaged or cut short.")
            self.assertEqual(self.await_rows(1), rows)

    def test_one_that_has_gone_says_so(self):
        with self.recorder("archive.rotate_seconds=1", token=False) as daemon:
            self.look(daemon)
            self.open_list()
            name = self.captures("a finished one", "captures.length > 1")[-1]
            # The list would know as soon as it is asked for again.
            self.browser.run("""
                const {fetch} = window;
                window.fetch = (url, options) => fetch(String(url).replace(arguments[0],
                  'diag-20200101T000000Z-000001.pcap'), options);""", name)
            self.press(f"Open: {name}")
            self.in_notice("the sentence", "There is no such capture")

    def test_no_archive_says_which_key_to_set(self):
        with Daemon() as daemon:
            self.look(daemon)
            self.open_list()
            self.in_dialog("the key", "archive.enabled = true")
            self.no_errors()
        with self.recorder(enabled=False, token=False) as daemon:
            self.look(daemon)
            self.open_list()
            self.in_dialog("the tap's key", "diag_stream_enabled = true")

    def test_no_capture_yet_says_so(self):
        with self.recorder("diag.source=hdlc", "diag.device=/no/such/device",
                           token=False) as daemon:
            self.look(daemon)
            self.open_list()
            self.in_dialog("it waits", "A file starts when data arrives")
            self.in_dialog("none", "There are no captures yet.")

    def test_without_a_token_an_order_says_what_is_missing(self):
        with self.recorder(token=False) as daemon:
            self.look(daemon)
            self.open_list()
            self.captures("one")
            self.press("Stop recording: diag")
            self.in_dialog("the key", "set access.token_file in diagtapd.conf")
            self.assertEqual(daemon.status()["taps"][0]["archive"]["state"], "recording")

    def test_a_token_is_asked_for(self):
        with self.recorder() as daemon:
            self.look(daemon)
            self.browser.until("the dialog", "return !!document.getElementById('token')")
            self.browser.press("Escape")
            self.open_list_and_see("A token is needed")
            self.browser.type("#token", TOKEN)
            self.browser.press("Enter")
            self.captures("the list")

    def open_list_and_see(self, words):
        """Behind the dialog that asks for the token."""
        self.browser.click("#captures")
        self.browser.until(words, """
            return [...document.querySelectorAll('dialog')].some((dialog) =>
              dialog.querySelector('h2').textContent === 'Captures' &&
              dialog.textContent.includes(arguments[0])) && !!document.getElementById('token')""", words)

    def test_a_phone_shows_all_of_it_by_name(self):
        with self.recorder("archive.rotate_seconds=1", "ipa_stream_enabled=true",
                           "ipa.source=simulator", token=False) as daemon:
            self.browser.resize(375, 812, True)
            self.look(daemon)
            self.open_list()
            self.browser.until("two taps", "return document.querySelectorAll('dialog h3').length === 2")
            self.captures("some", "captures.length > 4")
            wide = self.browser.run("""
                return Math.max(document.documentElement.scrollWidth,
                  ...[...document.querySelectorAll('.bar, .bar *, dialog, dialog *')]
                    .map((element) => element.getBoundingClientRect().right))""")
            self.assertLessEqual(wide, 375)
            names = self.browser.run("""
                return [...document.querySelectorAll('dialog button')].filter(({hidden}) => !hidden)
                  .map(({ariaLabel, textContent}) => ariaLabel || textContent)""")
            self.assertEqual(len(names), len(set(names)), "each says of what it is")


if __name__ == "__main__":
    unittest.main()

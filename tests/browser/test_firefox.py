# SPDX-License-Identifier: MIT
"""The viewer in Firefox ESR: it loads, shows rows, filters, tells bytes, and
opens what was recorded."""

import os
import shutil
import tempfile
import unittest

from daemon import Daemon
from marionette import Firefox


@unittest.skipUnless(shutil.which("firefox-esr"), "no firefox-esr here")
class InFirefox(unittest.TestCase):

    def setUp(self):
        self.browser = Firefox()
        self.addCleanup(self.browser.close)

    def test_rows_filter_and_detail(self):
        with Daemon() as daemon:
            self.browser.open(daemon.url)
            self.browser.until("300 rows", """
                return Number(document.querySelector('#foot-rows b')?.textContent
                  .replaceAll(',', '')) > 300""")
            self.assertIn("Live: simulator", self.browser.run(
                "return document.getElementById('state-text').textContent"))
            self.browser.run("""
                document.getElementById('pause').click();
                const field = document.getElementById('filter-text');
                field.value = 'code == 0xb0c0';
                field.form.requestSubmit();""")
            self.browser.until("only these rows", """
                const codes = [...document.querySelectorAll('.space .row:not([hidden]) .code')]
                  .map((cell) => cell.textContent);
                return codes.length > 5 && codes.every((code) => code === '0xb0c0')""")
            self.browser.run("document.querySelector('.space .row:not([hidden])').click()")
            self.browser.until("its detail and bytes", """
                return document.querySelectorAll('.tree [role=treeitem]').length > 10 &&
                  document.querySelectorAll('.hex .line').length > 2""")
            self.browser.run("document.getElementById('state').click()")
            self.assertIn("WebSocket", self.browser.run(
                "return document.querySelector('dialog').textContent"))

    def test_the_masks_are_changed(self):
        with tempfile.TemporaryDirectory(prefix="diagtap-") as folder:
            path = os.path.join(folder, "token")
            with open(path, "w", encoding="ascii") as file:
                file.write("firefox-token-0123456789\n")
            os.chmod(path, 0o600)
            with Daemon(f"access.token_file={path}") as daemon:
                self.browser.open(daemon.url + "/viewer/icon.svg")
                self.browser.run("sessionStorage.setItem('diagtap.token', 'firefox-token-0123456789')")
                self.browser.open(daemon.url)
                self.browser.run("document.getElementById('control').click()")
                self.browser.until("the form", "return document.getElementById('masks-preset')?.form.hidden === false")
                self.browser.run("""
                    document.getElementById('masks-preset').value = 'signalling';
                    document.getElementById('masks-preset').form.requestSubmit();""")
                self.browser.until("it is in force", """
                    return document.getElementById('masks-in-force').textContent.includes('preset signalling')""")

    def test_a_capture_opens(self):
        with tempfile.TemporaryDirectory(prefix="diagtap-") as folder, Daemon(
                "archive.enabled=true", f"archive.directory={folder}", "archive.flush_ms=50",
                "archive.rotate_seconds=1", "archive.compress=gzip") as daemon:
            self.browser.open(daemon.url)
            self.browser.until("rows", """
                return Number(document.querySelector('#foot-rows b')?.textContent
                  .replaceAll(',', '')) > 100""")
            self.browser.run("document.getElementById('captures').click()")
            name = self.browser.until("a packed one", """
                const item = [...document.querySelectorAll('.captures li')]
                  .find((item) => item.textContent.includes('.gz'));
                item?.querySelector('button').click();
                return item?.querySelector('b').textContent""")
            self.browser.until("it is shown", """
                return document.getElementById('notice-text').textContent
                  .startsWith(`${arguments[0]} (pcap)`)""", name)


if __name__ == "__main__":
    unittest.main()

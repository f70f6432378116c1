# SPDX-License-Identifier: MIT
"""The viewer in Firefox ESR: it loads, shows rows, filters, tells bytes, and
opens what was recorded."""

import os
import base64
import shutil
import tempfile
import unittest

import made
from daemon import Daemon
from marionette import Firefox


@unittest.skipUnless(shutil.which("firefox-esr"), "no firefox-esr here")
class InFirefox(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.browser = Firefox()
        cls.addClassCleanup(cls.browser.close)

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

    def test_pictures(self):
        with Daemon() as daemon:
            self.browser.open(daemon.url)
            self.browser.until("the page", "return document.getElementById('foot-rows')")
            self.browser.run("""
                const bytes = Uint8Array.from(atob(arguments[0]), (c) => c.charCodeAt(0));
                const data = new DataTransfer();
                data.items.add(new File([bytes], 'made.qmdl'));
                for (const type of ['dragenter', 'dragover', 'drop'])
                  document.body.dispatchEvent(new DragEvent(type,
                    {dataTransfer: data, bubbles: true, cancelable: true}));""",
                             base64.b64encode(made.capture()).decode())
            self.browser.run("document.getElementById('tab-cells').click()")
            self.browser.until("two cells", """
                return document.querySelectorAll('.cells-picture tbody tr').length === 2""")
            self.browser.run("document.getElementById('tab-signal').click()")
            self.browser.until("a coloured line", """
                const canvas = document.querySelector('canvas.level');
                const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
                return data.some((_, i) => i % 4 === 0 && data[i + 3] > 200 &&
                  Math.abs(data[i] - data[i + 2]) > 60)""")
            self.browser.run("document.getElementById('tab-procedures').click()")
            self.browser.until("three steps; the last one is chosen", """
                const steps = [...document.querySelectorAll('.ladder button')];
                steps.at(2)?.click();
                return steps.length === 3""")
            self.browser.until("its row", """
                return document.querySelector('.row[aria-selected=true] .n')?.textContent === '14'""")
            self.browser.run("document.getElementById('tab-observations').click()")
            self.browser.until("three observations", """
                return document.querySelectorAll('.seen section').length === 3""")

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

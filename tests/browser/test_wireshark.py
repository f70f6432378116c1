# SPDX-License-Identifier: MIT
"""Wireshark in the page: its trees, its filters, and what it may not do.

It needs the files that script/wireshark fetches, in the folder DIAGTAP_WIRESHARK.
"""

import gzip
import os
import shutil
import struct
import unittest
import urllib.request

import tshark
from case import ViewerCase
from daemon import Daemon

FOLDER = os.environ.get("DIAGTAP_WIRESHARK", "")

VIOLATIONS = """
window.violations = [];
document.addEventListener('securitypolicyviolation', (event) =>
  window.violations.push(event.blockedURI + ' ' + event.violatedDirective));"""


def frames_of(record):
    """The frames of a record with a whole container, each with its flag."""
    path, a_size = struct.unpack_from("<HB", record)
    at = 4 + a_size + record[3 + a_size]
    if path != 0x100 or struct.unpack_from("<I", record, at)[0] != 0x20:
        return []
    frames = []
    at += 8
    while at + 4 <= len(record):
        at += 4 if struct.unpack_from("<i", record, at)[0] <= 0 else 0
        size, = struct.unpack_from("<I", record, at)
        *whole, _ = record[at + 4:at + 4 + size].split(b"\x7e")
        frames += [frame + b"\x7e" for frame in whole if len(frame) > 3]
        at += 4 + size
    return frames


class WithoutWireshark(ViewerCase):

    def test_there_is_no_trace_of_it(self):
        with Daemon() as daemon:
            self.look(daemon)
            self.await_rows(100)
            self.assertEqual(self.browser.run("""
                return [document.getElementById('filter-engine').hidden,
                        document.querySelector('.engines').hidden]"""), [True, True])


@unittest.skipUnless(FOLDER, "no Wireshark for browsers: set DIAGTAP_WIRESHARK "
                             "(script/wireshark FOLDER)")
class WithWireshark(ViewerCase):

    def start(self, *options):
        return Daemon(f"viewer.wireshark={FOLDER}", *options)

    def begin(self, daemon):
        self.look(daemon)
        self.browser.run(VIOLATIONS)
        self.browser.until("Wireshark is offered", """
            return !document.getElementById('filter-engine').hidden""")

    def select(self, text):
        """The first row that a filter of ours leaves."""
        self.assertEqual(self.filter(text), "good")
        self.browser.until("rows", "return !!document.querySelector('.space .row:not([hidden])')")
        self.browser.run("document.querySelector('.space .row:not([hidden])').click()")
        self.browser.until("a detail", "return !!document.querySelector('.tree')")

    def labels(self):
        return self.browser.run("""
            return [...document.querySelectorAll('.tree .node')].map((node) => node.textContent)""")

    def test_it_shows_the_tree_of_a_row(self):
        with self.start() as daemon:
            self.begin(daemon)
            self.await_rows(500)
            self.browser.click("#pause")
            self.select("lane == pcch")
            self.browser.click(".engines [data-engine=wireshark]")
            self.browser.until("Wireshark's tree", """
                return [...document.querySelectorAll('.tree .node')].some((node) =>
                  node.textContent.startsWith('LTE Radio Resource Control'))""", seconds=60)
            labels = self.labels()
            self.assertTrue(any("pagingRecordList" in label or "PCCH-Message" in label
                                for label in labels), labels[:40])
            self.assertEqual(self.browser.run("return window.violations"), [])
            if os.environ.get("SHOT"):
                self.browser.screenshot(os.environ["SHOT"])
            self.browser.click(".engines [data-engine=diagtap]")
            self.browser.until("our own tree again", """
                return ![...document.querySelectorAll('.tree .node')].some((node) =>
                  node.textContent.startsWith('LTE Radio Resource Control'))""")
            self.no_errors()

    def test_a_file_that_is_not_the_one_is_refused(self):
        folder = os.path.join(self.folder, "wireshark")
        shutil.copytree(FOLDER, folder)
        with open(os.path.join(folder, "wiregasm.data.gz"), "wb") as file:
            file.write(gzip.compress(b"another file"))
        with Daemon(f"viewer.wireshark={folder}") as daemon:
            self.begin(daemon)
            self.await_rows(300)
            self.browser.click("#pause")
            self.select("lane == pcch")
            self.browser.click(".engines [data-engine=wireshark]")
            self.browser.until("it is refused", """
                return document.querySelector('.detail .pane-empty')?.textContent
                  .startsWith('Wireshark cannot be loaded: wiregasm.data')""", seconds=60)

    def records_of_one_message(self, least):
        """A pcap in which each frame of the simulator is a record of its own."""
        records = []
        with Daemon("diag.rate=2000.0") as daemon, \
                urllib.request.urlopen(daemon.url + "/api/diag/pcap", timeout=20) as stream:
            header = stream.read(24)
            while len(records) < least:
                seconds, micros, size, _ = struct.unpack("<IIII", stream.read(16))
                for frame in frames_of(stream.read(size)):
                    data = struct.pack("<HBBIII", 0x100, 0, 0, 0x20, 1, len(frame)) + frame
                    records.append(struct.pack("<IIII", seconds, micros, len(data), len(data)) + data)
        return header + b"".join(records)

    def picked(self):
        return self.browser.run("""
            const {textContent} = document.querySelector('#foot-shown b');
            return Number(textContent.replaceAll(',', ''))""")

    def test_a_display_filter_finds_what_tshark_finds(self):
        capture = self.records_of_one_message(3000)
        path = os.path.join(self.folder, "messages.pcap")
        with open(path, "wb") as file:
            file.write(capture)
        with self.start() as daemon:
            self.begin(daemon)
            self.drop("messages.pcap", capture)
            self.browser.until("the file", """
                return document.getElementById('notice-text').textContent.startsWith('messages.pcap')""")
            self.browser.click("#filter-engine")
            for text in ("lte-rrc.paging_element", "nas-eps",
                         "diagtap.log.code == 0xb0c0 && lte-rrc.c1",
                         "frame.len > 100 && diagtap.opcode in {0x10, 0x79}", "nr-rrc"):
                with self.subTest(text):
                    self.assertEqual(self.filter(text), "good")
                    self.browser.until("all rows are judged", """
                        return !document.getElementById('notice-text').textContent.startsWith('Wireshark')
                          && document.querySelector('#foot-shown b').textContent !== ''""", seconds=60)
                    expected = [int(number) for number in tshark.tshark(
                        path, "-o", "nas-eps.null_decipher:FALSE", "-Y", text,
                        "-T", "fields", "-e", "frame.number").split()]
                    self.browser.until(f"{len(expected)} rows", """
                        return Number(document.querySelector('#foot-shown b').textContent
                          .replaceAll(',', '')) === arguments[0]""", len(expected))
                    if expected:
                        self.browser.run("document.querySelector('.grid').focus()")
                        self.browser.press("Home")
                        self.assertEqual(int(self.rows()[0][0]), expected[0])

    def test_a_wrong_filter_says_so_and_changes_nothing(self):
        with self.start() as daemon:
            self.begin(daemon)
            self.await_rows(300)
            self.browser.click("#filter-engine")
            self.assertEqual(self.filter("lte-rrc.nothing == 1"), "bad")
            self.assertIn("lte-rrc.nothing", self.browser.text("#filter-error"))
            self.assertTrue(self.rows())

    def test_new_rows_are_judged_too(self):
        with self.start("diag.rate=50.0") as daemon:
            self.begin(daemon)
            self.await_rows(100)
            self.browser.click("#filter-engine")
            self.assertEqual(self.filter("diagtap.log.code"), "good")
            first = self.browser.until("some pass", """
                return Number(document.querySelector('#foot-shown b').textContent
                  .replaceAll(',', '')) || 0""", seconds=60)
            self.browser.until("more pass", """
                return Number(document.querySelector('#foot-shown b').textContent
                  .replaceAll(',', '')) > arguments[0] + 100""", first)
            self.no_errors()


if __name__ == "__main__":
    unittest.main()

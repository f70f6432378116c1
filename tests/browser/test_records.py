# SPDX-License-Identifier: MIT
"""The viewer tells the truth: its rows, details and files beside other tools'."""

import base64
import json
import os
import subprocess
import unittest

import tshark
from case import ViewerCase, shared
from daemon import Daemon, made_up, replay

CAPTURES = ["captures/1749222138-goodsim.qmdl", "captures/attach_sample.mi2log"]


class Records(ViewerCase):

    def drop(self, path, name=None):
        """Drags a file onto the page."""
        with open(path, "rb") as file:
            encoded = base64.b64encode(file.read()).decode()
        self.browser.run("""
            const bytes = Uint8Array.from(atob(arguments[0]), (c) => c.charCodeAt(0));
            const data = new DataTransfer();
            data.items.add(new File([bytes], arguments[1]));
            for (const type of ['dragenter', 'dragover', 'drop'])
              document.body.dispatchEvent(new DragEvent(type,
                {dataTransfer: data, bubbles: true, cancelable: true}));""",
                         encoded, name or os.path.basename(path))

    def detail_of(self, number):
        """The fields below the frame of a row, as the detail shows them."""
        self.browser.run("""
            document.querySelector('.grid').focus();""")
        self.goto(number)
        return self.browser.until(f"the detail of row {number}", """
            if (!document.querySelector('.detail .pane-head').textContent
              .startsWith(`Row ${arguments[0]} ·`)) return null;
            const fields = [];
            for (const item of document.querySelectorAll('.detail [data-path*="/diagtap.frame/"]')) {
              item.firstElementChild.click();
              const [field, value = '1'] = document.querySelector('.field-name .text').textContent
                .split(/ == (.*)/s);
              // A filter has quotes and colons.
              const plain = value.startsWith('"') ? value.slice(1, -1).replace(/\\\\(["\\\\])/g, '$1')
                : /^[0-9a-f]{2}(:[0-9a-f]{2})*$/.test(value) ? value.replaceAll(':', '') : value;
              // Values of the message itself are Wireshark's own.
              if (field.startsWith('diagtap.')) fields.push([field, plain]);
            }
            return {fields};""", number)["fields"]

    def goto(self, number):
        """Chooses a row by keys and its place: there is no filter."""
        self.browser.run("""
            const grid = document.querySelector('.grid');
            const height = parseFloat(getComputedStyle(grid).getPropertyValue('--row'));
            grid.scrollTop = Math.max(0, (arguments[0] - 4) * height);""", number)
        self.browser.until(f"row {number} is seen", """
            const cell = [...document.querySelectorAll('.space .row:not([hidden]) .n')]
              .find((cell) => cell.textContent === String(arguments[0]));
            if (!cell) return false;
            cell.click();
            return cell.parentElement.ariaSelected === 'true'""", number)

    def compare_details(self, expected, most=25):
        step = max(1, len(expected) // most)
        compared = 0
        for number in range(1, len(expected) + 1, step):
            wanted = expected[number - 1]
            if not wanted:
                continue
            # What tshark gives to its dissectors of RRC and NAS is bytes here, a
            # filter has no number of another record, and a time in short is for
            # a column of Wireshark's.
            left_out = ("diagtap.payload", "diagtap.frame.begun_in",
                        "diagtap.segment.begun_in", "diagtap.modem_time")
            found = [tuple(pair) for pair in self.detail_of(number)
                     if pair[0] not in left_out]
            wanted = [pair for pair in wanted if pair[0] not in left_out]
            self.assertEqual(sorted(found), sorted(wanted), f"row {number}")
            compared += 1
        self.assertGreater(compared, most // 2)

    def test_details_of_a_made_up_capture_are_those_of_tshark(self):
        pcap = made_up(self.folder)
        with Daemon(enabled=False) as daemon:
            self.look(daemon)
            self.drop(pcap)
            expected = tshark.rows(pcap)
            self.await_rows(len(expected))
            self.assertEqual(self.figure("rows"), len(expected))
            self.compare_details(expected)
            self.no_errors()

    def test_details_of_real_captures_are_those_of_tshark(self):
        for name in CAPTURES:
            with self.subTest(name):
                path = shared(name)
                with replay(path, subscribers=2, at_end="end") as daemon:
                    pcap, rows = self.replayed(daemon, "pcap")
                    expected = tshark.rows(pcap)
                    self.assertEqual(rows, len(expected))
                    self.browser.click("#pause")
                    self.compare_details(expected, 12)
                    self.no_errors()

    def replayed(self, daemon, what):
        """The viewer and curl both take all of a replay: curl's file, and rows."""
        path = os.path.join(self.folder, "served." + what)
        with subprocess.Popen(["curl", "-sN", "-o", path,
                               f"{daemon.url}/api/diag/{what}"]) as curl:
            self.look(daemon)
            try:
                curl.wait(60)
            finally:
                curl.kill()
        return path, self.await_still_number()

    def await_still_number(self):
        return int(self.await_still().replace(",", ""))

    def test_counts_are_those_of_diagstat(self):
        for name in CAPTURES:
            with self.subTest(name):
                path = shared(name)
                told = json.loads(subprocess.run(
                    ["/usr/bin/python3", shared("tools/diagstat.py"), path],
                    check=True, capture_output=True).stdout)
                with replay(path) as daemon:
                    self.look(daemon)
                    self.assertEqual(self.await_still_number(), told["frames"])
                    for code, number in list(told["logcodes"].items())[:6]:
                        self.filter("code == " + code)
                        self.browser.until(f"{number} of {code}", """
                            return document.querySelector('#foot-shown b').textContent
                              .replaceAll(',', '') === String(arguments[0])""", number)

    def saved(self, choice, split=True):
        """Saves by the menu, a record for each message or as served; its bytes."""
        self.browser.forget_downloads()
        self.browser.click("#menu")
        if not split:
            self.browser.run("document.getElementById('save-form').value = 'container'")
        self.browser.run("""
            [...document.querySelectorAll('dialog .choices button')]
              .find((button) => button.textContent.startsWith(arguments[0])).click()""", choice)
        with open(self.browser.downloaded("*.pcap"), "rb") as file:
            return file.read()

    def test_what_is_saved_is_what_was_served(self):
        raw = os.path.join(self.folder, "raw.bin")
        with Daemon("diag.rate=60.0") as daemon:
            subprocess.run(["curl", "-sN", "--max-time", "2", "-o", raw,
                            daemon.url + "/api/diag/stream?only=data"], check=False)
        with replay(raw, subscribers=2, at_end="end") as daemon:
            served, rows = self.replayed(daemon, "pcap")
            self.assertGreater(rows, 100)
            with open(served, "rb") as file:
                self.assertEqual(self.saved("All", split=False), file.read())

    def test_what_is_saved_of_a_filter_has_its_rows(self):
        pcap = made_up(self.folder)
        with Daemon(enabled=False) as daemon:
            self.look(daemon)
            self.drop(pcap)
            self.await_rows(len(tshark.rows(pcap)))
            self.filter("code == 0xb0c0")
            shown = self.browser.until("some pass", """
                return Number(document.querySelector('#foot-shown b').textContent
                  .replaceAll(',', ''))""")
            self.assertEqual(shown, self.frames_of(pcap, "0xb0c0"))
            path = os.path.join(self.folder, "filtered.pcap")
            with open(path, "wb") as file:
                file.write(self.saved("Filtered"))
            self.assertEqual(self.frames_of(path, "0xb0c0"), shown)
            # Each is a record of its own, and there are no others.
            self.assertEqual(len(tshark.rows(path)), shown)
            with open(path, "wb") as file:
                file.write(self.saved("Filtered", split=False))
            self.assertEqual(self.frames_of(path, "0xb0c0"), shown)
            self.assertGreater(len(tshark.rows(path)), shown)
            self.assertLess(os.path.getsize(path), os.path.getsize(pcap))

    def test_what_is_saved_of_marked_rows_is_their_records(self):
        pcap = made_up(self.folder)
        with Daemon(enabled=False) as daemon:
            self.look(daemon)
            self.drop(pcap)
            self.await_rows(len(tshark.rows(pcap)))
            self.browser.run("document.querySelector('.grid').focus()")
            self.browser.press("Home")
            self.browser.until("row 1", """
                return document.querySelector('.row[aria-selected=true] .n')?.textContent === '1'""")
            with open(pcap, "rb") as file:
                data = file.read()
            first = data[:24 + 16 + int.from_bytes(data[32:36], "little")]
            self.assertEqual(self.saved("Selected", split=False), first)
            self.browser.run("document.querySelector('.grid').focus()")
            self.browser.press("m")
            self.browser.until("it is marked", """
                return document.querySelector('#foot-marked b').textContent === '1'""")
            self.assertEqual(self.saved("Marked (1)", split=False), first)

    @staticmethod
    def frames_of(pcap, code):
        return sum(("diagtap.log.code", code) in row or
                   ("diagtap.log.code", str(int(code, 16))) in row
                   for row in tshark.rows(pcap))


if __name__ == "__main__":
    unittest.main()

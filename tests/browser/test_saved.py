# SPDX-License-Identifier: MIT
"""What the reader takes along: saved filters, bookmarks, files, copied texts."""

import csv
import json
import unittest

from case import ViewerCase
from daemon import Daemon, made_up

TEXT = "return document.querySelector(arguments[0])?.textContent.includes(arguments[1])"
BOOKED = "return [...document.querySelectorAll('.row.booked:not([hidden]) .n')].map((cell) => cell.textContent)"

# What is copied: there is no clipboard to read in a headless browser.
COPIED = """
window.copied = [];
Object.defineProperty(navigator, 'clipboard', {configurable: true, value: {
  writeText: async (text) => { window.copied.push(text); }}});
"""


class Saved(ViewerCase):

    def look_at_file(self, daemon, path):
        self.look(daemon)
        self.browser.until("disabled", TEXT, "#state-text", "Disabled")
        with open(path, "rb") as file:
            self.drop("made.pcap", file.read())
        self.await_rows(100)
        self.browser.until("it is open", TEXT, "#notice-text", "made.pcap")

    def go_to(self, row):
        self.browser.run("document.querySelector('.grid').focus()")
        self.browser.press("Home")
        for _ in range(row - 1):
            self.browser.press("Down")
        self.browser.until(f"row {row}", """
            return document.querySelector('.row[aria-selected=true] .n')?.textContent === String(arguments[0]) &&
              document.querySelector('.detail .title').textContent.startsWith(`Row ${arguments[0]} `)""", row)

    def saved_file(self, ending, form, choice):
        self.browser.forget_downloads()
        self.browser.click("#menu")
        self.browser.run("""
            document.getElementById('save-form').value = arguments[0];
            [...document.querySelectorAll('dialog .choices button')]
              .find((button) => button.textContent.startsWith(arguments[1])).click()""", form, choice)
        return self.browser.downloaded("*." + ending)

    def test_a_bookmark_is_found_again_after_a_reload(self):
        path = made_up(self.folder, 1)
        with Daemon(enabled=False) as daemon:
            self.look_at_file(daemon, path)
            self.go_to(3)
            self.browser.press("b")
            self.browser.type("#note", "the third one")
            self.browser.press("Enter")
            self.assertEqual(self.browser.until("a star", BOOKED + ".length && " + BOOKED[7:]), ["3"])
            self.browser.open(daemon.url)
            with open(path, "rb") as file:
                self.drop("made.pcap", file.read())
            self.await_rows(100)
            self.browser.until("the star again", BOOKED + ".join() === '3'")
            self.browser.run("document.querySelector('.grid').focus()")
            self.browser.press("End")
            self.browser.press("Shift", "B")
            self.browser.until("the list", TEXT, "dialog .kept-items", "the third one")
            self.browser.click("dialog .kept-items .what")
            self.browser.until("row 3", """
                return document.querySelector('.row[aria-selected=true] .n')?.textContent === '3'""")
            # The note is in the table too.
            with open(self.saved_file("csv", "csv", "All"), encoding="utf-8", newline="") as file:
                rows = list(csv.DictReader(file))
            self.assertEqual([(row["no"], row["note"]) for row in rows if row["note"]], [("3", "the third one")])
            self.no_errors()

    def test_what_is_shown_is_saved_as_a_table(self):
        path = made_up(self.folder, 1)
        with Daemon(enabled=False) as daemon:
            self.look_at_file(daemon, path)
            self.filter("code == 0xb0c0")
            shown = self.browser.until("some pass", """
                return Number(document.querySelector('#foot-shown b').textContent.replaceAll(',', ''))""")
            with open(self.saved_file("json", "json", "Filtered"), encoding="utf-8") as file:
                rows = json.load(file)
            self.assertEqual([len(rows), {row["code"] for row in rows}], [shown, {"0xb0c0"}])
            with open(self.saved_file("csv", "csv", "Filtered"), encoding="utf-8", newline="") as file:
                self.assertEqual([row["info"] for row in csv.DictReader(file)],
                                 [row["info"] for row in rows])

    def test_a_message_is_copied_as_text_and_as_hex(self):
        path = made_up(self.folder, 1)
        with Daemon(enabled=False) as daemon:
            self.look_at_file(daemon, path)
            self.browser.run(COPIED)
            self.go_to(2)
            self.browser.press("t")
            text = self.browser.until("the text", "return window.copied[0]")
            self.assertTrue(text.startswith("Row 2 · "), text[:80])
            self.assertIn("\n    ", text)
            self.browser.press("h")
            lines = self.browser.until("the bytes", "return window.copied[1]").splitlines()
            # The message may stand far behind the first line.
            at, seen = self.browser.run("""
                return [...document.querySelectorAll('.hex .line')]
                  .map(({children}) => [children[0].textContent, children[1].textContent])
                  .find(([at]) => at.endsWith('0'))""")
            self.assertTrue(lines[0].startswith("0000  "))
            line = next(line for line in lines if line.startswith(at))
            self.assertEqual(line[6:53].split()[:8], seen.split()[:8])
            # By a button, for who has no keyboard.
            self.browser.run("""
                [...document.querySelectorAll('.detail button')].find(({textContent}) => textContent === 'Copy text').click()""")
            self.assertEqual(self.browser.until("again", "return window.copied[2]"), text)

    def test_a_filter_is_saved_used_and_removed(self):
        with Daemon("diag.rate=60") as daemon:
            self.look(daemon)
            self.await_rows(200)
            self.filter("code == 0xb0c0")
            self.browser.click("#filter-saved")
            self.browser.type("#filter-name", "RRC")
            self.browser.press("Enter")
            self.browser.until("it is in the list", TEXT, "dialog .kept-items", "RRC")
            self.browser.press("Escape")
            self.filter("")
            self.browser.open(daemon.url)
            self.await_rows(200)
            self.browser.press("Control", "/")
            self.browser.click("dialog .kept-items .what")
            self.browser.until("it is used", """
                return document.getElementById('filter-text').value === 'code == 0xb0c0' &&
                  document.getElementById('filter').dataset.state === 'good'""")
            self.browser.click("#filter-saved")
            self.browser.click("dialog [aria-label='Remove RRC']")
            self.browser.until("it is gone", TEXT, "dialog", "There are no saved filters.")
            self.no_errors()


if __name__ == "__main__":
    unittest.main()

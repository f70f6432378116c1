# SPDX-License-Identifier: MIT
"""The screenshots of the README, with the simulator's day of a phone.

They are written to DIAGTAP_IMAGES (script/test-browser --images: docs/images), at
the pace of a phone, which takes three minutes; or to a temporary folder, faster.
"""

import os
import unittest

from case import ViewerCase
from daemon import Daemon

LARGEST = 300_000  # bytes
IS_FOR_PEOPLE = "DIAGTAP_IMAGES" in os.environ
RATE = 20 if IS_FOR_PEOPLE else 400  # containers a second


class Images(ViewerCase):

    def take(self, name):
        folder = os.environ.get("DIAGTAP_IMAGES") or self.folder
        path = os.path.join(folder, f"viewer-{name}.png")
        # The charts are drawn five times a second.
        self.browser.run("window.drawn = 0; requestAnimationFrame(() =>"
                         " setTimeout(() => { window.drawn = 1; }, 450))")
        self.browser.until("all is drawn", "return window.drawn")
        self.browser.screenshot(path)
        self.assertLess(os.path.getsize(path), LARGEST)

    def choose_a_message(self):
        self.filter("lane == DCCH or lane == NAS or lane == CCCH or lane == BCCH")
        self.browser.click("#pause")
        self.browser.until("rows", """
            const rows = [...document.querySelectorAll('.space .row:not([hidden])')]
              .filter((row) => row.textContent.includes('RRC'));
            rows[Math.floor(rows.length / 2)]?.click();
            return document.querySelectorAll('.tree [role=treeitem]').length > 10""")

    def test_desk_phone_and_dark(self):
        os.mkdir(self.folder + "/archive")
        with Daemon("diag.story=day", f"diag.rate={RATE}.0", "archive.enabled=true",
                    f"archive.rotate_seconds={40 if IS_FOR_PEOPLE else 2}",
                    f"archive.directory={self.folder}/archive") as daemon:
            self.browser.resize(1440, 900)
            for theme, name in (("dark", "dark"), ("light", "desktop")):
                self.look(daemon)
                self.browser.until("enough to look at", """
                    return Number(document.querySelector('#foot-rows b').textContent
                      .replaceAll(',', '')) > arguments[0]""", 2500, seconds=300)
                while self.browser.text("#theme-text") != f"Theme: {theme}":
                    self.browser.click("#theme")
                self.choose_a_message()
                self.take(name)
            self.browser.resize(1024, 720)
            self.browser.click("#captures")
            self.browser.until("what was recorded", """
                return document.querySelectorAll('.captures li').length > 2""")
            self.take("captures")
            self.browser.resize(390, 844, True)
            self.look(daemon)
            self.await_rows(1000)
            self.filter("lane != Text and lane != Event")
            self.browser.click("#pause")
            self.take("phone")
            self.filter("lane == DCCH")
            self.browser.run("""
                [...document.querySelectorAll('.space .row:not([hidden])')]
                  .findLast((row) => row.textContent.includes('RRC ·')).click()""")
            self.browser.until("the detail", "return !!document.querySelector('.tree')")
            self.take("phone-detail")
            self.no_errors()


if __name__ == "__main__":
    unittest.main()

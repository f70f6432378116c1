# SPDX-License-Identifier: MIT
"""The list: rows, filter, pause, clear, keys."""

import base64
import unittest

from case import ViewerCase
from daemon import Daemon, made_up, replay


class List(ViewerCase):

    def test_rows_appear_and_follow(self):
        with Daemon() as daemon:
            self.look(daemon)
            self.await_rows(500)
            self.browser.until("the newest row is seen", """
                const shown = [...document.querySelectorAll('.space .row:not([hidden]) .n')]
                  .map((cell) => Number(cell.textContent));
                const rows = Number(document.querySelector('#foot-rows b').textContent
                  .replaceAll(',', ''));
                return Math.max(...shown) >= rows - 400""")
            self.assertIn("Live: simulator", self.browser.text("#state-text"))
            self.no_errors()

    def test_no_frame_is_empty_while_it_follows(self):
        """More rows than the page keeps (row_cache.js) pass through the list."""
        with Daemon() as daemon:
            self.look(daemon)
            self.await_rows(500)
            self.browser.run("""
                const grid = document.querySelector('.grid');
                const hasText = (row) => row.offsetHeight && row.textContent !== '';
                window.frames_seen = window.frames_empty = 0;
                const after = new MessageChannel();  // when the frame is drawn
                after.port1.onmessage = () => {
                  const rows = [...grid.querySelectorAll('.space .row')];
                  window.frames_seen++;
                  if (!rows.some(hasText)) window.frames_empty++;
                };
                const frame = () => {
                  after.port2.postMessage(null);
                  requestAnimationFrame(frame);
                };
                requestAnimationFrame(frame);""")
            self.await_rows(self.figure("rows") + 20000)
            seen, empty = self.browser.run("return [frames_seen, frames_empty]")
            self.assertGreater(seen, 20)
            self.assertEqual(empty, 0, f"of {seen} frames")

    def test_pause_stands_still_and_keeps_receiving(self):
        with Daemon() as daemon:
            self.look(daemon)
            self.await_rows(300)
            self.pause()
            self.await_rows(self.figure("rows") + 300)  # it has drawn what it had
            before = self.rows()
            self.await_rows(self.figure("rows") + 1000)
            self.assertEqual(self.rows(), before)
            self.browser.click("#pause")
            self.browser.until("it goes on", """
                return document.querySelector('.space .row .n').textContent !== arguments[0]""",
                               before[0][0])

    def test_another_picture_leaves_the_list_at_its_newest_row(self):
        """What takes room from the list, or gives it, moves no list that follows."""
        with Daemon("diag.rate=20.0") as daemon:
            self.look(daemon)
            self.await_rows(100)
            for name in ["signal", "cells", "procedures", "observations", "traffic"] * 3:
                self.browser.run(f"document.getElementById('tab-{name}').click()")
                rows = self.figure("rows")
                self.browser.until(f"more than {rows} rows, drawn; {name}", """
                    const n = document.querySelector('#foot-rows b').textContent.replaceAll(',', '');
                    return Number(n) > arguments[0] && new Promise((done) =>
                      requestAnimationFrame(() => requestAnimationFrame(() => done(true))))""", rows)
                self.assertEqual(self.browser.run("return document.getElementById('follow').ariaPressed"),
                                 "true", name)

    def pause(self):
        """Without charts, which take room from the list when a lane comes."""
        self.browser.click("#charts-toggle")
        self.browser.click("#pause")
        self.browser.until("it does not follow", """
            return document.getElementById('follow').ariaPressed === 'false'""")

    def full(self, daemon):
        self.look(daemon)
        self.browser.until("the list is full", """
            return !document.getElementById('foot-dropped').hidden""", seconds=60)

    def more(self, name, by):
        """Waits until a figure of the foot has grown."""
        self.browser.until(f"{by} more of {name}", """
            return Number(document.querySelector(`#foot-${arguments[0]} b`).textContent
              .replaceAll(',', '')) >= arguments[1]""", name, self.figure(name) + by)

    def test_a_pause_keeps_what_is_held_and_counts_the_rest(self):
        with Daemon("diag.rate=3000.0") as daemon:
            self.full(daemon)
            self.pause()
            self.more("missed", 20000)
            dropped, rows = self.figure("dropped"), self.rows()
            self.more("missed", 20000)
            self.assertEqual(self.figure("dropped"), dropped)
            self.assertEqual(self.figure("rows"), 100000)
            self.assertEqual(self.rows(), rows)

    def test_rows_that_one_looks_at_do_not_leave(self):
        """Not only in the page's elements: what is painted is looked at."""
        with Daemon("diag.rate=1000.0") as daemon:
            self.full(daemon)
            self.browser.run("document.querySelector('.space .row:not([hidden])').click()")
            self.browser.until("it stands still, and that is drawn", """
                return document.getElementById('follow').ariaPressed === 'false' &&
                  new Promise((done) => requestAnimationFrame(() =>
                    requestAnimationFrame(() => done(true))))""")
            seen = self.rows()
            self.more("dropped", 5000)
            # Rows may be on their way, but not each time.
            self.assertTrue(any(self.is_painted() for _ in range(8)))
            self.browser.until("the list pauses before they go", """
                return document.getElementById('pause').ariaPressed === 'true' &&
                  document.getElementById('notice-text').textContent.startsWith('Paused')""",
                               seconds=60)
            self.more("missed", 20000)
            self.assertEqual(self.rows()[:10], seen[:10])
            self.assertTrue(any(self.is_painted() for _ in range(20)))
            self.browser.click("#notice-act")
            self.browser.until("it goes on", """
                return document.getElementById('pause').ariaPressed === 'false' &&
                  document.getElementById('follow').ariaPressed === 'true'""")
            # And what made Chromium paint none, though not each time.
            self.assertEqual(self.browser.run("""
                const {contain, transform} = getComputedStyle(document.querySelector('.space .row'));
                return [contain, transform]"""), ["none", "none"])

    def is_painted(self):
        """A PNG of the grid has 3,000 bytes where it is empty, and 90,000 with rows."""
        box = self.browser.run("""
            const box = document.querySelector('.grid').getBoundingClientRect();
            return {x: box.x, y: box.y + 30, width: box.width - 30,
                    height: box.height - 30, scale: 1}""")
        picture = self.browser.cdp("Page.captureScreenshot", format="png", clip=box)
        return len(base64.b64decode(picture["data"])) > 20000

    def test_clear_begins_anew(self):
        with Daemon("diag.rate=20.0") as daemon:
            self.look(daemon)
            rows = self.await_rows(300)
            self.browser.click("#clear")
            self.browser.until("fewer rows", """
                return Number(document.querySelector('#foot-rows b').textContent
                  .replaceAll(',', '')) < arguments[0]""", rows)
            self.await_rows(1)
            # The list follows the newest row: Home goes back to the first one.
            self.browser.run("document.querySelector('.grid').focus()")
            self.browser.press("Home")
            self.browser.until("row 1 again", """
                return document.querySelector('.row[aria-selected=true] .n')?.textContent === '1'""")

    def test_keys_move_as_in_wireshark(self):
        chosen = """return document.querySelector('.row[aria-selected=true] .n')?.textContent"""
        with Daemon() as daemon:
            self.look(daemon)
            self.await_rows(500)
            self.browser.click("#pause")
            self.browser.run("document.querySelector('.grid').focus()")
            self.browser.press("Home")
            self.browser.until("the first row", chosen + " === '1'")
            for keys, row in ((("Down",), "2"), (("Down",), "3"), (("Up",), "2")):
                self.browser.press(*keys)
                self.browser.until(f"{keys} to row {row}", chosen + f" === '{row}'")
            self.browser.press("PageDown")
            self.browser.until("a page on", f"return Number((() => {{ {chosen} }})()) > 8")
            self.browser.press("Enter")
            self.browser.until("the detail has the focus",
                               "return document.activeElement.role === 'treeitem'")
            before = self.browser.run(chosen)
            self.browser.press("Control", "Down")
            self.browser.until("the row behind, from the detail",
                               f"return Number((() => {{ {chosen} }})()) === {before} + 1")
            self.browser.press("/")
            self.browser.until("the filter has the focus",
                               "return document.activeElement.id === 'filter-text'")

    def test_the_first_row_is_one_key_from_the_newest(self):
        """Of a list that stands still, so that nothing mends what went wrong."""
        count = "return document.querySelector('.grid').ariaRowCount"
        path = made_up(self.folder)
        with replay(path) as daemon:
            self.look(daemon)
            rows = self.await_still()
            self.browser.run("document.querySelector('.grid').focus()")
            for _ in range(3):
                self.browser.press("End")
                self.browser.until("the newest", f"""
                    return document.getElementById('follow').ariaPressed === 'true' &&
                      document.querySelector('.row[aria-selected=true] .n')?.textContent ===
                      '{rows.replace(",", "")}'""")
                before = self.browser.run(count)
                self.browser.press("Home")
                self.browser.until("the first row", """
                    return document.querySelector('.row[aria-selected=true] .n')
                      ?.textContent === '1'""")
                self.assertEqual(self.browser.run(count), before)


if __name__ == "__main__":
    unittest.main()

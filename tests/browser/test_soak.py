# SPDX-License-Identifier: MIT
"""Worth keeping open: minutes of much traffic, with flat heaps and no jerks.

3,000 of the simulator's containers are some 44,000 frames a second.  With
DIAGTAP_LONG, in seconds, (script/test-browser --long, --hour) it takes so long,
else fifteen seconds, which tell the gaps between frames and how soon a click is
answered, but decide nothing by them.
"""

import json
import os
import time
import unittest

from case import ViewerCase
from daemon import Daemon
from devtools import DevTools

SECONDS = int(os.environ.get("DIAGTAP_LONG") or 15)
CONTAINERS = 3000.0

GAPS = """
window.gaps = [];
let last = performance.now();
const step = (now) => {
  window.gaps.push(now - last);
  last = now;
  requestAnimationFrame(step);
};
requestAnimationFrame(step);
"""

# Every other second a row is clicked as it comes, until the detail has it.  A row
# that is looked at pauses the list before it leaves; then the list goes on.
ANSWERS = """
window.answers = [];
const newest = () => [...document.querySelectorAll('.space .row:not([hidden])')]
  .filter((row) => row.textContent)
  .reduce((a, b) => a && Number(a.ariaRowIndex) > Number(b.ariaRowIndex) ? a : b, null);
const choose = () => {
  const row = newest();
  if (!row) return setTimeout(follow, 100);
  const wanted = `Row ${row.querySelector('.n').textContent} ·`;
  const begun = performance.now();
  row.click();
  const look = () => {
    const {textContent} = document.querySelector('.detail');
    if (!textContent.startsWith(wanted) && !textContent.includes('no longer held'))
      return requestAnimationFrame(look);
    window.answers.push(performance.now() - begun);
    setTimeout(follow, 2000);
  };
  requestAnimationFrame(look);
};
const follow = () => {
  document.querySelector('#pause[aria-pressed=true]')?.click();
  document.querySelector('#follow[aria-pressed=false]')?.click();
  setTimeout(choose, 200);
};
follow();
"""

FRAMES = 600  # in a window: ten seconds at 60 a second


def p99(gaps):
    return sorted(gaps)[len(gaps) * 99 // 100]


class Soak(ViewerCase):

    def heaps(self):
        """Of the page and its worker, after a collection, in bytes."""
        self.browser.cdp("HeapProfiler.collectGarbage")
        return (self.browser.run("return performance.memory.usedJSHeapSize"),
                self.tools.worker_heap())

    def rows_so_far(self):
        """Held, or dropped since."""
        return self.figure("rows") + self.figure("dropped")

    def is_flat(self, heaps, most):
        self.assertLess(max(heaps[len(heaps) // 2:]), 1.5 * max(heaps[:2]) + (4 << 20))
        self.assertLess(max(heaps), most)

    def test_much_traffic_leaves_the_page_smooth_and_its_heaps_flat(self):
        with Daemon(f"diag.rate={CONTAINERS}") as daemon:
            self.look(daemon)
            self.browser.until("the list is full", """
                return !document.getElementById('foot-dropped').hidden""", seconds=60)
            self.tools = DevTools(self.browser.address)
            self.addCleanup(self.tools.close)
            heaps = [self.heaps()]
            read = daemon.status()["taps"][0]["read"]["containers"]
            rows, missed = self.rows_so_far(), self.figure("missed")
            self.browser.run(GAPS + ANSWERS)
            begun = time.monotonic()
            while time.monotonic() < begun + SECONDS:
                time.sleep(min(15, SECONDS / 3))
                heaps.append(self.heaps())
            took = time.monotonic() - begun
            rows, missed = self.rows_so_far() - rows, self.figure("missed") - missed
            gaps = self.browser.run("return window.gaps")
            windows = sorted(p99(gaps[at:at + FRAMES])
                             for at in range(0, max(1, len(gaps) - FRAMES + 1), FRAMES))
            answers = sorted(self.browser.until("a click is answered", """
                return window.answers.length && window.answers"""))
            tap = daemon.status()["taps"][0]
            page, worker = zip(*heaps)
            told = {
                "seconds": round(took), "frames": len(gaps),
                "first_paint_ms": round(self.browser.run("""
                    return performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1""")),
                "rows_per_s": round(rows / took),
                "missed_while_paused": missed, "lost": self.figure("lost"),
                "containers_per_s": round((tap["read"]["containers"] - read) / took),
                "p50_ms": round(sorted(gaps)[len(gaps) // 2], 1),
                "p99_ms": round(p99(gaps), 1),
                "p99_of_windows_ms": [round(gap, 1) for gap in windows],
                "max_ms": round(max(gaps), 1),
                "answers": len(answers), "answer_p50_ms": round(answers[len(answers) // 2], 1),
                "answer_max_ms": round(answers[-1], 1),
                "page_heap": page, "worker_heap": worker,
                "foot": self.browser.text("#foot"),
            }
            print(json.dumps(told), flush=True)
            # What else the machine does has some windows, not most of them.
            if os.environ.get("DIAGTAP_LONG"):
                self.assertLess(windows[len(windows) // 2], 100)
                self.assertLess(answers[len(answers) // 2], 500)
                self.assertEqual(self.figure("lost"), 0)
            # A page that stands still would hold little, and show nothing.
            self.assertGreater(rows, missed)
            self.is_flat(page, 64 << 20)
            self.is_flat(worker, 256 << 20)
            self.assertGreater(told["containers_per_s"], CONTAINERS / 2)
            self.no_errors()


if __name__ == "__main__":
    unittest.main()

# SPDX-License-Identifier: MIT
"""Worth keeping open: minutes of much traffic, with a flat heap and no jerks.

With DIAGTAP_LONG (script/test-browser --long) it takes five minutes, else
fifteen seconds, which is enough for the gaps but not for the heap.
"""

import json
import os
import time
import unittest

from case import ViewerCase
from daemon import Daemon

SECONDS = 300 if os.environ.get("DIAGTAP_LONG") else 15
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


class Soak(ViewerCase):

    def heap(self):
        """Of the page, after a collection, in octets."""
        self.browser.cdp("HeapProfiler.collectGarbage")
        return self.browser.run("return performance.memory.usedJSHeapSize")

    def test_much_traffic_leaves_the_page_smooth_and_its_heap_flat(self):
        with Daemon(f"diag.rate={CONTAINERS}") as daemon:
            self.look(daemon)
            self.browser.until("the list is full", """
                return !document.getElementById('foot-dropped').hidden""", seconds=60)
            heaps = [self.heap()]
            read = daemon.status()["taps"][0]["read"]["containers"]
            self.browser.run(GAPS)
            begun = time.monotonic()
            while time.monotonic() < begun + SECONDS:
                time.sleep(min(15, SECONDS / 3))
                heaps.append(self.heap())
            took = time.monotonic() - begun
            gaps = sorted(self.browser.run("return window.gaps"))
            tap = daemon.status()["taps"][0]
            told = {
                "seconds": round(took), "frames": len(gaps),
                "containers_per_s": round((tap["read"]["containers"] - read) / took),
                "p50_ms": round(gaps[len(gaps) // 2], 1),
                "p99_ms": round(gaps[len(gaps) * 99 // 100], 1),
                "max_ms": round(gaps[-1], 1),
                "heap_first": heaps[0], "heap_last": heaps[-1], "heap_most": max(heaps),
                "foot": self.browser.text("#foot"),
            }
            print(json.dumps(told), flush=True)
            # A page that is too slow has gaps of seconds, a leak grows by all that comes.
            self.assertLess(told["p99_ms"], 100)
            self.assertLess(max(heaps[len(heaps) // 2:]), 1.5 * max(heaps[:2]) + (4 << 20))
            self.assertLess(max(heaps), 64 << 20)
            self.assertGreater(told["containers_per_s"], CONTAINERS / 2)
            self.assertEqual(self.figure("lost"), 0)
            self.no_errors()


if __name__ == "__main__":
    unittest.main()

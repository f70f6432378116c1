# SPDX-License-Identifier: MIT
"""The page is kept by the browser: it opens without diagtapd, for captures."""

import os
import unittest

from case import ViewerCase
from daemon import Daemon, made_up

VIEWER = os.path.join(os.environ.get("SOURCE_DIR", "."), "src", "viewer")

KEPT = """
return caches.open('diagtap').then((cache) => cache.keys()).then((keys) =>
  keys.map(({url}) => new URL(url).pathname))"""


def files():
    """All files of the page."""
    for folder, _, names in os.walk(VIEWER):
        for name in names:
            yield "/viewer/" + os.path.relpath(os.path.join(folder, name), VIEWER)


class Offline(ViewerCase):

    def kept(self, daemon):
        self.look(daemon)
        self.browser.until("the service worker", """
            return navigator.serviceWorker.getRegistration().then((one) => one?.active?.state === 'activated')""",
                           seconds=60)

    def test_the_page_opens_without_diagtapd_and_shows_a_capture(self):
        path = made_up(self.folder, 1)
        with Daemon() as daemon:
            self.kept(daemon)
            url = daemon.url
        self.browser.open(url + "/?charts=off")
        self.browser.until("it says so", """
            return document.getElementById('state-text')?.textContent === 'Not reachable'""")
        with open(path, "rb") as file:
            self.drop("made.pcap", file.read())
        self.assertGreater(self.await_rows(100), 0)
        self.browser.run("document.querySelector('.grid').focus()")
        self.browser.press("Home")
        self.browser.until("a detail", "return document.querySelector('.tree')")

    def test_what_is_kept_is_the_page_and_nothing_else(self):
        with Daemon("diag.rate=60") as daemon:
            self.kept(daemon)
            self.browser.open(daemon.url)
            self.await_rows(100)
            kept = self.browser.run(KEPT)
            self.assertEqual([path for path in kept if path != "/" and not path.startswith("/viewer/")], [])
            # Not needed: the page itself, which is "/", and files that no browser asks for.
            missing = set(files()) - set(kept) - {"/viewer/index.html", "/viewer/package.json",
                                                   "/viewer/offline.js"}
            self.assertEqual(missing, set())

    def test_diagtapd_comes_first(self):
        with Daemon() as daemon:
            self.kept(daemon)
            self.browser.run("""
                return caches.open('diagtap').then((cache) => cache.put(location.origin + '/',
                  new Response('<title>old</title>', {headers: {'Content-Type': 'text/html'}})))""")
            self.browser.open(daemon.url)
            self.await_rows(1)
            self.assertEqual(self.browser.run("return document.title"), "diagtap")

    def test_it_can_be_installed(self):
        with Daemon() as daemon:
            self.look(daemon)
            manifest = self.browser.cdp("Page.getAppManifest")
            self.assertEqual(manifest["errors"], [])
            self.assertIn('"name": "diagtap"', manifest["data"])
            self.assertEqual(self.browser.cdp("Page.getInstallabilityErrors")["installabilityErrors"], [])


if __name__ == "__main__":
    unittest.main()

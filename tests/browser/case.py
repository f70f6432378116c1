# SPDX-License-Identifier: MIT
"""What the tests of the viewer share: one browser for a class of them."""

import base64
import os
import tempfile
import unittest

from webdriver import Browser

SHARED = os.environ.get("SHARED_DIR", "")


def shared(name):
    """A file of captures and tools that a stranger's clone has not."""
    path = os.path.join(SHARED, name)
    if not SHARED or not os.path.exists(path):
        raise unittest.SkipTest(f"no {name} here")
    return path


def drop(browser, name, data):
    """Drags a file onto the page of any browser."""
    browser.run("""
        const bytes = Uint8Array.from(atob(arguments[1]), (c) => c.charCodeAt(0));
        const data = new DataTransfer();
        data.items.add(new File([bytes], arguments[0]));
        for (const type of ['dragenter', 'dragover', 'drop'])
          document.body.dispatchEvent(new DragEvent(type,
            {dataTransfer: data, bubbles: true, cancelable: true}));""",
                name, base64.b64encode(data).decode())


class ViewerCase(unittest.TestCase):
    """A test has the browser, and a folder that goes with it."""

    @classmethod
    def setUpClass(cls):
        cls.browser = Browser()

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="diagtap-")
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.browser.resize(1440, 900)

    def look(self, daemon):
        """Opens the viewer as somebody does who was never there."""
        self.browser.open(daemon.url + "/viewer/icon.svg")
        self.browser.run("localStorage.clear(); sessionStorage.clear()")
        self.browser.errors()
        self.browser.open(daemon.url)

    def figure(self, name):
        """A figure of the foot, as a number."""
        text = self.browser.run(
            "const item = document.getElementById('foot-' + arguments[0]);"
            "return item && !item.hidden ? item.querySelector('b').textContent : '0'",
            name)
        return int(text.split()[0].replace(",", ""))

    def await_rows(self, least, seconds=30):
        return self.browser.until(
            f"{least} rows", """
            const n = Number(document.querySelector('#foot-rows b')?.textContent
              .replaceAll(',', ''));
            return n >= arguments[0] && n""", least, seconds=seconds)

    def await_still(self):
        """The number of rows, once it has not changed for a second."""
        return self.browser.until("rows stand still", """
            const n = document.querySelector('#foot-rows b').textContent;
            const now = performance.now();
            if (window.stillRows !== n) { window.stillRows = n; window.stillSince = now; }
            return now - window.stillSince > 1000 && n !== '0' && n""")

    def filter(self, text):
        """Sets a filter, and waits until the worker has judged it."""
        self.browser.run("""
            const field = document.getElementById('filter-text');
            field.value = arguments[0];
            field.form.dataset.state = 'asked';
            field.form.requestSubmit();""", text)
        return self.browser.until("the filter is judged", """
            const {state} = document.getElementById('filter').dataset;
            return state !== 'asked' && (state || 'none')""")

    def drop(self, name, data):
        """Drags a file onto the page."""
        drop(self.browser, name, data)

    def rows(self):
        """The rows that are seen, as lists of texts."""
        return self.browser.run("""
            const box = document.querySelector('.grid').getBoundingClientRect();
            return [...document.querySelectorAll('.space .row:not([hidden])')]
              .filter((row) => row.getBoundingClientRect().top < box.bottom - 3 &&
                row.getBoundingClientRect().bottom > box.top + 29)
              .sort((a, b) => a.getAttribute('aria-rowindex') - b.getAttribute('aria-rowindex'))
              .map((row) => [...row.children].map((cell) => cell.textContent))""")

    def no_errors(self):
        """But for the icon that a browser seeks beside a file, see look()."""
        self.assertEqual([error for error in self.browser.errors()
                          if "favicon.ico" not in error], [])

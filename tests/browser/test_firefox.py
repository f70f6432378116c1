# SPDX-License-Identifier: MIT
"""The viewer in Firefox ESR: each thing that the page does, once; the tests in
Chromium look closer."""

import json
import os
import shutil
import subprocess
import tempfile
import unittest

import made
from case import drop
from daemon import Daemon, made_up
from marionette import Firefox
from test_access import AUDIT, AXE
from test_pictures import DRAG

WIRESHARK = os.environ.get("DIAGTAP_WIRESHARK", "")

ROWS = """
return Number(document.querySelector('#foot-rows b')?.textContent.replaceAll(',', '')) > arguments[0]"""

ONLY = """
const codes = [...document.querySelectorAll('.space .row:not([hidden]) .code')]
  .map((cell) => cell.textContent);
return codes.length > 5 && codes.every((code) => code === arguments[0])"""

# What is saved is kept here, and not given to the browser.
SAVED = """
window.saved = [];
URL.createObjectURL = (blob) => {
  blob.text().then((text) => window.saved.push(text));
  return '#';
};"""


@unittest.skipUnless(shutil.which("firefox-esr"), "no firefox-esr here")
class InFirefox(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.browser = Firefox()
        cls.addClassCleanup(cls.browser.close)

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="diagtap-")
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def look(self, daemon, rows=100, query=""):
        """Opens the viewer as somebody does who was never there."""
        self.browser.open(daemon.url + "/viewer/icon.svg")
        self.browser.run("localStorage.clear(); sessionStorage.clear()")
        self.browser.open(daemon.url + "/" + query)
        self.browser.until(f"{rows} rows", ROWS, rows)

    def filter(self, text, state="good"):
        self.browser.run("""
            const field = document.getElementById('filter-text');
            field.value = arguments[0];
            field.form.dataset.state = 'asked';
            field.form.requestSubmit();""", text)
        self.browser.until(f"{text}: {state}", """
            return document.getElementById('filter').dataset.state === arguments[0]""", state)

    def drop(self, name, data):
        drop(self.browser, name, data)

    def in_notice(self, text):
        self.browser.until(text, """
            return document.getElementById('notice-text').textContent.includes(arguments[0])""", text)

    def choose(self, row, label):
        """A row, and in its detail the field whose label begins so."""
        self.browser.until(f"row {row} and {label}", """
            const row = [...document.querySelectorAll('.space .row:not([hidden])')]
              .find((row) => row.querySelector('.n').textContent === arguments[0]);
            if (row?.ariaSelected !== 'true') row?.click();
            const node = [...document.querySelectorAll('.tree .node')].find(({textContent}) =>
              textContent.startsWith(arguments[1]));
            node?.click();
            node?.parentElement.focus();
            return document.querySelector('.detail .title').textContent
              .startsWith(`Row ${arguments[0]} `) && node !== undefined""", row, label)

    def test_rows_filter_and_detail(self):
        with Daemon() as daemon:
            self.look(daemon, 300)
            self.assertIn("Live: simulator", self.browser.run(
                "return document.getElementById('state-text').textContent"))
            self.browser.run("""
                document.getElementById('pause').click();
                const field = document.getElementById('filter-text');
                field.value = 'code == 0xb0c0';
                field.form.requestSubmit();""")
            self.browser.until("only these rows", ONLY, "0xb0c0")
            self.browser.run("document.querySelector('.space .row:not([hidden])').click()")
            self.browser.until("its detail and bytes", """
                return document.querySelectorAll('.tree [role=treeitem]').length > 10 &&
                  document.querySelectorAll('.hex .line').length > 2""")
            # The filter that a field has works; one that is half typed changes nothing.
            self.browser.run("""
                [...document.querySelectorAll('.tree .node')]
                  .find((node) => node.textContent.startsWith('Log code')).click()""")
            self.assertEqual(self.browser.run("return document.querySelector('.field-name .text').textContent"),
                             "diagtap.log.code == 0xb0c0")
            self.browser.run("document.querySelector('.acts button').click()")
            self.browser.until("it is the filter", """
                return document.getElementById('filter-text').value === 'diagtap.log.code == 0xb0c0' &&
                  document.getElementById('filter').dataset.state === 'good'""")
            self.filter("diagtap.log.code in {0xb0", "bad")
            self.assertIn("The list still shows: diagtap.log.code == 0xb0c0",
                          self.browser.run("return document.getElementById('filter-error').textContent"))
            self.browser.until("still these rows", ONLY, "0xb0c0")
            self.browser.run("document.getElementById('state').click()")
            self.assertIn("WebSocket", self.browser.run(
                "return document.querySelector('dialog').textContent"))

    def test_another_tap_and_the_way_back(self):
        with Daemon("ipa_stream_enabled=true", "ipa.source=simulator") as daemon:
            self.look(daemon, 100, "?view=cells&filter=rat+==+lte")
            self.browser.until("there is a choice", "return !document.getElementById('taps').hidden")
            self.browser.run("""
                const taps = document.getElementById('taps');
                taps.value = 'ipa';
                taps.dispatchEvent(new Event('change'))""")
            self.browser.until("its rate", """
                return location.search.includes('tap=ipa') &&
                  /[1-9][0-9,]* frames/.test(document.querySelector('#foot-rate b')?.textContent)""")
            self.browser.back()
            self.assertEqual(self.browser.until("as it was", """
                const tab = document.getElementById('tab-cells');
                return !location.search.includes('tap=') && tab?.ariaSelected === 'true' &&
                  [document.getElementById('filter-text').value, document.getElementById('taps').value]"""),
                             ["rat == lte", "diag"])

    @unittest.skipUnless(shutil.which("editcap") and shutil.which("zstd"), "no editcap or zstd here")
    def test_files_of_each_packing(self):
        path = made_up(self.folder, 1)
        subprocess.run(["zstd", "-q", path], check=True)
        subprocess.run(["editcap", "-F", "pcapng", path, path + "ng"], check=True)
        with Daemon(enabled=False) as daemon:
            self.look(daemon, -1)
            for name in ("made-up.pcap.zst", "made-up.pcapng"):
                with open(os.path.join(self.folder, name), "rb") as file:
                    self.drop(name, file.read())
                self.in_notice(f"{name} (pcap")
                self.browser.until("its rows", ROWS, 50)
            self.drop("wrong.pcap", b"no capture at all")
            self.in_notice("wrong.pcap: This file is not a capture")
            self.assertTrue(self.browser.run(ROWS, 50), "what was shown is still there")
            self.drop("made.qmdl", made.log(-46 * 365 * 86400000, 0xb0c0, b"") + made.capture())
            self.in_notice("made.qmdl (HDLC frames), 18 rows")
            self.assertEqual(self.browser.run("""
                return document.querySelector('select[aria-label="Time shown"]').selectedOptions[0].text"""), "All")
            self.browser.until("rows with dates", """
                return document.querySelector('.space .row:not([hidden]) .host').textContent.startsWith('1980-')""")
            self.assertEqual(self.browser.run("""
                return [...document.querySelectorAll('[title]')].filter(({title}) =>
                  title.includes('undefined')).length"""), 0)

    def test_what_is_kept_and_taken_along(self):
        with Daemon("diag.rate=60") as daemon:
            self.look(daemon)
            self.drop("made.qmdl", made.capture())
            self.in_notice("made.qmdl")
            self.choose("16", "First ARFCN")
            self.browser.press("c")
            self.browser.until("a column", """
                return [...document.querySelectorAll('.space .row:not([hidden]) .extra')]
                  .some(({textContent}) => textContent === '871')""")
            self.browser.press("o")
            self.browser.until("a colour", """
                return document.querySelectorAll('.space .row[data-colour]:not([data-colour=""])').length === 1""")
            self.browser.press("b")
            self.browser.until("a note", "return document.getElementById('note')")
            for key in "to GSM":
                self.browser.press(key)
            self.browser.press("Enter")
            self.browser.until("a star", "return document.querySelector('.row.booked .n')?.textContent === '16'")
            self.browser.run(SAVED)
            self.browser.run("""
                document.getElementById('menu').click();
                document.getElementById('save-form').value = 'json';
                [...document.querySelectorAll('dialog .choices button')]
                  .find((button) => button.textContent.startsWith('All')).click()""")
            rows = json.loads(self.browser.until("the file", "return window.saved[0]"))
            self.assertEqual([(row["no"], row["note"]) for row in rows if row.get("note")], [(16, "to GSM")])

    @unittest.skipUnless(WIRESHARK, "no Wireshark for browsers: set DIAGTAP_WIRESHARK")
    def test_wireshark_in_the_page(self):
        with Daemon(f"viewer.wireshark={WIRESHARK}", enabled=False) as daemon:
            self.look(daemon, -1)
            self.drop("made.qmdl", made.capture())
            self.in_notice("made.qmdl")
            self.choose("16", "First ARFCN")
            self.browser.run("document.querySelector('.engines [data-engine=wireshark]').click()")
            self.browser.until("Wireshark's tree", """
                return [...document.querySelectorAll('.tree .node')].some(({textContent}) =>
                  textContent.includes('startingARFCN: 871'))""", seconds=120)
            self.browser.run("document.getElementById('filter-engine').click()")
            self.filter("lte-rrc.rrcConnectionRelease_element")
            self.browser.until("the row that tshark finds", """
                return document.querySelector('#foot-shown b').textContent === '1'""")
            self.filter("lte-rrc.nothing", "bad")

    @unittest.skipUnless(os.path.exists(AXE), "no axe-core here (script/test-browser fetches it by npm)")
    def test_axe_finds_nothing(self):
        with open(AXE, encoding="utf-8") as file:
            source = file.read()
        with Daemon("diag.rate=60") as daemon:
            self.look(daemon, 100, "?view=observations")
            self.browser.run(source + "; window.axe = axe;" + AUDIT)
            self.assertEqual(self.browser.until("axe is through", "return window.found && [window.found]",
                                                seconds=120), [[]])

    def test_the_page_opens_without_diagtapd(self):
        with Daemon() as daemon:
            self.look(daemon)
            self.browser.until("the service worker", """
                return navigator.serviceWorker.getRegistration().then((one) => one?.active?.state === 'activated')""")
            url = daemon.url
        self.browser.open(url + "/?charts=off")
        self.browser.until("it says so", """
            return document.getElementById('state-text')?.textContent === 'Not reachable'""")
        self.drop("made.qmdl", made.capture())
        self.in_notice("made.qmdl (HDLC frames), 17 rows")

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
            self.look(daemon)
            self.drop("made.qmdl", made.capture())
            self.in_notice("made.qmdl")
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
            self.browser.run("document.querySelector('.rules input[name=reject], .rules input').click()")
            self.browser.until("a rule is off", """
                return document.querySelector('.observations-picture').textContent.includes('7 of 8 rules')""")
            # A drag over time marks rows; what the message says comes first.
            self.browser.run("document.getElementById('tab-traffic').click()")
            self.browser.run("Element.prototype.setPointerCapture = () => {}")
            self.browser.until("the last rows are marked", DRAG + """
                return document.querySelector('#foot-marked b')?.textContent === '6'""", "canvas.rate", .75, 1)
            self.choose("16", "PDU: RRCConnectionRelease")
            self.assertEqual(self.browser.run("""
                return [...document.querySelectorAll('.tree .node')].findIndex(({textContent}) =>
                  textContent.startsWith('PDU: '))"""), 1)

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

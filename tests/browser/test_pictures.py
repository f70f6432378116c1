# SPDX-License-Identifier: MIT
"""The pictures: signal, cells, procedures and observations, linked to the list
both ways; a drag over time marks rows."""

import unittest

import made
from case import ViewerCase
from daemon import Daemon

CHOSEN = "return document.querySelector('.row[aria-selected=true] .n')?.textContent"

# A drag over a chart: the part of its width where it begins, and where it ends.
DRAG = """
const canvas = document.querySelector(arguments[0]);
const box = canvas.getBoundingClientRect();
const at = (type, x) => canvas.dispatchEvent(new PointerEvent(type, {bubbles: true,
  pointerId: 1, button: 0, clientX: box.left + x, clientY: box.top + 5}));
const width = box.width - 84;
at('pointerdown', 74 + width * arguments[1]);
at('pointermove', 74 + width * arguments[2]);
at('pointerup', 74 + width * arguments[2]);"""


class Pictures(ViewerCase):

    def open_made(self, daemon):
        self.look(daemon)
        self.await_rows(1)
        self.drop("made.qmdl", made.capture())
        self.browser.until("the file is shown", """
            return document.getElementById('notice-text').textContent.includes('17 rows')""")

    def view(self, name):
        self.browser.click(f"#tab-{name}")
        self.browser.until("the picture", """
            const pane = document.getElementById(`picture-${arguments[0]}`);
            return !pane.hidden && !pane.querySelector('.note')?.textContent.startsWith('No ')""", name)

    def await_chosen(self, row):
        self.browser.until(f"row {row} is selected", CHOSEN + " === arguments[0]", str(row))

    def press_button(self, selector, text):
        self.browser.until(f"a button {text}", """
            const button = [...document.querySelectorAll(arguments[0])]
              .find((button) => button.textContent.includes(arguments[1]));
            button?.click();
            return !!button""", selector, text)

    def test_cells_lead_to_rows_and_filter_the_list(self):
        with Daemon() as daemon:
            self.open_made(daemon)
            self.view("cells")
            cells = self.browser.until("two cells", """
                const rows = [...document.querySelectorAll('.cells-picture tbody tr')];
                return rows.length === 2 && rows.map((row) => [...row.cells].map((cell) => cell.textContent))""")
            self.assertEqual(cells[0][:4], ["LTE EARFCN 1300 · PCI 7", "001-01", "5", "99 (0-99)"])
            self.assertEqual([cell[7:] for cell in cells], [["−91 dBm", "10"], ["−100 dBm", "10"]])
            self.press_button(".cells-picture tr:last-child button", "−100 dBm")
            self.await_chosen(11)
            # The list leads back: the row's cell is marked.
            self.assertEqual(self.browser.run("""
                return document.querySelector('.cells-picture [aria-current] th').textContent"""),
                "LTE EARFCN 1300 · PCI 7")
            self.press_button(".cells-picture th button", "PCI 7")
            self.browser.until("the list is filtered", """
                return document.getElementById('filter').dataset.state === 'good' &&
                  document.querySelector('#foot-shown b').textContent === '15'""")
            self.no_errors()

    def test_signal_leads_to_rows(self):
        with Daemon() as daemon:
            self.open_made(daemon)
            self.view("signal")
            names = self.browser.until("two cells", """
                const keys = [...document.querySelectorAll('.cell-key')];
                return keys.length === 2 && keys.map((key) => key.textContent)""")
            self.assertEqual(sorted(names), ["LTE EARFCN 1300 · PCI 7", "LTE EARFCN 1300 · PCI 8"])
            # Both cells are drawn, in their colours.
            self.browser.until("two colours", """
                const canvas = document.querySelector('canvas.level');
                const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
                const hues = new Set();
                for (let i = 0; i < data.length; i += 4) {
                  const [r, g, b, a] = data.slice(i, i + 4);
                  if (a > 200 && Math.max(r, g, b) - Math.min(r, g, b) > 60) hues.add(r > b ? 'red' : 'blue');
                }
                return hues.size === 2""")
            told = self.browser.until("a measurement is told, and its row chosen", """
                const canvas = document.querySelector('canvas.level');
                const box = canvas.getBoundingClientRect();
                for (let x = 80; x < box.width; x += 4) for (let y = 4; y < box.height; y += 8) {
                  const at = {bubbles: true, clientX: box.left + x, clientY: box.top + y};
                  canvas.dispatchEvent(new PointerEvent('pointermove', at));
                  const told = document.querySelector('.cell-line .hovered').textContent;
                  if (!told.includes('RSRP −95 dBm')) continue;
                  canvas.dispatchEvent(new PointerEvent('click', at));
                  return told;
                }""")
            self.assertIn("PCI 7", told)
            self.assertIn("RSRQ −10 dB", told)
            self.await_chosen(6)
            self.assertEqual(self.browser.run("""
                document.querySelector('.cell-key').click();
                return [...document.querySelectorAll('.cell-key')].map((key) => key.ariaPressed)"""), ["true", "false"])

    def test_a_procedure_is_a_ladder(self):
        with Daemon() as daemon:
            self.open_made(daemon)
            self.view("procedures")
            steps = self.browser.until("its steps", """
                const steps = [...document.querySelectorAll('.ladder button')];
                return steps.length && steps.map((step) => [step.getAttribute('aria-label'), step.dataset.row])""")
            self.assertEqual(self.browser.text(".ladder-title"),
                             "LTE Attach: rejected. EMM cause No suitable cells in tracking area")
            self.assertEqual(steps, [
                ["0 ms, phone to core network: Attach request", "12"],
                ["20 ms, phone to cell: RRCConnectionRequest", "13"],
                ["100 ms, cell to phone: DLInformationTransfer: Attach reject", "14"]])
            self.press_button(".ladder button", "Attach reject")
            self.await_chosen(14)
            self.assertEqual(self.browser.run("""
                return document.querySelector('.ladder [aria-current]').dataset.row"""), "14")
            # The list leads to the step.
            self.browser.run("document.querySelector('.grid').focus()")
            self.browser.press("Up")
            self.browser.until("the step of row 13 is marked", """
                return document.querySelector('.ladder [aria-current]')?.dataset.row === '13'""")

    def test_observations_are_plain_and_can_be_switched_off(self):
        with Daemon() as daemon:
            self.open_made(daemon)
            self.view("observations")
            self.browser.until("three observations", """
                return document.querySelector('.badge').textContent === '3'""")
            titles = self.browser.run("""
                return [...document.querySelectorAll('.seen h3')].map((head) => head.textContent)""")
            self.assertEqual(titles, ["The phone sent its IMSI (1)", "Redirected to GSM (1)",
                                      "The network refused (1)"])
            text = self.browser.text(".seen")
            self.assertIn("Attach reject: cause 15, No suitable cells in tracking area.", text)
            self.assertEqual(text.count("Innocent causes"), 3)
            self.press_button(".seen [data-row]", "16")
            self.await_chosen(16)
            self.assertEqual(self.browser.run("""
                return document.querySelector('.seen [aria-current]').dataset.row"""), "16")
            # Each rule can be read, has sources, and is switched off; the choice stays.
            self.browser.run("document.querySelector('.rules').open = true")
            self.assertEqual(self.browser.run("""
                return [...document.querySelectorAll('.rules li')].filter((rule) =>
                  rule.querySelectorAll('a[href^="https://"]').length === 0).length"""), 0)
            self.browser.click("#rule-redirect-2g")
            self.assertEqual(self.browser.text(".badge"), "2")
            self.assertNotIn("Redirected to GSM (1)", self.browser.text(".seen"))
            self.browser.open(daemon.url)
            self.browser.until("it is still off", """
                return document.querySelector('#rule-redirect-2g')?.checked === false""")

    def test_nothing_seen_is_not_all_well(self):
        with Daemon("diag.rate=1.0") as daemon:
            self.look(daemon)
            self.browser.click("#tab-observations")
            # All rules off, then on again: no rule has seen anything of nothing.
            self.browser.click("#clear")
            words = self.browser.until("what is said", """
                const words = document.querySelector('.observations-picture .note').textContent;
                return words.includes('rules are on') && words""")
            if "below" not in words:
                self.assertIn("That does not say that all is well", words)
            self.browser.run("""
                for (const box of document.querySelectorAll('.rules input')) if (box.checked) box.click()""")
            words = self.browser.text(".observations-picture .note")
            self.assertIn("0 of 8 rules are on", words)
            self.assertIn("That does not say that all is well", words)

    def test_a_drag_over_time_marks_rows(self):
        with Daemon() as daemon:
            self.open_made(daemon)
            # No finger is down: a capture of it would be refused.
            self.browser.run("Element.prototype.setPointerCapture = () => {}")
            self.browser.until("the charts are drawn", "return document.querySelector('canvas.rate').width > 300")
            # Again, until the chart has the times of the file.
            self.browser.until("the last rows are marked", DRAG + """
                return document.querySelector('#foot-marked b')?.textContent === '6'""",
                               "canvas.rate", .75, 1)
            self.await_chosen(12)
            self.assertIn("6 rows of", self.browser.text(".time-span"))
            self.view("signal")
            self.browser.until("the signal is drawn", "return document.querySelector('canvas.level').width > 300")
            self.browser.run(DRAG, "canvas.level", 0, .5)
            self.browser.until("the first rows are marked", """
                return document.querySelector('#foot-marked b')?.textContent === '8'""")
            self.press_button(".time-span button", "Show only these")
            self.browser.until("the list is filtered", """
                return document.querySelector('#foot-shown b')?.textContent === '8'""")
            self.assertEqual(self.browser.run("return document.getElementById('filter-text').value"),
                             "n >= 1 and n <= 8")

    def test_the_picture_is_in_the_address_and_keys_choose_it(self):
        with Daemon() as daemon:
            self.look(daemon)
            self.await_rows(100)
            self.browser.run("document.getElementById('tab-traffic').focus()")
            self.browser.press("Right")
            self.browser.press("Right")
            self.browser.until("the address has it", "return location.search.includes('view=cells')")
            self.assertEqual(self.browser.run("return document.activeElement.id"), "tab-cells")
            self.browser.open(daemon.url + "/?view=procedures")
            self.browser.until("it is shown", """
                return document.getElementById('tab-procedures')?.getAttribute('aria-selected') === 'true'""")

    def test_no_picture_is_wider_than_a_phone(self):
        with Daemon('diag.story="day"') as daemon:
            self.browser.resize(390, 844, True)
            self.look(daemon)
            self.await_rows(300)
            self.browser.click(".tabs [data-tab=charts]")
            for name in ("traffic", "signal", "cells", "procedures", "observations"):
                self.browser.click(f"#tab-{name}")
                wide, seen = self.browser.run("""
                    return [document.documentElement.scrollWidth, document.documentElement.clientWidth]""")
                self.assertLessEqual(wide, seen, name)

    def test_the_radio_comes_first_in_the_detail(self):
        with Daemon() as daemon:
            self.open_made(daemon)
            self.filter("n == 16")
            self.browser.until("the row", """
                const rows = [...document.querySelectorAll('.space .row:not([hidden])')];
                const isIt = rows.length === 1 && rows[0].querySelector('.n').textContent === '16';
                if (isIt) rows[0].click();
                return isIt""")
            labels = self.browser.until("the detail", """
                const labels = [...document.querySelectorAll('.tree .node')]
                  .filter((node) => node.checkVisibility()).map((node) => node.textContent);
                return labels.length > 5 && labels""")
            self.assertTrue(labels[1].startswith("PDU: RRCConnectionRelease"), labels)
            self.assertIn("Redirected to: 1 (geran)", labels)
            self.assertEqual(labels[-2:], ["Framing", "Container"])
            # A value of a message is a filter, as in Wireshark.
            self.press_button(".tree .node", "First ARFCN")
            self.assertEqual(self.browser.text(".field-name .text"), "lte-rrc.startingARFCN == 871")


if __name__ == "__main__":
    unittest.main()

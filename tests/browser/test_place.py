# SPDX-License-Identifier: MIT
"""The place of the reader: the address, fields as filter, column and colour, columns."""

import unittest

from case import ViewerCase
from daemon import Daemon


class Place(ViewerCase):

    def address(self, part):
        """Waits until the address has this part."""
        return self.browser.until(f"{part} in the address", """
            return decodeURIComponent(location.search).includes(arguments[0]) && location.search""",
                                  part)

    def choose(self, label):
        """A row, and in its detail the field whose label begins so."""
        # Rows come a moment behind the filter: a click on one that goes finds another.
        self.browser.until("a row and its detail", """
            const row = document.querySelector('.space .row:not([hidden])');
            if (row && row.ariaSelected !== 'true') row.click();
            return row && document.querySelector('.detail .title').textContent
              .startsWith(`Row ${row.querySelector('.n').textContent} `)""")
        self.browser.run("""
            const node = [...document.querySelectorAll('.tree .node')].find(({textContent}) =>
              textContent.startsWith(arguments[0]));
            node.click();
            node.parentElement.focus()""", label)

    def test_the_address_brings_back_filter_and_charts(self):
        with Daemon() as daemon:
            self.look(daemon)
            self.await_rows(300)
            self.filter("lane == pcch and rat == lte")
            self.address("filter=lane+==+pcch+and+rat+==+lte")
            self.browser.click("#charts-toggle")
            address = self.address("charts=off")
            self.browser.open(daemon.url + "/" + address)
            self.browser.until("the filter is in effect", """
                return document.getElementById('filter').dataset.state === 'good'""")
            self.assertEqual(self.browser.run("""
                return [document.getElementById('filter-text').value,
                        document.getElementById('charts').classList.contains('closed')]"""),
                             ["lane == pcch and rat == lte", True])
            self.browser.until("rows that pass", """
                const rows = [...document.querySelectorAll('.space .row:not([hidden]) .name')];
                return rows.length > 3 && rows.every(({textContent}) => textContent.includes('PCCH'))""")

    def test_a_field_becomes_a_filter_by_key_and_by_click(self):
        with Daemon() as daemon:
            self.look(daemon)
            self.await_rows(1000)
            self.browser.click("#pause")
            self.filter("code == 0xb0c0 and lane == pcch")
            self.choose("EARFCN")
            self.browser.press("f")
            text = self.browser.until("the filter", """
                const {value} = document.getElementById('filter-text');
                return value.startsWith('diagtap.earfcn == ') && value""")
            self.assertEqual(self.browser.run("return document.activeElement.role"), "treeitem",
                             "the next key is for the field, too")
            self.choose("Physical cell")
            self.browser.run("""
                [...document.querySelectorAll('.acts button')].find(({textContent}) =>
                  textContent === 'And').click()""")
            self.browser.until("both", """
                return document.getElementById('filter-text').value
                  .startsWith('(' + arguments[0] + ') && diagtap.pci == ') &&
                  document.getElementById('filter').dataset.state === 'good'""", text)
            self.assertTrue(self.rows())

    def test_a_field_becomes_a_column_and_stays_one(self):
        with Daemon() as daemon:
            self.look(daemon)
            self.await_rows(1000)
            self.browser.click("#pause")
            self.filter("code == 0xb0c0 and lane == pcch")
            self.choose("EARFCN")
            self.browser.press("c")
            column = """
                const rows = [...document.querySelectorAll('.space .row:not([hidden]) .extra')];
                return rows.length > 3 && rows.every(({textContent}) => /^[0-9]+$/.test(textContent)) &&
                  document.querySelector('.row.head .extra').textContent"""
            self.assertEqual(self.browser.until("a column with values", column), "earfcn")
            self.browser.open(daemon.url)
            self.await_rows(100)
            self.filter("code == 0xb0c0 and lane == pcch")
            self.assertEqual(self.browser.until("still there", column), "earfcn")

    def test_a_field_becomes_a_colour(self):
        with Daemon() as daemon:
            self.look(daemon)
            self.await_rows(1000)
            self.browser.click("#pause")
            self.filter("code == 0xb0c0 and lane == pcch")
            self.choose("EARFCN")
            colours = """
                return [...document.querySelectorAll('.space .row:not([hidden])')]
                  .filter(({dataset}) => dataset.colour === '1').length"""
            self.assertEqual(self.browser.run(colours), 0)
            self.browser.press("o")
            self.browser.until("coloured rows", colours + " > 0")
            self.choose("EARFCN")
            self.browser.press("o")
            self.browser.until("none again", colours + " === 0")

    def test_a_phone_opens_the_pane_of_the_address(self):
        with Daemon() as daemon:
            self.browser.resize(390, 844, mobile=True)
            self.look(daemon)
            self.await_rows(100)
            self.browser.click(".tabs [data-tab=charts]")
            self.browser.click("#tab-cells")
            address = self.address("pane=charts")
            self.browser.open("about:blank")
            for query, pane in ((address, "charts"), ("?view=cells", "charts"), ("?pane=bytes", "bytes"), ("?pane=nonsense", "list")):
                self.browser.open(daemon.url + "/" + query)
                self.browser.until(pane, "return document.body.dataset.tab === arguments[0] && document.getElementById('foot-rows')", pane)

    def test_a_width_is_changed_by_keys_and_kept(self):
        width = "return document.querySelector('.row.head .name').offsetWidth"
        with Daemon() as daemon:
            self.look(daemon)
            self.await_rows(300)
            before = self.browser.run(width)
            self.browser.run("document.querySelector('.edge[data-column=name]').focus()")
            self.browser.press("Right")
            self.browser.press("Right")
            self.assertEqual(self.browser.run(width), before + 20)
            self.browser.open(daemon.url)
            self.await_rows(100)
            self.assertEqual(self.browser.run(width), before + 20)


if __name__ == "__main__":
    unittest.main()

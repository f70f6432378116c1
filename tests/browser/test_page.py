# SPDX-License-Identifier: MIT
"""The page: charts, panes, a phone's width, and those who cannot see it."""

import unittest

from case import ViewerCase
from daemon import Daemon

CHOSEN = "return document.querySelector('.row[aria-selected=true] .n')?.textContent"


class Page(ViewerCase):

    def test_a_click_in_a_lane_chooses_its_row(self):
        with Daemon("diag.rate=20.0") as daemon:
            self.look(daemon)
            self.await_rows(500)
            self.browser.click("#pause")
            width, lane = self.browser.until("the lanes are drawn", """
                const canvas = document.querySelector('canvas.lanes');
                return canvas.clientHeight > 100 && [canvas.clientWidth, 13]""")
            self.browser.until("a row is chosen", """
                const canvas = document.querySelector('canvas.lanes');
                const box = canvas.getBoundingClientRect();
                for (let x = box.right - 12; x > box.left + 64; x -= 3) {
                  canvas.dispatchEvent(new MouseEvent('click', {bubbles: true,
                    clientX: x, clientY: box.top + 2 + 13 / 2}));
                }
                return document.querySelector('.row[aria-selected=true] .name')?.textContent""")
            self.assertGreater(width, lane)
            # The first lane is that of BCCH.
            self.assertIn("BCCH", self.browser.text(".row[aria-selected=true] .name"))

    def test_a_serving_cell_is_told_and_found(self):
        with Daemon("diag.rate=20.0") as daemon:
            self.look(daemon)
            self.await_rows(1000)
            self.browser.click("#pause")
            told = self.browser.until("a cell is told", """
                const canvas = document.querySelector('canvas.cells');
                const box = canvas.getBoundingClientRect();
                const at = (type) => canvas.dispatchEvent(new PointerEvent(type, {bubbles: true,
                  clientX: box.right - 14, clientY: box.top + 11}));
                at('pointermove');
                const told = document.querySelector('.hovered').textContent;
                if (!told.includes('PCI')) return null;
                at('click');
                return told""")
            pci = told.split("PCI ")[1]
            self.browser.until("its row is chosen", """
                return document.querySelector('.row[aria-selected=true] .info')?.textContent
                  .includes(`pci ${arguments[0]}`)""", pci)

    def test_bytes_and_fields_light_each_other(self):
        with Daemon() as daemon:
            self.look(daemon)
            self.await_rows(300)
            self.browser.click("#pause")
            self.filter("code == 0xb0c0")
            # Keys go to rows, which come a moment behind the word "good".
            self.browser.until("some pass", """
                return Number(document.querySelector('#foot-shown b').textContent
                  .replaceAll(',', ''))""")
            self.browser.run("document.querySelector('.grid').focus()")
            self.browser.press("Home")
            self.browser.until("the detail", "return !!document.querySelector('.tree')")
            self.browser.run("""
                [...document.querySelectorAll('.tree .node')]
                  .find((node) => node.textContent.startsWith('Log code')).click()""")
            lit = self.browser.until("its bytes are lit", """
                const lit = [...document.querySelectorAll('.hex .line span:nth-child(2) .lit')];
                return lit.length && lit.map((byte) => byte.textContent.trim()).join(' ')""")
            self.assertEqual(lit, "c0 b0")
            self.assertTrue(self.browser.text(".field-name")
                            .startswith("diagtap.log.code == 0xb0c0"))
            self.assertEqual(self.browser.run("""
                return [...document.querySelectorAll('.bytes [role=tab]')].map((tab) => tab.ariaSelected)""")[0], "true")
            # And from the bytes to the field.
            field = self.browser.run("""
                const {at} = document.querySelector('.hex .lit').dataset;
                [...document.querySelectorAll('.tree .node')]
                  .find((node) => node.textContent.startsWith('Opcode')).click();
                document.querySelector(`.hex i[data-at="${at}"]`).click();
                return document.querySelector('.tree [aria-selected=true] > .node').textContent""")
            self.assertTrue(field.startswith("Log code"), field)

    def test_a_filter_that_makes_no_sense_says_where(self):
        with Daemon() as daemon:
            self.look(daemon)
            self.await_rows(300)
            self.assertEqual(self.filter("code == 0xb0c0"), "good")
            shown = self.browser.until("some pass", """
                return Number(document.querySelector('#foot-shown b').textContent
                  .replaceAll(',', ''))""")
            self.assertEqual(self.filter("code == and"), "bad")
            self.assertTrue(self.browser.text("#filter-error"))
            self.assertGreaterEqual(self.figure("shown"), shown)
            self.browser.click("#filter-clear")
            self.browser.until("all is shown", """
                return document.getElementById('foot-shown').hidden""")

    def test_what_may_follow_is_offered(self):
        with Daemon() as daemon:
            self.look(daemon)
            self.await_rows(100)
            self.browser.type("#filter-text", "ra")
            self.browser.until("rat is offered", """
                return [...document.querySelectorAll('#filter-list li')]
                  .some((item) => item.firstChild.textContent.startsWith('rat'))""")
            self.browser.press("Down")
            self.browser.press("Enter")
            text = self.browser.run("return document.getElementById('filter-text').value")
            self.assertTrue(text.startswith("rat"), text)

    def test_nothing_is_wider_than_a_phone(self):
        with Daemon() as daemon:
            self.browser.resize(375, 812, True)
            self.look(daemon)
            self.await_rows(300)
            for tab in ("list", "detail", "bytes", "charts"):
                self.browser.click(f".tabs [data-tab={tab}]")
                wide, seen = self.browser.run("""
                    const wide = Math.max(document.documentElement.scrollWidth,
                      ...[...document.querySelectorAll('.bar, .tabs, .foot, main > section')]
                        .map((element) => element.getBoundingClientRect().right));
                    return [wide, [...document.querySelectorAll('main > section')]
                      .filter((section) => section.offsetParent).map(({id}) => id)]""")
                self.assertLessEqual(wide, 375, tab)
                self.assertEqual(seen, [tab])
            self.browser.click(".tabs [data-tab=list]")
            self.browser.until("it still follows", """
                const shown = [...document.querySelectorAll('.space .row:not([hidden]) .n')]
                  .map((cell) => Number(cell.textContent));
                const rows = Number(document.querySelector('#foot-rows b').textContent
                  .replaceAll(',', ''));
                return Math.max(...shown) >= rows - 400""")
            self.browser.run("document.querySelector('.space .row:not([hidden])').click()")
            self.browser.until("a touched row is opened", """
                return document.body.dataset.tab === 'detail' &&
                  !!document.querySelector('.tree')""")

    def test_every_control_has_a_name(self):
        with Daemon() as daemon:
            self.look(daemon)
            self.await_rows(300)
            self.browser.click("#pause")
            self.browser.run("document.querySelector('.grid').focus()")
            self.browser.press("Home")
            self.browser.until("the detail", "return !!document.querySelector('.tree')")
            self.named(30)
            self.browser.click("#menu")
            self.named(8)
            self.browser.press("Escape")
            self.browser.click("#state")
            self.named(2)

    def named(self, least):
        """Each control of the accessibility tree, as a screen reader gets it."""
        roles = {"button", "textbox", "combobox", "grid", "tree", "treeitem", "tab",
                 "link", "image", "dialog", "columnheader", "splitter", "separator",
                 "toolbar", "tablist", "option", "checkbox", "listbox"}
        nodes = self.browser.cdp("Accessibility.getFullAXTree")["nodes"]
        seen = [node for node in nodes if not node.get("ignored") and
                node.get("role", {}).get("value") in roles]
        self.assertGreater(len(seen), least)
        nameless = [node["role"]["value"] for node in seen
                    if not node.get("name", {}).get("value", "").strip()]
        self.assertEqual(nameless, [])

    def test_colours_are_told_apart(self):
        """WCAG 2.2 AA: letters have a contrast of 4.5 to what is behind them."""
        with Daemon() as daemon:
            self.look(daemon)
            self.await_rows(300)
            for theme in ("light", "dark"):
                weak = self.browser.run(CONTRAST, theme)
                self.assertEqual(weak, [], theme)


CONTRAST = """
document.documentElement.dataset.theme = arguments[0];
const style = getComputedStyle(document.documentElement);
const probe = document.createElement('i');
document.body.append(probe);
const light = (name) => {
  probe.style.color = style.getPropertyValue(name);
  const [r, g, b] = getComputedStyle(probe).color.match(/[\\d.]+/g).map((c) => {
    c /= 255;
    return c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4;
  });
  return .2126 * r + .7152 * g + .0722 * b;
};
const pairs = [['--on-accent', '--accent'], ['--bad', '--bad-bg'], ['--warn', '--warn-bg']];
for (const behind of ['--bg', '--panel', '--raised', '--hover'])
  for (const letters of ['--text', '--dim', '--accent', '--bad', '--warn', '--good'])
    pairs.push([letters, behind]);
for (const rat of ['lte', 'nr', 'umts', 'gsm', 'tdscdma', 'ip', 'ipa'])
  for (const behind of ['--bg', '--hover', '--chosen', '--bad-bg', '--mark'])
    pairs.push([`--${rat}`, behind]);
for (const behind of ['--chosen', '--mark', '--bad-bg']) pairs.push(['--text', behind]);
const weak = [];
for (const [letters, behind] of pairs) {
  const [a, b] = [light(letters), light(behind)].sort((x, y) => y - x);
  const contrast = (a + .05) / (b + .05);
  if (contrast < 4.5) weak.push(`${letters} on ${behind}: ${contrast.toFixed(2)}`);
}
probe.remove();
return weak;
"""


if __name__ == "__main__":
    unittest.main()

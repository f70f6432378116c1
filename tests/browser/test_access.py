# SPDX-License-Identifier: MIT
"""Who cannot see, has no mouse, is made ill by motion, or has a phone."""

import os
import unittest

from case import ViewerCase
from daemon import Daemon

AXE = os.environ.get("AXE", "")

AUDIT = """
window.found = null;
window.axe.run(document, {resultTypes: ['violations']}).then(({violations}) => {
  window.found = violations.flatMap(({id, help, nodes}) =>
    nodes.slice(0, 5).map(({target}) => `${id} (${help}): ${target.join(' ')}`));
});"""

# What a Tab stops at, by id, label or text.
FOCUSED = """
const at = document.activeElement;
return at === document.body ? 'body' : at.id || at.getAttribute('aria-label') || at.textContent.trim()"""

DIALOGS = {"menu": "Menu", "captures": "Captures", "control": "Control",
           "state": "", "filter-saved": "Saved filters"}

# What can be pressed, and is smaller than 24 px (WCAG 2.2, 2.5.8).
SMALL = """
return [...document.querySelectorAll('button, select, input, summary, a')]
  .filter((one) => one.checkVisibility() && !one.classList.contains('unseen'))
  .map((one) => [one, one.getBoundingClientRect()])
  .filter(([, box]) => box.width > 0 && (box.width < 24 || box.height < 24))
  .filter(([one]) => !one.closest('label'))
  .map(([one, box]) => `${one.id || one.textContent}: ${box.width} x ${box.height}`)"""


class Access(ViewerCase):

    def scene(self, daemon):
        """A list with a selected row, at rest."""
        self.look(daemon)
        self.await_rows(200)
        self.browser.click("#pause")
        self.browser.run("document.querySelector('.grid').focus()")
        self.browser.press("Home")
        self.browser.until("a detail", "return document.querySelector('.tree')")

    def media(self, **features):
        self.browser.cdp("Emulation.setEmulatedMedia", features=[
            {"name": name.replace("_", "-"), "value": value} for name, value in features.items()])
        self.addCleanup(self.browser.cdp, "Emulation.setEmulatedMedia", features=[])

    def audit(self, what):
        self.assertEqual(self.found(), [], what)

    def found(self):
        self.browser.run(AUDIT)
        return self.browser.until("axe is through", "return window.found && [window.found]", seconds=120)[0]

    @unittest.skipUnless(os.path.exists(AXE), "no axe-core here (script/test-browser fetches it by npm)")
    def test_axe_finds_nothing(self):
        with open(AXE, encoding="utf-8") as file:
            source = file.read()
        with Daemon("diag.rate=60") as daemon:
            self.scene(daemon)
            self.browser.run(source + "; window.axe = axe;")
            self.browser.run("document.body.append(Object.assign(document.createElement('img'), {id: 'wrong', src: 'viewer/icon.svg'}))")
            self.assertIn("#wrong", " ".join(self.found()))
            self.browser.run("document.getElementById('wrong').remove()")
            self.browser.click("#clear")
            self.audit("a page without a selected row")
            self.await_rows(50)
            self.browser.run("document.querySelector('.grid').focus()")
            self.browser.press("Home")
            self.browser.until("a detail", "return document.querySelector('.tree')")
            self.audit("the page")
            for tab in ("signal", "cells", "procedures", "observations"):
                self.browser.click(f"#tab-{tab}")
                self.audit(tab)
            for button in DIALOGS:
                self.browser.click("#" + button)
                self.browser.until("a dialog", "return document.querySelector('dialog[open]')")
                self.audit(button)
                self.browser.press("Escape")
            self.media(prefers_color_scheme="dark")
            self.audit("dark")
            self.browser.resize(390, 844, mobile=True)
            for tab in ("list", "detail", "bytes", "charts"):
                self.browser.run("document.querySelector(`.tabs [data-tab=${arguments[0]}]`).click()", tab)
                self.audit(f"a phone's {tab}")

    def test_all_is_reached_by_the_keyboard(self):
        with Daemon("diag.rate=60") as daemon:
            self.scene(daemon)
            self.browser.run("""
                const begin = document.querySelector('.brand');
                begin.tabIndex = -1;
                begin.focus()""")
            reached = []
            for _ in range(60):
                self.browser.press("Tab")
                at = self.browser.run(FOCUSED)
                if at == "body":
                    break
                reached.append(at)
                self.assertTrue(self.browser.run("""
                    // An item of the tree shows it on its own line.
                    const {activeElement: at} = document;
                    const style = getComputedStyle(at.role === 'treeitem' ? at.firstElementChild : at);
                    return style.outlineStyle !== 'none' || style.boxShadow !== 'none'"""),
                                f"{at}: the focus is not seen")
            for name in ("state", "filter-text", "filter-saved", "pause", "follow", "clear", "charts-toggle",
                         "captures", "control", "theme", "menu", "Messages", "Bookmark", "Copy text",
                         "Bytes, hexadecimal and ASCII", "split-rows"):
                self.assertIn(name, reached)
            self.assertEqual(len(reached), len(set(reached)), "Tab is caught")

    def test_a_dialog_gives_the_focus_back(self):
        with Daemon("diag.rate=60") as daemon:
            self.scene(daemon)
            for button, title in DIALOGS.items():
                self.browser.run("document.getElementById(arguments[0]).focus()", button)
                self.browser.press("Enter")
                self.browser.until("a dialog", """
                    return document.querySelector('dialog[open]')?.ariaLabel.startsWith(arguments[0])""", title)
                for _ in range(30):
                    self.browser.press("Tab")
                    self.assertTrue(self.browser.run("""
                        return document.activeElement === document.body ||
                          document.activeElement.closest('dialog') !== null"""), "the dialog is left by Tab")
                self.browser.press("Escape")
                self.assertEqual(self.browser.until("the focus is back", f"""
                    return !document.querySelector('dialog') && (() => {{ {FOCUSED} }})()"""), button)

    def test_nothing_moves_for_who_wants_no_motion(self):
        with Daemon("diag.rate=60") as daemon:
            moving = """
                return [...document.querySelectorAll('*')].filter((one) => {
                  const {animationName, transitionDuration} = getComputedStyle(one);
                  return animationName !== 'none' || transitionDuration.split(', ').some((time) => parseFloat(time) > 0);
                }).map((one) => one.id || one.className)"""
            self.media(prefers_reduced_motion="reduce")
            self.scene(daemon)
            self.browser.click("#menu")
            self.assertEqual(self.browser.run(moving), [])

    def test_a_phone_shows_all_and_is_not_too_small_to_press(self):
        with Daemon("diag.rate=60") as daemon:
            self.scene(daemon)
            self.browser.resize(390, 844, mobile=True)
            wide = "return document.documentElement.scrollWidth"
            for tab in ("detail", "bytes", "charts", "list"):
                self.browser.run("document.querySelector(`.tabs [data-tab=${arguments[0]}]`).click()", tab)
                self.assertLessEqual(self.browser.run(wide), 390, tab)
            self.assertEqual(self.browser.run(SMALL), [])
            for button in DIALOGS:
                self.browser.run("document.getElementById(arguments[0]).click()", button)
                self.browser.until("a dialog", "return document.querySelector('dialog[open]')")
                self.assertLessEqual(self.browser.run("""
                    const {left, right} = document.querySelector('dialog').getBoundingClientRect();
                    return Math.max(right, -left)"""), 390, button)
                self.assertEqual(self.browser.run(SMALL), [], button)
                self.browser.press("Escape")


if __name__ == "__main__":
    unittest.main()

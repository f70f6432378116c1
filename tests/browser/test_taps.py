# SPDX-License-Identifier: MIT
"""The tap that is looked at: chosen on the page, or in its address."""

import unittest

from case import ViewerCase
from daemon import Daemon
from test_states import EMPTY, STATE

IPA = ("ipa_stream_enabled=true", "ipa.source=simulator")
PATHS = """
    const names = [...document.querySelectorAll('.row .name')].map((cell) => cell.textContent);
    return names.length > 5 && names.join('\\n')"""


class Taps(ViewerCase):

    def is_shown(self):
        return not self.browser.run("return document.getElementById('taps').hidden")

    def test_another_tap_is_one_choice_away(self):
        with Daemon(*IPA) as daemon:
            self.look(daemon)
            self.await_rows(100)
            self.browser.until("there is a choice", """
                return !document.getElementById('taps').hidden""")
            self.assertEqual(self.browser.run(
                "return document.getElementById('taps').value"), "diag")
            self.browser.run("""
                const taps = document.getElementById('taps');
                taps.value = 'ipa';
                taps.dispatchEvent(new Event('change'))""")
            self.browser.until("the other page", "return location.search === '?tap=ipa'")
            self.await_rows(100)
            names = self.browser.until("its rows", PATHS)
            self.assertRegex(names, "(?m)^IPA")
            self.assertNotIn("RRC", names)
            self.assertTrue(self.is_shown())
            self.browser.click("#menu")
            self.assertIn("/api/ipa/pcap", self.browser.text("dialog"))
            self.browser.press("Escape")
            self.no_errors()

    def test_where_there_is_one_tap_there_is_no_choice(self):
        with Daemon() as daemon:
            self.look(daemon)
            self.await_rows(100)
            self.assertFalse(self.is_shown())
            self.browser.open(daemon.url + "/?tap=ipa")
            self.browser.until("why there is nothing", EMPTY, "ipa_stream_enabled = true")
            self.assertTrue(self.is_shown())
            self.browser.open(daemon.url + "/?tap=nonsense")
            self.browser.until("there is none", STATE, "No such tap")
            self.no_errors()


if __name__ == "__main__":
    unittest.main()

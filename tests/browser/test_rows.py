# SPDX-License-Identifier: MIT
"""What a row tells beside its texts: its technology, damage, and what was lost."""

import struct
import unittest

from case import ViewerCase
from daemon import Daemon


def record(path, payload, a=b""):
    """A record of the pcap form (docs/wire.md)."""
    data = struct.pack("<HB", path, len(a)) + a + b"\0" + payload
    return struct.pack("<IIII", 1767323045, 0, len(data), len(data)) + data


def container(frame):
    return struct.pack("<III", 0x20, 1, len(frame)) + frame


def text_frame(right):
    """An extended message, its check sequence right or wrong."""
    packet = b"\x79" + bytes(19) + b"a text\0file.c\0"
    crc = 0xffff
    for byte in packet:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x8408 if crc & 1 else 0)
    crc ^= 0xffff if right else 0
    return packet + struct.pack("<H", crc) + b"\x7e"


class Rows(ViewerCase):

    def drop_records(self, records):
        """Drags a pcap of these records onto the page."""
        self.drop("made.pcap", struct.pack("<IHHIIII", 0xa1b2c3d4, 2, 4, 0, 0, 262144, 147) + records)

    def styles(self):
        """Of each row that is seen: its class and the colours of it."""
        return self.browser.run("""
            return [...document.querySelectorAll('.space .row:not([hidden])')]
              .map((row) => [row.className, getComputedStyle(row).backgroundColor,
                row.querySelector('.info').textContent])""")

    def test_damage_and_loss_are_flagged(self):
        with Daemon(enabled=False) as daemon:
            self.look(daemon)
            self.drop_records(record(0x100, container(text_frame(True))) +
                      record(0x100, container(text_frame(False))) +
                      record(0x1ff, b"", struct.pack("<QQ", 1234, 567890)))
            self.await_rows(3)
            self.browser.until("three are drawn", """
                return document.querySelectorAll('.space .row:not([hidden])').length === 3""")
            (good, plain, _), (bad, red, _), (lost, pale, told) = self.styles()
            self.assertEqual([good, bad, lost], ["row", "row bad", "row lost"])
            self.assertEqual(red, pale)
            self.assertNotEqual(red, plain)
            self.assertIn("1234 containers", told)
            self.assertEqual(self.browser.text("#foot-lost b"), "1,234 containers, 568 kB")

    def test_each_technology_has_its_colour(self):
        with Daemon() as daemon:
            self.look(daemon)
            self.await_rows(1000)
            self.browser.click("#pause")
            seen = {}
            for rat in ("lte", "nr", "umts", "gsm"):
                self.filter(f"rat == {rat}")
                seen[rat] = self.browser.until(f"rows of {rat}", """
                    const row = document.querySelector('.space .row:not([hidden])');
                    return row?.querySelector('.rat').textContent.toLowerCase() === arguments[0] &&
                      getComputedStyle(row).borderLeftColor""", rat)
            self.assertEqual(len(set(seen.values())), 4, seen)

    def test_who_else_looks_is_counted(self):
        with Daemon() as daemon:
            self.look(daemon)
            self.browser.until("one stream", """
                return document.querySelector('#foot-streams b').textContent === '1 of 64'""")
            self.assertEqual(daemon.status()["streams"]["open"], 1)


class TakeAway(ViewerCase):

    def test_commands_have_the_host_that_was_asked(self):
        with Daemon() as daemon:
            self.look(daemon)
            self.await_rows(10)
            self.browser.click("#menu")
            commands = self.browser.run("""
                return [...document.querySelectorAll('dialog .command pre')]
                  .map(({textContent}) => textContent)""")
            self.assertEqual(len(commands), 4)
            for command in commands:
                self.assertIn(f"{daemon.url}/api/diag/", command)
            self.assertIn(f"{daemon.url}/diagtap.lua", commands[0])

    def test_dissector_and_profile_are_had_as_they_are(self):
        with Daemon() as daemon:
            self.look(daemon)
            for name in ("diagtap.lua", "profile.zip"):
                self.browser.click("#menu")
                self.browser.run(f"""
                    [...document.querySelectorAll('dialog button')]
                      .find(({{textContent}}) => textContent.includes('{name}')).click()""")
                with open(self.browser.downloaded(name), "rb") as file:
                    self.assertEqual(file.read(), daemon.fetch(f"/{name}"))

    def test_light_and_dark_are_chosen_and_remembered(self):
        with Daemon() as daemon:
            self.look(daemon)
            behind = "return getComputedStyle(document.body).backgroundColor"
            seen = {}
            for _ in range(3):
                self.browser.click("#theme")
                seen[self.browser.text("#theme-text")] = self.browser.run(behind)
            self.assertEqual(set(seen), {"Theme: light", "Theme: dark", "Theme: system"})
            self.assertNotEqual(seen["Theme: light"], seen["Theme: dark"])
            while self.browser.text("#theme-text") != "Theme: dark":
                self.browser.click("#theme")
            self.browser.open(daemon.url)
            self.assertEqual(self.browser.run(behind), seen["Theme: dark"])


if __name__ == "__main__":
    unittest.main()

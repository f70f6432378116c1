#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Prints a terminal in which four programs share one simulator.

For script/terminal-picture; the environment is that of test_clients.py.  All lines
are from a run: commands as people type them, and what the programs said.
"""
import json
import os
import re
import time
import unittest

from test_clients import Clients

class Picture(Clients):
    def show(self, command, lines=()):
        print("$", command)
        for line in lines:
            print(line)

    def said_by(self, program, pattern):
        text = re.sub(r"^.*(?:\| INFO @ \S* *\]|INFO:) ", "",
                      program.said_so_far(), flags=re.M)
        lines = (re.sub(r"[^ -~]", " ", line) for line in text.splitlines())
        return [line for line in lines if re.search(pattern, line)]

    def picture(self):
        self.begin_on("diag.source=simulator", "diag.rate=100")
        self.start(["qcsuper_tcp", "qcsuper_tty", "scat_tty", "rayhunter"])
        self.await_set_up()
        time.sleep(5)
        one, two, three, four = self.programs
        self.show("script/run -o port.enabled=true -o port.ttys=2 "
                  "-o port.socket=@diagtap &")
        self.show("qcsuper --tcp 127.0.0.1:43555 --pcap-dump one.pcap &",
                  self.said_by(one, "Enabled"))
        self.show("qcsuper --usb-modem /dev/diagtap/0 --pcap-dump two.pcap &",
                  self.said_by(two, "Enabled"))
        self.show("scat -t qc -s /dev/diagtap/1 -F three.pcap &",
                  self.said_by(three, "Build ID|Log Config|SCell")[:3])
        self.show("diagtap-run -s @diagtap rh record four.qmdl &",
                  self.said_by(four, "recording"))
        clients = self.client_status()
        names = ("number", "way", "logs", "requests", "frames", "lost_frames")
        self.show("curl -fsS http://127.0.0.1:9840/api/status |\n"
                  "    jq -c '.port.clients[] | {" + ", ".join(names) + "}'", [
                      json.dumps({name: each[name] for name in names},
                                 separators=(",", ":")) for each in clients])
        self.end_programs()
        for name, program in (("one", one), ("two", two), ("three", three)):
            options = "-Y 'lte_rrc || nas-eps' -T fields -e _ws.col.Info | tail -n 3"
            with os.popen(f"tshark -r {program.pcap} {options} 2>/dev/null") as text:
                self.show(f"tshark -r {name}.pcap {options}",
                          text.read().splitlines())


if __name__ == "__main__":
    result = unittest.TextTestRunner(stream=open(os.devnull, "w")).run(
        Picture("picture"))
    for _, why in result.errors + result.failures + result.skipped:
        raise SystemExit(why)

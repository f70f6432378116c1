# SPDX-License-Identifier: MIT
# counts.py EXPECTED SEEN: whether tshark has seen every message.
#
# EXPECTED is the output of diagstat.py for a capture, in JSON.  SEEN has a line for
# each record: its opcodes, a tab, its log codes.  diagstat.py does not count a message
# with a wrong CRC; tshark may.
import collections
import json
import sys

expected = json.load(open(sys.argv[1]))
wanted = collections.Counter()
for kind in ("opcodes", "nested98"):
    for opcode, count in expected[kind].items():
        if opcode.startswith("0x"):
            wanted["opcode " + opcode.lower()] += count
for code, count in expected["logcodes"].items():
    wanted["log " + code.lower()] += count

seen = collections.Counter()
for line in open(sys.argv[2]):
    opcodes, codes = line.rstrip("\n").split("\t")
    seen.update("opcode " + opcode for opcode in opcodes.split(",") if opcode)
    seen.update("log " + code for code in codes.split(",") if code)

missing = {key: (n, seen[key]) for key, n in wanted.items() if seen[key] < n}
more = {key: (wanted[key], n) for key, n in seen.items()
        if n > wanted[key] + expected["crc_bad"]}
if missing or more or not wanted:
    sys.exit(f"missing: {missing}, too many: {more}")
print(sum(n for key, n in wanted.items() if key.startswith("opcode")),
      "messages, of which",
      sum(n for key, n in wanted.items() if key.startswith("log")), "logs")
